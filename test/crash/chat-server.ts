import type { Card } from '../../cards/types.ts';
import type { Delivery } from '../../platforms/types.ts';
import { type Listening, listen } from './http.ts';
import { delivery } from './wire.ts';

export interface ShownCard {
  readonly handle: string;
  readonly chat: string;
  readonly card: Card;
}

/** Where messages arrive; it survives the bots. */
export interface ChatServer extends Listening {
  /** Keys in the order in which they first arrived, for each chat. */
  readonly arrived: ReadonlyMap<string, readonly string[]>;
  /** Numbers of the tickets that digests of reminders named, one for each reminder. */
  readonly digested: readonly string[];
  /** The newest state of each card that stands in a chat. */
  cardsIn(chat: string): readonly ShownCard[];
  readonly repeated: number;
  /** Deliveries so far, whatever became of them. */
  readonly deliveries: number;
}

/** How often a delivery is answered with an error: before it was taken, or after. */
const TROUBLE_RATE = 0.005;

/** A chat server with idempotent keys, as real ones have them, that is in trouble now and then. */
export async function chatServer(random: () => number): Promise<ChatServer> {
  const arrived = new Map<string, string[]>();
  const handles = new Map<string, string>();
  const cards = new Map<string, ShownCard>();
  const digested: string[] = [];
  let repeated = 0;
  let deliveries = 0;

  const take = (given: Delivery): string => {
    const before = handles.get(given.key);
    if (before !== undefined) {
      repeated += 1;
      return before;
    }
    const handle = given.op === 'update' ? given.handle : `h${handles.size}`;
    handles.set(given.key, handle);
    const ofChat = arrived.get(given.chat) ?? [];
    arrived.set(given.chat, [...ofChat, given.key]);
    const { card } = given.content;
    if (card && given.key.startsWith('digest:')) digested.push(...card.fields.map(({ label }) => label));
    if (card && given.op !== 'ephemeral') cards.set(handle, { handle, chat: given.chat, card });
    return handle;
  };

  const server = await listen(async (_path, body) => {
    const given = delivery.parse(body);
    deliveries += 1;
    if (random() < TROUBLE_RATE) return { status: 503, body: {} };
    const handle = take(given);
    return random() < TROUBLE_RATE ? { status: 500, body: {} } : { status: 200, body: { handle } };
  });
  return {
    ...server,
    arrived,
    digested,
    cardsIn: (chat) => [...cards.values()].filter((shown) => shown.chat === chat),
    get repeated() {
      return repeated;
    },
    get deliveries() {
      return deliveries;
    },
  };
}
