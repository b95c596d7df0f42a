import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockUse } from '../../domain/clocks.ts';
import type { Contract } from '../../domain/contract.ts';
import { applyEvent, foldTicket } from '../../domain/fold.ts';
import { audienceOf, offers } from '../../domain/offers.ts';
import { nextWakeAt } from '../../domain/reminders.ts';
import type { Ticket, TicketCommand, TicketEvent } from '../../domain/ticket-types.ts';
import { type Actor, HOUR, type Instant, MINUTE } from '../../domain/types.ts';
import {
  changeLevel,
  contractWith,
  diagnose,
  everyone,
  progress,
  reopen,
  resolve,
  SECOND,
  Story,
  suspend,
  T0,
  transferTo,
  words,
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
];

type Step = { readonly afterMs: number } & (
  | {
      readonly kind: 'command';
      readonly command: TicketCommand;
      readonly by: Actor;
      readonly seen: 'none' | 'newest' | 'older';
      /** How long ago it was said, when the bot gets to it. */
      readonly saidMsAgo: number;
    }
  | { readonly kind: 'wake' }
  /** As the timer would: at the instant that the ticket asked for. */
  | { readonly kind: 'wake_on_time' }
);

const afterMs = fc.oneof(
  fc.integer({ min: 0, max: 4 * MINUTE }),
  fc.integer({ min: 0, max: 3 * HOUR }),
  fc.constantFrom(0, 1, 2.5 * MINUTE, 5 * MINUTE, HOUR, 24 * HOUR),
);
const command = fc.record({
  afterMs,
  kind: fc.constant('command' as const),
  command: fc.constantFrom(...COMMANDS),
  by: fc.constantFrom(...everyone),
  seen: fc.constantFrom('none' as const, 'newest' as const, 'older' as const),
  saidMsAgo: fc.constantFrom(0, 0, 0, 10 * SECOND, 5 * MINUTE, HOUR),
});
const wake = fc.record({ afterMs, kind: fc.constantFrom('wake' as const, 'wake_on_time' as const) });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof({ weight: 4, arbitrary: command }, { weight: 2, arbitrary: wake }),
  { maxLength: 40 },
);

const pack: fc.Arbitrary<Partial<Contract>> = fc.record({
  reopen: fc.constantFrom('resume' as const, 'restart' as const),
  suspension: fc.record({ approval: fc.constantFrom('none' as const, 'supervisor' as const) }),
  undoWithinMs: fc.constantFrom(2 * MINUTE, HOUR),
  clocks: fc.constantFrom(
    contractWith().clocks,
    contractWith().clocks.map((rule) => ({ ...rule, pausable: true })),
  ),
  calendars: fc.constantFrom(contractWith().calendars, {
    ...contractWith().calendars,
    working: workweekUntil('2026-03-03'),
  }),
});
const life = fc.record({ pack, steps, level: fc.constantFrom('critical', 'normal') });

interface Moment {
  readonly at: Instant;
  readonly before: Ticket;
  readonly after: Ticket;
  /** Absent when the step had no effect. */
  readonly event: TicketEvent | undefined;
}

/** Plays a life, and hands every moment of it to the check. */
function live(
  { pack, steps, level }: { pack: Partial<Contract>; steps: readonly Step[]; level: string },
  check: (moment: Moment, story: Story) => void,
): Story {
  const story = new Story(pack, { level });
  let now = T0;
  for (const step of steps) {
    const asked = step.kind === 'wake_on_time' ? nextWakeAt(story.ticket, story.contract) : undefined;
    now = Math.max(now, asked ?? now + step.afterMs);
    const before = story.ticket;
    const written = story.history.length;
    let at = now;
    if (step.kind === 'command') {
      const seen = { none: undefined, newest: before.version, older: before.version - 1 }[step.seen];
      at = Math.max(before.lastActAt, now - step.saidMsAgo);
      if (!story.refused(at, step.by, step.command, seen)) story.act(at, step.by, step.command, seen);
    } else story.wake(now);
    check({ at, before, after: story.ticket, event: story.history[written] }, story);
  }
  return story;
}

const always = (check: (moment: Moment, story: Story) => void, after: (story: Story) => void = () => undefined) =>
  fc.assert(
    fc.property(life, (drawn) => after(live(drawn, check))),
    { numRuns: 400 },
  );

// ---- What is true of every life ----

describe('whatever happens to a ticket', () => {
  test('it is the fold of its events, at every moment', () => {
    always(({ after }, story) => {
      expect(foldTicket(story.history)).toEqual(after);
    });
  });

  test('one event further is the same as replaying all, but for an undo', () => {
    always(({ before, after, event }) => {
      if (event && event.type !== 'undone') expect(applyEvent(before, event)).toEqual(after);
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
      const offered = ({ status, assigneeId, level, suspension }: Ticket) => ({
        status,
        assigneeId,
        level,
        suspension,
      });
      if (event?.type !== 'undone' && after.version === before.version) expect(offered(after)).toEqual(offered(before));
      if (event?.type === 'undone') expect(after.version).toBeGreaterThan(before.version);
    });
  });

  test('no stage of a clock is posted twice, none while it stood still or after it ended, and none early', () => {
    always(({ at, before, event }, story) => {
      if (event?.type !== 'reminded') return;
      for (const { clockId, stage, plannedAt, dueAt } of event.reminders) {
        const clock = before.clocks.find((candidate) => candidate.id === clockId)!;
        expect(clock).toMatchObject({ dueAt });
        expect(clock.stoppedAt ?? clock.voidedAt).toBeUndefined();
        expect(clock.pauses.every((pause) => pause.to !== undefined)).toBe(true);
        expect(clock.stages).not.toContain(stage);
        expect(plannedAt).toBeLessThanOrEqual(at);
        const use = clockUse(clock, story.contract, at);
        if (stage === 'p500') expect(use.usedMs! * 2).toBeGreaterThanOrEqual(use.targetMs);
        if (stage === 'p800') expect(use.usedMs! * 10).toBeGreaterThanOrEqual(use.targetMs * 8);
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
      if (event.type !== 'reopened' && after.status !== 'cancelled') {
        expect(order.indexOf(after.status)).toBeGreaterThanOrEqual(order.indexOf(before.status));
      }
      for (const [name, mark] of Object.entries(before.milestones)) {
        if (name !== 'resolved' || event.type !== 'reopened') expect(after.milestones).toMatchObject({ [name]: mark });
      }
    });
  });

  test('a stopped clock keeps its judgement, unless a pause before its stop is approved, and a change of level forgives nothing', () => {
    always(({ before, after, event }) => {
      if (event?.type === 'undone') return;
      for (const clock of before.clocks) {
        const now = after.clocks.find((candidate) => candidate.id === clock.id);
        const isKept = clock.breach?.by === 'level_change' && now && now.voidedAt === undefined;
        if (isKept) expect(now.breached).toBe(true);
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
        const resumed = event?.clocks.find((other) => other.op === 'resume' && other.id === change.id);
        const dueAt = resumed?.op === 'resume' ? resumed.dueAt : clock.dueAt;
        expect(change.breached).toBe(clock.breach?.by === 'level_change' || at > dueAt!);
      }
    });
  });

  test('no pause and no reopening moves a due instant earlier', () => {
    always(({ before, after, event }) => {
      if (event?.type === 'undone' || event?.type === 'level_changed') return;
      for (const clock of before.clocks) {
        const now = after.clocks.find((candidate) => candidate.id === clock.id);
        // Absent: beyond the table of holidays, which is later than any day that it knows.
        const [was, is] = [clock.dueAt ?? Infinity, now?.dueAt ?? Infinity];
        if (now && now.startedAt === clock.startedAt) expect(is).toBeGreaterThanOrEqual(was);
      }
    });
  });

  test('a closed or cancelled ticket has no open clock; a resolved one neither', () => {
    always(({ after }) => {
      if (!['resolved', 'closed', 'cancelled'].includes(after.status)) return;
      const open = after.clocks.filter((clock) => clock.stoppedAt === undefined && clock.voidedAt === undefined);
      expect(open).toEqual([]);
      expect(after.suspension?.approvedBy).toBeUndefined();
    });
  });

  test('who works on it is known, and everything offered is accepted', () => {
    always(({ at, after }, story) => {
      if (after.milestones.acknowledged) expect(after.assigneeId).toBeDefined();
      for (const offer of offers(after, story.contract, at)) {
        const sample = COMMANDS.find((candidate) => candidate.type === offer.command)!;
        if (sample.type === 'transfer' || sample.type === 'change_level') continue;
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
