import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../domain/types.ts';
import { refusal } from '../fakes/dingtalk/answer.ts';
import { CARD_TOPIC } from '../fakes/dingtalk/frames.ts';
import { OPS } from '../fakes/fault-stage.ts';
import { describeEngines } from '../support/engines.ts';
import { eventually } from '../support/eventually.ts';
import { type DingtalkStage, openDingtalkStage, ROOM } from './fault-stage.ts';

const CREATE = '/v1.0/card/instances/createAndDeliver';
const UPDATE = 'PUT /v1.0/card/instances';

describeEngines((open) => {
  let play: DingtalkStage;
  // Each stage erases what the one before has left: that is quicker than new tables for each.
  let opened: ReturnType<typeof open> | undefined;
  beforeEach(async () => {
    opened ??= open();
    play = await openDingtalkStage(await opened);
  });
  afterEach(() => play.close());

  const REPORT = '信用广州网站打不开了';
  const badges = () => play.cards().map(({ card }) => card?.title.match(/\[(.+)\]$/)?.[1]);
  const types = async () => (await play.tickets()).map(({ events }) => events.map(({ type }) => type));
  const isHeard = (count: number) => eventually(() => expect(play.world.stored).toBe(count));
  const heardOnce = async () => {
    expect(await play.tickets()).toHaveLength(1);
    expect(play.cards()).toHaveLength(1);
    expect(play.rings()).toEqual(['li']);
    expect(await play.verdicts()).toEqual(['ok']);
  };
  /** Ends the first requests to a path otherwise than well. */
  const failFirst = (path: string, fate: ReturnType<typeof play.fake.faults.request>, times = 1) => {
    let left = times;
    play.fake.faults.request = (asked) => {
      if (asked.path !== path || left === 0) return 'answered';
      left -= 1;
      return fate;
    };
    return { left: () => left };
  };

  describe('a callback', () => {
    test.each(['same_message_id', 'new_message_id'] as const)(
      'that was not acknowledged comes again after a minute (%s), and is one report',
      async (how) => {
        const { faults, pushes } = play.fake;
        faults.redelivers = how;
        faults.losesPushes = true;
        await play.say('wang', REPORT);
        faults.losesPushes = false;
        await play.pass(59 * SECOND);
        expect(pushes.redeliver()).toBe(0);
        await play.pass(SECOND);
        expect(pushes.redeliver()).toBe(1);
        await isHeard(1);
        await play.stage.settle();
        expect(pushes.unacked).toEqual([]);
        expect(pushes.redeliver()).toBe(0);
        await heardOnce();
      },
    );

    test('that was acknowledged and comes five times more is one report', async () => {
      await play.say('wang', REPORT);
      for (const name of ['same', 'new', 'new', 'same', 'new'] as const) await play.fake.people.again(undefined, name);
      await isHeard(6);
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
  });

  describe('a tap', () => {
    test('twice in a moment is one', async () => {
      await play.report();
      await play.tap('li', 'acknowledge');
      await play.tap('li', 'acknowledge');
      await play.stage.settle();
      expect(await types()).toEqual([['opened', 'acknowledged']]);
      expect(play.fake.log.complaints).toEqual([]);
    });

    test.each(['same', 'new'] as const)('that comes again, by the %s name, acts once', async (name) => {
      await play.report();
      await play.tap('li', 'acknowledge');
      await play.stage.settle();
      await play.pass(MINUTE);
      const before = play.world.stored;
      await play.fake.people.again(undefined, name);
      await isHeard(before + 1);
      await play.stage.settle();
      expect(await types()).toEqual([['opened', 'acknowledged']]);
      expect(badges()).toEqual(['处理中']);
    });

    test('of two at once: one of them takes it, and the group sees who', async () => {
      await play.report();
      await play.tap('li', 'acknowledge');
      await play.tap('zhou', 'acknowledge');
      await play.stage.settle();
      expect(await types()).toEqual([['opened', 'acknowledged']]);
      const [card] = play.cards();
      expect(card?.card?.content).toContain('处理人：李工');
      for (const person of ['li', 'zhou', 'wang']) {
        expect(play.fake.rooms.view(card?.id ?? '', person)?.content, person).toContain('处理人：李工');
      }
      expect(play.fake.log.complaints).toEqual([]);
    });

    test.each(['both', 'content', 'value', 'params_beside'] as const)(
      'in the form "%s" is understood',
      async (form) => {
        play.fake.faults.tapForm = form;
        await play.report();
        await play.tap('li', 'acknowledge');
        await play.stage.settle();
        expect(await types()).toEqual([['opened', 'acknowledged']]);
      },
    );

    test('shows the new card at once to the one who has tapped, and then to all', async () => {
      await play.report();
      await play.tap('li', 'acknowledge');
      await play.stage.settle();
      const [card] = play.cards();
      expect(card?.screens.map(({ title }) => title.match(/\[(.+)\]$/)?.[1])).toEqual(['待接单', '处理中', '处理中']);
      expect(badges()).toEqual(['处理中']);
      expect(play.fake.log.requests(UPDATE)).toHaveLength(1);
    });

    test.each([
      ['on a card that there is not', { outTrackId: 'none', userId: 'li', value: '{}' }],
      ['without a value', { outTrackId: 'x', userId: 'li' }],
      ['without a person', { outTrackId: 'x', value: '{"cardPrivateData":{"params":{"action":"acknowledge.1.T"}}}' }],
      ['on a button of another program', { userId: 'li', value: '{"cardPrivateData":{"params":{"action":"buy"}}}' }],
      [
        'on a ticket that there is not',
        { outTrackId: 'x', userId: 'li', value: '{"cardPrivateData":{"params":{"action":"acknowledge.1.NONE"}}}' },
      ],
    ])('%s changes nothing, and is acknowledged', async (_name, body) => {
      await play.report();
      const { people, pushes } = play.fake;
      people.tapRaw({ spaceId: OPS, spaceType: 'im', ...body });
      await eventually(() => expect(pushes.all.at(-1)).toMatchObject({ topic: CARD_TOPIC, ackedAt: play.now() }));
      await play.stage.settle();
      expect(await types()).toEqual([['opened']]);
    });
  });

  describe('a process that is killed', () => {
    test('between a tap and its answer does what was tapped, and the card of all shows it', async () => {
      await play.report();
      await play.tap('li', 'acknowledge');
      await play.stage.down();
      await play.pass(30 * SECOND);
      await play.stage.up();
      await play.pass(20 * SECOND);
      expect(await types()).toEqual([['opened', 'acknowledged']]);
      expect(badges()).toEqual(['处理中']);
      expect(await play.verdicts()).toEqual(['ok']);
    });

    test('after its card was posted and before it knows so does not post it again', async () => {
      let isHeld = false;
      play.fake.faults.request = ({ path }) => {
        isHeld ||= path === CREATE;
        return path === CREATE ? 'silence' : 'answered';
      };
      await play.say('wang', REPORT);
      // It never ends: its process is killed.
      void play.stage.settle();
      await eventually(() => expect(isHeld).toBe(true));
      await play.stage.down();
      play.fake.faults.request = () => 'answered';
      await play.stage.up();
      await play.pass(MINUTE);
      expect(play.cards()).toHaveLength(1);
      expect(new Set(play.rings())).toEqual(new Set(['li']));
      expect(play.fake.log.complaints.map(({ what }) => what)).toEqual([
        expect.stringContaining('param.cardAlreadyExist'),
      ]);
    });
  });

  describe('a request', () => {
    test.each(['timeout', 'cut'] as const)(
      'for a card that took effect and ended as "%s" is repeated, found there, and counts',
      async (fate) => {
        failFirst(CREATE, fate);
        await play.report();
        await play.pass(MINUTE);
        expect(play.fake.log.requests(`POST ${CREATE}`).length).toBeGreaterThan(1);
        await heardOnce();
      },
    );

    test.each(['busy', 'html', 'banned', 'timeout_before'] as const)(
      'for a card that ended as "%s" without effect is made again',
      async (fate) => {
        failFirst(CREATE, fate);
        await play.report();
        await play.pass(2 * MINUTE);
        await heardOnce();
      },
    );

    test('for an update that failed is made again, and the card of all is right in the end', async () => {
      await play.report();
      failFirst('/v1.0/card/instances', 'busy');
      await play.tap('li', 'acknowledge');
      await play.stage.settle();
      await play.pass(MINUTE);
      expect(badges()).toEqual(['处理中']);
    });
  });

  describe('the token', () => {
    test.each(['InvalidAuthentication', 'unauthorized'] as const)(
      'that expires in the middle of a burst (%s) is asked for once, and nothing is lost',
      async (answer) => {
        const { faults, tokens } = play.fake;
        faults.tokenRefusal = answer;
        await play.report();
        const before = tokens.asked;
        tokens.revoke();
        for (let place = 1; place <= 12; place += 1)
          await play.say('wang', `登记 双公示系统第${place}个页面打不开了，报错${place}`);
        await play.stage.settle();
        await play.pass(3 * MINUTE);
        expect(tokens.asked - before).toBe(1);
        const said = play.words().join('\n');
        expect((await play.tickets()).filter(({ ticket }) => !said.includes(ticket.number))).toEqual([]);
      },
    );

    test('that is two hours old is renewed before it is refused', async () => {
      await play.report();
      await play.pass(130 * MINUTE);
      expect(play.fake.tokens.given).toBe(2);
      expect(play.fake.log.complaints).toEqual([]);
    });
  });

  describe('a limit', () => {
    test.each([
      ['of calls a second', () => refusal('Forbidden.AccessDenied.QpsLimitForAppkeyAndApi')],
      ['of calls a minute', () => refusal('Forbidden.AccessDenied.QpmLimitForAppkeyAndApi')],
      ['of the whole platform', () => refusal('Forbidden.AccessDenied.QpsLimitForApi')],
    ])('%s in the middle of an escalation holds it up for a moment, and it is said once', async (_name, refused) => {
      await play.report();
      await play.pass(14 * MINUTE);
      let left = 1;
      play.fake.faults.refuse = ({ path }) => {
        if (path !== CREATE || left === 0) return undefined;
        left -= 1;
        return refused();
      };
      const before = play.words().length;
      await play.pass(8 * MINUTE);
      expect(left).toBe(0);
      const escalations = play
        .words()
        .slice(before)
        .filter((words) => words.includes('超时升级'));
      expect(escalations).toHaveLength(1);
      expect(escalations[0]).toContain('@赵经理');
    });

    test('of the month: what is urgent still goes, by the webhook, and the manager is told', async () => {
      await play.report();
      play.fake.faults.refuse = ({ host, path }) =>
        host === 'api' && !path.includes('oauth2') ? refusal('Forbidden.AccessDenied.ApiCountLimitForOrg') : undefined;
      const before = play.group().length;
      await play.pass(20 * MINUTE);
      const since = play.group().slice(before);
      expect(since.some(({ rings, text }) => text.includes('超时') && rings.includes('zhao'))).toBe(true);
      expect(since.map(({ text }) => text).join('\n')).toContain('额度');
      expect(await play.verdicts()).toEqual(['ok']);
    });

    test('of words a minute is kept when forty reports come at once, and nothing is lost', async () => {
      for (let place = 1; place <= 40; place += 1)
        await play.say('wang', `登记 双公示系统第${place}个页面打不开了，报错${place}`);
      await play.stage.settle();
      await play.pass(10 * MINUTE);
      const numbers = (await play.tickets()).map(({ ticket }) => ticket.number);
      const said = play.words().join('\n');
      expect(numbers).toHaveLength(40);
      expect(numbers.filter((number) => !said.includes(number))).toEqual([]);
      expect(play.fake.log.complaints).toEqual([]);
    });
  });

  describe('a card that DingTalk does not take', () => {
    test.each([
      ['no template', () => refusal('param.templateNotExist')],
      ['one that is not published', () => refusal('param.templateUnpublished')],
      ['values that are no strings', () => refusal('param.invalid')],
    ])('for %s is said in words, and whom it is for is rung', async (_name, refused) => {
      play.fake.faults.refuse = ({ path }) => (path === CREATE ? refused() : undefined);
      await play.report();
      expect(play.cards()).toEqual([]);
      expect(play.words().join('\n')).toMatch(/GZ-260303-01.*接单 1/s);
      expect(play.rings()).toContain('li');
      await play.say('li', '接单 1');
      await play.stage.settle();
      expect(await types()).toEqual([['opened', 'acknowledged']]);
    });

    test('for the words that people wrote is posted without them', async () => {
      const isUnsafe = (body: unknown) => JSON.stringify(body).includes('打不开');
      play.fake.faults.refuse = ({ body }) => (isUnsafe(body) ? refusal('param.contentUnsafe') : undefined);
      await play.report();
      expect(play.cards().map(({ card }) => card?.content.includes('「……」'))).toEqual([true]);
    });

    test('though it answers 200 is said in words', async () => {
      play.fake.faults.deliversNoCards = true;
      await play.report();
      expect(play.words().join('\n')).toMatch(/GZ-260303-01.*接单 1/s);
    });

    test('for want of a permission is said in words', async () => {
      play.fake.faults.forbidsCards = true;
      await play.report();
      expect(play.words().join('\n')).toMatch(/GZ-260303-01.*接单 1/s);
    });
  });

  describe('people', () => {
    test('of another organisation are heard, and never rung', async () => {
      play.fake.members.people.set('wai', { userId: 'wai', name: '外协小陈', isOutside: true });
      await play.fake.people.say({ room: ROOM, from: 'wai', text: `@值班铃 ${REPORT}` });
      await isHeard(1);
      await play.stage.settle();
      await play.pass(20 * MINUTE);
      expect(await play.tickets()).toHaveLength(1);
      expect(play.rings()).not.toContain('wai');
      expect(play.fake.log.complaints).toEqual([]);
    });

    test('whose words the quota withholds are told what to do', async () => {
      play.fake.faults.withholdsWords = true;
      await play.say('wang', REPORT);
      await play.stage.settle();
      play.fake.faults.withholdsWords = false;
      expect(await play.tickets()).toEqual([]);
      const shown = play.world.shown.filter(({ by }) => by === undefined);
      expect(shown.length).toBeGreaterThan(0);
      expect(await play.verdicts()).toEqual(['ok']);
    });
  });

  describe('a group that the robot was taken out of', () => {
    test('is told everything when it is back', async () => {
      await play.report();
      const group = play.fake.members.groups.get(OPS)!;
      group.hasBot = false;
      await play.pass(20 * MINUTE);
      group.hasBot = true;
      const before = play.words().length;
      await play.pass(12 * MINUTE);
      expect(play.words().slice(before).length).toBeGreaterThan(0);
      expect(await play.verdicts()).toEqual(['ok']);
    });
  });

  test('a ring whose address is over comes by the robot of the group', async () => {
    await play.report();
    play.fake.webhooks.closeSessions();
    await play.pass(10 * MINUTE);
    const since = play.group().slice(2);
    expect(since.some(({ from, rings }) => from === 'webhook' && rings.includes('li'))).toBe(true);
  });

  test('cards stand in the order of what happened', async () => {
    for (const system of ['信用广州网站', '双公示系统', '信用信息数据库']) await play.say('wang', `${system}打不开了`);
    await play.stage.settle();
    const numbers = play.cards().map(({ card }) => card?.title.match(/GZ-260303-\d\d/)?.[0]);
    expect(numbers).toEqual(['GZ-260303-01', 'GZ-260303-02', 'GZ-260303-03']);
  });
});
