import type { Catalogue } from '../cards/catalogue.ts';
import type { TicketView } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import { systemName } from '../cards/words.ts';
import type { Outgoing } from '../db/changes.ts';
import type { Understanding } from '../domain/intake.ts';
import { similarPrecedents } from '../domain/knowledge.ts';
import { maskPersonal } from '../domain/personal-data.ts';
import { clip } from '../domain/plain-text.ts';
import { type ChatId, type DurationMs, MINUTE, type TicketId } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { type Case, casesOf, isCase } from './knowledge-cases.ts';
import { comparable } from './knowledge-words.ts';
import { noticeKey } from './messages.ts';
import { languageOfTicket } from './scene-ticket.ts';

export const CASES_SHOWN_MAX = 3;
/** Of a cause and of an action, in graphemes. */
const OUTCOME_SHOWN_MAX = 60;
/** Who has worked on it for so long needs no hint any more. */
const WORTH_SENDING_MS: DurationMs = 30 * MINUTE;

/** An earlier ticket with what it says by now. */
export interface ToldCase {
  readonly number: string;
  readonly systemId?: string | undefined;
  readonly cause: string;
  readonly action: string;
}

/** Earlier tickets that resemble a new fault, as far as the people of its chat may see them. */
export async function similarCases(
  scene: Scene,
  { body, understood }: { readonly body: string; readonly understood: Pick<Understanding, 'systemId'> },
  chatId: ChatId,
): Promise<readonly ToldCase[]> {
  const { contract, store } = scene;
  const chat = (await store.chatsOf(contract.id)).find(({ id }) => id === chatId);
  const from = visibleTo(chat?.department, await casesOf(scene, { isFresh: false }));
  if (from.length === 0) return [];
  const wanted = comparable(contract, body, understood.systemId);
  return toldCases(scene, similarPrecedents(wanted, from, CASES_SHOWN_MAX));
}

/** A department's people see what concerned their own. @param department absent: whoever sees all of the contract */
export function visibleTo(department: string | undefined, cases: readonly Case[]): readonly Case[] {
  return department === undefined ? cases : cases.filter(({ departmentId }) => departmentId === department);
}

/** As the store has them by now: one that is in work again, or whose words were erased, is left out. */
export async function toldCases(scene: Scene, cases: readonly { ticketId: TicketId }[]): Promise<readonly ToldCase[]> {
  const { store } = scene;
  const found = await Promise.all(cases.map(({ ticketId }) => store.ticket(ticketId)));
  const tickets = found.flatMap((ticket) => (ticket && isCase(ticket) ? [ticket] : []));
  const texts = await store.texts(tickets.flatMap(({ action, cause }) => [cause.id, action.id]));
  return tickets.flatMap(({ number, systemId, ...refs }) => {
    const cause = texts.get(refs.cause.id);
    const action = texts.get(refs.action.id);
    if (cause === undefined || action === undefined) return [];
    return [{ number, systemId, cause: outcomeWords(cause), action: outcomeWords(action) }];
  });
}

/** Those who read it did not take part in it. */
function outcomeWords(text: string): string {
  return clip(maskPersonal(text).replace(/\s+/gu, ' '), OUTCOME_SHOWN_MAX);
}

export function caseLine(
  { contract }: Pick<Scene, 'contract'>,
  { action, cause, number, systemId }: ToldCase,
  text: Catalogue,
  ownSystemId?: string,
): Line {
  const isOwn = ownSystemId !== undefined && systemId === ownSystemId;
  const system = isOwn ? '' : systemName(contract, systemId, text);
  const { quoted } = text.card;
  return [text.knowledge.case({ number, system, cause: quoted(cause), action: quoted(action) })];
}

/** A quiet word below the card of a new ticket; nothing where nothing fits. */
export function similarPosts(scene: Scene, view: TicketView, cases: readonly ToldCase[]): readonly Outgoing[] {
  const { chatId, id, number, systemId } = view.ticket;
  if (cases.length === 0) return [];
  const text = languageOfTicket(scene, view);
  const lines: readonly Line[] = [
    [text.knowledge.fitting(number)],
    ...cases.map((one) => caseLine(scene, one, text, systemId)),
  ];
  return [
    {
      op: 'post',
      key: `similar:${id}`,
      chatId,
      priority: 2,
      ticketId: id,
      cardKey: noticeKey(id, 'similar'),
      content: { lines },
      validUntil: scene.now + WORTH_SENDING_MS,
    },
  ];
}
