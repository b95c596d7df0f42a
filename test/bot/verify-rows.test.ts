// A whole chain is worth little when the cards show something else: rows are compared with the ledger.
import { createClient } from '@libsql/client';
import { afterEach, describe, expect, test } from 'vitest';
import type { ClockStep } from '../../bot/clock.ts';
import { recordClockSteps } from '../../bot/clock-steps.ts';
import { sha256 } from '../../bot/scene.ts';
import { verifyContract } from '../../bot/verify-rows.ts';
import { li, minutes, Story, transferTo, zhou } from '../domain/fixture.ts';
import { meta, someEntry } from '../store/fixtures.ts';
import { createLibsqlDatabase, describeEngines, type TemporaryDatabase } from '../support/engines.ts';
import { botOn, CONTRACT, NINE, type Stand, saying, setStand, tapping } from './stand.ts';

const REPORT = '信用广州网站打不开了，大厅没法办业务';
const stands: Stand[] = [];
afterEach(async () => {
  for (const stand of stands.splice(0)) await stand.close();
});

/** One ticket, reported and taken. */
async function begin(url: string): Promise<Stand> {
  const stand = await setStand(url);
  stands.push(stand);
  const bot = botOn(stand);
  await bot.start();
  await stand.platform.receiver!.receive(saying(REPORT));
  await bot.settle();
  const [ticket] = await stand.store.openTickets(CONTRACT, { limit: 1 });
  stand.clock.jumpTo(NINE + 1_000);
  await stand.platform.receiver!.receive(tapping('acknowledge', ticket!.id, ticket!.version, 'li'));
  await bot.settle();
  return stand;
}

describeEngines((openDatabase) => {
  test('what nobody touched is what was recorded', async () => {
    const { store } = await begin(await openDatabase());
    expect(await verifyContract(store, CONTRACT)).toMatchObject({ ok: true, unsealed: 0 });
    expect(await store.recordedContracts()).toEqual([CONTRACT]);
  });

  test('an erased text is no break: the salt is gone with it, the hash stays', async () => {
    const { store } = await begin(await openDatabase());
    const [ticket] = await store.openTickets(CONTRACT, { limit: 1 });
    const { hash, id } = ticket!.summary;
    const erase = (masked: string) => {
      const entry = someEntry({ type: 'personal_data_erased', texts: [id], hashes: [sha256(masked)] });
      return store.commit(meta(CONTRACT), { erasure: { texts: [{ id, masked }] }, entries: [entry] });
    };
    await erase('***');
    await erase('a second time nothing changes');
    expect(await store.texts([id])).toEqual(new Map([[id, '***']]));
    expect(await store.keptTexts([id])).toEqual(new Map([[id, { hash, salt: '', masked: '***' }]]));
    expect(await verifyContract(store, CONTRACT)).toMatchObject({ ok: true });
  });
});

describe('who changes a row behind the bot’s back is found', () => {
  const databases: TemporaryDatabase[] = [];
  afterEach(async () => {
    for (const database of databases.splice(0)) await database.remove();
  });

  test.each([
    [
      'a ticket that shows another status',
      `update tickets set doc = replace(doc, '"acknowledged"', '"closed"')`,
      'ticket_changed',
    ],
    ['a ticket that is no document any more', `update tickets set doc = '{'`, 'ticket_changed'],
    ['a ticket that is gone', 'delete from tickets', 'ticket_lost'],
    [
      'a ticket that scores see as another one’s',
      `update tickets set outcome = replace(outcome, '"wang"', '"li"')`,
      'ticket_changed',
    ],
    [
      'an event moved away from its ticket',
      'update ledger set ticket_writes = 7 where ticket_writes = 1',
      'ticket_changed',
    ],
    ['another word in a text', `update texts set body = 'x' || body`, 'text_changed'],
    ['a text that nobody was told is erased', 'update texts set body = null', 'text_lost'],
    ['a text with a hash to match', `update texts set body = 'x', salt = '', hash = 'y'`, 'text_changed'],
  ])('%s', async (_name, statement, problem) => {
    const database = await createLibsqlDatabase();
    databases.push(database);
    const { store } = await begin(database.url);
    const client = createClient({ url: database.url });
    await client.execute(statement);
    client.close();
    expect(await verifyContract(store, CONTRACT)).toMatchObject({ ok: false, problem });
  });

  test.each([
    ['other words', `update texts set masked = '打错了'`],
    ['none', 'update texts set masked = null'],
  ])('what is shown of an erased text: %s', async (_name, statement) => {
    const database = await createLibsqlDatabase();
    databases.push(database);
    const { store } = await begin(database.url);
    const [ticket] = await store.openTickets(CONTRACT, { limit: 1 });
    const { id } = ticket!.summary;
    const entry = someEntry({ type: 'personal_data_erased', texts: [id], hashes: [sha256('***')] });
    await store.commit(meta(CONTRACT), { erasure: { texts: [{ id, masked: '***' }] }, entries: [entry] });
    const client = createClient({ url: database.url });
    await client.execute(statement);
    client.close();
    expect(await verifyContract(store, CONTRACT)).toMatchObject({ ok: false, problem: 'text_changed', textId: id });
  });

  test.each([
    ['none', () => undefined, true],
    ['the newest', (all: readonly unknown[]) => all.slice(-1), true],
    ['the oldest', (all: readonly unknown[]) => all.slice(0, 1), false],
  ])('a ticket handed over before documents listed that is whole, another list is not: %s', async (_n, left, isOk) => {
    const database = await createLibsqlDatabase();
    databases.push(database);
    const { store } = await begin(database.url);
    const story = new Story()
      .act(minutes(1), li, { type: 'acknowledge' })
      .act(minutes(2), li, transferTo(zhou))
      .act(minutes(3), zhou, transferTo(li));
    const { transfers, ...rest } = story.ticket;
    expect(transfers).toHaveLength(2);
    const doc = JSON.stringify({ ...rest, transfers: left(transfers ?? []) });
    const ofBefore = {
      ...store,
      ticketDocs: async () => [{ id: story.ticket.id, doc }],
      ticketDoc: async () => ({ doc }),
      ticketEvents: async () => story.history,
    };
    expect(await verifyContract(ofBefore, CONTRACT)).toMatchObject({ ok: isOk });
  });

  test('a ticket that people work on meanwhile is read again', async () => {
    const database = await createLibsqlDatabase();
    databases.push(database);
    const { store } = await begin(database.url);
    const docs = await store.ticketDocs(CONTRACT, '', 10);
    const old = docs.map(({ id, doc }) => ({ id, doc: doc.replace('"acknowledged"', '"open"') }));
    let reads = 0;
    const changing = { ...store, ticketDocs: async () => (reads++ === 0 ? old : []) };
    expect(await verifyContract(changing, CONTRACT)).toMatchObject({ ok: true });
  });
});

test('a step of the machine’s clock is in the ledger of each contract', async () => {
  const database = await createLibsqlDatabase();
  const stand = await setStand(database.url);
  const { deps, store } = stand;
  let step: (step: ClockStep) => void = () => undefined;
  const machine = {
    onStep(listener: typeof step) {
      step = listener;
    },
  };
  const end = recordClockSteps(machine, { ...deps, contracts: [...deps.contracts.values()] });
  step({ from: NINE + 3_600_000, to: NINE });
  await end();
  step({ from: NINE, to: NINE + 10_000 });
  const entries = await store.entries(CONTRACT, ['clock_step'], 0, NINE + 1);
  expect(entries.map(({ body }) => JSON.parse(body))).toMatchObject([{ from: NINE + 3_600_000, to: NINE }]);
  await stand.close();
  await database.remove();
});
