/** A group, somebody's chat with the bot, or what reaches somebody from beside that chat: a self-built app, an urgent call. */
export type Room =
  | { readonly kind: 'group'; readonly chatId: string }
  | { readonly kind: 'single'; readonly userId: string }
  | { readonly kind: 'app'; readonly userId: string };

export const roomKey = (room: Room): string =>
  room.kind === 'group' ? `group ${room.chatId}` : `${room.kind} ${room.userId}`;

export type Speaker = 'bot' | 'webhook' | 'app' | { readonly userId: string };

/** A card as a client draws it: what is too long is cut. `cut` names those places. */
export interface Drawn<Card> {
  readonly card: Card;
  readonly cut: readonly string[];
}

/** How a platform's cards are drawn, and told apart. */
export interface CardKind<Card> {
  draw(sent: Card): Drawn<Card>;
  /** By which the bot names it; absent: it can't be changed. */
  idOf(card: Card): string | undefined;
  /** What kind of message it is to the platform. */
  formOf(card: Card): string;
}

/** A message as it stands in a room now. */
export interface Message<Card> {
  readonly id: string;
  readonly room: Room;
  readonly at: number;
  readonly from: Speaker;
  /** What kind of message it is to the platform: `markdown`, `text`, `button_interaction` … */
  readonly form: string;
  /** The words of a message that is no card. */
  readonly text: string;
  /** A picture or document that it is. */
  readonly file?: RoomFile;
  /** Those whose phones ring. */
  readonly rings: readonly string[];
  /** As those see it who have no view of their own. */
  readonly card?: Card;
  /** As a member sees it whose card alone was replaced. */
  readonly views: ReadonlyMap<string, Card>;
  /** Everything that the card has looked like to anybody, oldest first: a screen that was not refreshed shows one of them. */
  readonly screens: readonly Card[];
  /** Places of the present card that a client cuts. */
  readonly cut: readonly string[];
}

export interface RoomFile {
  /** Absent: a picture that has none. */
  readonly name?: string;
  readonly bytes: Uint8Array;
}

export interface Saying<Card> {
  readonly room: Room;
  readonly from: Speaker;
  readonly form: string;
  readonly text?: string;
  readonly file?: RoomFile;
  readonly card?: Card;
  readonly rings?: readonly string[];
}

/** @param viewers who alone sees the change; absent: everybody */
export type RoomListener<Card> = (
  message: Message<Card>,
  change: 'posted' | 'updated',
  viewers?: readonly string[],
) => void;

export interface Rooms<Card> {
  readonly messages: readonly Message<Card>[];
  in(room: Room): readonly Message<Card>[];
  message(id: string): Message<Card> | undefined;
  post(saying: Saying<Card>): Message<Card>;
  /** A stream grows in its place. */
  rewrite(id: string, text: string): void;
  /** @param userIds those who see the new card; absent: everybody */
  replaceCard(cardId: string, card: Card, userIds?: readonly string[]): void;
  /** The card as this member sees it. */
  view(id: string, userId: string): Card | undefined;
  onChange(listener: RoomListener<Card>): void;
}

type Kept<Card> = Omit<Message<Card>, 'views' | 'screens'> & { views: Map<string, Card>; screens: Card[] };

/** What stands in the chats, as people see it. */
export function createRooms<Card>(now: () => number, kind: CardKind<Card>): Rooms<Card> {
  const kept: Kept<Card>[] = [];
  const listeners: RoomListener<Card>[] = [];
  const tell: RoomListener<Card> = (...told) => {
    for (const listener of listeners) listener(...told);
  };
  const replace = (id: string, changed: Partial<Kept<Card>>, viewers?: readonly string[]): void => {
    const place = kept.findIndex((message) => message.id === id);
    const before = kept[place];
    if (!before) return;
    kept[place] = { ...before, ...changed };
    tell(kept[place], 'updated', viewers);
  };
  return {
    messages: kept,
    in: (room) => kept.filter((message) => roomKey(message.room) === roomKey(room)),
    message: (id) => kept.find((message) => message.id === id),
    post({ card, file, form, from, rings = [], room, text = '' }) {
      const drawn = card && kind.draw(card);
      const message: Kept<Card> = {
        ...{ id: `M${kept.length + 1}`, room, at: now(), from, form, text, rings },
        ...(drawn && { card: drawn.card }),
        ...(file && { file }),
        views: new Map(),
        screens: drawn ? [drawn.card] : [],
        cut: drawn?.cut ?? [],
      };
      kept.push(message);
      tell(message, 'posted');
      return message;
    },
    rewrite: (id, text) => replace(id, { text }),
    replaceCard(cardId, card, userIds) {
      const found = kept.findLast((message) => message.screens.some((screen) => kind.idOf(screen) === cardId));
      if (!found) return;
      const drawn = kind.draw(card);
      const screens = [...found.screens, drawn.card];
      if (!userIds)
        return replace(found.id, {
          ...{ card: drawn.card, form: kind.formOf(card), views: new Map(), screens, cut: drawn.cut },
        });
      const views = new Map([...found.views, ...userIds.map((userId) => [userId, drawn.card] as const)]);
      replace(found.id, { views, screens }, userIds);
    },
    view(id, userId) {
      const message = kept.find((each) => each.id === id);
      return message?.views.get(userId) ?? message?.card;
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
