import type { CardKind, Message, Rooms } from '../rooms.ts';
import type { WireCard } from './card-schema.ts';
import { drawCard } from './card-view.ts';

export type WecomRooms = Rooms<WireCard>;
export type WecomMessage = Message<WireCard>;

export const WECOM_CARDS: CardKind<WireCard> = {
  draw: drawCard,
  idOf: (card) => card.task_id,
  formOf: (card) => card.card_type,
};
