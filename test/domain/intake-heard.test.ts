import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lexicon } from '../../cards/lexicon.zh.ts';
import { loadPack } from '../../contracts/load.ts';
import { understand } from '../../domain/intake.ts';
import { slipsAllowed, slipsBetween } from '../../domain/intake-distance.ts';
import { soundKey } from '../../domain/intake-sound.ts';
import { foldText } from '../../domain/phrase-finder.ts';
import { chinese } from '../../language/chinese.ts';

const { contract } = await loadPack(join(import.meta.dirname, '../../contracts/guangzhou-credit.yaml'));
const taught = [{ name: '小信', systemId: 'credit-website' }];
const read = (says: string) => understand(says, { contract, lexicon, chinese, taught });

test.each([
  ['by its sound', '双公式打不开', 'dual-publicity', 'sound'],
  ['by its sound without g', '信用广州接口：信易带超时', 'xinyidai-interface', undefined],
  ['with one slip of four characters', '双宫示系统打不开', 'dual-publicity', 'sound'],
  ['with a character missing', '公众服系统打不开', 'public-service', 'distance'],
  ['by the initials of its characters', 'xygz网站dabukai le', 'credit-website', 'abbreviation'],
  ['by a nickname that was taught', '小信打不开', 'credit-website', 'taught'],
  ['in the traditional script', '信用廣州網站打不開', 'credit-website', undefined],
])('a system is found %s: %s', (_name, says, systemId, by) => {
  const found = read(says);
  expect(found).toMatchObject({ kind: 'incident' });
  if (by === undefined) return;
  expect(found).toMatchObject({ systemId, systemHeard: { by } });
});

test('a name as it stands in the pack is not said to be heard', () => {
  expect(read('双公示系统打不开').systemHeard).toBeUndefined();
});

test.each([
  ['another word that the dictionary knows', '监控平台打不开'],
  ['a general word', '系统打不开'],
  ['the lexicon’s own words', '数据查询不了'],
])('%s is no slip of a name', (_name, says) => expect(read(says).systemId).toBeUndefined());

test.each([
  ['3 characters', '信公示', 0],
  ['4 characters', '信用公示', 1],
  ['7 characters', '信用公示信用公', 1],
  ['8 characters', '信用公示信用公示', 2],
])('slips that a name of %s may have', (_name, name, slips) => expect(slipsAllowed(name.length)).toBe(slips));

test('one character wrong, missing, too many or changed over is one slip', () => {
  for (const typed of ['信永广州', '信用州', '信用用广州', '信广用州'])
    expect(slipsBetween(typed, '信用广州', 2)).toBe(1);
  expect(slipsBetween('性用光州', '信用广州', 1)).toBeUndefined();
});

test('sounds that few tell apart are the same', () => {
  expect(['zhang', 'can', 'shi', 'ning', 'leng', 'lan'].map(soundKey)).toEqual([
    'zan',
    'can',
    'si',
    'lin',
    'len',
    'lan',
  ]);
});

test.each([
  ['网站打不开，在3楼大厅2号窗口', '3楼大厅2号窗口'],
  ['二楼的办公室登不上监管平台', '二楼的办公室'],
  ['Ａ座12层 网站打不开', 'Ａ座12层'],
  ['网站打不开', undefined],
])('place: %s', (says, place) => expect(read(says).place).toBe(place));

test.each([
  ['网站打不开', 'unavailable'],
  ['监管平台登不上', 'login'],
  ['网站好慢', 'slow'],
  ['双公示数据没更新', 'data'],
  ['首页图片不显示', 'display'],
  ['双公示提交就报错', 'work'],
  ['终端打不了卡', 'work'],
  ['网站刷不了卡', 'work'],
  ['终端不认脸', 'work'],
  ['网站被挂马', 'security'],
])('family: %s', (says, family) => expect(read(says).family).toBe(family));

describe('several faults of one message', () => {
  test('each of another system, with its own words', () => {
    const { further = [], systemId } = read('监管平台登不上，另外，双公示报送失败。');
    expect(systemId).toBe('supervision-platform');
    expect(further.map(({ body, understood }) => [body, understood.systemId, understood.kind])).toEqual([
      ['双公示报送失败。', 'dual-publicity', 'incident'],
    ]);
  });
  test('without a comma, as it is spoken', () => {
    expect(read('监管平台登不上双公示也报错').further).toHaveLength(1);
  });
  test.each([
    [
      'words that point to the fault before',
      '监管平台登不上，双公示也是',
      'dual-publicity',
      '监管平台登不上，双公示也是',
    ],
    [
      'the same in other words',
      '监管平台登不上了，双公示那边也一样。',
      'dual-publicity',
      '监管平台登不上了，双公示那边也一样。',
    ],
    ['a name that is added', '监管平台登不上，还有双公示', 'dual-publicity', '监管平台登不上，还有双公示'],
    ['connectors around it', '监管平台登不上，还有双公示特别慢，', 'dual-publicity', '双公示特别慢'],
    ['a name by its sound', '监管平台登不上，双公式也报错', 'dual-publicity', '双公式也报错'],
  ])('%s', (_name, says, systemId, body) =>
    expect(read(says).further).toMatchObject([{ body, understood: { systemId, kind: 'incident' } }]),
  );
  test('words that point on and on', () => {
    const { further = [] } = read('监管平台登不上，双公示也是，信用画像也一样');
    expect(further.map(({ understood }) => [understood.systemId, understood.symptom])).toEqual([
      ['dual-publicity', '登不上'],
      ['credit-portrait', '登不上'],
    ]);
  });
  test('the first is read by its own words, without commas', () => {
    const { part, symptom, level, family } = read('信用查询特别慢，还有双公示登不上');
    expect({ part, symptom, family }).toEqual({ part: '信用查询特别慢', symptom: '特别慢', family: 'slow' });
    expect(level).toBe(read('信用查询特别慢').level);
  });
  test('in a pack with short names, and a first fault in words that are in no list', async () => {
    const { contract: hengqin } = await loadPack(join(import.meta.dirname, '../../contracts/hengqin-police.yaml'));
    const systemsOf = (says: string) => {
      const { systemId, further = [] } = understand(says, { contract: hengqin, lexicon, chinese });
      return [systemId, ...further.map(({ understood }) => understood.systemId)];
    };
    expect(systemsOf('公务车定位飘了，物品领用单也提交不了')).toEqual(['vehicle-and-food', 'supplies']);
    expect(systemsOf('笔录打不开，考勤也打不开')).toEqual(['transcripts', 'attendance']);
    expect(systemsOf('笔录打不开，还有OA也卡得要死')).toEqual(['transcripts', undefined]);
  });
  test('what is beyond the limit stays with the last', () => {
    const { further = [] } = read('监管平台登不上，双公示报错，信用画像白屏，信用核查打不开');
    expect(further.at(-1)?.body).toBe('信用画像白屏，信用核查打不开');
  });
  test('no more than two beside the first', () => {
    expect(read('监管平台登不上，双公示报错，信用画像白屏，信用核查打不开').further).toHaveLength(2);
  });
  test.each([
    ['a second name without a fault', '监管平台登不上，双公示正常'],
    ['a cause', '监管平台登不上，应该是信用信息数据库挂了'],
    ['what a machine says', '监管平台登不上，提示信用信息数据库连接失败'],
    ['the same system twice', '监管平台登不上，监管平台还报错'],
    ['a part of the first', '监管平台的信用评价打不开'],
    ['what follows from the first', '信用信息数据库挂了，所以双公示打不开'],
    ['what the first is named as the cause of', '因为信用信息数据库挂了，双公示打不开'],
    ['a question whether another has it too', '监管平台登不上，双公示也是吗'],
    ['another that is well too', '监管平台登不上，双公示也是好的'],
    ['a step of the first', '监管平台打不开，登录也登不上'],
    ['a name that is only used', '监管平台里在填表，双公示报错'],
  ])('%s is none', (_name, says) => expect(read(says).further).toBeUndefined());
  test('what works is not what the message is about', () => {
    expect(read('监管平台正常，双公示打不开').systemId).toBe('dual-publicity');
  });
});

test('systems of several departments that are called alike are asked about, at most four', async () => {
  const { contract: karamay } = await loadPack(join(import.meta.dirname, '../../contracts/karamay-egov.yaml'));
  const asked = understand('电脑开不了机', { contract: karamay, lexicon, chinese });
  expect([asked.systemId, asked.systemsPossible?.length]).toEqual([undefined, 4]);
  const own = understand('电脑开不了机', { contract: karamay, lexicon, chinese, departmentId: 'education' });
  expect(own.systemId).toBe('edu-devices');
});

test('every unit of a folded text comes from the raw text, in its order', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (raw) => {
      const { origins, text } = foldText(raw);
      expect(origins).toHaveLength(text.length);
      expect(origins.every((origin, at) => origin < raw.length && origin >= (origins[at - 1] ?? 0))).toBe(true);
    }),
  );
});

test('any text is understood with sound and shape, and a hostile one in a moment', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 100 }),
      (says) => void expect(read(says).kind).toBeTypeOf('string'),
    ),
  );
  for (const part of ['信用监官平台', 'wangzhan ', '第三大厅', '双公式报错，']) {
    const startedAt = performance.now();
    read(part.repeat(Math.ceil(20_000 / part.length)));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  }
});
