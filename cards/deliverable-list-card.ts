import { clip } from '../domain/plain-text.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import {
  type DeliverableView,
  deliverableAction,
  deliverableName,
  standingWords,
  submitAction,
} from './deliverable-card.ts';
import { obligationParts, planName } from './obligation-name.ts';
import type { Card, CardAction, CardField } from './types.ts';
import { instantWords } from './words.ts';

/** What one card lists; people read no further. */
export const DELIVERABLES_SHOWN_MAX = 10;
/** Buttons beside them. */
const OFFERED_MAX = 4;
const LABEL_MAX = 12;
/** 第 47 周 11月16日–11月22日 is whole. */
const PART_MAX = 20;

/** A fault report that a ticket owes. */
export interface OwedFaultReport {
  readonly number: string;
  /** Absent: the table of holidays does not reach so far. */
  readonly dueAt?: Instant;
  /** How it is typed. */
  readonly example: string;
}

export interface DeliverableList {
  /** The most urgent first, reports of faults beside them. */
  readonly views: readonly DeliverableView[];
  readonly faultReports: readonly OwedFaultReport[];
  readonly reader: PersonId;
}

/** 待交材料: what is late, returned, owed and under review, the most urgent first, with buttons for the first of them. */
export function deliverableListCard(list: DeliverableList, now: Instant, text: Catalogue): Card {
  const { list: words } = text.deliverable;
  const rows = [
    ...list.faultReports.map((report) => ({
      urgency: urgencyOfReport(report, now),
      field: reportField(report, now, text),
    })),
    ...list.views.map((view) => ({
      urgency: urgencyFor(list.reader, view, now),
      field: deliverableField(view, now, text),
    })),
  ].toSorted((a, b) => a.urgency[0] - b.urgency[0] || a.urgency[1] - b.urgency[1]);
  const shown = rows.slice(0, DELIVERABLES_SHOWN_MAX);
  const actions = actionsOf(list, text);
  const [first] = actions;
  return {
    tone:
      rows.length === 0
        ? 'success'
        : rows.some(({ urgency: [group] }) => group >= 0 && group < SOON)
          ? 'warning'
          : 'info',
    title: rows.length === 0 ? words.none : words.title,
    ...(rows.length > 0 && { badge: String(rows.length) }),
    lines: rows.length > shown.length ? [[words.more(shown.length, rows.length)]] : [],
    fields: shown.map(({ field }) => field),
    clocks: [],
    actions,
    ...(first && { subject: { id: list.views[0]?.contract.id ?? '', version: 0 } }),
    ...(first?.action === 'deliver_submit' && { footnote: words.hint(first.command ?? '') }),
  };
}

/** Which of several is meant: a button for each. */
export function whichDeliverableCard(
  views: readonly DeliverableView[],
  asked: {
    readonly title: string;
    readonly command: 'deliver_submit' | 'deliver_accept' | 'deliver_return' | 'deliver_show';
  },
  now: Instant,
  text: Catalogue,
): Card {
  const shown = views.slice(0, DELIVERABLES_SHOWN_MAX);
  const { commands, asking, list } = text.deliverable;
  const [first] = shown;
  return {
    tone: 'info',
    title: clip(asked.title, 60),
    lines: views.length > shown.length ? [[list.more(shown.length, views.length)]] : [],
    fields: shown.map((view) => deliverableField(view, now, text)),
    clocks: [],
    actions: shown.slice(0, OFFERED_MAX).map((view) =>
      deliverableAction(asked.command, view, text, {
        style: 'default',
        who: 'everyone',
        label: toldApart(view, shown, text),
      }),
    ),
    ...(first && { subject: { id: first.contract.id, version: 0 } }),
    ...(first && { footnote: asking.whichHint(commands[asked.command].example(first.code)) }),
  };
}

export function deliverableField(view: DeliverableView, now: Instant, text: Catalogue): CardField {
  return { label: `${view.code} ${deliverableName(view, text)}`, value: [standingWords(view, now, text)] };
}

/** Late ones before what was returned, that before what is owed, and what others have to do last; the earliest due first. */
export function byUrgency(now: Instant) {
  return (a: DeliverableView, b: DeliverableView): number => {
    const [one, other] = [urgencyOf(a, now), urgencyOf(b, now)];
    return one[0] - other[0] || one[1] - other[1] || (a.deliverable.id < b.deliverable.id ? -1 : 1);
  };
}

type Urgency = readonly [group: number, at: Instant];
/** Groups before this one are over their time, or were returned. */
const SOON = 2;

function urgencyOf({ deliverable: { dueAt, state } }: DeliverableView, now: Instant): Urgency {
  if (state === 'submitted') return [SOON + 1, dueAt];
  if (state === 'returned') return [1, dueAt];
  return [now > dueAt ? 0 : SOON, dueAt];
}

/** What waits for the reader's own review is before everything. */
function urgencyFor(reader: PersonId, view: DeliverableView, now: Instant): Urgency {
  const isHis = view.deliverable.state === 'submitted' && view.reviewers.includes(reader);
  return isHis ? [-1, view.deliverable.dueAt] : urgencyOf(view, now);
}

function urgencyOfReport({ dueAt }: OwedFaultReport, now: Instant): Urgency {
  if (dueAt === undefined) return [SOON, now];
  return [now > dueAt ? 0 : SOON, dueAt];
}

function reportField({ dueAt, number }: OwedFaultReport, now: Instant, text: Catalogue): CardField {
  const { list, standing } = text.deliverable;
  const due = dueAt === undefined ? text.time.dueUnknown : instantWords(dueAt, now, text, 'if_any');
  const isOver = dueAt !== undefined && now > dueAt;
  return { label: list.faultReport(number), value: [isOver ? standing.over(due) : text.time.before(due)] };
}

function actionsOf({ reader, views }: DeliverableList, text: Catalogue): readonly CardAction[] {
  return views
    .flatMap((view): readonly CardAction[] => {
      const { deliverable, reviewers, submitters } = view;
      const { state } = deliverable;
      const isOwed = state === 'owed' || state === 'returned';
      if (isOwed && submitters.includes(reader)) {
        const label = `${text.deliverable.commands.deliver_submit.label} ${shortName(view, text)}`;
        return [{ ...submitAction(view, text, [reader]), label, style: 'default' }];
      }
      if (state !== 'submitted' || !reviewers.includes(reader)) return [];
      const label = `${text.deliverable.commands.deliver_show.label} ${shortName(view, text)}`;
      return [deliverableAction('deliver_show', view, text, { style: 'default', who: [reader], label })];
    })
    .slice(0, OFFERED_MAX);
}

/** Of several of one plan: whatever of period, department, window and number they differ in. */
function toldApart(view: DeliverableView, among: readonly DeliverableView[], text: Catalogue): string {
  const alike = among.filter(({ deliverable }) => deliverable.planId === view.deliverable.planId);
  const all = alike.map((one) => obligationParts(one.contract, one.deliverable, text));
  const own = obligationParts(view.contract, view.deliverable, text);
  const differing = own.filter((part, place) => part !== '' && all.some((parts) => parts[place] !== part));
  if (differing.length === 0) return shortName(view, text);
  return differing.map((part) => clip(part, PART_MAX)).join(' ');
}

function shortName({ contract, deliverable }: DeliverableView, text: Catalogue): string {
  return clip(planName(contract, deliverable, text), LABEL_MAX);
}
