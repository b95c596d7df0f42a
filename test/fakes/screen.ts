import type { Shown } from '../../bot/play/world.ts';
import type { Card } from '../../cards/types.ts';
import type { Instant } from '../../domain/types.ts';
import type { Delivery, WireContent } from '../../platforms/types.ts';
import type { Message, Room, Rooms } from './rooms.ts';

/** What people see, for a scenario: everything that one delivery of the bot makes is one message of it. */
export interface Screen {
  readonly shown: readonly Shown[];
  /** @returns what to call when the delivery is over */
  begin(delivery: Delivery): () => void;
  /** The bot's process is gone, with what it was about to say. */
  cut(): void;
  /** Whether the bot got what this person's message said. */
  fate(messageId: string, heard: NonNullable<Shown['heard']>): void;
  /** The newest message's neutral card, as the bot meant it. */
  meant(messageId: string): Card | undefined;
}

interface Act {
  readonly delivery: Delivery;
  /** Its place in `shown`, once there is something to see. */
  place?: number;
}

/** Of a room in which the bot is heard: the group's id, or `user:` and the person's. */
export const chatKeyOf = (room: Room): string => (room.kind === 'group' ? room.chatId : `user:${room.userId}`);

/** @param neutral a card of the platform as a neutral one, as far as it still shows */
export function createScreen<C>(rooms: Rooms<C>, neutral: (card: C) => Card, now: () => Instant): Screen {
  const shown: Shown[] = [];
  const acts = new Set<Act>();
  const meant = new Map<string, WireContent>();

  /** The delivery that makes a message in that room. */
  const actOf = ({ room }: Message<C>): Act | undefined =>
    [...acts].find(({ delivery }) => aloneTo(delivery) === undefined && delivery.chat === chatKeyOf(room)) ??
    [...acts].find(({ delivery }) => room.kind !== 'group' && reaches(delivery, room.userId));

  const post = (message: Message<C>): void => {
    const entry = entryOf(message, neutral, now());
    if (typeof message.from === 'object') {
      shown.push(entry);
      return;
    }
    const act = actOf(message);
    const before = act?.place === undefined ? undefined : shown[act.place];
    const content = act?.delivery.content;
    if (message.card && content) meant.set(message.id, content);
    if (before && act?.place !== undefined) shown[act.place] = merged(before, entry, message);
    else {
      const place = shown.push(entry) - 1;
      if (act) act.place = place;
    }
  };

  rooms.onChange((message, change, viewers) => {
    if (change === 'posted') return post(message);
    const content = actOf(message)?.delivery.content;
    if (content) meant.set(message.id, content);
    const entry = { ...entryOf(message, neutral, now()), change: 'updated' } as const;
    if (!viewers) shown.push(entry);
    for (const userId of viewers ?? []) {
      const view = message.views.get(userId);
      if (view) shown.push({ ...entry, card: neutral(view), onlyFor: userId });
    }
  });

  return {
    shown,
    begin(delivery) {
      const act: Act = { delivery };
      acts.add(act);
      return () => void acts.delete(act);
    },
    cut: () => acts.clear(),
    fate(messageId, heard) {
      const place = shown.findIndex((entry) => entry.messageId === messageId);
      const entry = shown[place];
      if (entry) shown[place] = { ...entry, heard };
    },
    meant: (messageId) => meant.get(messageId)?.card,
  };
}

/** Whose own chat it goes to, whatever chat it names. */
function aloneTo(delivery: Delivery): string | undefined {
  return delivery.op === 'direct' || delivery.op === 'file' ? delivery.to?.userId : undefined;
}

function reaches(delivery: Delivery, userId: string): boolean {
  const alone = aloneTo(delivery);
  if (alone !== undefined) return alone === userId;
  return delivery.op === 'post' && (delivery.rings ?? []).some((account) => account.userId === userId);
}

function entryOf<C>(message: Message<C>, neutral: (card: C) => Card, at: Instant): Shown {
  const { card, file, form, from, id, rings, room, text } = message;
  return {
    at,
    chat: chatKeyOf(room),
    messageId: id,
    change: 'posted',
    ...(typeof from === 'object' ? { by: from.userId } : { form: formOf(message) }),
    lines: text === '' ? [] : (form === 'markdown' ? text.replaceAll('**', '') : text).split('\n'),
    ...(card && { card: neutral(card) }),
    ...(file && typeof from !== 'object' && { file: file.name ?? form }),
    people: {},
    // A chat of two rings whatever is said there; the message itself names nobody.
    mentions: room.kind === 'group' ? rings : [],
  };
}

function formOf({ form, from, rings }: Message<unknown>): string {
  const speaker = from === 'webhook' || from === 'app' ? `${from} ` : '';
  return `${speaker}${form}${rings.length > 0 ? ` → ${rings.join(', ')}` : ''}`;
}

/** The words that go ahead of a card, a ring behind it. A private push only rings. */
function merged(before: Shown, entry: Shown, { room, rings }: Message<unknown>): Shown {
  const isPush = room.kind !== 'group' && before.chat !== entry.chat;
  return {
    ...before,
    ...(entry.card && { card: entry.card, messageId: entry.messageId }),
    lines: isPush ? before.lines : [...before.lines, ...entry.lines],
    mentions: [...new Set([...before.mentions, ...(isPush ? rings : entry.mentions)])],
    form: `${before.form}; ${entry.form}`,
  };
}
