// `dutybell start` on the fake WeCom, killed as the kernel does it: between a tap and its answer, and in the middle of a card.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ulidIds } from '../../bot/ids.ts';
import { seat } from '../../bot/play/cast.ts';
import { observe } from '../../bot/play/observe.ts';
import { openStore } from '../../db/open.ts';
import { CAST, CONTRACT, OPS } from '../fakes/fault-stage.ts';
import { type FakeWecom, startFakeWecom } from '../fakes/wecom/server.ts';
import { describeEngines } from '../support/engines.ts';
import { eventually } from '../support/eventually.ts';
import { type StartedProgram, startProgram, temporaryFolder } from '../support/program.ts';

const BOT = { id: 'BOTID', secret: 'SECRET', name: '值班铃' };
const ROOM = { kind: 'group', chatId: OPS } as const;
/** The lease of the connection, and what a start takes on a busy machine. */
const TAKEOVER_MS = 60_000;
/** The end of a killed process's connection is seen by then. */
const HOLDER_SEEN_MS = 500;
const KILLS = 3;
/** From the connection to the message that says what was missed. */
const STARTED_MS = 2_000;
const HOOK = '0123abcd-0000-4000-8000-000000000000';

const silence = z.looseObject({ from: z.number(), to: z.number() });

describeEngines((openDatabase, engine) => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let fake: FakeWecom;
  let url: string;
  const running = new Set<StartedProgram>();
  /** When the connection was lost by a kill. */
  const kills: number[] = [];

  beforeEach(async () => {
    folder = await temporaryFolder();
    url = await openDatabase();
    fake = await startFakeWecom({ bot: BOT, now: () => Date.now() });
    for (const { key, name } of CAST.people) fake.members.people.set(key, { userId: key, name });
    fake.members.groups.set(OPS, { chatId: OPS, title: '运维群', webhookKey: HOOK, hasBot: true, isOpen: true });
    await withStore(async (store) => {
      await store.migrate();
      await seat(store, CAST, 'wecom', { now: Date.now(), ids: ulidIds(Math.random) });
    });
  });
  afterEach(async () => {
    for (const program of running) await program.kill();
    running.clear();
    kills.length = 0;
    await fake.close();
    await folder.remove();
  });

  async function withStore<T>(use: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>): Promise<T> {
    const store = await openStore(url, { clock: { now: () => Date.now() }, random: Math.random });
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  }

  async function start(): Promise<StartedProgram> {
    const program = await startProgram(folder.path, 0, {
      DATABASE_URL: url,
      SANDBOX: 'off',
      INSTANCE_ID: 'crash-test',
      CONTRACTS_DIR: `${import.meta.dirname}/../../contracts`,
      WECOM_BOT_ID: BOT.id,
      WECOM_BOT_SECRET: BOT.secret,
      WECOM_BOT_NAME: BOT.name,
      WECOM_WS_URL: fake.wsUrl,
      WECOM_API_BASE: fake.apiBase,
      WECOM_WEBHOOK_KEY: `${OPS}=${HOOK}`,
    });
    running.add(program);
    return program;
  }
  /** Nobody sees from outside which process has the connection: they are killed until it is gone. */
  async function killHolder(): Promise<void> {
    const { subscriptions } = fake.sockets;
    const isGone = () => !fake.sockets.isSubscribed || fake.sockets.subscriptions > subscriptions;
    for (const program of running) {
      const at = Date.now();
      await program.kill();
      running.delete(program);
      const gone = eventually(() => expect(isGone()).toBe(true), HOLDER_SEEN_MS);
      const isHolder = await gone.then(
        () => true,
        () => false,
      );
      if (!isHolder) continue;
      kills.push(at);
      return;
    }
  }

  const told = () => fake.rooms.in(ROOM).filter(({ text }) => text.includes('离线'));
  const answers = () => fake.transcript.frames('aibot_respond_update_msg').length;
  const connected = () => eventually(() => expect(fake.sockets.isSubscribed).toBe(true), TAKEOVER_MS);
  const cardsOf = (number: string) =>
    fake.rooms.in(ROOM).filter(({ card }) => card?.main_title?.title?.includes(number) ?? false);

  test('killed again and again: no ticket twice, no card twice, and no silence is hidden', async () => {
    await start();
    // With a database for several, another process stands by.
    if (engine === 'mysql') await start();
    for (let round = 1; round <= KILLS; round += 1) {
      await connected();
      const before = fake.rooms.messages.length;
      await fake.people.say({
        room: ROOM,
        from: 'wang',
        text: `@值班铃 登记 双公示系统第${round}个页面打不开了，报错${round}`,
      });
      const card = await eventually(() => {
        // The card of an earlier round may be said anew beside it.
        const found = fake.rooms.messages
          .slice(before)
          .find(({ card, form }) => form === 'button_interaction' && JSON.stringify(card).includes(`第${round}个页面`));
        return found ?? expect.fail('no card stands yet');
      }, TAKEOVER_MS);
      const key = card.card?.card_type === 'button_interaction' ? card.card.button_list[0]!.key : '';
      const answered = answers();
      await fake.people.tap({ messageId: card.id, from: 'li', key });
      if (round % 2 === 0) await eventually(() => expect(answers()).toBeGreaterThan(answered));
      await killHolder();
      await start();
    }
    await connected();
    const connectedAt = Date.now();
    // Whoever connects is not always the one who may record the silence at once.
    await eventually(() => expect(told().some(({ at }) => at >= connectedAt - STARTED_MS)).toBe(true), TAKEOVER_MS);
    for (const each of running) await each.stop();
    running.clear();

    const { ledgers, tickets } = await withStore((store) =>
      observe(store, [CONTRACT], { now: Date.now(), verifies: true }),
    );
    expect(tickets.map(({ summary }) => summary.match(/第(\d)个/)?.[1])).toEqual(['1', '2', '3']);
    for (const [place, { events, ticket }] of tickets.entries()) {
      const types = events.map(({ type }) => type).filter((type) => type !== 'reminded');
      // In the second round the tap was answered before the kill.
      expect(place === 1 ? ['opened,acknowledged'] : ['opened', 'opened,acknowledged']).toContain(types.join(','));
      // Killed before it had noted its answer to a tap, it says the card anew: what is never to be seen is one posted twice.
      const posted = cardsOf(ticket.number).filter(({ screens }) => screens.length === 1);
      const looks = posted.map((each) => JSON.stringify([each.card?.main_title, each.card?.card_type]));
      expect(new Set(looks).size, looks.join('\n')).toBe(looks.length);
    }
    expect(ledgers.map(({ verified }) => verified)).toEqual(['ok']);
    const silences = ledgers
      .flatMap(({ entries }) => entries.filter(({ type }) => type === 'bot_deaf'))
      .map(({ body }) => silence.parse(JSON.parse(body)));
    expect(kills).toHaveLength(KILLS);
    expect(kills.filter((at) => !silences.some(({ from, to }) => from <= at && at <= to))).toEqual([]);
  });
});
