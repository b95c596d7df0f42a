import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { eventually } from '../support/eventually.ts';
import { openWecomStage, type WecomStage } from './fault-stage.ts';

const HEARTBEAT_MS = 30;

describeEngines((open) => {
  let play: WecomStage;
  // Each stage erases what the one before has left: that is quicker than new tables for each.
  let opened: ReturnType<typeof open> | undefined;
  beforeEach(async () => {
    opened ??= open();
    play = await openWecomStage(await opened, {
      socketTimes: { heartbeatMs: HEARTBEAT_MS, acceptWithinMs: 200 },
    });
  });
  afterEach(() => play.close());

  const cards = () => play.group().filter(({ card }) => card !== undefined);
  /** Until everything that waits has left, and no longer. */
  const untilCards = (count: number) =>
    eventually(async () => {
      await play.pass(10 * SECOND);
      expect(cards()).toHaveLength(count);
    });

  describe('a connection', () => {
    test('whose pings are not answered is given up, and what was not said is said once', async () => {
      const { faults, sockets } = play.fake;
      faults.pongs = false;
      await eventually(() => expect(sockets.subscriptions).toBeGreaterThan(1));
      faults.pongs = true;
      await sockets.subscribed();
      await play.report();
      await untilCards(1);
      expect(await play.tickets()).toHaveLength(1);
    });

    test('that breaks under an open ticket: its reminders come when it is back, each once', async () => {
      await play.report();
      const { faults, sockets } = play.fake;
      faults.refusesConnections = true;
      sockets.breakAll();
      await eventually(() => expect(play.world.pauses.length).toBeGreaterThan(0));
      await play.pass(4 * MINUTE);
      expect(cards()).toHaveLength(1);
      faults.refusesConnections = false;
      await sockets.subscribed();
      await untilCards(3);
      // Besides, they may ring meanwhile.
      const said = play.words().flatMap((words) => words.match(/时限提醒|离线/)?.[0] ?? []);
      expect(said).toEqual(['时限提醒', '时限提醒', '离线']);
      expect(await play.verdicts()).toEqual(['ok']);
    });

    test('that another instance takes over says nothing more, and comes back slowly', async () => {
      const { sockets, transcript } = play.fake;
      sockets.takeOver();
      await eventually(() => expect(play.world.pauses.length).toBeGreaterThan(0));
      expect(play.world.pauses[0]).toBeGreaterThanOrEqual(MINUTE);
      expect(transcript.framesAfterKick(1)).toBe(0);
      await sockets.subscribed();
      await play.report();
      await untilCards(1);
    });

    test('that is kicked again and again waits longer each time, and never fights', async () => {
      const { sockets } = play.fake;
      for (let time = 1; time <= 4; time += 1) {
        await sockets.subscribed();
        sockets.takeOver();
        await eventually(() => expect(play.world.pauses).toHaveLength(time));
      }
      const [first = 0, second = 0, third = 0] = play.world.pauses;
      expect([second > first, third > second]).toEqual([true, true]);
    });

    test('to which nobody answers is tried again', async () => {
      const { faults, sockets } = play.fake;
      faults.subscribe = 'silent';
      sockets.breakAll();
      await eventually(() => expect(play.world.pauses.length).toBeGreaterThan(1));
      faults.subscribe = 'answered';
      await sockets.subscribed();
      await play.report();
      await untilCards(1);
    });

    test('that WeCom closes before maintenance is opened again', async () => {
      play.fake.sockets.closeAll(1001);
      await eventually(() => expect(play.fake.sockets.subscriptions).toBe(2));
      await play.report();
      await untilCards(1);
    });
  });

  describe('a frame that is none', () => {
    test.each([
      ['no JSON', '{'],
      ['null', 'null'],
      ['a list', '[]'],
      ['no body', '{"cmd":"aibot_msg_callback","headers":{"req_id":"X"}}'],
      ['no sender', '{"cmd":"aibot_msg_callback","headers":{"req_id":"X"},"body":{"msgtype":"text","msgid":"X"}}'],
      [
        'an unknown event',
        '{"cmd":"aibot_event_callback","headers":{"req_id":"X"},"body":{"msgtype":"event","event":{"eventtype":"new"},"from":{"userid":"li"}}}',
      ],
      [
        'no headers',
        '{"cmd":"aibot_msg_callback","body":{"msgtype":"text","text":{"content":"@值班铃 打不开"},"from":{"userid":"li"}}}',
      ],
      [
        'a megabyte',
        JSON.stringify({ cmd: 'aibot_msg_callback', body: { msgtype: 'text', text: '长'.repeat(400_000) } }),
      ],
    ])('%s harms nothing', async (_name, text) => {
      play.fake.sockets.sendRaw(text);
      await play.report();
      await untilCards(1);
      expect(play.fake.sockets.subscriptions).toBe(1);
    });
  });

  test('a flat tap is understood as well', async () => {
    await play.report();
    play.fake.faults.hasFlatTaps = true;
    await play.tap('li', 'acknowledge');
    await play.stage.settle();
    expect((await play.tickets())[0]?.ticket.status).toBe('acknowledged');
  });

  test('a card that WeCom takes and does not show can be done without: the number is typed', async () => {
    play.fake.faults.losesCards = true;
    await play.report();
    expect(cards()).toEqual([]);
    await play.say('li', '接单 1');
    await play.stage.settle();
    expect((await play.tickets())[0]?.ticket.status).toBe('acknowledged');
  });
});
