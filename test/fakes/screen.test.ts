// What a transcript shows of a card that one person alone sees changed.
import { expect, test } from 'vitest';
import type { Card } from '../../cards/types.ts';
import { createRooms } from './rooms.ts';
import { createScreen } from './screen.ts';

const titled = (title: string): Card => ({ tone: 'neutral', title, lines: [], fields: [], clocks: [], actions: [] });

test('a view of one person’s own is his, and what everybody sees is not shown again as it was', () => {
  const rooms = createRooms<Card>(() => 0, {
    draw: (card) => ({ card, cut: [] }),
    idOf: () => 'c1',
    formOf: () => 'card',
  });
  const screen = createScreen(
    rooms,
    (card) => card,
    () => 0,
  );
  const room = { kind: 'group', chatId: 'ops' } as const;
  rooms.post({ room, from: 'bot', form: 'card', card: titled('待接单') });
  rooms.replaceCard('c1', titled('处理中'), ['li']);
  rooms.replaceCard('c1', titled('处理中'));
  expect(screen.shown.map(({ card, change, onlyFor }) => [change, card?.title, onlyFor])).toEqual([
    ['posted', '待接单', undefined],
    ['updated', '处理中', 'li'],
    ['updated', '处理中', undefined],
  ]);
});
