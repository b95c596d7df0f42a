import { DRAFT_INCIDENT_ACTION } from '../cards/question-card.ts';
import type { Draft } from '../db/store.ts';
import { cleanText } from '../domain/plain-text.ts';
import { reportedAt } from '../domain/reported-at.ts';
import { DAY } from '../domain/types.ts';
import type { ActionContext, MessageContext, UpdateContext } from './context.ts';
import { quotedSubject } from './find-ticket.ts';
import { commitAnswer, say } from './messages.ts';
import { answeredDraftCard, isStaff } from './questions.ts';
import { openIncident } from './report.ts';
import type { CommandContext } from './router-types.ts';
import { understood } from './understood.ts';

type Answer = 'incident' | 'dismiss';

/** How long a typed 登记 still finds the question. */
const TYPED_ANSWER_WITHIN_MS = DAY;

/** 登记为故障 or 不是 on the question's card. */
export async function answerDraftByTap(ctx: ActionContext): Promise<void> {
  const draft = await ctx.store.draft(ctx.update.subject);
  if (draft?.contractId !== ctx.contract.id) return commitAnswer(ctx, say(ctx.text.system.unknownAction));
  await answerDraft(ctx, draft, ctx.update.action === DRAFT_INCIDENT_ACTION ? 'incident' : 'dismiss');
}

/** 登记: to the question that is replied to, or the newest that the person was asked; with a text it is a report by itself. */
export async function registerByText(ctx: CommandContext): Promise<void> {
  if (ctx.args !== '') return registerText(ctx, cleanText(ctx.args));
  await answerAskedDraft(ctx, 'incident');
}

/** 不登记. What follows it is not for the bot to judge, so only the bare word counts. */
export async function dismissByText(ctx: MessageContext): Promise<void> {
  await answerAskedDraft(ctx, 'dismiss');
}

async function registerText(ctx: MessageContext, body: string): Promise<void> {
  const { update, person } = ctx;
  await openIncident(ctx, {
    body,
    reporterId: person.id,
    reportedAt: reportedAt(update),
    receivedAt: update.receivedAt,
    understood: understood(ctx, body),
  });
}

async function answerAskedDraft(ctx: MessageContext, given: Answer): Promise<void> {
  const quoted = await quotedSubject(ctx, ['draft']);
  const since = ctx.now - TYPED_ANSWER_WITHIN_MS;
  const draft =
    quoted === undefined
      ? await ctx.store.newestOpenDraft(ctx.chat.id, ctx.person.id, since)
      : await ctx.store.draft(quoted);
  if (draft?.contractId !== ctx.contract.id) return commitAnswer(ctx, say(ctx.text.question.nothingAsked));
  await answerDraft(ctx, draft, given);
}

/** The first answer counts; of two at once the store lets one through, and the other is handled again and told so. */
async function answerDraft(ctx: UpdateContext, draft: Draft, given: Answer): Promise<void> {
  const { question } = ctx.text;
  if (draft.personId !== ctx.person.id && !isStaff(ctx.actor.roles)) return commitAnswer(ctx, say(question.notYours));
  if (draft.answer !== undefined) return commitAnswer(ctx, say(question.answered));
  if (given === 'dismiss') {
    return ctx.commit({
      answeredDraft: { seen: draft, answer: 'dismissed' },
      outbox: [answeredDraftCard(ctx, draft, {})],
    });
  }
  const { body, personId, reportedAt: at, receivedAt } = draft;
  await openIncident(ctx, {
    body,
    reporterId: personId,
    reportedAt: at,
    receivedAt,
    understood: understood(ctx, body),
    draft,
  });
}
