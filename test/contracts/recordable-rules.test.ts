import { expect, test } from 'vitest';
import type { Facts, Finding } from '../../domain/assessment/facts.ts';
import { periodsOf } from '../../domain/assessment/period.ts';
import { POINT } from '../../domain/assessment/points.ts';
import { scoreTables } from '../../domain/assessment/score-tables.ts';
import type { Open } from '../../domain/assessment/statement.ts';
import {
  type FindingFact,
  figureRange,
  intakeOf,
  markRanges,
  type PlacedRule,
  placedRules,
  takesMark,
} from '../../domain/assessment/table-lookup.ts';
import type { Contract } from '../../domain/contract.ts';
import { DAY } from '../../domain/types.ts';
import { shippedPack } from './pack-cases.ts';

// What people may record and what the score is made of are two readings of a rule's kinds. They agree for every shipped rule.

const PACKS = ['guangxi-police', 'guangzhou-credit', 'hengqin-police', 'karamay-egov', 'zhangjiagang-egov'].map(
  shippedPack,
);
const RULES = PACKS.flatMap((pack) => placedRules(pack.tables).map((placed) => ({ pack, placed })));
const named = (rules: typeof RULES) => rules.map((one) => [one.placed.rule.id, one] as const);

const copyOf = ({ departments, isPerPerson }: PlacedRule['table']) =>
  departments?.[0] ?? (isPerPerson ? 'li' : undefined);
const firstPeriod = (pack: Contract, { table }: PlacedRule) => periodsOf(table, pack.term)[0]!;

/** What a rule does to the score, and what is open or told of it. */
function effectOf(pack: Contract, placed: PlacedRule, given: Partial<Facts>) {
  const period = firstPeriod(pack, placed);
  const none: Facts = {
    contractId: pack.id,
    findings: [],
    ratios: [],
    grades: [],
    ticks: [],
    fees: [],
    reviewed: [],
    handedIn: [],
  };
  const fee = { rule: placed.rule.id, fen: 100_000 };
  const fees = [fee, { ...fee, subject: 'x' }];
  const scores = scoreTables(
    [placed.table],
    { ...none, fees, ...given },
    {
      period,
      now: period.to,
      termFrom: pack.term.from,
      priceFen: 100_000_000,
      projectPriceFen: () => 100_000_000,
      people: ['li'],
    },
  );
  const score = scores.find(({ copy }) => copy === copyOf(placed.table))!;
  const rules = score.sections.flatMap(({ items }) => items.flatMap((item) => item.rules));
  const { fen, measures, open, points, tick, charges } = rules.find(({ id }) => id === placed.rule.id)!;
  const marks = charges.filter(({ findingId }) => findingId === undefined);
  return { points, fen, open: open.map(({ why }) => why), measures, marks, tick, verdicts: score.verdicts };
}

/** As many as it takes, each with what `intakeOf` asks for and nothing else. */
function findingsOf(pack: Contract, placed: PlacedRule, needs: readonly FindingFact[]): readonly Finding[] {
  const { kinds, id: rule } = placed.rule;
  const { from, to } = firstPeriod(pack, placed);
  const { allowance, 'every-N': every, 'repeat-in-window': repeat, veto } = kinds;
  const count = Math.max((allowance?.free ?? 0) + 1, every?.n ?? 1, repeat?.times ?? 1, veto?.atLeast ?? 1);
  const range = figureRange(placed);
  const [worst] = (kinds['tiered-state']?.states ?? []).toSorted((a, b) => b.points - a.points);
  const facts: Readonly<Record<FindingFact, Partial<Finding>>> = {
    figure: { figure: range?.to ?? POINT },
    days: { quantity: 3 },
    state: { state: worst?.id ?? '' },
    elapsed: { elapsedMs: 100 * DAY },
    dates: { dueAt: from, doneAt: to - 1 },
    person: { copy: 'li' },
    department: { copy: placed.table.departments?.[0] ?? '' },
  };
  return Array.from({ length: count }, (_, place) => ({
    id: `f${place}`,
    rule,
    at: from + place * 1000,
    standing: 'confirmed',
    origin: 'person',
    evidence: [],
    ...Object.assign({}, ...needs.map((fact) => facts[fact])),
  }));
}

function givenTo(pack: Contract, placed: PlacedRule): Partial<Facts> | undefined {
  const rule = placed.rule.id;
  const copy = copyOf(placed.table);
  const of = { rule, ...(copy !== undefined && { copy }) };
  const intake = intakeOf(placed);
  switch (intake.by) {
    case 'finding':
      return { findings: findingsOf(pack, placed, intake.needs) };
    case 'ratio': {
      const subject = placed.rule.kinds['ratio-threshold']?.each === undefined ? {} : { subject: 'x' };
      return { ratios: [{ ...of, ...subject, met: 1, total: 2, origin: 'person', evidence: [] }] };
    }
    case 'grade':
      return { grades: [{ ...of, grader: 'wang', points: markRanges(placed)[0]?.from ?? 0 }] };
    case 'tick':
      return { ticks: [{ ...of, grader: 'wang', tick: 'dissatisfied' }] };
    case 'nothing':
      return undefined;
  }
}

/** A title and nothing else: it is printed, and adds nothing. */
const isHonour = ({ rule }: PlacedRule) => rule.kinds.bonus?.points === 0;

test.each(named(RULES.filter(({ placed }) => intakeOf(placed).by !== 'nothing' && !isHonour(placed))))(
  'what may be recorded for %s changes nothing',
  (_id, { pack, placed }) => {
    const given = givenTo(pack, placed);
    expect(effectOf(pack, placed, given ?? {})).not.toEqual(effectOf(pack, placed, {}));
  },
);

test.each(named(RULES.filter(({ placed }) => takesMark(placed))))(
  'a mark of %s changes nothing',
  (_id, { pack, placed }) => {
    const copy = copyOf(placed.table);
    const points = placed.rule.kinds.bonus || placed.rule.kinds.earn ? POINT : (markRanges(placed)[0]?.from ?? 0);
    const grade = { rule: placed.rule.id, ...(copy !== undefined && { copy }), grader: 'wang', points };
    // A measured time is what a mark overrides.
    const findings = placed.rule.kinds['graded-by-elapsed'] ? findingsOf(pack, placed, ['elapsed']) : [];
    const effect = effectOf(pack, placed, { findings, grades: [grade] });
    expect(effect).not.toEqual(effectOf(pack, placed, { findings }));
  },
);

test('a rule is open for something that nobody can give', () => {
  const takes: Partial<Record<Open['why'], (placed: PlacedRule) => boolean>> = {
    grade: takesMark,
    ratio: (placed) => intakeOf(placed).by === 'ratio',
    ticks: (placed) => intakeOf(placed).by === 'tick',
    sample: ({ rule }) => rule.kinds.sampled !== undefined,
  };
  const stuck = RULES.filter(({ pack, placed }) =>
    effectOf(pack, placed, {}).open.some((why) => takes[why] && !takes[why](placed)),
  );
  expect(stuck.map(({ placed }) => placed.rule.id)).toEqual([]);
});
