import type { WireCard } from './card-schema.ts';
import { drawCard } from './card-view.ts';

/** A group, somebody's chat with the bot, or somebody's chat with the self-built app. */
export type Room =
  | { readonly kind: 'group'; readonly chatId: string }
  | { readonly kind: 'single'; readonly userId: string }
  | { readonly kind: 'app'; readonly userId: string };

export const roomKey = (room: Room): string =>
  room.kind === 'group' ? `group ${room.chatId}` : `${room.kind} ${room.userId}`;

export type Speaker = 'bot' | 'webhook' | 'app' | { readonly userId: string };

/** A message as it stands in a room now. */
export interface Message {
  readonly id: string;
  readonly room: Room;
  readonly at: number;
  readonly from: Speaker;
  /** What kind of message it is to the platform: `markdown`, `text`, `button_interaction` … */
  readonly form: string;
  /** The words of a message that is no card. */
  readonly text: string;
  /** Those whose phones ring. */
  readonly rings: readonly string[];
  /** As those see it who have no view of their own. */
  readonly card?: WireCard;
  /** As a member sees it whose card alone was replaced. */
  readonly views: ReadonlyMap<string, WireCard>;
  /** Everything that the card has looked like to anybody, oldest first: a screen that was not refreshed shows one of them. */
  readonly screens: readonly WireCard[];
  /** Places of the present card that a client cuts. */
  readonly cut: readonly string[];
}

export interface Saying {
  readonly room: Room;
  readonly from: Speaker;
  readonly form: string;
  readonly text?: string;
  readonly card?: WireCard;
  readonly rings?: readonly string[];
}

export interface Rooms {
  readonly messages: readonly Message[];
  in(room: Room): readonly Message[];
  message(id: string): Message | undefined;
  post(saying: Saying): Message;
  /** A stream grows in its place. */
  rewrite(id: string, text: string): void;
  /** @param userIds those who see the new card; absent: everybody */
  replaceCard(taskId: string, card: WireCard, userIds?: readonly string[]): void;
  /** The card as this member sees it. */
  view(id: string, userId: string): WireCard | undefined;
  onChange(listener: (message: Message, change: 'posted' | 'updated') => void): void;
}

type Kept = Omit<Message, 'views' | 'screens'> & { views: Map<string, WireCard>; screens: WireCard[] };

/** What stands in the chats, as people see it. */
export function createRooms(now: () => number): Rooms {
  const kept: Kept[] = [];
  const listeners: ((message: Message, change: 'posted' | 'updated') => void)[] = [];
  const tell = (message: Message, change: 'posted' | 'updated') => {
    for (const listener of listeners) listener(message, change);
  };
  const replace = (id: string, changed: Partial<Kept>): void => {
    const place = kept.findIndex((message) => message.id === id);
    const before = kept[place];
    if (!before) return;
    kept[place] = { ...before, ...changed };
    tell(kept[place], 'updated');
  };
  return {
    messages: kept,
    in: (room) => kept.filter((message) => roomKey(message.room) === roomKey(room)),
    message: (id) => kept.find((message) => message.id === id),
    post({ card, form, from, rings = [], room, text = '' }) {
      const drawn = card && drawCard(card);
      const message: Kept = {
        ...{ id: `M${kept.length + 1}`, room, at: now(), from, form, text, rings },
        ...(drawn && { card: drawn.card }),
        views: new Map(),
        screens: drawn ? [drawn.card] : [],
        cut: drawn?.cut ?? [],
      };
      kept.push(message);
      tell(message, 'posted');
      return message;
    },
    rewrite: (id, text) => replace(id, { text }),
    replaceCard(taskId, card, userIds) {
      const found = kept.findLast((message) => message.screens.some((screen) => screen.task_id === taskId));
      if (!found) return;
      const drawn = drawCard(card);
      const screens = [...found.screens, drawn.card];
      if (!userIds)
        return replace(found.id, { card: drawn.card, form: card.card_type, views: new Map(), screens, cut: drawn.cut });
      const views = new Map([...found.views, ...userIds.map((userId) => [userId, drawn.card] as const)]);
      replace(found.id, { views, screens });
    },
    view(id, userId) {
      const message = kept.find((each) => each.id === id);
      return message?.views.get(userId) ?? message?.card;
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
