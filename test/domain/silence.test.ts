import { describe, expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import type { SilenceRule } from '../../domain/contract.ts';
import { decideWake, nextWakeAt } from '../../domain/reminders.ts';
import type { TicketCommand } from '../../domain/ticket-types.ts';
import {
  changeLevel,
  contractWith,
  diagnose,
  enterLate,
  envAt,
  hqHours,
  li,
  MINUTE,
  minutes,
  progress,
  qian,
  reopen,
  resolve,
  Story,
  suspend,
  T0,
  transferTo,
  wang,
  words,
  workweek,
  zhao,
  zhou,
} from './fixture.ts';

const step = (after: number, ...to: SilenceRule['steps'][number]['to']) => ({ afterMs: after * MINUTE, to });
const silence: readonly SilenceRule[] = [
  { levels: ['critical'], calendar: 'always', steps: [step(60, 'responsible'), step(90, 'manager')] },
  { levels: [], calendar: 'working', steps: [step(120, 'responsible')] },
];
const quiet = { silence, clocks: [] };
const acknowledge: TicketCommand = { type: 'acknowledge' };
const taken = (level = 'critical') => new Story(quiet, { level }).act(minutes(5), li, acknowledge);

describe('taken, and nothing heard', () => {
  test.each([
    ['not before its time', minutes(65) - 1, []],
    ['then the one who took it is asked', minutes(65), ['silence 1']],
    ['and later it goes up, in one post for both', minutes(95), ['silence 2']],
  ])('%s', (_name, at, expected) => expect(taken().wake(at)).toEqual(expected));

  test('each step once, and after downtime only the newest, for everybody whom they would have told', () => {
    const story = taken();
    expect(story.wake(minutes(65))).toEqual(['silence 1']);
    expect(story.wake(minutes(65))).toEqual([]);
    expect(story.wake(minutes(95))).toEqual(['silence 2']);
    expect(nextWakeAt(story.ticket, story.contract)).toBeUndefined();
    const wake = decideWake(taken().ticket, envAt(minutes(300), story.contract));
    expect(wake?.events).toMatchObject([{ since: minutes(5), step: 2, to: ['responsible', 'manager'] }]);
  });

  test.each([
    ['progress', li, progress],
    ['an arrival', li, { type: 'arrive' }],
    ['a diagnosis', li, diagnose],
    ['a workaround', li, { type: 'work_around', text: words('w') }],
    ['telling the lead', li, { type: 'report_up' }],
    ['handing it on', zhao, transferTo(zhou)],
    ['asking for a pause', li, suspend],
    ['a late entry', li, enterLate('acknowledge', minutes(1))],
  ] satisfies [string, typeof li, TicketCommand][])('%s breaks it, and it counts afresh', (_name, by, command) => {
    const story = taken();
    story.wake(minutes(65));
    story.act(minutes(70), by, command);
    expect(story.wake(minutes(130) - 1)).toEqual([]);
    expect(story.wake(minutes(130))).toEqual(['silence 1']);
  });

  test.each([
    ['what the customer adds', wang, { type: 'supplement', text: words('s') }],
    ['a change of level to the same rule', qian, changeLevel('urgent')],
  ] satisfies [string, typeof li, TicketCommand][])('%s does not break it', (_name, by, command) => {
    const [critical] = contractWith().levels;
    const levels = [critical!, { ...critical!, id: 'urgent', rank: 2 }];
    const schemes = [{ id: 'default', levels: ['critical', 'urgent'], defaultLevel: 'critical' }];
    const both = [{ ...silence[0]!, levels: ['critical', 'urgent'] }];
    const story = new Story({ ...quiet, silence: both, levels, schemes }).act(minutes(5), li, acknowledge);
    expect(story.act(minutes(60), by, command).wake(minutes(65))).toEqual(['silence 1']);
  });

  test.each([
    ['nobody has taken it', () => new Story(quiet)],
    ['it was handed out and not taken', () => new Story(quiet).act(minutes(1), zhao, transferTo(li))],
    ['it is resolved', () => taken().act(minutes(6), li, resolve)],
    ['it is cancelled', () => taken().act(minutes(6), qian, { type: 'cancel', reason: words('c') })],
    ['the contract wants nothing', () => new Story({ ...quiet, silence: [] }).act(minutes(5), li, acknowledge)],
  ] satisfies [string, () => Story][])('nobody is asked where %s', (_name, story) => {
    expect(story().wake(minutes(600)).join()).not.toContain('silence');
  });

  test('words said at the moment of the last step, and heard after the question, do not make it ask again', () => {
    const story = taken();
    expect(story.wake(minutes(65))).toEqual(['silence 1']);
    // What people do is never dated before their last step, so words that were said earlier count from it.
    story.act(minutes(5), li, progress);
    expect(story.wake(minutes(66))).toEqual([]);
  });

  test('a pause is no silence, and a reopening begins a new one', () => {
    const story = taken().act(minutes(10), li, suspend).act(minutes(11), qian, { type: 'approve_suspension' });
    expect(story.wake(minutes(600))).toEqual([]);
    story.act(minutes(600), li, { type: 'resume' });
    expect(story.wake(minutes(660))).toEqual(['silence 1']);
    story.act(minutes(661), li, resolve).act(minutes(700), wang, reopen);
    expect(nextWakeAt(story.ticket, story.contract)).toBe(minutes(760));
  });

  test('it counts in the rule’s calendar, as the department means it', () => {
    const at = (time: string) => parseCivil('2026-03-04', time);
    const evening = parseCivil('2026-03-03', '17:00');
    const report = { level: 'normal', reportedAt: evening, receivedAt: evening };
    const story = new Story(quiet, report).act(evening, li, acknowledge);
    expect(nextWakeAt(story.ticket, story.contract)).toBe(at('10:00'));
    const departments = [{ id: 'hq', name: 'HQ', nameEn: 'HQ', aliases: [], calendars: { working: 'hq' } }];
    const calendars = { ...story.contract.calendars, hq: hqHours, working: workweek };
    const elsewhere = new Story({ ...quiet, departments, calendars }, { ...report, departmentId: 'hq' });
    elsewhere.act(evening, li, acknowledge);
    expect(nextWakeAt(elsewhere.ticket, elsewhere.contract)).toBe(at('12:00'));
  });

  test('it waits for the end of quiet hours', () => {
    const quietHours = { levels: ['critical'], from: '09:30', to: '11:00' };
    const story = new Story({ ...quiet, quietHours }).act(minutes(5), li, acknowledge);
    expect(nextWakeAt(story.ticket, story.contract)).toBe(T0 + 120 * MINUTE);
  });
});
