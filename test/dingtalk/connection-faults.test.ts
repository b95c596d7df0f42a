import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { eventually } from '../support/eventually.ts';
import { type DingtalkStage, openDingtalkStage, ROOM } from './fault-stage.ts';

const PING_MS = 30;

describeEngines((open) => {
  let play: DingtalkStage;
  // Each stage erases what the one before has left: that is quicker than new tables for each.
  let opened: ReturnType<typeof open> | undefined;
  beforeEach(async () => {
    opened ??= open();
    play = await openDingtalkStage(await opened, {
      pingEveryMs: PING_MS,
      acceptWithinMs: 300,
      lingerMs: 20,
    });
  });
  afterEach(() => play.close());

  /** Until everything that waits has left, and no longer. */
  const untilCards = (count: number) =>
    eventually(async () => {
      await play.pass(10 * SECOND);
      expect(play.cards()).toHaveLength(count);
    });
  const isAlone = () => eventually(() => expect(play.fake.sockets.live).toBe(1));

  describe('a connection that is refused again and again', () => {
    test('is asked for once at a time: no storm, and one socket in the end', async () => {
      const { faults, gateway, sockets } = play.fake;
      for (let round = 1; round <= 2; round += 1) {
        const before = { opens: gateway.opens, upgrades: sockets.upgrades, pauses: play.world.pauses.length };
        faults.upgradesRefused = 4;
        sockets.breakAll();
        await eventually(() => expect(sockets.isConnected).toBe(true));
        expect(gateway.opens - before.opens).toBe(5);
        expect(sockets.upgrades - before.upgrades, 'each ticket is used once').toBe(5);
        expect(play.world.pauses.length - before.pauses, 'each time after a wait').toBe(5);
      }
      await isAlone();
      await play.report();
      await untilCards(1);
      expect(play.fake.log.complaints).toEqual([]);
    });

    test.each(['busy', 'bad_request', 'empty', 'html', 'never'] as const)(
      'by a gateway that answers "%s" is tried again',
      async (answer) => {
        const { faults, sockets } = play.fake;
        faults.gateway = answer;
        const before = play.world.pauses.length;
        sockets.breakAll();
        await eventually(() => expect(play.world.pauses.length).toBeGreaterThan(before + 1));
        faults.gateway = 'answered';
        await eventually(() => expect(sockets.isConnected).toBe(true));
        await play.report();
        await untilCards(1);
      },
    );

    test('for its wrong secret waits ten minutes, as somebody has to mend it', async () => {
      const { faults, sockets } = play.fake;
      faults.gateway = 'unauthorized';
      sockets.breakAll();
      await eventually(() => expect(play.world.pauses.length).toBeGreaterThan(1));
      expect(play.world.pauses[1]).toBeGreaterThanOrEqual(5 * MINUTE);
      faults.gateway = 'answered';
      await eventually(() => expect(sockets.isConnected).toBe(true));
    });

    test.each([
      ['hangs', () => ({ upgradesHang: true })],
      ['is closed as soon as it stands', () => ({ closesAtOnce: true })],
    ])('whose handshake %s is tried again', async (_name, fault) => {
      const { faults, sockets } = play.fake;
      Object.assign(faults, fault());
      sockets.breakAll();
      await eventually(() => expect(play.world.pauses.length).toBeGreaterThan(1));
      Object.assign(faults, { upgradesHang: false, closesAtOnce: false });
      await eventually(() => expect(sockets.isConnected).toBe(true));
      await isAlone();
      await play.report();
      await untilCards(1);
    });

    test('has a ticket that an address must escape', async () => {
      play.fake.faults.hasOddTickets = true;
      play.fake.sockets.breakAll();
      await eventually(() => expect(play.fake.sockets.isConnected).toBe(true));
      expect(play.fake.sockets.upgradesRefused).toBe(0);
    });
  });

  describe('a connection', () => {
    test('whose pings are not answered is given up, and what is said then is heard', async () => {
      const { faults, sockets } = play.fake;
      faults.pongs = false;
      await eventually(() => expect(sockets.upgrades).toBeGreaterThan(1));
      faults.pongs = true;
      await isAlone();
      await play.report();
      await untilCards(1);
      expect(await play.tickets()).toHaveLength(1);
    });

    test('without REGISTERED counts all the same', async () => {
      const { faults, sockets } = play.fake;
      faults.registers = false;
      sockets.closeAll(1001);
      await eventually(() => expect(sockets.upgrades).toBe(2));
      await isAlone();
      await play.report();
      await untilCards(1);
    });

    test('answers the pings of the server', async () => {
      play.fake.sockets.ping('0d75ad17');
      play.fake.sockets.keepAlive();
      await eventually(() => expect(play.fake.sockets.pongs).toEqual(['{"opaque":"0d75ad17"}']));
    });

    test('that breaks under an open ticket: its reminders come by the other ways, each once', async () => {
      await play.report();
      const { faults, sockets } = play.fake;
      faults.upgradesRefused = Number.POSITIVE_INFINITY;
      sockets.breakAll();
      await eventually(() => expect(play.world.pauses.length).toBeGreaterThan(0));
      await play.pass(4 * MINUTE);
      faults.upgradesRefused = 0;
      await eventually(() => expect(sockets.isConnected).toBe(true));
      await eventually(async () => {
        await play.pass(10 * SECOND);
        expect(play.words().join('\n')).toContain('离线');
      });
      const said = play.words().flatMap((words) => words.match(/时限提醒|离线/)?.[0] ?? []);
      expect(said.filter((word) => word === '离线')).toHaveLength(1);
      expect(said.filter((word) => word === '时限提醒').length).toBeLessThanOrEqual(2);
      expect(await play.verdicts()).toEqual(['ok']);
    });
  });

  describe('the notice that a connection will end', () => {
    test('is followed by another one at once, and nothing is lost', async () => {
      const { sockets } = play.fake;
      sockets.announceDisconnect();
      await eventually(() => expect(sockets.upgrades).toBe(2));
      await eventually(() => expect(sockets.isConnected).toBe(true));
      expect(play.world.pauses, 'without a wait').toEqual([]);
      await play.report();
      sockets.closeAnnounced();
      await isAlone();
      await untilCards(1);
      expect(play.words().join('\n')).not.toContain('离线');
    });

    test('before a deaf time: who was not heard is told so', async () => {
      const { faults, people, sockets } = play.fake;
      faults.gateway = 'busy';
      sockets.announceDisconnect('connection is expired');
      await eventually(() => expect(play.world.pauses.length).toBeGreaterThan(0));
      const said = people.say({ room: ROOM, from: 'wang', text: '@值班铃 信用广州网站打不开了' });
      expect(await said).not.toBe('delivered');
      await play.pass(9 * SECOND);
      faults.gateway = 'answered';
      await eventually(() => expect(sockets.isConnected).toBe(true));
      await eventually(async () => {
        await play.pass(SECOND);
        expect(play.words().join('\n')).toContain('离线');
      });
      expect(await play.tickets()).toEqual([]);
    });
  });

  describe('a frame that is none', () => {
    const frame = (more: object) => JSON.stringify({ specVersion: '1.0', type: 'CALLBACK', ...more });
    const headers = { topic: '/v1.0/im/bot/messages/get', messageId: 'odd', contentType: 'application/json' };
    test.each([
      ['no JSON', '{'],
      ['null', 'null'],
      ['a list', '[]'],
      ['only a type', '{"type":"SYSTEM"}'],
      ['no headers', frame({ data: '{}' })],
      ['data that is no JSON', frame({ headers, data: '{' })],
      ['data that is an object', frame({ headers, data: { msgId: 'x' } })],
      ['an unknown type', frame({ type: 'NEW', headers, data: '{}' })],
      ['an unknown topic', frame({ headers: { ...headers, topic: '/v9.9/new' }, data: '{}' })],
      ['an event', frame({ type: 'EVENT', headers: { ...headers, topic: '*', eventId: 'e' }, data: '{"a":1}' })],
      ['a megabyte', frame({ headers, data: JSON.stringify({ text: { content: '长'.repeat(400_000) } }) })],
      ['a byte order mark', `\uFEFF${frame({ headers: { ...headers, topic: 'x' }, data: '{}' })}`],
    ])('%s harms nothing: the next message is heard and acknowledged', async (_name, text) => {
      play.fake.sockets.sendRaw(text);
      await play.report();
      await untilCards(1);
      expect(play.fake.sockets.upgrades).toBe(1);
      expect(play.fake.pushes.unacked).toEqual([]);
    });
  });
});
