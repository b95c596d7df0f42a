import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MINUTE, SECOND } from '../../domain/types.ts';
import { OPS } from '../fakes/fault-stage.ts';
import { refusal } from '../fakes/wecom/answer.ts';
import { describeEngines } from '../support/engines.ts';
import { eventually } from '../support/eventually.ts';
import { openWecomStage, type WecomStage } from './fault-stage.ts';

const ACK_TIMEOUT_MS = 5000;

describeEngines((open) => {
  let play: WecomStage;
  // Each stage erases what the one before has left: that is quicker than new tables for each.
  let opened: ReturnType<typeof open> | undefined;
  beforeEach(async () => {
    opened ??= open();
    play = await openWecomStage(await opened);
  });
  afterEach(async () => {
    vi.useRealTimers();
    await play.close();
  });

  /** Lets the SDK give up waiting, once for each message that it sends. */
  const settleWithoutAcks = async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let isOver = false;
    const settled = play.stage.settle().finally(() => {
      isOver = true;
    });
    let givenUp = 0;
    while (!isOver) {
      await new Promise((resolve) => setImmediate(resolve));
      const sent = play.fake.transcript.frames('aibot_send_msg').length;
      if (sent === givenUp) continue;
      givenUp = sent;
      await vi.advanceTimersByTimeAsync(ACK_TIMEOUT_MS);
    }
    vi.useRealTimers();
    await settled;
  };
  const cards = () => play.group().filter(({ card }) => card !== undefined);
  const rings = () => play.group().flatMap(({ from, rings: rung }) => (from === 'webhook' ? rung : []));
  const heardOnce = async () => {
    expect(await play.tickets()).toHaveLength(1);
    expect(cards()).toHaveLength(1);
    expect(rings()).toEqual(['li']);
    expect(await play.verdicts()).toEqual(['ok']);
  };

  describe('an acknowledgement', () => {
    test.each(['twice', 'with_cmd', 'sent'] as const)('%s leaves one card and one ring', async (fate) => {
      play.fake.faults.ack = () => fate;
      await play.report();
      await play.pass(MINUTE);
      await heardOnce();
    });

    test.each(['never', 'held'] as const)('%s: the card is repeated, refused as known, and counts', async (fate) => {
      play.fake.faults.ack = ({ cmd }) => (cmd === 'aibot_send_msg' ? fate : 'sent');
      await play.say('wang', '信用广州网站打不开了');
      await settleWithoutAcks();
      play.fake.faults.ack = () => 'sent';
      play.fake.sockets.releaseAcks();
      await play.pass(MINUTE);
      expect(play.fake.transcript.frames('aibot_send_msg').length).toBeGreaterThan(1);
      await heardOnce();
    });

    test('without a number, which counts as a refusal, loses nothing', async () => {
      play.fake.faults.ack = ({ cmd }) => (cmd === 'aibot_send_msg' ? 'without_errcode' : 'sent');
      await play.report();
      play.fake.faults.ack = () => 'sent';
      await play.pass(MINUTE);
      await heardOnce();
    });

    test('lost with its connection: the bot comes back and finds its card there', async () => {
      play.fake.faults.ack = () => 'lost_with_socket';
      await play.report();
      play.fake.faults.ack = () => 'sent';
      await play.fake.sockets.subscribed();
      await eventually(async () => {
        await play.pass(10 * SECOND);
        expect(rings()).toEqual(['li']);
      });
      await heardOnce();
    });
  });

  describe('a callback', () => {
    test('that comes five times is one report', async () => {
      await play.say('wang', '信用广州网站打不开了');
      for (let time = 0; time < 4; time += 1) expect(await play.world.again?.()).toBe(true);
      await play.stage.settle();
      await heardOnce();
    });

    test('that comes again after a restart is none', async () => {
      await play.report();
      await play.stage.down();
      await play.stage.up();
      await play.pass(MINUTE);
      expect(await play.world.again?.()).toBe(true);
      await play.stage.settle();
      await heardOnce();
    });

    test('of a tap that comes twice acts once', async () => {
      await play.report();
      await play.tap('li', 'acknowledge');
      expect(await play.world.again?.()).toBe(true);
      await play.stage.settle();
      const [only] = await play.tickets();
      expect(only?.events.map(({ type }) => type)).toEqual(['opened', 'acknowledged']);
      expect(cards()).toHaveLength(1);
    });
  });

  describe('a process that is killed', () => {
    test('between a tap and its answer does what was tapped, and shows it on a new card', async () => {
      await play.report();
      await play.tap('li', 'acknowledge');
      await play.stage.down();
      await play.pass(30 * SECOND);
      await play.stage.up();
      await play.pass(20 * SECOND);
      const [only] = await play.tickets();
      expect(only?.events.map(({ type }) => type)).toEqual(['opened', 'acknowledged']);
      expect(cards().map(({ card }) => card?.main_title?.desc)).toEqual(['待接单', '处理中']);
      expect(await play.verdicts()).toEqual(['ok']);
    });

    test('after it has said something and before it knows so does not say it again', async () => {
      play.fake.faults.ack = ({ cmd }) => (cmd === 'aibot_send_msg' ? 'held' : 'sent');
      await play.say('wang', '信用广州网站打不开了');
      // It never ends: its process is killed.
      void play.stage.settle();
      await eventually(() => expect(play.fake.sockets.heldAcks).toBe(1));
      await play.stage.down();
      play.fake.faults.ack = () => 'sent';
      await play.stage.up();
      await play.pass(MINUTE);
      await heardOnce();
    });
  });

  describe('a limit', () => {
    test('in the middle of an escalation holds it up for a minute, and it is said once', async () => {
      await play.report();
      await play.pass(14 * MINUTE);
      let refused = 0;
      play.fake.faults.refuse = ({ cmd }) => {
        if (cmd !== 'aibot_send_msg' || refused > 0) return undefined;
        refused += 1;
        return refusal(846607);
      };
      const before = play.words().length;
      await play.pass(8 * MINUTE);
      expect(refused).toBe(1);
      const escalations = play
        .words()
        .slice(before)
        .filter((words) => words.includes('超时升级'));
      expect(escalations).toHaveLength(1);
      expect(escalations[0]).toContain('@赵经理');
    });

    test('is kept when forty reports come at once, and nothing is lost', async () => {
      for (let place = 1; place <= 40; place += 1)
        await play.say('wang', `双公示系统第${place}个页面打不开了，报错${place}`);
      await play.stage.settle();
      await play.pass(10 * MINUTE);
      const tickets = await play.tickets();
      const numbers = tickets.map(({ ticket }) => ticket.number);
      const said = play.words().join('\n');
      expect(numbers.filter((number) => !said.includes(number))).toEqual([]);
      expect(play.fake.bot.quota.mostPerMinute('group ops')).toBeLessThanOrEqual(30);
      expect(play.fake.webhooks.quota.mostPerMinute('hook-ops')).toBeLessThanOrEqual(20);
    });
  });

  describe('a group that the bot was taken out of', () => {
    const bot = (isIn: boolean) => {
      play.fake.members.groups.get(OPS)!.hasBot = isIn;
    };

    test('is told everything when it is back, and its people are rung meanwhile', async () => {
      await play.report();
      const before = play.words().length;
      bot(false);
      await play.pass(20 * MINUTE);
      expect(cards()).toHaveLength(1);
      const breach = play.group().find(({ text }) => text.includes('刚刚超时'));
      expect(breach).toMatchObject({ from: 'webhook', rings: ['li', 'zhao'] });
      const rungMeanwhile = rings().length;
      bot(true);
      await play.pass(2 * MINUTE);
      const said = play.words().slice(before).join('\n');
      expect(said).toContain('超时升级');
      expect(rings().length - rungMeanwhile, 'what waited rings once more, as one message').toBeLessThanOrEqual(4);
      expect(await play.verdicts()).toEqual(['ok']);
    });
  });

  test('cards stand in the order of what happened', async () => {
    for (const system of ['信用广州网站', '双公示系统', '信用信息数据库']) await play.say('wang', `${system}打不开了`);
    await play.stage.settle();
    const numbers = cards().map(({ card }) => card?.main_title?.title?.match(/GZ-260303-\d\d/)?.[0]);
    expect(numbers).toEqual(['GZ-260303-01', 'GZ-260303-02', 'GZ-260303-03']);
  });
});
