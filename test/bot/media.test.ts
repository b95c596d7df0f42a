// A picture that came with a ticket: fetched in time, kept under its hash, in the ledger once; or its sender is told.
import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { type Scan, ScanFailed } from '../../bot/clamd.ts';
import { verifyContract } from '../../bot/verify-rows.ts';
import type { TicketAttachment } from '../../db/records.ts';
import { MINUTE, personId, SECOND, ticketId } from '../../domain/types.ts';
import { type Attachment, type FetchedFile, PlatformError } from '../../platforms/types.ts';
import { describeEngines } from '../support/engines.ts';
import { FakePlatform } from './fake-platform.ts';
import { botOn, CONTRACT, commit, NINE, OPS, type Stand, saying, setStand } from './stand.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const HASH = createHash('sha256').update(PNG).digest('hex');
const UNTIL = NINE + 5 * MINUTE;
const away = () => new PlatformError('no answer', { code: 'media_download', retryable: true });
const expired = () => new PlatformError('gone', { code: 'expired', retryable: false });

/** A platform whose files are what the test says. */
class WithFiles extends FakePlatform {
  readonly fetchedFor: Attachment[] = [];
  file: () => FetchedFile | Promise<FetchedFile> = () => ({ bytes: PNG, name: '打印机.png' });

  async fetch(attachment: Attachment): Promise<FetchedFile> {
    this.fetchedFor.push(attachment);
    return this.file();
  }
}

describeEngines((openDatabase) => {
  const stands: Stand[] = [];
  afterEach(async () => {
    for (const stand of stands.splice(0)) await stand.close();
  });

  /** A ticket with a picture that waits to be fetched. */
  async function begin(more: Partial<TicketAttachment> = {}, scan?: Scan) {
    const platform = new WithFiles();
    const stand = await setStand(await openDatabase(), platform);
    stands.push(stand);
    const bot = botOn(stand, { ...(scan && { scan }) });
    await bot.start();
    await platform.receiver?.receive(saying('信用广州网站打不开了，大厅没法办业务'));
    await bot.settle();
    const [ticket] = await stand.store.openTickets(CONTRACT, { limit: 1 });
    if (!ticket) throw new Error('no ticket was opened');
    const attachment: TicketAttachment = {
      id: 'picture-1',
      contractId: CONTRACT,
      ticketId: ticket.id,
      chatId: OPS,
      personId: personId('wang'),
      platform: 'fake',
      kind: 'image',
      receivedAt: NINE,
      source: 'where it is, and its key',
      validUntil: UNTIL,
      state: 'waiting',
      ...more,
    };
    const timer = { key: 'media:picture-1', kind: 'fetch_media', subject: attachment.id, fireAt: NINE } as const;
    await commit(stand.deps, { attachments: [attachment], setTimers: [timer] });
    platform.delivered.splice(0);
    const entries = async () => {
      const found = await stand.store.entries(CONTRACT, ['attachment_kept', 'attachment_lost'], 0, UNTIL + MINUTE);
      return found.map(({ body }): unknown => JSON.parse(body));
    };
    const present = async () => {
      const found = await stand.store.attachment(attachment.id);
      if (!found) throw new Error('the attachment is gone');
      return found;
    };
    const said = () =>
      platform.delivered.flatMap((delivery) =>
        delivery.content.lines.map((line) => line.filter((part) => typeof part === 'string').join('')),
      );
    return { ...stand, platform, bot, ticket, entries, present, said };
  }

  test('is kept under its hash, and the ledger says so', async () => {
    const { bot, entries, platform, present, said, store, ticket } = await begin();
    await bot.settle();
    expect(platform.fetchedFor).toEqual([{ kind: 'image', source: 'where it is, and its key', validUntil: UNTIL }]);
    expect(await present()).toMatchObject({
      state: 'kept',
      hash: HASH,
      size: PNG.byteLength,
      mediaType: 'image/png',
      name: '打印机.png',
    });
    expect(await entries()).toMatchObject([
      { type: 'attachment_kept', ticketId: ticket.id, attachmentId: 'picture-1', hash: HASH, mediaType: 'image/png' },
    ]);
    expect(JSON.stringify(await entries())).not.toContain('打印机');
    expect(said(), 'nobody needs to hear of it').toEqual([]);
    expect(await store.timer('media:picture-1')).toBeUndefined();
  });

  test('what it was fetched with is forgotten', async () => {
    const { bot, present } = await begin();
    await bot.settle();
    const kept = await present();
    expect(kept.source).toBeUndefined();
    expect(kept.validUntil).toBeUndefined();
  });

  test('keeps the name that its sender gave it', async () => {
    const { bot, present } = await begin({ name: '照片' });
    await bot.settle();
    expect((await present()).name).toBe('照片');
  });

  test('is asked for again every few seconds while it can be had', async () => {
    const { bot, clock, platform, present } = await begin();
    let failures = 0;
    platform.file = () => {
      failures += 1;
      if (failures < 3) throw away();
      return { bytes: PNG };
    };
    await bot.settle();
    expect((await present()).state).toBe('waiting');
    while ((await present()).state === 'waiting' && clock.now() < UNTIL) {
      clock.jumpTo((await bot.nextDueAt()) ?? UNTIL);
      await bot.settle();
    }
    expect((await present()).state).toBe('kept');
    expect(clock.now() - NINE).toBeLessThan(15 * SECOND);
  });

  test('is given up before its address is over, and its sender is told once', async () => {
    const { bot, clock, entries, platform, present, said, ticket } = await begin();
    platform.file = () => {
      throw away();
    };
    while (clock.now() < UNTIL + MINUTE) {
      await bot.settle();
      clock.jumpTo(Math.min((await bot.nextDueAt()) ?? UNTIL + MINUTE, UNTIL + MINUTE));
    }
    expect(await present()).toMatchObject({ state: 'lost', lostWhy: 'media_download' });
    expect((await present()).source).toBeUndefined();
    expect(await entries()).toMatchObject([{ type: 'attachment_lost', why: 'media_download', at: expect.any(Number) }]);
    const lines = said().filter((line) => line.includes('未能保存'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(ticket.number);
    expect(lines[0]).toContain('图片');
  });

  test.each([
    ['its address is over', () => Promise.reject(expired()), 'expired', '请重新发送'],
    [
      'it is a program',
      () => ({ bytes: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(99)]) }),
      'type_refused',
      '类型',
    ],
    ['its name is a program’s', () => ({ bytes: PNG, name: 'a.exe' }), 'type_refused', '类型'],
    ['it is too large', () => ({ bytes: Buffer.alloc(20 * 1_024 * 1_024 + 1) }), 'too_large', '20 MB'],
  ])('is not asked for again: %s', async (_name, file, why, word) => {
    const { bot, platform, present, said } = await begin();
    platform.file = file;
    await bot.settle();
    expect(await present()).toMatchObject({ state: 'lost', lostWhy: why });
    expect(said().join()).toContain(word);
    expect(platform.fetchedFor).toHaveLength(1);
  });

  test('with a virus in it is not kept, and its sender is told why', async () => {
    const { bot, deps, entries, platform, present, said } = await begin({}, async () => 'infected');
    await bot.settle();
    expect(await present()).toMatchObject({ state: 'lost', lostWhy: 'infected' });
    expect(await entries()).toMatchObject([{ type: 'attachment_lost', why: 'infected' }]);
    expect(said().join()).toContain('恶意程序');
    expect(platform.fetchedFor).toHaveLength(1);
    expect(await deps.media.read(HASH)).toBeUndefined();
  });

  test('is never kept unscanned: it waits until it could be looked through', async () => {
    let isThere = false;
    const { bot, clock, deps, present } = await begin({}, async () => {
      if (!isThere) throw new ScanFailed('clamd is away');
      return 'clean';
    });
    await bot.settle();
    expect((await present()).state).toBe('waiting');
    expect(await deps.media.read(HASH)).toBeUndefined();
    isThere = true;
    clock.jumpTo((await bot.nextDueAt()) ?? UNTIL);
    await bot.settle();
    expect((await present()).state).toBe('kept');
    expect(await deps.media.read(HASH)).toBeDefined();
  });

  test('that could not be looked through in time is lost, not kept', async () => {
    const validUntil = NINE + 4 * SECOND;
    const { bot, present, said } = await begin({ validUntil }, () => Promise.reject(new ScanFailed('clamd is away')));
    await bot.settle();
    expect(await present()).toMatchObject({ state: 'lost', lostWhy: 'not_scanned' });
    expect(said().join()).toContain('请重新发送');
  });

  test('of a question that is no ticket yet is told as well', async () => {
    const { bot, entries, platform, said } = await begin({ ticketId: ticketId('a-question') });
    platform.file = () => Promise.reject(expired());
    await bot.settle();
    expect(await entries()).toMatchObject([{ type: 'attachment_lost', draftId: 'a-question' }]);
    expect(said()).toEqual([expect.stringContaining('您发送的图片未能保存')]);
  });

  test('is fetched by another process when this one is killed meanwhile', async () => {
    const { clock, bot, entries, platform, present, ...stand } = await begin();
    let begun: () => void = () => undefined;
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    platform.file = () => {
      begun();
      return new Promise(() => undefined);
    };
    void bot.settle();
    await hasBegun;
    bot.kill();
    platform.file = () => ({ bytes: PNG });
    const next = botOn({ ...stand, clock, platform, reopen: stand.reopen }, { store: await stand.reopen() });
    await next.start();
    await next.settle();
    expect((await present()).state, 'somebody may still be at it').toBe('waiting');
    clock.jumpTo(NINE + MINUTE);
    await next.settle();
    expect((await present()).state).toBe('kept');
    expect(await entries()).toHaveLength(1);
  });

  test('a slow one holds up nothing that is said meanwhile', async () => {
    const { bot, platform, present } = await begin();
    let release: () => void = () => undefined;
    platform.file = () =>
      new Promise((resolve) => {
        release = () => resolve({ bytes: PNG });
      });
    const settled = bot.settle();
    while (platform.fetchedFor.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await platform.receiver?.receive(saying('帮助'));
    while (platform.delivered.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect((await present()).state).toBe('waiting');
    release();
    await settled;
    expect((await present()).state).toBe('kept');
  });

  test('a kept file that is changed, gone or unknown to its row is found', async () => {
    const { bot, deps, present, store } = await begin();
    await bot.settle();
    const media = (state: 'intact' | 'changed' | 'missing') => ({ check: async () => state });
    expect(await verifyContract(store, CONTRACT, media('intact'))).toMatchObject({ ok: true });
    expect(await verifyContract(store, CONTRACT, media('changed'))).toMatchObject({
      problem: 'file_changed',
      hash: HASH,
    });
    expect(await verifyContract(store, CONTRACT, media('missing'))).toMatchObject({
      problem: 'file_missing',
      hash: HASH,
    });
    await commit(deps, { attachments: [{ ...(await present()), hash: 'f'.repeat(64) }] });
    expect(await verifyContract(store, CONTRACT, media('intact'))).toMatchObject({
      ok: false,
      problem: 'attachment_changed',
      attachmentId: 'picture-1',
    });
  });
});
