import { MILESTONES, type Milestone, type MilestoneMark } from '../domain/ticket-types.ts';
import type { Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { nameOf, type TicketView } from './ticket-view.ts';
import type { Line } from './types.ts';
import { instantWords } from './words.ts';

/** How often it was handed on is in the timeline. */
const TRANSFERS_SHOWN_MAX = 5;

interface Happened {
  readonly at: Instant;
  readonly line: Line;
}

/** What was done to a ticket so far, a line for each moment, the oldest first. */
export function courseLines(view: TicketView, now: Instant, text: Catalogue): readonly Line[] {
  return [...milestones(view, now, text), ...transfers(view, now, text)]
    .toSorted((a, b) => a.at - b.at)
    .map(({ line }) => line);
}

/** 09:04 李工 转派 赵经理. */
function transfers({ ticket, members }: TicketView, now: Instant, text: Catalogue): readonly Happened[] {
  return (ticket.transfers ?? []).slice(-TRANSFERS_SHOWN_MAX).map(({ at, by, to }) => {
    const what = text.card.handedTo(nameOf(members, to, text));
    return { at, line: [text.card.step(instantWords(at, now, text, 'always'), nameOf(members, by, text), what)] };
  });
}

/** 09:01:30 李工 接单: what one person reached at one instant is one line. */
function milestones({ ticket, members }: TicketView, now: Instant, text: Catalogue): readonly Happened[] {
  const steps = [
    { name: 'reported_up' as const, what: text.names.reportedUp, mark: ticket.reportedUp },
    ...MILESTONES.map((name) => ({ name, what: text.names.milestone[name], mark: ticket.milestones[name] })),
  ].filter((step): step is Step => step.mark !== undefined);
  const byMoment = Map.groupBy(steps, ({ mark }) => `${mark.at}:${mark.by}`);
  return [...byMoment.values()]
    .flatMap((group) => (group[0] ? [{ mark: group[0].mark, group }] : []))
    .map(({ mark, group }) => {
      const at = instantWords(mark.at, now, text, 'always');
      const { done, implied, remarks } = stepWords(group, text);
      // After a reopening the step that they came with is gone: they are no act of that person.
      if (done === '') return { at: mark.at, line: [text.card.endedTogether(at, implied)] };
      const what = implied === '' && remarks.length === 0 ? done : text.card.including(done, implied, remarks);
      return { at: mark.at, line: [text.card.step(at, nameOf(members, mark.by, text), what)] };
    });
}

interface Step {
  readonly name: Milestone | 'reported_up';
  readonly what: string;
  readonly mark: MilestoneMark;
}

interface StepWords {
  readonly done: string;
  readonly implied: string;
  readonly remarks: readonly string[];
}

/** 到场（含接单）: what was really done, and what came with it and shall not look like a step of its own. */
function stepWords(steps: readonly Step[], text: Catalogue): StepWords {
  const nameOfStep = ({ what, mark }: Step) => (mark.enteredAt === undefined ? what : text.card.enteredLate(what));
  const names = (wanted: readonly Step[]) => wanted.map(nameOfStep).join(text.card.comma);
  const done = steps.filter(({ mark }) => !mark.implied);
  const byResolution = (wanted: Step['name']) =>
    done.length > 0 ? steps.find(({ name, mark }) => name === wanted && mark.byResolution === true) : undefined;
  // Nobody has said that he was there, or told the lead: it is resolved from afar, and the lead reads the resolution.
  const [remote, untold] = [byResolution('arrived'), byResolution('reported_up')];
  const implied = steps.filter((step) => step.mark.implied && step !== remote && step !== untold);
  const remarks = [...(remote ? [text.card.remote] : []), ...(untold ? [text.card.untold] : [])];
  return { done: names(done), implied: names(implied), remarks };
}
