// Pictures and documents of the bot, against the fake DingTalk.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SECOND } from '../../../domain/types.ts';
import type { Output } from '../../../platforms/dingtalk/output.ts';
import type { Delivery, WireFile } from '../../../platforms/types.ts';
import { oldRefusal, refusal } from '../../fakes/dingtalk/answer.ts';
import { GROUP, guest, li, OPS, type OutputStage, SINGLE, setStage } from './output-stage.ts';

const UPLOAD = '/media/upload';
const MEGABYTE = 1024 * 1024;
const picture = (size = 64): WireFile => ({
  ...{ kind: 'image', name: '日报.png', mediaType: 'image/png' },
  bytes: Buffer.alloc(size, 1),
});
const paper = (size = 64, name = '周报.docx'): WireFile => ({
  ...{ kind: 'document', name, mediaType: 'application/zip' },
  bytes: Buffer.alloc(size, 7),
});

let stage: OutputStage;
let output: Output;

beforeEach(async () => {
  stage = await setStage();
  output = stage.output();
});
afterEach(() => stage.close());

const send = (file: WireFile, more: Partial<Extract<Delivery, { op: 'file' }>> = {}) =>
  output.deliver({ op: 'file', key: 'f1', chat: OPS, file, content: { lines: [], people: {} }, ...more });
const shown = (room: Parameters<OutputStage['fake']['rooms']['in']>[0]) =>
  stage.fake.rooms.in(room).map(({ file, form }) => `${form} ${file?.name} ${file?.bytes.length}`);
const inGroup = () => shown({ kind: 'group', chatId: OPS });
const ofLi = () => shown({ kind: 'single', userId: 'li' });

describe('in a group', () => {
  test('a picture is shown, and a document under its name; each is two calls', async () => {
    expect(await send(picture())).toEqual({});
    await send(paper(), { key: 'f2' });
    await send(paper(64, '对账.XLSX'), { key: 'f3' });
    expect(inGroup()).toEqual(['sampleImageMsg 日报.png 64', 'sampleFile 周报.docx 64', 'sampleFile 对账.XLSX 64']);
    expect(stage.counted).toEqual(Array.from({ length: 6 }, () => 'call'));
    expect(stage.complaints()).toEqual([]);
  });

  test('no webhook is tried, though one is open', async () => {
    await stage.opensSession(output, OPS);
    await send(paper());
    expect(stage.bodies(GROUP)).toHaveLength(1);
  });

  test('the same file for several is handed over once', async () => {
    await send(paper());
    await send(paper(), { key: 'f2', to: li });
    expect(stage.bodies(SINGLE)).toHaveLength(1);
    expect(stage.counted).toHaveLength(3);
  });

  test.each<[string, () => WireFile, string]>([
    ['more than 20 MB', () => paper(20 * MEGABYTE + 1), 'too_large'],
    ['a picture of more', () => picture(20 * MEGABYTE + 1), 'too_large'],
    ['a kind that no robot sends', () => paper(64, '数据.csv'), 'file_kind'],
    ['no ending', () => paper(64, '周报'), 'file_kind'],
  ])('%s is refused for good, and costs no call', async (_name, file, code) => {
    await expect(send(file())).rejects.toMatchObject({ code, retryable: false });
    expect(stage.counted).toEqual([]);
  });

  test('of exactly 20 MB it goes', async () => {
    await send(paper(20 * MEGABYTE));
    expect(inGroup()).toHaveLength(1);
  });

  test('a repetition by this process shows nothing twice and costs nothing', async () => {
    await send(paper());
    await send(paper(), { isRepeat: true });
    expect([inGroup().length, stage.counted.length]).toEqual([1, 2]);
  });

  test('a message that fails is tried again without another upload', async () => {
    stage.refuseWith(GROUP, refusal('system.busy'));
    await expect(send(paper())).rejects.toMatchObject({ retryable: true });
    stage.allWell();
    await send(paper());
    expect([inGroup(), stage.bodies(UPLOAD).length]).toEqual([['sampleFile 周报.docx 64'], 1]);
  });

  test('a token that died early is fetched anew', async () => {
    await send(paper());
    stage.fake.tokens.revoke();
    await send(paper(65), { key: 'f2' });
    expect(inGroup()).toHaveLength(2);
  });

  test.each([
    ['too many requests at once', oldRefusal(90018, 'qps limit'), { retryable: true, retryAfterMs: SECOND }],
    ['the month’s calls used up', oldRefusal(90020, 'limit'), { code: 'quota_exhausted', retryable: false }],
    ['a file that it does not take', oldRefusal(40005, '不合法的文件类型'), { code: '40005', retryable: false }],
  ])('an upload that meets %s', async (_name, answer, error) => {
    stage.refuseWith(UPLOAD, answer);
    await expect(send(paper())).rejects.toMatchObject(error);
    expect(inGroup()).toEqual([]);
  });

  test('an upload without a clear answer has shown nothing: it is tried again as something new', async () => {
    stage.endWith(UPLOAD, 'timeout');
    await expect(send(paper())).rejects.toMatchObject({ retryable: true, isUnsure: undefined });
  });

  test('a message without a clear answer may be there', async () => {
    stage.endWith(GROUP, 'timeout');
    await expect(send(paper())).rejects.toMatchObject({ retryable: true, isUnsure: true });
  });
});

describe('alone', () => {
  test('it goes to him, and into no group', async () => {
    expect(await send(paper(), { to: li })).toEqual({ messages: 0 });
    await send(paper(), { key: 'f2', chat: 'user:li' });
    expect([ofLi().length, inGroup()]).toEqual([2, []]);
  });

  test.each([
    ['a guest', guest],
    ['nobody of the organisation', { userId: 'gone' }],
  ])('to %s it can not go', async (_name, to) => {
    await expect(send(paper(), { to })).rejects.toMatchObject({ code: 'unreachable', retryable: false });
  });

  test('to one who is sent too much it waits', async () => {
    stage.fake.robot.flowControlled.add('li');
    await expect(send(paper(), { to: li })).rejects.toMatchObject({ code: 'flow_controlled', retryable: true });
  });
});
