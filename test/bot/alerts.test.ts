import { afterEach, expect, test } from 'vitest';
import { mountAlerts } from '../../bot/alert-route.ts';
import { alertUpdates } from '../../bot/alert-scene.ts';
import { ulidIds } from '../../bot/ids.ts';
import { contractId, MINUTE, SECOND } from '../../domain/types.ts';
import { bindingChanges } from '../../handlers/bind-chat.ts';
import { noticeOf } from '../../platforms/alerts/reading.ts';
import { serveRoutes } from '../support/routes-server.ts';
import { botOn, CONTRACT, contract, NINE, OPS, type Stand, saying, setStand } from './stand.ts';

const TOKEN = 'a-token-of-many-letters';
const quiet = { warn() {}, error() {} };
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function monitored() {
  const stand = await setStand(':memory:');
  ends.push(() => stand.close());
  const bot = botOn(stand);
  await bot.start();
  ends.push(() => bot.stop());
  const { clock } = stand;
  const server = await serveRoutes((router) =>
    mountAlerts(router, { token: TOKEN }, { bot, clock, ids: ulidIds(() => 0.5), log: quiet }),
  );
  ends.push(() => server.close());
  const post = async (alert: object, source = 'plain') => {
    const response = await fetch(`${server.url}/alerts/${CONTRACT}/${source}`, {
      method: 'POST',
      headers: { 'x-dutybell-token': TOKEN, 'content-type': 'application/json' },
      body: JSON.stringify(alert),
    });
    return { status: response.status, answer: await response.json() };
  };
  return { stand, bot, post };
}

const down = (instance: number, seconds = 0) => ({
  name: 'InstanceDown',
  state: 'firing',
  summary: '信用广州网站节点无响应',
  labels: { instance: String(instance) },
  started_at: new Date(NINE + seconds * SECOND).toISOString(),
});

const HEARD = {
  source: 'plain',
  fingerprint: 'f',
  state: 'firing',
  name: 'InstanceDown',
  summary: '信用广州网站节点无响应',
  labels: {},
} as const;

const tickets = ({ store }: Stand) => store.ticketsReported(CONTRACT, NINE - MINUTE, NINE + 60 * MINUTE, 9);
const posts = ({ platform }: Stand) => platform.delivered.filter(({ op }) => op === 'post');

test('a thousand alerts in a minute, alone and together, are one ticket, one message and one count', async () => {
  const { bot, post, stand } = await monitored();
  const alone = Array.from({ length: 100 }, (_, place) => down(place));
  const together = Array.from({ length: 9 }, (_, group) => ({
    alerts: Array.from({ length: 100 }, (_one, place) => down(100 * (group + 1) + place)),
  }));
  const answers = await Promise.all([...alone, ...together].map((body) => post(body)));
  expect(answers.every(({ status }) => status === 202)).toBe(true);
  await bot.settle();
  expect(await tickets(stand)).toHaveLength(1);
  expect(posts(stand)).toHaveLength(1);
  stand.clock.jumpTo(NINE + MINUTE);
  await bot.settle();
  const [ticket] = await tickets(stand);
  expect(ticket?.alerts).toEqual({ alerts: 1_000, firing: 1_000, notices: 1_000, flaps: 0 });
  expect(ticket?.writes).toBe(2);
  expect(posts(stand)).toHaveLength(1);
});

test('a request that comes again changes nothing, and a new one of the same alert is counted', async () => {
  const { bot, post, stand } = await monitored();
  expect(await post(down(1))).toEqual({ status: 202, answer: { outcome: 'accepted', alerts: 1 } });
  expect(await post(down(1))).toEqual({ status: 202, answer: { outcome: 'duplicate', alerts: 1 } });
  await post(down(1, -5));
  await bot.settle();
  stand.clock.jumpTo(NINE + MINUTE);
  await bot.settle();
  const [ticket] = await tickets(stand);
  expect(ticket?.alerts).toMatchObject({ alerts: 1, notices: 2 });
});

test('a request about several systems is a ticket for each, once, however often it comes', async () => {
  const { bot, post, stand } = await monitored();
  const alerts = [down(1), { ...down(2), summary: '双公示系统任务积压' }, down(3)];
  await post({ alerts });
  expect((await post({ alerts })).answer).toMatchObject({ outcome: 'duplicate' });
  await bot.settle();
  const systems = (await tickets(stand)).map(({ systemId }) => systemId);
  expect(systems.toSorted()).toEqual(['credit-website', 'dual-publicity']);
});

test('a recovery that was heard of before anything fired makes no ticket', async () => {
  const { bot, post, stand } = await monitored();
  await post({ ...down(1), state: 'recovered' });
  await bot.settle();
  stand.clock.jumpTo(NINE + 5 * MINUTE);
  await bot.settle();
  expect(await tickets(stand)).toEqual([]);
  expect(posts(stand)).toEqual([]);
});

test('an alert waits for the first group of its contract, and its clocks start by then', async () => {
  const { bot, post, stand } = await monitored();
  const { store } = stand;
  const ops = await store.chatById(OPS);
  if (!ops) throw new Error('the stand has no group');
  await store.eraseEverything();
  await post(down(1));
  await bot.settle();
  expect(await tickets(stand)).toEqual([]);
  const later = NINE + 45 * MINUTE;
  stand.clock.jumpTo(later);
  const { contractId: _none, ...chat } = ops;
  const changes = bindingChanges({ chat, contract, since: later, at: later }, stand.deps.ids);
  await store.commit({ contractId: CONTRACT, now: later, cause: { kind: 'none' } }, changes);
  await bot.settle();
  expect(await tickets(stand)).toMatchObject([{ chatId: OPS, reportedAt: later, receivedAt: NINE }]);
});

test('what somebody called no fault stays none as long as it goes on, and is one when it fires anew', async () => {
  const { bot, post, stand } = await monitored();
  const { clock, platform } = stand;
  const passes = async (minutes: number) => {
    clock.jumpTo(NINE + minutes * MINUTE);
    await bot.settle();
  };
  await post(down(1));
  await passes(0);
  await platform.receiver?.receive(saying('撤销 1 演练', { from: 'qian' }));
  await passes(1);
  expect(await tickets(stand)).toMatchObject([{ status: 'cancelled' }]);
  await passes(20);
  expect((await post(down(1))).answer).toMatchObject({ outcome: 'accepted' });
  await passes(21);
  expect(await tickets(stand)).toHaveLength(1);
  await post(down(2, 21 * 60));
  await passes(22);
  await post(down(1, 22 * 60));
  await passes(23);
  expect(await tickets(stand)).toMatchObject([{ status: 'cancelled' }, { alerts: { alerts: 2 } }]);
});

test('what fires still when its ticket is long resolved is a new one, though it is told in the same words', async () => {
  const { bot, post, stand } = await monitored();
  await post(down(1));
  await bot.settle();
  const [ticket] = await tickets(stand);
  if (!ticket) throw new Error('no ticket');
  const next = { ...ticket, status: 'closed', closedAt: NINE, writes: ticket.writes + 1 } as const;
  await stand.store.commit(
    { contractId: CONTRACT, now: NINE, cause: { kind: 'none' } },
    { ticket: { seen: ticket, next } },
  );
  stand.clock.jumpTo(NINE + 240 * MINUTE);
  await post(down(1));
  await bot.settle();
  const all = await stand.store.ticketsReported(CONTRACT, NINE, NINE + 300 * MINUTE, 9);
  expect(all.map(({ status }) => status)).toEqual(['closed', 'open']);
});

test('all have recovered only once those of a merged ticket have', async () => {
  const { bot, post, stand } = await monitored();
  const { clock, platform } = stand;
  const passes = async (minutes: number) => {
    clock.jumpTo(NINE + minutes * MINUTE);
    await bot.settle();
  };
  await platform.receiver?.receive(saying('双公示系统打不开了'));
  await post({ alerts: [down(1), down(2)] });
  await passes(0);
  await platform.receiver?.receive(saying('合并 2 到 1', { from: 'zhao' }));
  await passes(2);
  const recovers = async (place: number) => {
    await post({ ...down(place), state: 'recovered' });
    await bot.settle();
  };
  await recovers(1);
  await passes(4);
  const main = async () => (await tickets(stand)).find(({ status }) => status !== 'merged')?.alerts;
  expect(await main()).toMatchObject({ alerts: 2, firing: 1 });
  await recovers(2);
  await passes(6);
  expect(await main()).toMatchObject({ alerts: 2, firing: 0, told: { what: 'recovered' } });
});

test.each([
  ['had joined', [saying('信用广州网站打不开了')], 'GZ-260303-02'],
  ['was merged', [saying('双公示系统打不开了'), saying('合并 2 到 1', { from: 'qian' })], 'GZ-260303-03'],
] as const)(
  'what is heard after the report of monitoring that %s was taken out is its own ticket’s',
  async (_name, said, number) => {
    const { bot, post, stand } = await monitored();
    const { clock, platform } = stand;
    const passes = async (minutes: number) => {
      clock.jumpTo(NINE + minutes * MINUTE);
      await bot.settle();
    };
    const hears = async (update: ReturnType<typeof saying>) => {
      await platform.receiver?.receive(update);
      await bot.settle();
    };
    const byNumber = async (wanted: string) => (await tickets(stand)).find((ticket) => ticket.number === wanted);
    const isLeft = async () => ((await byNumber('GZ-260303-01'))?.alerts?.alerts ?? 0) > 0;
    const [first, ...more] = said;
    await hears(first);
    await post({ alerts: [down(1), down(2)] });
    await bot.settle();
    for (const one of more) await hears(one);
    await passes(2);
    expect(await isLeft()).toBe(true);
    await hears(saying('拆分 1', { from: 'zhao' }));
    await passes(4);
    expect(await isLeft()).toBe(false);
    expect((await byNumber(number))?.alerts).toMatchObject({ alerts: 2, firing: 2 });
    const before = platform.delivered.length;
    await post({ alerts: [down(1), down(2)].map((one) => ({ ...one, state: 'recovered' })) });
    await bot.settle();
    await passes(6);
    const recovered = platform.delivered.slice(before).filter((one) => JSON.stringify(one).includes('全部恢复'));
    expect(recovered).toHaveLength(1);
    expect(JSON.stringify(recovered)).toContain(`${number} 的监控告警（2 项）已全部恢复`);
    expect(await isLeft()).toBe(false);
    await post(down(3, 6 * 60));
    await bot.settle();
    await passes(8);
    expect(await tickets(stand)).toHaveLength(Number(number.slice(-1)));
    expect((await byNumber(number))?.alerts).toMatchObject({ alerts: 3, firing: 1 });
  },
);

test('what one contract was told another one hears as well, in the same words', async () => {
  const { stand } = await monitored();
  const twin = contractId('twin');
  const contracts = new Map([contract, { ...contract, id: twin }].map((one) => [one.id, one]));
  const notices = [noticeOf({ ...HEARD, startedAt: NINE }, NINE)];
  const ids = await Promise.all(
    [CONTRACT, twin].map((id) => alertUpdates({ ...stand.deps, contracts }, { contractId: id, notices, key: 'k' })),
  );
  expect(new Set(ids.flat().map(({ updateId }) => updateId)).size).toBe(2);
});

test('a request with a thousand alerts leaves room for others while it is read', async () => {
  const { stand } = await monitored();
  const notices = Array.from({ length: 200 }, () => noticeOf({ ...HEARD, startedAt: NINE }, NINE));
  let turns = 0;
  const others = setInterval(() => {
    turns += 1;
  }, 1);
  await alertUpdates(stand.deps, { contractId: CONTRACT, notices, key: 'k' });
  clearInterval(others);
  expect(turns).toBeGreaterThan(5);
});

test('the details of a ticket name its newest alerts, for the supplier alone', async () => {
  const { bot, post, stand } = await monitored();
  await post({ alerts: Array.from({ length: 7 }, (_, place) => down(place)) });
  await bot.settle();
  const shown = async (from: string) => {
    await stand.platform.receiver?.receive(saying('工单 1', { from }));
    await bot.settle();
    const said = JSON.stringify(stand.platform.delivered.at(-1));
    expect(said).toContain('GZ-260303-01');
    return said.split('InstanceDown 信用广州网站节点无响应（未恢复，通知 1 次').length - 1;
  };
  expect(await shown('li')).toBe(5);
  expect(await shown('wang')).toBe(0);
});
