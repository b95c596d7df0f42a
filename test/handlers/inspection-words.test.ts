import { describe, expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import { readSaidOfItem } from '../../handlers/inspection-words.ts';
import { readGuard, readPatrol, readPlan } from '../../handlers/patrol-words.ts';
import { contractWith } from '../domain/fixture.ts';
import { inspectionPlan } from '../domain/obligation-fixture.ts';

describe('what is said of an item', () => {
  test.each([
    ['正常', { kind: 'fill', outcome: 'normal', note: '' }],
    ['异常 漏水', { kind: 'fill', outcome: 'anomaly', note: '漏水' }],
    ['不正常', { kind: 'fill', outcome: 'anomaly', note: '' }],
    ['故障灯亮', { kind: 'fill', outcome: 'anomaly', note: '故障灯亮' }],
    ['25.5℃ 偏高', { kind: 'fill', value: 25_500, note: '偏高' }],
    ['-3', { kind: 'fill', value: -3_000, note: '' }],
    ['备注 已清扫', { kind: 'fill', note: '已清扫' }],
    ['ok', { kind: 'fill', outcome: 'normal', note: '' }],
    ['下一项', { kind: 'next' }],
    ['转工单', { kind: 'ticket' }],
    ['85% 偏高', { kind: 'fill', value: 85_000, note: '偏高' }],
    ['12GB', { kind: 'fill', value: 12_000, note: '' }],
    ['1e3', undefined],
    ['12E-3', undefined],
    ['1.2.3', undefined],
    ['0x10', undefined],
    ['notebook', undefined],
    ['谢谢', undefined],
  ] as const)('%s is read', (said, read) => {
    expect(readSaidOfItem(said)).toEqual(read);
  });
});

describe('which plan a patrol is of', () => {
  const plans = [
    inspectionPlan({ id: 'site', name: '信用网站日常巡检', nameEn: 'Website round' }),
    inspectionPlan({ id: 'rooms', name: '机房日常巡检', nameEn: 'Rooms' }),
  ];
  const isTime = (words: string) => words.startsWith('14:00');

  test.each([
    ['信用网站日常巡检 14:00', 'site', '14:00'],
    ['网站日常巡检 14:00', 'site', '14:00'],
    ['Website 14:00', 'site', '14:00'],
    ['网站, 14:00 视察', 'site', '14:00 视察'],
    ['日常巡检 14:00', undefined, '14:00'],
    ['房 14:00', undefined, '14:00'],
    ['电梯 14:00', undefined, '14:00'],
    ['14:00', undefined, '14:00'],
  ])('%s', (said, id, rest) => {
    const read = readPlan(contractWith({ inspections: plans }), said, isTime);
    expect({ id: read.plan?.id, rest: read.rest }).toEqual({ id, rest });
  });
});

const now = parseCivil('2026-03-03', '09:00');
const at = (time: string, day = '2026-03-03') => parseCivil(day, time);

describe('when a special patrol is', () => {
  test.each([
    ['今天 14:00-16:00 领导视察', [{ opensAt: at('14:00'), dueAt: at('16:00') }], '领导视察'],
    ['明天 保障', [{ opensAt: at('00:00', '2026-03-04'), dueAt: at('24:00', '2026-03-04') }], '保障'],
    ['今天', [{ opensAt: now, dueAt: at('24:00') }], ''],
  ])('%s is read', (said, windows, reason) => {
    expect(readPatrol(said, now)).toEqual({ ok: true, windows, reason });
  });

  test.each([
    ['今天 07:00-08:59', 'past'],
    ['随便看看', 'span'],
    ['今天 16:00-14:00', 'span'],
  ])('%s is refused', (said, problem) => {
    expect(readPatrol(said, now)).toEqual({ ok: false, problem });
  });

  test('an event has its rounds in equal parts of each day, and none that is over', () => {
    const read = readGuard('3月3日 到 3月4日 每天 2 次 两会保障', at('14:30'));
    expect(read).toEqual({
      ok: true,
      reason: '两会保障',
      windows: [
        { opensAt: at('14:30'), dueAt: at('20:00') },
        { opensAt: at('08:00', '2026-03-04'), dueAt: at('14:00', '2026-03-04') },
        { opensAt: at('14:00', '2026-03-04'), dueAt: at('20:00', '2026-03-04') },
      ],
    });
    expect(readGuard('3月3日 到 6月3日 每天 2 次', now)).toEqual({ ok: false, problem: 'many' });
  });
});
