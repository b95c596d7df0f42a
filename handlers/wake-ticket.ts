import type { Catalogue } from '../cards/catalogue.ts';
import { digestEntry } from '../cards/digest-card.ts';
import { addressees, type Due, isBreach, reminderPost } from '../cards/reminder-card.ts';
import { silencePost } from '../cards/silence-card.ts';
import type { TicketView } from '../cards/ticket-view.ts';
import { durationWords } from '../cards/words.ts';
import type { Outgoing } from '../db/changes.ts';
import { recalculate } from '../domain/recalculation.ts';
import { decideWake, type Wake } from '../domain/reminders.ts';
import type { Ticket, TicketEvent } from '../domain/ticket-types.ts';
import type { TicketId } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { deafSpans } from './deaf-spans.ts';
import { postsToFollowers } from './followers.ts';
import { noticeKey } from './messages.ts';
import { packEntered } from './pack-in-force.ts';
import { decisionEnv, languageOfTicket, viewOf } from './scene-ticket.ts';
import { ticketChanges, wakeUp } from './ticket-changes.ts';

/**
 * A ticket's timer fired: posts what is due by now in one message, records it, and sets the timer for what comes next. A
 * ticket that moved on meanwhile only gets its timer set; a second run finds nothing due. Where a new pack is in force and the
 * ticket has not had its turn yet, it is due by that one's calendars first.
 * @param scene its log carries the ticket's id already
 * @throws {VersionConflict} somebody acted at the same moment: run it again
 */
export async function wakeTicket(scene: Scene, ticketId: TicketId): Promise<void> {
  const seen = await scene.store.ticket(ticketId);
  if (!seen) {
    scene.log.warn({}, 'a timer fired for a ticket that does not exist');
    return scene.commit({});
  }
  const moved = await movedByPack(scene, seen);
  const present = moved?.ticket ?? seen;
  const due = decideWake(present, decisionEnv(scene));
  const events = [...(moved?.events ?? []), ...(due?.events ?? [])];
  if (events.length === 0) return scene.commit(wakeUp(seen, scene));
  const view = await viewOf(scene, due?.ticket ?? present);
  const text = languageOfTicket(scene, view);
  const reminders = events.flatMap((event) => (event.type === 'reminded' ? event.reminders : []));
  const late = reminders.filter((reminder) => reminder.late).map(({ plannedAt }) => plannedAt);
  const deaf = late.length > 0 ? await deafSpans(scene, seen.chatId, Math.min(...late), scene.now) : [];
  const isClosed = events.some(({ type }) => type === 'closed');
  scene.log.info({ stages: reminders.map(({ clockId, stage }) => `${clockId}:${stage}`), isClosed }, 'woke');
  await scene.commit(
    ticketChanges(scene, {
      seen,
      view,
      events,
      // A reminder that a time is half over changes nothing on the card; another time, a breach and an end do.
      card: moved || isClosed || isBreach(reminders) ? { op: 'refresh', otherwise: 'leave' } : { op: 'leave' },
      posts: wakePosts(scene, view, events, { reminders, deaf }, text),
      text,
    }),
  );
}

/** Asks the ledger only where something would move. */
async function movedByPack(scene: Scene, seen: Ticket): Promise<Wake | undefined> {
  const env = decisionEnv(scene);
  if (!recalculate(seen, env, seen.reportedAt)) return undefined;
  const entered = await packEntered(scene.store, scene.contract.id);
  if (entered?.hash !== scene.contract.hash) return undefined;
  return recalculate(seen, env, Math.min(entered.at, scene.now));
}

function wakePosts(
  scene: Scene,
  view: TicketView,
  events: readonly TicketEvent[],
  { reminders, deaf }: Due,
  text: Catalogue,
): readonly Outgoing[] {
  const { ticket, contract } = view;
  const base = { op: 'post', chatId: ticket.chatId, ticketId: ticket.id } as const;
  const posts: Outgoing[] = [];
  if (reminders.length > 0) {
    const due: Due = { reminders, deaf };
    const content = reminderPost(view, due, scene.now, text);
    const telephoned = addressees(
      view,
      reminders.map(({ calls = [] }) => ({ to: calls })),
    );
    posts.push({
      ...base,
      key: `remind:${ticket.id}:${ticket.writes}`,
      priority: isBreach(reminders) ? 0 : 1,
      // A reply to a reminder belongs to the ticket, which its card key names.
      cardKey: noticeKey(ticket.id, ticket.writes),
      content,
      digest: digestEntry(view, due, content, scene.now, text),
      ...(telephoned.length > 0 && { calls: telephoned }),
    });
  }
  for (const silence of events.filter((event) => event.type === 'silence_noticed')) {
    posts.push({
      ...base,
      key: `silence:${ticket.id}:${ticket.writes}`,
      priority: 1,
      cardKey: noticeKey(ticket.id, `silence-${ticket.writes}`),
      content: silencePost(view, silence, scene.now, text),
    });
  }
  if (events.some(({ type }) => type === 'closed')) {
    const key = `closed:${ticket.id}:${ticket.writes}`;
    const line = text.notice.autoClosed(ticket.number, durationWords(contract.autoCloseAfterMs, text));
    const content = { lines: [line] };
    posts.push({ ...base, key, priority: 2, content }, ...postsToFollowers(ticket, key, () => content));
  }
  return posts;
}
