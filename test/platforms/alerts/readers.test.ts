import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AlertNotice } from '../../../domain/alerts/alert-types.ts';
import type { AlertSource } from '../../../domain/contract.ts';
import { ALERT_READERS } from '../../../platforms/alerts/readers.ts';

const RECEIVED = Date.parse('2026-03-03T09:00:00+08:00');
const STARTED = Date.parse('2026-03-03T08:57:00+08:00');
const sample = (source: AlertSource) =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'samples', `${source}.json`), 'utf8')) as Record<string, unknown>;
const read = (source: AlertSource, body: unknown = sample(source)) => ALERT_READERS[source](body, RECEIVED);
const first = (source: AlertSource, changes: object): AlertNotice | undefined =>
  read(source, { ...sample(source), ...changes }).notices[0];

describe('a sample of each source is read whole', () => {
  test('alertmanager', () => {
    expect(read('alertmanager')).toEqual({
      isIdentified: true,
      notices: [
        {
          source: 'alertmanager',
          fingerprint: 'c6eadffa33fcdf37',
          state: 'firing',
          name: 'HttpDown',
          summary: '信用广州网站打不开',
          labels: { alertname: 'HttpDown', job: 'blackbox', severity: 'critical', instance: 'https://portal' },
          startedAt: STARTED + 157,
        },
        expect.objectContaining({
          fingerprint: 'bc97ff14869b13e3',
          state: 'recovered',
          summary: '信用查询打不开',
          startedAt: Date.parse('2026-03-03T00:10:00Z'),
          endedAt: Date.parse('2026-03-03T00:40:00Z'),
        }),
      ],
    });
  });

  test.each<[AlertSource, Partial<AlertNotice>]>([
    [
      'nightingale',
      {
        name: '网站探测失败',
        startedAt: STARTED - 120_000,
        fingerprint: '9e6a8b1c5d3f7a2e4b6c8d0e1f2a3b4c',
        labels: {
          severity: '1',
          group_name: '信用广州',
          instance: 'https://portal',
          job: 'blackbox',
          rulename: '网站探测失败',
        },
      },
    ],
    [
      'zabbix',
      {
        name: '网站不可访问',
        startedAt: STARTED,
        fingerprint: '23571:web-01',
        labels: { host: 'web-01', severity: 'High', service: 'portal' },
      },
    ],
    ['plain', { name: 'backup_failed', startedAt: STARTED, labels: { host: 'db-01', attempt: '3' } }],
  ])('%s', (source, wanted) => {
    expect(read(source)).toMatchObject({ isIdentified: true, notices: [{ source, state: 'firing', ...wanted }] });
  });
});

test.each<[AlertSource, object]>([
  ['nightingale', { is_recovered: true, tags: null }],
  ['zabbix', { value: '0', timestamp: undefined }],
  ['plain', { state: 'recovered' }],
])('a recovery of %s is the same alert', (source, changes) => {
  const recovered = first(source, changes);
  expect(recovered).toMatchObject({ state: 'recovered' });
  expect(recovered?.fingerprint).toBe(first(source, {})?.fingerprint);
  expect(recovered?.endedAt).toBeLessThanOrEqual(RECEIVED);
});

test('nightingale may send several events at once', () => {
  const one = sample('nightingale');
  expect(read('nightingale', [one, { ...one, hash: 'other' }]).notices).toHaveLength(2);
});

test('a script that names neither time nor event means what it says each time', () => {
  expect(read('plain', { name: 'x', state: 'firing' }).isIdentified).toBe(false);
  expect(read('plain', { alerts: [sample('plain'), { name: 'x', state: 'firing' }] }).isIdentified).toBe(false);
});

test('labels alone tell alerts of one name apart, in whatever order they are written', () => {
  const mark = (labels: object) => read('plain', { name: 'x', state: 'firing', labels }).notices[0]?.fingerprint;
  expect(mark({ a: '1', b: '2' })).toBe(mark({ b: '2', a: '1' }));
  expect(mark({ a: '1' })).not.toBe(mark({ a: '2' }));
});

test('what a source says at too great length is cut, and a start in the future is now', () => {
  const notice = first('plain', {
    name: '长'.repeat(999),
    summary: '长'.repeat(9_999),
    fingerprint: 'f'.repeat(500),
    started_at: '2036-03-03T08:57:00+08:00',
  });
  expect(notice?.name.length).toBeLessThanOrEqual(201);
  expect(notice?.summary.length).toBeLessThanOrEqual(1_001);
  expect(notice?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  expect(notice?.startedAt).toBe(RECEIVED);
});

test.each<[AlertSource, string, unknown]>([
  ['alertmanager', 'no alerts', { version: '4', alerts: [] }],
  ['alertmanager', 'another state', { alerts: [{ status: 'pending', labels: {}, startsAt: '2026-03-03T00:00:00Z' }] }],
  ['nightingale', 'no hash', { rule_name: 'x', trigger_time: 1, is_recovered: false }],
  ['zabbix', 'macros that were not filled in', { ...sample('zabbix'), value: '{EVENT.VALUE}' }],
  ['plain', 'a misspelt key', { name: 'x', state: 'firing', sumary: 'y' }],
  ['plain', 'a list', []],
])('%s with %s is refused', (source, _what, body) => {
  expect(() => read(source, body)).toThrow(expect.objectContaining({ name: 'ZodError' }));
});
