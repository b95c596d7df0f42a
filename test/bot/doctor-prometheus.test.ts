import { expect, test } from 'vitest';
import { examinePrometheus } from '../../bot/doctor-prometheus.ts';
import { contractWith } from '../domain/fixture.ts';
import { inspectionPlan } from '../domain/obligation-fixture.ts';

const item = { id: 'disk', group: '主机', name: '磁盘', nameEn: 'Disk', reading: { unit: '%' } };
const asking = contractWith({
  inspections: [inspectionPlan({ checklist: [{ ...item, probe: { kind: 'prometheus', query: 'max(disk)' } }] })],
});
const scalar = JSON.stringify({ status: 'success', data: { resultType: 'scalar', result: [1, '1'] } });
const set = { prometheusUrl: 'http://prometheus.example:9090' };
const refused = () => Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }));

async function findings(config: { prometheusUrl?: string }, contract: typeof asking, http: typeof fetch) {
  const found = await examinePrometheus(config, [contract], { clock: { now: () => 0 }, http });
  return found.map(({ grade, seen }) => [grade, seen]);
}

test('nothing is said where no pack asks Prometheus', async () => {
  expect(await findings(set, contractWith(), refused)).toEqual([]);
});

test.each([
  ['answers', async () => new Response(scalar), 'ok', 'answers'],
  ['is not there', refused, 'bad', 'connect ECONNREFUSED'],
  ['is something else', async () => new Response('<html>'), 'bad', 'does not answer'],
] as const)('whether it %s is told', async (_name, http, grade, words) => {
  expect(await findings(set, asking, http)).toEqual([[grade, expect.stringContaining(words)]]);
});

test('a pack that asks it without its address is warned of', async () => {
  expect(await findings({}, asking, refused)).toEqual([['warn', expect.stringContaining('PROMETHEUS_URL is empty')]]);
});
