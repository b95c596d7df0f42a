// What DingTalk charges for, by China's month, and when the customer hears that it runs out.
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { parseCivil } from '../../../domain/civil.ts';
import { DAY, HOUR, MINUTE, ticketId } from '../../../domain/types.ts';
import { createQuota } from '../../../platforms/dingtalk/quota.ts';
import type { PlatformTrouble } from '../../../platforms/types.ts';
import type { PlatformUse } from '../../../platforms/usage.ts';
import { memoryNotes } from '../../support/memory-notes.ts';
import { memoryUsage } from '../../support/memory-usage.ts';

const TICKET = ticketId('01TICKET');
const LIMITS = { calls: 10, messages: 5 };

function stand({ at = parseCivil('2026-11-21', '09:00'), limits = LIMITS } = {}) {
  const clock = { at, now: () => clock.at };
  const usage = memoryUsage();
  const told: PlatformTrouble[] = [];
  const deps = { clock, notes: memoryNotes(), log: pino({ level: 'silent' }), usage };
  const quota = createQuota(deps, limits, (trouble) => void told.push(trouble));
  const use = async (kind: PlatformUse['kind'], times: number) => {
    for (let count = 0; count < times; count += 1) quota.count(kind, TICKET);
    await quota.settle();
  };
  return { clock, deps, quota, told, usage, use };
}
const about = (told: readonly PlatformTrouble[]) => told.map(({ code, of, used }) => [code, of, used]);

describe('uses', () => {
  test('are written once for each delivery, by kind and ticket', async () => {
    const { quota, usage } = stand();
    quota.count('call', TICKET);
    quota.count('call', TICKET);
    quota.count('call');
    quota.count('message', TICKET);
    await quota.settle();
    await quota.settle();
    const base = { platform: 'dingtalk', month: '2026-11' };
    expect(usage.uses).toEqual([
      { ...base, kind: 'call', ticketId: TICKET, count: 2 },
      { ...base, kind: 'call', count: 1 },
      { ...base, kind: 'message', ticketId: TICKET, count: 1 },
    ]);
  });

  test.each([
    ['the last millisecond in China', -1, '2026-11'],
    ['midnight in China, while it is November in UTC', 0, '2026-12'],
  ])('of %s count for their month', async (_name, ms, month) => {
    const { usage, use } = stand({ at: parseCivil('2026-12-01') + ms });
    await use('call', 1);
    expect(usage.uses.map((it) => it.month)).toEqual([month]);
  });

  test('that were made before midnight and are written after it count for the month in which they were made', async () => {
    const { clock, quota, usage } = stand({ at: parseCivil('2026-12-01') - 1 });
    quota.count('call');
    clock.at += 1;
    quota.count('call');
    await quota.settle();
    expect(usage.uses.map(({ count, month }) => [month, count])).toEqual([
      ['2026-11', 1],
      ['2026-12', 1],
    ]);
  });

  test('that can’t be written now are written with the next, and keep nothing from being said', async () => {
    const { deps, quota, usage } = stand();
    const add = usage.add.bind(usage);
    deps.usage.add = () => Promise.reject(new Error('the database is away'));
    quota.count('call', TICKET);
    await quota.settle();
    deps.usage.add = add;
    quota.count('call', TICKET);
    await Promise.all([quota.settle(), quota.settle()]);
    expect(usage.uses.map(({ count }) => count)).toEqual([2]);
  });
});

describe('the customer hears', () => {
  test.each<[PlatformUse['kind'], number, unknown[]]>([
    ['call', 7, []],
    ['call', 8, [['quota_low', 'calls', 8]]],
    ['call', 9, [['quota_low', 'calls', 9]]],
    ['call', 10, [['quota_exhausted', 'calls', 10]]],
    ['message', 3, []],
    ['message', 4, [['quota_low', 'messages', 4]]],
    ['message', 5, [['quota_exhausted', 'messages', 5]]],
  ])('of %ss after %i: %j', async (kind, times, expected) => {
    const { told, use } = stand();
    await use(kind, times);
    expect(about(told)).toEqual(expected);
  });

  test('once a month that little is left, and once a day that nothing is', async () => {
    const { clock, told, use } = stand();
    await use('call', 8);
    clock.at += 3 * DAY;
    await use('call', 1);
    await use('call', 1);
    await use('call', 1);
    clock.at = parseCivil('2026-11-25') - 1;
    await use('call', 1);
    clock.at += 1;
    await use('call', 1);
    expect(about(told)).toEqual([
      ['quota_low', 'calls', 8],
      ['quota_exhausted', 'calls', 10],
      ['quota_exhausted', 'calls', 13],
    ]);
  });

  test('nothing of the old month’s use in the new one, and of the new one’s again', async () => {
    const { clock, told, use } = stand({ at: parseCivil('2026-12-01') - MINUTE });
    await use('call', 9);
    clock.at += MINUTE;
    await use('call', 7);
    expect(about(told)).toEqual([['quota_low', 'calls', 9]]);
    await use('call', 1);
    expect(about(told).at(-1)).toEqual(['quota_low', 'calls', 8]);
  });

  test('once, whichever replica finds it, and of what the others have used', async () => {
    const { clock, deps, told, use } = stand();
    await use('call', 5);
    const other = createQuota(deps, LIMITS, (trouble) => void told.push(trouble));
    for (let count = 0; count < 3; count += 1) other.count('call');
    await other.settle();
    expect(about(told)).toEqual([['quota_low', 'calls', 8]]);
    clock.at += 10 * MINUTE;
    await use('call', 1);
    expect(told).toHaveLength(1);
    await use('call', 1);
    expect(about(told).at(-1)).toEqual(['quota_exhausted', 'calls', 10]);
  });

  test('what DingTalk says of itself, whatever was counted', async () => {
    const { clock, quota, told } = stand();
    await quota.exhausted('messages');
    await quota.exhausted('messages');
    clock.at += HOUR;
    await quota.exhausted('calls');
    expect(about(told)).toEqual([
      ['quota_exhausted', 'messages', undefined],
      ['quota_exhausted', 'calls', undefined],
    ]);
  });
});
