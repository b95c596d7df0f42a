import type { AssessmentCommand } from '../cards/catalogue-assessment.ts';
import { type SignView, signCard } from '../cards/sign-card.ts';
import { displayName, mentions } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import type { Changes, Outgoing } from '../db/changes.ts';
import type { RecordDecision } from '../domain/assessment/decide-finding.ts';
import {
  decideCorrection,
  proposeCorrection,
  proposedCorrection,
  signatureInForce,
  signScore,
} from '../domain/assessment/decide-signature.ts';
import { clip } from '../domain/plain-text.ts';
import { actsAs } from '../domain/sides.ts';
import { ENTRY_OF, recordWrites, refuseAssessment } from './assessment-commit.ts';
import { sayWords } from './assessment-form.ts';
import type { ActionContext, UpdateContext } from './context.ts';
import { managersOf, otherSide } from './finding-view.ts';
import { groupForUpdate } from './group-chat.ts';
import { answeringRefresh, cardRefresh, commitAnswer, showCard, updateKey, withoutLeadingSpace } from './messages.ts';
import type { CommandContext, Next } from './router-types.ts';
import { readSigned, type SignedTogether, type Signing, signedBySubject, signingOf } from './sign-scope.ts';
import { signView } from './sign-view.ts';
import { isSomethingElse } from './something-else.ts';

export const SIGNING = [
  'prepare_signing',
  'sign_score',
  'propose_correction',
  'correction_agree',
  'correction_refuse',
] as const satisfies readonly AssessmentCommand[];
export type SigningCommand = (typeof SIGNING)[number];
type SignStep = Exclude<SigningCommand, 'prepare_signing'>;

const STATE_AFTER = {
  sign_score: 'signed',
  propose_correction: 'proposed',
  correction_agree: 'agreed',
  correction_refuse: 'refused',
} as const satisfies Record<SignStep, SignView['state']>;

const MEANT_WITHOUT = {
  prepare_signing: 'unsigned',
  sign_score: 'last',
  propose_correction: 'signed',
  correction_agree: 'proposed',
  correction_refuse: 'proposed',
} as const satisfies Record<SigningCommand, Parameters<typeof readSigned>[2]>;

/** How much of what names no period is repeated, in graphemes. */
const SAID_SHOWN_MAX = 20;

/** 定稿, 确认定稿, 更正 and the answers to it, with a period or without. */
export async function signByText(ctx: CommandContext, next: Next, command: SigningCommand): Promise<void> {
  const { commands, signing: words } = ctx.text.assessment;
  const read = await readSigned(ctx, ctx.args, MEANT_WITHOUT[command]);
  if (read.ok) return signOrAsk(ctx, read.meant, command);
  // 更正 begins many a sentence: what names no period may be a report.
  if (ctx.args !== '' && read.why === 'unknown' && isSomethingElse(ctx, '')) return next();
  const example = commands[command].example(read.example);
  if (read.why === 'none') return sayWords(ctx, words.noPeriod);
  await sayWords(
    ctx,
    read.why === 'several' ? words.several(example) : words.unknownPeriod(clip(ctx.args, SAID_SHOWN_MAX), example),
  );
}

export async function signByTap(ctx: ActionContext, command: SigningCommand): Promise<void> {
  const meant = signedBySubject(ctx, ctx.update.subject);
  if (!meant) return sayWords(ctx, ctx.text.system.unknownAction);
  await signOrAsk(ctx, meant, command);
}

async function signOrAsk(ctx: UpdateContext, meant: SignedTogether, command: SigningCommand): Promise<void> {
  const mayLook = actsAs(ctx.actor, 'supervisor') || actsAs(ctx.actor, 'manager');
  const about = { command, about: meant.name };
  if (!mayLook) return refuseAssessment(ctx, { reason: 'managers_and_supervisors' }, about);
  const signing = await signingOf(ctx, meant);
  if (command === 'prepare_signing') return prepare(ctx, signing);
  const decision = decided(ctx, signing, command);
  if (!decision.ok) return refuseAssessment(ctx, decision.refusal, about);
  await ctx.commit(await signedChanges(ctx, signing, command, decision));
}

/** What would be signed, with all that is missing first; of a signed one its signature. */
async function prepare(ctx: UpdateContext, signing: Signing): Promise<void> {
  const inForce = signatureInForce(signing.signed);
  if (inForce) return commitAnswer(ctx, showCard(signCard(signView(ctx, signing, 'signed', inForce), ctx.text)));
  const decision = signScore(signing.toSign, signing.signed, ctx.actor, { contractId: ctx.contract.id, now: ctx.now });
  if (!decision.ok && decision.refusal.reason !== 'still_open') {
    return refuseAssessment(ctx, decision.refusal, { command: 'prepare_signing', about: signing.meant.name });
  }
  const state = decision.ok ? 'ready' : 'open';
  await commitAnswer(ctx, showCard(signCard(signView(ctx, signing, state), ctx.text)));
}

function decided(ctx: UpdateContext, signing: Signing, command: SignStep): RecordDecision {
  const { actor, contract, now } = ctx;
  const env = { contractId: contract.id, now };
  switch (command) {
    case 'sign_score':
      return signScore(signing.toSign, signing.signed, actor, env);
    case 'propose_correction':
      return proposeCorrection(signing.toSign, signing.signed, actor, env);
    case 'correction_agree':
    case 'correction_refuse':
      return decideCorrection(proposedCorrection(signing.signed), command === 'correction_agree', actor);
  }
}

async function signedChanges(
  ctx: UpdateContext,
  signing: Signing,
  command: SignStep,
  { step }: Extract<RecordDecision, { ok: true }>,
): Promise<Changes> {
  const { next } = step;
  const { doc } = next;
  if (doc.type !== 'signature') return recordWrites(ctx, ENTRY_OF[command], step);
  const view = signView(ctx, signing, STATE_AFTER[command], { ...next, doc });
  const card = signCard(view, ctx.text);
  const isPosted = command === 'sign_score' || command === 'propose_correction';
  const chatId = await groupForUpdate(ctx);
  const cardKey = `score:${next.id}`;
  const line = withoutLeadingSpace(announcement(ctx, command, signing.meant.name));
  const post: Outgoing = {
    op: 'post',
    key: `signed:${updateKey(ctx)}`,
    chatId,
    priority: 1,
    ...(isPosted && { cardKey }),
    content: { lines: [line], ...(isPosted && { card }) },
  };
  const refreshed = answeringRefresh(ctx, cardRefresh(ctx, { card, cardKey, chatId }));
  return { ...recordWrites(ctx, ENTRY_OF[command], step), outbox: isPosted ? [post] : [...refreshed, post] };
}

function announcement(ctx: UpdateContext, command: SignStep, period: string): Line {
  const { signing: words } = ctx.text.assessment;
  const by = displayName(ctx.person.name);
  const others = mentions(otherSide(ctx, ctx.actor));
  switch (command) {
    case 'sign_score':
      return words.signed(mentions(managersOf(ctx)), by, period);
    case 'propose_correction':
      return words.proposed(others, by, period);
    case 'correction_agree':
      return words.corrected(others, by, period);
    case 'correction_refuse':
      return words.notCorrected(others, by, period);
  }
}
