import { describe, expect, test } from 'vitest';
import type { Contract } from '../../../domain/contract.ts';
import { reportFigures } from '../../../domain/reporting/report-figures.ts';
import { reportPeriod } from '../../../domain/reporting/report-period.ts';
import { isTableWithin, peopleWithin, type ReportScope } from '../../../domain/reporting/report-scope.ts';
import { DAY, HOUR, personId } from '../../../domain/types.ts';
import { clockOf, missedAt, outcome, partedContract, ruleWith, tableWith } from '../assessment-record/fixture.ts';
import { deliverable, deliverablePlan, inspectionPlan, roundDone } from '../obligation-fixture.ts';

// Project a is the north's, b and c are the south's; site is of a, portal of b.
const WEEK = reportPeriod('weekly', '2026-02-04');
const AT = WEEK.from + DAY;
const contract: Contract = {
  ...partedContract,
  inspections: [
    inspectionPlan({ id: 'of-a', project: 'a' }),
    inspectionPlan({ id: 'of-portal', systems: ['portal'] }),
    inspectionPlan({ id: 'of-all' }),
  ],
  deliverables: [deliverablePlan({ id: 'each', departments: ['north', 'south'] }), deliverablePlan({ id: 'whole' })],
};

function figuresOf(scope: ReportScope) {
  const round = (planId: string) => roundDone(AT - 1, { id: planId, planId, dueAt: AT, opensAt: AT - HOUR });
  const paper = (id: string, department?: string) =>
    deliverable({
      id,
      planId: id === 'whole' ? id : 'each',
      dueAt: AT,
      ...(department !== undefined && { department }),
    });
  return reportFigures({
    contract,
    kind: 'weekly',
    period: WEEK,
    now: WEEK.to,
    outcomes: [
      missedAt(AT, { number: 'A', systemId: 'site', assigneeId: personId('li'), rating: 5 }),
      outcome({
        ...{ number: 'B', systemId: 'portal', reportedAt: AT, resolvedAt: AT + HOUR },
        ...{ assigneeId: personId('chen'), clocks: [clockOf(AT)] },
      }),
    ],
    attendance: ['li', 'chen', 'wu'].map((id) => ({ personId: personId(id), day: WEEK.firstDay, signedInAt: AT })),
    deafness: [],
    obligations: [
      ...['of-a', 'of-portal', 'of-all'].map(round),
      paper('north', 'north'),
      paper('south', 'south'),
      paper('whole'),
    ],
    engineers: [],
    scores: [],
    scope,
  });
}

describe('a report of a part', () => {
  test.each([
    ['the whole', {}, ['A', 'B'], ['of-a', 'of-portal', 'of-all'], ['north', 'south', 'whole']],
    ['a project', { project: 'a' }, ['A'], ['of-a'], ['north']],
    ['another project', { project: 'b' }, ['B'], ['of-portal'], []],
    ['a project with nothing', { project: 'c' }, [], [], []],
    ['a department', { department: 'north' }, ['A'], ['of-a'], ['north']],
    ['another department', { department: 'south' }, ['B'], ['of-portal'], ['south']],
    ['a project of another department', { project: 'b', department: 'north' }, [], [], []],
  ] as const)('%s has its own tickets, rounds and deliverables only', (_, scope, numbers, plans, papers) => {
    const { deliverables, inspections, tickets } = figuresOf(scope);
    expect(tickets.rows.map(({ number }) => number)).toEqual(numbers);
    expect(inspections.byPlan.map(({ planId }) => planId)).toEqual(plans);
    expect(deliverables.map(({ id }) => id).toSorted()).toEqual(papers);
  });

  test('so has it clocks, availability and ratings', () => {
    const [a, b] = [figuresOf({ project: 'a' }), figuresOf({ project: 'b' })];
    expect(a.clocks).toMatchObject([{ met: 0, missed: 1, cases: [{ number: 'A' }] }]);
    expect(b.clocks).toMatchObject([{ met: 1, missed: 0 }]);
    expect([a.availability, b.availability].map((lines) => lines.map(({ systemId }) => systemId))).toEqual([
      ['site'],
      ['portal'],
    ]);
    expect([a.ratings.count, b.ratings.count]).toEqual([1, 0]);
  });

  test('who worked for it is shown with the days on which he was there, whoever else was there is not', () => {
    const people = (scope: ReportScope) =>
      figuresOf(scope).people.map(({ daysPresent, personId: id }) => [id, daysPresent]);
    expect(people({ project: 'b' })).toEqual([
      ['chen', 1],
      ['li', 1],
    ]);
    expect(people({}).map(([id]) => id)).toContain('wu');
  });

  test('people are of their department, and of the project that it alone has', () => {
    const people = [
      { id: personId('li'), department: 'north' },
      { id: personId('chen'), department: 'south' },
      { id: personId('wu') },
    ];
    const ids = (scope: ReportScope) => peopleWithin(scope, contract, people).map(({ id }) => id);
    expect(ids({})).toHaveLength(3);
    expect(ids({ project: 'a' })).toEqual(['li']);
    expect(ids({ project: 'b' })).toEqual([]);
    expect(ids({ department: 'south' })).toEqual(['chen']);
  });

  test.each([
    ['of the whole contract', {}, undefined, {}, true],
    ['of the whole contract', {}, undefined, { project: 'a' }, false],
    ['of the project', { project: 'a' }, undefined, { project: 'a' }, true],
    ['of the project', { project: 'a' }, undefined, { project: 'b' }, false],
    ['of a project of the department', { project: 'b' }, undefined, { department: 'south' }, true],
    ['of a project of another one', { project: 'a' }, undefined, { department: 'south' }, false],
    ['for each department, its own copy', { departments: ['north', 'south'] }, 'north', { department: 'north' }, true],
    ['for each department, another copy', { departments: ['north', 'south'] }, 'south', { department: 'north' }, false],
    ['for each person, of it', { isPerPerson: true }, 'li', { department: 'north' }, true],
    ['for each person, of another one', { isPerPerson: true }, 'li', { department: 'south' }, false],
  ] as const)('a table %s (%j) is told of it, or not', (_, changes, copy, scope, expected) => {
    const table = tableWith([ruleWith('R', [])], changes);
    const people = [{ id: personId('li'), department: 'north' }];
    expect(isTableWithin(scope, contract, table, copy, people)).toBe(expected);
  });

  test('what is down is what the rules of its own table look at', () => {
    const look = { source: 'downtime', kinds: ['incident'], levels: [], systems: [] } as const;
    const tables = [tableWith([ruleWith('R', [look])], { project: 'b' })];
    const { availability } = reportFigures({
      ...{ contract: { ...contract, tables }, kind: 'weekly', period: WEEK, now: WEEK.to },
      ...{ attendance: [], deafness: [], obligations: [], engineers: [], scores: [] },
      outcomes: ['site', 'portal'].map((systemId) => outcome({ systemId, reportedAt: AT, resolvedAt: AT + HOUR })),
    });
    expect(availability.map(({ systemId }) => systemId)).toEqual(['portal']);
  });
});
