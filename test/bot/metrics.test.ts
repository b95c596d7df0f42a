// What a platform charges for, as those who watch the program see it.
import { expect, onTestFinished, test } from 'vitest';
import { createMetrics } from '../../bot/metrics.ts';
import { ticketId } from '../../domain/types.ts';
import { memoryUsage } from '../support/memory-usage.ts';
import { NINE, setStand } from './stand.ts';

const QUOTA = { platform: 'dingtalk', monthly: { calls: 5_000, messages: 3_000 } };

async function scraped(metrics: ReturnType<typeof createMetrics>, usage = memoryUsage()) {
  const stand = await setStand(':memory:');
  onTestFinished(() => stand.close());
  const lines = (await metrics.scrape({ ...stand.store, usage }, NINE)).split('\n');
  return lines.filter((line) => line.startsWith('dutybell_platform_'));
}

test('this month’s use is shown beside its limit, and what tickets cost', async () => {
  const usage = memoryUsage();
  const base = { platform: 'dingtalk', month: '2026-03', kind: 'call' } as const;
  await usage.add([
    { ...base, ticketId: ticketId('A'), count: 6 },
    { ...base, ticketId: ticketId('B'), count: 3 },
    { ...base, kind: 'message', ticketId: ticketId('C'), count: 4 },
    { ...base, count: 11 },
    { ...base, month: '2026-02', count: 400 },
  ]);
  expect(await scraped(createMetrics([QUOTA]), usage)).toEqual([
    'dutybell_platform_quota_used{platform="dingtalk",kind="call"} 20',
    'dutybell_platform_quota_used{platform="dingtalk",kind="message"} 4',
    'dutybell_platform_quota_limit{platform="dingtalk",kind="call"} 5000',
    'dutybell_platform_quota_limit{platform="dingtalk",kind="message"} 3000',
    'dutybell_platform_calls_per_ticket{platform="dingtalk",of="mean"} 4.5',
    'dutybell_platform_calls_per_ticket{platform="dingtalk",of="dearest"} 6',
  ]);
});

test('a month without a ticket costs nothing', async () => {
  const lines = await scraped(createMetrics([QUOTA]));
  expect(lines.filter((line) => !line.includes('limit')).map((line) => line.split(' ').at(-1))).toEqual([
    '0',
    '0',
    '0',
    '0',
  ]);
});

test('nothing is shown where no platform charges', async () => {
  expect(await scraped(createMetrics())).toEqual([]);
});
