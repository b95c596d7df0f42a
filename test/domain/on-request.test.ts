import { describe, expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import { audienceOf, offers } from '../../domain/offers.ts';
import type { TicketCommand } from '../../domain/ticket-types.ts';
import { actor, changeLevel, everyone, HOUR, li, MINUTE, qian, rule, Story, wang, workweekUntil } from './fixture.ts';

const request: TicketCommand = { type: 'request_arrival' };
const pack = {
  clocks: [
    rule('critical', 'arrive', { ms: 30 * MINUTE }),
    rule('normal', 'arrive', { ms: 2 * HOUR }, { onRequestOutside: 'working' }),
    rule('normal', 'resolve', { ms: 48 * HOUR }),
  ],
};
const at = (date: string, time = '10:00') => parseCivil(date, time);
const reported = (date: string, time?: string, level = 'normal') =>
  new Story(pack, { level, reportedAt: at(date, time), receivedAt: at(date, time) });
const clocks = (story: Story) => story.ticket.clocks.filter((one) => one.voidedAt === undefined).map(({ id }) => id);
/** A Saturday. */
const REST = '2026-03-07';

describe('非工作日由采购人决定是否到场', () => {
  test.each([
    ['on a working day it runs', '2026-03-03', '10:00', ['normal.arrive', 'normal.resolve']],
    ['also at night', '2026-03-03', '23:59', ['normal.arrive', 'normal.resolve']],
    ['on a Saturday it waits', REST, '10:00', ['normal.resolve']],
    ['from its first instant', REST, '00:00', ['normal.resolve']],
    ['on a make-up Saturday it runs', '2026-04-11', '10:00', ['normal.arrive', 'normal.resolve']],
    ['on a holiday it waits', '2026-04-06', '10:00', ['normal.resolve']],
  ])('%s', (_name, date, time, expected) => expect(clocks(reported(date, time))).toEqual(expected));

  test('a day that the table does not have counts as a working day', () => {
    const calendars = { ...reported(REST).contract.calendars, working: workweekUntil('2026-03-03') };
    const story = new Story({ ...pack, calendars }, { level: 'normal', reportedAt: at(REST), receivedAt: at(REST) });
    expect(clocks(story)).toContain('normal.arrive');
  });

  test('it counts from the request', () => {
    const story = reported(REST).act(at(REST, '11:00'), wang, request);
    expect(story.clock('normal.arrive')).toMatchObject({ startedAt: at(REST, '11:00'), dueAt: at(REST, '13:00') });
    expect(story.refused(at(REST, '11:01'), qian, request)).toEqual({ reason: 'nothing_to_request' });
  });

  test('a request that is taken back lets it wait again, and no stage comes twice', () => {
    const story = reported(REST).act(at(REST, '11:00'), wang, request).act(at(REST, '11:01'), wang, { type: 'undo' });
    expect(clocks(story)).toEqual(['normal.resolve']);
    story.act(at(REST, '12:00'), wang, request);
    expect(story.clock('normal.arrive').dueAt).toBe(at(REST, '14:00'));
  });

  test('no share of a round comes twice after it', () => {
    const hourly = { clocks: [rule('normal', 'update', { ms: 2 * MINUTE }, { onRequestOutside: 'working' })] };
    const story = new Story(hourly, { level: 'normal', reportedAt: at(REST), receivedAt: at(REST) });
    story.act(at(REST, '11:00'), wang, request);
    expect(story.wake(at(REST, '11:01'))).toEqual(['normal.update#1 p500']);
    story.act(at(REST, '11:01'), wang, { type: 'undo' }).act(at(REST, '11:01'), wang, request);
    expect(story.wake(at(REST, '11:02'))).toEqual([]);
  });

  test('is the customer’s to decide, and offered while it waits', () => {
    const story = reported(REST);
    const people = [...everyone, actor('chen', 'reporter')];
    const may = people.filter((person) => !story.refused(at(REST, '11:00'), person, request));
    expect(may.map(({ id }) => id)).toEqual(['wang', 'qian']);
    const offered = (of: Story) =>
      offers(of.ticket, of.contract, at(REST, '11:00')).filter(({ command }) => command === 'request_arrival');
    expect(offered(story).flatMap((offer) => audienceOf(offer, story.ticket, people))).toEqual(['wang', 'qian']);
    expect(offered(story.act(at(REST, '11:00'), li, { type: 'arrive' }))).toEqual([]);
    expect(offered(reported('2026-03-03'))).toEqual([]);
  });

  test('a change to a level that waits ends the clock without judgement; the other way it counts from the report', () => {
    const story = reported(REST, '10:00', 'critical').act(at(REST, '10:10'), qian, changeLevel('normal'));
    expect(clocks(story)).toEqual(['normal.resolve']);
    story.act(at(REST, '10:20'), qian, changeLevel('critical'));
    expect(story.clock('critical.arrive').dueAt).toBe(at(REST, '10:30'));
  });

  test('what was over before such a change stays missed', () => {
    const story = reported(REST, '10:00', 'critical').act(at(REST, '10:31'), qian, changeLevel('normal'));
    expect(story.clock('critical.arrive')).toMatchObject({ breached: true, stoppedAt: at(REST, '10:31') });
    expect(story.refused(at(REST, '11:00'), wang, request)).toEqual({ reason: 'nothing_to_request' });
  });
});
