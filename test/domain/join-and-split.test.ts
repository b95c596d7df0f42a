import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEvent, foldTicket } from '../../domain/fold.ts';
import { joinedEvent, joinRefusal } from '../../domain/merge.ts';
import { SPLIT_WITHIN_MS, splitOffEvent, splitRefusal } from '../../domain/split.ts';
import type { MergedReport, TicketEvent } from '../../domain/ticket-types.ts';
import { type Actor, chatId, ticketId } from '../../domain/types.ts';
import { actor, envAt, li, minutes, qian, resolve, Story, T0, wang, words, zhao } from './fixture.ts';

const chen = actor('chen', 'reporter');

const joined = (minute: number, id = 'joined-1', by: Actor = chen): MergedReport => ({
  joinedId: id,
  text: words(id),
  chatId: chatId('sandbox', 'ops'),
  reporterId: by.id,
  reportedAt: minutes(minute),
});

function add(story: Story, event: TicketEvent): Story {
  story.ticket = applyEvent(story.ticket, event);
  story.history.push(event);
  return story;
}
const join = (story: Story, at: number, report: MergedReport, level = 'critical') =>
  add(story, joinedEvent(story.ticket, report, { level, by: chen }, envAt(minutes(at), story.contract)));
const split = (story: Story, at: number, report: MergedReport) => {
  const into = { id: ticketId('own'), number: 'GZ-260303-09' };
  return add(
    story,
    splitOffEvent(story.ticket, { report, into, ownReportedAt: T0 }, zhao, envAt(minutes(at), story.contract)),
  );
};

describe('a report that joins', () => {
  test('leaves the clocks as they are when it came later', () => {
    const story = new Story();
    const { clocks } = story.ticket;
    join(story, 3, joined(2));
    expect(story.ticket).toMatchObject({ clocks, reportedAt: T0, merged: [joined(2)] });
    expect(foldTicket(story.history)).toEqual(story.ticket);
  });

  test('makes the ticket count from it when it came earlier', () => {
    const story = join(new Story(), 3, joined(-2));
    expect(story.ticket.milestones.reported).toMatchObject({ at: minutes(-2), by: 'chen' });
    expect(story.clock('critical.arrive')).toMatchObject({ startedAt: minutes(-2), dueAt: minutes(3) });
  });

  test('takes nobody’s undo away', () => {
    const story = new Story().act(minutes(1), li, { type: 'acknowledge' });
    join(story, 2, joined(2));
    expect(story.act(minutes(2), li, { type: 'undo' }).ticket).toMatchObject({ status: 'open', merged: [joined(2)] });
  });

  test.each([
    ['critical', 'normal', true],
    ['critical', 'critical', undefined],
    ['normal', 'critical', undefined],
  ])('of level %s to a ticket of level %s asks the supervisors: %s', (level, main, asked) => {
    const story = join(new Story({}, { level: main }), 3, joined(2), level);
    expect(story.ticket.levelAsked).toBe(asked);
    expect(story.ticket.level).toBe(main);
  });

  test.each([
    ['the supplier can’t take a graver one away', li, 'normal', {}, 'merge_milder_level'],
    [
      'the supplier can’t take another department’s away',
      li,
      'critical',
      { departmentId: 'hq' },
      'merge_loses_promise',
    ],
    ['a reporter can', chen, 'normal', { departmentId: 'hq' }, undefined],
    ['the supplier can where nothing is lost', li, 'critical', {}, undefined],
  ] as const)('%s', (_name, by, main, place, reason) => {
    const { ticket, contract } = new Story({}, { level: main });
    expect(joinRefusal(ticket, { level: 'critical', ...place }, by, contract)?.reason).toBe(reason);
  });
});

describe('a report that is taken out', () => {
  test('gives the ticket its own time back, also where it was over only by that report', () => {
    const story = join(new Story(), 1, joined(-10));
    expect(story.wake(minutes(1))).toContain('critical.arrive breach');
    expect(story.clock('critical.arrive').breached).toBe(true);
    split(story, 2, joined(-10));
    expect(story.ticket).toMatchObject({ reportedAt: T0, milestones: { reported: { at: T0, by: 'wang' } } });
    expect(story.ticket).not.toHaveProperty('merged');
    expect(story.clock('critical.arrive')).toMatchObject({ startedAt: T0, dueAt: minutes(5), breached: false });
    expect(story.clock('critical.resolve').dueAt).toBe(minutes(120));
    expect(story.wake(minutes(5) + 1)).toContain('critical.arrive breach');
    expect(foldTicket(story.history)).toEqual(story.ticket);
  });

  test('leaves over what is over by the others as well', () => {
    const story = join(new Story(), 1, joined(-10));
    story.wake(minutes(1));
    split(story, 6, joined(-10));
    expect(story.clock('critical.arrive').breached).toBe(true);
  });

  test('leaves the earliest of the others', () => {
    const story = join(join(new Story(), 1, joined(-3, 'a')), 1, joined(-1, 'b'));
    split(story, 2, joined(-3, 'a'));
    expect(story.ticket).toMatchObject({ reportedAt: minutes(-1), merged: [joined(-1, 'b')] });
  });

  test('ends what could be taken back', () => {
    const story = join(new Story(), 1, joined(1)).act(minutes(2), li, { type: 'acknowledge' });
    split(story, 3, joined(1));
    expect(story.refused(minutes(3), li, { type: 'undo' })?.reason).toBe('undo_overtaken');
  });

  test.each([
    ['a manager may', zhao, 0, undefined],
    ['a supervisor may', qian, 0, undefined],
    ['its reporter may', chen, 0, undefined],
    ['another reporter may not', wang, 0, 'not_yours'],
    ['an engineer may not', li, 0, 'not_yours'],
  ])('%s', (_name, by, at, refusal) => {
    const { ticket } = join(new Story(), 1, joined(1));
    expect(splitRefusal(ticket, joined(1), by, minutes(at))).toBe(refusal);
  });

  test.each([
    [-1, undefined],
    [0, undefined],
    [1, 'too_late'],
  ])('%i ms after a day since the end: %s', (ms, refusal) => {
    const story = join(new Story(), 1, joined(1)).act(minutes(2), wang, { type: 'cancel', reason: words('reason') });
    expect(splitRefusal(story.ticket, joined(1), chen, minutes(2) + SPLIT_WITHIN_MS + ms)).toBe(refusal);
  });

  test('is one that is there', () => {
    expect(splitRefusal(new Story().ticket, undefined, zhao, T0)).toBe('no_report');
  });
});

test('what joins and leaves again in any order leaves the ticket as it was', () => {
  const minute = fc.integer({ min: -9, max: 4 });
  fc.assert(
    fc.property(fc.array(minute, { maxLength: 5 }), fc.infiniteStream(fc.nat(9)), (at, order) => {
      const story = new Story();
      const before = story.ticket;
      const reports = at.map((one, index) => joined(one, `r${index}`));
      for (const report of reports) join(story, 4, report);
      const left = [...reports];
      for (const pick of order) {
        const [report] = left.splice(pick % Math.max(1, left.length), 1);
        if (!report) break;
        split(story, 4, report);
      }
      expect(story.ticket.reportedAt).toBe(T0);
      expect(story.ticket).not.toHaveProperty('merged');
      for (const clock of before.clocks) {
        const { startedAt, dueAt, breached } = story.clock(clock.id);
        expect({ startedAt, dueAt, breached }).toEqual({
          startedAt: clock.startedAt,
          dueAt: clock.dueAt,
          breached: false,
        });
      }
      expect(foldTicket(story.history)).toEqual(story.ticket);
    }),
    { numRuns: 60 },
  );
});

test('a resolved ticket takes a report, and nothing of it moves', () => {
  const story = new Story().act(minutes(2), li, resolve);
  const { clocks } = story.ticket;
  join(story, 3, joined(-2));
  expect(story.ticket.clocks).toEqual(clocks);
});
