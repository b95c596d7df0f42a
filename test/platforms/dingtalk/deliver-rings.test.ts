import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../domain/types.ts';
import type { Output } from '../../../platforms/dingtalk/output.ts';
import { createTapLinks } from '../../../platforms/dingtalk/tap-links.ts';
import { type Answer, refusal } from '../../fakes/dingtalk/answer.ts';
import {
  APP,
  DING,
  GROUP,
  li,
  OPS,
  type OutputStage,
  posting,
  SINGLE,
  saying,
  setStage,
  wang,
} from './output-stage.ts';

let stage: OutputStage;
let output: Output;

beforeEach(async () => {
  stage = await setStage();
  output = stage.output();
});
afterEach(() => stage.close());

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
    ['another shape', { invalidStaffIdList: 'wang', failedList: 7 }],
    ['a list', []],
  ])('that is answered with %s counts as heard, and is never repeated', async (_name, body) => {
    output = stage.output({ ding: 'phone' });
    stage.fake.faults.refuse = ({ path }) =>
      path === SINGLE || path === DING || path === GROUP ? { status: 200, body } : undefined;
    const late = saying('工单 7 超时', { rings: [li], calls: [li], isUrgent: true });
    await output.deliver(late);
    await output.deliver(late);
    expect([GROUP, SINGLE, DING].map((path) => stage.bodies(path).length)).toEqual([1, 1, 1]);
    expect(stage.missed).toEqual([]);
  });

  test('of more than twenty people takes as many calls as DingTalk wants', async () => {
    const crowd = Array.from({ length: 41 }, (_, index) => ({ userId: `u${index}` }));
    for (const { userId } of crowd) stage.fake.members.people.set(userId, { userId, name: userId });
    await output.deliver(saying('工单 7 超时', { rings: crowd }));
    expect(stage.bodies(SINGLE).map(({ userIds }) => (userIds as string[]).length)).toEqual([20, 20, 1]);
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
    expect(stage.bodies(DING)).toEqual([]);
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
    stage.allWell();
    await output.deliver(late);
    expect([stage.private('li').length, stage.missed]).toEqual([1, []]);
  });

  test('of somebody whom DingTalk slows down shortens no wait of the words for a mute robot, and is done once they stand', async () => {
    stage.refuseWith(GROUP, refusal('send.too.fast'));
    stage.fake.robot.flowControlled.add('wang');
    const late = saying('工单 7 超时', { rings: [wang], isUrgent: true });
    for (let tries = 0; tries < 4; tries += 1) {
      await expect(output.deliver(late)).rejects.toMatchObject({ code: 'send.too.fast', retryAfterMs: 10 * MINUTE });
      stage.pass(10 * MINUTE);
    }
    stage.allWell();
    stage.fake.robot.flowControlled.clear();
    await output.deliver(late);
    expect([stage.private('wang').length, stage.seen().length, stage.missed]).toEqual([1, 1, []]);
  });

  test('that may take long does not hold up what comes behind words that stand', async () => {
    output = stage.output({ ding: 'phone' });
    await stage.opensSession(output, OPS);
    stage.refuseWith(DING, refusal('Forbidden.AccessDenied.ApiCountLimitForOrg'));
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
