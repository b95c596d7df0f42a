import { describe, expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import { clockUse } from '../../domain/clocks.ts';
import type { Contract } from '../../domain/contract.ts';
import { decideWake, nextWakeAt } from '../../domain/reminders.ts';
import { decide } from '../../domain/ticket.ts';
import {
  changeLevel,
  contractWith,
  envAt,
  HOUR,
  li,
  minutes,
  qian,
  resolve,
  Story,
  suspend,
  T0,
  wang,
  workweekUntil,
} from './fixture.ts';

const calendars = (daysTo: string): Partial<Contract> => ({
  calendars: { ...contractWith().calendars, working: workweekUntil(daysTo) },
});
/** 1 个工作日 of a report on Tuesday, 09:00, ends on Tuesday at 18:00: the last day of the table, or the one after it. */
const known = calendars('2026-03-03');
const evening = { reportedAt: minutes(60), receivedAt: minutes(60) };
const beyond = () => new Story(known, { level: 'normal', ...evening });
const dueAt = parseCivil('2026-03-04', '10:00');

describe('a table of holidays that ends', () => {
  test('on the day that is needed is enough', () => {
    const story = new Story(known, { level: 'normal' });
    expect(story.clock('normal.resolve').dueAt).toBe(parseCivil('2026-03-03', '18:00'));
  });

  test('before it loses no report: the ticket is opened, and the clock says that nobody knows', () => {
    const story = beyond();
    expect(story.clock('normal.resolve')).not.toHaveProperty('dueAt');
    expect(story.ticket.clocks.flatMap((clock) => (clock.dueAt === undefined ? [clock.id] : []))).toEqual([
      'normal.resolve',
    ]);
    expect(clockUse(story.clock('normal.resolve'), story.contract, minutes(61))).toMatchObject({ state: 'unknown' });
  });

  test('takes no other clock with it: they remind, and this one is silent', () => {
    const story = beyond();
    expect(nextWakeAt(story.ticket, story.contract)).toBe(minutes(65));
    expect(story.wake(minutes(60 + 24 * 60)).join()).not.toContain('resolve');
    expect(story.clock('normal.arrive').breached).toBe(true);
  });

  test('hides how much is used after its end, and is no error', () => {
    const story = beyond();
    const use = clockUse(story.clock('normal.resolve'), story.contract, T0 + 48 * HOUR);
    expect(use).toEqual({ targetMs: 8 * HOUR, state: 'unknown' });
  });

  test('neither does a stop judge what nobody knows, nor a pause, nor a reopening', () => {
    const story = beyond()
      .act(minutes(61), li, { type: 'arrive' })
      .act(minutes(62), li, suspend)
      .act(minutes(63), qian, { type: 'approve_suspension' })
      .act(minutes(70), li, { type: 'resume' })
      .act(T0 + 48 * HOUR, li, resolve);
    expect(story.clock('normal.resolve')).toMatchObject({ stoppedAt: T0 + 48 * HOUR, breached: false });
    expect(clockUse(story.clock('normal.resolve'), story.contract, T0 + 48 * HOUR).state).toBe('unknown');
    story.act(T0 + 48 * HOUR, wang, { type: 'reopen', reason: { id: 'r', hash: 'r' } });
    expect(clockUse(story.clock('normal.resolve'), story.contract, T0 + 48 * HOUR).state).toBe('unknown');
  });

  test('a change of level to a target that is unknown, and back, keeps the ticket', () => {
    const story = new Story(known, evening).act(minutes(61), qian, changeLevel('normal'));
    expect(story.clock('normal.resolve')).not.toHaveProperty('dueAt');
    expect(story.act(minutes(62), qian, changeLevel('critical')).clock('critical.resolve').dueAt).toBe(minutes(180));
  });
});

describe('once the next year is known', () => {
  const later = contractWith(calendars('2026-12-31'));
  test('the clock is due, and reminds', () => {
    const { ticket } = beyond().act(minutes(61), li, { type: 'arrive' });
    expect(clockUse(ticket.clocks.at(-1)!, later, minutes(61))).toMatchObject({ state: 'running', dueAt });
    const wake = decideWake(ticket, envAt(dueAt + 1, later));
    expect(wake?.events[0]).toMatchObject({ type: 'reminded' });
    expect(wake?.ticket.clocks.at(-1)).toMatchObject({
      id: 'normal.resolve',
      dueAt,
      breach: { dueAt, at: dueAt + 1, by: 'reminder' },
    });
  });

  test.each([
    ['in time', dueAt, false],
    ['too late', dueAt + 1, true],
  ])('a resolution is judged: %s', (_name, at, breached) => {
    const { ticket } = beyond();
    const decision = decide(ticket, resolve, li, envAt(at, later));
    expect(decision.ok && decision.ticket.clocks.at(-1)).toMatchObject({ id: 'normal.resolve', dueAt, breached });
  });
});
