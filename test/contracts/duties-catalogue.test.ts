import { describe, expect, test } from 'vitest';
import type { Source } from '../../domain/assessment/table-types.ts';
import { parseCivil } from '../../domain/civil.ts';
import type { Contract } from '../../domain/contract.ts';
import { occurrencesOpening } from '../../domain/obligations/occurrences.ts';
import type { Cadence, DeliverablePlan, InspectionPlan, Moment } from '../../domain/obligations/plan-types.ts';
import { DAY } from '../../domain/types.ts';
import { duties } from './duties-catalogue.ts';
import { shippedPack } from './pack-cases.ts';

type Plan = InspectionPlan | DeliverablePlan;

const PACKS = ['guangxi-police', 'karamay-egov', 'zhangjiagang-egov', 'guangzhou-credit', 'hengqin-police'];
const packs = new Map(PACKS.map((id) => [id, shippedPack(id)]));
const planned = duties.filter(({ kind }) => kind !== 'clock');
/** Printed in the tender, in a place that the catalogue of recurring duties does not list. */
const PRINTED_ELSEWHERE = [
  'karamay-egov p01-month',
  'karamay-egov p01-drill',
  'karamay-egov p12-districts',
  'karamay-egov p12-backup',
  'karamay-egov p14-month',
  'karamay-egov p18-scores',
  'karamay-egov p24-scan',
  'zhangjiagang-egov s049-quarter',
  'zhangjiagang-egov s076-quarter',
  'zhangjiagang-egov s087-month',
  'zhangjiagang-egov s087-check',
  'zhangjiagang-egov s106-devices',
  'zhangjiagang-egov s110-december',
  'zhangjiagang-egov s110-may',
  'zhangjiagang-egov s112-training',
  'zhangjiagang-egov s112-calls',
  'zhangjiagang-egov s168-database-month',
  'zhangjiagang-egov s168-check',
  'zhangjiagang-egov s169-round',
  'zhangjiagang-egov sec05-ups',
  'zhangjiagang-egov sec05-cooling',
  'zhangjiagang-egov sec05-floor',
  'guangzhou-credit security-monthly',
  'guangzhou-credit database-requests',
  'guangzhou-credit database-catalogue',
  'guangzhou-credit platform-scan',
];
const MONTHS = { 1: 'month', 2: '2 months', 3: 'quarter', 6: 'half year', 12: 'year' } as const;
const DAYS = { every_day: 'day', workdays: 'workday', rest_days: 'rest day' } as const;

const plansOf = ({ deliverables, inspections }: Contract): readonly Plan[] => [...inspections, ...deliverables];
const kindOf = (plan: Plan): string => ('kind' in plan ? plan.kind : 'inspection');

function periodText(cadence: Cadence): string {
  switch (cadence.every) {
    case 'days':
      return typeof cadence.on === 'string' ? DAYS[cadence.on] : cadence.on.join(' ');
    case 'weeks':
      return 'week';
    case 'months':
      return MONTHS[cadence.months];
    case 'term':
      return 'service';
    case 'on_request':
      return 'request';
  }
}

function cadenceText({ cadence, times, windows }: Plan): string {
  const period = periodText(cadence);
  return period === 'request' ? period : `${times * windows.length}/${period}`;
}

function momentText(moment: Moment, cadence: Cadence): string {
  const { at, count, of, shifts } = moment;
  const day = `${of}${count === 0 ? '' : ` ${count < 0 ? '-' : '+'} ${Math.abs(count)} ${moment.in}`} `;
  return `${cadence.every === 'days' && day === 'start ' ? '' : day}${at}${shifts ? ' shift' : ''}`;
}

const dueText = ({ cadence, windows }: Plan): string => windows.map(({ due }) => momentText(due, cadence)).join(', ');

/** How many of each plan open in the whole service and the days after it, in which its last reports are written. */
function countsOf(contract: Contract): ReadonlyMap<Plan, number> {
  const { from, to } = contract.term;
  const counts = new Map<Plan, number>();
  for (const { plan } of occurrencesOpening(contract, parseCivil(from) - DAY, parseCivil(to) + 60 * DAY)) {
    counts.set(plan, (counts.get(plan) ?? 0) + 1);
  }
  return counts;
}

test('the catalogue is whole', () => {
  const rows = (id: string) => new Set(duties.flatMap(({ contract, duty }) => (contract === id ? [duty] : [])));
  expect(PACKS.map((id) => rows(id).size)).toEqual([16, 28, 46, 20, 9]);
});

describe.each([...packs])('%s', (id, contract) => {
  const printed = planned.filter((duty) => duty.contract === id);
  const plans = new Map(plansOf(contract).map((plan) => [plan.id, plan]));
  const counts = countsOf(contract);

  test('owes each printed duty, as often and by then', () => {
    const owed = printed.map(({ plan: name }) => {
      const plan = plans.get(name);
      return plan && [name, kindOf(plan), cadenceText(plan), dueText(plan), counts.get(plan) ?? 0];
    });
    expect(owed).toEqual(printed.map(({ cadence, count, due, kind, plan }) => [plan, kind, cadence, due, count]));
  });

  test('owes by the contract only what is printed', () => {
    const known = new Set(printed.map(({ plan }) => plan));
    const more = plansOf(contract).filter(
      ({ binding, cadence, id: plan }) =>
        binding === 'contract' &&
        cadence.every !== 'on_request' &&
        !known.has(plan) &&
        !PRINTED_ELSEWHERE.includes(`${id} ${plan}`),
    );
    expect(more.map((plan) => plan.id)).toEqual([]);
  });

  test('owes nothing printed as the supplier’s own', () => {
    expect(printed.filter(({ plan }) => plans.get(plan)?.binding !== 'contract').map(({ plan }) => plan)).toEqual([]);
  });

  test('calls no two of them the same', () => {
    const names = plansOf(contract).flatMap((plan) => [plan.name, ...('words' in plan ? plan.words : [])]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

test.each(duties.filter(({ kind }) => kind === 'clock'))('$contract has no clock for $duty', ({ contract, plan }) => {
  expect(packs.get(contract)?.clocks.map(({ clock }) => clock)).toContain(plan);
});

// What the catalogue says that a missed or late one costs. `!`: only what is never handed in; `~`: only what is never done.
const CONSEQUENCES: readonly (readonly [rule: string, ...plans: string[]])[] = [
  ['KA63.3', 'p06-03-weekly'],
  ['KA69.1', 'p06-09-devices'],
  ['KA69.2', 'p06-09-systems'],
  ['KA69.3', 'p06-09-detection'],
  ['KA69.4', 'p06-09-visual'],
  ['KA69.5', 'p06-09-warning'],
  ['KA69.6', 'p06-09-tracing'],
  ['KA69.7', 'p06-09-penetration'],
  ['KA69.8', 'p06-09-plan'],
  ['KA69.10', 'p06-09-rounds'],
  ['KA69.15', '!p06-09-training'],
  ['KA611.3', '!p06-11-month'],
  ['KA611.5', '!p06-11-quarter'],
  ['KA611.7', '!p06-11-training'],
  ['KA612.4', '~p06-12-sms'],
  ['KA612.5', '!p06-12-faults'],
  ['KA12.3', 'p12-quarter', '!p12-report'],
  ['KA12.4', '!p12-requirements'],
  ['KA12.5', '!p12-faults'],
  ['KA13.3', 'p13-quarter', '!p13-report'],
  ['KA13.4', '!p13-requirements'],
  ['KA13.5', '!p13-faults'],
  ['KA14.3', 'p14-quarter', '!p14-report'],
  ['KA14.4', '!p14-requirements'],
  ['KA14.5', '!p14-faults'],
  ['KA15.3', 'p15-quarter', '!p15-round-report'],
  ['KA15.5', 'p15-half', 'p15-year'],
  ['KA16.4', 'p16-quarter', '!p16-report'],
  ['KA16.5', '!p16-faults'],
  ['KA17.4', 'p17-quarter', '!p17-report'],
  ['KA17.5', '!p17-faults'],
  ['KA18.12', '!p18-roster'],
  ['KA18.13', '!p18-training'],
  ['KA18.23', 'p18-weekly', 'p18-monthly'],
  ['KA22.3', 'p22-month'],
];

function plansIn(source: Source): readonly string[] {
  switch (source.source) {
    case 'inspection_missed':
      return source.plans.map((plan) => (source.late ? plan : `~${plan}`));
    case 'deliverable_late':
      return source.plans.map((plan) => (source.missing ? `!${plan}` : plan));
    default:
      return [];
  }
}

describe('karamay-egov', () => {
  const rules = (packs.get('karamay-egov')?.tables ?? []).flatMap(({ sections }) =>
    sections.flatMap(({ items }) => items.flatMap((item) => item.rules)),
  );

  test('charges what the tables print, and nothing else, for rounds and papers', () => {
    const charged = rules.flatMap((rule) => {
      const plans = rule.from.flatMap(plansIn);
      return plans.length === 0 ? [] : [[rule.id, ...plans]];
    });
    expect(charged).toEqual(CONSEQUENCES);
  });

  test('says which printed state is found wherever a rule has several', () => {
    const silent = rules.filter(
      ({ from, kinds }) => kinds['tiered-state'] && from.some((source) => 'plans' in source && !('state' in source)),
    );
    expect(silent.map(({ id }) => id)).toEqual([]);
  });
});
