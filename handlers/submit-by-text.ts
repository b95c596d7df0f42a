import { stateWords } from '../cards/deliverable-card.ts';
import { whichDeliverableCard } from '../cards/deliverable-list-card.ts';
import { obligationName, planName } from '../cards/obligation-name.ts';
import { instantWords } from '../cards/words.ts';
import { obligationSubject } from '../domain/obligations/obligation-code.ts';
import type { Deliverable } from '../domain/obligations/obligation-types.ts';
import { cleanText, clip } from '../domain/plain-text.ts';
import { isSupplier } from '../domain/sides.ts';
import { hasAttachments } from './attachments.ts';
import type { ActionContext, MessageContext, UpdateContext } from './context.ts';
import { waitingDeliverable, withoutWaiting } from './deliverable-form.ts';
import { deliverableBySubject, deliverableView, openDeliverables, urgentViews } from './deliverables.ts';
import { type MeantDeliverables, meantDeliverables, openedEarly } from './find-deliverable.ts';
import { isGivingUp } from './giving-up.ts';
import { answer, commitAnswer, say, showCard } from './messages.ts';
import type { CommandContext, Next } from './router-types.ts';
import { isSomethingElse } from './something-else.ts';
import { handIn, isOffline } from './submit-deliverable.ts';
import { understoodByRules } from './understood.ts';

/** How much of what names nothing is repeated, in graphemes, and how many names are told. */
const SAID_SHOWN_MAX = 20;
const NAMES_SHOWN_MAX = 8;
/** In the order in which they may be meant by one who hands in. */
const TO_SUBMIT: readonly Deliverable['state'][] = ['owed', 'returned'];

/** 提交 月报, 提交 月报 10月, 提交 应急演练 ＜说明＞, with a file or before it; alone: whatever is owed. */
export async function submitByText(ctx: CommandContext, next: Next): Promise<void> {
  const said = cleanText(ctx.args);
  if (said === '' && !isSupplier(ctx.actor)) return next();
  const waiting = await waitingDeliverable(ctx);
  const own = waiting?.command === 'deliver_submit' && waiting.contractId === ctx.contract.id ? waiting : undefined;
  if (said === '') return askWhichOwed(ctx);
  const meant = await meantDeliverables(ctx, said, TO_SUBMIT);
  if (meant.found.length === 0) return answerUnknown(ctx, next, said, meant);
  const [only, ...more] = firstOfEquals(meant.found);
  // 提交 月报 的时候页面报错 is a report, whoever says it; how an activity went may sound like one.
  const isActivity = ctx.contract.deliverables.find(({ id }) => id === only?.planId)?.kind === 'activity';
  if (meant.rest !== '' && !(isActivity && isSupplier(ctx.actor)) && isSomethingElse(ctx, '')) return next();
  if (!only || more.length > 0) return askWhich(ctx, meant.found, said, 'deliver_submit');
  const deliverable = meant.isEarly ? openedEarly(ctx, only) : only;
  await handIn(ctx, { deliverable, note: meant.rest, waiting: isFor(own?.subject, deliverable) ? own : undefined });
}

/** Of several that one period owes alike the first one is meant. */
function firstOfEquals(found: readonly Deliverable[]): readonly Deliverable[] {
  const [first] = found.toSorted((a, b) => a.ordinal - b.ordinal);
  const areEqual = found.every(
    ({ department, period, planId, state, window }) =>
      state === 'owed' &&
      planId === first?.planId &&
      period.label === first.period.label &&
      window === first.window &&
      department === first.department,
  );
  return first && areEqual ? [first] : found;
}

/** What he sent before belongs to it where it was for this one, or for one that he had not named. */
function isFor(subject: string | undefined, deliverable: Deliverable): boolean {
  return subject === undefined || subject === obligationSubject(deliverable);
}

/** A tap on 提交, on any card. */
export async function submitByTap(ctx: ActionContext): Promise<void> {
  const { form, subject, version } = ctx.update;
  const deliverable = await deliverableBySubject(ctx, subject);
  if (!deliverable) return commitAnswer(ctx, say(ctx.text.system.unknownAction));
  const waiting = await waitingDeliverable(ctx);
  const isOpen =
    waiting?.command === 'deliver_submit' && (waiting.subject === undefined || waiting.subject === subject);
  const note = cleanText(form.note ?? '');
  await handIn(ctx, { deliverable, note, tapped: version, ...(isOpen && { waiting }) });
}

/**
 * What follows 提交 without file or words: the file, or how the activity went. Whatever else he says is no part of it, and what he was
 * asked still waits.
 */
export async function answerSubmission(ctx: MessageContext, next: Next): Promise<void> {
  const waiting = await waitingDeliverable(ctx);
  if (waiting?.command !== 'deliver_submit') return next();
  const said = cleanText(ctx.update.text);
  if (isGivingUp(said)) {
    const given = answer(ctx, say(ctx.text.deliverable.asking.givenUp));
    return ctx.commit({ ...withoutWaiting(waiting), outbox: [given] });
  }
  if (waiting.subject === undefined) return next();
  if (waiting.contractId !== ctx.contract.id) {
    const there = await ctx.inContract?.(waiting.contractId);
    return there ? answerSubmission(there, next) : next();
  }
  const deliverable = await deliverableBySubject(ctx, waiting.subject);
  if (!deliverable) return next();
  const isWanted = hasAttachments(ctx) || isAnswer(ctx, deliverable, said);
  if (!isWanted || isReport(ctx, said)) return next();
  await handIn(ctx, { deliverable, note: said, waiting });
}

function isAnswer(ctx: MessageContext, { planId }: Deliverable, said: string): boolean {
  if (said === '') return false;
  const plan = ctx.contract.deliverables.find(({ id }) => id === planId);
  return plan?.kind === 'activity' || isOffline(said);
}

/** A report of a fault, a question, or a greeting. */
function isReport(ctx: MessageContext, said: string): boolean {
  if (said === '') return false;
  const { kind, levelReason, pleasantry, systemId } = understoodByRules(ctx, said, { reporterId: ctx.person.id });
  if (kind === 'small_talk') return pleasantry !== undefined && pleasantry !== 'other';
  if (kind === 'question') return /[?？]$/u.test(said);
  return kind === 'incident' && systemId !== undefined && levelReason.code === 'sign';
}

/** 提交 alone. */
async function askWhichOwed(ctx: UpdateContext): Promise<void> {
  const owed = (await openDeliverables(ctx)).filter(({ state }) => TO_SUBMIT.includes(state));
  if (owed.length === 0) return commitAnswer(ctx, say(ctx.text.deliverable.asking.nothingOwed));
  await askWhich(ctx, owed, '', 'deliver_submit');
}

export async function askWhich(
  ctx: UpdateContext,
  found: readonly Deliverable[],
  said: string,
  command: 'deliver_submit' | 'deliver_accept' | 'deliver_return' | 'deliver_show',
): Promise<void> {
  const { asking } = ctx.text.deliverable;
  const title = said === '' ? asking.whichTitle : asking.which(clip(said.replace(/\s+/gu, ' '), SAID_SHOWN_MAX));
  const card = whichDeliverableCard(await urgentViews(ctx, found), { title, command }, ctx.now, ctx.text);
  await commitAnswer(ctx, showCard(card));
}

/** Nothing of that name is open: when the next one opens, what became of the last, or what is owed at all. */
async function answerUnknown(ctx: CommandContext, next: Next, said: string, meant: MeantDeliverables): Promise<void> {
  const { contract, now, text } = ctx;
  const { asking, commands } = text.deliverable;
  if (meant.next) {
    const { label } = meant.next.period;
    const opens = instantWords(meant.next.opensAt, now, text, 'if_any');
    const example = commands.deliver_submit.example(`${planName(contract, meant.next, text)} ${label}`);
    return commitAnswer(ctx, say(asking.notOpen(obligationName(contract, meant.next, text), opens, example)));
  }
  if (meant.settled) {
    const view = await deliverableView(ctx, meant.settled);
    const name = obligationName(contract, meant.settled, text);
    return commitAnswer(ctx, say(asking.settled(name, stateWords(view, text))));
  }
  if (!isSupplier(ctx.actor) || isSomethingElse(ctx, '')) return next();
  const open = (await openDeliverables(ctx)).filter(({ state }) => TO_SUBMIT.includes(state));
  const names = [...new Set(open.map((one) => planName(contract, one, text)))];
  if (names.length === 0) return commitAnswer(ctx, say(asking.nothingOwed));
  const known = names.slice(0, NAMES_SHOWN_MAX).join(text.card.comma);
  await commitAnswer(ctx, say(asking.unknown(clip(said.replace(/\s+/gu, ' '), SAID_SHOWN_MAX), known)));
}
