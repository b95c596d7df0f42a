import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../domain/types.ts';
import type { Output } from '../../../platforms/dingtalk/output.ts';
import { createSessionWebhooks } from '../../../platforms/dingtalk/session-webhooks.ts';
import { webhookBody } from '../../../platforms/dingtalk/webhook-body.ts';
import { signatureOf } from '../../../platforms/dingtalk/webhook-sign.ts';
import type { Delivery } from '../../../platforms/types.ts';
import { oldRefusal, refusal } from '../../fakes/dingtalk/answer.ts';
import { NET, OPS, type OutputStage, ROBOT, setStage } from './output-stage.ts';

let stage: OutputStage;
let output: Output;
const li = { userId: 'li', name: '李工' };
const wang = { userId: 'wang', name: '王敏' };

beforeEach(async () => {
  stage = await setStage();
  output = stage.output({ robots: new Map([[OPS, ROBOT]]) });
});
afterEach(() => stage.close());

const reminder = (key: string, more: Partial<Delivery & { op: 'post' }> = {}): Delivery => ({
  op: 'post',
  key,
  chat: OPS,
  content: { lines: [[`工单 ${key} 即将超时，`, { mention: li }, ' 请处理']], people: {} },
  rings: [li],
  ...more,
});
const sent = (path: string) => stage.fake.log.requests(`POST ${path}`).length;
const SESSION = '/robot/sendBySession';
const CUSTOM = '/robot/send';
const GROUP = '/v1.0/robot/groupMessages/send';

describe('a text that rings goes', () => {
  test('by the address of the latest message, and mentions where the name stands', async () => {
    await stage.opensSession(output, OPS);
    await output.deliver(reminder('1'));
    expect(stage.seen()).toEqual(['session markdown → li: 工单 1 即将超时，@李工 请处理']);
    expect([sent(CUSTOM), sent(GROUP), stage.counted]).toEqual([0, 0, ['message']]);
    expect(stage.complaints()).toEqual([]);
  });

  test.each([
    ['until its last minute', 90 * MINUTE - MINUTE - 1, 'session markdown'],
    ['from its last minute on not any more', 90 * MINUTE - MINUTE, 'markdown'],
  ])('by that address %s', async (_name, laterMs, form) => {
    await stage.opensSession(output, OPS);
    stage.pass(laterMs);
    await output.deliver(reminder('1'));
    expect(stage.seen()).toEqual([`${form} → li: 工单 1 即将超时，@李工 请处理`]);
  });

  test('by the custom robot where DingTalk says that the address is over, which is not tried again', async () => {
    await stage.opensSession(output, OPS);
    stage.fake.webhooks.closeSessions();
    await output.deliver(reminder('1'));
    await output.deliver(reminder('2'));
    expect(stage.seen()).toHaveLength(2);
    expect([sent(SESSION), sent(CUSTOM)]).toEqual([1, 2]);
  });

  test('by a newer address at once after an older one was over', async () => {
    await stage.opensSession(output, OPS);
    stage.fake.webhooks.closeSessions();
    await output.deliver(reminder('1'));
    await stage.opensSession(output, OPS);
    await output.deliver(reminder('2'));
    expect(stage.seen()[1]).toMatch(/^session markdown/);
  });

  test('by the API, and to each in private, where the group has neither', async () => {
    await output.deliver(reminder('1', { chat: NET, rings: [li, wang] }));
    expect(stage.seen(NET)).toEqual(['markdown: 工单 1 即将超时，@李工 请处理']);
    expect(stage.private('li')).toEqual(['text → li: 工单 1 即将超时，@李工 请处理']);
    expect(stage.private('wang')).toHaveLength(1);
    expect([stage.counted, stage.missed]).toEqual([['call', 'call'], []]);
  });

  test('by the custom robot of the only group while it is the only one, and only there', async () => {
    let only: string | undefined = OPS;
    output = stage.output({ robots: new Map([['*', ROBOT]]) }, { onlyGroup: async () => only });
    await output.deliver(reminder('1', { chat: NET }));
    await output.deliver(reminder('2'));
    only = undefined;
    await output.deliver(reminder('3'));
    expect(sent(CUSTOM)).toBe(1);
    expect(stage.complaints()).toEqual([]);
  });
});

describe('a robot', () => {
  test('is never told more than it takes in a minute: what is urgent has the last places', async () => {
    const spoken = async (key: string, isUrgent?: true) => output.deliver(reminder(key, isUrgent && { isUrgent }));
    for (let count = 0; count < 15; count += 1) await spoken(`c${count}`);
    expect([sent(CUSTOM), sent(GROUP)], 'chatter has fourteen places').toEqual([14, 1]);
    for (let count = 0; count < 6; count += 1) await spoken(`u${count}`, true);
    expect([sent(CUSTOM), sent(GROUP)], 'eighteen in all').toEqual([18, 3]);
    stage.pass(MINUTE);
    await spoken('next');
    expect(sent(CUSTOM)).toBe(19);
    expect(stage.complaints(), 'it was never too fast').toEqual([]);
  });

  test.each([130_101, 410_100])('that is told %i says nothing for ten minutes', async (code) => {
    stage.fake.faults.refuse = ({ path }) => (path === CUSTOM ? oldRefusal(code, 'send too fast') : undefined);
    await output.deliver(reminder('1'));
    stage.fake.faults.refuse = () => undefined;
    stage.pass(10 * MINUTE - 1);
    await output.deliver(reminder('2'));
    expect([sent(CUSTOM), sent(GROUP)]).toEqual([1, 2]);
    expect(stage.missed, 'they were rung in private').toEqual([]);
    stage.pass(1);
    await output.deliver(reminder('3'));
    expect(sent(CUSTOM)).toBe(2);
  });

  test('that does not answer is not waited for twice', async () => {
    stage.fake.faults.request = ({ path }) => (path === CUSTOM ? 'timeout_before' : 'answered');
    await output.deliver(reminder('1'));
    expect([sent(CUSTOM), sent(GROUP)]).toEqual([1, 1]);
    stage.fake.faults.request = () => 'answered';
    stage.pass(30 * SECOND);
    await output.deliver(reminder('2'));
    expect(sent(CUSTOM)).toBe(2);
  });

  test('that does not answer may have said it, and has not said what is not even sent', async () => {
    stage.fake.faults.request = ({ path }) => (path === CUSTOM || path === GROUP ? 'timeout_before' : 'answered');
    const failure = (key: string) => output.deliver(reminder(key)).catch((error: unknown) => error);
    expect(await failure('1')).toMatchObject({ retryable: true, isUnsure: true });
    stage.fake.faults.request = () => 'answered';
    stage.fake.faults.refuse = ({ path }) => (path === GROUP ? refusal('param.whatever') : undefined);
    const second = await failure('2');
    expect(second).toMatchObject({ retryable: true });
    expect([second, sent(CUSTOM)]).toEqual([expect.not.objectContaining({ isUnsure: true }), 1]);
  });

  test('that is gone is left alone for ten minutes', async () => {
    output = stage.output({ robots: new Map([[OPS, { accessToken: 'never-was-0123456789' }]]) });
    await output.deliver(reminder('1'));
    stage.pass(10 * MINUTE - 1);
    await output.deliver(reminder('2'));
    expect(sent(CUSTOM)).toBe(1);
    stage.pass(1);
    await output.deliver(reminder('3'));
    expect(sent(CUSTOM)).toBe(2);
  });

  test('says a message once that another process has said before it was killed', async () => {
    await output.deliver(reminder('1'));
    const successor = stage.output({ robots: new Map([[OPS, ROBOT]]) });
    await successor.deliver(reminder('1', { isRepeat: true }));
    expect(sent(CUSTOM)).toBe(2);
    expect(stage.seen()).toHaveLength(1);
  });
});

describe('the address of a chat', () => {
  const dead = { url: 'https://oapi.dingtalk.com/robot/sendBySession?session=1', until: 0 };
  const sessionsAt = (oapiBase: string) =>
    createSessionWebhooks({ oapiBase }, { clock: { now: stage.now }, notes: stage.notes });

  test('is the one that lives longest: a message that is delivered again brings an older one', async () => {
    const sessions = sessionsAt('https://oapi.dingtalk.com');
    const newer = { url: `${dead.url}2`, until: stage.now() + HOUR };
    await sessions.heard(OPS, newer);
    await sessions.heard(OPS, { ...dead, until: newer.until - 1 });
    expect(await sessions.of(OPS)).toBe(newer.url);
  });

  test('stays when an older one is said to be over', async () => {
    const sessions = sessionsAt('https://oapi.dingtalk.com');
    await sessions.heard(OPS, { ...dead, until: stage.now() + HOUR });
    await sessions.isOver(OPS, `${dead.url}another`);
    expect(await sessions.of(OPS)).toBe(dead.url);
    await sessions.isOver(OPS, dead.url);
    expect(await sessions.of(OPS)).toBeUndefined();
  });

  test('that says it lives for ever makes room for a true one after two hours', async () => {
    const sessions = sessionsAt('https://oapi.dingtalk.com');
    await sessions.heard(OPS, { ...dead, until: Number.MAX_SAFE_INTEGER });
    const later = stage.now() + 2 * HOUR;
    const hoursAfter = createSessionWebhooks(
      { oapiBase: 'https://oapi.dingtalk.com' },
      { clock: { now: () => later }, notes: stage.notes },
    );
    const next = { url: `${dead.url}2`, until: later + HOUR };
    await hoursAfter.heard(OPS, next);
    expect(await hoursAfter.of(OPS)).toBe(next.url);
  });

  test.each([
    ['https://oapi.dingtalk.com', 'https://oapi.dingtalk.com/robot/sendBySession?session=1', true],
    ['https://oapi.dingtalk.com', 'https://other.dingtalk.com/x', true],
    ['https://oapi.dingtalk.com', 'http://oapi.dingtalk.com/x', false],
    ['https://oapi.dingtalk.com', 'https://dingtalk.com.evil.example/x', false],
    ['https://oapi.dingtalk.com', 'https://evildingtalk.com/x', false],
    ['https://oapi.dingtalk.com', 'https://li:secret@oapi.dingtalk.com/x', false],
    ['https://oapi.dingtalk.com', 'http://127.0.0.1:8080/x', false],
    ['https://oapi.dingtalk.com', 'no address', false],
    ['https://oapi.dingtalk.com', 'https://oapi.dingtalk.com/robot/send?access_token=strangers', false],
    ['https://gate.gov.example:8443', 'https://gate.gov.example:8443/x', true],
    ['https://gate.gov.example:8443', 'https://gate.gov.example/x', false],
    ['https://oapi.dingtalk.com', 'https://oapi.dingtalk.com:8443/x', false],
    ['https://gate.gov.example', 'http://gate.gov.example/x', false],
    ['http://127.0.0.1:9000', 'http://127.0.0.1:9000/x', true],
    ['http://127.0.0.1:9000', 'http://127.0.0.1:9001/x', false],
    ['http://127.0.0.1:9000', 'http://localhost:9000/x', false],
    ['http://127.0.0.1:9000', 'https://oapi.dingtalk.com/x', false],
  ])('with %s, %s is taken: %o', async (oapiBase, url, isTaken) => {
    const sessions = sessionsAt(oapiBase);
    await sessions.heard(OPS, { url, until: stage.now() + HOUR });
    expect((await sessions.of(OPS)) === url).toBe(isTaken);
  });
});

test('a moment is signed as in the official example', () => {
  const signature = signatureOf('SECtest0123456789abcdef', 1_700_000_000_000);
  expect(signature).toBe('/lfnxUUu80FwVTsIlv2F1cMGBb+PxEKAwYh/bsRxXcc=');
});

describe('a mention', () => {
  const wordsOf = (text: string, ...at: readonly { userId: string; name?: string }[]) => {
    const body = webhookBody({ kind: 'text', text }, at) as { text: { content: string }; at?: { atUserIds: string[] } };
    return [body.text.content, body.at?.atUserIds ?? []];
  };
  test.each<[string, string, readonly { userId: string; name?: string }[], string]>([
    ['stands in the place of the name', '@李工 请处理', [li], '@li 请处理'],
    ['does not stand in the place of a longer name', '@李工程师 请处理', [li], '@李工程师 请处理\n@li'],
    ['stands at the end where there is no name', '请处理', [li, wang], '请处理\n@li @wang'],
    ['takes a name with signs as it is', '@李(工) 请', [{ userId: 'li', name: '李(工)' }], '@li 请'],
    ['of a person without a name is his id', '@li 请', [{ userId: 'li' }], '@li 请'],
    ['is none where nobody is rung', '@李工 请', [], '@李工 请'],
    ['stands where the name stands last', '@李工 已转派，@李工 请处理', [li], '@李工 已转派，@li 请处理'],
    ['is none of what somebody wrote', '@李工 请看「@李工 在吗」', [li], '@li 请看「@李工 在吗」'],
    ['is not in a quotation that holds another', '「他说「好」@李工 在吗」', [li], '「他说「好」@李工 在吗」\n@li'],
    ['is not in English quotation marks', '“@李工 hi”', [li], '“@李工 hi”\n@li'],
    ['is not an id that somebody wrote', '「@li 在吗」', [li], '「@li 在吗」\n@li'],
    ['stands once for whom is named twice', '@李工 请', [li, li], '@li 请'],
    ['leaves the line as it ends', '请 @李工\n谢谢', [li], '请 @li \n谢谢'],
  ])('%s', (_name, text, at, expected) => {
    expect(wordsOf(text, ...at)).toEqual([expected, [...new Set(at.map(({ userId }) => userId))]]);
  });
});
