// Links to a ticket's files are in its details, for those whose affair the ticket is.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chatId } from '../../domain/types.ts';
import type { Said } from './harness.ts';
import { Desk, NINE } from './harness.ts';

const HASH = 'c'.repeat(64);
const hq = { id: 'hq', name: '大队机关', nameEn: 'Headquarters', aliases: [], calendars: {} };
const north = { id: 'north', name: '北区大队', nameEn: 'North', aliases: [], calendars: {} };
let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open({ departments: [hq, north] });
  const chat = desk.chat.bind(desk);
  desk.chat = (key, kind) => ({ ...chat(key, kind), department: key === 'ops' ? 'hq' : 'north' });
  await desk.say('wang', '信用广州网站打不开了');
  const [ticket] = await desk.tickets();
  const came = {
    contractId: desk.contract.id,
    ticketId: ticket!.id,
    chatId: chatId('test', 'ops'),
    personId: ticket!.reporterId,
    platform: 'test',
    kind: 'image',
    receivedAt: NINE,
  } as const;
  const kept = {
    ...came,
    id: 'a',
    name: '大厅.png',
    state: 'kept',
    hash: HASH,
    size: 5,
    mediaType: 'image/png',
  } as const;
  const lost = { ...came, id: 'b', state: 'lost', lostWhy: 'expired' } as const;
  const meta = { contractId: desk.contract.id, now: NINE, cause: { kind: 'none' } } as const;
  await desk.store.commit(meta, { attachments: [kept, lost] });
  desk.fileLink = ({ hash, name }) => `https://bell.example/${hash}/${name}`;
});
afterEach(() => desk.store.close());

const files = (said: Said) =>
  said
    .card()
    .fields.filter(({ label }) => label === '附件')
    .map(({ value }) => value.join(''));

test('what was kept has its link, what was lost has none', async () => {
  const [kept, lost] = files(await desk.say('wang', '工单 1'));
  expect(kept).toMatch(new RegExp(`（1 KB） https://bell\\.example/${HASH}/大厅\\.png$`));
  expect(lost).not.toContain('https');
});

test('another department sees that there is a file, and gets no link to it', async () => {
  const shown = files(await desk.say('chen', '工单 1', { chat: 'other' }));
  expect(shown).toHaveLength(2);
  expect(shown.join()).not.toContain('https');
});

test('where no page is served there are no links', async () => {
  delete desk.fileLink;
  expect(files(await desk.say('wang', '工单 1')).join()).not.toContain('https');
});
