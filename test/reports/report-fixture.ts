import { POINT } from '../../domain/assessment/points.ts';
import { parseCivil } from '../../domain/civil.ts';
import { reportPeriod } from '../../domain/reporting/report-period.ts';
import type { Report, ReportFigures } from '../../domain/reporting/report-types.ts';
import { contractId, DAY, HOUR, MINUTE, personId } from '../../domain/types.ts';

const period = reportPeriod('weekly', '2026-03-04');
const at = (day: string, time: string) => parseCivil(day, time);
const share = (id: string | undefined, reported: number, resolved: number, breached: number) => ({
  id,
  reported,
  resolved,
  breached,
});

/** A week's report with something in each of its parts. */
export const figures: ReportFigures = {
  contractId: contractId('guangzhou-credit'),
  kind: 'weekly',
  period,
  madeAt: at('2026-03-09', '09:00'),
  isSoFar: false,
  tickets: {
    reported: 23,
    resolved: 19,
    open: 2,
    cancelled: 1,
    merged: 1,
    carriedOver: 3,
    breached: 2,
    byKind: [share('incident', 18, 15, 2), share('service_request', 5, 4, 0)],
    bySystem: [share('portal', 14, 12, 2), share('query', 6, 5, 0), share(undefined, 3, 2, 0)],
    byLevel: [share('critical', 2, 2, 1), share('normal', 21, 17, 1)],
    byDepartment: [share(undefined, 23, 19, 2)],
    byDay: [5, 4, 6, 3, 4, 1, 0].map((reported, place) => ({
      day: `2026-03-0${place + 2}`,
      reported,
      resolved: [3, 5, 4, 4, 2, 1, 0][place] ?? 0,
    })),
    rows: [
      {
        number: 'GZ-260302-01',
        kind: 'incident',
        systemId: 'portal',
        level: 'critical',
        standing: 'closed',
        reportedAt: at('2026-03-02', '09:12'),
        acknowledgedAt: at('2026-03-02', '09:20'),
        resolvedAt: at('2026-03-02', '15:40'),
        assigneeId: personId('zhang'),
        rating: 4,
        missed: ['resolve'],
      },
      {
        number: 'GZ-260303-02',
        kind: 'service_request',
        level: 'normal',
        standing: 'open',
        reportedAt: at('2026-03-03', '10:00'),
        missed: [],
      },
    ],
  },
  clocks: [
    { clock: 'respond', met: 21, missed: 0, running: 0, cases: [] },
    {
      clock: 'resolve',
      met: 17,
      missed: 2,
      running: 2,
      cases: [
        {
          number: 'GZ-260302-01',
          systemId: 'portal',
          dueAt: at('2026-03-02', '13:12'),
          stoppedAt: at('2026-03-02', '15:40'),
          overMs: 2 * HOUR + 28 * MINUTE,
        },
        { number: 'GZ-260305-03', dueAt: at('2026-03-06', '00:00'), overMs: 3 * DAY, isInDeafness: true },
      ],
    },
    { clock: 'fault_report', met: 1, missed: 0, running: 1, cases: [] },
  ],
  deafness: [{ from: at('2026-03-05', '02:00'), to: at('2026-03-05', '02:35'), platform: 'wecom' }],
  inspections: {
    planned: 15,
    done: 12,
    doneLate: 1,
    missed: 1,
    open: 1,
    byPlan: [
      { planId: 'site-daily', planned: 10, done: 8, doneLate: 1, missed: 1, open: 0 },
      { planId: 'room', planned: 5, done: 4, doneLate: 0, missed: 0, open: 1 },
    ],
    missedRounds: [
      { planId: 'site-daily', label: '2026-03-04 下午', dueAt: at('2026-03-04', '17:00') },
      {
        planId: 'site-daily',
        label: '2026-03-05 上午',
        dueAt: at('2026-03-05', '10:30'),
        doneAt: at('2026-03-05', '11:05'),
      },
    ],
    anomalies: [
      { planId: 'room', itemId: 'temperature', at: at('2026-03-03', '09:02'), value: 28_500, ticket: 'GZ-260303-05' },
      { planId: 'site-daily', itemId: 'certificate', at: at('2026-03-06', '09:10') },
    ],
    series: [
      {
        planId: 'room',
        itemId: 'temperature',
        points: [22_000, 23_500, 28_500, 24_000].map((value, place) => ({
          at: at('2026-03-02', '09:00') + place * DAY,
          value,
        })),
      },
    ],
  },
  deliverables: [
    {
      id: 'd1',
      planId: 'weekly-report',
      label: '2026-W09',
      dueAt: at('2026-03-03', '00:00'),
      state: 'accepted',
      submittedAt: at('2026-03-02', '10:00'),
      daysLate: 0,
      returned: 1,
    },
    {
      id: 'd2',
      planId: 'scan',
      label: '2026-03',
      dueAt: at('2026-03-06', '00:00'),
      state: 'owed',
      daysLate: 3,
      returned: 0,
    },
  ],
  availability: [{ systemId: 'portal', downMs: 6 * HOUR + 28 * MINUTE, ofMs: 7 * DAY, outages: 1 }],
  repeats: [{ number: 'GZ-260305-03', before: 'GZ-260302-01', systemId: 'portal' }],
  ratings: { count: 6, sum: 28, byMark: [0, 0, 0, 2, 4] },
  people: [
    {
      personId: personId('zhang'),
      acknowledged: 12,
      resolved: 11,
      breached: 1,
      inspections: 8,
      ratingCount: 4,
      ratingSum: 19,
      daysPresent: 5,
      daysAbsent: 0,
    },
    {
      personId: personId('li'),
      acknowledged: 9,
      resolved: 8,
      breached: 1,
      inspections: 5,
      ratingCount: 2,
      ratingSum: 9,
      daysPresent: 4,
      daysAbsent: 1,
    },
  ],
  scores: [
    { tableId: 'quarter', label: '2026-Q1', min: 92.5 * POINT, max: 100 * POINT, base: 100 * POINT, isOpen: true },
  ],
  ledger: { seq: 1_234, hash: 'a3'.repeat(32) },
};

export const report: Report = {
  figures,
  names: {
    contract: '广州市信用信息平台运维服务项目',
    shortName: '信用广州',
    customer: '广州市政务服务中心',
    supplier: '示例科技有限公司',
    systems: { portal: '信用广州网站', query: '信用查询系统' },
    levels: { critical: '重大故障', normal: '一般故障' },
    departments: {},
    people: { zhang: '张伟', li: '李娜' },
    inspections: { 'site-daily': '网站和系统日常巡检', room: '机房巡检' },
    checkItems: {
      'room/temperature': { name: '温度', unit: '℃', min: 18_000, max: 27_000 },
      'site-daily/certificate': { name: '证书有效期' },
    },
    deliverables: { 'weekly-report': '周报', scan: '漏洞扫描报告' },
    tables: { quarter: '季度考核表' },
  },
  words: {
    summary: '本周重点保障两会期间网站稳定运行。',
    risks: '数据库磁盘使用率持续上升。',
    proposals: '建议扩容磁盘。',
  },
};
