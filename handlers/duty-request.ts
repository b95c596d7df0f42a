import { dutyRequestCard } from '../cards/duty-request-card.ts';
import { mentions, nameOf } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import { answerRequest, askToStandIn, openRequests, requestEndsAt, requestId } from '../domain/duty-change.ts';
import type { DutyChange } from '../domain/roster-types.ts';
import { isSupplier } from '../domain/sides.ts';
import type { ActionContext, MessageContext, UpdateContext } from './context.ts';
import { dutyEnv, dutyWrites, refreshRequest, refuseDuty, requestView } from './duty-changes.ts';
import { exampleOf } from './duty-examples.ts';
import { readOneDay, readPerson, refuseOutsider } from './duty-input.ts';
import { groupForUpdate } from './group-chat.ts';
import { commitAnswer, say, updateKey } from './messages.ts';
import type { CommandContext, Next } from './router-types.ts';

type Answer = 'agreed' | 'declined' | 'withdrawn';

const ENTRY_OF = {
  agreed: 'duty_swap_agreed',
  declined: 'duty_swap_declined',
  withdrawn: 'duty_swap_withdrawn',
} as const satisfies Record<Answer, string>;
const COMMAND_OF = { agreed: 'duty_accept', declined: 'duty_decline', withdrawn: 'duty_withdraw' } as const;

/** 换班 李工 周三: he takes my turns of that day; 换班 李工 周三 周五: and I take his of the other. He is asked by a card. */
export async function askStandInByText(ctx: CommandContext, next: Next): Promise<void> {
  if (!isSupplier(ctx.actor)) return refuseOutsider(ctx, next, 'ask_stand_in');
  const example = exampleOf(ctx, 'ask_stand_in');
  const other = readPerson(ctx, ctx.args, example);
  if (!other.ok) return commitAnswer(ctx, say(other.sentence));
  const mine = readOneDay(ctx, other.rest, example);
  if (!mine.ok) return commitAnswer(ctx, say(mine.sentence));
  const theirs = mine.rest === '' ? undefined : readOneDay(ctx, mine.rest, example);
  if (theirs && !theirs.ok) return commitAnswer(ctx, say(theirs.sentence));
  const days = { other: other.value, mine: mine.value, ...(theirs && { theirs: theirs.value }) };
  const decision = askToStandIn(days, ctx.person.id, dutyEnv(ctx));
  if (!decision.ok) return refuseDuty(ctx, decision.refusal, 'ask_stand_in');
  const request = decision.changes.map((step) => step.next);
  const view = requestView(ctx, request, 'asked');
  if (!view) return commitAnswer(ctx, say(ctx.text.system.unknownAction));
  const asker = nameOf(ctx.members, ctx.person.id, ctx.text);
  const content = {
    lines: [ctx.text.roster.request.ring(mentions([view.other]), asker)],
    card: dutyRequestCard(view, ctx.now, ctx.text),
  };
  const key = `duty:${view.id}`;
  await ctx.commit({
    ...dutyWrites(ctx, decision.changes, 'duty_swap_asked', ctx.person.id),
    outbox: [{ op: 'post', key, cardKey: key, chatId: await groupForUpdate(ctx), priority: 1, content }],
  });
}

/** 接受, 谢绝 or 撤回 on the request's card. */
export async function answerRequestByTap(ctx: ActionContext, answer: Answer): Promise<void> {
  const { subject, tapToken } = ctx.update;
  // Of this contract: a forged button of another one finds nothing.
  const isOurs = ctx.roster.changes.some((change) => requestId(change) === subject);
  const request = isOurs ? await ctx.store.dutyRequest(subject) : [];
  const tap = tapToken === undefined ? undefined : { chatId: ctx.chat.id, token: tapToken };
  await answerTo(ctx, request, answer, tap);
}

/** 接受换班: the newest request that waits for this person. */
export async function answerRequestByText(ctx: MessageContext, answer: Answer): Promise<void> {
  const { person, now, roster, store, text } = ctx;
  const isMine = ({ askedBy, personId, substituteId }: DutyChange) =>
    answer === 'withdrawn' ? askedBy === person.id : personId === askedBy && substituteId === person.id;
  const newest = openRequests(roster.changes)
    .filter((request) => request.some(isMine) && now < requestEndsAt(request))
    .at(-1)?.[0];
  if (!newest) return commitAnswer(ctx, say(text.roster.request.nothingAsked));
  await answerTo(ctx, await store.dutyRequest(requestId(newest)), answer);
}

/** The first answer counts; of two at once the store lets one through, and the other is handled again and told so. */
async function answerTo(
  ctx: UpdateContext,
  request: readonly DutyChange[],
  answer: Answer,
  tap?: Parameters<typeof refreshRequest>[2],
): Promise<void> {
  const decision = answerRequest(request, answer, ctx.person.id, dutyEnv(ctx));
  if (!decision.ok) return refuseDuty(ctx, decision.refusal, COMMAND_OF[answer]);
  const changes = decision.changes.map((step) => step.next);
  const view = requestView(ctx, changes, answer);
  const cards = view ? await refreshRequest(ctx, view, tap) : [];
  const chatId = await groupForUpdate(ctx);
  const lines = view ? [announcement(ctx, answer, view)] : [];
  await ctx.commit({
    ...dutyWrites(ctx, decision.changes, ENTRY_OF[answer], ctx.person.id),
    outbox: [...cards, { op: 'post', key: `duty-answer:${updateKey(ctx)}`, chatId, priority: 1, content: { lines } }],
  });
}

function announcement(ctx: UpdateContext, answer: Answer, view: NonNullable<ReturnType<typeof requestView>>): Line {
  const { request } = ctx.text.roster;
  const by = nameOf(ctx.members, ctx.person.id, ctx.text);
  switch (answer) {
    case 'agreed':
      return request.agreed(mentions([view.asker, view.other]), view.parts.join(ctx.text.card.dot));
    case 'declined':
      return request.declined(mentions([view.asker]), by);
    case 'withdrawn':
      return request.withdrawn(mentions([view.other]), by);
  }
}
