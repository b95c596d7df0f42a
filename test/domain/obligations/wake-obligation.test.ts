import { describe, expect, test } from 'vitest';
import { civilDate, civilTime } from '../../../domain/civil.ts';
import { allNormal } from '../../../domain/obligations/decide-inspection.ts';
import { obligationOf, requestedInspections } from '../../../domain/obligations/obligation-of.ts';
import type { Deliverable, Inspection, Obligation } from '../../../domain/obligations/obligation-types.ts';
import { occurrencesDue } from '../../../domain/obligations/occurrences.ts';
import type { DeliverablePlan, InspectionPlan } from '../../../domain/obligations/plan-types.ts';
import { wake, wakeAt } from '../../../domain/obligations/wake-obligation.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../domain/types.ts';
import { li, qian, words } from '../fixture.ts';
import { calendars } from '../roster-fixture.ts';
import { at, contractOf, deliverablePlan, inspectionPlan, owedOf, roundOf } from './fixture.ts';

const daily = inspectionPlan();
const monthly = deliverablePlan();
const { working } = calendars;
const round = roundOf();
const owed = owedOf();
const said = (instant: Instant) => `${civilDate(instant)} ${civilTime(instant)}`;

/** Everything that it tells by itself if nobody ever does anything. */
function lifeOf(obligation: Obligation, plan: InspectionPlan | DeliverablePlan): readonly string[] {
  const told: string[] = [];
  for (let now: Obligation = obligation; ; ) {
    const next = wakeAt(now, plan, working);
    const woken = next === undefined ? undefined : wake(now, plan, working, next);
    if (next === undefined || !woken) return told;
    told.push(...woken.stages.map(({ stage }) => `${said(next)} ${stage}`));
    now = woken.next;
  }
}

describe('an inspection', () => {
  test('is reminded of before it is due, missed then, and nothing after', () => {
    expect(lifeOf(round, daily)).toEqual(['2026-03-03 10:00 before:1800000', '2026-03-03 10:30 due']);
  });

  test.each<[string, Instant, readonly string[], Inspection['state']]>([
    ['just before the reminder', at('2026-03-03 10:00') - 1, [], 'open'],
    ['at the reminder', at('2026-03-03 10:00'), ['before:1800000'], 'open'],
    ['just before it is due', round.dueAt - 1, ['before:1800000'], 'open'],
    ['when it is due: the reminder is overtaken', round.dueAt, ['before:1800000', 'due'], 'missed'],
  ])('%s', (_, now, stages, state) => {
    const woken = wake(round, daily, working, now);
    expect(woken?.stages.map(({ stage }) => stage) ?? []).toEqual(stages);
    expect(woken?.next.state ?? 'open').toBe(state);
    if (woken) expect(wake(woken.next, daily, working, now)).toBeUndefined();
  });

  test.each<[string, Instant, boolean]>([
    ['a minute after its time', round.dueAt + MINUTE, false],
    ['later than that', round.dueAt + MINUTE + 1, true],
  ])('a reminder says that it is late: %s', (_, now, late) => {
    expect(wake(round, daily, working, now)?.stages.at(-1)).toEqual({ stage: 'due', at: round.dueAt, late });
    expect(wake(round, daily, working, now)?.entry).toEqual({
      ...{ type: 'inspection_missed', plan: 'daily', period: '2026-03-03', stage: 'due', late },
    });
  });

  test.each<[string, string, readonly string[]]>([
    ['just before the night', '2026-03-03 21:59', []],
    ['when the night begins', '2026-03-03 22:00', ['2026-03-04 09:0']],
    ['at midnight', '2026-03-03 24:00', ['2026-03-04 09:0']],
    ['just before the night ends', '2026-03-04 06:59', ['2026-03-04 09:0']],
    ['when the night ends', '2026-03-04 07:00', []],
  ])('that is missed %s is told of in the morning only where it was night', (_, due, mornings) => {
    const [missed, ...later] = lifeOf({ ...round, dueAt: at(due) }, { ...daily, remindBeforeMs: [] });
    expect(missed).toMatch(/ due$/u);
    expect(later.map((line) => line.slice(0, '2026-03-04 09:0'.length))).toEqual(mornings);
    expect(later.every((line) => line.endsWith(' morning'))).toBe(true);
  });

  test('that was missed at night and made up for wants nothing in the morning', () => {
    const woken = wake({ ...round, dueAt: at('2026-03-03 23:00') }, daily, working, at('2026-03-03 23:00'));
    const done = woken && allNormal(woken.next, daily, { now: at('2026-03-04 06:00'), by: li });
    expect(done?.ok && wakeAt(done.next, daily, working)).toBeUndefined();
  });

  test('that is done or cancelled wants nothing', () => {
    const decision = allNormal(round, daily, { now: round.opensAt, by: li });
    expect(decision.ok && wakeAt(decision.next, daily, working)).toBeUndefined();
    expect(wakeAt({ ...round, state: 'cancelled' }, daily, working)).toBeUndefined();
  });

  test('that was planned opens, and is reminded of from what it is planned for', () => {
    const occasion = { text: words('event'), by: qian.id, at: round.opensAt, groupId: 'G1' };
    const windows = [{ opensAt: round.opensAt, dueAt: round.dueAt }];
    const [made] = requestedInspections(contractOf([daily]), daily, { windows, occasion }, round.opensAt - DAY);
    expect(made?.state).toBe('planned');
    expect(lifeOf(made ?? round, daily)).toEqual([
      '2026-03-03 08:30 opens',
      '2026-03-03 10:00 before:1800000',
      '2026-03-03 10:30 due',
    ]);
    const opened = made && wake(made, daily, working, round.opensAt);
    expect(opened?.next).toMatchObject({ state: 'open', version: 2, told: ['opens'] });
    expect(opened?.entry.type).toBe('inspection_opened');
    expect(lifeOf({ ...round, plannedAt: at('2026-03-03 09:30') }, daily)[0]).toBe('2026-03-03 09:00 before:1800000');
  });

  test('whose plan is gone is still found missing', () => {
    expect(wakeAt(round, { remindBeforeMs: [] }, working)).toBe(round.dueAt);
  });
});

describe('a deliverable', () => {
  test('is reminded of in the mornings, and each workday when it is overdue, ten times', () => {
    const life = lifeOf(owed, monthly);
    // Due at 24:00 on Thursday, 5 March.
    expect(life.slice(0, 5).map((line) => line.replace(/:0[1-4] /u, ':0x '))).toEqual([
      '2026-03-03 09:0x before:259200000',
      '2026-03-05 09:0x before:86400000',
      '2026-03-06 00:00 due',
      '2026-03-06 09:0x late:1',
      '2026-03-09 09:0x late:2',
    ]);
    expect(life).toHaveLength(13);
    expect(life.at(-1)).toMatch(/^2026-03-19 09:0[1-4] late:10$/u);
  });

  test('that is not there when it is due is overdue', () => {
    const woken = wake(owed, monthly, working, owed.dueAt);
    expect(woken?.next).toMatchObject({ state: 'owed', missedAt: owed.dueAt });
    expect(woken?.entry.type).toBe('deliverable_overdue');
  });

  test('after days without the bot there is one reminder for all', () => {
    const woken = wake(owed, monthly, working, at('2026-03-10 12:00'));
    expect(woken?.stages.map(({ stage }) => stage)).toEqual([
      ...['before:259200000', 'before:86400000', 'due', 'late:1', 'late:2', 'late:3'],
    ]);
    expect(woken?.stages.at(-1)?.late).toBe(true);
    expect(woken?.next.missedAt).toBe(at('2026-03-10 12:00'));
  });

  test('that waits for its review, or is accepted, wants nothing', () => {
    expect(wakeAt({ ...owed, state: 'submitted' }, monthly, working)).toBeUndefined();
    expect(wakeAt({ ...owed, state: 'accepted' }, monthly, working)).toBeUndefined();
  });

  test('that was returned is reminded of on the workdays after each return', () => {
    const once = { at: at('2026-03-06 15:00'), by: qian.id, isAccepted: false, reason: words('thin') };
    const returned: Deliverable = { ...owed, state: 'returned', told: ['due', 'late:1'], reviews: [once] };
    expect(lifeOf(returned, monthly)[0]).toMatch(/^2026-03-09 09:0[1-4] returned:1:1$/u);
    const twice = { ...returned, told: ['returned:1:1'], reviews: [once, { ...once, at: at('2026-03-10 00:00') + 1 }] };
    expect(lifeOf(twice, monthly)[0]).toMatch(/^2026-03-11 09:0[1-4] returned:2:1$/u);
  });

  test('beyond the table of holidays nobody is reminded by a guess', () => {
    expect(lifeOf({ ...owed, dueAt: at('2027-03-01') }, { ...monthly, remindBeforeMs: [] })).toEqual([
      '2027-03-01 00:00 due',
    ]);
  });
});

describe('what is made late', () => {
  const contract = contractOf([daily, monthly]);
  const [first] = occurrencesDue(contract, round.dueAt, round.dueAt + 1);
  const [paper] = occurrencesDue(contract, owed.dueAt, owed.dueAt + 1);
  const made = (occurrence: typeof first, now: Instant) => occurrence && obligationOf(occurrence, contract, now);

  test.each<[string, Instant, Obligation['state'], readonly string[], boolean]>([
    ['at its opening', round.opensAt, 'open', [], false],
    ['at the reminder', at('2026-03-03 10:00'), 'open', ['before:1800000'], false],
    ['after the reminder', at('2026-03-03 10:01'), 'open', ['before:1800000'], false],
    ['at the due instant', round.dueAt, 'open', ['before:1800000'], false],
    ['after the due instant', round.dueAt + 1, 'missed', ['before:1800000', 'due'], true],
  ])('an inspection made %s', (_, now, state, told, isMissed) => {
    const obligation = made(first, now);
    expect(obligation).toMatchObject({ state, told, version: 1, packHash: 'pack-hash', binding: 'contract' });
    expect(obligation?.missedAt).toBe(isMissed ? now : undefined);
  });

  test('a deliverable made after its due instant is overdue and goes on to be asked for', () => {
    const now = at('2026-03-06 12:00');
    const obligation = made(paper, now);
    expect(obligation).toMatchObject({ state: 'owed', missedAt: now });
    expect(obligation?.told).toEqual(['before:259200000', 'before:86400000', 'due', 'late:1']);
    expect(said((obligation && wakeAt(obligation, monthly, working)) ?? 0)).toMatch(/^2026-03-09 09:0/u);
  });

  test('a reminder that lies before the opening is not told beside it', () => {
    const short = inspectionPlan({ remindBeforeMs: [3 * HOUR, 30 * MINUTE] });
    expect(roundOf({ remindBeforeMs: [3 * HOUR, 30 * MINUTE] }).told).toEqual(['before:10800000']);
    expect(lifeOf(roundOf({ remindBeforeMs: short.remindBeforeMs }), short)).toHaveLength(2);
  });
});
