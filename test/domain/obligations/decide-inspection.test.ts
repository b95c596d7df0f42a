import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allNormal,
  cancelInspections,
  fillItems,
  type ItemFill,
  linkTicket,
} from '../../../domain/obligations/decide-inspection.ts';
import { requestedInspections } from '../../../domain/obligations/obligation-of.ts';
import type { ObligationDecision, ObligationRefusal } from '../../../domain/obligations/obligation-refusal.ts';
import type { Inspection } from '../../../domain/obligations/obligation-types.ts';
import { type Actor, HOUR, type Instant, MINUTE, ticketId } from '../../../domain/types.ts';
import { li, qian, wang, words, zhao, zhou } from '../fixture.ts';
import { at, contractOf, inspectionPlan, item, roundOf } from './fixture.ts';

const plan = inspectionPlan();
const round = roundOf();
const [NINE, DUE] = [at('2026-03-03 09:00'), round.dueAt];
const by = (who: Actor, now: Instant = NINE) => ({ now, by: who });

/** Why it was refused; `none`: it was not. */
type Reason = ObligationRefusal['reason'] | 'none';

function done(decision: ObligationDecision<Inspection>): Inspection {
  if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.refusal)}`);
  return decision.next;
}
const reasonOf = (decision: ObligationDecision<Inspection>): Reason => (decision.ok ? 'none' : decision.refusal.reason);
const fill = (seen: Inspection, fills: readonly ItemFill[], who: Actor = li, now: Instant = NINE) =>
  fillItems(seen, plan, fills, by(who, now));
const whole = done(allNormal(round, plan, by(li)));

describe('readings', () => {
  test.each<[string, number, 'normal' | 'anomaly']>([
    ['below the lower limit', 17_999, 'anomaly'],
    ['the lower limit', 18_000, 'normal'],
    ['the upper limit', 27_000, 'normal'],
    ['above the upper limit', 27_001, 'anomaly'],
  ])('%s', (_, value, outcome) => {
    const next = done(fill(round, [{ itemId: 'temperature', value }]));
    expect(next.results.temperature).toEqual({ outcome, value, at: NINE, by: li.id });
  });

  test('a human may say otherwise than the limits', () => {
    const next = done(fill(round, [{ itemId: 'temperature', value: 30_000, outcome: 'normal' }]));
    expect(next.results.temperature).toMatchObject({ outcome: 'normal', value: 30_000 });
  });

  test('without limits every value is normal', () => {
    const free = inspectionPlan({ checklist: [item('load', { reading: { unit: '%' } }), item('logs')] });
    const next = done(fillItems(round, free, [{ itemId: 'load', value: -5 }], by(li)));
    expect(next.results.load?.outcome).toBe('normal');
  });
});

describe('a round', () => {
  test('partly done is kept, and it is done with its last item', () => {
    const first = done(fill(round, [{ itemId: 'water', outcome: 'anomaly', note: words('wet'), attachments: ['a'] }]));
    expect(first).toMatchObject({ state: 'open', version: 2 });
    const second = done(fill(first, [{ itemId: 'temperature', value: 20_000 }], zhou));
    expect(second.state).toBe('open');
    const third = fill(second, [{ itemId: 'logs', outcome: 'not_applicable' }], zhao, NINE + MINUTE);
    expect(done(third)).toMatchObject({ state: 'done', doneAt: NINE + MINUTE, doneBy: zhao.id, version: 4 });
    expect(third).toMatchObject({
      entry: { type: 'inspection_done', plan: 'daily', period: '2026-03-03', items: ['logs'], filled: 3, anomalies: 1 },
    });
  });

  test('all normal leaves what was found as it is', () => {
    const first = done(fill(round, [{ itemId: 'water', outcome: 'anomaly' }]));
    const next = done(allNormal(first, plan, by(zhou, NINE + MINUTE)));
    expect(next.results.water).toEqual(first.results.water);
    expect(next.results.temperature).toEqual({ outcome: 'normal', at: NINE + MINUTE, by: zhou.id });
    expect(next).toMatchObject({ state: 'done', doneBy: zhou.id });
  });

  test('a missed round may be done late, and stays missed in time', () => {
    const missed: Inspection = { ...round, state: 'missed', missedAt: DUE };
    const decision = allNormal(missed, plan, by(li, DUE + HOUR));
    expect(done(decision)).toMatchObject({ state: 'done', doneAt: DUE + HOUR, missedAt: DUE });
    expect(decision).toMatchObject({ entry: { late: true } });
  });

  test('one that was done at its due instant was not missed, whatever the timer said', () => {
    const missed: Inspection = { ...round, state: 'missed', missedAt: DUE };
    const decision = allNormal(missed, plan, by(li, DUE));
    expect(done(decision)).not.toHaveProperty('missedAt');
    expect(decision).not.toMatchObject({ entry: { late: true } });
  });

  test('may be corrected until it is due', () => {
    const decision = fill(whole, [{ itemId: 'logs', outcome: 'anomaly' }], zhou, DUE);
    expect(done(decision)).toMatchObject({ state: 'done', doneAt: NINE, doneBy: li.id });
    expect(decision).toMatchObject({ entry: { type: 'inspection_corrected', items: ['logs'], anomalies: 1 } });
    expect(reasonOf(fill(whole, [{ itemId: 'logs', outcome: 'anomaly' }], zhou, DUE + 1))).toBe('done_already');
  });

  test('a pack that took the open items away leaves none that can never be done', () => {
    const first = done(fill(round, [{ itemId: 'logs', outcome: 'normal' }]));
    expect(done(allNormal(first, inspectionPlan({ checklist: [item('logs')] }), by(li))).state).toBe('done');
  });

  test('a photo or a note that comes later is no second look', () => {
    const first = done(fill(round, [{ itemId: 'water', outcome: 'anomaly', attachments: ['a'] }]));
    const next = done(
      fill(first, [{ itemId: 'water', attachments: ['b', 'a'], note: words('n') }], zhou, NINE + MINUTE),
    );
    expect(next.results.water).toEqual({
      ...{ outcome: 'anomaly', at: NINE, by: li.id, attachments: ['a', 'b'], note: words('n') },
    });
  });

  test('another outcome drops the note of the first one, not its files or its ticket', () => {
    const ticket = { id: ticketId('t'), number: 'GZ-260303-01' };
    const first = done(fill(round, [{ itemId: 'water', outcome: 'anomaly', attachments: ['a'], note: words('n') }]));
    const linked = done(linkTicket(first, 'water', ticket, by(li)));
    const next = done(fill(linked, [{ itemId: 'water', outcome: 'normal' }], zhou));
    expect(next.results.water).toEqual({ outcome: 'normal', at: NINE, by: zhou.id, attachments: ['a'], ticket });
  });
});

describe('machines', () => {
  const machine = (seen: Inspection, fills: readonly ItemFill[], now = NINE) => fillItems(seen, plan, fills, { now });

  test('fill what nobody has filled, marked as such', () => {
    const next = done(machine(round, [{ itemId: 'temperature', value: 28_000 }]));
    expect(next.results.temperature).toEqual({ outcome: 'anomaly', value: 28_000, at: NINE, isAutomatic: true });
  });

  test('never overrule a human, and may see again what they saw', () => {
    const first = done(fill(round, [{ itemId: 'water', outcome: 'normal' }]));
    expect(reasonOf(machine(first, [{ itemId: 'water', outcome: 'anomaly' }]))).toBe('same_already');
    const seen = done(machine(first, [{ itemId: 'logs', outcome: 'anomaly' }]));
    expect(done(machine(seen, [{ itemId: 'logs', outcome: 'normal' }])).results.logs?.outcome).toBe('normal');
  });

  test('change nothing in a round that is done', () => {
    expect(reasonOf(machine(whole, [{ itemId: 'logs', outcome: 'anomaly' }]))).toBe('done_already');
  });

  test('a human who says the same takes it upon himself', () => {
    const seen = done(machine(round, [{ itemId: 'logs', outcome: 'normal' }]));
    expect(done(fill(seen, [{ itemId: 'logs', outcome: 'normal' }])).results.logs?.by).toBe(li.id);
  });

  test('a round whose last item a machine fills is the work of the last human, or of nobody', () => {
    const two = done(
      fill(round, [
        { itemId: 'water', outcome: 'normal' },
        { itemId: 'logs', outcome: 'normal' },
      ]),
    );
    expect(done(machine(two, [{ itemId: 'temperature', value: 20_000 }]))).toMatchObject({
      state: 'done',
      doneBy: li.id,
    });
    const all = ['temperature', 'water', 'logs'].map((itemId) => ({ itemId, outcome: 'normal' as const }));
    const alone = done(machine(round, all));
    expect(alone.state).toBe('done');
    expect(alone).not.toHaveProperty('doneBy');
  });
});

describe('refusals', () => {
  const planned: Inspection = { ...round, state: 'planned' };
  const one = [{ itemId: 'logs', outcome: 'normal' }] as const;
  test.each<[string, ObligationDecision<Inspection>, Reason]>([
    ['a reporter inspects nothing', fill(round, one, wang), 'supplier_only'],
    ['nor does a supervisor', allNormal(round, plan, by(qian)), 'supplier_only'],
    ['one that is not open', fill(planned, one, li, round.opensAt - 1), 'not_open_yet'],
    ['one that opens now', fill(planned, one, li, round.opensAt), 'none'],
    ['one that is cancelled', fill({ ...round, state: 'cancelled' }, one), 'cancelled'],
    ['all normal twice', allNormal(whole, plan, by(li)), 'done_already'],
    ['the same twice', fill(done(fill(round, one)), one), 'same_already'],
    ['an unknown item', fill(round, [{ itemId: 'roof', outcome: 'normal' }]), 'unknown_item'],
    ['a photo of what nobody looked at', fill(round, [{ itemId: 'water', attachments: ['a'] }]), 'needs_outcome'],
    ['a value where none is read', fill(round, [{ itemId: 'logs', value: 1 }]), 'no_reading'],
    ['half a thousandth', fill(round, [{ itemId: 'temperature', value: 0.5 }]), 'bad_value'],
    [
      'a ticket for what is normal',
      linkTicket(whole, 'logs', { id: ticketId('t'), number: 'n' }, by(li)),
      'no_anomaly',
    ],
  ])('%s', (_, decision, reason) => {
    expect(reasonOf(decision)).toBe(reason);
  });

  test('a second ticket for one anomaly', () => {
    const ticket = { id: ticketId('t'), number: 'GZ-260303-01' };
    const seen = done(fill(round, [{ itemId: 'water', outcome: 'anomaly' }]));
    const linked = done(linkTicket(seen, 'water', ticket, by(li)));
    expect(linkTicket(linked, 'water', ticket, by(li))).toEqual({
      ok: false,
      refusal: { reason: 'ticket_already', item: 'water', number: 'GZ-260303-01' },
    });
    expect(reasonOf(linkTicket(seen, 'water', ticket, by(qian)))).toBe('supplier_only');
  });
});

describe('rounds on request', () => {
  const contract = contractOf([plan]);
  const occasion = { text: words('event'), by: qian.id, at: NINE, groupId: 'G1' };
  const windows = [
    { opensAt: NINE, dueAt: NINE + HOUR },
    { opensAt: NINE + 24 * HOUR, dueAt: NINE + 25 * HOUR },
  ];
  const patrol = inspectionPlan({ id: 'patrol', cadence: { every: 'on_request' }, windows: [] });
  const rounds = requestedInspections(contract, patrol, { windows, occasion }, NINE);

  test('are made for each window, the first one open already', () => {
    expect(rounds.map(({ id, opensAt, period, state }) => [id, state, opensAt, period.label])).toEqual([
      ['test:inspection:patrol:G1:1', 'open', NINE, '2026-03-03'],
      ['test:inspection:patrol:G1:2', 'planned', NINE + 24 * HOUR, '2026-03-04'],
    ]);
  });

  test('are taken back as long as they are neither done nor missed', () => {
    const [first, second] = rounds;
    if (!first || !second) throw new Error('two rounds');
    const given = [done(allNormal(first, patrol, by(li))), second];
    expect(cancelInspections(given, by(qian)).map(({ decision }) => done(decision))).toEqual([
      { ...second, version: 2, state: 'cancelled' },
    ]);
    expect(cancelInspections(given, by(li)).map(({ decision }) => reasonOf(decision))).toEqual([
      'managers_and_supervisors',
    ]);
    expect(cancelInspections(rounds, by(qian, NINE + HOUR + 1))).toHaveLength(1);
  });

  test('a window over midnight is about both days', () => {
    const [made] = requestedInspections(
      contract,
      patrol,
      { windows: [{ opensAt: at('2026-03-03 22:00'), dueAt: at('2026-03-04 06:00') }], occasion },
      NINE,
    );
    expect(made?.period).toMatchObject({ firstDay: '2026-03-03', lastDay: '2026-03-04', to: at('2026-03-05') });
  });
});

describe('for any fills', () => {
  const someFill: fc.Arbitrary<ItemFill> = fc.record(
    {
      itemId: fc.constantFrom('temperature', 'water', 'logs'),
      outcome: fc.constantFrom('normal', 'anomaly', 'not_applicable'),
      value: fc.integer({ min: 0, max: 40_000 }),
      attachments: fc.uniqueArray(fc.constantFrom('a', 'b'), { minLength: 1 }),
    },
    { requiredKeys: ['itemId'] },
  );

  test('said twice they change nothing, and a round is done exactly when all is filled', () => {
    fc.assert(
      fc.property(fc.array(someFill, { maxLength: 6 }), fc.boolean(), (fills, isHuman) => {
        const env = isHuman ? by(li) : { now: NINE };
        let seen = round;
        for (const one of fills) {
          const decision = fillItems(seen, plan, [one], env);
          if (!decision.ok) continue;
          expect(decision.next.version).toBe(seen.version + 1);
          seen = decision.next;
          expect(fillItems(seen, plan, [one], env).ok).toBe(false);
        }
        expect(seen.state === 'done').toBe(plan.checklist.every(({ id }) => seen.results[id]));
      }),
    );
  });
});
