import { DRAFT_ADVISED_ACTION } from '../cards/advice-parts.ts';
import { inEveryLanguage } from '../cards/language.ts';
import { DRAFT_INCIDENT_ACTION, DRAFT_REQUEST_ACTION, DRAFT_SAME_ACTION } from '../cards/question-card.ts';
import { durationWords, instantWords } from '../cards/words.ts';
import type { Draft } from '../db/records.ts';
import { cleanText } from '../domain/plain-text.ts';
import { reportedAt } from '../domain/reported-at.ts';
import { isSupplier } from '../domain/sides.ts';
import type { TicketKind } from '../domain/ticket-types.ts';
import { DAY, type Instant } from '../domain/types.ts';
import { addedBefore } from './added-before.ts';
import { adviceTaken } from './advice-taken.ts';
import type { ActionContext, MessageContext, UpdateContext } from './context.ts';
import {
  answeredDraftCards,
  draftEntry,
  draftTimerKey,
  mayDismiss,
  mayRegister,
  presentQuestion,
} from './draft-message.ts';
import { quotedSubject } from './find-ticket.ts';
import { groupsIn } from './group-chat.ts';
import { answer, commitAnswer, say } from './messages.ts';
import { openIncident, type Report } from './report.ts';
import type { CommandContext } from './router-types.ts';
import { registerAsSame, registerFault } from './same-fault-answer.ts';
import { understood } from './understood.ts';

type Answer = 'incident' | 'request' | 'same' | 'advised' | 'dismiss';

type Kind = Exclude<Answer, 'same' | 'advised' | 'dismiss'>;
const KINDS = { incident: 'incident', request: 'service_request' } as const satisfies Record<Kind, TicketKind>;

/**
 * How long words can still be registered with the clocks at what was said; after that every time limit would be over at its
 * birth. The same for what is tapped and what is typed.
 */
const REGISTERED_WITHIN_MS = DAY;

const ANSWERS: Readonly<Record<string, Answer>> = {
  [DRAFT_INCIDENT_ACTION]: 'incident',
  [DRAFT_REQUEST_ACTION]: 'request',
  [DRAFT_SAME_ACTION]: 'same',
  [DRAFT_ADVISED_ACTION]: 'advised',
};

/** 登记为故障, 登记为服务请求, 是同一故障, 按建议登记 or 不是 on the question's card. */
export async function answerDraftByTap(ctx: ActionContext): Promise<void> {
  const draft = await ctx.store.draft(ctx.update.subject);
  if (draft?.contractId !== ctx.contract.id) return commitAnswer(ctx, say(ctx.text.system.unknownAction));
  const given = ANSWERS[ctx.update.action] ?? 'dismiss';
  if (draft.answer === undefined && isOutdated(draft, given, ctx.update.version)) {
    return ctx.commit({ outbox: [answer(ctx, say(ctx.text.advice.outdated)), presentQuestion(ctx, draft)] });
  }
  await answerDraft(ctx, draft, given);
}

/**
 * He answers to what stood on the card that he tapped. By now it may be another suggestion, or about more words, which nobody has called
 * no fault; to register more than he saw loses nothing.
 */
function isOutdated({ details, version }: Draft, given: Answer, seen: number): boolean {
  if (given === 'advised') return seen !== version;
  return given === 'dismiss' && seen < (details?.wordsVersion ?? 1);
}

/** 登记: to the question that is replied to, or the newest that the person was asked; with a text it is a report by itself. */
export async function registerByText(ctx: CommandContext): Promise<void> {
  const added = await addedBefore(ctx);
  const body = cleanText(ctx.args);
  if (added && (body === '' || added.body.includes(body) || body.includes(added.body))) {
    return registerText(ctx, body.length > added.body.length ? body : added.body, 'incident', added.at);
  }
  if (body !== '') return registerText(ctx, body, 'incident');
  const isPlain = PLAIN_WORDS.has(cleanText(ctx.update.text).toLowerCase());
  await answerAskedDraft(ctx, isPlain ? 'as_asked' : 'incident');
}

/** The bare 登记 names no kind: of a wish it registers a service request. */
const PLAIN_WORDS = new Set(inEveryLanguage(({ question }) => question.registerWords.slice(0, 1)));

/** 登记请求: the same for a service request. */
export async function registerRequestByText(ctx: CommandContext): Promise<void> {
  if (ctx.args !== '') return registerText(ctx, cleanText(ctx.args), 'request');
  await answerAskedDraft(ctx, 'request');
}

/** 同一故障: to the question whether somebody else has reported it. */
export async function registerAsSameByText(ctx: MessageContext): Promise<void> {
  await answerAskedDraft(ctx, 'same');
}

/** 按建议登记: what a model has suggested about the question. */
export async function registerAdvisedByText(ctx: MessageContext): Promise<void> {
  await answerAskedDraft(ctx, 'advised');
}

/** 不登记. What follows it is not for the bot to judge, so only the bare word counts. */
export async function dismissByText(ctx: MessageContext): Promise<void> {
  await answerAskedDraft(ctx, 'dismiss');
}

/** @param since when he said it first */
async function registerText(ctx: MessageContext, body: string, given: Kind, since?: Instant): Promise<void> {
  const { update, person } = ctx;
  const report: Report = {
    body,
    kind: KINDS[given],
    reporterId: person.id,
    reportedAt: since ?? reportedAt(update),
    receivedAt: since ?? update.receivedAt,
    understood: understood(ctx, body, { reporterId: person.id }),
  };
  if (!mayCallIt(ctx, report)) return commitAnswer(ctx, say(ctx.text.question.notYoursAsRequest));
  await openIncident(ctx, report);
}

/**
 * A service request has milder times and is no fault in the figures: nobody of the supplier's makes one of words that state a fault,
 * nor of the customer's that wish for nothing.
 */
function mayCallIt({ actor, person }: UpdateContext, { draft, kind, reporterId, understood: read }: Report): boolean {
  if (kind !== 'service_request' || !isSupplier(actor) || draft?.details?.isRequest) return true;
  return read.kind === 'request' || (read.kind !== 'incident' && reporterId === person.id);
}

async function answerAskedDraft(ctx: MessageContext, given: Answer | 'as_asked'): Promise<void> {
  const quoted = await quotedSubject(ctx, ['draft']);
  const since = ctx.now - REGISTERED_WITHIN_MS;
  const draft = quoted === undefined ? await newestAsked(ctx, since) : await ctx.store.draft(quoted);
  if (draft?.contractId !== ctx.contract.id) return commitAnswer(ctx, say(ctx.text.question.nothingAsked));
  const asked = draft.details?.isRequest ? 'request' : 'incident';
  await answerDraft(ctx, draft, given === 'as_asked' ? asked : given);
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
  const report = reportOf(ctx, draft, given);
  if (!report) return commitAnswer(ctx, say(ctx.text.advice.nothing));
  if (!mayCallIt(ctx, report)) return commitAnswer(ctx, say(question.notYoursAsRequest));
  if (given === 'same') return registerAsSame(ctx, draft, report);
  await (report.kind === 'incident' ? registerFault(ctx, draft, report) : openIncident(ctx, report));
}

/** @returns undefined where he follows a suggestion that there is not */
function reportOf(ctx: UpdateContext, draft: Draft, given: Exclude<Answer, 'dismiss'>): Report | undefined {
  const { body, personId, receivedAt, reportedAt: at } = draft;
  const said = { body, reporterId: personId, reportedAt: at, receivedAt, draft };
  if (given === 'advised') {
    const taken = adviceTaken(ctx, draft, ctx.person.id);
    return taken && { ...said, ...taken };
  }
  const kind = KINDS[given === 'same' ? 'incident' : given];
  return { ...said, kind, understood: understood(ctx, body, { reporterId: personId }) };
}
