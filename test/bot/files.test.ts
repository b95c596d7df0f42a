import { afterEach, describe, expect, test } from 'vitest';
import { type PlanInput, peopleOf, planDelivery } from '../../bot/delivery-plan.ts';
import { Dispatcher } from '../../bot/dispatcher.ts';
import type { Outgoing } from '../../db/changes.ts';
import { MINUTE, personId } from '../../domain/types.ts';
import { type Capabilities, forGood } from '../../platforms/types.ts';
import { createLibsqlDatabase } from '../support/engines.ts';
import { CAPABLE, FakePlatform, unclear } from './fake-platform.ts';
import { commit, NINE, post, type Stand, setStand } from './stand.ts';

const li = personId('li');
const wu = personId('wu');
const BYTES = Buffer.from('a document');
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const sending = (hash: string, more: Partial<Outgoing & { op: 'file' }> = {}): Outgoing & { op: 'file' } => ({
  ...{ chatId: post('x').chatId, priority: 1, key: 'f' },
  op: 'file',
  file: { hash, name: '周报.docx', mediaType: DOCX, size: BYTES.byteLength },
  content: { lines: [['周报已拟好：周报.docx']] },
  ...more,
});

describe('the plan of a file', () => {
  function plan(more: Partial<Outgoing & { op: 'file' }> = {}, input: Partial<PlanInput> = {}) {
    const accounts = new Map([[li, { userId: 'u-li', name: '李工' }]]);
    const chat = { externalId: 'ops', kind: 'group' as const };
    const names = new Map([[wu, '吴工']]);
    const base = { chat, capabilities: CAPABLE, accounts, names, now: NINE, bytes: BYTES };
    return planDelivery({ outgoing: sending('h', more), ...base, ...input });
  }
  const direct: Capabilities = { ...CAPABLE, privateAnswer: 'direct' };
  const sparing: Capabilities = { ...CAPABLE, privateAnswer: 'sparing' };
  const none: Capabilities = { ...CAPABLE, privateAnswer: 'none' };
  const alone = { externalId: 'u-li', kind: 'private' as const };
  const guest = new Map([[li, { userId: 'g', isGuest: true as const }]]);

  test('carries its bytes and its name, and words under a key of their own in case it is refused', () => {
    expect(plan()).toEqual({
      kind: 'deliver',
      delivery: {
        ...{ op: 'file', key: 'f', chat: 'ops' },
        file: { kind: 'document', name: '周报.docx', mediaType: DOCX, bytes: BYTES },
        content: { lines: [['周报已拟好：周报.docx']], people: { li: { userId: 'u-li', name: '李工' } } },
      },
      instead: {
        kind: 'deliver',
        delivery: expect.objectContaining({ op: 'post', key: 'f:words', chat: 'ops' }),
      },
    });
  });

  test('a picture is one by its media type', () => {
    const file = { hash: 'h', name: 'a.png', mediaType: 'image/png', size: 1 };
    expect(plan({ file })).toMatchObject({ delivery: { file: { kind: 'image' } } });
  });

  test.each<[string, Partial<Outgoing & { op: 'file' }>, Partial<PlanInput>, object]>([
    ['is gone: its words', {}, { bytes: undefined }, { delivery: { op: 'post', key: 'f:words' } }],
    ['is too late: nothing', { validUntil: NINE - 1 }, {}, { kind: 'drop' }],
    ['is in time at its last moment', { validUntil: NINE }, {}, { delivery: { op: 'file' } }],
    ['for one in a group', { to: li }, {}, { delivery: { op: 'file', to: { userId: 'u-li' } } }],
    ['for one in his own chat', { to: li }, { chat: alone }, { delivery: { op: 'file', chat: 'u-li' } }],
    ['for one by a message to him', { to: li }, { capabilities: direct }, { delivery: { op: 'file', to: {} } }],
    ['for one where answers are spared', { to: li }, { capabilities: sparing }, { delivery: { op: 'file', to: {} } }],
    ['for a guest', { to: li }, { capabilities: direct, accounts: guest }, { delivery: { op: 'post' } }],
    ['for a guest alone', { to: li, onlyAlone: true }, { capabilities: direct, accounts: guest }, { kind: 'drop' }],
    ['where nobody is reached alone', { to: li }, { capabilities: none }, { delivery: { op: 'post' } }],
    [
      'where nobody is reached alone, and may be',
      { to: li, onlyAlone: true },
      { capabilities: none },
      { kind: 'drop' },
    ],
    ['for somebody without an account', { to: wu }, {}, { kind: 'drop' }],
    ['of a breach', { priority: 0 }, {}, { delivery: { op: 'file', isUrgent: true } }],
  ])('%s', (_name, more, input, planned) => {
    expect(plan(more, input)).toMatchObject(planned);
  });

  test('nobody alone gets it and is named in the group as well', () => {
    expect(plan({ to: li }, { chat: alone })).not.toHaveProperty('delivery.to');
    expect([...peopleOf(sending('h', { to: li }))]).toEqual([li]);
    expect(plan({ to: li, onlyAlone: true }, { capabilities: direct })).toMatchObject({
      instead: { delivery: { op: 'direct', key: 'f:words' }, instead: { kind: 'drop' } },
    });
  });
});

describe('a file in its lane', () => {
  const stands: Stand[] = [];
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stand of stands.splice(0)) await stand.close();
    for (const close of closing.splice(0)) await close();
  });

  async function begin(capabilities: Partial<Capabilities> = {}) {
    const { remove, url } = await createLibsqlDatabase();
    closing.push(remove);
    const stand = await setStand(url, new FakePlatform(capabilities));
    stands.push(stand);
    const dispatcher = new Dispatcher(stand.deps, {
      ...{ maySpeak: () => true, onMute: () => undefined },
      ...{ connectedSince: () => undefined, isGathering: () => false },
    });
    dispatcher.open();
    const hash = await stand.deps.media.keep(BYTES);
    const run = async () => {
      await dispatcher.poll();
      await dispatcher.idle();
    };
    return { ...stand, dispatcher, hash, run };
  }

  test('leaves behind its card, with the bytes that were kept', async () => {
    const { deps, hash, platform, run } = await begin();
    await commit(deps, { outbox: [post('card'), sending(hash), post('after')] });
    await run();
    expect(platform.keys).toEqual(['card', 'f', 'after']);
    expect(platform.delivered[1]).toMatchObject({ file: { name: '周报.docx', bytes: BYTES } });
  });

  test('waits for room in the chat like any other, and lets what is urgent pass', async () => {
    const { clock, deps, dispatcher, hash, platform, run } = await begin({ perMinute: 2 });
    const outbox = [
      post('card'),
      sending(hash, { priority: 2 }),
      post('c', { priority: 2 }),
      post('u', { priority: 0 }),
    ];
    await commit(deps, { outbox });
    await run();
    expect(platform.keys).not.toContain('f');
    expect(platform.keys).toContain('u');
    for (let turn = 0; turn < 4; turn += 1) {
      clock.jumpTo(Math.max(clock.now() + 1, dispatcher.nextWakeAt() ?? clock.now() + MINUTE));
      await run();
    }
    expect(platform.keys.indexOf('f')).toBeLessThan(platform.keys.indexOf('c'));
  });

  test('after an unclear answer is tried again as a repetition, with the same bytes', async () => {
    const { clock, deps, dispatcher, hash, platform, run } = await begin();
    const seen: unknown[] = [];
    platform.refuse = (delivery) => {
      seen.push([delivery.op === 'file' && delivery.file.bytes, delivery.isRepeat]);
      return seen.length === 1 ? unclear() : undefined;
    };
    dispatcher.take(await commit(deps, { outbox: [sending(hash)] }));
    await run();
    clock.jumpTo(dispatcher.nextWakeAt()!);
    await run();
    expect(seen).toEqual([
      [BYTES, undefined],
      [BYTES, true],
    ]);
    expect(platform.keys).toEqual(['f']);
  });

  test('that is not kept any more is said in words, and what comes behind it is not held up', async () => {
    const { deps, platform, run } = await begin();
    await commit(deps, { outbox: [sending('0'.repeat(64)), post('after')] });
    await run();
    expect(platform.keys).toEqual(['f:words', 'after']);
  });

  test('that the platform will not have is said in words', async () => {
    const { deps, hash, platform, run } = await begin();
    platform.refuse = ({ op }) => (op === 'file' ? forGood('too_large', 'it is too large') : undefined);
    await commit(deps, { outbox: [sending(hash), post('after')] });
    await run();
    expect(platform.keys).toEqual(['f:words', 'after']);
  });

  test('which the disk does not give now is tried again, as a failure of its own', async () => {
    const { clock, deps, dispatcher, hash, platform, run } = await begin();
    const { read } = deps.media;
    Object.assign(deps.media, { read: () => Promise.reject(new Error('the disk is away')) });
    await commit(deps, { outbox: [sending(hash)] });
    await run();
    expect(platform.asked).toBe(0);
    Object.assign(deps.media, { read });
    clock.jumpTo(dispatcher.nextWakeAt()!);
    await run();
    expect(platform.keys).toEqual(['f']);
  });

  test('which the disk refuses again and again is said in words, and does not hold up the chat for long', async () => {
    const { clock, deps, dispatcher, hash, platform, run } = await begin();
    Object.assign(deps.media, { read: () => Promise.reject(new Error('EACCES')) });
    await commit(deps, { outbox: [sending(hash), post('after')] });
    await run();
    expect(platform.keys, 'tried again first').toEqual([]);
    for (let turn = 0; turn < 6 && platform.keys.length < 2; turn += 1) {
      clock.jumpTo(dispatcher.nextWakeAt()!);
      await run();
    }
    expect(platform.keys).toEqual(['f:words', 'after']);
    expect(clock.now() - NINE).toBeLessThan(MINUTE / 2);
  });
});
