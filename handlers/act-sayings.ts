import { undoneName } from '../cards/event-sentence.ts';
import { settledCard } from '../cards/ticket-card.ts';
import { nameOf, type TicketView } from '../cards/ticket-view.ts';
import { instantWords, levelName, systemName } from '../cards/words.ts';
import type { Outgoing } from '../db/changes.ts';
import type { Ticket, TicketCommand, TicketEvent } from '../domain/ticket-types.ts';
import type { Ask } from './act.ts';
import { announcement } from './announcements.ts';
import type { UpdateContext } from './context.ts';
import { followerPosts } from './followers.ts';
import { ratedSentence, ratingInvitation } from './late-rating.ts';
import { answer, noticeKey, reply, say, updateKey } from './messages.ts';
import { levelQuestion, requestContent, requestKey, requestOf, settledRequests } from './requests.ts';
import { languageOfTicket } from './scene-ticket.ts';

/** What a command has done to one ticket. */
export interface Done {
  readonly before: Ticket;
  readonly view: TicketView;
  readonly events: readonly TicketEvent[];
  /** Of an undo: the ticket's events before it. */
  readonly history?: readonly TicketEvent[] | undefined;
}

/** What the ticket's group is told, and what the person is told where he typed or stands elsewhere. */
export function sayings(ctx: UpdateContext, ask: Ask, command: TicketCommand, done: Done): readonly Outgoing[] {
  const { view } = done;
  const { ticket } = view;
  const posts: Outgoing[] = [...announced(ctx, done)];
  const isElsewhere = ctx.chat.id !== ticket.chatId;
  const invitation = ratingInvitation(ctx, ask, done) ?? [];
  if (isElsewhere || (!ask.tap && posts.length === 0)) {
    const sentence = say(doneSentence(ctx, command, done), ...[invitation].flat());
    posts.push(isElsewhere ? answer(ctx, sentence, ticket.id) : reply(ctx, sentence, ticket.id));
  } else if (typeof invitation === 'string') {
    posts.push(answer(ctx, say(invitation), ticket.id));
  }
  posts.push(...levelQuestion(ctx, { view, before: done.before, cause: updateKey(ctx) }));
  const settled = settledRequests(ctx, done.before, view, updateKey(ctx));
  const isSettled = settled.some(({ cardKey }) => cardKey === ask.tap?.noticeCard);
  posts.push(...settled, ...(isSettled ? [] : settledNotice(ctx, ask, view)));
  return posts;
}

/** The sentences that ring whose turn it is; a request comes with the buttons that decide it. */
export function announced(ctx: UpdateContext, { before, view, events, history }: Done): readonly Outgoing[] {
  const { ticket } = view;
  const text = languageOfTicket(ctx, view);
  return events.flatMap((event): readonly Outgoing[] => {
    const happening = { view, before, undone: undoneBy(event, history), now: ctx.now };
    const line = announcement(event, happening, text);
    const followed = followerPosts(event, happening, text);
    if (!line) return followed;
    const request = requestOf(event);
    return [
      {
        op: 'post',
        key: `notice:${event.id}`,
        cardKey: request ? requestKey(ticket.id, request) : noticeKey(ticket.id, ticket.writes),
        chatId: ticket.chatId,
        priority: 1,
        ticketId: ticket.id,
        content: request ? requestContent(ctx, view, request, line) : { lines: [line] },
      },
      ...followed,
    ];
  });
}

function undoneBy(event: TicketEvent, history: Done['history']): TicketEvent | undefined {
  return event.type === 'undone' ? history?.find(({ id }) => id === event.undoes) : undefined;
}

/** A reminder that was tapped says how the ticket stands now, and leaves the buttons to the ticket's own card. */
export function settledNotice(ctx: UpdateContext, { tap }: Ask, view: TicketView): readonly Outgoing[] {
  if (tap?.noticeCard === undefined) return [];
  const text = languageOfTicket(ctx, view);
  return [
    {
      op: 'refresh',
      key: `settled:${updateKey(ctx)}`,
      // Where it was tapped: the ticket may be another group's.
      chatId: ctx.chat.id,
      cardKey: tap.noticeCard,
      priority: 2,
      ticketId: view.ticket.id,
      content: { lines: [], card: settledCard(view, text.card.settled, ctx.now, text) },
      otherwise: 'leave',
    },
  ];
}

function doneSentence(ctx: UpdateContext, command: TicketCommand, done: Done): string {
  const { view, events } = done;
  const rated = ratedSentence(ctx, done);
  if (rated !== undefined) return rated;
  const isPending = events.some(({ type }) => type === 'suspension_requested');
  const by = nameOf(ctx.members, ctx.person.id, ctx.text);
  const to = particular(ctx, command, events);
  return ctx.text.commands[command.type].done({ by, number: view.ticket.number, to, isPending });
}

/** The one thing beside the ticket that a command names. */
function particular(ctx: UpdateContext, command: TicketCommand, events: readonly TicketEvent[]): string {
  switch (command.type) {
    case 'transfer':
      return nameOf(ctx.members, command.to.id, ctx.text);
    case 'change_level':
      return levelName(ctx.contract, command.to, ctx.text);
    case 'change_system':
      return systemName(ctx.contract, command.to, ctx.text);
    case 'propose_due':
      return instantWords(command.dueAt, ctx.now, ctx.text, 'if_any');
    case 'merge':
      return command.into.number;
    case 'confirm':
      return command.rating === undefined ? '' : String(command.rating);
    default:
      return events.map((event) => particularOf(event, ctx))[0] ?? '';
  }
}

function particularOf(event: TicketEvent, { now, text }: UpdateContext): string {
  if (event.type === 'undone') return undoneName(event, text);
  const isAnswer = event.type === 'due_agreed' || event.type === 'due_refused';
  return isAnswer ? instantWords(event.proposal.dueAt, now, text, 'if_any') : '';
}
