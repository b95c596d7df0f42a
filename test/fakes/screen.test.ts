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

test('a file is one thing shown, in the chat that it went to, and no picture of a person is the bot’s', () => {
  const rooms = createRooms<Card>(() => 0, { draw: (card) => ({ card, cut: [] }), idOf: () => 'c1', formOf: () => '' });
  const screen = createScreen(
    rooms,
    (card) => card,
    () => 0,
  );
  const bytes = Buffer.from('a paper');
  const file = { kind: 'document' as const, name: '周报.docx', mediaType: 'application/zip', bytes };
  const to = { userId: 'li' };
  const end = screen.begin({ op: 'file', key: 'f', chat: 'ops', file, to, content: { lines: [], people: {} } });
  rooms.post({ room: { kind: 'single', userId: 'li' }, from: 'bot', form: 'file', file });
  end();
  rooms.post({ room: { kind: 'group', chatId: 'ops' }, from: 'webhook', form: 'image', file: { bytes } });
  rooms.post({ room: { kind: 'group', chatId: 'ops' }, from: { userId: 'li' }, form: 'image', file: { bytes } });
  expect(screen.shown.map((shown) => [shown.chat, shown.file, shown.by])).toEqual([
    ['user:li', '周报.docx', undefined],
    ['ops', 'image', undefined],
    ['ops', undefined, 'li'],
  ]);
});
