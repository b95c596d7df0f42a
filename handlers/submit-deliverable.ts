import { deliverableCard, latenessWords } from '../cards/deliverable-card.ts';
import { inEveryLanguage } from '../cards/language.ts';
import { obligationName } from '../cards/obligation-name.ts';
import { displayName } from '../cards/ticket-view.ts';
import { instantWords } from '../cards/words.ts';
import type { Changes, NewText, Outgoing } from '../db/changes.ts';
import type { TicketAttachment } from '../db/records.ts';
import { submit } from '../domain/obligations/decide-deliverable.ts';
import { codeAmong, obligationSubject } from '../domain/obligations/obligation-code.ts';
import type { Deliverable, Submission } from '../domain/obligations/obligation-types.ts';
import { planOf } from '../domain/obligations/plan-of.ts';
import type { DeliverablePlan } from '../domain/obligations/plan-types.ts';
import { reportedAt } from '../domain/reported-at.ts';
import { attachedTo, withAttached } from './attachments.ts';
import type { UpdateContext } from './context.ts';
import {
  answeredWithin,
  askForDeliverable,
  filesBefore,
  type WaitingDeliverable,
  withoutWaiting,
} from './deliverable-form.ts';
import { problemOf, refuseDeliverable } from './deliverable-refusal.ts';
import { deliverableView, reviewersOf } from './deliverables.ts';
import { answer, say, updateKey } from './messages.ts';
import { obligationWrites } from './obligation-commit.ts';
import { fileRows } from './submitted-file.ts';
import { tellEach } from './tell-each.ts';

/** Somebody hands something in. */
export interface HandingIn {
  /** As it was read; of version 0 where no row says it yet. */
  readonly deliverable: Deliverable;
  /** Cleaned; empty where he said nothing of it. */
  readonly note: string;
  /** What he was asked, where this answers it. */
  readonly waiting?: WaitingDeliverable | undefined;
  /** Of a tap: the version that the button was made for. */
  readonly tapped?: number;
}

/** Whether it may be handed in does not hang on what is. */
const ANYTHING: Pick<Submission, 'way' | 'files' | 'note'> = { way: 'words', files: [], note: { id: '', hash: '' } };

/**
 * Hands in what came, or asks for what is missing: files, of an activity words. Who may not, or comes too late, is told so before he
 * is asked for anything.
 */
export async function handIn(ctx: UpdateContext, handing: HandingIn): Promise<void> {
  const { deliverable, tapped } = handing;
  const plan = planOf(ctx.contract, deliverable);
  if (!plan) return refuseDeliverable(ctx, deliverable, 'cancelled', 'deliver_submit');
  const env = { now: submittedAt(ctx, deliverable), by: ctx.actor };
  const allowed = submit(deliverable, plan, ANYTHING, env);
  if (!allowed.ok) return refuseDeliverable(ctx, deliverable, problemOf(allowed.refusal), 'deliver_submit');
  // The second of two taps, or a card that was never loaded again: what is under review is handed in anew by words alone.
  const isAgain = tapped !== undefined && tapped !== deliverable.version && deliverable.state === 'submitted';
  if (isAgain) return refuseDeliverable(ctx, deliverable, 'submitted_already', 'deliver_submit');
  const before = await filesBefore(ctx, handing.waiting);
  const attached = attachedTo(ctx, { obligationId: deliverable.id });
  const files = [...before, ...attached.attachments];
  const note = [handing.waiting?.note ?? '', handing.note].filter((words) => words !== '').join('\n');
  if (files.length === 0 && !(note !== '' && mayBeWords(plan, note))) return askForRest(ctx, deliverable, plan, note);
  const text = note === '' ? undefined : ctx.keepText(note);
  const way = files.length > 0 ? 'file' : 'words';
  const ids = files.map(({ id }) => id);
  const handed = {
    way,
    files: [],
    ...(ids.length > 0 && { attachments: ids }),
    ...(text && { note: text.ref }),
  } as const;
  const decision = submit(deliverable, plan, handed, env);
  if (!decision.ok) return refuseDeliverable(ctx, deliverable, problemOf(decision.refusal), 'deliver_submit');
  const step = { next: decision.next, entry: decision.entry, by: ctx.person.id };
  const changes: Changes = {
    ...obligationWrites(ctx, [{ ...step, ...(deliverable.version > 0 && { seen: deliverable }) }]),
    texts: text ? [text] : [],
    outbox: await submittedPosts(ctx, decision.next, plan, { files, before, texts: text ? [text] : [] }),
    ...withoutWaiting(handing.waiting),
  };
  await ctx.commit(withAttached(changes, attached));
}

/** When he did it, however late the bot got to it; never before what was handed in already. */
export function submittedAt({ update }: UpdateContext, { reviews, submissions }: Deliverable): number {
  return Math.max(reportedAt(update), submissions.at(-1)?.at ?? 0, reviews.at(-1)?.at ?? 0);
}

const OFFLINE = inEveryLanguage(({ deliverable }) => deliverable.offlineWords);

/** An activity is told in words; a document may have been handed over on paper, which its reviewer knows. */
function mayBeWords(plan: DeliverablePlan, note: string): boolean {
  if (plan.kind === 'activity') return true;
  return plan.review === 'supervisor' && isOffline(note);
}

export function isOffline(note: string): boolean {
  return note.split('\n').some((line) => OFFLINE.some((word) => line.toLowerCase().startsWith(word)));
}

async function askForRest(
  ctx: UpdateContext,
  deliverable: Deliverable,
  plan: DeliverablePlan,
  note: string,
): Promise<void> {
  const { asking, commands } = ctx.text.deliverable;
  const name = obligationName(ctx.contract, deliverable, ctx.text);
  const code = codeAmong(deliverable);
  const offline = `${commands.deliver_submit.example(code)} ${ctx.text.deliverable.offlineWords[0] ?? ''}`;
  const lines =
    plan.kind === 'activity'
      ? [asking.words(name)]
      : [
          asking.file[ctx.chat.kind](name, answeredWithin(ctx)),
          ...(plan.review === 'supervisor' ? [asking.offline(offline)] : []),
        ];
  const subject = obligationSubject(deliverable);
  await askForDeliverable(ctx, { command: 'deliver_submit', subject, note, files: [], lines });
}

async function submittedPosts(
  ctx: UpdateContext,
  next: Deliverable,
  plan: DeliverablePlan,
  came: {
    readonly files: readonly TicketAttachment[];
    readonly before: readonly TicketAttachment[];
    readonly texts: readonly NewText[];
  },
): Promise<readonly Outgoing[]> {
  const { now, person, text } = ctx;
  const { told } = text.deliverable;
  const names = came.files.map(({ kind, name }) => name ?? text.media.kind[kind]);
  const view = await deliverableView(ctx, next, came.texts, names);
  const name = obligationName(ctx.contract, next, text);
  const lateness = latenessWords(view, text);
  const at = instantWords(next.submissions.at(-1)?.at ?? now, now, text, 'always');
  const isReviewed = plan.review === 'supervisor';
  const mine = say(told.submitted(name, at, lateness) + (isReviewed ? told.waitsForReview : told.needsNoReview));
  if (!isReviewed) return [answer(ctx, mine)];
  const key = `review:${updateKey(ctx)}`;
  const asked = await tellEach(
    ctx,
    reviewersOf(ctx),
    (to) => ({
      key: `${key}:${to}`,
      content: {
        ...say(told.toReview(name, displayName(person.name), lateness)),
        card: deliverableCard(view, now, text),
      },
    }),
    next.department,
  );
  // What was fetched already; the rest follows when it is.
  const kept = await Promise.all(
    came.before.map((file) => fileRows(ctx, { file, name, people: reviewersOf(ctx), department: next.department })),
  );
  return [answer(ctx, mine), ...asked, ...kept.flat()];
}
