import { type Fen, POINT, type Points, type Span } from '../../domain/assessment/points.ts';
import type { Charge, ItemScore, RuleScore, Statement, TableScore } from '../../domain/assessment/statement.ts';
import { parseCivil } from '../../domain/civil.ts';
import { contractId } from '../../domain/types.ts';

/** A statement as the engine makes one: graded and open items, several rules in one item, two parts of a period. */
export const none: Span = { min: 0, max: 0 };

export function span(min: number, max = min): Span {
  return { min: min * POINT, max: max * POINT };
}

export function charge(over: Partial<Charge> = {}): Charge {
  return {
    at: parseCivil('2026-03-04', '10:20'),
    quantity: 1,
    points: span(-1),
    fen: none,
    evidence: [{ kind: 'ticket', ref: 'GZ-260304-01' }],
    ...over,
  };
}

export function rule(id: string, text: string, over: Partial<RuleScore> = {}): RuleScore {
  return { id, text, kinds: ['count'], points: none, fen: none, charges: [], measures: [], open: [], ...over };
}

export function item(id: string, name: string, base: number, rules: readonly RuleScore[], change = none): ItemScore {
  return {
    id,
    name,
    clause: '十一、运维服务考核',
    base: base * POINT,
    score: { min: base * POINT + change.min, max: base * POINT + change.max },
    change,
    isFloorChosen: true,
    rules,
  };
}

export function tableOf(over: Partial<TableScore> = {}): TableScore {
  const late = [1, 2, 3, 4, 5, 6, 7, 8].map((day) =>
    charge({ at: parseCivil(`2026-03-0${day}`, '09:00'), points: span(-0.2), ticketNumber: `GZ-26030${day}-01` }),
  );
  const items = [
    item(
      'GZ1.2',
      '周报准时提交',
      4,
      [
        rule('GZ1.2', '每迟交、漏交一次扣1分', {
          points: span(-1),
          charges: [charge({ note: '=HYPERLINK("http://x","y")', isUnconfirmed: true, subject: '第十周周报' })],
        }),
      ],
      span(-1),
    ),
    item('GZ1.4', '重要工作按时按质完成率', 3, [
      rule('GZ1.4', '低于70%扣3分；低于80%扣2分；低于90%扣1分；低于100%扣0.5分', {
        measures: [{ met: 9, total: 10 }],
        points: span(-0.5),
      }),
    ]),
    item(
      'GZ1.12',
      '非周期性报告质量',
      5,
      [
        rule('GZ1.12a', '按报告质量评分', { points: span(-5, 0), open: [{ rule: 'GZ1.12a', why: 'grade' }] }),
        rule('GZ1.12b', '每缺少一次事件报告扣1分', { points: span(-1.6), charges: late }),
      ],
      span(-5, -1.6),
    ),
  ];
  return {
    id: 'GZ-T1',
    name: '运维服务考核表',
    clause: '十一、运维服务考核',
    base: 100 * POINT,
    total: span(89.9, 94.996),
    confirmed: span(90.9, 95.996),
    bands: [
      { from: 90 * POINT, name: '优秀', consequence: '全额支付' },
      { from: 80 * POINT, to: 90 * POINT, name: '良好', consequence: '扣除合同总价的5%' },
    ],
    verdicts: [],
    fen: { min: 0, max: 6_250_050 },
    sections: [
      { id: 's1', name: '服务完成情况', base: 50 * POINT, score: span(43.9, 47.3), change: span(-6.1, -2.7), items },
      {
        id: 's2',
        name: '服务质量',
        base: 50 * POINT,
        score: span(50),
        change: none,
        items: [
          item('GZ1.19', '加分项（配置管理流程合规性）', 0, [rule('GZ1.19', '由考核人酌情加分', { points: span(3) })]),
        ],
      },
    ],
    open: [{ rule: 'GZ1.12a', why: 'grade' }],
    mismatch: '印刷各项合计92分，与100分不符；选定：100减去扣分。',
    choices: [
      {
        about: '加分能否使一部分得分高于该部分分值',
        chosen: '加分只弥补本部分的扣分',
        others: ['总分不超过100分'],
        clause: '十一',
      },
    ],
    ...over,
  };
}

export function statementOf(tables: readonly TableScore[], fen: Fen | Points = 0): Statement {
  const from = parseCivil('2026-03-01');
  return {
    contractId: contractId('guangzhou-credit'),
    contractName: '广州市公共信用信息管理系统运维服务',
    label: 'P4',
    madeAt: parseCivil('2026-06-02', '09:30'),
    parts: [
      {
        packHash: 'a'.repeat(64),
        period: {
          from,
          to: parseCivil('2026-06-01'),
          firstDay: '2026-03-01',
          lastDay: '2026-05-31',
          label: 'P4',
          isOwn: true,
        },
        choices: [{ about: '周末是否计时', chosen: '计时', others: ['不计时'], clause: '六' }],
        tables,
      },
    ],
    fen: { min: 0, max: fen },
    ledger: { seq: 1204, hash: 'b'.repeat(64) },
  };
}

export const parties = { customer: '广州市某局', supplier: '某科技有限公司' };
