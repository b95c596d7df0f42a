import fc from 'fast-check';
import { expect, test } from 'vitest';
import { outcomeOf } from '../../../domain/assessment/outcome-of.ts';
import { isMissed, workedMs } from '../../../domain/assessment/outcome-time.ts';
import { isOver } from '../../../domain/clocks.ts';
import { HOUR, MINUTE, ticketId } from '../../../domain/types.ts';
import { li, minutes, qian, reopen, report, resolve, Story, suspend, T0, wang } from '../fixture.ts';

const acknowledge = { type: 'acknowledge' } as const;
const resolveClock = (story: Story) => outcomeOf(story.ticket).clocks.find(({ clock }) => clock === 'resolve');

test('a ticket’s outcome lacks what a score needs of it', () => {
  const story = new Story().act(minutes(2), li, acknowledge).act(minutes(90), li, resolve);
  expect(outcomeOf(story.ticket)).toMatchObject({
    ticketId: report.id,
    number: report.number,
    writes: story.ticket.writes,
    kind: 'incident',
    systemId: 'site',
    level: 'critical',
    standing: 'resolved',
    chatId: report.chatId,
    reportedAt: T0,
    acknowledgedAt: minutes(2),
    resolvedAt: minutes(90),
    pauses: [],
    assigneeId: li.id,
  });
  expect(resolveClock(story)).toMatchObject({ dueAt: minutes(120), stoppedAt: minutes(90), breached: false });
});

test('a running clock is missed at its due instant, or not one millisecond later', () => {
  const story = new Story().act(minutes(2), li, acknowledge);
  const running = resolveClock(story)!;
  expect(running.breached).toBe(false);
  expect([minutes(120), minutes(120) + 1].map((at) => isMissed(running, at))).toEqual([false, true]);
});

test('that a reminder noticed a breach is taken for a judgement', () => {
  const story = new Story().act(minutes(2), li, acknowledge);
  story.wake(minutes(121));
  expect(story.clock('critical.resolve').breached).toBe(true);
  expect(resolveClock(story)!.breached).toBe(false);
  expect(isMissed(resolveClock(story)!, minutes(121))).toBe(true);
});

test('a clock that stands still goes over', () => {
  const story = new Story()
    .act(minutes(2), li, acknowledge)
    .act(minutes(60), li, suspend)
    .act(minutes(61), qian, { type: 'approve_suspension' });
  const paused = resolveClock(story)!;
  expect(paused.pausedSince).toBe(minutes(60));
  expect(isMissed(paused, minutes(10_000))).toBe(false);
  const { pauses } = outcomeOf(story.ticket);
  expect(pauses).toEqual([{ from: minutes(60), cause: 'suspended' }]);
});

test('a pause that is over counts as work', () => {
  const story = new Story()
    .act(minutes(2), li, acknowledge)
    .act(minutes(60), li, suspend)
    .act(minutes(61), qian, { type: 'approve_suspension' })
    .act(minutes(100), li, { type: 'resume' })
    .act(minutes(130), li, resolve);
  expect(workedMs(outcomeOf(story.ticket), minutes(130))).toBe(90 * MINUTE);
});

test.each(['resume', 'restart'] as const)('the time in which it was resolved counts as work (%s)', (mode) => {
  const story = new Story({ reopen: mode })
    .act(minutes(2), li, acknowledge)
    .act(minutes(30), li, resolve)
    .act(minutes(90), wang, reopen)
    .act(minutes(120), li, resolve);
  const outcome = outcomeOf(story.ticket);
  expect(outcome.pauses).toEqual([{ from: minutes(30), to: minutes(90), cause: 'resolved' }]);
  expect(workedMs(outcome, minutes(120))).toBe(HOUR);
});

test('a clock that ended without judgement is in the outcome', () => {
  const story = new Story().act(minutes(1), qian, { type: 'cancel', reason: { id: 'r', hash: 'h' } });
  expect(outcomeOf(story.ticket)).toMatchObject({ standing: 'cancelled', clocks: [] });
});

test('a merged ticket and its main one do not know each other', () => {
  const main = new Story();
  const other = new Story({}, { id: ticketId('ticket-2'), number: 'GZ-260303-02', reportedAt: minutes(1) });
  main.absorb(minutes(3), qian, other);
  expect(outcomeOf(main.ticket).absorbed).toEqual(['ticket-2']);
  expect(outcomeOf(other.ticket)).toMatchObject({ standing: 'merged', mergedInto: 'ticket-1' });
});

test('a clock is missed by its outcome and not by the ticket, or the other way round', () => {
  const at = fc.integer({ min: 0, max: 300 });
  fc.assert(
    fc.property(at, at, at, fc.boolean(), (paused, resumed, now, isResolved) => {
      const [from, to] = [Math.min(paused, resumed) + 3, Math.max(paused, resumed) + 4];
      const story = new Story({ suspension: { approval: 'none' } })
        .act(minutes(2), li, acknowledge)
        .act(minutes(from), li, suspend);
      if (now > 150) story.act(minutes(to), li, { type: 'resume' });
      if (isResolved) story.act(minutes(400), li, resolve);
      const outcome = outcomeOf(story.ticket);
      for (const clock of story.ticket.clocks) {
        const same = outcome.clocks.find(({ id }) => id === clock.id);
        if (clock.voidedAt === undefined) expect(isMissed(same!, minutes(now))).toBe(isOver(clock, minutes(now)));
      }
    }),
  );
});
