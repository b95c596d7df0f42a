import { describe, expect, test } from 'vitest';
import {
  editDraft,
  type HandedIn,
  markPosted,
  review,
  startDraft,
  submit,
} from '../../../domain/obligations/decide-deliverable.ts';
import type { ObligationDecision, ObligationRefusal } from '../../../domain/obligations/obligation-refusal.ts';
import type { Deliverable } from '../../../domain/obligations/obligation-types.ts';
import { type Actor, DAY, type Instant, MINUTE } from '../../../domain/types.ts';
import { actor, li, qian, wang, words, zhao } from '../fixture.ts';
import { deliverablePlan, owedOf } from './fixture.ts';

const plan = deliverablePlan();
const owed = owedOf();
const [NOW, DUE] = [owed.opensAt + MINUTE, owed.dueAt];
const by = (who: Actor, now: Instant = NOW) => ({ now, by: who });
const file = (hash: string) => ({ hash, name: 'monthly.docx' });
const paper: HandedIn = { way: 'file', files: [file('aa')] };

/** Why it was refused; `none`: it was not. */
type Reason = ObligationRefusal['reason'] | 'none';

function done(decision: ObligationDecision<Deliverable>): Deliverable {
  if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.refusal)}`);
  return decision.next;
}
const reasonOf = (decision: ObligationDecision<Deliverable>): Reason =>
  decision.ok ? 'none' : decision.refusal.reason;
const handIn = (seen: Deliverable, who: Actor = zhao, now: Instant = NOW, what: HandedIn = paper) =>
  submit(seen, plan, what, by(who, now));
const returns = { isAccepted: false, reason: words('thin') };
const submitted = done(handIn(owed));
const returned = done(review(submitted, returns, by(qian, NOW + MINUTE)));
const accepted = done(review(submitted, { isAccepted: true }, by(qian, NOW + MINUTE)));
const drafted = done(startDraft(owed, plan, NOW));

describe('handing in', () => {
  test('is kept with who, when and what', () => {
    expect(submitted).toMatchObject({
      state: 'submitted',
      version: 2,
      submissions: [{ at: NOW, by: zhao.id, way: 'file', files: [file('aa')] }],
    });
    expect(handIn(owed)).toMatchObject({
      entry: {
        type: 'deliverable_submitted',
        plan: 'monthly',
        period: '2026-02',
        way: 'file',
        files: 1,
        submission: 1,
      },
    });
  });

  test('settles it where nobody reviews', () => {
    expect(done(submit(owed, { review: 'none' }, paper, by(li))).state).toBe('accepted');
  });

  test('may be done again before the review and after a return, and the first one says whether it was in time', () => {
    const again = done(handIn(submitted, li, NOW + MINUTE, { way: 'file', files: [file('bb')] }));
    expect(again.submissions).toHaveLength(2);
    const late = handIn(returned, zhao, DUE + DAY);
    expect(done(late)).toMatchObject({ state: 'submitted' });
    expect(late).not.toMatchObject({ entry: { late: true } });
  });

  test.each<[string, Instant, boolean]>([
    ['just before the due instant', DUE - 1, false],
    ['at the due instant, though it was missed already', DUE, false],
    ['just after the due instant', DUE + 1, true],
  ])('%s', (_, now, isLate) => {
    const decision = handIn({ ...owed, missedAt: DUE }, zhao, now);
    expect('missedAt' in done(decision)).toBe(isLate);
    expect(decision.ok && decision.entry.late === true).toBe(isLate);
  });

  test.each<[string, ObligationDecision<Deliverable>, Reason]>([
    ['by the customer', handIn(owed, qian), 'supplier_only'],
    ['of nothing', handIn(owed, zhao, NOW, { way: 'words', files: [] }), 'nothing_handed_in'],
    ['of words alone', handIn(owed, zhao, NOW, { way: 'words', files: [], note: words('done on Monday') }), 'none'],
    ['of a file on its way', handIn(owed, zhao, NOW, { way: 'file', files: [], attachments: ['x'] }), 'none'],
    ['of the same file twice', handIn(submitted), 'same_already'],
    ['of the same file with words', handIn(submitted, zhao, NOW, { ...paper, note: words('mended') }), 'none'],
    ['of the same file after a return', handIn(returned), 'none'],
    ['of what is accepted', handIn(accepted), 'accepted_already'],
    ['of what is cancelled', handIn({ ...owed, state: 'cancelled' }), 'cancelled'],
  ])('%s', (_, decision, reason) => {
    expect(reasonOf(decision)).toBe(reason);
  });
});

describe('a review', () => {
  test('accepts, or returns with a reason', () => {
    expect(accepted).toMatchObject({ state: 'accepted', reviews: [{ by: qian.id, isAccepted: true }] });
    expect(returned).toMatchObject({ state: 'returned', reviews: [{ isAccepted: false, reason: words('thin') }] });
    expect(review(submitted, returns, by(qian))).toMatchObject({
      entry: { type: 'deliverable_returned', submission: 1 },
    });
  });

  test.each<[string, ObligationDecision<Deliverable>, Reason]>([
    ['by a reporter', review(submitted, returns, by(wang)), 'supervisor_only'],
    [
      'by whoever works for the supplier',
      review(submitted, returns, by(actor('both', 'supervisor', 'manager'))),
      'supervisor_only',
    ],
    ['of what nobody handed in', review(owed, returns, by(qian)), 'nothing_to_review'],
    ['of what was returned', review(returned, { isAccepted: true }, by(qian)), 'nothing_to_review'],
    ['of what is accepted', review(accepted, returns, by(qian)), 'accepted_already'],
    ['that returns without a reason', review(submitted, { isAccepted: false }, by(qian)), 'needs_reason'],
  ])('%s', (_, decision, reason) => {
    expect(reasonOf(decision)).toBe(reason);
  });
});

describe('a draft', () => {
  test('is made once, and only of what the bot can write', () => {
    expect(drafted.draft).toEqual({ madeAt: NOW });
    expect(reasonOf(startDraft(drafted, plan, NOW))).toBe('same_already');
    expect(reasonOf(startDraft(owed, {}, NOW))).toBe('no_draft');
    expect(reasonOf(startDraft(accepted, plan, NOW))).toBe('accepted_already');
  });

  test('takes the words of managers', () => {
    const first = done(editDraft(drafted, { risks: words('old disks') }, by(zhao)));
    const second = done(editDraft(first, { proposals: words('new ones') }, by(zhao)));
    expect(second.draft).toEqual({ madeAt: NOW, risks: words('old disks'), proposals: words('new ones') });
    expect(reasonOf(editDraft(drafted, { risks: words('x') }, by(li)))).toBe('manager_only');
    expect(reasonOf(editDraft(owed, { risks: words('x') }, by(zhao)))).toBe('no_draft');
    expect(reasonOf(editDraft(drafted, {}, by(zhao)))).toBe('same_already');
  });

  const posted = done(markPosted(drafted, plan, [file('cc')], by(zhao)));
  test('that is posted is handed in, in one step', () => {
    expect(posted).toMatchObject({
      version: drafted.version + 1,
      state: 'submitted',
      draft: { madeAt: NOW, postedAt: NOW, postedBy: zhao.id },
      submissions: [{ way: 'draft', by: zhao.id, files: [file('cc')] }],
    });
  });

  test('that the bot posts by itself is of nobody', () => {
    const alone = done(markPosted(drafted, { review: 'none' }, [file('cc')], { now: NOW }));
    expect(alone.state).toBe('accepted');
    expect(alone.draft).not.toHaveProperty('postedBy');
    expect(alone.submissions).toEqual([{ at: NOW, way: 'draft', files: [file('cc')] }]);
  });

  test('is posted once, and may be mended and posted again after a return', () => {
    expect(markPosted(posted, plan, [file('cc')], by(zhao))).toEqual({
      ok: false,
      refusal: { reason: 'posted_already', at: NOW, by: zhao.id },
    });
    expect(reasonOf(editDraft(posted, { risks: words('x') }, by(zhao)))).toBe('posted_already');
    const back = done(review(posted, returns, by(qian)));
    const mended = done(editDraft(back, { risks: words('x') }, by(zhao)));
    expect(mended.draft).toEqual({ madeAt: NOW, risks: words('x') });
    expect(done(markPosted(mended, plan, [file('dd')], by(zhao))).submissions).toHaveLength(2);
  });

  test('is posted by managers only', () => {
    expect(reasonOf(markPosted(drafted, plan, [file('cc')], by(li)))).toBe('manager_only');
    expect(reasonOf(markPosted(owed, plan, [file('cc')], by(zhao)))).toBe('no_draft');
  });
});
