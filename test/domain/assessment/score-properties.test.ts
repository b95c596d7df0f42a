// What holds for every table and every set of facts.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Facts, Finding } from '../../../domain/assessment/facts.ts';
import type { RuleKinds } from '../../../domain/assessment/rule-kinds.ts';
import { scoreTables } from '../../../domain/assessment/score-tables.ts';
import type { AssessmentTable } from '../../../domain/assessment/table-types.ts';
import { DAY, HOUR } from '../../../domain/types.ts';
import { env, facts, finding, item, points, Q1, rule, section, table } from './score-fixture.ts';

const one = points(1);
/** Rules under which a finding is never good for the supplier. */
const losing: readonly RuleKinds[] = [
  { count: { points: one } },
  { 'late-days': { points: points(0.2) } },
  { 'every-N': { n: 3, points: points(5) } },
  { progressive: { first: points(2), plus: points(2), per: 'month' } },
  { progressive: { first: one, times: 2, per: 'period' } },
  { 'repeat-in-window': { window: { ms: 7 * DAY }, points: points(0.5) } },
  { 'repeat-in-window': { window: { span: 'month' }, times: 3 }, count: { points: one } },
  { allowance: { free: 2, per: 'month' }, 'judged-range': { from: one, to: points(2) } },
  { 'judged-range': { from: points(5), to: points(20) } },
  { 'late-threshold': { margin: { months: 3 }, points: points(2) } },
  {
    'tiered-state': {
      per: 'week',
      states: [
        { id: 'none', name: 'none', points: points(3) },
        { id: 'half', name: 'half', points: points(1.5) },
      ],
    },
  },
  { presence: { points: points(5), each: true } },
  { 'graded-by-elapsed': { by: 'loss', steps: [{ overMs: HOUR, points: points(3) }] } },
  { sampled: { size: 2, perOne: 2, points: points(0.5) } },
  {
    availability: { of: 'b' },
    'ratio-threshold': {
      each: 'b',
      steps: [
        { under: 10_000, points: points(0.5) },
        { under: 9000, points: one },
      ],
    },
  },
];
const ids = losing.map((_, place) => `r${place}`);

/** All of them, in items and sections of any size, some without a floor, some without points. */
const someTable: fc.Arbitrary<AssessmentTable> = fc
  .record({
    bases: fc.array(fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }), { minLength: 15, maxLength: 15 }),
    floors: fc.array(fc.constantFrom('zero' as const, 'none' as const), { minLength: 15, maxLength: 15 }),
    sectionBase: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
    tableFloor: fc.constantFrom('zero' as const, 'none' as const),
  })
  .map(({ bases, floors, sectionBase, tableFloor }) => {
    const items = losing.map((kinds, place) =>
      item(
        `i${place}`,
        bases[place],
        [rule(`r${place}`, kinds), rule(`x${place}`, { exemption: { reasons: ['x'] } })],
        {
          floor: { at: floors[place] ?? 'zero' },
        },
      ),
    );
    const verdict = item('v', undefined, [
      rule('veto', { veto: { atLeast: 1, outcome: 'out', decidesGrade: true } }),
      rule('bands', {
        bands: {
          of: 'total',
          steps: [
            { from: points(90), name: 'a' },
            { to: points(90), name: 'b' },
          ],
        },
      }),
    ]);
    const sections = [
      section('s', sectionBase, items.slice(0, 8)),
      section('t', undefined, [...items.slice(8), verdict]),
    ];
    return table([], { sections, floor: { at: tableFloor } });
  });

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const someFinding: fc.Arbitrary<Finding> = fc
  .record({
    rule: fc.constantFrom(...ids),
    at: fc.integer({ min: Q1.from - 30 * DAY, max: Q1.to + DAY }),
    subject: optional(fc.constantFrom('a', 'b')),
    event: optional(fc.constantFrom('e', 'f')),
    quantity: optional(fc.integer({ min: 1, max: 3 })),
    figure: optional(fc.integer({ min: 1, max: 20 }).map(points)),
    elapsedMs: optional(fc.integer({ min: 0, max: 20 * DAY })),
    state: optional(fc.constantFrom('none', 'half')),
    standing: fc.constantFrom('found' as const, 'confirmed' as const, 'disputed' as const, 'exempted' as const),
  })
  .map((fields) => finding(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))));
const someFindings = fc.array(someFinding, { maxLength: 25 });
// The samples are drawn, or the first finding of one would settle that they were.
const reviewed = ids;
const scored = (of: AssessmentTable, findings: readonly Finding[], more: Partial<Facts> = {}) =>
  scoreTables([of], facts({ findings, reviewed, ...more }), env);
const totalOf = (of: AssessmentTable, findings: readonly Finding[]) => scored(of, findings)[0]!.total!;

test('the order of the facts never matters', () => {
  fc.assert(
    fc.property(someTable, someFindings, fc.array(fc.nat()), (of, findings, keys) => {
      const shuffled = findings
        .map((one, place) => ({ one, key: keys[place] ?? 0 }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ one }) => one);
      expect(scored(of, shuffled)).toEqual(scored(of, findings));
    }),
  );
});

test('one more finding never raises a total, neither the least nor the greatest', () => {
  fc.assert(
    fc.property(someTable, someFindings, someFinding, (of, findings, more) => {
      const [before, after] = [totalOf(of, findings), totalOf(of, [...findings, more])];
      expect(after.max).toBeLessThanOrEqual(before.max);
      expect(after.min).toBeLessThanOrEqual(before.min);
    }),
  );
});

test('an exemption gives back exactly what its finding cost, by a decision or by the rule', () => {
  fc.assert(
    fc.property(someTable, someFindings, someFinding, (of, findings, charged) => {
      const others = findings.filter(({ event }) => event !== 'own');
      const own: Finding = { ...charged, event: 'own', standing: 'confirmed' };
      const without = totalOf(of, others);
      expect(totalOf(of, [...others, { ...own, standing: 'exempted' }])).toEqual(without);
      const excuse = finding({ rule: `x${own.rule.slice(1)}`, event: 'own', at: own.at });
      expect(totalOf(of, [...others, own, excuse])).toEqual(without);
    }),
  );
});

test('a veto wins, whatever the points', () => {
  fc.assert(
    fc.property(someTable, someFindings, (of, findings) => {
      const [score] = scored(of, [...findings, finding({ rule: 'veto' })]);
      expect(score).toMatchObject({ bands: [], verdicts: [{ rule: 'veto', outcome: 'out' }] });
    }),
  );
});

test('facts added one at a time end where all at once do', () => {
  fc.assert(
    fc.property(someTable, someFindings, (of, findings) => {
      let collected: readonly Finding[] = [];
      let last = scored(of, collected);
      for (const one of findings) {
        collected = [...collected, one];
        last = scored(of, collected);
      }
      expect(last).toEqual(scored(of, findings));
    }),
    { numRuns: 20 },
  );
});

test('every figure is an integer, and the least is never over the greatest', () => {
  fc.assert(
    fc.property(someTable, someFindings, (of, findings) => {
      const [score] = scored(of, findings);
      const spans = score!.sections.flatMap(({ change, items }) => [
        change,
        ...items.flatMap((one) => [one.change, ...one.rules.flatMap(({ points: change, fen }) => [change, fen])]),
      ]);
      for (const { min, max } of [score!.total!, score!.confirmed!, ...spans]) {
        expect(Number.isSafeInteger(min) && Number.isSafeInteger(max) && min <= max).toBe(true);
      }
    }),
  );
});

test('what is confirmed never costs more than all that was found', () => {
  fc.assert(
    fc.property(someTable, someFindings, (of, findings) => {
      const [score] = scored(of, findings);
      expect(score!.confirmed!.max).toBeGreaterThanOrEqual(score!.total!.max);
    }),
  );
});
