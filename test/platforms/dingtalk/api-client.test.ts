import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../domain/types.ts';
import { type ApiClient, createApiClient } from '../../../platforms/dingtalk/api-client.ts';
import type { Spending } from '../../../platforms/dingtalk/types.ts';
import { PlatformError } from '../../../platforms/types.ts';
import { type Answer, oldRefusal, refusal } from '../../fakes/dingtalk/answer.ts';
import type { RequestFate } from '../../fakes/dingtalk/faults.ts';
import { APP, OPS, type OutputStage, setStage } from './output-stage.ts';

const PATH = '/v1.0/robot/groupMessages/send';
const urgent: Spending = { urgency: 'urgent' };
const ask = {
  method: 'POST',
  path: PATH,
  body: { msgKey: 'sampleText', msgParam: '{"content":"x"}', openConversationId: OPS, robotCode: APP.robotCode },
  spending: urgent,
} as const;

let stage: OutputStage;
let api: ApiClient;
let counted: string[];

beforeEach(async () => {
  stage = await setStage();
  counted = [];
  api = client();
});
afterEach(() => stage.close());

const quota = {
  count: (kind: string) => void counted.push(kind),
  exhausted: async (of: string) => void counted.push(`exhausted ${of}`),
};
const client = (limitMs?: number, clientSecret: string = APP.clientSecret) =>
  createApiClient(
    { ...APP, clientSecret, apiBase: stage.fake.apiBase, oapiBase: stage.fake.oapiBase },
    { clock: { now: stage.now }, http: fetch, quota },
    limitMs,
  );
const failureOf = async (attempt: Promise<unknown>): Promise<PlatformError> => {
  const error: unknown = await attempt.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof PlatformError) return error;
  throw error;
};
const asked = () => stage.fake.log.requests(`POST ${PATH}`).length;
const refuseWith = (answer: Answer, times = Number.POSITIVE_INFINITY) => {
  let left = times;
  stage.fake.faults.refuse = ({ path }) => {
    if (path !== PATH || left <= 0) return undefined;
    left -= 1;
    return answer;
  };
};
const endWith = (fate: RequestFate) => {
  stage.fake.faults.request = ({ path }) => (path === PATH ? fate : 'answered');
};

describe('the token', () => {
  test('is fetched once for many callers, and is no call of the quota', async () => {
    await Promise.all(Array.from({ length: 10 }, () => api.request(ask)));
    expect(stage.fake.tokens.asked).toBe(1);
    expect(counted).toEqual(Array(10).fill('call'));
  });

  test.each(['InvalidAuthentication', 'unauthorized'] as const)(
    'that dies in the middle of a burst (%s) is fetched anew once, and nothing is lost',
    async (tokenRefusal) => {
      stage.fake.faults.tokenRefusal = tokenRefusal;
      await api.request(ask);
      stage.fake.tokens.revoke();
      stage.pass(SECOND);
      await Promise.all(Array.from({ length: 8 }, () => api.request(ask)));
      expect(stage.fake.tokens.asked).toBe(2);
      expect(stage.seen()).toHaveLength(9);
    },
  );

  test.each([
    ['just before its last five minutes', 2 * HOUR - 5 * MINUTE - 1, 1],
    ['from its last five minutes on', 2 * HOUR - 5 * MINUTE, 2],
  ])('%s', async (_name, laterMs, fetched) => {
    await api.request(ask);
    stage.pass(laterMs);
    await api.request(ask);
    expect(stage.fake.tokens.asked).toBe(fetched);
  });

  test('that is refused again and again is not fetched a third time', async () => {
    refuseWith(refusal('InvalidAuthentication'));
    expect(await failureOf(api.request(ask))).toMatchObject({ code: 'InvalidAuthentication', retryable: true });
    expect(stage.fake.tokens.asked).toBe(2);
    expect(asked()).toBe(2);
  });

  test('is not asked for again for a minute with a wrong secret, which nobody reads in the error', async () => {
    api = client(undefined, 'wrong-secret-0123456789');
    const error = await failureOf(api.signIn());
    expect(error).toMatchObject({ code: 'invalidClientIdOrSecret', isShut: true, retryable: true });
    expect(inspect(error)).not.toContain('wrong-secret');
    stage.pass(MINUTE - 1);
    await failureOf(api.request(ask));
    expect(stage.fake.tokens.asked).toBe(1);
    stage.pass(1);
    await failureOf(api.signIn());
    expect(stage.fake.tokens.asked).toBe(2);
  });
});

describe('an answer', () => {
  const scopes = { accessdenieddetail: { requiredScopes: ['Card.Instance.Write'] } };
  test.each<[string, Answer, object, readonly string[]]>([
    [
      'too many in a second',
      refusal('Forbidden.AccessDenied.QpsLimitForAppkeyAndApi'),
      { retryable: true, retryAfterMs: SECOND },
      [],
    ],
    [
      'too many in a minute',
      refusal('Forbidden.AccessDenied.QpmLimitForAppkeyAndApi'),
      { retryable: true, retryAfterMs: MINUTE },
      [],
    ],
    [
      'no call of the month left',
      refusal('Forbidden.AccessDenied.ApiCountLimitForOrg'),
      { code: 'quota_exhausted', retryable: true, isShut: true, retryAfterMs: 2 * MINUTE },
      ['exhausted calls'],
    ],
    [
      'an address that is not trusted',
      refusal('Forbidden.AccessDenied.IpNotInWhiteList'),
      { retryable: true, isShut: true },
      [],
    ],
    [
      'a permission that is missing',
      refusal('Forbidden.AccessDenied.AccessTokenPermissionDenied', 'no right', scopes),
      { retryable: false, message: expect.stringContaining('Card.Instance.Write') },
      ['call'],
    ],
    ['an unknown group', refusal('invalid.openConversationId'), { retryable: false }, ['call']],
    ['busy', refusal('system.busy'), { retryable: true, isUnsure: true }, ['call']],
    ['what nobody knows', refusal('param.whatever'), { code: 'param.whatever', retryable: false }, ['call']],
    [
      'a bar as JSON',
      { status: 403, body: { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'u' } },
      { code: 'barred', isShut: true, retryAfterMs: 5 * MINUTE },
      [],
    ],
    [
      'a bar with status 200',
      { status: 200, body: { status: 1111, wait: 5, source: 'x5', punish: 'deny', uuid: 'u' } },
      { code: 'barred', isShut: true },
      [],
    ],
    [
      'a page of words',
      { status: 403, body: '<html>blocked</html>' },
      { code: 'http_403', retryable: true, isShut: true },
      ['call'],
    ],
    [
      'a page of words with status 200',
      { status: 200, body: '<html>ok</html>' },
      { code: 'bad_answer', retryable: true, isUnsure: true },
      ['call'],
    ],
  ])('%s is understood', async (_name, answer, expected, uses) => {
    refuseWith(answer);
    expect(await failureOf(api.request(ask))).toMatchObject(expected);
    expect(counted).toEqual(uses);
  });

  test.each<[RequestFate, object]>([
    ['timeout', { code: 'http_504', retryable: true, isUnsure: true }],
    ['busy', { retryable: true, isUnsure: true }],
    ['html', { retryable: true }],
    ['banned', { retryable: true, isShut: true }],
    ['cut', { code: 'unconnected', retryable: true, isUnsure: true }],
  ])('that is %s is tried again', async (fate, expected) => {
    endWith(fate);
    expect(await failureOf(api.request(ask))).toMatchObject(expected);
  });

  test('that never comes is given up in time', async () => {
    endWith('never');
    const hasty = client(50);
    expect(await failureOf(hasty.request(ask))).toMatchObject({ code: 'timed_out', isUnsure: true });
  });

  test('of the old host is a number with status 200, and hides its key', async () => {
    stage.fake.faults.refuse = ({ host }) => (host === 'oapi' ? oldRefusal(310_000, 'sign robot-key-0123') : undefined);
    const address = `${stage.fake.oapiBase}/robot/send?access_token=robot-key-0123`;
    const error = await failureOf(api.post(address, { msgtype: 'empty' }, urgent));
    expect(error).toMatchObject({ code: '310000', retryable: false });
    expect(inspect(error)).not.toContain('robot-key-0123');
    expect(counted).toEqual(['message']);
  });
});

test('a second has room for twenty requests to one API, a part of it for urgent ones, and the next does not leave', async () => {
  await api.signIn();
  const chatter = { ...ask, spending: { urgency: 'chatter' } as const };
  for (let sent = 0; sent < 16; sent += 1) await api.request(chatter);
  expect(await failureOf(api.request(chatter))).toMatchObject({ code: 'rate_limited', retryAfterMs: SECOND });
  for (let sent = 0; sent < 4; sent += 1) await api.request(ask);
  stage.pass(SECOND - 1);
  expect(await failureOf(api.request(ask))).toMatchObject({ code: 'rate_limited', retryAfterMs: 1 });
  expect(asked()).toBe(20);
  stage.pass(1);
  await api.request(ask);
  expect(stage.complaints()).toEqual([]);
});
