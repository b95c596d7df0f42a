// A contract on one platform is served as if there were no others.
import { afterEach, expect, test } from 'vitest';
import { chatId, personId } from '../../domain/types.ts';
import { FakePlatform, unavailable } from './fake-platform.ts';
import { botOn, CONTRACT, type Stand, saying, setStand, tapping } from './stand.ts';

const stands: Stand[] = [];
afterEach(async () => {
  for (const stand of stands.splice(0)) await stand.close();
});
const DOWN = '信用广州网站打不开了，大厅没法办业务';

test('a button in private answers its tap with the ticket’s card, so that the platform can take the button away', async () => {
  const platform = new FakePlatform({ updateCard: 'answering_tap', privateAnswer: 'direct' });
  const stand = await setStand(':memory:', platform);
  stands.push(stand);
  const bot = botOn(stand);
  await bot.start();
  await platform.receiver?.receive(saying(DOWN));
  await bot.settle();
  const [ticket] = await stand.store.ticketsWithClocks(CONTRACT, { limit: 1 });
  const chat = { externalId: 'user:li', kind: 'private' } as const;
  const tap = tapping('acknowledge', ticket?.id ?? '', 1, 'li');
  await platform.receiver?.receive({ ...tap, chat, handle: 'details', tapToken: 'tap' });
  await bot.settle();
  expect(platform.delivered).toContainEqual(expect.objectContaining({ op: 'update', chat: 'ops', tapToken: 'tap' }));
  const words = platform.delivered.filter(({ op, chat: where }) => op === 'post' && where === 'user:li');
  expect(words.length, 'he is told there as well').toBeGreaterThan(0);
  expect(
    words.filter((said) => 'tapToken' in said),
    'words in his chat may arrive before the card in the group',
  ).toEqual([]);
});

test('where cards are words, no step that waited for the platform is left out', async () => {
  const platform = new FakePlatform({ updateCard: 'never', privateAnswer: 'direct' });
  const stand = await setStand(':memory:', platform);
  stands.push(stand);
  const bot = botOn(stand);
  await bot.start();
  await platform.receiver?.receive(saying(DOWN));
  await bot.settle();
  const [ticket] = await stand.store.ticketsWithClocks(CONTRACT, { limit: 1 });
  platform.refuse = () => unavailable();
  for (const [version, action] of ['acknowledge', 'arrive'].entries()) {
    await platform.receiver?.receive(tapping(action, ticket?.id ?? '', version + 1, 'li'));
    await bot.settle();
  }
  platform.refuse = () => undefined;
  stand.clock.jumpTo(stand.clock.now() + 60_000);
  await bot.settle();
  const told = platform.delivered.flatMap(({ content }) => content.news ?? []).join('\n');
  expect(told).toMatch(/接单\n.*到场/);
});

test('words in private that are all that comes of a tap there end it', async () => {
  const platform = new FakePlatform({ updateCard: 'answering_tap', privateAnswer: 'direct' });
  const stand = await setStand(':memory:', platform);
  stands.push(stand);
  const bot = botOn(stand);
  await bot.start();
  const chat = { externalId: 'user:li', kind: 'private' } as const;
  const tap = tapping('acknowledge', 'no-such-ticket', 1, 'li');
  await platform.receiver?.receive({ ...tap, chat, handle: 'details', tapToken: 'tap' });
  await bot.settle();
  expect(platform.delivered).toContainEqual(expect.objectContaining({ chat: 'user:li', tapToken: 'tap' }));
});

test('a ticket of a trial on a platform that is served no more makes 接单 no question', async () => {
  const stand = await setStand(':memory:');
  stands.push(stand);
  const trial = botOn(stand);
  await trial.start();
  await stand.platform.receiver?.receive(saying(DOWN));
  await trial.settle();
  trial.kill();

  const real = new FakePlatform({}, 'real');
  const chat = { externalId: 'office', kind: 'group' } as const;
  await stand.store.saveChat({
    ...{ ...chat, id: chatId('real', 'office'), platform: 'real', title: '', contractId: CONTRACT },
  });
  const engineer = await stand.store.savePerson(
    { id: personId('he'), name: '何工' },
    { platform: 'real', userId: 'he' },
  );
  await stand.store.saveMember(CONTRACT, { personId: engineer, roles: ['engineer'] });
  const bot = botOn(stand, { platform: real });
  await bot.start();
  for (const [from, text] of [
    ['lan', '双公示系统打不开了，报错500'],
    ['he', '接单'],
  ] as const) {
    stand.clock.jumpTo(stand.clock.now() + 2_000);
    const receivedAt = stand.clock.now();
    await real.receiver?.receive({ ...saying(text, { from }), platform: 'real', chat, receivedAt });
    await bot.settle();
  }
  const tickets = await stand.store.ticketsWithClocks(CONTRACT, { limit: 9 });
  expect(tickets.map(({ chatId: id, status }) => [id, status])).toEqual([
    ['fake:ops', 'open'],
    ['real:office', 'acknowledged'],
  ]);
});
