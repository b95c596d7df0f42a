import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../domain/types.ts';
import { cardIdOf } from '../../../platforms/card-id.ts';
import { readCardParams } from '../../../platforms/dingtalk/card-contract.ts';
import type { Output } from '../../../platforms/dingtalk/output.ts';
import { refusal } from '../../fakes/dingtalk/answer.ts';
import {
  APP,
  CREATE,
  card,
  GROUP,
  guest,
  li,
  NET,
  OPS,
  type OutputStage,
  posting,
  SINGLE,
  saying,
  setStage,
  TEMPLATE,
  wang,
} from './output-stage.ts';

let stage: OutputStage;
let output: Output;

beforeEach(async () => {
  stage = await setStage();
  output = stage.output();
});
afterEach(() => stage.close());

describe('a card', () => {
  test('is posted under an id of its delivery, with strings alone, for taps by Stream', async () => {
    const receipt = await output.deliver(posting());
    const outTrackId = cardIdOf('k1', card);
    expect(receipt).toEqual({ handle: outTrackId, messages: 1 });
    const [body] = stage.bodies(CREATE);
    expect(body).toMatchObject({
      outTrackId,
      cardTemplateId: TEMPLATE,
      callbackType: 'STREAM',
      openSpaceId: `dtv1.card//IM_GROUP.${OPS}`,
    });
    expect(readCardParams(stage.paramsIn(body)).btns.map(({ text }) => text)).toEqual(['接单', '到场']);
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
    expect(stage.bodies(CREATE)[0]).toMatchObject({
      callbackType: 'HTTP',
      callbackRouteKey: `dutybell-${APP.clientId}`,
    });
    expect(stage.complaints()).toEqual([]);
  });

  test('rings by a short line behind it, which mentions; a guest is named and not rung', async () => {
    await stage.opensSession(output, OPS);
    await output.deliver(posting({ rings: [li, guest] }));
    expect(stage.seen()).toEqual([
      expect.stringMatching(/^card: .*工单 7/),
      expect.stringMatching(/^session text → li: .*工单 7 网站打不开.*\n@李工$/s),
    ]);
    expect(stage.bodies(CREATE)[0]).toMatchObject({ imGroupOpenDeliverModel: { atUserIds: { li: '李工' } } });
    expect([stage.counted, stage.missed, stage.complaints()]).toEqual([['call t7', 'message t7'], [], []]);
  });

  test('rings each in private where nothing in the group can, all in one call', async () => {
    await output.deliver(posting({ chat: NET, rings: [li, wang] }));
    expect(stage.bodies(SINGLE)).toHaveLength(1);
    expect(stage.private('li')).toEqual([expect.stringContaining('text → li: ')]);
    expect(stage.missed).toEqual([]);
  });

  test('in economy rings in private, at the price of a call, only where nothing in the group can', async () => {
    output = stage.output({ isEconomy: true });
    await stage.opensSession(output, OPS);
    await output.deliver(posting({ rings: [li] }));
    expect(stage.bodies(SINGLE)).toHaveLength(0);
    await output.deliver(posting({ key: 'k2', chat: NET, rings: [li] }));
    expect(stage.bodies(SINGLE)).toHaveLength(1);
    expect(stage.missed).toEqual([]);
  });

  test.each(['param.userIdNotExist', 'Forbidden.AccessDenied.AccessTokenPermissionDenied'])(
    'that is refused for good (%s) goes as words',
    async (code) => {
      stage.refuseWith(CREATE, refusal(code));
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
    stage.endWith(CREATE, 'timeout');
    await expect(output.deliver(posting())).rejects.toMatchObject({ code: 'http_504', isUnsure: true });
    stage.allWell();
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
    ['has a wrong field', () => stage.refuseWith(CREATE, refusal('param.invalid'))],
  ])('that %s is said in words, with what may be typed, and the next card goes as a card', async (_name, spoil) => {
    spoil();
    expect((await output.deliver(posting())).handle).toBeUndefined();
    expect(stage.seen().at(-1)).toMatch(/^markdown: .*接单 7/s);
    expect(stage.warned).toEqual(['dingtalk_card_refused']);
    stage.allWell();
    stage.fake.faults.deliversNoCards = false;
    expect((await output.deliver(posting({ key: 'k2' }))).handle).toBeDefined();
  });

  test.each<[string, () => void]>([
    ['no such template', () => void stage.fake.templates.all.clear()],
    ['an unpublished template', () => stage.refuseWith(CREATE, refusal('param.templateUnpublished'))],
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
    expect(stage.bodies(CREATE)).toHaveLength(1);
    stage.pass(1);
    await output.deliver(posting({ key: 'k3' }));
    expect(stage.bodies(CREATE)).toHaveLength(2);
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
    stage.allWell();
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
    stage.refuseWith(SINGLE, refusal('Forbidden.AccessDenied.QpsLimitForAppkeyAndApi'));
    await expect(output.deliver(posting({ rings: [li] }))).rejects.toMatchObject({ retryAfterMs: SECOND });
    stage.allWell();
    expect(await output.deliver(posting({ rings: [li] }))).toMatchObject({ handle: cardIdOf('k1', card) });
    expect([stage.bodies(CREATE).length, stage.private('li').length, stage.missed]).toEqual([1, 1, []]);
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
