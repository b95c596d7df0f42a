import { describe, expect, test } from 'vitest';
import { decideDispute, dispute, withdrawDispute } from '../../../domain/assessment/decide-dispute.ts';
import {
  confirmFinding,
  type FindingSeen,
  type RecordDecision,
  recordFinding,
  withdrawFinding,
} from '../../../domain/assessment/decide-finding.ts';
import { giveGrade, giveRatio } from '../../../domain/assessment/decide-grade.ts';
import {
  decideCorrection,
  isSignature,
  proposeCorrection,
  type Signature,
  signScore,
  type ToSign,
} from '../../../domain/assessment/decide-signature.ts';
import type { Period, Standing } from '../../../domain/assessment/facts.ts';
import {
  findingCode,
  findingSubject,
  readCode,
  readFindingSubject,
  shownCodes,
} from '../../../domain/assessment/finding-code.ts';
import { POINT } from '../../../domain/assessment/points.ts';
import type { AssessmentRecord } from '../../../domain/assessment/records.ts';
import type { RuleKinds } from '../../../domain/assessment/rule-kinds.ts';
import { freeSince, isStillFree } from '../../../domain/assessment/still-free.ts';
import type { PlacedRule } from '../../../domain/assessment/table-lookup.ts';
import type { AssessmentTable } from '../../../domain/assessment/table-types.ts';
import { parseCivil } from '../../../domain/civil.ts';
import { type Actor, contractId, DAY, personId } from '../../../domain/types.ts';

const NOW = 1_000_000;
const YEAR = 366 * DAY;
const env = { contractId: contractId('c'), now: NOW };
const supervisor: Actor = { id: personId('qian'), roles: ['supervisor'] };
const manager: Actor = { id: personId('zhao'), roles: ['manager'] };
const engineer: Actor = { id: personId('li'), roles: ['engineer'] };
const reporter: Actor = { id: personId('wang'), roles: ['reporter'] };
const both: Actor = { id: personId('he'), roles: ['supervisor', 'manager'] };
const reason = { id: 't', hash: 'h' };

function placed(kinds: RuleKinds, base = 5 * POINT): PlacedRule {
  const rule = { id: 'R1', text: '', words: [], kinds, from: [] };
  const item = { id: 'I1', name: 'item', clause: '', base, floor: { at: 'zero' }, rules: [rule] } as const;
  const section = { id: 's', name: '', items: [item] };
  const table: AssessmentTable = {
    ...{ id: 'T', name: '', clause: '', words: [], graders: [], choices: [], base: 100 * POINT, floor: { at: 'zero' } },
    period: { months: 3, from: 'term' },
    sections: [section],
  };
  return { table, section, item, rule };
}

const said = { id: 'f1', at: NOW, evidence: [] };
const outcome = (decision: RecordDecision): string => (decision.ok ? 'ok' : decision.refusal.reason);

describe('recording a finding', () => {
  const range: RuleKinds = { 'judged-range': { from: POINT, to: 3 * POINT } };
  test.each<[string, RuleKinds, object, Actor, string]>([
    ['by a supervisor', { count: { points: POINT } }, {}, supervisor, 'ok'],
    ['by a manager', { count: { points: POINT } }, {}, manager, 'supervisor_only'],
    ['by an engineer', { count: { points: POINT } }, {}, engineer, 'supervisor_only'],
    ['by a reporter', { count: { points: POINT } }, {}, reporter, 'supervisor_only'],
    ['by somebody of both sides', { count: { points: POINT } }, {}, both, 'supervisor_only'],
    ['now', { count: {} }, { at: NOW }, supervisor, 'ok'],
    ['a moment from now', { count: {} }, { at: NOW + 1 }, supervisor, 'in_the_future'],
    ['without its figure', range, {}, supervisor, 'needs'],
    ['just under the range', range, { figure: POINT - 1 }, supervisor, 'out_of_range'],
    ['at the least', range, { figure: POINT }, supervisor, 'ok'],
    ['at the greatest', range, { figure: 3 * POINT }, supervisor, 'ok'],
    ['just over the range', range, { figure: 3 * POINT + 1 }, supervisor, 'out_of_range'],
    ['no days late', { 'late-days': { points: POINT } }, { quantity: 0 }, supervisor, 'out_of_range'],
    ['one day late', { 'late-days': { points: POINT } }, { quantity: 1 }, supervisor, 'ok'],
    ['half a day late', { 'late-days': { points: POINT } }, { quantity: 0.5 }, supervisor, 'out_of_range'],
    ['of a ratio', { 'ratio-threshold': { steps: [] } }, {}, supervisor, 'takes_ratio'],
    ['of a mark', { 'human-graded': {} }, {}, supervisor, 'takes_grade'],
    ['of a form', { satisfaction: { asks: '' } }, {}, supervisor, 'takes_ticks'],
    ['of what only decides', { bands: { of: 'total', steps: [] } }, {}, supervisor, 'takes_nothing'],
    ['of no printed state', { 'tiered-state': { per: 'month', states: [] } }, { state: 'x' }, supervisor, 'needs'],
  ])('%s', (_name, kinds, facts, by, expected) => {
    expect(outcome(recordFinding(placed(kinds), { ...said, ...facts }, by, env))).toBe(expected);
  });

  const recorded = (
    count: number,
    changes: object = {},
    standing: Standing = 'confirmed',
  ): readonly AssessmentRecord[] =>
    Array.from({ length: count }, (_, place) => ({
      id: `r${place}`,
      contractId: env.contractId,
      at: NOW,
      version: 1,
      doc: {
        type: 'finding',
        finding: { id: `r${place}`, rule: 'R1', at: NOW, evidence: [], ...changes },
        recordedBy: supervisor.id,
        recordedAt: NOW,
        standing,
      },
    }));
  test.each([
    ['the third of three', recorded(2), {}, true],
    ['the fourth', recorded(3), {}, false],
    ['the fourth, when one was withdrawn', [...recorded(2), ...recorded(1, {}, 'withdrawn')], {}, true],
    ['two more after two', recorded(2), { quantity: 2 }, false],
    ['one after another rule’s three', recorded(3, { rule: 'R2' }), {}, true],
    ['one after another department’s three', recorded(3, { copy: 'b' }), { copy: 'a' }, true],
  ])('%s of a month costs nothing, or needs no figure (%#)', (_name, earlier, changes, isFree) => {
    const rule = placed({ ...range, allowance: { free: 3, per: 'month' } });
    const coming = { ...said, ...changes };
    expect(isStillFree(rule, coming, earlier)).toBe(isFree);
    expect(outcome(recordFinding(rule, coming, supervisor, { ...env, isFree }))).toBe(isFree ? 'ok' : 'needs');
  });

  test('what is free is counted through another span than the rule’s, or where nothing is free', () => {
    const term = { from: '2026-03-05', to: '2027-03-04' };
    const at = parseCivil('2026-05-04', '23:59');
    const since = (kinds: RuleKinds) => freeSince(placed(kinds), at, term);
    expect(since({ ...range, allowance: { free: 3, per: 'month' } })).toBe(parseCivil('2026-04-05'));
    expect(since(range)).toBeUndefined();
    expect(freeSince(placed({ allowance: { free: 1, per: 'month' } }), at - YEAR, term)).toBeUndefined();
  });
});

const seen = (standing: Standing, origin: 'person' | 'ledger' = 'ledger'): FindingSeen => ({
  finding: { id: 'f1', rule: 'R1', at: NOW, standing, origin },
});
/** The finding as a step has left it. */
function stood({ finding }: FindingSeen, decision: RecordDecision): FindingSeen {
  if (!decision.ok) throw new Error(decision.refusal.reason);
  const { next } = decision.step;
  if (next.doc.type !== 'standing' && next.doc.type !== 'finding') throw new Error('no finding');
  return { finding: { ...finding, standing: next.doc.standing }, record: next };
}

describe('what becomes of a finding', () => {
  test.each<[Standing, Actor, string]>([
    ['found', supervisor, 'ok'],
    ['found', manager, 'supervisor_only'],
    ['confirmed', supervisor, 'standing'],
    ['disputed', supervisor, 'dispute_open'],
    ['exempted', supervisor, 'standing'],
    ['withdrawn', supervisor, 'standing'],
  ])('%s confirmed by $roles', (standing, by, expected) => {
    expect(outcome(confirmFinding(seen(standing), by, env))).toBe(expected);
  });

  test.each<[Standing, 'person' | 'ledger', Actor, string]>([
    ['confirmed', 'person', supervisor, 'ok'],
    ['confirmed', 'ledger', supervisor, 'found_by_bot'],
    ['withdrawn', 'person', supervisor, 'standing'],
    ['confirmed', 'person', manager, 'supervisor_only'],
  ])('%s of a %s withdrawn', (standing, origin, by, expected) => {
    expect(outcome(withdrawFinding(seen(standing, origin), by, env))).toBe(expected);
  });

  test.each<['objection' | 'exemption', Actor, string]>([
    ['objection', manager, 'ok'],
    ['objection', supervisor, 'manager_only'],
    ['objection', engineer, 'manager_only'],
    ['exemption', manager, 'ok'],
    ['exemption', supervisor, 'ok'],
    ['exemption', engineer, 'managers_and_supervisors'],
    ['exemption', reporter, 'managers_and_supervisors'],
  ])('an %s is asked', (kind, by, expected) => {
    expect(outcome(dispute(seen('found'), { kind, reason }, by, env))).toBe(expected);
  });

  test.each<['objection' | 'exemption', Actor, Standing, boolean, Actor, Standing]>([
    ['objection', manager, 'found', true, supervisor, 'withdrawn'],
    ['objection', manager, 'found', false, supervisor, 'confirmed'],
    ['exemption', manager, 'confirmed', true, supervisor, 'exempted'],
    ['exemption', supervisor, 'found', true, manager, 'exempted'],
    ['exemption', supervisor, 'found', false, manager, 'found'],
    ['exemption', supervisor, 'confirmed', false, manager, 'confirmed'],
  ])('an %s of a finding leads where the other side says', (kind, asker, before, isAccepted, decider, expected) => {
    const asked = stood(seen(before), dispute(seen(before), { kind, reason }, asker, env));
    expect(asked.finding.standing).toBe('disputed');
    expect(outcome(decideDispute(asked, { isAccepted }, asker, env))).toBe('own_side');
    const decided = stood(asked, decideDispute(asked, { isAccepted }, decider, env));
    expect(decided.finding.standing).toBe(expected);
    expect(outcome(decideDispute(decided, { isAccepted: !isAccepted }, decider, env))).toBe('decided');
  });

  test('taken back it stands as before, for whoever asked alone', () => {
    const asked = stood(seen('found'), dispute(seen('found'), { kind: 'objection', reason }, manager, env));
    expect(outcome(withdrawDispute(asked, supervisor, env))).toBe('not_asker');
    expect(stood(asked, withdrawDispute(asked, manager, env)).finding.standing).toBe('found');
  });

  test('refused once, the same is not asked again, and the other still may be', () => {
    const asked = stood(seen('found'), dispute(seen('found'), { kind: 'objection', reason }, manager, env));
    const decided = stood(asked, decideDispute(asked, { isAccepted: false }, supervisor, env));
    expect(outcome(dispute(decided, { kind: 'objection', reason }, manager, env))).toBe('decided');
    expect(outcome(dispute(decided, { kind: 'exemption', reason }, manager, env))).toBe('ok');
  });
});

describe('what was forgiven, and what is missed later', () => {
  const withMissed = (missed: readonly string[], before: FindingSeen = seen('found')): FindingSeen => ({
    ...before,
    finding: { ...before.finding, missed },
  });
  const accepted = (kind: 'objection' | 'exemption', meanwhile: readonly string[]): FindingSeen => {
    const first = withMissed(['respond']);
    const asked = withMissed(meanwhile, stood(first, dispute(first, { kind, reason }, manager, env)));
    return stood(asked, decideDispute(asked, { isAccepted: true }, supervisor, env));
  };

  test.each(['objection', 'exemption'] as const)('an accepted %s covers what was missed while it waited', (kind) => {
    expect(accepted(kind, ['respond', 'arrive']).record?.doc).toMatchObject({ missed: ['respond'] });
  });

  test('what is missed after an exemption may be argued about again, and is what is decided then', () => {
    const grown = withMissed(['respond', 'arrive'], accepted('exemption', ['respond']));
    const again = { ...grown, finding: { ...grown.finding, standing: 'found' as const } };
    const asked = dispute(again, { kind: 'exemption', reason }, manager, env);
    expect(asked).toMatchObject({ step: { next: { doc: { standing: 'disputed', missed: ['respond', 'arrive'] } } } });
    expect(asked).not.toHaveProperty('step.next.doc.dispute.earlier');
  });

  test('what is confirmed of it first may be argued about all the same', () => {
    const grown = withMissed(['respond', 'arrive'], accepted('exemption', ['respond']));
    const again = { ...grown, finding: { ...grown.finding, standing: 'found' as const } };
    const confirmed = withMissed(['respond', 'arrive'], stood(again, confirmFinding(again, supervisor, env)));
    expect(outcome(dispute(confirmed, { kind: 'exemption', reason }, manager, env))).toBe('ok');
  });

  test('objection and exemption in turn go on for ever', () => {
    const refusedOnce = (before: FindingSeen, kind: 'objection' | 'exemption'): FindingSeen => {
      const asked = stood(before, dispute(before, { kind, reason }, manager, env));
      return stood(asked, decideDispute(asked, { isAccepted: false }, supervisor, env));
    };
    const both = refusedOnce(refusedOnce(seen('found'), 'objection'), 'exemption');
    expect(outcome(dispute(both, { kind: 'objection', reason }, manager, env))).toBe('decided');
    expect(outcome(dispute(both, { kind: 'exemption', reason }, manager, env))).toBe('decided');
    const offered = stood(both, dispute(both, { kind: 'exemption', reason }, supervisor, env));
    const declined = stood(offered, decideDispute(offered, { isAccepted: false }, manager, env));
    expect(outcome(dispute(declined, { kind: 'objection', reason }, manager, env))).toBe('decided');
    expect(outcome(dispute(declined, { kind: 'exemption', reason }, supervisor, env))).toBe('decided');
  });
});

const period: Period = { from: 0, to: NOW, firstDay: '', lastDay: '', label: 'P1', isOwn: true };

describe('grades and ratios', () => {
  test.each([
    [-1, 'out_of_range'],
    [0, 'ok'],
    [5 * POINT, 'ok'],
    [5 * POINT + 1, 'out_of_range'],
  ])('a mark of %d is judged by the item’s points', (points, expected) => {
    expect(outcome(giveGrade(placed({ 'human-graded': {} }), { points }, { period }, supervisor, env))).toBe(expected);
  });

  test.each([
    [POINT - 1, 'out_of_range'],
    [POINT, 'ok'],
    [2 * POINT, 'ok'],
    [2 * POINT + 1, 'out_of_range'],
    [3 * POINT, 'ok'],
  ])('a mark of %d that no printed description holds is taken, or another is not', (points, expected) => {
    const brackets = [
      { from: 3 * POINT, to: 5 * POINT, text: 'good' },
      { from: POINT, to: 2 * POINT, text: 'poor' },
    ];
    const decided = giveGrade(placed({ 'human-graded': { brackets } }), { points }, { period }, supervisor, env);
    expect(outcome(decided)).toBe(expected);
    if (!decided.ok) expect(decided.refusal).toMatchObject({ ranges: brackets });
  });

  test('the same mark once more is no second record', () => {
    const rule = placed({ 'human-graded': {} });
    const first = giveGrade(rule, { points: POINT }, { period }, supervisor, env);
    if (!first.ok) throw new Error('refused');
    const again = { ...env, seen: first.step.next };
    expect(outcome(giveGrade(rule, { points: POINT }, { period }, supervisor, again))).toBe('same_already');
    expect(giveGrade(rule, { points: 0 }, { period }, supervisor, again)).toMatchObject({
      step: { next: { version: 2 } },
    });
  });

  test.each([
    [0, 0, 'ok'],
    [10, 10, 'ok'],
    [11, 10, 'no_ratio'],
    [-1, 10, 'no_ratio'],
    [0.5, 1, 'no_ratio'],
    [Number.NaN, 1, 'no_ratio'],
  ])('%d of %d', (met, total, expected) => {
    const rule = placed({ 'ratio-threshold': { steps: [] } });
    expect(outcome(giveRatio(rule, { met, total, evidence: [] }, { period }, supervisor, env))).toBe(expected);
  });
});

describe('signing', () => {
  const toSign = (changes: Partial<ToSign> = {}): ToSign => ({
    ...{ period, tables: ['T'], statement: '{}', ledger: { seq: 1, hash: 'h' }, open: [], disputed: 0 },
    ...changes,
  });
  const kept = (decision: RecordDecision): Signature => {
    if (!decision.ok || !isSignature(decision.step.next)) throw new Error('not signed');
    return decision.step.next;
  };
  const signed = kept(signScore(toSign(), [], supervisor, env));

  test.each<[string, Partial<ToSign>, readonly Signature[], Actor, number, string]>([
    ['just before the end', {}, [], supervisor, NOW - 1, 'period_runs'],
    ['at the end', {}, [], supervisor, NOW, 'ok'],
    ['with something open', { open: [{ rule: 'R1', why: 'grade' }] }, [], supervisor, NOW, 'still_open'],
    ['with something disputed', { disputed: 1 }, [], supervisor, NOW, 'still_open'],
    ['by a manager', {}, [], manager, NOW, 'supervisor_only'],
    ['twice', {}, [signed], supervisor, NOW, 'signed_already'],
  ])('%s', (_name, changes, before, by, now, expected) => {
    expect(outcome(signScore(toSign(changes), before, by, { ...env, now }))).toBe(expected);
  });

  const changed = toSign({ statement: '{"x":1}' });
  const proposed = kept(proposeCorrection(changed, [signed], manager, env));
  test.each<[string, ToSign, readonly Signature[], Actor, string]>([
    ['of nothing signed', changed, [], manager, 'not_signed'],
    ['without a difference', toSign(), [signed], manager, 'nothing_changed'],
    ['while another waits', changed, [signed, proposed], supervisor, 'correction_pending'],
    ['by an engineer', changed, [signed], engineer, 'managers_and_supervisors'],
    ['by a supervisor', changed, [signed], supervisor, 'ok'],
  ])('a correction %s', (_name, to, before, by, expected) => {
    expect(outcome(proposeCorrection(to, before, by, env))).toBe(expected);
  });

  test.each<[string, Signature | undefined, Actor, string]>([
    ['the proposer', proposed, manager, 'own_side'],
    ['another manager', proposed, { id: personId('other'), roles: ['manager'] }, 'own_side'],
    ['a supervisor', proposed, supervisor, 'ok'],
    ['an engineer', proposed, engineer, 'managers_and_supervisors'],
    ['a supervisor where nothing waits', undefined, supervisor, 'no_correction'],
  ])('is decided by %s', (_name, waiting, by, expected) => {
    expect(outcome(decideCorrection(waiting, true, by))).toBe(expected);
  });

  test('keeps on which side the proposer stood, and who agreed or did not', () => {
    expect(proposed.doc).toMatchObject({ signedBy: manager.id, side: 'supplier' });
    expect(kept(decideCorrection(proposed, true, supervisor)).doc).toMatchObject({ agreedBy: supervisor.id });
    const not = kept(decideCorrection(proposed, false, supervisor)).doc;
    expect(not).toMatchObject({ state: 'refused', refusedBy: supervisor.id });
    expect(not).not.toHaveProperty('agreedBy');
  });
});

describe('codes', () => {
  test('are the same for the same finding, begin with a letter, and are read as they are shown', () => {
    for (let n = 0; n < 2_000; n += 1) {
      const code = findingCode(`breach:${n}:GZ1.12b`);
      expect(code).toMatch(/^[A-HJKMNP-TV-Z][0-9A-HJKMNP-TV-Z]{7}$/);
      expect(readCode(` #${code.toLowerCase()} `)).toBe(code);
    }
  });

  test('are shown so long that no two are alike', () => {
    const ids = Array.from({ length: 5_000 }, (_, n) => `breach:${n}:R`);
    const codes = [...shownCodes(ids).values()];
    expect(new Set(codes).size).toBe(ids.length);
    expect(
      codes.every((code) => !codes.some((other) => other !== code && other.startsWith(code) && code.length === 8)),
    ).toBe(true);
    expect(Math.min(...codes.map((code) => code.length))).toBe(4);
  });

  test.each(['7', '12', 'GZ-260303-07', '7 月', '谢谢', '', 'ABC', '1ABC'])('%s is none', (said) => {
    expect(readCode(said)).toBeUndefined();
  });

  test('travel in a button with their instant', () => {
    const subject = findingSubject(contractId('c'), { at: 5, id: 'x' });
    expect(readFindingSubject(subject)).toMatchObject({ at: 5, code: findingCode('x') });
    expect(readFindingSubject('c|x|y')).toBeUndefined();
  });
});
