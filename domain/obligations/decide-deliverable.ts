import { actsAs, isSupplier } from '../sides.ts';
import type { Instant, TextRef } from '../types.ts';
import type { FillEnv, PersonEnv } from './decide-inspection.ts';
import {
  type ObligationDecision,
  type ObligationStep,
  obligationEntry,
  type RefusedObligation,
  refusedObligation,
} from './obligation-refusal.ts';
import type { Deliverable, ReportDraft, Submission } from './obligation-types.ts';
import type { DeliverablePlan } from './plan-types.ts';

/** What is handed in; at least a file or words. */
export type HandedIn = Pick<Submission, 'way' | 'files' | 'attachments' | 'note'>;

/**
 * Handed in, early or late. Before it is reviewed it may be handed in again; where nobody reviews, it is accepted. The first one says
 * whether it came in time.
 */
export function submit(
  seen: Deliverable,
  plan: Pick<DeliverablePlan, 'review'>,
  handedIn: HandedIn,
  { by, now }: PersonEnv,
): ObligationDecision<Deliverable> {
  if (!isSupplier(by)) return refusedObligation({ reason: 'supplier_only' });
  const against = ended(seen);
  if (against) return against;
  if (!handedIn.note && filesIn(handedIn) === 0) return refusedObligation({ reason: 'nothing_handed_in' });
  const last = seen.submissions.at(-1);
  if (last && seen.state === 'submitted' && isSame(last, handedIn))
    return refusedObligation({ reason: 'same_already' });
  return submitted(seen, plan, { ...handedIn, at: now, by: by.id });
}

/** 通过 or 退回; the latter with a reason. */
export function review(
  seen: Deliverable,
  { isAccepted, reason }: { readonly isAccepted: boolean; readonly reason?: TextRef },
  { by, now }: PersonEnv,
): ObligationDecision<Deliverable> {
  if (!actsAs(by, 'supervisor')) return refusedObligation({ reason: 'supervisor_only' });
  const against = ended(seen);
  if (against) return against;
  if (seen.state !== 'submitted') return refusedObligation({ reason: 'nothing_to_review' });
  if (!isAccepted && !reason) return refusedObligation({ reason: 'needs_reason' });
  const reviews = [...seen.reviews, { at: now, by: by.id, isAccepted, ...(reason && { reason }) }];
  const next: Deliverable = {
    ...seen,
    version: seen.version + 1,
    state: isAccepted ? 'accepted' : 'returned',
    reviews,
  };
  const fields = { submission: seen.submissions.length };
  return {
    ok: true,
    next,
    entry: obligationEntry(isAccepted ? 'deliverable_accepted' : 'deliverable_returned', seen, fields),
  };
}

/** The bot made its draft: once. */
export function startDraft(
  seen: Deliverable,
  plan: Pick<DeliverablePlan, 'report'>,
  now: Instant,
): ObligationDecision<Deliverable> {
  if (plan.report === undefined) return refusedObligation({ reason: 'no_draft' });
  if (seen.draft) return refusedObligation({ reason: 'same_already' });
  const against = ended(seen);
  if (against) return against;
  return drafted(seen, 'report_drafted', { madeAt: now });
}

/** A manager wrote into the draft; once it is posted, only into the next one of a report that was returned. */
export function editDraft(
  seen: Deliverable,
  words: Partial<Pick<ReportDraft, 'summary' | 'risks' | 'proposals'>>,
  { by }: PersonEnv,
): ObligationDecision<Deliverable> {
  if (!actsAs(by, 'manager')) return refusedObligation({ reason: 'manager_only' });
  const draft = openDraft(seen);
  if ('ok' in draft) return draft;
  if (Object.keys(words).length === 0) return refusedObligation({ reason: 'same_already' });
  return drafted(seen, 'report_edited', { ...draft, ...words }, { parts: Object.keys(words) });
}

/**
 * 发布: the draft is posted and thereby handed in, in one step. Without `by` it was posted by the bot itself, as the pack says.
 * @param files what was posted, with its hash
 */
export function markPosted(
  seen: Deliverable,
  plan: Pick<DeliverablePlan, 'review'>,
  files: Submission['files'],
  { by, now }: FillEnv,
): ObligationDecision<Deliverable> {
  if (by && !actsAs(by, 'manager')) return refusedObligation({ reason: 'manager_only' });
  const draft = openDraft(seen);
  if ('ok' in draft) return draft;
  const whose = by && { by: by.id };
  const posted = { ...seen, draft: { ...draft, postedAt: now, ...(by && { postedBy: by.id }) } };
  return submitted(posted, plan, { at: now, ...whose, way: 'draft', files });
}

/** The draft as it may still be changed or posted; of a report that was returned without its posting. */
function openDraft(seen: Deliverable): ReportDraft | RefusedObligation {
  const against = ended(seen);
  if (against) return against;
  if (!seen.draft) return refusedObligation({ reason: 'no_draft' });
  const { postedAt, postedBy, ...draft } = seen.draft;
  if (postedAt === undefined || seen.state === 'returned') return draft;
  return refusedObligation({ reason: 'posted_already', at: postedAt, ...(postedBy && { by: postedBy }) });
}

function drafted(
  seen: Deliverable,
  type: string,
  draft: ReportDraft,
  fields: Parameters<typeof obligationEntry>[2] = {},
): ObligationStep<Deliverable> {
  return {
    ok: true,
    next: { ...seen, version: seen.version + 1, draft },
    entry: obligationEntry(type, seen, fields),
  };
}

function submitted(
  { missedAt, ...seen }: Deliverable,
  { review: reviewedBy }: Pick<DeliverablePlan, 'review'>,
  submission: Submission,
): ObligationStep<Deliverable> {
  const [first = submission] = seen.submissions;
  const isLate = first.at > seen.dueAt;
  const next: Deliverable = {
    ...seen,
    version: seen.version + 1,
    state: reviewedBy === 'none' ? 'accepted' : 'submitted',
    submissions: [...seen.submissions, submission],
    // What came in time was not missed, even if it was looked for a moment earlier.
    ...(isLate && missedAt !== undefined && { missedAt }),
  };
  const fields = {
    way: submission.way,
    files: filesIn(submission),
    submission: next.submissions.length,
    ...(isLate && { late: true }),
  };
  return { ok: true, next, entry: obligationEntry('deliverable_submitted', seen, fields) };
}

function ended(seen: Deliverable): RefusedObligation | undefined {
  if (seen.state === 'cancelled') return refusedObligation({ reason: 'cancelled' });
  if (seen.state !== 'accepted') return undefined;
  const last = seen.reviews.at(-1) ?? seen.submissions.at(-1);
  return refusedObligation({
    reason: 'accepted_already',
    at: last?.at ?? seen.dueAt,
    ...(last?.by && { by: last.by }),
  });
}

function filesIn({ attachments = [], files }: HandedIn): number {
  return files.length + attachments.length;
}

/** The same files again, and no words: a double tap or a platform's repetition. */
function isSame(last: HandedIn, { attachments = [], files, note }: HandedIn): boolean {
  const before = new Set([...(last.attachments ?? []), ...last.files.map(({ hash }) => hash)]);
  const now = [...attachments, ...files.map(({ hash }) => hash)];
  return !note && now.length > 0 && now.length === before.size && now.every((file) => before.has(file));
}
