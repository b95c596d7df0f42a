import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE } from '../../../domain/types.ts';
import type { Output } from '../../../platforms/dingtalk/output.ts';
import type { RobotMessage } from '../../../platforms/dingtalk/types.ts';
import { byteLength } from '../../../platforms/text-bytes.ts';
import { OPS, type OutputStage, ROBOT, setStage } from './output-stage.ts';

const GROUP = 'POST /v1.0/robot/groupMessages/send';
const spending = { urgency: 'urgent' } as const;

let stage: OutputStage;
let output: Output;

beforeEach(async () => {
  stage = await setStage();
  output = stage.output();
});
afterEach(() => stage.close());

const buttons = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ title: `第 ${index + 1} 个`, url: `https://bot.example/${index}` }));
const actionCard = (count: number): RobotMessage => ({
  kind: 'action_card',
  title: '工单 7',
  text: '网站打不开',
  buttons: buttons(count),
});
const sentParam = () => {
  const [body] = stage.fake.log.requests(GROUP) as readonly { msgKey: string; msgParam: string }[];
  return { key: body?.msgKey, param: body?.msgParam ?? '' };
};

describe('a message', () => {
  test.each<[RobotMessage, string]>([
    [{ kind: 'text', text: '您好' }, 'sampleText'],
    [{ kind: 'markdown', title: '工单 7', text: '**您好**' }, 'sampleMarkdown'],
    [actionCard(1), 'sampleActionCard'],
    [actionCard(2), 'sampleActionCard2'],
    [actionCard(5), 'sampleActionCard5'],
  ])('%o goes by the sample %s, as DingTalk wants its fields', async (message, key) => {
    await output.openApi.sendToGroup(OPS, message, spending);
    expect(sentParam().key).toBe(key);
    expect(stage.complaints()).toEqual([]);
  });

  test.each([0, 6])('with %i links is a mistake of ours', async (count) => {
    await expect(output.openApi.sendToGroup(OPS, actionCard(count), spending)).rejects.toThrow('one to five');
  });

  test.each([
    ['just fits', 15_000 - byteLength(JSON.stringify({ content: '' })), 15_000],
    ['is a byte too long, and is cut', 15_001 - byteLength(JSON.stringify({ content: '' })), 15_000],
  ])('that %s', async (_name, letters, most) => {
    await output.openApi.sendToGroup(OPS, { kind: 'text', text: 'a'.repeat(letters) }, spending);
    const { param } = sentParam();
    expect(byteLength(param)).toBeLessThanOrEqual(most);
    expect(JSON.parse(param).content.endsWith('…')).toBe(letters > 15_000 - byteLength('{"content":""}'));
    expect(stage.complaints()).toEqual([]);
  });

  test('of line breaks alone, which take two bytes each, is cut to what DingTalk takes', async () => {
    await output.openApi.sendToGroup(OPS, { kind: 'text', text: '"\n'.repeat(9_000) }, spending);
    expect(byteLength(sentParam().param)).toBeLessThanOrEqual(15_000);
    expect(stage.complaints()).toEqual([]);
  });
});

test('a card goes into the chat of one person', async () => {
  const params = { title: '请选择', content: '', btns: '[]', flowStatus: '3' };
  const card = { outTrackId: 'dCARD', params, summary: '请选择' };
  await output.openApi.createCard(card, { kind: 'single', userId: 'li' }, spending);
  expect(stage.private('li')).toEqual(['card → li: 请选择']);
  expect(stage.complaints()).toEqual([]);
});

test('more than twenty receivers at once, or none, are a mistake of ours', async () => {
  const message = { kind: 'text', text: 'x' } as const;
  const crowd = Array.from({ length: 21 }, (_, index) => `u${index}`);
  await expect(output.openApi.sendToPeople(crowd, message, spending)).rejects.toThrow('one to twenty');
  await expect(output.openApi.sendToPeople([], message, spending)).rejects.toThrow('one to twenty');
});

test.each<[string, unknown, readonly string[]]>([
  ['whose ids are keys', { wang: 'not found' }, ['wang']],
  ['whose ids are under a reason', { invalid: ['wang'] }, ['wang']],
  ['whose ids only begin like another', { wangwu: 'x' }, []],
  ['of whom there are none', {}, []],
  ['where the list is missing', undefined, []],
])('those whom a DING does not reach are told, %s', async (_name, failedList, expected) => {
  stage.fake.faults.refuse = ({ path }) =>
    path === '/v1.0/robot/ding/send' ? { status: 200, body: { openDingId: 'd', failedList } } : undefined;
  expect(await output.openApi.ding(['li', 'wang'], 'x', 'app', spending)).toEqual(expected);
});

const message = { kind: 'text', text: 'x' } as const;

test.each(['"ok"', []])('an answer of another shape (%o) is logged', async (body) => {
  stage.fake.faults.refuse = ({ path }) => (path.startsWith('/v1.0/robot/') ? { status: 200, body } : undefined);
  expect(await output.openApi.sendToPeople(['li'], message, spending)).toEqual({ never: [], slowed: [] });
  expect(await output.openApi.ding(['li'], 'x', 'app', spending)).toEqual([]);
  await output.openApi.sendToGroup(OPS, message, spending);
  expect(stage.warned).toEqual(Array(3).fill('dingtalk_answer_unread'));
});

test.each<[string, () => Promise<unknown>]>([
  ['said in a group', () => output.openApi.sendToGroup(OPS, message, spending)],
  ['said to people', () => output.openApi.sendToPeople(['li'], message, spending)],
  ['called by DING', () => output.openApi.ding(['li'], 'x', 'app', spending)],
])('a page that something before DingTalk puts in its place leaves open whether it was %s', async (_name, send) => {
  const page = { status: 200, body: '<html>please sign in</html>' };
  stage.fake.faults.refuse = ({ path }) => (path.startsWith('/v1.0/robot/') ? page : undefined);
  await expect(send()).rejects.toMatchObject({ code: 'bad_answer', retryable: true, isUnsure: true });
});

test('no answer to a request for the token is none to what was to be sent', async () => {
  stage.fake.faults.refuse = ({ path }) => (path.endsWith('/accessToken') ? { status: 200, body: 'ok' } : undefined);
  await expect(output.openApi.sendToPeople(['li'], message, spending)).rejects.toMatchObject({
    code: 'bad_answer',
  });
});

test('a page of words in the place of a webhook is left alone for a minute, and the words go another way', async () => {
  output = stage.output({ robots: new Map([[OPS, ROBOT]]) });
  const page = { status: 403, body: '<html>blocked</html>' };
  stage.fake.faults.refuse = ({ host }) => (host === 'oapi' ? page : undefined);
  const say = (key: string) =>
    output.deliver({ op: 'post', key, chat: OPS, content: { lines: [['您好']], people: {} } });
  await say('1');
  stage.pass(MINUTE - 1);
  await say('2');
  expect(stage.fake.log.requests('POST /robot/send')).toHaveLength(1);
  stage.pass(1);
  await say('3');
  expect(stage.fake.log.requests('POST /robot/send')).toHaveLength(2);
  expect(stage.seen()).toHaveLength(3);
});
