import { afterEach, beforeEach, expect, test } from 'vitest';
import { createInbox } from '../../bot/inbox.ts';
import type { HandleUpdate } from '../../bot/updates.ts';
import type { AlertNotice } from '../../domain/alerts/alert-types.ts';
import { MINUTE } from '../../domain/types.ts';
import { ALERTS, type AlertUpdate } from '../../platforms/types.ts';
import { CONTRACT, NINE, type Stand, saying, setStand } from './stand.ts';

let stand: Stand;
/** Fingerprints of what was handled together. */
let handled: (readonly string[])[];
beforeEach(async () => {
  stand = await setStand(':memory:');
  handled = [];
});
afterEach(() => stand.close());

const alert = (fingerprint: string, groupKey = 'system:web'): AlertUpdate => ({
  platform: ALERTS,
  updateId: `u-${fingerprint}`,
  type: 'alert',
  contractId: CONTRACT,
  groupKey,
  chat: { externalId: CONTRACT, kind: 'group' },
  from: { userId: 'monitor:plain' },
  notices: [noticeOf(fingerprint)],
  receivedAt: NINE,
});
const noticeOf = (fingerprint: string): AlertNotice => ({
  source: 'plain',
  fingerprint,
  state: 'firing',
  name: 'Down',
  summary: '',
  labels: {},
  startedAt: NINE,
});

const handle: HandleUpdate = async (update, attempt) => {
  handled.push(update.type === 'alert' ? update.notices.map(({ fingerprint }) => fingerprint) : ['said']);
  await attempt.commit(CONTRACT, {});
};
const inboxWith = (handler: HandleUpdate = handle) => createInbox(stand.deps, handler, () => undefined);
const pending = async () => (await stand.store.counts(NINE)).inboxPending;

test('what waits of one group is handled together, in order; other groups and people are not', async () => {
  const inbox = inboxWith();
  for (const update of [alert('a'), alert('x', 'system:other'), saying('在吗'), alert('b'), alert('c')]) {
    await inbox.receive(update);
  }
  inbox.open();
  await inbox.idle();
  expect(handled.toSorted()).toEqual([['a', 'b', 'c'], ['said'], ['x']]);
  expect(await pending()).toBe(0);
});

test('nothing is taken past what another process has in hand', async () => {
  const inbox = inboxWith();
  await inbox.receive(alert('a'));
  await stand.store.putUpdate(alert('elsewhere'), { owner: 'another process', until: NINE + MINUTE });
  await inbox.receive(alert('b'));
  inbox.open();
  await inbox.idle();
  expect(handled).toEqual([['a']]);
  expect(await pending()).toBe(2);
});

test('what fails together is handled one by one, so that one bad request spoils no other', async () => {
  const inbox = inboxWith(async (update, attempt, log) => {
    if (update.type === 'alert' && update.notices.some(({ fingerprint }) => fingerprint === 'bad')) {
      throw new Error('bad');
    }
    await handle(update, attempt, log);
  });
  for (const name of ['a', 'bad', 'b']) await inbox.receive(alert(name));
  inbox.open();
  await inbox.idle();
  expect(handled).toEqual([['a'], ['b']]);
  expect(await pending()).toBe(1);
});

test('a storm is handled in portions, and all of it', async () => {
  const inbox = inboxWith();
  const names = Array.from({ length: 120 }, (_, place) => `a${place}`);
  for (const name of names) await inbox.receive(alert(name));
  inbox.open();
  await inbox.idle();
  expect(handled.flat()).toEqual(names);
  expect(handled.map(({ length }) => length)).toEqual([50, 50, 20]);
});
