import type { FindingStep } from '../cards/catalogue-assessment.ts';
import { findingCard } from '../cards/finding-card.ts';
import { displayName, mentions } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import type { Changes, NewText, Outgoing } from '../db/changes.ts';
import { decideDispute, dispute, withdrawDispute } from '../domain/assessment/decide-dispute.ts';
import {
  confirmFinding,
  type RecordDecision,
  type RecordStep,
  withdrawFinding,
} from '../domain/assessment/decide-finding.ts';
import { readFindingSubject } from '../domain/assessment/finding-code.ts';
import { cleanText, clip } from '../domain/plain-text.ts';
import { actsAs } from '../domain/sides.ts';
import type { Actor } from '../domain/types.ts';
import { type AssessmentEntry, recordWrites, refuseAssessment } from './assessment-commit.ts';
import { askFor, sayWords, withoutAsked } from './assessment-form.ts';
import type { ActionContext, UpdateContext } from './context.ts';
import { type FoundFinding, findByCode, standingIn } from './find-finding.ts';
import { codeOf, decidersOf, disputeCardKey, findingCardKey, findingView, managersOf } from './finding-view.ts';
import { groupForUpdate } from './group-chat.ts';
import { answeringRefresh, cardRefresh, commitAnswer, showCard, updateKey, withoutLeadingSpace } from './messages.ts';
import { signedPeriodOf } from './signed-periods.ts';

/** How much of a reason is repeated in the group, in graphemes; the card and the record have more. */
const REASON_SHOWN_MAX = 80;

/** A tap on a finding's button. */
export async function stepByTap(ctx: ActionContext, step: FindingStep): Promise<void> {
  const { form, subject } = ctx.update;
  const found = await findBySubject(ctx, subject);
  if (!found) return sayWords(ctx, ctx.text.system.unknownAction);
  await takeStep(ctx, found, step, form.reason ?? '');
}

export async function findBySubject(ctx: UpdateContext, subject: string): Promise<FoundFinding | undefined> {
  const meant = readFindingSubject(subject);
  const isHere = meant?.contractId === ctx.contract.id;
  const [found, ...more] = isHere ? await findByCode(ctx, meant.code, meant.at) : [];
  return more.length === 0 ? found : undefined;
}

/** 查看 on a list of findings. */
export async function showFindingByTap(ctx: ActionContext): Promise<void> {
  const mayLook = actsAs(ctx.actor, 'manager') || actsAs(ctx.actor, 'supervisor');
  if (!mayLook) return refuseAssessment(ctx, { reason: 'managers_and_supervisors' }, { command: 'show_finding' });
  const found = await findBySubject(ctx, ctx.update.subject);
  if (!found) return sayWords(ctx, ctx.text.system.unknownAction);
  await showFinding(ctx, found);
}

/** 考核事项 K7QF: its card, for the one who asks. */
export async function showFinding(ctx: UpdateContext, found: FoundFinding): Promise<void> {
  await commitAnswer(ctx, showCard(findingCard(await findingView(ctx, found), ctx.text)));
}

/** Either side's step. Who may not take it, or comes too late, is told so before he is asked for a reason. */
export async function takeStep(
  ctx: UpdateContext,
  found: FoundFinding,
  step: FindingStep,
  said: string,
): Promise<void> {
  const body = cleanText(said);
  const text = body === '' ? undefined : ctx.keepText(body);
  const decision = decided(ctx, found, step, text);
  const code = codeOf(found);
  if (!decision.ok) return refuseAssessment(ctx, decision.refusal, { command: step, about: code });
  if (!text && (step === 'finding_object' || step === 'finding_exempt')) {
    const { finding: words } = ctx.text.assessment;
    const question =
      ctx.text.input.missing(words.reason) + ctx.text.input.example(ctx.text.assessment.commands[step].example(code));
    const { id: subject } = (await findingView(ctx, found)).subject;
    return askFor(ctx, { command: step, subject, input: {}, field: 'reason', question });
  }
  const changes = await changesOf(ctx, { found, step, decision, texts: text ? [text] : [], reason: body });
  await ctx.commit({ ...changes, ...(await withoutAsked(ctx, step)) });
}

/** What is asked without a reason is decided as if it had one: whether it may be asked does not hang on that. */
const NO_REASON = { id: '', hash: '' };

function decided(
  { actor, contract, now }: UpdateContext,
  found: FoundFinding,
  step: FindingStep,
  text: NewText | undefined,
): RecordDecision {
  const env = { contractId: contract.id, now };
  const reason = text ? { reason: text.ref } : {};
  switch (step) {
    case 'finding_confirm':
      return confirmFinding(found, actor, env);
    case 'finding_object':
      return dispute(found, { kind: 'objection', reason: text?.ref ?? NO_REASON }, actor, env);
    case 'finding_exempt':
      return dispute(found, { kind: 'exemption', reason: text?.ref ?? NO_REASON }, actor, env);
    case 'dispute_accept':
      return decideDispute(found, { isAccepted: true, ...reason }, actor, env);
    case 'dispute_refuse':
      return decideDispute(found, { isAccepted: false, ...reason }, actor, env);
    case 'finding_withdraw':
      return takesBackDispute(found, actor) ? withdrawDispute(found, actor, env) : withdrawFinding(found, actor, env);
  }
}

/** What he asked himself is taken back before the finding is; who may not withdraw findings can mean nothing else. */
function takesBackDispute({ dispute: asked, finding }: FoundFinding, by: Actor): boolean {
  return finding.standing === 'disputed' && (asked?.by === by.id || !actsAs(by, 'supervisor'));
}

interface TakenStep {
  readonly found: FoundFinding;
  readonly step: FindingStep;
  readonly decision: Extract<RecordDecision, { ok: true }>;
  readonly texts: readonly NewText[];
  readonly reason: string;
}

async function changesOf(ctx: UpdateContext, taken: TakenStep): Promise<Changes> {
  const { found, step, texts } = taken;
  const after = afterStep(found, taken.decision.step);
  const writes = recordWrites(ctx, entryOf(taken), taken.decision.step);
  const view = await findingView(ctx, after, texts);
  const card = findingCard(view, ctx.text);
  const isAsked = step === 'finding_object' || step === 'finding_exempt';
  const signed = await signedPeriodOf(ctx, found.finding);
  const { commands, finding: words } = ctx.text.assessment;
  const hint = signed ? [[words.signedBefore(commands.propose_correction.example(signed.label))]] : [];
  const post: Outgoing = {
    op: 'post',
    key: `finding:${updateKey(ctx)}`,
    chatId: await groupForUpdate(ctx),
    priority: 1,
    // What somebody is asked to decide is a card of its own, where the talk is.
    ...(isAsked && { cardKey: disputeCardKey(found) }),
    content: { lines: [withoutLeadingSpace(announcement(ctx, taken)), ...hint], ...(isAsked && { card }) },
  };
  return { ...writes, texts, outbox: [...(await refreshedCards(ctx, after, card, isAsked)), post] };
}

/** The finding as the step leaves it. */
function afterStep(found: FoundFinding, { next }: RecordStep): FoundFinding {
  const { doc } = next;
  if (doc.type === 'standing') return standingIn({ ...found, record: next }, doc);
  if (doc.type !== 'finding') return found;
  const { dispute: asked, standing } = doc;
  return { ...found, finding: { ...found.finding, standing }, record: next, ...(asked && { dispute: asked }) };
}

function entryOf({ decision, step }: TakenStep): AssessmentEntry {
  switch (step) {
    case 'finding_confirm':
      return 'finding_confirmed';
    case 'finding_object':
    case 'finding_exempt':
      return 'finding_disputed';
    case 'dispute_accept':
    case 'dispute_refuse':
      return 'dispute_decided';
    case 'finding_withdraw':
      return isWithdrawn(decision.step) ? 'finding_withdrawn' : 'dispute_withdrawn';
  }
}

function isWithdrawn({ next: { doc } }: RecordStep): boolean {
  return doc.type === 'finding' && doc.standing === 'withdrawn';
}

function announcement(ctx: UpdateContext, { decision, found, reason, step }: TakenStep): Line {
  const { finding: words, kinds } = ctx.text.assessment;
  const by = displayName(ctx.person.name);
  const code = codeOf(found);
  const asked = found.dispute;
  const kind = asked ? kinds[asked.kind] : '';
  switch (step) {
    case 'finding_confirm':
      return words.confirmed(mentions(managersOf(ctx)), by, code);
    case 'finding_object':
    case 'finding_exempt': {
      const deciders = decidersOf(ctx, ctx.actor.roles.includes('manager') ? 'supplier' : 'customer');
      const asks = kinds[step === 'finding_object' ? 'objection' : 'exemption'];
      return words.disputed(mentions(deciders), by, asks, code, clip(reason.replace(/\s+/gu, ' '), REASON_SHOWN_MAX));
    }
    case 'dispute_accept':
    case 'dispute_refuse':
      return words.decided(mentions(asked ? [asked.by] : []), by, kind, step === 'dispute_accept', code);
    case 'finding_withdraw':
      return asked && !isWithdrawn(decision.step)
        ? words.disputeWithdrawn(mentions(decidersOf(ctx, asked.side)), by, kind, code)
        : words.withdrawn(mentions(managersOf(ctx)), by, code);
  }
}

/** The finding's card, and that of the request, wherever they were posted. The tapped one answers the tap. */
async function refreshedCards(
  ctx: UpdateContext,
  found: FoundFinding,
  card: NonNullable<Outgoing['content']['card']>,
  isAsked: boolean,
): Promise<readonly Outgoing[]> {
  const { chat, store, update } = ctx;
  const keys = [findingCardKey(found), ...(isAsked ? [] : [disputeCardKey(found)])];
  const tapped =
    update.type === 'action' && update.handle !== undefined ? await store.cardKeyOf(chat.id, update.handle) : undefined;
  const chatId = await groupForUpdate(ctx);
  return keys
    .map((cardKey) => cardRefresh(ctx, { card, cardKey, chatId }))
    .toSorted((a, b) => Number(b.cardKey === tapped) - Number(a.cardKey === tapped))
    .flatMap((refresh, index) => (index === 0 ? answeringRefresh(ctx, refresh) : [refresh]));
}
