import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alwaysCalendar } from '../../domain/calendar.ts';
import { clockUse, isOpen } from '../../domain/clocks.ts';
import type { Contract } from '../../domain/contract.ts';
import { applyEvent, foldTicket } from '../../domain/fold.ts';
import { audienceOf, offers } from '../../domain/offers.ts';
import { nextWakeAt } from '../../domain/reminders.ts';
import type { Ticket, TicketCommand, TicketEvent } from '../../domain/ticket-types.ts';
import { type Actor, HOUR, type Instant, MINUTE, ticketId } from '../../domain/types.ts';
import {
  changeLevel,
  changeSystem,
  contractWith,
  diagnose,
  enterLate,
  everyone,
  hqHours,
  mergeInto,
  progress,
  qian,
  reopen,
  reportFault,
  resolve,
  richPack,
  SECOND,
  Story,
  suspend,
  T0,
  transferTo,
  vagueReport,
  words,
  workweek,
  workweekUntil,
  zhou,
} from './fixture.ts';

// ---- Random lives of a ticket ----

const COMMANDS: readonly TicketCommand[] = [
  { type: 'acknowledge' },
  { type: 'arrive' },
  diagnose,
  { type: 'report_up' },
  { type: 'work_around', text: words('w') },
  progress,
  resolve,
  transferTo(zhou),
  suspend,
  { type: 'approve_suspension' },
  { type: 'refuse_suspension' },
  { type: 'resume' },
  { type: 'supplement', text: words('s') },
  changeLevel('normal'),
  changeLevel('critical'),
  { type: 'confirm', rating: 3 },
  reopen,
  { type: 'cancel', reason: words('x') },
  { type: 'undo' },
  { type: 'undo' },
  changeSystem('portal'),
  changeSystem('site', 'normal'),
  { type: 'request_arrival' },
  { type: 'propose_due', dueAt: T0 + 200 * HOUR },
  { type: 'propose_due', dueAt: T0 + 300 * HOUR },
  { type: 'accept_due' },
  { type: 'accept_due' },
  { type: 'refuse_due' },
  enterLate('acknowledge', T0 + SECOND),
  enterLate('arrive', T0 + 90 * SECOND),
  enterLate('diagnose', T0 + 8 * MINUTE),
  enterLate('resolve', T0 + HOUR),
  { type: 'approve_late_entry' },
  { type: 'approve_late_entry' },
  { type: 'refuse_late_entry' },
  reportFault,
  mergeInto(new Story({}, { id: ticketId('main') }).ticket),
];

const ENDS = new Set(['cancel', 'merge']);
/** Most lives are long. */
const LIKELY = [...COMMANDS, ...Array.from({ length: 3 }, () => COMMANDS.filter(({ type }) => !ENDS.has(type))).flat()];

type Step = { readonly afterMs: number } & (
  | {
      readonly kind: 'command';
      readonly command: TicketCommand;
      /** Absent: the first one who may. */
      readonly by: Actor | undefined;
      readonly seen: 'none' | 'newest' | 'older';
      /** How long ago it was said, when the bot gets to it. */
      readonly saidMsAgo: number;
    }
  | { readonly kind: 'wake' }
  /** As the timer would: at the instant that the ticket asked for. */
  | { readonly kind: 'wake_on_time' }
  /** Another report of the same fault is merged into it, as much earlier. */
  | { readonly kind: 'absorb'; readonly earlierMs: number }
  | { readonly kind: 'recalculate'; readonly calendars: keyof typeof CALENDARS }
);

const afterMs = fc.oneof(
  fc.integer({ min: 0, max: 4 * MINUTE }),
  fc.integer({ min: 0, max: 3 * HOUR }),
  fc.constantFrom(0, 1, 2.5 * MINUTE, 5 * MINUTE, HOUR),
  fc.constantFrom(0, 1, MINUTE, 16 * HOUR, 24 * HOUR),
);
const command = fc.record({
  afterMs,
  kind: fc.constant('command' as const),
  command: fc.constantFrom(...LIKELY),
  by: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, ...everyone),
  seen: fc.constantFrom('none' as const, 'newest' as const, 'older' as const),
  saidMsAgo: fc.constantFrom(0, 0, 0, 10 * SECOND, 5 * MINUTE, HOUR),
});
const absorb = fc.record({
  afterMs,
  kind: fc.constant('absorb' as const),
  earlierMs: fc.constantFrom(-MINUTE, MINUTE, 3 * HOUR, 96 * HOUR),
});
const recalculated = fc.record({
  afterMs,
  kind: fc.constant('recalculate' as const),
  calendars: fc.constantFrom('usual' as const, 'ending' as const, 'shorter' as const),
});
const wake = fc.record({ afterMs, kind: fc.constantFrom('wake' as const, 'wake_on_time' as const) });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 16, arbitrary: command },
    { weight: 8, arbitrary: wake },
    { weight: 1, arbitrary: absorb },
    { weight: 1, arbitrary: recalculated },
  ),
  { maxLength: 40, size: 'max' },
);

const pack: fc.Arbitrary<Partial<Contract>> = fc.record({
  reopen: fc.constantFrom('resume' as const, 'restart' as const),
  suspension: fc.record({ approval: fc.constantFrom('none' as const, 'supervisor' as const) }),
  undoWithinMs: fc.constantFrom(2 * MINUTE, HOUR),
});
/** By name, so that a counterexample can be read. */
const CLOCKS = {
  usual: () => ({}),
  pausable: () => ({ clocks: contractWith().clocks.map((rule) => ({ ...rule, pausable: true })) }),
  rich: richPack,
} satisfies Record<string, () => Partial<Contract>>;
const CALENDARS = {
  usual: { always: alwaysCalendar(), working: workweek, hq: hqHours },
  ending: { always: alwaysCalendar(), working: workweekUntil('2026-03-03'), hq: hqHours },
  shorter: { always: alwaysCalendar(), working: hqHours, hq: workweek },
} satisfies Record<string, Contract['calendars']>;
const life = fc.record({
  pack,
  steps,
  level: fc.constantFrom('critical', 'normal'),
  clocks: fc.constantFrom('usual' as const, 'pausable' as const, 'rich' as const, 'rich' as const),
  calendars: fc.constantFrom('usual' as const, 'ending' as const),
  /** Tuesday morning, or Saturday. */
  reportedAt: fc.constantFrom(T0, T0 + 4 * 24 * HOUR),
  base: fc.constantFrom('named' as const, 'vague' as const),
});
type Life = typeof life extends fc.Arbitrary<infer Drawn> ? Drawn : never;

interface Moment {
  readonly at: Instant;
  readonly before: Ticket;
  readonly after: Ticket;
  readonly events: readonly TicketEvent[];
  /** The first of them; absent when the step had no effect. */
  readonly event: TicketEvent | undefined;
}

/** Plays a life, and hands every moment of it to the check. */
function live(
  { pack, steps, level, clocks, calendars, reportedAt, base }: Life,
  check: (moment: Moment, story: Story) => void,
): Story {
  const changes = { ...CLOCKS[clocks](), ...pack, calendars: CALENDARS[calendars] };
  const report = { level, reportedAt, receivedAt: reportedAt };
  const story = new Story(changes, report, base === 'vague' ? vagueReport : undefined);
  let now = reportedAt;
  for (const step of steps) {
    const asked = step.kind === 'wake_on_time' ? nextWakeAt(story.ticket, story.contract) : undefined;
    now = Math.max(now, asked ?? now + step.afterMs);
    const before = story.ticket;
    const written = story.history.length;
    let at = now;
    if (step.kind === 'command') {
      const seen = { none: undefined, newest: before.version, older: before.version - 1 }[step.seen];
      at = Math.max(before.lastActAt, now - step.saidMsAgo);
      const people = step.by ? [step.by] : everyone;
      const by = people.find((person) => !story.refused(at, person, step.command, seen));
      if (by) story.act(at, by, step.command, seen);
    } else if (step.kind === 'absorb') {
      const reported = { reportedAt: reportedAt - step.earlierMs, receivedAt: reportedAt, id: ticketId(`d${written}`) };
      const duplicate = new Story(changes, { level, ...reported });
      const isPossible = !['closed', 'cancelled', 'merged'].includes(before.status);
      at = Math.max(now, before.lastActAt);
      if (isPossible) story.absorb(now, qian, duplicate);
    } else if (step.kind === 'recalculate') story.recalculate(now, CALENDARS[step.calendars]);
    else story.wake(now);
    const events = story.history.slice(written);
    check({ at, before, after: story.ticket, events, event: events[0] }, story);
  }
  return story;
}

const always = (check: (moment: Moment, story: Story) => void, after: (story: Story) => void = () => undefined) =>
  fc.assert(
    fc.property(life, (drawn) => after(live(drawn, check))),
    { numRuns: 400 },
  );

/** Somebody took a step back since, so that an earlier silence goes on. */
function wasUndoneAfter(story: Story, index: number): boolean {
  return story.history.slice(index + 1).some((event) => event.type === 'undone');
}

// ---- What is true of every life ----

describe('whatever happens to a ticket', () => {
  test('it is the fold of its events, at every moment', () => {
    always(({ after }, story) => {
      expect(foldTicket(story.history)).toEqual(after);
    });
  });

  test('one event further is the same as replaying all, but for an undo', () => {
    always(({ before, after, event, events }) => {
      if (event?.type !== 'undone') expect(events.reduce<Ticket>(applyEvent, before)).toEqual(after);
    });
  });

  test('it survives storage as JSON: nothing in it is undefined or not JSON', () => {
    always(
      () => undefined,
      (story) => {
        expect(JSON.parse(JSON.stringify(story.ticket))).toStrictEqual(story.ticket);
        expect(foldTicket(JSON.parse(JSON.stringify(story.history)))).toStrictEqual(story.ticket);
      },
    );
  });

  test('writes count the decisions, and no version comes back for another state', () => {
    always(({ before, after, event }, story) => {
      expect(after.writes).toBe(story.history.length);
      expect(after.version).toBeGreaterThanOrEqual(before.version);
      const offered = ({ status, assigneeId, level, systemId, suspension, lateEntry }: Ticket) => ({
        status,
        assigneeId,
        level,
        systemId,
        suspension,
        lateEntry,
      });
      if (event?.type !== 'undone' && after.version === before.version) expect(offered(after)).toEqual(offered(before));
      if (event?.type === 'undone') expect(after.version).toBeGreaterThan(before.version);
    });
  });

  test('no stage of a clock is posted twice, none while it stood still or after it ended, and none early', () => {
    always(({ at, before, events }, story) => {
      const reminded = events.find((event) => event.type === 'reminded');
      for (const { clockId, stage, plannedAt, dueAt } of reminded?.reminders ?? []) {
        const clock = before.clocks.find((candidate) => candidate.id === clockId)!;
        expect(clock.dueAt ?? dueAt).toBe(dueAt);
        expect(clock.stoppedAt ?? clock.voidedAt).toBeUndefined();
        expect(clock.pauses.every((pause) => pause.to !== undefined)).toBe(true);
        expect(clock.stages).not.toContain(stage);
        expect(plannedAt).toBeLessThanOrEqual(at);
        const use = clockUse(clock, story.contract, at);
        // Nobody can say what is used where the table of holidays, cut short meanwhile, ends before.
        if (stage.startsWith('p') && use.usedMs !== undefined) {
          expect(use.usedMs * 1000).toBeGreaterThanOrEqual(use.targetMs! * Number(stage.slice(1)));
        }
        if (!stage.startsWith('p')) expect(use.state).toBe('breached');
      }
      const posts = story.history.flatMap((past) =>
        past.type === 'reminded' ? past.reminders.map((r) => `${r.clockId} ${r.stage}`) : [],
      );
      expect(new Set(posts).size).toBe(posts.length);
    });
  });

  test('the ticket asks to be woken exactly when something is due, and then nothing is left', () => {
    always(({ at }, story) => {
      const next = nextWakeAt(story.ticket, story.contract);
      if (next === undefined) return expect(story.copy().wake(at + 1000 * HOUR)).toEqual([]);
      expect(story.copy().wake(next - 1)).toEqual([]);
      const woken = story.copy();
      expect(woken.wake(next)).not.toEqual([]);
      return expect(woken.wake(next)).toEqual([]);
    });
  });

  test('nothing moves backwards but by a reopening or an undo', () => {
    const order = ['open', 'acknowledged', 'on_site', 'resolved', 'closed'];
    always(({ before, after, event }) => {
      if (event === undefined) return expect(after).toBe(before);
      if (event.type === 'undone') return;
      if (event.type !== 'reopened' && after.status !== 'cancelled' && after.status !== 'merged') {
        expect(order.indexOf(after.status)).toBeGreaterThanOrEqual(order.indexOf(before.status));
      }
      for (const [name, mark] of Object.entries(before.milestones)) {
        if (event.type === 'late_entry_approved' || event.type === 'absorbed') {
          expect(Object.entries(after.milestones).find(([other]) => other === name)?.[1].at).toBeLessThanOrEqual(
            mark.at,
          );
        } else if (event.type !== 'reopened') {
          expect(after.milestones).toMatchObject({ [name]: mark });
        } else {
          // A reopening takes back the resolution, with what nobody did but by resolving it.
          const isKept = name !== 'resolved' && !mark.byResolution;
          expect(Object.hasOwn(after.milestones, name)).toBe(isKept);
          if (mark.byResolution) expect(mark).toMatchObject({ implied: true, at: before.milestones.resolved?.at });
        }
      }
    });
  });

  test('a stopped clock keeps its judgement, unless a pause before its stop or a late entry is approved, and a change of level forgives nothing', () => {
    always(({ before, after, event }) => {
      if (event?.type === 'undone' || event?.type === 'late_entry_approved') return;
      for (const clock of before.clocks) {
        const now = after.clocks.find((candidate) => candidate.id === clock.id);
        const isKept = clock.breach?.by === 'level_change' && now && now.voidedAt === undefined;
        const asked = event?.type === 'suspension_approved' ? before.suspension?.requestedAt : undefined;
        const isForgiven = asked !== undefined && clock.breach && asked <= clock.breach.dueAt;
        if (isKept && !isForgiven) expect(now.breached).toBe(true);
        const isJudgedAgain = event?.type === 'reopened' || event?.type === 'suspension_approved';
        if (clock.stoppedAt !== undefined && !isJudgedAgain) expect(now).toEqual(clock);
      }
    });
  });

  test('a clock that met its target was stopped by its due instant, and one that did not was not', () => {
    always(({ at, before, event }) => {
      for (const change of event?.clocks ?? []) {
        if (change.op !== 'stop') continue;
        const clock = before.clocks.find((candidate) => candidate.id === change.id)!;
        const moved = event?.clocks.find(
          (other) => (other.op === 'resume' || other.op === 'due') && other.id === change.id,
        );
        // Absent: beyond the table of holidays, so that nothing is missed.
        const known = moved && 'dueAt' in moved ? moved.dueAt : undefined;
        const dueAt = moved ? known : clock.dueAt;
        const isKept = clock.breach?.by === 'level_change' && event?.type !== 'late_entry_approved';
        const inForce = clock.breach?.by === 'level_change' ? clock.breach.dueAt : dueAt;
        expect(change.breached).toBe(isKept || change.at > inForce!);
        if (event?.type !== 'late_entry_approved') expect(change.at).toBe(at);
      }
    });
  });

  test('no pause and no reopening moves a due instant earlier', () => {
    always(({ before, after, event }) => {
      const moving = ['undone', 'level_changed', 'system_changed', 'absorbed', 'calendar_changed', 'due_agreed'];
      if (event && moving.includes(event.type)) return;
      for (const clock of before.clocks) {
        const now = after.clocks.find((candidate) => candidate.id === clock.id);
        // Absent: beyond the table of holidays, which is later than any day that it knows.
        const [was, is] = [clock.dueAt, now?.dueAt ?? Infinity];
        if (now && now.startedAt === clock.startedAt && was !== undefined) expect(is).toBeGreaterThanOrEqual(was);
      }
    });
  });

  test('a resolved or closed ticket owes its fault report at most, a cancelled or merged one nothing', () => {
    always(({ after }) => {
      if (!['resolved', 'closed', 'cancelled', 'merged'].includes(after.status)) {
        return expect(after.clocks.filter((clock) => isOpen(clock) && clock.clock === 'fault_report')).toEqual([]);
      }
      const isOver = after.status === 'cancelled' || after.status === 'merged';
      const open = after.clocks.filter(isOpen);
      expect(open.filter((clock) => isOver || clock.clock !== 'fault_report')).toEqual([]);
      return undefined;
    });
  });

  test('nobody is asked about a ticket that nobody took, that is suspended or over, and not twice for one silence', () => {
    always(({ before, events }, story) => {
      if (!events.some((event) => event.type === 'silence_noticed')) return;
      expect(['acknowledged', 'on_site']).toContain(before.status);
      expect(before.suspension?.approvedBy).toBeUndefined();
      const asked = story.history.flatMap((past, index) =>
        past.type === 'silence_noticed' && !wasUndoneAfter(story, index) ? [`${past.since} ${past.step}`] : [],
      );
      expect(new Set(asked).size).toBe(asked.length);
    });
  });

  test('a suspension ends with the work', () => {
    always(({ after }) => {
      if (!['resolved', 'closed', 'cancelled', 'merged'].includes(after.status)) return;
      expect(after.suspension?.approvedBy).toBeUndefined();
    });
  });

  test('who works on it is known, and everything offered is accepted', () => {
    always(({ at, after }, story) => {
      if (after.milestones.acknowledged) expect(after.assigneeId).toBeDefined();
      for (const offer of offers(after, story.contract, at)) {
        const sample = COMMANDS.find((candidate) => candidate.type === offer.command)!;
        if (['transfer', 'change_level', 'enter_late', 'propose_due'].includes(sample.type)) continue;
        for (const id of audienceOf(offer, after, everyone)) {
          const person = everyone.find((candidate) => candidate.id === id)!;
          expect(story.refused(at, person, sample, after.version)).toBeUndefined();
        }
      }
    });
  });

  test('its events name their clocks and their instants', () => {
    always(({ at, event }, story) => {
      if (!event) return;
      expect(event).toMatchObject({ ticketId: story.ticket.id, at });
      expect(new Set(story.history.map((past) => past.id)).size).toBe(story.history.length);
      expect(new Set(story.ticket.clocks.map((clock) => clock.id)).size).toBe(story.ticket.clocks.length);
    });
  });
});
