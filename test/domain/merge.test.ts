import { describe, expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import { foldTicket } from '../../domain/fold.ts';
import { nextWakeAt } from '../../domain/reminders.ts';
import { contractId, ticketId } from '../../domain/types.ts';
import {
  everyone,
  li,
  MINUTE,
  mergeInto,
  minutes,
  progress,
  qian,
  reopen,
  resolve,
  richPack,
  rule,
  Story,
  suspend,
  T0,
  wang,
  words,
  zhao,
  zhou,
} from './fixture.ts';

/** Another report, in the minute given. */
const other = (minute: number, id = 'ticket-2') =>
  new Story(
    {},
    {
      id: ticketId(id),
      number: `GZ-${id}`,
      reporterId: zhou.id,
      reportedAt: minutes(minute),
      receivedAt: minutes(minute),
    },
  );

describe('a ticket that follows another one', () => {
  test('ends without judgement, and names it', () => {
    const [main, duplicate] = [new Story(), other(1)];
    main.absorb(minutes(3), zhao, duplicate);
    expect(duplicate.ticket).toMatchObject({
      status: 'merged',
      mergedInto: { ticketId: 'ticket-1', number: 'GZ-260303-01' },
      closedAt: minutes(3),
      closedBy: 'zhao',
    });
    expect(duplicate.ticket.clocks.every(({ voidedAt }) => voidedAt === minutes(3))).toBe(true);
    expect(nextWakeAt(duplicate.ticket, duplicate.contract)).toBeUndefined();
    expect(duplicate.wake(minutes(999))).toEqual([]);
  });

  test('is in the list of the main one, whose own clocks a later report leaves alone', () => {
    const main = new Story();
    const { clocks } = main.ticket;
    main.absorb(minutes(3), zhao, other(1));
    expect(main.ticket).toMatchObject({
      clocks,
      reportedAt: T0,
      merged: [
        {
          ticketId: 'ticket-2',
          number: 'GZ-ticket-2',
          chatId: 'sandbox:ops',
          reporterId: 'zhou',
          reportedAt: minutes(1),
        },
      ],
    });
  });

  test('both are the fold of their events', () => {
    const [main, duplicate] = [new Story(), other(-2)];
    main.absorb(minutes(1), zhao, duplicate);
    expect(foldTicket(main.history)).toEqual(main.ticket);
    expect(foldTicket(duplicate.history)).toEqual(duplicate.ticket);
    expect(main.ticket.writes).toBe(main.history.length);
  });

  test('brings those that follow it already', () => {
    const [main, duplicate] = [new Story(), other(-5).absorb(minutes(0), zhao, other(-9, 'ticket-3'))];
    main.absorb(minutes(1), zhao, duplicate);
    expect(main.ticket.merged?.map((report) => report.ticketId)).toEqual(['ticket-2', 'ticket-3']);
    expect(main.ticket.reportedAt).toBe(minutes(-9));
  });

  test('drops what somebody wanted decided about it', () => {
    const duplicate = other(0).act(minutes(1), li, suspend);
    new Story().absorb(minutes(3), zhao, duplicate);
    expect(duplicate.ticket).not.toHaveProperty('suspension');
  });
});

describe('the earliest report counts', () => {
  const merged = (main = new Story()) => main.absorb(minutes(1), zhao, other(-3));
  test('open clocks of the main one count from it', () => {
    const main = merged();
    expect(main.ticket).toMatchObject({
      reportedAt: minutes(-3),
      milestones: { reported: { at: minutes(-3), by: 'zhou' } },
    });
    expect(main.clock('critical.arrive')).toMatchObject({ startedAt: minutes(-3), dueAt: minutes(2) });
    expect(main.clock('critical.resolve').dueAt).toBe(minutes(117));
    expect(main.clock('critical.update#1')).toMatchObject({ startedAt: T0, dueAt: minutes(60) });
  });
  test('a target that is over by it is told at once, and not as late', () => {
    expect(new Story().absorb(minutes(1), zhao, other(-10)).wake(minutes(1))).toContain('critical.arrive breach');
  });
  test('what is over stays as it was missed, and what stopped is not judged again', () => {
    const main = new Story().act(minutes(4), li, { type: 'arrive' });
    main.absorb(minutes(11), zhao, other(-3));
    expect(main.clock('critical.arrive')).toMatchObject({ startedAt: T0, stoppedAt: minutes(4), breached: false });
    expect(main.clock('critical.diagnose')).toMatchObject({ startedAt: T0, dueAt: minutes(10) });
  });
  test('what waited for the customer’s request starts where the earliest report does not wait', () => {
    const saturday = T0 + 4 * 24 * 60 * MINUTE;
    const pack = {
      ...richPack(),
      clocks: [rule('normal', 'arrive', { ms: 30 * MINUTE }, { onRequestOutside: 'working' })],
    };
    const main = new Story(pack, { level: 'normal', reportedAt: saturday, receivedAt: saturday });
    expect(main.ticket.clocks).toEqual([]);
    const friday = saturday - 11 * 60 * MINUTE;
    const id = ticketId('ticket-2');
    main.absorb(saturday, zhao, new Story(pack, { id, level: 'normal', reportedAt: friday, receivedAt: friday }));
    expect(main.clock('normal.arrive')).toMatchObject({ startedAt: friday, dueAt: friday + 30 * MINUTE });
  });
  test('of a day of rest counts nothing that waits for the customer’s request on such a day', () => {
    const clocks = [rule('normal', 'arrive', { ms: 30 * MINUTE }, { onRequestOutside: 'working' })];
    const monday = T0 + 6 * 24 * 60 * MINUTE;
    const sunday = { level: 'normal', reportedAt: monday - 13 * 60 * MINUTE, receivedAt: monday - 13 * 60 * MINUTE };
    const main = new Story({ clocks }, { level: 'normal', reportedAt: monday, receivedAt: monday });
    main.absorb(monday + MINUTE, zhao, new Story({ clocks }, { id: ticketId('ticket-2'), ...sunday }));
    expect(main.ticket.reportedAt).toBe(sunday.reportedAt);
    expect(main.clock('normal.arrive')).toMatchObject({ startedAt: monday, dueAt: monday + 30 * MINUTE });
  });
  describe('of other hours, by the rules of those', () => {
    const inHours = rule('normal', 'arrive', { ms: 10 * MINUTE }, { id: 'in', reportedIn: 'working' });
    const outside = rule('normal', 'arrive', { ms: 30 * MINUTE }, { id: 'out', reportedOutside: 'working' });
    const at = (time: string) => parseCivil('2026-03-03', time);
    const reportedAt = (time: string, clocks = [inHours, outside], id = 'ticket-1') =>
      new Story({ clocks }, { id: ticketId(id), level: 'normal', reportedAt: at(time), receivedAt: at(time) });
    const joined = (later: string, earlier: string, now: string, clocks = [inHours, outside]) =>
      reportedAt(later, clocks).absorb(at(now), zhao, reportedAt(earlier, clocks, 'ticket-2')).ticket.clocks;

    test('the milder ones before the morning', () => {
      expect(joined('09:05', '08:50', '09:10')).toMatchObject([
        { ruleId: 'out', startedAt: at('08:50'), dueAt: at('09:20'), breached: false },
      ]);
    });
    test('the stricter ones before the evening, over at once', () => {
      const [clock, ...more] = joined('18:05', '17:50', '18:20');
      expect([clock, more]).toMatchObject([{ ruleId: 'in', dueAt: at('18:00'), breached: false }, []]);
    });
    test('what was over by the old rule stays over', () => {
      expect(joined('09:05', '08:50', '09:16')).toMatchObject([
        { ruleId: 'out', startedAt: at('09:05'), breached: true, breach: { dueAt: at('09:15') } },
      ]);
    });
    test('what only the hours of the earliest promise begins with it, what they do not ends', () => {
      expect(joined('18:05', '17:50', '18:06', [inHours])).toMatchObject([{ ruleId: 'in', dueAt: at('18:00') }]);
      expect(joined('09:05', '08:50', '09:06', [inHours])).toMatchObject([{ ruleId: 'in', voidedAt: at('09:06') }]);
    });
    test('a report of the same hours changes no rule, be the pack another one by now', () => {
      const main = reportedAt('10:00');
      main.contract = { ...main.contract, clocks: [{ ...inHours, id: 'new' }, outside] };
      main.absorb(at('10:02'), zhao, reportedAt('09:55', [inHours, outside], 'ticket-2'));
      expect(main.ticket.clocks).toMatchObject([{ ruleId: 'in', dueAt: at('10:05') }]);
    });
  });
  test('what the customer asked for himself counts from there', () => {
    const saturday = T0 + 4 * 24 * 60 * MINUTE;
    const report = { level: 'normal', reportedAt: saturday, receivedAt: saturday };
    const main = new Story(richPack(), report).act(saturday + 60 * MINUTE, wang, { type: 'request_arrival' });
    const earlier = { ...report, id: ticketId('ticket-2'), reportedAt: saturday - MINUTE };
    main.absorb(saturday + 61 * MINUTE, zhao, new Story(richPack(), earlier));
    expect(main.clock('normal.arrive').startedAt).toBe(saturday + 60 * MINUTE);
  });
  test('nothing of a resolved one moves', () => {
    const main = new Story(richPack()).act(minutes(0), li, resolve);
    const { clocks } = main.ticket;
    main.absorb(minutes(1), qian, other(-3));
    expect(main.ticket.clocks).toEqual(clocks);
  });
});

describe('why not', () => {
  const main = () => new Story();
  const closed = () => main().act(minutes(1), li, resolve).act(minutes(2), wang, { type: 'confirm' });
  const cancelled = () => main().act(minutes(1), wang, { type: 'cancel', reason: words('c') });
  const following = () => {
    const duplicate = main();
    other(0, 'ticket-9').absorb(minutes(1), zhao, duplicate);
    return duplicate;
  };
  test.each([
    ['an open one', main, undefined],
    ['a resolved one', () => main().act(minutes(1), li, resolve), 'merge_main_resolved'],
    ['a closed one', closed, 'merge_ended'],
    ['a cancelled one', cancelled, 'merge_ended'],
    ['one that follows another', following, 'merge_main_is_merged'],
  ] satisfies [string, () => Story, string | undefined][])('into %s', (_name, into, reason) => {
    expect(other(0).refused(minutes(5), zhao, mergeInto(into().ticket))?.reason).toBe(reason);
  });
  test('into itself, or into another contract’s', () => {
    expect(main().refused(minutes(5), zhao, mergeInto(main().ticket))).toEqual({ reason: 'merge_itself' });
    const foreign = { ...other(0).ticket, contractId: contractId('elsewhere') };
    expect(main().refused(minutes(5), zhao, mergeInto(foreign))).toEqual({ reason: 'merge_other_contract' });
  });
  test('by the assignee, a manager or a supervisor', () => {
    const duplicate = other(0).act(minutes(1), li, { type: 'acknowledge' });
    const may = everyone.filter((person) => !duplicate.refused(minutes(5), person, mergeInto(main().ticket)));
    expect(may.map(({ id }) => id)).toEqual(['li', 'zhao', 'qian']);
  });
  test('a second time: the other is told who did it', () => {
    const duplicate = other(0);
    main().absorb(minutes(3), zhao, duplicate);
    const done = { reason: 'already_done', command: 'merge', by: 'zhao', at: minutes(3) };
    expect(duplicate.refused(minutes(4), qian, mergeInto(main().ticket))).toEqual(done);
    expect(duplicate.refused(minutes(4), li, progress)).toEqual({
      reason: 'status',
      command: 'progress',
      status: 'merged',
    });
  });
  test('it can’t be taken back, on either side', () => {
    const [into, duplicate] = [main(), other(0)];
    into.absorb(minutes(3), zhao, duplicate);
    for (const story of [into, duplicate]) {
      expect(story.refused(minutes(4), zhao, { type: 'undo' })).toEqual({ reason: 'nothing_to_undo' });
    }
  });
});

test('the main one lives on: resolved, reopened, without the time in between', () => {
  const main = new Story().absorb(minutes(1), zhao, other(-3)).act(minutes(30), li, resolve);
  main.act(minutes(50), wang, reopen);
  expect(main.clock('critical.resolve').dueAt).toBe(minutes(137));
});
