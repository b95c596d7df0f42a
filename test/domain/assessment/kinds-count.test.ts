// Kinds that choose what counts, and those that price occurrences one by one.
import { describe, expect, test } from 'vitest';
import type { Facts, Finding } from '../../../domain/assessment/facts.ts';
import type { RuleKinds } from '../../../domain/assessment/rule-kinds.ts';
import { HOUR } from '../../../domain/types.ts';
import {
  at,
  between,
  exactly,
  facts,
  finding,
  item,
  points,
  ratio,
  reasons,
  rule,
  scoreOf,
  scoreRule,
  table,
  times,
} from './score-fixture.ts';

type Case = readonly [name: string, kinds: RuleKinds, given: Partial<Facts>, change: { min: number; max: number }];
const of = (...findings: ReturnType<typeof finding>[]): Partial<Facts> => ({ findings });
const on = (text: string, fields = {}) => finding({ at: at(text), ...fields });

const count: RuleKinds = { count: { points: points(0.2) } };
const lateDays: RuleKinds = { 'late-days': { points: points(0.2) } };
const everyThird: RuleKinds = { 'every-N': { n: 3, points: points(5) } };
const twoFourSix: RuleKinds = { progressive: { first: points(2), plus: points(2), per: 'year' } };
const doubling: RuleKinds = { progressive: { first: points(1), times: 2, per: 'period' } };
const week: RuleKinds = { 'repeat-in-window': { window: { ms: 168 * HOUR }, points: points(0.5) } };
const thirdOfQuarter: RuleKinds = {
  'repeat-in-window': { window: { span: 'quarter' }, times: 3 },
  count: { points: points(1) },
};
const freeThree: RuleKinds = {
  allowance: { free: 3, per: 'month' },
  'judged-range': { from: points(1), to: points(2) },
};
const threeMonths: RuleKinds = { 'late-threshold': { margin: { months: 3 }, points: points(2) } };
const states: RuleKinds = {
  'tiered-state': {
    per: 'month',
    states: [
      { id: 'none', name: 'none', points: points(3) },
      { id: 'half', name: 'half', points: points(1.5) },
    ],
  },
};
const each: RuleKinds = { 'tiered-state': { ...states['tiered-state']!, per: 'occurrence' } };
const due = { at: at('2026-03-31'), dueAt: at('2026-03-31 18:00') };

test.each<Case>([
  ['nothing found costs nothing', count, {}, exactly(0)],
  ['25 times 0.2 are exactly 5', count, { findings: times(25) }, exactly(-5)],
  ['one that happened five times counts five times', count, of(finding({ quantity: 5 })), exactly(-1)],
  ['the first instant of the period belongs to it', count, of(on('2026-01-01')), exactly(-0.2)],
  ['1 ms before the period does not', count, of(finding({ at: at('2026-01-01') - 1 })), exactly(0)],
  ['the last ms of the period belongs to it', count, of(finding({ at: at('2026-04-01') - 1 })), exactly(-0.2)],
  ['the first instant of the next one does not', count, of(on('2026-04-01')), exactly(0)],

  ['5 days late', lateDays, of(finding({ quantity: 5 })), exactly(-1)],
  ['days of all documents are added', lateDays, of(finding({ quantity: 3 }), finding({ quantity: 2 })), exactly(-1)],
  [
    'delivered at the end of the due date',
    lateDays,
    of(finding({ dueAt: at('2026-02-05'), doneAt: at('2026-02-05 24:00') - 1 })),
    exactly(0),
  ],
  [
    'delivered at 00:00 of the day after',
    lateDays,
    of(finding({ dueAt: at('2026-02-05 18:00'), doneAt: at('2026-02-06') })),
    exactly(-0.2),
  ],
  ['late by somebody’s word, and nobody said how long', lateDays, of(finding()), exactly(-0.2)],

  ['2 of 3 cost nothing', everyThird, { findings: times(2) }, exactly(0)],
  ['3 cost once', everyThird, { findings: times(3) }, exactly(-5)],
  ['5 cost once', everyThird, { findings: times(5) }, exactly(-5)],
  ['6 cost twice', everyThird, { findings: times(6) }, exactly(-10)],
  ['3 in one record', everyThird, of(finding({ quantity: 3 })), exactly(-5)],

  ['2, 4, 6', twoFourSix, { findings: times(3) }, exactly(-12)],
  ['1, 2, 4', doubling, { findings: times(3) }, exactly(-7)],
  ['the fourth doubles again', doubling, { findings: times(4) }, exactly(-15)],

  ['a fault that never came back', week, of(on('2026-02-01', { subject: 'a' })), exactly(0)],
  [
    'back after exactly 168 hours',
    week,
    of(on('2026-02-01', { subject: 'a' }), on('2026-02-08', { subject: 'a' })),
    exactly(-0.5),
  ],
  [
    'back 1 ms later',
    week,
    of(on('2026-02-01', { subject: 'a' }), finding({ at: at('2026-02-08') + 1, subject: 'a' })),
    exactly(0),
  ],
  ['another point', week, of(on('2026-02-01', { subject: 'a' }), on('2026-02-02', { subject: 'b' })), exactly(0)],
  [
    'the window runs from the completion',
    week,
    of(on('2026-02-01', { subject: 'a', doneAt: at('2026-02-03') }), on('2026-02-10', { subject: 'a' })),
    exactly(-0.5),
  ],
  [
    'the one before lies before the period',
    week,
    of(on('2025-12-30', { subject: 'a' }), on('2026-01-02', { subject: 'a' })),
    exactly(-0.5),
  ],
  [
    'a repetition that knows itself for one',
    week,
    of(on('2026-02-01', { subject: 'a', elapsedMs: 168 * HOUR })),
    exactly(-0.5),
  ],
  [
    'one that knows itself for none',
    week,
    of(on('2026-02-01', { subject: 'a', elapsedMs: 168 * HOUR + 1 })),
    exactly(0),
  ],
  ['one that its recorder calls a repetition', week, of(finding()), exactly(-0.5)],
  ['twice in a quarter', thirdOfQuarter, { findings: times(2) }, exactly(0)],
  ['three times in a quarter', thirdOfQuarter, { findings: times(3) }, exactly(-1)],
  ['three times of one record', thirdOfQuarter, of(finding({ quantity: 3 })), exactly(-1)],
  ['three times, one in the quarter before', thirdOfQuarter, of(on('2025-12-31'), ...times(2)), exactly(0)],

  ['three a month are free', freeThree, { findings: times(3) }, exactly(0)],
  ['the fourth costs', freeThree, { findings: times(4, { figure: points(2) }) }, exactly(-2)],
  ['the fourth has no figure', freeThree, { findings: times(4) }, between(-2, -1)],
  [
    'three in each of two months',
    freeThree,
    { findings: [...times(3), ...times(3, { at: at('2026-03-01') })] },
    exactly(0),
  ],

  [
    'delivered a day before three months are over',
    threeMonths,
    of(finding({ ...due, doneAt: at('2026-06-29 23:59') })),
    exactly(0),
  ],
  ['three months are over on 30 June', threeMonths, of(finding({ ...due, doneAt: at('2026-06-30') })), exactly(-2)],
  ['91 days late, told as days', threeMonths, of(finding({ ...due, quantity: 91 })), exactly(-2)],
  ['90 days late', threeMonths, of(finding({ ...due, quantity: 90 })), exactly(0)],
  ['not there yet, and still within the margin', threeMonths, of(finding({ ...due, isMissing: true })), between(-2, 0)],
  [
    'never delivered, three months ago',
    threeMonths,
    of(finding({ at: at('2026-01-02'), dueAt: at('2026-01-02'), isMissing: true })),
    exactly(-2),
  ],
  ['missing by somebody’s word', threeMonths, of(finding()), exactly(-2)],

  ['one state', states, of(finding({ state: 'half' })), exactly(-1.5)],
  ['the worse of two of one month', states, of(finding({ state: 'half' }), finding({ state: 'none' })), exactly(-3)],
  [
    'one in each of two months',
    states,
    of(finding({ state: 'half' }), on('2026-03-01', { state: 'none' })),
    exactly(-4.5),
  ],
  ['a state that nobody named', states, of(finding()), between(-3, -1.5)],
  ['no better than what is known', states, of(finding(), finding({ state: 'none' })), exactly(-3)],
  ['each question by itself', each, of(finding({ state: 'half' }), finding({ state: 'none' })), exactly(-4.5)],

  ['missing once or five times', { presence: { points: points(5) } }, { findings: times(5) }, exactly(-5)],
  [
    'once for each subject',
    { presence: { points: points(1), each: true } },
    of(finding({ subject: 'a' }), finding({ subject: 'a' }), finding({ subject: 'b' })),
    exactly(-2),
  ],

  [
    'a figure within the range',
    { 'judged-range': { from: points(5), to: points(20) } },
    of(finding({ figure: points(5) })),
    exactly(-5),
  ],
  [
    'a figure under the range is none',
    { 'judged-range': { from: points(5), to: points(20) } },
    of(finding({ figure: points(4.99) })),
    between(-20, -5),
  ],
  ['a range up to the whole item', { 'judged-range': {} }, of(finding()), between(-20, 0)],
  ['a figure over the item is none', { 'judged-range': {} }, of(finding({ figure: points(20.01) })), between(-20, 0)],

  ['a sample that nobody drew is open', { sampled: { size: 3, points: points(1) } }, {}, between(-3, 0)],
  ['a sample without a finding was good', { sampled: { size: 3, points: points(1) } }, { reviewed: ['R'] }, exactly(0)],
  ['as many as are in the sample', { sampled: { size: 3, points: points(1) } }, { findings: times(3) }, exactly(-3)],
  ['more than are in the sample', { sampled: { size: 3, points: points(1) } }, { findings: times(4) }, exactly(-3)],
  [
    'two in each of three',
    { sampled: { size: 3, perOne: 2, points: points(0.5) } },
    { findings: times(6) },
    exactly(-3),
  ],

  [
    'a bonus in a section where nothing was lost',
    { bonus: { points: points(3), within: 'nothing' } },
    { findings: times(2) },
    exactly(6),
  ],
  ['a bonus that nobody has priced', { bonus: { within: 'nothing' } }, { findings: times(1) }, exactly(0)],
  ['nothing earned', { earn: { points: points(1), upTo: points(3) } }, {}, exactly(-20)],
  [
    'no more than the ceiling is earned',
    { earn: { points: points(1), upTo: points(3) } },
    { findings: times(4) },
    exactly(-17),
  ],
])('%s', (_name, kinds, given, change) => {
  expect(scoreRule(kinds, given).points).toEqual(change);
});

test.each([
  ['exempted', finding({ standing: 'exempted', reason: '封网' }), 'exempted'],
  ['withdrawn', finding({ standing: 'withdrawn' }), 'withdrawn'],
] as const)('what is %s costs nothing and stays with its reason', (_name, found, because) => {
  const score = scoreRule(count, of(found));
  expect(score.points).toEqual(exactly(0));
  expect(score.charges).toMatchObject([{ findingId: found.id, because }]);
  expect(score.charges[0]?.reason).toBe(found.reason);
});

test('what does not count says why', () => {
  expect(reasons(scoreRule(everyThird, { findings: times(4) }))).toEqual([
    'rest_of_n',
    'rest_of_n',
    undefined,
    'rest_of_n',
  ]);
  expect(reasons(scoreRule(freeThree, { findings: times(4) }))).toEqual(['free', 'free', 'free', 'needs_figure']);
  expect(reasons(scoreRule({ presence: { points: 1 } }, { findings: times(2) }))).toEqual([undefined, 'once_only']);
  expect(reasons(scoreRule({ sampled: { size: 1, points: 1 } }, { findings: times(2) }))).toEqual([
    undefined,
    'beyond_sample',
  ]);
  expect(reasons(scoreRule(week, of(finding({ subject: 'a' }))))).toEqual(['first_of_window']);
  expect(reasons(scoreRule(threeMonths, of(finding({ ...due, isMissing: true }))))).toEqual(['not_yet_late']);
});

test.each([
  ['a year of the service', '2025-07-01', '2025-12-31', exactly(-4)],
  ['a year of the service that begins with the period', '2026-01-01', '2025-12-31', exactly(-2)],
])('the n-th is counted through %s', (_name, termFrom, before, change) => {
  expect(scoreRule(twoFourSix, of(on(before), finding()), { termFrom }).points).toEqual(change);
});

describe('one event and several rules', () => {
  const incident = table([
    item('fault', 15, [
      rule('a', { count: { points: points(5) } }),
      rule('b', { exemption: { reasons: ['封网'] }, 'no-double-count': { with: ['c'] } }),
    ]),
    item('event', 20, [rule('c', { 'judged-range': { from: points(5), to: points(20) } })]),
  ]);
  const fault = finding({ rule: 'a', event: 'e1' });

  test.each([
    ['a fault by itself', [fault], exactly(95)],
    [
      'it became an event, which is charged alone',
      [fault, finding({ rule: 'c', event: 'e1', figure: points(5) })],
      exactly(95),
    ],
    ['another event is another matter', [fault, finding({ rule: 'c', event: 'e2', figure: points(5) })], exactly(90)],
    [
      'the event was exempted, so the fault counts',
      [fault, finding({ rule: 'c', event: 'e1', figure: points(5), standing: 'exempted' })],
      exactly(95),
    ],
    [
      'the event was recorded by mistake, so the fault counts',
      [fault, finding({ rule: 'c', event: 'e1', figure: points(5), standing: 'withdrawn' })],
      exactly(95),
    ],
    ['an exemption of the event', [fault, finding({ rule: 'b', event: 'e1', note: '机房停电' })], exactly(100)],
    ['an exemption of another event', [fault, finding({ rule: 'b', event: 'e2' })], exactly(95)],
    [
      'an exemption that was withdrawn',
      [fault, finding({ rule: 'b', event: 'e1', standing: 'withdrawn' })],
      exactly(95),
    ],
  ] as const)('%s', (_name, findings, total) => {
    expect(scoreOf(incident, { findings }).total).toEqual(total);
  });

  test('an exempted line tells the reason of its exemption', () => {
    const score = scoreOf(incident, { findings: [fault, finding({ rule: 'b', event: 'e1', note: '机房停电' })] });
    expect(score.sections[0]?.items[0]?.rules[0]?.charges).toMatchObject([{ because: 'exempted', reason: '机房停电' }]);
  });

  test('of two rules that each give way to the other, one charges', () => {
    const mutual = table([
      item('x', 10, [
        rule('a', { count: { points: points(1) } }),
        rule('n', { 'no-double-count': { with: ['b'], of: ['a'] } }),
      ]),
      item('y', 10, [
        rule('b', { count: { points: points(2) } }),
        rule('m', { 'no-double-count': { with: ['a'], of: ['b'] } }),
      ]),
    ]);
    const findings = [finding({ rule: 'a', event: 'e' }), finding({ rule: 'b', event: 'e' })];
    expect(scoreOf(mutual, { findings }).total).toEqual(exactly(98));
  });

  test.each<[string, RuleKinds, readonly Partial<Finding>[], number]>([
    [
      'within its margin',
      { 'late-threshold': { margin: { days: 5 }, points: points(2) } },
      [{ dueAt: at('2026-02-01'), doneAt: at('2026-02-03') }],
      99,
    ],
    [
      'past its margin',
      { 'late-threshold': { margin: { days: 5 }, points: points(2) } },
      [{ dueAt: at('2026-02-01'), doneAt: at('2026-02-09') }],
      98,
    ],
    [
      'within the step that is free',
      { 'graded-by-elapsed': { by: 'loss', steps: [{ overMs: 5, points: points(2) }] } },
      [{ elapsedMs: 5 }],
      99,
    ],
    [
      'past the step that is free',
      { 'graded-by-elapsed': { by: 'loss', steps: [{ overMs: 5, points: points(2) }] } },
      [{ elapsedMs: 6 }],
      98,
    ],
    ['free', { count: { points: points(2) }, allowance: { free: 1, per: 'period' } }, [{}], 99],
    [
      'the first of its window',
      { 'repeat-in-window': { window: { span: 'quarter' }, points: points(2) } },
      [{ subject: 's' }],
      99,
    ],
    [
      'beyond the sample',
      { sampled: { size: 1, points: points(2) } },
      [{ event: 'other', at: at('2026-01-05') }, {}],
      97,
    ],
    ['the rest of three', { 'every-N': { n: 3, points: points(2) } }, [{}], 100],
  ])(
    'what costs nothing elsewhere, being %s there, swallows the charge here, or one is charged twice',
    (_, kinds, others, total) => {
      const judged = table([
        item('x', 10, [
          rule('a', { count: { points: points(1) } }),
          rule('n', { 'no-double-count': { with: ['b'], of: ['a'] } }),
        ]),
        item('y', 10, [rule('b', kinds)]),
      ]);
      const findings = [
        finding({ rule: 'a', event: 'e' }),
        ...others.map((fields) => finding({ rule: 'b', event: 'e', ...fields })),
      ];
      expect(scoreOf(judged, { findings }).total).toEqual(exactly(total));
    },
  );

  test.each([
    ['exempted', exactly(100)],
    ['withdrawn', exactly(99)],
  ] as const)('what is judged elsewhere alone comes back though it was %s there', (standing, total) => {
    const judged = table([
      item('x', 10, [
        rule('a', { count: { points: points(1) } }),
        rule('n', { 'no-double-count': { with: ['b'], evenExempted: true } }),
      ]),
      item('y', 10, [rule('b', { count: { points: points(2) } })]),
    ]);
    const findings = [finding({ rule: 'a', event: 'e' }), finding({ rule: 'b', event: 'e', standing })];
    expect(scoreOf(judged, { findings }).total).toEqual(total);
  });
});

test('facts of other rules change nothing', () => {
  expect(
    scoreRule(count, facts({ findings: times(3, { rule: 'other' }), ratios: [{ ...ratio(1, 2), rule: 'other' }] }))
      .points,
  ).toEqual(exactly(0));
});

test('what doubles a thousand times is no number any more, so no statement can be made of it', () => {
  const { points: change } = scoreRule(doubling, { findings: times(2, { quantity: 1_000 }) });
  expect([Number.isFinite(change.min), change.min < 0]).toEqual([true, true]);
});
