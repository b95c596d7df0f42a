import { deliverableCard } from '../cards/deliverable-card.ts';
import { obligationName } from '../cards/obligation-name.ts';
import { displayName } from '../cards/ticket-view.ts';
import type { NewText, Outgoing } from '../db/changes.ts';
import { review } from '../domain/obligations/decide-deliverable.ts';
import { codeAmong, obligationSubject } from '../domain/obligations/obligation-code.ts';
import type { Deliverable } from '../domain/obligations/obligation-types.ts';
import { cleanText, clip } from '../domain/plain-text.ts';
import { actsAs } from '../domain/sides.ts';
import type { ActionContext, MessageContext, UpdateContext } from './context.ts';
import { answeredWithin, askForDeliverable, waitingDeliverable, withoutWaiting } from './deliverable-form.ts';
import { problemOf, refuseDeliverable } from './deliverable-refusal.ts';
import { deliverableBySubject, deliverableView, managersFor, openDeliverables } from './deliverables.ts';
import { meantDeliverables } from './find-deliverable.ts';
import { isGivingUp } from './giving-up.ts';
import { answer, commitAnswer, say, showCard, updateKey } from './messages.ts';
import { obligationWrites } from './obligation-commit.ts';
import type { CommandContext, Next } from './router-types.ts';
import { isSomethingElse } from './something-else.ts';
import { askWhich } from './submit-by-text.ts';
import { submittedAt } from './submit-deliverable.ts';
import { tellEach } from './tell-each.ts';

type Verdict = 'deliver_accept' | 'deliver_return';

const UNDER_REVIEW: readonly Deliverable['state'][] = ['submitted'];
const REASON_SHOWN_MAX = 80;
/** Whether it may be returned does not hang on why. */
const ANY_REASON = { id: '', hash: '' };

/**
 * 通过 月报, 退回 月报 10月 ＜原因＞, 通过 K7QF; alone: the only one under review.
 * @param isShared tickets and findings have the word too: only what names a deliverable under review is about one
 */
export async function reviewByText(
  ctx: CommandContext,
  next: Next,
  { isShared, verdict }: { readonly isShared: boolean; readonly verdict: Verdict },
): Promise<void> {
  const said = cleanText(ctx.args);
  const isReviewer = actsAs(ctx.actor, 'supervisor');
  if (said === '') {
    const waiting = (await openDeliverables(ctx)).filter(({ state }) => UNDER_REVIEW.includes(state));
    if (isShared || (waiting.length === 0 && !isReviewer)) return next();
    if (waiting.length === 0) return commitAnswer(ctx, say(ctx.text.deliverable.asking.nothingToReview));
    return takeOneOf(ctx, waiting, { verdict, said, reason: '' });
  }
  const meant = await meantDeliverables(ctx, said, UNDER_REVIEW);
  // Somebody else was quicker: whoever reviews it as well is told what became of it.
  if (isReviewer && meant.found.length === 0 && meant.settled) return decide(ctx, meant.settled, verdict, '');
  const isAbout =
    meant.found.length > 0 && (!isShared || meant.found.some(({ state }) => UNDER_REVIEW.includes(state)));
  // 通过 VPN 登录不上了 is a report.
  if (!isAbout || meant.isEarly || (!isReviewer && isSomethingElse(ctx, ''))) return next();
  await takeOneOf(ctx, meant.found, { verdict, said, reason: meant.rest });
}

async function takeOneOf(
  ctx: UpdateContext,
  found: readonly Deliverable[],
  { reason, said, verdict }: { readonly verdict: Verdict; readonly said: string; readonly reason: string },
): Promise<void> {
  const [only, ...more] = found;
  if (more.length > 0 && !found.some(({ state }) => UNDER_REVIEW.includes(state)))
    return commitAnswer(ctx, say(ctx.text.deliverable.asking.nothingToReview));
  if (!only || more.length > 0) return askWhich(ctx, found, said, verdict);
  await decide(ctx, only, verdict, reason);
}

/** A tap on 通过 or 退回. What was handed in since the card was shown is looked at first. */
export async function reviewByTap(ctx: ActionContext, verdict: Verdict): Promise<void> {
  const { form, subject, version } = ctx.update;
  const deliverable = await deliverableBySubject(ctx, subject);
  if (!deliverable) return commitAnswer(ctx, say(ctx.text.system.unknownAction));
  const isOld = version !== deliverable.version && deliverable.state === 'submitted';
  if (isOld && actsAs(ctx.actor, 'supervisor')) return refuseDeliverable(ctx, deliverable, 'outdated', verdict);
  await decide(ctx, deliverable, verdict, form.reason ?? '');
}

/** The reason that 退回 was without. */
export async function answerReturn(ctx: MessageContext, next: Next): Promise<void> {
  const waiting = await waitingDeliverable(ctx);
  const said = cleanText(ctx.update.text);
  if (waiting?.command !== 'deliver_return' || waiting.subject === undefined || said === '') return next();
  if (isGivingUp(said)) {
    const given = answer(ctx, say(ctx.text.deliverable.asking.givenUp));
    return ctx.commit({ ...withoutWaiting(waiting), outbox: [given] });
  }
  if (waiting.contractId !== ctx.contract.id) {
    const there = await ctx.inContract?.(waiting.contractId);
    return there ? answerReturn(there, next) : next();
  }
  const deliverable = await deliverableBySubject(ctx, waiting.subject);
  if (!deliverable) return next();
  await decide(ctx, deliverable, 'deliver_return', said);
}

async function decide(ctx: UpdateContext, seen: Deliverable, verdict: Verdict, said: string): Promise<void> {
  const body = cleanText(said);
  const isAccepted = verdict === 'deliver_accept';
  const text = body === '' ? undefined : ctx.keepText(body);
  const reason = text?.ref ?? (isAccepted ? undefined : ANY_REASON);
  const env = { now: submittedAt(ctx, seen), by: ctx.actor };
  const decision = review(seen, { isAccepted, ...(reason && { reason }) }, env);
  if (!decision.ok) return refuseDeliverable(ctx, seen, problemOf(decision.refusal), verdict);
  if (!text && !isAccepted) return askForReason(ctx, seen);
  const waiting = await waitingDeliverable(ctx);
  const isAnswered = waiting?.command === 'deliver_return' && waiting.subject === obligationSubject(seen);
  await ctx.commit({
    ...obligationWrites(ctx, [{ seen, next: decision.next, entry: decision.entry, by: ctx.person.id }]),
    texts: text ? [text] : [],
    outbox: await reviewedPosts(ctx, decision.next, { isAccepted, reason: body, texts: text ? [text] : [] }),
    ...(isAnswered && withoutWaiting(waiting)),
  });
}

async function askForReason(ctx: UpdateContext, deliverable: Deliverable): Promise<void> {
  const { asking, commands } = ctx.text.deliverable;
  const name = obligationName(ctx.contract, deliverable, ctx.text);
  const example = ctx.text.input.example(commands.deliver_return.example(codeAmong(deliverable)));
  const within = ctx.text.asking.answer[ctx.chat.kind](answeredWithin(ctx), ctx.text.asking.giveUpWords[0] ?? '');
  await askForDeliverable(ctx, {
    command: 'deliver_return',
    subject: obligationSubject(deliverable),
    files: [],
    lines: [asking.returnReason(name) + example, within],
  });
}

/** The reviewer sees how it stands now; who handed it in, and the managers, are told what was decided. */
async function reviewedPosts(
  ctx: UpdateContext,
  next: Deliverable,
  {
    isAccepted,
    reason,
    texts,
  }: { readonly isAccepted: boolean; readonly reason: string; readonly texts: readonly NewText[] },
): Promise<readonly Outgoing[]> {
  const { now, person, text } = ctx;
  const { commands, told } = text.deliverable;
  const view = await deliverableView(ctx, next, texts);
  const name = obligationName(ctx.contract, next, text);
  const by = displayName(person.name);
  const shown = clip(reason.replace(/\s+/gu, ' '), REASON_SHOWN_MAX);
  const again = told.again(commands.deliver_submit.example(view.code));
  const lines = isAccepted ? [told.accepted(name, by)] : [told.returned(name, by, shown), again];
  const card = deliverableCard(view, now, text);
  const concerned = [next.submissions.at(-1)?.by ?? person.id, ...managersFor(ctx)].filter((id) => id !== person.id);
  const others = await tellEach(
    ctx,
    concerned,
    (to) => ({
      key: `reviewed:${updateKey(ctx)}:${to}`,
      content: { ...say(...lines), ...(!isAccepted && { card }) },
    }),
    next.department,
  );
  return [answer(ctx, showCard(card, say(lines[0] ?? '').lines)), ...others];
}
