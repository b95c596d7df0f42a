import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cardIdOf } from '../../../platforms/card-id.ts';
import { readCardParams } from '../../../platforms/dingtalk/card-contract.ts';
import type { Output } from '../../../platforms/dingtalk/output.ts';
import type { CardParams } from '../../../platforms/dingtalk/types.ts';
import { tapTokenOf } from '../../../platforms/tap-token.ts';
import type { Delivery } from '../../../platforms/types.ts';
import { refusal } from '../../fakes/dingtalk/answer.ts';
import { CARDS, card, li, OPS, type OutputStage, people, posting, SINGLE, saying, setStage } from './output-stage.ts';

let stage: OutputStage;
let output: Output;

beforeEach(async () => {
  stage = await setStage();
  output = stage.output();
});
afterEach(() => stage.close());

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
    const [body] = stage.bodies(CARDS, 'PUT');
    expect(stage.given).toEqual([{ deliveryId: 'd1', params: stage.paramsIn(body) }]);
    expect(body).toMatchObject({ cardUpdateOptions: { updateCardDataByKey: true } });
    expect(stage.complaints()).toEqual([]);
  });

  test('takes the buttons from an older card that was tapped, for whoever tapped it', async () => {
    await output.deliver(posting());
    const tapped = update({ tapToken: tokenOf(cardIdOf('older', card)) });
    await output.deliver(tapped);
    await output.deliver(tapped);
    const [given] = stage.given;
    expect([stage.given.length, given?.deliveryId, stage.bodies(CARDS, 'PUT').length]).toEqual([1, 'd1', 2]);
    expect(readCardParams(given?.params as CardParams)).toMatchObject({
      title: '本卡片已失效',
      content: '请以最新的卡片或消息为准。',
      btns: [],
    });
  });

  test('leaves the buttons of a tapped card that is about several things', async () => {
    await output.deliver(posting());
    await output.deliver(update({ tapToken: tokenOf('mDIGEST') }));
    expect([stage.given.length, stage.bodies(CARDS, 'PUT').length]).toEqual([0, 1]);
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
    expect(stage.bodies(CARDS, 'PUT')).toHaveLength(calls);
    await output.deliver(detail);
    expect(stage.bodies(CARDS, 'PUT'), 'a repetition is no other case').toHaveLength(2 * calls);
  });

  test('that has to be repeated answers the tap once', async () => {
    await output.deliver(posting());
    stage.endWith(CARDS, 'timeout');
    const tapped = update({ tapToken: tokenOf(cardIdOf('k1', card)) });
    await expect(output.deliver(tapped)).rejects.toMatchObject({ isUnsure: true });
    stage.allWell();
    await output.deliver(tapped);
    expect(stage.given).toHaveLength(1);
  });

  test.each<[string, string]>([
    ['that is gone', 'param.cardNotExist'],
    ['with no call left', 'Forbidden.AccessDenied.ApiCountLimitForOrg'],
    ['without the permission', 'Forbidden.AccessDenied.AccessTokenPermissionDenied'],
  ])('of a card %s is refused for good, so that something else is said', async (_name, code) => {
    stage.refuseWith(CARDS, refusal(code));
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
    expect([stage.bodies(CARDS, 'PUT').length, most]).toEqual([3, 1]);
  });
});

test.each<[string, Extract<Delivery, { op: 'post' | 'direct' }>]>([
  ['alone', { op: 'direct', key: 'd1', chat: OPS, to: li, content: { lines: [['您没有这个权限。']], people } }],
  ['in the group', saying('您没有这个权限。')],
  ['in his own chat', saying('您没有这个权限。', { chat: 'user:li' })],
])('words %s that answer a tap leave nobody waiting for a repaint', async (_name, answer) => {
  await output.deliver(answer);
  expect(stage.ended).toEqual([]);
  const tapToken = tapTokenOf({ receivedAt: stage.now(), cardId: 'dCARD', deliveryId: 'd1' });
  stage.refuseWith(SINGLE, refusal('system.busy'));
  await output.deliver({ ...answer, key: 'again', tapToken }).catch(() => undefined);
  expect(stage.ended).toEqual(['d1']);
});
