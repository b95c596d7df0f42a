import { describe, expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import { nextWakeAt } from '../../domain/reminders.ts';
import { HOUR, li, minutes, qian, reopen, reportFault, resolve, rule, Story, wang, zhao, zhou } from './fixture.ts';

const pack = {
  clocks: [
    rule('critical', 'resolve', { ms: 2 * HOUR }),
    rule('critical', 'fault_report', { workdays: 1 }, { calendar: 'working' }),
  ],
};
const resolved = () => new Story(pack).act(minutes(60), li, resolve);
/** Resolved on Tuesday at 10:00, so one working day later. */
const dueAt = parseCivil('2026-03-04', '10:00');

describe('the fault report', () => {
  test('is owed from the resolution, not from the report', () => {
    expect(new Story(pack).ticket.clocks.map(({ id }) => id)).toEqual(['critical.resolve']);
    expect(resolved().clock('critical.fault_report')).toMatchObject({ startedAt: minutes(60), dueAt });
  });

  test.each([
    ['at its due instant', dueAt, false],
    ['a millisecond later', dueAt + 1, true],
  ])('%s', (_name, at, breached) => {
    const story = resolved().act(at, li, reportFault);
    expect(story.clock('critical.fault_report')).toMatchObject({ stoppedAt: at, breached });
    expect(story.ticket).toMatchObject({ status: 'resolved', faultReport: { at, by: 'li' } });
  });

  test('is reminded of after the closing too, and not after it was submitted', () => {
    const story = resolved().act(minutes(61), wang, { type: 'confirm' });
    expect(nextWakeAt(story.ticket, story.contract)).toBe(parseCivil('2026-03-03', '15:00'));
    expect(story.wake(dueAt + 1)).toEqual(['critical.fault_report breach']);
    story.act(dueAt + 2, li, reportFault);
    expect(story.ticket.status).toBe('closed');
    expect(nextWakeAt(story.ticket, story.contract)).toBeUndefined();
  });

  test('a ticket that closes by itself is closed and reminded at one waking', () => {
    const story = resolved();
    expect(story.wake(minutes(60) + 24 * HOUR + 1)).toEqual(['closed', 'critical.fault_report breach']);
  });

  test('is void after a reopening, and owed afresh from the next resolution', () => {
    const story = resolved().act(minutes(70), wang, reopen);
    expect(story.clock('critical.fault_report').voidedAt).toBe(minutes(70));
    story.act(minutes(120), li, resolve);
    expect(story.clock('critical.fault_report#2').startedAt).toBe(minutes(120));
  });

  test('what was submitted before the reopening stays recorded, and the next one is owed all the same', () => {
    const story = resolved().act(minutes(65), li, reportFault).act(minutes(70), wang, reopen);
    expect(story.ticket.faultReport).toMatchObject({ at: minutes(65) });
    story.act(minutes(120), li, resolve);
    expect(story.clock('critical.fault_report')).toMatchObject({ stoppedAt: minutes(65), breached: false });
    expect(story.refused(minutes(121), li, reportFault)).toBeUndefined();
  });

  test('is submitted by the assignee or a manager, once', () => {
    const story = resolved();
    const may = [li, zhou, zhao, wang, qian].filter((person) => !story.refused(minutes(61), person, reportFault));
    expect(may.map(({ id }) => id)).toEqual(['li', 'zhao']);
    story.act(minutes(62), li, reportFault);
    const done = { reason: 'already_done', command: 'report_fault', by: 'li', at: minutes(62) };
    expect(story.refused(minutes(63), zhao, reportFault)).toEqual(done);
  });

  test('a pause that is approved after the resolution does not hold it up', () => {
    const clocks = pack.clocks.map((one) => ({ ...one, pausable: true }));
    const story = new Story({ clocks })
      .act(minutes(10), li, { type: 'suspend', reason: { id: 'r', hash: 'r' } })
      .act(minutes(60), li, resolve)
      .act(minutes(61), qian, { type: 'approve_suspension' });
    expect(story.clock('critical.fault_report')).toMatchObject({ pauses: [], dueAt });
  });
});
