import { ASSESSMENT_COMMANDS, type AssessmentCommand } from '../cards/catalogue-assessment.ts';
import { displayName } from '../cards/ticket-view.ts';
import type { Card } from '../cards/types.ts';
import { durationWords } from '../cards/words.ts';
import type { Changes } from '../db/changes.ts';
import type { PendingForm } from '../db/records.ts';
import { cleanText } from '../domain/plain-text.ts';
import { contractId } from '../domain/types.ts';
import { type Attached, withAttached } from './attachments.ts';
import type { RawInput } from './command-input.ts';
import type { MessageContext, UpdateContext } from './context.ts';
import { isGivingUp } from './giving-up.ts';
import { answer, commitAnswer, say } from './messages.ts';
import { ANSWERED_WITHIN_MS, liveForms, withoutForm } from './pending-form.ts';
import type { Next } from './router-types.ts';
import { understoodByRules } from './understood.ts';

/** What somebody is asked for before anything is written about a score. */
export interface AskedAbout {
  readonly command: AssessmentCommand;
  /** As a button names it: a finding's subject, or the rule's contract. */
  readonly subject: string;
  /** What is known already. */
  readonly input: RawInput;
  /** Which field his next words are. */
  readonly field: string;
  readonly question: string;
  /** Asks the same by a choice. */
  readonly card?: Card;
  /** What came with what he said can't be had later. */
  readonly attached?: Attached;
}

const FIELD = 'asks';

/** His next words are what was asked for, unless they are a command or plainly something else. */
export async function askFor(ctx: UpdateContext, asked: AskedAbout): Promise<void> {
  const { asking, assessment } = ctx.text;
  const [giveUp = ''] = asking.giveUpWords;
  const within = durationWords(ANSWERED_WITHIN_MS, ctx.text);
  const group = ctx.chat.kind === 'group' ? displayName(ctx.chat.title) : '';
  const { label } = assessment.commands[asked.command];
  const about = group === '' ? `${label}: ` : `${label}${ctx.text.card.bracketed(group)}: `;
  const lines = say(about + asked.question, assessment.finding.answerWithin(within, giveUp));
  const changes: Changes = {
    outbox: [answer(ctx, { ...lines, ...(asked.card && { card: asked.card }) })],
    pendingForm: {
      chatId: ctx.chat.id,
      personId: ctx.person.id,
      subject: asked.subject,
      command: asked.command,
      input: { ...asked.input, [FIELD]: asked.field },
      askedAt: ctx.now,
    },
  };
  await ctx.commit(asked.attached ? withAttached(changes, asked.attached) : changes);
}

/** What he was asked last, if it was about a score; its input without what is ours. */
export async function lastAskedAbout(
  ctx: UpdateContext,
): Promise<(PendingForm & { readonly command: AssessmentCommand }) | undefined> {
  const [form] = await liveForms(ctx);
  const command = ASSESSMENT_COMMANDS.find((name) => name === form?.command);
  return form && command && { ...form, command };
}

/** What he was asked is answered by what he does now. */
export async function withoutAsked(
  ctx: UpdateContext,
  command: AssessmentCommand,
): Promise<Pick<Changes, 'pendingForm'>> {
  const form = await lastAskedAbout(ctx);
  return form?.command === command ? withoutForm(form) : {};
}

export type AnswerAbout = (ctx: MessageContext, form: PendingForm, input: RawInput) => Promise<void>;

/** Words of somebody who was asked for something about a score, and that are no command. */
export function answerAbout(answers: Partial<Readonly<Record<AssessmentCommand, AnswerAbout>>>) {
  const answering = async (ctx: MessageContext, next: Next): Promise<void> => {
    const said = cleanText(ctx.update.text);
    const form = said === '' ? undefined : await lastAskedAbout(ctx);
    const answered = form && answers[form.command];
    if (!form || !answered) return next();
    if (isGivingUp(said)) {
      return ctx.commit({ ...withoutForm(form), outbox: [answer(ctx, say(ctx.text.assessment.finding.givenUp))] });
    }
    if (isSomethingElse(ctx, said)) return next();
    const [of = ''] = form.subject.split('|');
    // His own chat is one for all of his contracts.
    if (of !== ctx.contract.id) {
      const there = await ctx.inContract?.(contractId(of));
      return there ? answering(there, next) : next();
    }
    const { [FIELD]: field = '', ...input } = form.input;
    await answered(ctx, form, { ...input, [field]: said });
  };
  return answering;
}

/** A report of a fault, which names its system, a question, or a greeting. */
function isSomethingElse(ctx: MessageContext, said: string): boolean {
  const { kind, levelReason, pleasantry, systemId } = understoodByRules(ctx, said, { reporterId: ctx.person.id });
  if (kind === 'small_talk') return pleasantry !== undefined && pleasantry !== 'other';
  if (kind === 'question') return /[?？]$/u.test(said);
  return kind === 'incident' && systemId !== undefined && levelReason.code === 'sign';
}

export async function sayWords(ctx: UpdateContext, sentence: string): Promise<void> {
  await commitAnswer(ctx, say(sentence));
}
