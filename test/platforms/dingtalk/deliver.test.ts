import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Card } from '../../../cards/types.ts';
import { HOUR, MINUTE, personId, SECOND, ticketId } from '../../../domain/types.ts';
import { cardIdOf } from '../../../platforms/card-id.ts';
import { readCardParams } from '../../../platforms/dingtalk/card-contract.ts';
import type { Output } from '../../../platforms/dingtalk/output.ts';
import { createTapLinks } from '../../../platforms/dingtalk/tap-links.ts';
import type { CardParams } from '../../../platforms/dingtalk/types.ts';
import { tapTokenOf } from '../../../platforms/tap-token.ts';
import type { AccountRef, Delivery } from '../../../platforms/types.ts';
import { type Answer, refusal } from '../../fakes/dingtalk/answer.ts';
import type { RequestFate } from '../../fakes/dingtalk/faults.ts';
import { APP, NET, OPS, type OutputStage, ROBOT, setStage, TEMPLATE } from './output-stage.ts';

const CREATE = '/v1.0/card/instances/createAndDeliver';
const CARDS = '/v1.0/card/instances';
const GROUP = '/v1.0/robot/groupMessages/send';
const SINGLE = '/v1.0/robot/oToMessages/batchSend';
const DING = '/v1.0/robot/ding/send';

const li: AccountRef = { userId: 'li', name: '李工' };
const wang: AccountRef = { userId: 'wang', name: '王敏' };
const guest: AccountRef = { userId: '$:LWCP_v1:$abc', name: '外单位周工', isGuest: true };
const people = { p1: li, p2: wang };
const card: Card = {
  tone: 'danger',
  title: '工单 7 网站打不开',
  badge: '待接单',
  lines: [['窗口反映「网站打不开」']],
  fields: [],
  clocks: [],
  subject: { id: 't7', version: 3 },
  actions: [
    { action: 'acknowledge', label: '接单', style: 'primary', for: [personId('p1')], command: '接单 7' },
    { action: 'arrive', label: '到场', style: 'default', for: [personId('p1')], command: '到场 7' },
  ],
};

let stage: OutputStage;
let output: Output;

beforeEach(async () => {
  stage = await setStage();
  output = stage.output();
});
afterEach(() => stage.close());

type Post = Extract<Delivery, { op: 'post' }>;
const posting = (more: Partial<Post> = {}): Post => ({
  op: 'post',
  key: 'k1',
  chat: OPS,
  ticketId: ticketId('t7'),
  content: { card, lines: [], people },
  ...more,
});
const saying = (text: string, more: Partial<Post> = {}): Post =>
  posting({ content: { lines: [[text]], people }, ...more });
const bodies = (path: string, method = 'POST') =>
  stage.fake.log.requests(`${method} ${path}`) as readonly Record<string, unknown>[];
const paramsIn = (body: unknown) => (body as { cardData: { cardParamMap: CardParams } }).cardData.cardParamMap;
const refuseWith = (path: string, answer: Answer) => {
  stage.fake.faults.refuse = (asked) => (asked.path === path ? answer : undefined);
};
const endWith = (path: string, fate: RequestFate) => {
  stage.fake.faults.request = (asked) => (asked.path === path ? fate : 'answered');
};
const allWell = () => {
  stage.fake.faults.refuse = () => undefined;
  stage.fake.faults.request = () => 'answered';
};

describe('a card', () => {
  test('is posted under an id of its delivery, with strings alone, for taps by Stream', async () => {
    const receipt = await output.deliver(posting());
    const outTrackId = cardIdOf('k1', card);
    expect(receipt).toEqual({ handle: outTrackId, messages: 1 });
    const [body] = bodies(CREATE);
    expect(body).toMatchObject({
      outTrackId,
      cardTemplateId: TEMPLATE,
      callbackType: 'STREAM',
      openSpaceId: `dtv1.card//IM_GROUP.${OPS}`,
    });
    expect(readCardParams(paramsIn(body)).btns.map(({ text }) => text)).toEqual(['接单', '到场']);
    expect(stage.counted).toEqual(['call t7']);
    expect(stage.complaints()).toEqual([]);
  });

  test('in HTTP mode names the route of its taps', async () => {
    output = stage.output({ entrance: { kind: 'http', cardSecret: 's' } });
    await output.openApi.registerCardCallback({
      callbackRouteKey: `dutybell-${APP.clientId}`,
      callbackUrl: 'https://bot.example/dingtalk/card',
      apiSecret: 's',
    });
    await output.deliver(posting());
    expect(bodies(CREATE)[0]).toMatchObject({ callbackType: 'HTTP', callbackRouteKey: `dutybell-${APP.clientId}` });
    expect(stage.complaints()).toEqual([]);
  });

  test('rings by a short line behind it, which mentions; a guest is named and not rung', async () => {
    await stage.opensSession(output, OPS);
    await output.deliver(posting({ rings: [li, guest] }));
    expect(stage.seen()).toEqual([
      expect.stringMatching(/^card: .*工单 7/),
      expect.stringMatching(/^session text → li: .*工单 7 网站打不开.*\n@李工$/s),
    ]);
    expect(bodies(CREATE)[0]).toMatchObject({ imGroupOpenDeliverModel: { atUserIds: { li: '李工' } } });
    expect([stage.counted, stage.missed, stage.complaints()]).toEqual([['call t7', 'message t7'], [], []]);
  });

  test('rings each in private where nothing in the group can, all in one call', async () => {
    await output.deliver(posting({ chat: NET, rings: [li, wang] }));
    expect(bodies(SINGLE)).toHaveLength(1);
    expect(stage.private('li')).toEqual([expect.stringContaining('text → li: ')]);
    expect(stage.missed).toEqual([]);
  });

  test('in economy rings in private, at the price of a call, only where nothing in the group can', async () => {
    output = stage.output({ isEconomy: true });
    await stage.opensSession(output, OPS);
    await output.deliver(posting({ rings: [li] }));
    expect(bodies(SINGLE)).toHaveLength(0);
    await output.deliver(posting({ key: 'k2', chat: NET, rings: [li] }));
    expect(bodies(SINGLE)).toHaveLength(1);
    expect(stage.missed).toEqual([]);
  });

  test.each(['param.userIdNotExist', 'Forbidden.AccessDenied.AccessTokenPermissionDenied'])(
    'that is refused for good (%s) goes as words',
    async (code) => {
      refuseWith(CREATE, refusal(code));
      expect(await output.deliver(posting({ rings: [li] }))).toEqual({ messages: 1 });
      expect(stage.seen()).toEqual([expect.stringMatching(/^markdown: .*工单 7 网站打不开.*接单 7/s)]);
      expect(stage.private('li')).toHaveLength(1);
    },
  );

  test('that DingTalk had before counts as said only where it may be there', async () => {
    await output.deliver(posting());
    const successor = stage.output();
    const receipt = await successor.deliver(posting({ isRepeat: true }));
    expect([receipt.handle, stage.seen().length]).toEqual([cardIdOf('k1', card), 1]);
    const other = stage.output();
    expect(await other.deliver(posting())).toEqual({ messages: 1 });
    expect(stage.seen()[1], 'nobody knows of one: the words are said').toMatch(/^markdown: .*工单 7/s);
  });

  test('that got no clear answer and stands there is not doubled by its repetition', async () => {
    endWith(CREATE, 'timeout');
    await expect(output.deliver(posting())).rejects.toMatchObject({ code: 'http_504', isUnsure: true });
    allWell();
    expect(await output.deliver(posting())).toMatchObject({ handle: cardIdOf('k1', card) });
    expect(stage.seen()).toHaveLength(1);
  });

  test.each<[string, () => void]>([
    [
      'is delivered to nobody',
      () => {
        stage.fake.faults.deliversNoCards = true;
      },
    ],
    ['has a wrong field', () => refuseWith(CREATE, refusal('param.invalid'))],
  ])('that %s is said in words, with what may be typed, and the next card goes as a card', async (_name, spoil) => {
    spoil();
    expect((await output.deliver(posting())).handle).toBeUndefined();
    expect(stage.seen().at(-1)).toMatch(/^markdown: .*接单 7/s);
    expect(stage.warned).toEqual(['dingtalk_card_refused']);
    allWell();
    stage.fake.faults.deliversNoCards = false;
    expect((await output.deliver(posting({ key: 'k2' }))).handle).toBeDefined();
  });

  test.each<[string, () => void]>([
    ['no such template', () => void stage.fake.templates.all.clear()],
    ['an unpublished template', () => refuseWith(CREATE, refusal('param.templateUnpublished'))],
    [
      'no permission',
      () => {
        stage.fake.faults.forbidsCards = true;
      },
    ],
  ])('with %s goes as words, which is an alarm, and none is tried for an hour', async (_name, spoil) => {
    spoil();
    await output.deliver(posting());
    expect(stage.warned).toContain('dingtalk_cards_refused');
    stage.pass(HOUR - 1);
    await output.deliver(posting({ key: 'k2' }));
    expect(bodies(CREATE)).toHaveLength(1);
    stage.pass(1);
    await output.deliver(posting({ key: 'k3' }));
    expect(bodies(CREATE)).toHaveLength(2);
    expect(stage.seen()).toHaveLength(3);
  });

  test('whose words are not allowed goes without those of people', async () => {
    stage.fake.faults.refuse = ({ body, path }) =>
      path === CREATE && JSON.stringify(body).includes('网站打不开」') ? refusal('param.contentUnsafe') : undefined;
    await output.deliver(posting());
    expect(stage.warned).toEqual(['dingtalk_words_refused']);
    expect(stage.seen()).toHaveLength(1);
  });

  test('with no call of the month left goes as words by what is not counted as one', async () => {
    await stage.opensSession(output, OPS);
    stage.fake.faults.refuse = ({ host, path }) =>
      host === 'api' && path !== '/v1.0/oauth2/accessToken'
        ? refusal('Forbidden.AccessDenied.ApiCountLimitForOrg')
        : undefined;
    await output.deliver(posting({ rings: [li], isUrgent: true }));
    expect(stage.seen().at(-1)).toContain('→ li');
    expect(stage.counted).toContain('exhausted calls');
    expect(stage.missed).toEqual([]);
  });

  test('with no call left and no other way waits, and says that nothing gets through', async () => {
    stage.fake.faults.refuse = ({ host, path }) =>
      host === 'api' && path !== '/v1.0/oauth2/accessToken'
        ? refusal('Forbidden.AccessDenied.ApiCountLimitForOrg')
        : undefined;
    await expect(output.deliver(posting())).rejects.toMatchObject({ code: 'quota_exhausted', isShut: true });
  });

  test('waits where the permission to speak is gone and no other way is there, till somebody grants it', async () => {
    stage.fake.faults.refuse = ({ path }) =>
      path === CREATE || path === GROUP || path === SINGLE
        ? refusal('Forbidden.AccessDenied.AccessTokenPermissionDenied')
        : undefined;
    for (const one of [posting(), saying('工单 7 超时', { key: 'k2' }), posting({ key: 'k3', chat: 'user:li' })])
      await expect(output.deliver(one)).rejects.toMatchObject({ retryable: true, isShut: true, retryAfterMs: MINUTE });
    allWell();
    await output.deliver(saying('工单 7 超时', { key: 'k2' }));
    expect(stage.seen()).toEqual(['markdown: 工单 7 超时']);
  });

  test('in an unknown group is refused for good', async () => {
    await expect(output.deliver(posting({ chat: 'cidNOWHERE==' }))).rejects.toMatchObject({
      code: 'invalid.openConversationId',
      retryable: false,
    });
  });

  test('is not posted again when only its ring has to be repeated', async () => {
    refuseWith(SINGLE, refusal('Forbidden.AccessDenied.QpsLimitForAppkeyAndApi'));
    await expect(output.deliver(posting({ rings: [li] }))).rejects.toMatchObject({ retryAfterMs: SECOND });
    allWell();
    expect(await output.deliver(posting({ rings: [li] }))).toMatchObject({ handle: cardIdOf('k1', card) });
    expect([bodies(CREATE).length, stage.private('li').length, stage.missed]).toEqual([1, 1, []]);
  });
});

describe('without a template', () => {
  const links = createTapLinks({ clientSecret: APP.clientSecret, publicUrl: 'https://bot.example' });

  test('a card is words with what may be typed, and those whom it is for get links in private', async () => {
    output = stage.output({ hasTemplate: false }, { links });
    await stage.opensSession(output, OPS);
    await output.deliver(posting({ rings: [li, wang] }));
    expect(stage.seen()).toEqual([expect.stringMatching(/^session markdown → li,wang: .*接单 7/s)]);
    expect(stage.private('wang'), 'there is nothing for her to do').toEqual([]);
    const [message] = stage.fake.rooms.in({ kind: 'single', userId: 'li' });
    const shown = stage.fake.robot.links.get(message?.id ?? '') ?? [];
    expect(shown.map(({ title }) => title)).toEqual(['接单', '到场']);
    const token = shown[0]?.url.split('/').at(-1) ?? '';
    expect(links.open(token)).toMatchObject({
      person: li,
      chat: OPS,
      button: { action: 'acknowledge', subject: 't7' },
    });
    expect(bodies(CREATE)).toEqual([]);
  });

  test('whose turn it is gets his links once, with the ticket’s bare title, and whoever is only told gets none', async () => {
    output = stage.output({ hasTemplate: false }, { links });
    await stage.opensSession(output, OPS);
    const said = { card: { ...card, tone: 'warning', badge: '处理中' }, lines: [['王敏 已上报']], people } as const;
    const content = { ...said, asWords: true, asNews: true } as const;
    await output.deliver(posting({ content, rings: [wang], turn: [li] }));
    await output.deliver(posting({ content, rings: [wang], turn: [li], isRepeat: true }));
    expect(stage.seen()).toEqual([expect.stringMatching(/^session markdown → wang: 王敏 已上报/)]);
    expect([stage.private('li').length, stage.private('wang').length]).toEqual([1, 0]);
    expect(stage.counted.filter((kind) => kind.startsWith('call'))).toHaveLength(1);
    const [message] = stage.fake.rooms.in({ kind: 'single', userId: 'li' });
    const [first] = stage.fake.robot.links.get(message?.id ?? '') ?? [];
    expect(links.open(first?.url.split('/').at(-1) ?? '')?.about).toBe(card.title);
  });

  test('a change that nobody is rung for brings whose turn it is his links', async () => {
    output = stage.output({ hasTemplate: false }, { links });
    await stage.opensSession(output, OPS);
    await output.deliver(posting({ content: { card, lines: [['李工 接单']], people, asNews: true }, turn: [li] }));
    expect(stage.private('li')).toHaveLength(1);
  });

  test('who is rung in private gets one message, with the links', async () => {
    output = stage.output({ hasTemplate: false }, { links });
    await output.deliver(posting({ chat: NET, rings: [li, wang] }));
    expect(stage.private('li')).toHaveLength(1);
    expect(stage.private('wang')).toHaveLength(1);
    expect(stage.missed).toEqual([]);
  });

  test('in economy nobody gets links', async () => {
    output = stage.output({ hasTemplate: false, isEconomy: true }, { links });
    await stage.opensSession(output, OPS);
    await output.deliver(posting({ rings: [li] }));
    expect(bodies(SINGLE)).toEqual([]);
  });
});

describe('an update', () => {
  const update = (more: object = {}): Delivery => ({
    op: 'update',
    key: 'u1',
    chat: OPS,
    handle: cardIdOf('k1', card),
    content: { card: { ...card, badge: '已接单' }, lines: [], people },
    ...more,
  });
  const tokenOf = (cardId: string) => tapTokenOf({ receivedAt: stage.now(), cardId, deliveryId: 'd1' });

  test('of the tapped card is given to the one who tapped and to everybody, the same', async () => {
    await output.deliver(posting());
    expect(await output.deliver(update({ tapToken: tokenOf(cardIdOf('k1', card)) }))).toEqual({
      handle: cardIdOf('k1', card),
    });
    const [body] = bodies(CARDS, 'PUT');
    expect(stage.given).toEqual([{ deliveryId: 'd1', params: paramsIn(body) }]);
    expect(body).toMatchObject({ cardUpdateOptions: { updateCardDataByKey: true } });
    expect(stage.complaints()).toEqual([]);
  });

  test('takes the buttons from an older card that was tapped, for whoever tapped it', async () => {
    await output.deliver(posting());
    const tapped = update({ tapToken: tokenOf(cardIdOf('older', card)) });
    await output.deliver(tapped);
    await output.deliver(tapped);
    const [given] = stage.given;
    expect([stage.given.length, given?.deliveryId, bodies(CARDS, 'PUT').length]).toEqual([1, 'd1', 2]);
    expect(readCardParams(given?.params as CardParams)).toMatchObject({
      title: '本卡片已失效',
      content: '请以最新的卡片或消息为准。',
      btns: [],
    });
  });

  test('leaves the buttons of a tapped card that is about several things', async () => {
    await output.deliver(posting());
    await output.deliver(update({ tapToken: tokenOf('mDIGEST') }));
    expect([stage.given.length, bodies(CARDS, 'PUT').length]).toEqual([0, 1]);
  });

  test.each([
    ['by him alone who has tapped and waits', true, cardIdOf('k1', card), 0],
    ['by everybody where nobody waits any more', false, cardIdOf('k1', card), 1],
    ['by everybody where he has tapped an older card', true, cardIdOf('older', card), 1],
  ])('that is worth no call is seen %s', async (_name, isWaited, tapped, calls) => {
    output = stage.output({}, { taps: { give: async () => isWaited, giveAll: async () => undefined, end() {} } });
    await output.deliver(posting());
    const detail = update({ tapToken: tokenOf(tapped), onlyToTapper: true });
    await output.deliver(detail);
    expect(bodies(CARDS, 'PUT')).toHaveLength(calls);
    await output.deliver(detail);
    expect(bodies(CARDS, 'PUT'), 'a repetition is no other case').toHaveLength(2 * calls);
  });

  test('that has to be repeated answers the tap once', async () => {
    await output.deliver(posting());
    endWith(CARDS, 'timeout');
    const tapped = update({ tapToken: tokenOf(cardIdOf('k1', card)) });
    await expect(output.deliver(tapped)).rejects.toMatchObject({ isUnsure: true });
    allWell();
    await output.deliver(tapped);
    expect(stage.given).toHaveLength(1);
  });

  test.each<[string, string]>([
    ['that is gone', 'param.cardNotExist'],
    ['with no call left', 'Forbidden.AccessDenied.ApiCountLimitForOrg'],
    ['without the permission', 'Forbidden.AccessDenied.AccessTokenPermissionDenied'],
  ])('of a card %s is refused for good, so that something else is said', async (_name, code) => {
    refuseWith(CARDS, refusal(code));
    await expect(output.deliver(update())).rejects.toMatchObject({ retryable: false });
  });

  test('of one card leave one after the other', async () => {
    await output.deliver(posting());
    let running = 0;
    let most = 0;
    const counting = stage.output(
      {},
      {
        deps: {
          clock: { now: stage.now },
          notes: stage.notes,
          log: { debug() {}, info() {}, warn() {}, error() {} },
          http: async (...request) => {
            running += 1;
            most = Math.max(most, running);
            const answer = await fetch(...request);
            running -= 1;
            return answer;
          },
        },
      },
    );
    await Promise.all(['u1', 'u2', 'u3'].map((key) => counting.deliver(update({ key }))));
    expect([bodies(CARDS, 'PUT').length, most]).toEqual([3, 1]);
  });
});

test.each<[string, Delivery]>([
  ['alone', { op: 'direct', key: 'd1', chat: OPS, to: li, content: { lines: [['您没有这个权限。']], people } }],
  ['in the group', saying('您没有这个权限。')],
  ['in his own chat', saying('您没有这个权限。', { chat: 'user:li' })],
])('words %s that answer a tap leave nobody waiting for a repaint', async (_name, answer) => {
  await output.deliver(answer);
  expect(stage.ended).toEqual([]);
  const tapToken = tapTokenOf({ receivedAt: stage.now(), cardId: 'dCARD', deliveryId: 'd1' });
  refuseWith(SINGLE, refusal('system.busy'));
  await output.deliver({ ...answer, key: 'again', tapToken }).catch(() => undefined);
  expect(stage.ended).toEqual(['d1']);
});

describe('a word to one person', () => {
  const direct = (to: AccountRef): Delivery => ({
    op: 'direct',
    key: 'd1',
    chat: OPS,
    to,
    content: { lines: [['您没有这个权限。']], people },
  });

  test('goes by the address of his own chat, else by the API', async () => {
    await stage.opensSession(output, 'user:li');
    await output.deliver(direct(li));
    await output.deliver({ ...direct(wang), key: 'd2' });
    expect([stage.private('li')[0], stage.private('wang')[0]]).toEqual([
      'session markdown → li: 您没有这个权限。',
      'markdown → wang: 您没有这个权限。',
    ]);
  });

  test.each<[string, AccountRef]>([
    ['whom the organisation does not know', { userId: 'nobody' }],
    ['who is a guest and has not spoken for long', guest],
  ])('%s is refused for good, so that the group gets it', async (_name, to) => {
    await expect(output.deliver(direct(to))).rejects.toMatchObject({ code: 'unreachable', retryable: false });
  });

  test('whom DingTalk slows down is refused for good, so that the group gets it', async () => {
    stage.fake.robot.flowControlled.add('li');
    await expect(output.deliver(direct(li))).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('who is a guest is answered while his address lives', async () => {
    const session = stage.fake.webhooks.openSession({ kind: 'single', userId: 'li' });
    await output.sessions.heard(`guest:${guest.userId}`, session);
    await output.deliver(direct(guest));
    expect(stage.private('li')).toHaveLength(1);
  });
});

describe('a ring', () => {
  test('counts those whom DingTalk does not know', async () => {
    await output.deliver(saying('工单 7 超时', { rings: [li, { userId: 'nobody' }] }));
    expect(stage.private('li')).toHaveLength(1);
    expect(stage.missed).toEqual(['ring 1']);
    expect(stage.warned).toContain('dingtalk_unrung');
  });

  test('of somebody whom DingTalk slows down is tried again within a minute, for him alone', async () => {
    stage.fake.robot.flowControlled.add('wang');
    const late = saying('工单 7 超时', { rings: [li, wang], isUrgent: true });
    const error = await output.deliver(late).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'flow_controlled', retryable: true, retryAfterMs: 20 * SECOND });
    stage.fake.robot.flowControlled.clear();
    await output.deliver(late);
    expect([stage.private('li').length, stage.private('wang').length, stage.seen().length]).toEqual([1, 1, 1]);
    expect(stage.missed).toEqual([]);
  });

  test('that DingTalk goes on slowing down does not hold up the group, and is counted', async () => {
    stage.fake.robot.flowControlled.add('wang');
    const late = saying('工单 7 超时', { rings: [wang] });
    for (let tries = 0; tries < 2; tries += 1)
      await expect(output.deliver(late)).rejects.toMatchObject({ retryable: true });
    await output.deliver(late);
    expect([stage.seen().length, stage.missed]).toEqual([1, ['ring 1']]);
  });

  test('with links is tried again as well for somebody whom DingTalk slows down', async () => {
    const links = createTapLinks({ clientSecret: APP.clientSecret, publicUrl: 'https://bot.example' });
    output = stage.output({ hasTemplate: false }, { links });
    stage.fake.robot.flowControlled.add('li');
    const late = posting({ rings: [li] });
    await expect(output.deliver(late)).rejects.toMatchObject({ code: 'flow_controlled' });
    stage.fake.robot.flowControlled.clear();
    await output.deliver(late);
    expect(stage.private('li')).toHaveLength(1);
  });

  test('in his own chat waits for somebody whom DingTalk slows down', async () => {
    stage.fake.robot.flowControlled.add('li');
    const own = saying('工单 7 超时', { chat: 'user:li', isUrgent: true });
    await expect(output.deliver(own)).rejects.toMatchObject({ code: 'flow_controlled', retryable: true });
    stage.fake.robot.flowControlled.clear();
    await output.deliver(own);
    expect(stage.private('li')).toHaveLength(1);
  });

  test.each<[string, Answer['body']]>([
    ['no JSON', 'ok'],
    ['another shape', { invalidStaffIdList: 'wang', failedList: 7 }],
    ['a list', []],
  ])('that is answered with %s counts as heard, and is never repeated', async (_name, body) => {
    output = stage.output({ ding: 'phone' });
    stage.fake.faults.refuse = ({ path }) =>
      path === SINGLE || path === DING || path === GROUP ? { status: 200, body } : undefined;
    const late = saying('工单 7 超时', { rings: [li], calls: [li], isUrgent: true });
    await output.deliver(late);
    await output.deliver(late);
    expect([GROUP, SINGLE, DING].map((path) => bodies(path).length)).toEqual([1, 1, 1]);
    expect(stage.missed).toEqual([]);
  });

  test('of more than twenty people takes as many calls as DingTalk wants', async () => {
    const crowd = Array.from({ length: 41 }, (_, index) => ({ userId: `u${index}` }));
    for (const { userId } of crowd) stage.fake.members.people.set(userId, { userId, name: userId });
    await output.deliver(saying('工单 7 超时', { rings: crowd }));
    expect(bodies(SINGLE).map(({ userIds }) => (userIds as string[]).length)).toEqual([20, 20, 1]);
    expect(stage.missed).toEqual([]);
  });

  test.each([
    ['app', 'app'],
    ['sms', 'sms'],
    ['phone', 'phone'],
  ] as const)('by DING (%s) reaches those who shall be called, and counts the rest', async (ding, way) => {
    output = stage.output({ ding });
    const calls = [wang, { userId: 'nobody' }];
    await output.deliver(saying('工单 7 超时', { rings: [wang], calls }));
    expect(stage.fake.robot.dings).toEqual([{ userId: 'wang', way, content: '工单 7 超时' }]);
    expect(stage.missed).toEqual(['call 1']);
  });

  test('by DING is none without the setting', async () => {
    await output.deliver(saying('工单 7 超时', { rings: [wang], calls: [wang] }));
    expect(bodies(DING)).toEqual([]);
    expect(stage.missed).toEqual([]);
  });

  test('is not given up while its words wait for a way', async () => {
    stage.fake.faults.refuse = ({ path }) =>
      path.startsWith('/v1.0/robot/') ? refusal('Forbidden.AccessDenied.IpNotInWhiteList') : undefined;
    const late = saying('工单 7 超时', { rings: [li], isUrgent: true });
    for (let tries = 0; tries < 4; tries += 1) {
      await expect(output.deliver(late)).rejects.toMatchObject({ isShut: true });
      stage.pass(MINUTE);
    }
    allWell();
    await output.deliver(late);
    expect([stage.private('li').length, stage.missed]).toEqual([1, []]);
  });

  test('that may take long does not hold up what comes behind words that stand', async () => {
    output = stage.output({ ding: 'phone' });
    await stage.opensSession(output, OPS);
    refuseWith(DING, refusal('Forbidden.AccessDenied.ApiCountLimitForOrg'));
    await output.deliver(saying('工单 7 超时', { rings: [li], calls: [li], isUrgent: true }));
    expect([stage.seen().length, stage.missed]).toEqual([1, ['call 1']]);
  });

  test('of what can not be said yet rings in the group, and its delivery rings nobody twice', async () => {
    await stage.opensSession(output, OPS);
    const post = posting({ rings: [li] });
    await output.ring(post);
    await output.deliver(post);
    expect(stage.seen().filter((line) => line.includes('→ li'))).toHaveLength(1);
    expect(stage.seen()).toHaveLength(2);
  });
});

describe('words', () => {
  test('longer than a message go in parts, whole, also where line breaks take two bytes each', async () => {
    const lines = Array.from({ length: 400 }, (_, index) => `第 ${index} 行“${'长'.repeat(20)}”`);
    await output.deliver(posting({ content: { lines: lines.map((line) => [line]), people } }));
    const texts = stage.fake.rooms.in({ kind: 'group', chatId: OPS }).map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(1);
    expect(lines.filter((line) => !texts.some((text) => text.includes(line)))).toEqual([]);
    expect(stage.complaints()).toEqual([]);
  });

  test('of which a part was refused for a while are not said from the start again', async () => {
    const lines = Array.from({ length: 400 }, (_, index) => [`第 ${index} 行${'长'.repeat(20)}`]);
    let asked = 0;
    stage.fake.faults.refuse = ({ path }) => {
      if (path !== GROUP) return undefined;
      asked += 1;
      return asked === 2 ? refusal('Forbidden.AccessDenied.QpsLimitForAppkeyAndApi') : undefined;
    };
    const long = posting({ content: { lines, people } });
    await expect(output.deliver(long)).rejects.toMatchObject({ retryable: true });
    const { messages = 0 } = await output.deliver(long);
    expect(stage.seen()).toHaveLength(messages);
  });

  test('that ring and are long are said once, and mention with the first part', async () => {
    output = stage.output({ robots: new Map([[OPS, ROBOT]]) });
    const lines = Array.from({ length: 400 }, (_, index) => [`第 ${index} 行${'长'.repeat(20)}`]);
    await output.deliver(posting({ content: { lines, people }, rings: [li] }));
    const seen = stage.fake.rooms.in({ kind: 'group', chatId: OPS });
    expect(seen.map(({ rings }) => rings)).toEqual([['li'], ...Array(seen.length - 1).fill([])]);
    expect(bodies(GROUP)).toEqual([]);
  });

  test('in an ephemeral form are refused, for DingTalk has none', async () => {
    const { chat, content, key } = saying('x');
    const ephemeral = output.deliver({ op: 'ephemeral', chat, content, key, to: li });
    await expect(ephemeral).rejects.toMatchObject({ code: 'no_ephemeral', retryable: false });
  });
});

test('a burst of cards within a second waits for room instead of being refused', async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 25 }, (_, index) => output.deliver(posting({ key: `b${index}` }))),
  );
  const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  expect(failed).toHaveLength(9);
  for (const error of failed) expect(error).toMatchObject({ code: 'rate_limited', retryable: true });
  expect(stage.complaints()).toEqual([]);
});
