// From items to the total, its grade and its money.
import { describe, expect, test } from 'vitest';
import { NO_LEAST } from '../../../domain/assessment/points.ts';
import type { Band, RuleKinds } from '../../../domain/assessment/rule-kinds.ts';
import { scoreTables, whatIf } from '../../../domain/assessment/score-tables.ts';
import type { AssessmentTable } from '../../../domain/assessment/table-types.ts';
import {
  at,
  between,
  env,
  exactly,
  facts,
  finding,
  grade,
  item,
  points,
  rule,
  ruleOf,
  scoreOf,
  section,
  table,
  times,
  withoutBase,
} from './score-fixture.ts';

const five: RuleKinds = { count: { points: points(5) } };
const one: RuleKinds = { count: { points: points(1) } };
const anyMark: RuleKinds = { 'human-graded': {} };
const bonusOf = (within: 'section' | 'total' | 'nothing'): RuleKinds => ({ bonus: { points: points(3), within } });
const money = (permyriad: number): Pick<Band, 'money'> => ({ money: { share: { of: 'contract', permyriad } } });
const bands: readonly Band[] = [
  { from: points(90), name: '优秀' },
  { from: points(80), to: points(90), name: '良好', ...money(50) },
  { from: points(60), isFromOpen: true, to: points(80), name: '及格', ...money(100) },
  { to: points(60), isToClosed: true, name: '不及格', money: { byAgreement: true } },
];
const graded = (extra: RuleKinds = {}, kinds: RuleKinds = anyMark): AssessmentTable =>
  table([
    item('I', 100, [rule('R', kinds)]),
    item('B', undefined, [rule('G', { bands: { of: 'total', steps: bands } }), rule('V', extra)]),
  ]);

describe('floors', () => {
  test.each([
    ['as much as it is worth', 'zero', 3, exactly(85), undefined],
    ['more than it is worth', 'zero', 4, exactly(85), true],
    ['more than it is worth, and no floor is printed', 'none', 4, exactly(80), undefined],
  ] as const)('an item loses %s', (_name, floor, count, total, isAtFloor) => {
    const score = scoreOf(table([item('I', 15, [rule('R', five)], { floor: { at: floor } })]), {
      findings: times(count),
    });
    expect(score.total).toEqual(total);
    expect(score.sections[0]?.items[0]?.isAtFloor).toBe(isAtFloor);
  });

  test.each([
    ['a table', 'zero', exactly(0)],
    ['a table without a floor', 'none', exactly(-5)],
  ] as const)('%s that loses all', (_name, floor, total) => {
    const open = table([item('I', undefined, [rule('R', five)])], { floor: { at: floor } });
    expect(scoreOf(open, { findings: times(21) }).total).toEqual(total);
  });

  test('an item without points takes from its section, and no more than that has', () => {
    const items = [item('I', 10, [rule('R', five)]), item('J', undefined, [rule('S', five)])];
    const sections = [section('s', 20, items), section('t', 80, [])];
    const findings = [...times(2), ...times(4, { rule: 'S' })];
    const score = scoreOf(table([], { sections }), { findings });
    expect(score).toMatchObject({ total: exactly(80), sections: [{ score: exactly(0) }, { score: exactly(80) }] });
  });

  test('an item without a floor takes its section below nothing', () => {
    const items = [item('I', 15, [rule('R', five)], { floor: { at: 'none' } })];
    const sections = [section('s', 15, items)];
    expect(scoreOf(table([], { sections }), { findings: times(4) })).toMatchObject({ total: exactly(80) });
  });

  test('a chosen floor is told, a printed one is not', () => {
    const items = [item('I', 10, [rule('R', one)]), item('J', 10, [rule('S', one)], { floor: { at: 'zero' } })];
    const [first, second] = scoreOf(table(items), {}).sections[0]?.items ?? [];
    expect([first?.isFloorChosen, second?.isFloorChosen]).toEqual([true, undefined]);
  });
});

describe('bonuses', () => {
  const sections = (within: 'section' | 'total' | 'nothing') => [
    section('s', 50, [item('I', 50, [rule('R', one)]), item('B', undefined, [rule('P', bonusOf(within))])]),
    section('t', 50, [item('J', 50, [rule('S', one)])]),
  ];
  test.each([
    ['its own section', 'section', 0, 0, 100],
    ['its own section by what was lost there', 'section', 2, 5, 95],
    ['its own section in full', 'section', 5, 0, 98],
    ['the total by what was lost anywhere', 'total', 0, 2, 100],
    ['the total in full', 'total', 1, 5, 97],
    ['the total beyond it', 'nothing', 0, 0, 103],
  ] as const)('one lifts %s', (_name, within, here, there, total) => {
    const findings = [finding({ rule: 'P' }), ...times(here), ...times(there, { rule: 'S' })];
    expect(scoreOf(table([], { sections: sections(within) }), { findings }).total).toEqual(exactly(total));
  });

  test('a printed ceiling holds', () => {
    const topped = table([], { sections: sections('nothing'), ceiling: points(100) });
    expect(scoreOf(topped, { findings: [finding({ rule: 'P' })] }).total).toEqual(exactly(100));
  });
});

describe('grades', () => {
  test.each([
    [90, '优秀', 0],
    [89.999999, '良好', 500_000],
    [80, '良好', 500_000],
    [79.999999, '及格', 1_000_000],
    [60.000001, '及格', 1_000_000],
    [60, '不及格', 0],
  ])('%d is %s, and owes %d fen', (mark, name, fen) => {
    const score = scoreOf(graded(), { grades: [grade(mark)] });
    expect(score).toMatchObject({ bands: [{ name }], fen: { min: fen, max: fen } });
    expect(score.isByAgreement).toBe(name === '不及格' ? true : undefined);
  });

  test('94.996 is not 95: nothing is rounded before', () => {
    const steps = [
      { from: points(95), name: 'a' },
      { to: points(95), name: 'b' },
    ];
    const of = table([item('I', 100, [rule('R', anyMark), rule('G', { bands: { of: 'total', steps } })])]);
    expect(scoreOf(of, { grades: [grade(94.996)] }).bands).toMatchObject([{ name: 'b' }]);
  });

  test('an open total names the grades at both ends, and the money of all between', () => {
    const kinds: RuleKinds = { 'judged-range': { from: points(5), to: points(35) } };
    const score = scoreOf(graded({}, kinds), { findings: times(1) });
    expect(score).toMatchObject({ bands: [{ name: '及格' }, { name: '优秀' }], fen: { min: 0, max: 1_000_000 } });
  });

  test('without a price the money is open, not nothing', () => {
    const { priceFen: _, ...unpriced } = env;
    const [score] = scoreTables([graded()], facts({ grades: [grade(85)] }), unpriced);
    expect(score?.open).toMatchObject([{ rule: 'G', why: 'price' }]);
  });

  test.each([
    ['limits that nobody has printed', [{ name: 'a' }, { name: 'b' }]],
    [
      'a gap between two grades',
      [
        { from: points(100), isFromOpen: true as const, name: 'a' },
        { to: points(99), name: 'b' },
      ],
    ],
  ])('%s leave the grade open', (_name, steps) => {
    const score = scoreOf(table([item('I', 100, [rule('G', { bands: { of: 'total', steps } })])]), {});
    expect(score).toMatchObject({ bands: [], open: [{ rule: 'G', why: 'bands' }] });
  });
});

describe('vetoes', () => {
  const twice: RuleKinds = { veto: { atLeast: 2, outcome: '费用另行商议', decidesGrade: true } };
  test.each([
    ['one accident does not decide', 1, ['优秀'], 0],
    ['two decide, and no grade is left', 2, [], 1],
  ] as const)('%s', (_name, count, names, verdicts) => {
    const score = scoreOf(graded(twice, one), { findings: times(count, { rule: 'V' }) });
    expect(score.bands.map(({ name }) => name)).toEqual(names);
    expect(score.verdicts).toHaveLength(verdicts);
    expect(score.isByAgreement).toBe(verdicts === 1 ? true : undefined);
  });

  test('an outcome that is a grade is that grade, with its money', () => {
    const score = scoreOf(graded({ veto: { atLeast: 1, outcome: '良好', decidesGrade: true } }, one), {
      findings: times(1, { rule: 'V' }),
    });
    expect(score).toMatchObject({
      bands: [{ name: '良好' }],
      fen: { min: 500_000, max: 500_000 },
      total: exactly(100),
    });
  });

  test('one that does not decide the grade takes it, or its money', () => {
    const beside = graded({ veto: { atLeast: 1, outcome: '采购人可取消合同' } }, one);
    const findings = [...times(15), ...times(1, { rule: 'V' })];
    expect(scoreOf(beside, { findings })).toMatchObject({
      bands: [{ name: '良好' }],
      verdicts: [{ outcome: '采购人可取消合同' }],
      fen: { min: 500_000, max: 500_000 },
    });
  });

  test('an exempted event does not decide', () => {
    const findings = [finding({ rule: 'V' }), finding({ rule: 'V', standing: 'exempted' })];
    expect(scoreOf(graded(twice, one), { findings }).verdicts).toEqual([]);
  });
});

describe('several graders', () => {
  const part = (weight: number, of: string, copy?: string) => ({
    weight,
    table: of,
    name: of,
    ...(copy !== undefined && { copy }),
  });
  const own = table([item('I', 100, [rule('A', anyMark)])], { id: 'A' });
  const copies = table([item('I', 20, [rule('C', five)], { floor: { at: 'none' } })], {
    id: 'C',
    departments: ['x', 'y'],
    floor: { at: 'none' },
  });
  const items = [
    item('W', 100, [
      rule('W', { 'weighted-graders': { parts: [part(5000, 'A'), { weight: 5000, rule: 'D', name: 'd' }] } }),
    ]),
    item('D', 100, [rule('D', { 'weighted-graders': { parts: [part(9130, 'C', 'x'), part(870, 'C', 'y')] } })]),
    item('F', undefined, [rule('F', { 'judged-range': {} })]),
  ];
  const W = table(items, { id: 'W' });
  const mark = { rule: 'A', grader: 'g', points: points(90) };
  const handedIn = [{ table: 'A' }, { table: 'C', copy: 'x' }, { table: 'C', copy: 'y' }];
  const scores = (given: Parameters<typeof facts>[0], tables = [W, own, copies]) =>
    scoreTables(tables, facts({ handedIn, ...given }), env);

  test('averages of averages are exact, and each copy counts by its weight', () => {
    const [first, , x, y] = scores({ grades: [mark], findings: times(1, { rule: 'C', copy: 'x' }) });
    expect([x?.total, y?.total]).toEqual([exactly(95), exactly(100)]);
    expect(first).toMatchObject({ total: exactly(92.7175), open: [] });
    expect(first?.sections[0]?.items.map(({ score }) => score)).toEqual([exactly(92.7175), exactly(95.435), undefined]);
  });

  test('what is below nothing stays so in the average', () => {
    const findings = times(21, { rule: 'C', copy: 'x' });
    const [first, , x] = scores({ grades: [mark], findings });
    expect([x?.total, first?.total]).toEqual([exactly(-5), exactly(47.0675)]);
  });

  test('a part that is open leaves the average open, and nothing is shared out', () => {
    const [first] = scores({});
    expect(first).toMatchObject({ total: between(50, 100), open: [{ rule: 'W', name: 'A', why: 'part' }] });
  });

  test('a table that is not there is open up to a full mark, and nobody knows how far down', () => {
    const [first] = scores({ grades: [mark] }, [W, own]);
    expect(first?.total).toEqual(between(0, 95));
    expect(first?.open).toEqual([
      { rule: 'W', name: 'd', why: 'part' },
      { rule: 'D', copy: 'x', name: 'C', why: 'part' },
      { rule: 'D', copy: 'y', name: 'C', why: 'part' },
    ]);
  });

  test('a copy that its grader has not handed in is open, and so is the average', () => {
    const given = { grades: [mark], findings: times(1, { rule: 'C', copy: 'x' }) };
    const [first, , x, y] = scores({ ...given, handedIn: handedIn.slice(0, 2) });
    expect(x).toMatchObject({ total: exactly(95), open: [] });
    expect(y).toMatchObject({
      total: { min: NO_LEAST, max: points(100) },
      confirmed: { min: NO_LEAST, max: points(100) },
      open: [{ rule: 'C', copy: 'y', why: 'hand_in' }],
    });
    expect(first?.total).toEqual(between(0, 92.7175));
    expect(first?.open).toContainEqual({ rule: 'D', copy: 'y', name: 'C', why: 'part' });
  });

  test('a table with a floor that is not handed in may still come down to nothing', () => {
    const [first, a] = scores({ grades: [mark], handedIn: handedIn.slice(1) });
    expect(a).toMatchObject({ total: between(0, 90), open: [{ rule: 'A', why: 'hand_in' }] });
    expect(first?.total).toEqual(between(50, 95));
  });

  test('what is of no copy waits for nobody', () => {
    const all = scores({ grades: [mark], findings: times(1, { rule: 'C' }) });
    expect(all.at(-1)).toMatchObject({ id: 'C', total: exactly(95), open: [] });
  });

  test('what is taken beside the average comes off it', () => {
    const findings = [finding({ rule: 'F', figure: points(2.5) })];
    expect(scores({ grades: [mark], findings })[0]?.total).toEqual(exactly(92.5));
  });
});

describe('copies', () => {
  const each = table([item('I', 20, [rule('R', five)])], { departments: ['x', 'y'] });
  test('each has its own facts, in the order of the pack', () => {
    const scores = scoreTables([each], facts({ findings: times(1, { copy: 'y' }) }), env);
    expect(scores.map(({ copy, total }) => [copy, total?.min])).toEqual([
      ['x', points(100)],
      ['y', points(95)],
    ]);
  });

  test('a fact of no copy is shown in one of its own', () => {
    const scores = scoreTables([each], facts({ findings: times(1) }), env);
    expect(scores.map(({ copy }) => copy)).toEqual(['x', 'y', undefined]);
  });

  test('persons: those who are known, then those whom the facts name', () => {
    const persons = table([item('I', 20, [rule('R', five)])], { isPerPerson: true });
    const scores = scoreTables([persons], facts({ findings: times(1, { copy: 'b' }) }), { ...env, people: ['c', 'a'] });
    expect(scores.map(({ copy }) => copy)).toEqual(['c', 'a', 'b']);
  });
});

describe('what nobody has confirmed', () => {
  test('counts, and the total without it stands beside it', () => {
    const findings = [finding(), finding({ standing: 'found' }), finding({ standing: 'disputed' })];
    const score = scoreOf(table([item('I', 20, [rule('R', five)])]), { findings });
    expect(score).toMatchObject({ total: exactly(85), confirmed: exactly(95) });
    expect(ruleOf(score).charges).toMatchObject([{}, { isUnconfirmed: true }, { isDisputed: true }]);
  });
});

describe('ticks', () => {
  const questions = Array.from({ length: 8 }, (_, place) => `q${place + 1}`);
  const steps: readonly Band[] = [
    { from: 7, name: '满意' },
    { from: 5, to: 7, name: '一般' },
    { to: 5, name: '不满意' },
  ];
  const share = { of: 'contract' as const, permyriad: 100 };
  const form = withoutBase([
    ...questions.map((id) => item(id, undefined, [rule(id, { satisfaction: { asks: id } })])),
    item('E', undefined, [
      rule('E', { bands: { of: 'satisfied', steps }, 'money-fixed': { per: 'dissatisfied', share } }),
    ]),
  ]);
  const ticks = (satisfied: number, average: number) =>
    questions.map((id, place) => ({
      rule: id,
      grader: 'u',
      tick:
        place < satisfied
          ? ('satisfied' as const)
          : place < satisfied + average
            ? ('average' as const)
            : ('dissatisfied' as const),
    }));
  test.each([
    ['all', 8, 0, '满意', 0],
    ['7 of 8', 7, 0, '满意', 0],
    ['6, and two are bad', 6, 0, '一般', 0],
    ['5', 5, 0, '一般', 0],
    ['4, and four are bad', 4, 0, '不满意', 4_000_000],
    ['4, one is bad and three are average', 4, 3, '不满意', 1_000_000],
  ])('satisfied with %s', (_name, satisfied, average, name, fen) => {
    expect(scoreOf(form, { ticks: ticks(satisfied, average) })).toMatchObject({
      bands: [{ name }],
      fen: { min: fen, max: fen },
    });
  });

  test('what nobody has ticked may be anything', () => {
    const score = scoreOf(form, { ticks: ticks(4, 0).slice(0, 6) });
    expect(score).toMatchObject({ bands: [{ name: '不满意' }, { name: '一般' }], fen: { min: 0, max: 4_000_000 } });
    expect(score.open.filter(({ why }) => why === 'ticks')).toHaveLength(2);
  });
});

describe('money', () => {
  test.each([
    ['a sum for each', { count: {}, 'money-fixed': { per: 'unit', fen: 50_000 } }, times(3), 150_000],
    [
      'a sum for each day',
      { 'late-days': {}, 'money-fixed': { per: 'unit', fen: 20_000 } },
      [finding({ quantity: 4 })],
      80_000,
    ],
    [
      'a share of the price',
      { 'money-fixed': { per: 'unit', share: { of: 'contract', permyriad: 2000 } } },
      times(1),
      20_000_000,
    ],
    [
      'what is exempted',
      { count: {}, 'money-fixed': { per: 'unit', fen: 50_000 } },
      times(2, { standing: 'exempted' }),
      0,
    ],
  ] as const)('%s', (_name, kinds, findings, fen) => {
    const score = scoreOf(withoutBase([item('I', undefined, [rule('R', kinds)])]), { findings });
    expect(score).toMatchObject({ fen: { min: fen, max: fen } });
    expect(score.total).toBeUndefined();
  });

  test.each([
    [12_345, 1235],
    [12_344, 1234],
  ])('10 %% of %d fen is owed to the fen: %d', (priceFen, fen) => {
    const kinds: RuleKinds = { 'money-fixed': { per: 'unit', share: { of: 'contract', permyriad: 1000 } } };
    expect(
      scoreOf(table([item('I', undefined, [rule('R', kinds)])]), { findings: times(1) }, { priceFen }).fen.min,
    ).toBe(fen);
  });
});

test('penalty points count upwards', () => {
  const ledger = withoutBase([item('I', undefined, [rule('R', { accrue: {}, ...five })])], { isAccrual: true });
  expect(scoreOf(ledger, { findings: times(30) })).toMatchObject({ total: exactly(150), isAccrual: true });
});

test('no score is made of a table that has none', () => {
  const targets = withoutBase([item('I', undefined, [rule('R', { quota: { max: 1, per: 'year' } })])], {
    isUnscored: true,
  });
  const score = scoreOf(targets, { findings: times(2) });
  expect(score.total).toBeUndefined();
  expect(ruleOf(score).charges).toHaveLength(2);
});

test('what if it happened as well: a finding of the same id is replaced', () => {
  const of = table([item('I', 20, [rule('R', five)])]);
  const known = finding({ id: 'breach:1', standing: 'withdrawn' });
  const { before, after } = whatIf(
    [of],
    facts({ findings: [known] }),
    [{ ...known, standing: 'found' }, finding()],
    env,
  );
  expect([before[0]?.total, after[0]?.total]).toEqual([exactly(100), exactly(90)]);
});

test.each([
  [true, { bands: [{ name: '良好' }], fen: { min: 500_000, max: 500_000 } }],
  [false, { bands: [], fen: { min: 0, max: 0 } }],
])('a part of a period, or another stretch (own: %s), has a grade and its money', (isOwn, expected) => {
  const score = scoreOf(graded({}, anyMark), { grades: [grade(85)] }, { period: { ...env.period, isOwn } });
  expect(score).toMatchObject({ ...expected, total: exactly(85) });
  expect(score.isByAgreement).toBeUndefined();
});

test('the third time in a quarter is not counted through its months, or who left before has a copy', () => {
  const thrice: RuleKinds = {
    'repeat-in-window': { window: { span: 'quarter' }, times: 3 },
    veto: { atLeast: 1, outcome: '退回' },
  };
  const persons = table([item('I', undefined, [rule('R', thrice)])], {
    isPerPerson: true,
    period: { months: 1, from: 'calendar' },
  });
  const findings = [
    finding({ at: at('2026-01-05'), copy: 'li' }),
    finding({ at: at('2026-02-05'), copy: 'li' }),
    finding({ at: at('2026-02-06'), copy: 'gone' }),
    finding({ at: at('2026-03-05'), copy: 'li' }),
  ];
  const march = { ...env.period, from: at('2026-03-01') };
  const scores = scoreTables([persons], facts({ findings }), { ...env, period: march, people: ['li'] });
  expect(scores).toMatchObject([{ copy: 'li', verdicts: [{ outcome: '退回' }] }]);
});

test('a stretch that is no period of the table has a grade, or owes what follows from one', () => {
  const given = { grades: [grade(70)] };
  const ofPeriod = scoreTables([graded()], facts(given), env)[0];
  const ofStretch = scoreTables([graded()], facts(given), { ...env, period: { ...env.period, isOwn: false } })[0];
  expect(ofPeriod).toMatchObject({ fen: { min: 1_000_000, max: 1_000_000 }, bands: [{ name: '及格' }] });
  expect(ofStretch).toMatchObject({ total: ofPeriod?.total, fen: { min: 0, max: 0 }, bands: [], verdicts: [] });
});

test('a veto in a part of a period that was cut shows no verdict, or a stretch that is none of its parts has one', () => {
  const vetoed = table([item('I', 10, [rule('R', { veto: { atLeast: 1, outcome: '不合格', decidesGrade: true } })])]);
  const period = { ...env.period, isOwn: false };
  const found = { findings: [finding({ id: 'leak' })] };
  expect(scoreOf(vetoed, found, { period, isWithinOwn: true })).toMatchObject({
    bands: [],
    verdicts: [{ rule: 'R', outcome: '不合格', findings: ['leak'] }],
  });
  expect(scoreOf(vetoed, found, { period }).verdicts).toEqual([]);
  expect(scoreOf(vetoed, {}, { period, isWithinOwn: true }).verdicts).toEqual([]);
});
