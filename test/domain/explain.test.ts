import { describe, expect, test } from 'vitest';
import { explainClock } from '../../domain/explain.ts';
import type { Ticket, TicketClock, TicketEvent } from '../../domain/ticket-types.ts';
import { DAY, eventId, HOUR, ticketId } from '../../domain/types.ts';
import { shown } from './explain-cases.ts';
import {
  changeLevel,
  contractWith,
  li,
  minutes,
  qian,
  reopen,
  resolve,
  rule,
  Story,
  suspend,
  T0,
  wang,
  words,
} from './fixture.ts';

describe('a ticket’s clock', () => {
  const explained = (story: Story, id: string) =>
    explainClock(story.ticket, story.clock(id), story.contract, story.history);

  test('pauses say by whom and why, and the due instant is the clock’s', () => {
    const story = new Story()
      .act(minutes(1), li, { type: 'acknowledge' })
      .act(minutes(30), li, suspend)
      .act(minutes(40), qian, { type: 'approve_suspension' })
      .act(minutes(90), li, { type: 'resume' });
    const { spans, dueAt, start, targetMs: length } = explained(story, 'critical.resolve');
    expect(spans.map(shown)).toEqual([
      '03-03 09:00 – 03-03 09:30 + always 0.5h',
      '03-03 09:30 – 03-03 10:30 - suspended',
      '03-03 10:30 – 03-03 12:00 + always 2h',
    ]);
    expect(spans[1]?.why).toEqual({
      kind: 'suspended',
      by: li.id,
      reason: words('waiting'),
      approvedBy: qian.id,
    });
    expect(dueAt).toBe(story.clock('critical.resolve').dueAt);
    expect(start).toEqual({ kind: 'report' });
    expect(length).toBe(2 * HOUR);
  });

  test('an open pause has no end, and there is no due instant while it lasts', () => {
    const story = new Story()
      .act(minutes(1), li, { type: 'acknowledge' })
      .act(minutes(30), li, suspend)
      .act(minutes(30), qian, { type: 'approve_suspension' });
    const { spans, dueAt, noDue } = explained(story, 'critical.resolve');
    expect(spans.map(shown)).toEqual(['03-03 09:00 – 03-03 09:30 + always 0.5h', '03-03 09:30 – … - suspended']);
    expect([dueAt, noDue]).toEqual([undefined, 'paused']);
  });

  test('a round of progress that starts in a pause has its reason too', () => {
    const story = new Story({ suspension: { approval: 'none' } })
      .act(minutes(1), li, { type: 'acknowledge' })
      .act(minutes(30), li, suspend)
      .act(minutes(50), li, { type: 'progress', text: words('progress') });
    expect(explained(story, 'critical.update#2').spans[0]?.why).toMatchObject({ reason: words('waiting') });
  });

  test('what was over before a pause stays due when it was', () => {
    const story = new Story()
      .act(minutes(1), li, { type: 'acknowledge' })
      .act(minutes(130), li, suspend)
      .act(minutes(130), qian, { type: 'approve_suspension' });
    const { spans, dueAt, noDue } = explained(story, 'critical.resolve');
    expect(spans.map(shown)).toEqual(['03-03 09:00 – 03-03 11:00 + always 2h']);
    expect([dueAt, noDue]).toEqual([minutes(120), undefined]);
  });

  test('the wait for the reporter’s word is no work', () => {
    const story = new Story().act(minutes(60), li, resolve).act(minutes(80), wang, reopen);
    const { spans, changes } = explained(story, 'critical.resolve');
    expect(spans.map(shown)[1]).toBe('03-03 10:00 – 03-03 10:20 - awaiting_confirmation');
    expect(changes.map(({ type }) => type)).toEqual(['reopened']);
  });

  test('a date that a reopening moved is found from the start without the wait, by no corrected calendar', () => {
    const story = new Story({ clocks: [rule('critical', 'resolve', { workdayEnds: 1 }, { calendar: 'working' })] })
      .act(minutes(60), li, resolve)
      .act(minutes(60) + 20 * HOUR, wang, reopen);
    const { dueAt, judgedBy, spans, start, startedAt } = explained(story, 'critical.resolve');
    expect([dueAt, judgedBy]).toEqual([story.clock('critical.resolve').dueAt, undefined]);
    expect([start, startedAt]).toEqual([{ kind: 'deferral' }, T0 + DAY]);
    expect(spans.map(shown)).toEqual([
      '03-04 09:00 – 03-04 24:00 - first_day',
      '03-05 00:00 – 03-05 24:00 + working 1d',
    ]);
  });

  test('a change of level is among the changes, one that was undone is not', () => {
    const changed = new Story().act(minutes(1), qian, changeLevel('normal'));
    const { changes, start, spans } = explained(changed, 'normal.arrive');
    expect(changes.map(({ type }) => type)).toEqual(['level_changed']);
    expect(start).toEqual({ kind: 'report' });
    expect(spans.map(shown)).toEqual(['03-03 09:00 – 03-03 09:30 + always 0.5h']);
    changed.act(minutes(2), qian, { type: 'undo' });
    expect(explained(changed, 'critical.arrive').changes).toEqual([]);
  });

  test('a round of progress starts with the one before', () => {
    const story = new Story()
      .act(minutes(1), li, { type: 'acknowledge' })
      .act(minutes(10), li, { type: 'progress', text: words('progress') });
    expect(explained(story, 'critical.update#2').start).toEqual({ kind: 'progress' });
  });
});

describe('a clock that carries another due instant than the present calendar gives', () => {
  const clock: TicketClock = {
    id: 'normal.resolve',
    ruleId: 'normal.resolve',
    clock: 'resolve',
    binding: 'contract',
    clause: 'clause',
    target: { workdays: 1 },
    calendar: 'working',
    pausable: true,
    startedAt: T0,
    dueAt: T0 + 10 * HOUR,
    breached: false,
    pauses: [],
    stages: [],
  };
  const ticket = { ...new Story().ticket, clocks: [clock] };

  test('is told both', () => {
    const { dueAt, judgedBy } = explainClock(ticket, clock, contractWith(), []);
    expect([dueAt, judgedBy]).toEqual([T0 + 9 * HOUR, T0 + 10 * HOUR]);
    expect(explainClock(ticket, { ...clock, dueAt: T0 + 9 * HOUR }, contractWith(), []).judgedBy).toBeUndefined();
  });

  test('the earliest of merged reports is its start', () => {
    const { chatId } = ticket;
    const other = {
      ticketId: ticketId('other'),
      number: 'GZ-260303-02',
      chatId,
      reporterId: li.id,
      reportedAt: T0 - HOUR,
    };
    const main: Ticket = { ...ticket, merged: [other] };
    const { start } = explainClock(main, { ...clock, startedAt: T0 - HOUR }, contractWith(), []);
    expect(start).toEqual({ kind: 'other_report', number: 'GZ-260303-02' });
  });

  test('a start on request names the request', () => {
    const requested: TicketEvent = {
      id: eventId('e'),
      ticketId: ticket.id,
      at: minutes(20),
      by: li.id,
      type: 'arrival_requested',
      clocks: [{ op: 'start', clock: { ...clock, startedAt: minutes(20) } }],
    };
    const { start } = explainClock(ticket, { ...clock, startedAt: minutes(20) }, contractWith(), [requested]);
    expect(start).toEqual({ kind: 'request' });
  });
});
