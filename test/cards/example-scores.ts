import { findingListCard, openListCard } from '../../cards/finding-list-card.ts';
import { rankingCard } from '../../cards/ranking-card.ts';
import { type ScoreView, scoreCard } from '../../cards/score-card.ts';
import { scoreListCard } from '../../cards/score-list-card.ts';
import { whatIfCard } from '../../cards/what-if-card.ts';
import type { Period } from '../../domain/assessment/facts.ts';
import { POINT } from '../../domain/assessment/points.ts';
import type { Charge, ItemScore, TableScore } from '../../domain/assessment/statement.ts';
import type { AssessmentTable } from '../../domain/assessment/table-types.ts';
import { parseCivil } from '../../domain/civil.ts';
import { DAY, MINUTE, personId, ticketId } from '../../domain/types.ts';
import { contractWith, li, minutes, namedLevels, T0, zhou } from '../domain/fixture.ts';
import type { Examples } from './example-cards.ts';

// Scores as the engine makes them, written by hand: what a reader judges is how they are told.

const span = (points: number, least = points) => ({ min: least * POINT, max: points * POINT });
const NONE = { min: 0, max: 0 };

export const quarter: Period = {
  from: parseCivil('2026-03-01'),
  to: parseCivil('2026-06-01'),
  firstDay: '2026-03-01',
  lastDay: '2026-05-31',
  label: 'P4',
  isOwn: true,
};

const people = {
  contract: contractWith({
    systems: [{ id: 'site', name: '信用广州网站', nameEn: 'Credit Guangzhou website', aliases: [] }],
    levels: namedLevels,
    departments: [{ id: 'traffic', name: '交警总队', nameEn: 'Traffic police', aliases: [], calendars: {} }],
  }),
  members: [
    { id: li.id, name: '李工', roles: li.roles, posts: [] },
    { id: zhou.id, name: '周工', roles: zhou.roles, posts: [] },
  ],
};

function charge(more: Partial<Charge>): Charge {
  return { quantity: 1, points: NONE, fen: NONE, evidence: [], ...more };
}

function item(id: string, name: string, base: number, more: Partial<ItemScore> & { readonly text: string }): ItemScore {
  const { change = NONE, rules, text, ...rest } = more;
  const rule = {
    id,
    text,
    kinds: ['count'] as const,
    points: change,
    fen: NONE,
    charges: [],
    measures: [],
    open: [],
  };
  return {
    id,
    name,
    clause: '十一、运维服务考核',
    base: base * POINT,
    score: { min: base * POINT + change.min, max: base * POINT + change.max },
    change,
    rules: rules ?? [rule],
    ...rest,
  };
}

const inDoubt = charge({
  findingId: 'breach:ticket-2:GZ1.6',
  at: minutes(6),
  subject: 'site',
  ticketNumber: 'GZ-260303-02',
  points: span(-1),
  isUnconfirmed: true,
  isInDeafness: true,
  evidence: [{ kind: 'ticket', ref: 'GZ-260303-02' }],
});
const rude = charge({
  findingId: 'rec-7',
  at: minutes(90),
  points: span(-1),
  isDisputed: true,
  note: '电话中态度差，\n未说明原因',
  reason: '当时正在抢修',
});
const exempted = charge({
  findingId: 'rec-8',
  at: minutes(100),
  because: 'exempted',
  reason: '机房停电',
});

function ruled(id: string, text: string, more: Partial<ItemScore['rules'][number]>): ItemScore['rules'] {
  return [{ id, text, kinds: ['count'], points: NONE, fen: NONE, charges: [], measures: [], open: [], ...more }];
}

const late = item('GZ1.6', '事件/业务响应时间达标率', 2, {
  text: '',
  change: span(-2),
  isAtFloor: true,
  rules: ruled('GZ1.6', '低于70%扣2分，低于80%扣1.5分，低于90%扣1分，低于100%扣0.5分', {
    points: span(-2),
    charges: [inDoubt],
    measures: [{ subject: 'site', met: 2, total: 3 }],
  }),
});
const complaint = item('GZ1.13', '积极主动配合执行运维管理规范和绩效管理规范', 3, {
  text: '',
  change: span(-1),
  rules: ruled('GZ1.13', '每发生一次用户投诉扣1分', { points: span(-1), charges: [rude, exempted] }),
});
const progress = item('GZ1.1', '运维服务方案进度完成情况', 4, {
  text: '',
  change: { min: -4 * POINT, max: 0 },
  rules: ruled('GZ1.1', '由采购人考核人评分', {
    points: { min: -4 * POINT, max: 0 },
    open: [{ rule: 'GZ1.1', why: 'grade' }],
  }),
});
const weekly = item('GZ1.2', '周报准时提交', 4, { text: '迟交或未交每次扣1分' });

export const open: TableScore = {
  id: 'GZ-T1',
  name: '运维服务考核表',
  clause: '十一、运维服务考核',
  base: 100 * POINT,
  total: span(97, 93),
  confirmed: span(99, 95),
  bands: [{ from: 90, name: '90分以上', consequence: '全额支付' }],
  verdicts: [],
  fen: NONE,
  sections: [
    {
      id: 's1',
      name: '服务完成情况',
      base: 50 * POINT,
      score: span(48, 44),
      change: span(-2, -6),
      items: [progress, weekly, late],
    },
    { id: 's2', name: '内部管理', base: 25 * POINT, score: span(24), change: span(-1), items: [complaint] },
  ],
  open: [{ rule: 'GZ1.1', why: 'grade' }],
  mismatch: '印刷各项合计92分，与100分不符；选定：100 减扣分',
  choices: [{ about: '加分', chosen: '以本部分分值为限', others: ['可提高总分'] }],
};

const { mismatch: _mismatch, confirmed: _confirmed, ...rest } = open;
/** Everything is graded and over; the exact figure is just under a grade. */
export const settled: TableScore = {
  ...rest,
  total: { min: 94.996 * POINT, max: 94.996 * POINT },
  bands: [{ from: 90, to: 95, name: '良好', consequence: '扣合同价5%' }],
  fen: { min: 1_250_050, max: 1_250_050 },
  sections: [{ id: 's1', name: '服务完成情况', base: 50 * POINT, score: span(50), change: NONE, items: [weekly] }],
  open: [],
  choices: [],
};
const targets: TableScore = {
  id: 'HQ-1',
  name: '服务指标',
  clause: '三',
  isUnscored: true,
  bands: [],
  verdicts: [],
  fen: NONE,
  sections: [
    {
      id: 's1',
      name: '服务指标',
      change: NONE,
      items: [
        item('HQ1.1', '每年重大故障次数不得超过一次', 0, {
          text: '',
          rules: ruled('HQ1.1', '重大故障不得超过一次', { measures: [{ is: 'quota', met: 2, total: 1 }] }),
        }),
        item('HQ1.3', '恢复时间目标（RTO）', 0, {
          text: '',
          rules: [
            ...ruled('HQ1.3a', 'P1重大故障，恢复时间目标≦2小时', { measures: [{ met: 1, total: 2 }] }),
            ...ruled('HQ1.3d', 'P4一般故障，恢复时间目标≦24小时', { measures: [{ met: 0, total: 0 }] }),
          ],
        }),
      ],
    },
  ],
  open: [],
  choices: [],
};
/** Marks of several times: their mean is told beside the worst one. */
const marked: TableScore = {
  ...settled,
  id: 'ZA-1',
  sections: [
    {
      id: 's1',
      name: '服务质量',
      base: 10 * POINT,
      score: span(8),
      change: span(-2),
      items: [
        item('ZA1.1', '响应速度', 10, {
          text: '',
          change: span(-2),
          rules: ruled('ZA1.1', '在1小时内响应10分', {
            points: span(-2),
            measures: [{ is: 'mean_mark', met: 25 * POINT, total: 3 }],
          }),
        }),
      ],
    },
  ],
};
const { isUnscored: _isUnscored, ...plain } = targets;
const accrued: TableScore = {
  ...plain,
  id: 'KA-11',
  name: '运维评价考核表',
  isAccrual: true,
  total: span(7),
  sections: [
    {
      id: 's1',
      name: '考核内容',
      change: span(-7),
      items: [
        item('KA11.1', '未按时巡检', 0, {
          text: '',
          change: span(-7),
          rules: ruled('KA11.1', '每次记3.5分', {
            points: span(-7),
            charges: [charge({ findingId: 'rec-9', at: T0, quantity: 2, points: span(-7) })],
          }),
        }),
      ],
    },
  ],
};

export function scoreViewOf(score: TableScore, more: Partial<ScoreView> = {}): ScoreView {
  return {
    ...people,
    contractId: people.contract.id,
    label: 'P4',
    period: quarter,
    choices: [],
    score,
    savable: [],
    others: [],
    isOneOfSeveral: true,
    ...more,
  };
}

const running = () =>
  scoreViewOf(open, {
    forecast: span(91),
    savable: [
      { number: 'GZ-260303-03', clock: 'resolve', leftMs: 12 * MINUTE, items: ['GZ1.7'] },
      { number: 'GZ-260303-04', clock: 'fault_report', leftMs: 90 * MINUTE, items: ['GZ1.12'], points: -POINT },
    ],
  });

/** A table as a pack has it, for whoever only asks whether there is one. */
export const scoredTable: AssessmentTable = {
  id: 'GZ-T1',
  name: '运维服务考核表',
  clause: '十一',
  words: [],
  period: { months: 3, from: 'term' },
  graders: [],
  floor: { at: 'zero' },
  sections: [],
  choices: [],
};

export const scores: Examples = (text) => [
  { lines: [], card: scoreCard(running(), minutes(120), text) },
  {
    lines: [],
    card: scoreCard(
      scoreViewOf(settled, { isOneOfSeveral: false, signed: { by: '钱监理', at: quarter.to + 60 * MINUTE } }),
      quarter.to,
      text,
    ),
  },
  { lines: [], card: scoreCard(scoreViewOf(targets), minutes(120), text) },
  { lines: [], card: scoreCard(scoreViewOf(marked), minutes(120), text) },
  { lines: [], card: scoreCard(scoreViewOf(accrued, { period: { ...quarter, isOwn: false } }), minutes(120), text) },
];

export const scoreList: Examples = (text) => {
  const listed = [open, settled, targets, accrued, { ...open, id: 'GX-T2', copy: 'traffic' }, { ...open, id: 'KA-9' }];
  const part = { packHash: 'hash', period: quarter, choices: [], tables: listed };
  const view = {
    ...people,
    contractId: people.contract.id,
    label: 'P4',
    statement: { fen: settled.fen },
    scores: listed.map((score) => ({ part, score })),
  };
  // A change of the table cut the period.
  const halves = [
    { ...quarter, lastDay: '2026-04-09', isOwn: false },
    { ...quarter, from: quarter.from + 40 * DAY, firstDay: '2026-04-10', isOwn: false },
  ].map((period) => ({
    part: { ...part, period, isSplit: true as const },
    score: { ...open, bands: [] },
  }));
  return [
    ...[0, 1].map((page) => ({ lines: [], card: scoreListCard({ ...view, page }, minutes(120), text) })),
    {
      lines: [],
      card: scoreListCard({ ...view, statement: { fen: NONE }, scores: halves, page: 0 }, minutes(120), text),
    },
  ];
};

export const findings: Examples = (text) => {
  const tickets = new Map([['GZ-260303-02', { id: ticketId('ticket-2'), version: 3 }]]);
  return [
    {
      lines: [],
      card: findingListCard(running(), late, { tickets, missed: ['GZ-260303-02', 'GZ-260303-05'] }, minutes(120), text),
    },
    { lines: [], card: findingListCard(running(), complaint, { tickets, missed: [] }, minutes(120), text) },
    { lines: [], card: findingListCard(running(), weekly, { tickets, missed: [] }, minutes(120), text) },
    { lines: [], card: openListCard(running(), minutes(120), text) },
  ];
};

export const comparisons: Examples = (text) => {
  const ranked = [
    { copy: zhou.id, total: span(100), place: 1, isTied: true },
    { copy: li.id, total: span(100), place: 1, isTied: true },
    { copy: personId('gone'), total: span(94, 92), place: 3, isTied: false },
  ];
  const worse: TableScore = {
    ...open,
    total: span(90, 86),
    bands: [{ from: 80, to: 90, name: '90分以下', consequence: '扣合同价5%' }],
    fen: { min: 500_000, max: 500_000 },
    sections: open.sections.map((section) =>
      section.id === 's1'
        ? { ...section, items: [progress, { ...weekly, change: span(-4) }, { ...late, change: span(-5) }] }
        : section,
    ),
  };
  const compared = [{ before: open, after: worse }];
  return [
    { lines: [], card: rankingCard({ ...people, name: '运维人员考核', period: quarter, ranked }, text) },
    { lines: [], card: whatIfCard({ ...people, number: 'GZ-260303-03', compared }, text) },
    { lines: [], card: whatIfCard({ ...people, number: 'GZ-260303-03', compared: [] }, text) },
  ];
};
