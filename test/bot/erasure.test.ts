// Personal data is kept for as long as the pack says, and no longer; what proves that nothing else was touched stays whole.
import { afterEach, describe, expect, test } from 'vitest';
import { startAttempt } from '../../bot/attempt.ts';
import { erasePerson, eraseTicket } from '../../bot/erase-request.ts';
import { runRoutine } from '../../bot/routine-timers.ts';
import { contractPeople, sceneOf, sha256 } from '../../bot/scene.ts';
import { verifyContract } from '../../bot/verify-rows.ts';
import { parseCivil } from '../../domain/civil.ts';
import type { Ticket } from '../../domain/ticket-types.ts';
import { DAY, eventId, type Instant, MINUTE, personId, ticketId } from '../../domain/types.ts';
import { erasureRoutine } from '../../handlers/erasure-routine.ts';
import { createLibsqlDatabase, describeEngines, type TemporaryDatabase } from '../support/engines.ts';
import { botOn, CONTRACT, commit, contract, NINE, OPS, post, type Stand, saying, setStand, tapping } from './stand.ts';

const SAID = '信用广州网站打不开了，请联系王芳 13800138000';
const MASKED = '信用广州网站打不开了，请联系王* ***********';
const KEPT_DAYS = 365;
/** The first night in which a ticket that ended at nine is due. */
const DUE = NINE + (KEPT_DAYS + 1) * DAY;

const stands: Stand[] = [];
const databases: TemporaryDatabase[] = [];
afterEach(async () => {
  for (const stand of stands.splice(0)) await stand.close();
  for (const database of databases.splice(0)) await database.remove();
});

/** A ticket that a citizen's telephone number is in, with a file that is called by it. */
async function begin(url: string, { isCancelled = true } = {}) {
  const stand = await setStand(url);
  stands.push(stand);
  const { clock, platform, store } = stand;
  const bot = botOn(stand);
  await bot.start();
  // Her account is her name: she is nobody's but the customer's reporter.
  await platform.receiver!.receive(saying(SAID, { from: '王芳' }));
  await bot.settle();
  const [ticket] = await store.openTickets(CONTRACT, { limit: 1 });
  await commit(stand.deps, { attachments: [fileOf(ticket!)] });
  if (isCancelled) {
    clock.jumpTo(NINE + MINUTE);
    const cancelling = {
      ...tapping('cancel', ticket!.id, ticket!.version, '王芳'),
      form: { reason: '打错了，身份证11010519491231002X' },
    };
    await platform.receiver!.receive(cancelling);
    await bot.settle();
  }
  return { ...stand, bot, ticket: (await store.ticket(ticket!.id))! };
}
type Begun = Awaited<ReturnType<typeof begin>>;

const fileOf = ({ chatId, id, reporterId }: Ticket) => ({
  ...{
    id: 'photo',
    contractId: CONTRACT,
    ticketId: id,
    chatId,
    personId: reporterId,
    platform: 'fake',
    receivedAt: NINE,
  },
  ...({ kind: 'file', name: '王芳13800138000.pdf', state: 'lost', lostWhy: 'expired' } as const),
});

async function runAt({ clock, deps }: Begun, at: Instant): Promise<void> {
  clock.jumpTo(at);
  const attempt = startAttempt(deps, { kind: 'none' }, () => undefined);
  const people = await contractPeople(deps, contract);
  const scene = sceneOf(deps, { contract, ...people, language: 'zh', log: deps.log, attempt });
  const row = {
    key: 'k',
    kind: 'routine',
    subject: 'erasure',
    fireAt: erasureRoutine.nextAt(scene, at - DAY)!,
    contractId: CONTRACT,
    leaseToken: '',
    attempts: 1,
  } as const;
  await runRoutine({ routines: [erasureRoutine] }, scene, row);
}

async function wordsOf({ store, ticket }: Begun) {
  const events = await store.ticketEvents(ticket.id);
  const reason = events.flatMap((event) => (event.type === 'cancelled' ? event.reason.id : []));
  const found = await store.texts([ticket.summary.id, ...reason]);
  return [ticket.summary.id, ...reason].map((id) => found.get(id));
}
const NOTHING = { looked: 0, texts: [], files: [], questions: [], leftovers: 0 };
const erasures = async ({ store }: Begun) => {
  const entries = await store.entries(CONTRACT, ['personal_data_erased'], 0, Number.MAX_SAFE_INTEGER);
  return entries.map(({ body }): unknown => JSON.parse(body));
};

describe('the routine', () => {
  test('runs each night at three, some minutes off the hour, where the pack erases anything', () => {
    const roster = { rotas: [], members: [], plans: [], changes: [] };
    const first = erasureRoutine.nextAt({ contract, roster }, NINE)!;
    expect(first).toBeGreaterThan(parseCivil('2026-03-04', '03:00'));
    expect(first).toBeLessThan(parseCivil('2026-03-04', '03:05'));
    expect(erasureRoutine.nextAt({ contract, roster }, first)).toBe(first + DAY);
    const { personalData: _keptForever, ...forever } = contract;
    expect(erasureRoutine.nextAt({ contract: forever, roster }, NINE)).toBeUndefined();
  });

  describeEngines((open) => {
    test('erases once the time is over, and not a night before; the ledger verifies and says what was erased', async () => {
      const begun = await begin(await open());
      const { store, ticket } = begun;
      const before = await wordsOf(begun);
      expect(before).toEqual([SAID, '打错了，身份证11010519491231002X']);
      await runAt(begun, DUE - DAY);
      expect(await wordsOf(begun), 'a night too early').toEqual(before);
      expect(await erasures(begun)).toEqual([]);

      await runAt(begun, DUE);
      expect(await wordsOf(begun)).toEqual([MASKED, '打错了，身份证******************']);
      expect(await store.attachment('photo')).toMatchObject({ name: '王************.pdf' });
      expect(await erasures(begun)).toMatchObject([
        {
          why: 'kept_for',
          texts: expect.arrayContaining([ticket.summary.id]),
          hashes: expect.arrayContaining([sha256(MASKED)]),
          files: ['photo'],
        },
      ]);
      expect(await verifyContract(store, CONTRACT)).toMatchObject({ ok: true });

      await runAt(begun, DUE + DAY);
      expect(await erasures(begun), 'nothing is left for the next night').toHaveLength(1);
    });
  });

  test('leaves what has not ended, however old it is', async () => {
    const begun = await onLibsql({ isCancelled: false });
    await runAt(begun, DUE + 100 * DAY);
    expect(await wordsOf(begun)).toEqual([SAID]);
  });

  test('words that became no ticket are looked through for whoever only reports, and so are the names of their files', async () => {
    const begun = await onLibsql();
    const { bot, clock, deps, platform, store } = begun;
    clock.jumpTo(NINE);
    await platform.receiver!.receive(saying('我这边电脑，找王芳', { from: 'zhao' }));
    await bot.settle();
    const draft = (await store.newestOpenDraft(OPS, undefined, NINE - DAY))!;
    await commit(deps, { attachments: [{ ...fileOf(begun.ticket), id: 'loose', ticketId: ticketId(draft.id) }] });
    const [asked] = await store.entries(CONTRACT, ['draft_asked'], 0, Number.MAX_SAFE_INTEGER);
    const { text } = JSON.parse(asked!.body) as { text: { id: string } };
    await runAt(begun, DUE - DAY);
    expect(await store.attachment('loose')).toMatchObject({ name: '王芳13800138000.pdf' });
    await runAt(begun, DUE);
    expect((await store.texts([text.id])).get(text.id)).toBe('我这边电脑，找王*');
    expect(await store.attachment('loose')).toMatchObject({ name: '王************.pdf' });
    expect(await verifyContract(store, CONTRACT)).toMatchObject({ ok: true });
  });

  test('erases nothing by a pack that is not in force any more', async () => {
    const begun = await onLibsql();
    const entry = { id: eventId('other'), at: NINE, type: 'pack_in_force', hash: 'another' };
    await commit(begun.deps, { entries: [entry] });
    await runAt(begun, DUE).catch(() => undefined);
    expect((await wordsOf(begun))[0]).toBe(SAID);
  });
});

describe('asked for', () => {
  const request = ({ deps, store }: Begun, isDryRun = false) => ({ store, ids: deps.ids, now: NINE, isDryRun });

  test('of a ticket that is still open', async () => {
    const begun = await onLibsql({ isCancelled: false });
    const dry = await eraseTicket(request(begun, true), begun.ticket, ['王芳']);
    expect(await wordsOf(begun), 'a dry run').toEqual([SAID]);
    const done = await eraseTicket(request(begun), begun.ticket, ['王芳']);
    expect(done).toEqual(dry);
    expect(done).toEqual({
      looked: 1,
      texts: [{ id: begun.ticket.summary.id, masked: MASKED }],
      files: [{ id: 'photo', name: '王************.pdf' }],
      ...{ questions: [], leftovers: 0 },
    });
    expect(await wordsOf(begun)).toEqual([MASKED]);
    expect(await erasures(begun)).toMatchObject([{ why: 'asked', ticketId: begun.ticket.id }]);
    expect(await eraseTicket(request(begun), begun.ticket, ['王芳'])).toEqual(NOTHING);
    expect(await verifyContract(begun.store, CONTRACT)).toMatchObject({ ok: true });
  });

  test('of a person: what he said, and what was said of his tickets, and of nobody else', async () => {
    const begun = await onLibsql();
    const { store, ticket } = begun;
    const other = await erasePerson(request(begun), CONTRACT, personId('li'), ['李工']);
    expect(other).toEqual(NOTHING);
    const done = await erasePerson(request(begun), CONTRACT, ticket.reporterId, ['王芳']);
    expect(done).toMatchObject({ looked: 2, files: [{ id: 'photo' }] });
    expect(await wordsOf(begun)).toEqual([MASKED, '打错了，身份证******************']);
    expect(await erasures(begun)).toMatchObject([{ why: 'asked', person: ticket.reporterId }]);
    expect(await verifyContract(store, CONTRACT)).toMatchObject({ ok: true });
  });

  test('does not come back: not by the question, a dead letter, or the sandbox', async () => {
    const begun = await onLibsql();
    const { bot, deps, platform, store } = begun;
    await platform.receiver!.receive(saying('电脑的事，电话13800138000', { from: '王芳' }));
    await bot.settle();
    const draft = (await store.newestOpenDraft(OPS, undefined, NINE - DAY))!;
    const dead = async (more: Parameters<typeof post>[1] & { ticketId?: Ticket['id']; key: string }) => {
      const { key, ...rest } = more;
      const [row] = await commit(deps, { outbox: [{ ...post(key), ...rest }] });
      await store.settleOutbox([{ seq: row!.seq, outcome: 'dead', error: 'x' }], NINE);
    };
    await dead({ key: 'quotes 13800138000' });
    await dead({ key: 'of the ticket', ticketId: begun.ticket.id });
    await dead({ key: 'of nobody' });
    const heard = await store.putUpdate(saying('x', { from: '王芳' }), { owner: 'a', until: NINE });
    await store.failUpdate(heard.outcome === 'accepted' ? heard.seq : 0, 'a', { error: 'x', now: NINE });
    const bubble = (id: string, body: object) => ({ id, chat: OPS, order: 1, body: JSON.stringify(body), at: NINE });
    await store.sandboxHistory.save(bubble('his', { text: '电脑 13800138000' }));
    await store.sandboxHistory.save(bubble('other', { text: '电脑' }));

    const dry = await erasePerson(request(begun, true), CONTRACT, draft.personId, ['王芳']);
    expect(dry).toMatchObject({ questions: [draft.id], leftovers: 4 });
    expect(await store.draft(draft.id), 'a dry run').toEqual(draft);
    expect(await erasePerson(request(begun), CONTRACT, draft.personId, ['王芳'])).toEqual(dry);
    expect((await store.deadLetters(9)).map(({ about }) => about)).toEqual([expect.stringContaining('of nobody')]);
    expect((await store.sandboxHistory.load(9)).map(({ id }) => id)).toEqual(['other']);
    expect(await erasures(begun)).toMatchObject([{ drafts: [draft.id], letters: 4 }]);
    await platform.receiver!.receive(tapping('draft_incident', draft.id, draft.version, 'li'));
    await bot.settle();
    const again = await store.ticket(ticketId(draft.id));
    expect((await store.texts([again!.summary.id])).get(again!.summary.id)).toBe('电脑的事，电话***********');
    expect(await verifyContract(store, CONTRACT)).toMatchObject({ ok: true });
  });

  test('of words that were asked about and registered by somebody else: those of the question go as well', async () => {
    const begun = await onLibsql();
    const { platform, store } = begun;
    await platform.receiver!.receive(saying('电脑的事，电话13800138000', { from: '王芳' }));
    await begun.bot.settle();
    const draft = (await store.newestOpenDraft(OPS, undefined, NINE - DAY))!;
    await platform.receiver!.receive(tapping('draft_incident', draft.id, draft.version, 'li'));
    await begun.bot.settle();
    const [ticket] = await store.openTickets(CONTRACT, { limit: 1 });
    expect(ticket).toMatchObject({ reporterId: draft.personId });
    const ofTicket = await eraseTicket(request(begun, true), ticket!, []);
    expect(ofTicket.texts, 'of the ticket').toHaveLength(2);
    const clean = await erasePerson(request(begun, true), CONTRACT, personId('li'), ['李工']);
    expect(clean.texts, 'he only registered it').toHaveLength(1);
    const ofPerson = await erasePerson(request(begun), CONTRACT, draft.personId, ['王芳']);
    expect(ofPerson.texts.map(({ id }) => id)).toEqual(expect.arrayContaining(ofTicket.texts.map(({ id }) => id)));
    expect(await verifyContract(store, CONTRACT)).toMatchObject({ ok: true });
  });
});

async function onLibsql(more: { isCancelled?: boolean } = {}): Promise<Begun> {
  const database = await createLibsqlDatabase();
  databases.push(database);
  return begin(database.url, more);
}
