import { DRAFT_INCIDENT_ACTION } from '../cards/question-card.ts';
import { durationWords, instantWords } from '../cards/words.ts';
import type { Draft } from '../db/records.ts';
import { cleanText } from '../domain/plain-text.ts';
import { reportedAt } from '../domain/reported-at.ts';
import { DAY, type Instant } from '../domain/types.ts';
import type { ActionContext, MessageContext, UpdateContext } from './context.ts';
import { answeredDraftCards, draftEntry, draftTimerKey, mayDismiss, mayRegister } from './draft-message.ts';
import { quotedSubject } from './find-ticket.ts';
import { groupsIn } from './group-chat.ts';
import { commitAnswer, say } from './messages.ts';
import { openIncident } from './report.ts';
import type { CommandContext } from './router-types.ts';
import { understood } from './understood.ts';

type Answer = 'incident' | 'dismiss';

/**
 * How long words can still be registered with the clocks at what was said; after that every time limit would be over at its
 * birth. The same for what is tapped and what is typed.
 */
const REGISTERED_WITHIN_MS = DAY;

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
    understood: understood(ctx, body, { reporterId: person.id }),
  });
}

async function answerAskedDraft(ctx: MessageContext, given: Answer): Promise<void> {
  const quoted = await quotedSubject(ctx, ['draft']);
  const since = ctx.now - REGISTERED_WITHIN_MS;
  const draft = quoted === undefined ? await newestAsked(ctx, since) : await ctx.store.draft(quoted);
  if (draft?.contractId !== ctx.contract.id) return commitAnswer(ctx, say(ctx.text.question.nothingAsked));
  await answerDraft(ctx, draft, given);
}

/** What he was asked himself; those who are rung about other people's words answer for them where there are no buttons. */
async function newestAsked(ctx: MessageContext, since: Instant): Promise<Draft | undefined> {
  const own = await ctx.store.newestOpenDraft(ctx.chat.id, ctx.person.id, since);
  if (own || ctx.actor.roles.every((role) => role === 'reporter')) return own;
  const here = await ctx.store.newestOpenDraft(ctx.chat.id, undefined, since);
  return here ?? newestBeside(ctx, since);
}

/** He is rung here about words of a group in which he has no account; in a department's group only about its own. */
async function newestBeside(ctx: MessageContext, since: Instant): Promise<Draft | undefined> {
  const { department: own, platform: here } = ctx.chat;
  const isShownHere = (department: string | undefined) => own === undefined || department === own;
  const others = (await groupsIn(ctx)).filter((group) => group.platform !== here && isShownHere(group.department));
  const asked = await Promise.all(others.map(({ id }) => ctx.store.newestOpenDraft(id, undefined, since)));
  return asked.flatMap((draft) => draft ?? []).toSorted((a, b) => b.receivedAt - a.receivedAt)[0];
}

/** The first answer counts; of two at once the store lets one through, and the other is handled again and told so. */
async function answerDraft(ctx: UpdateContext, draft: Draft, given: Answer): Promise<void> {
  const { question } = ctx.text;
  const who = { id: ctx.person.id, roles: ctx.actor.roles };
  if (!mayRegister(draft, who)) return commitAnswer(ctx, say(question.notYours));
  if (draft.answer !== undefined) return commitAnswer(ctx, say(question.answered));
  if (given === 'dismiss') {
    if (!mayDismiss(draft, who)) return commitAnswer(ctx, say(question.notYoursToDismiss));
    return ctx.commit({
      answeredDraft: { seen: draft, answer: 'dismissed' },
      clearTimers: [{ key: draftTimerKey(draft.id) }],
      entries: [draftEntry(ctx, draft, { type: 'draft_dismissed', by: ctx.person.id })],
      outbox: answeredDraftCards(ctx, draft, {}),
    });
  }
  if (ctx.now - draft.receivedAt > REGISTERED_WITHIN_MS) {
    const at = instantWords(draft.reportedAt, ctx.now, ctx.text, 'if_any');
    return commitAnswer(ctx, say(question.tooOld(at, durationWords(REGISTERED_WITHIN_MS, ctx.text))));
  }
  const { body, personId, reportedAt: at, receivedAt } = draft;
  await openIncident(ctx, {
    body,
    reporterId: personId,
    reportedAt: at,
    receivedAt,
    understood: understood(ctx, body, { reporterId: personId }),
    draft,
  });
}
