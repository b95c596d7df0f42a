import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lexicon } from '../../cards/lexicon.zh.ts';
import { loadPack } from '../../contracts/load.ts';
import { understand } from '../../domain/intake.ts';
import { nearFinder } from '../../domain/intake-distance.ts';
import { speechSmoother } from '../../domain/intake-spoken.ts';
import { chinese } from '../../language/chinese.ts';

const packs = join(import.meta.dirname, '../../contracts');
const { contract: credit } = await loadPack(join(packs, 'guangzhou-credit.yaml'));
const { contract: police } = await loadPack(join(packs, 'hengqin-police.yaml'));
const inCredit = (says: string) => understand(says, { contract: credit, lexicon, chinese });
const inPolice = (says: string) => understand(says, { contract: police, lexicon, chinese });

describe('a part of a name tells the system where no other has it', () => {
  test.each([
    ['opens the message', '画像出来的雷达图只画了两个角', 'credit-portrait'],
    ['is pointed at', '麻烦在核查那里给番禺分局开个批量的功能', 'credit-check'],
    ['stands before what is broken', '今天归集又报错了', 'data-collection'],
    ['stands apart from the rest of its name', '权限那套系统里两个人的角色清空了', 'unified-permission'],
    ['begins a name that no dictionary has', '信易的社保字段最近几天全是空的', 'xinyidai-interface'],
    ['is made of two words, and pointed at', '容备那边落后主的有六个钟', 'disaster-recovery'],
  ])('it %s', (_name, says, systemId) => expect(inCredit(says).systemId).toBe(systemId));

  test.each([
    ['a word that several systems share', '奖惩统计那边接口全报错'],
    ['a word of every day', '会议那边话筒报错'],
    ['a word of every day at the beginning', '个人能查吗'],
    ['a compound of general words', '某某管理系统打不开'],
    ['the end of another word', 'FTP目录里文件打不开'],
    ['a part that nothing points at in the middle of talk', '昨天大家吃饭画像拍照都很开心'],
  ])('%s is none', (_name, says) => expect(inCredit(says).systemId).toBeUndefined());

  test('a named system goes before a part', () => {
    expect(inCredit('双公示导入失败，画像那边没试').systemId).toBe('dual-publicity');
  });
});

describe('hesitation within a name', () => {
  test.each([
    ['an interjection', '信用 呃 报告 下载 点了没反应', 'credit-report'],
    ['a beginning that is said again', '那个 资源 资源那个 目 目录 打不开', 'resource-catalogue'],
    ['letters one by one, begun again', '嗯 就是 E E T L 昨晚没跑完', 'etl'],
    ['a word of affirmation of the spoken kind', '统一 呃 认证 登进去又跳出来', 'unified-permission'],
  ])('%s', (_name, says, systemId) => expect(inCredit(says).systemId).toBe(systemId));

  test('what is shown stands as it was said', () => {
    expect(inPolice('那个 G 呃 G P S 有五台不上线了').systemId).toBe('gps');
  });

  const smoothed = speechSmoother(['呃', '那个']);
  test.each([
    ['信用呃报告', '信用报告'],
    ['党政党党政通', '党政通'],
    ['q b 呃q b x x那个平台', 'qbxx平台'],
    ['z h z z 呃z h z z系统', 'zhzz系统'],
    ['12 345热线', '12345热线'],
  ])('%s', (said, meant) => expect(smoothed(said)?.text).toBe(meant));

  test('keeps where each character stands in what was said', () => {
    expect(smoothed('信用呃报告')?.origins).toEqual([0, 1, 3, 4, 5]);
  });

  test('leaves alone what is said without any', () => expect(smoothed('信用报告打不开')).toBeUndefined());
});

describe('slips in a short name', () => {
  test.each([
    ['two characters changed over', '双示公导入失败', 'dual-publicity'],
    ['across the edge of a word', '双示公里面文号重复了，报错', 'dual-publicity'],
  ])('%s', (_name, says, systemId) => expect(inCredit(says).systemId).toBe(systemId));

  test('a wrong character in the middle', () => {
    expect(inPolice('考勒机黑屏了').systemId).toBe('attendance-machine');
  });

  test.each([
    ['a wrong character at its end', '双公开'],
    ['a character missing', '双示'],
    ['Latin letters within a word', 'seconds'],
  ])('%s is none', (_name, says) => {
    const near = nearFinder(['双公示', 'dns'])(says).filter(({ name }) => name === '双公示');
    expect(near).toEqual([]);
  });

  test('letters that change places within a word are no name', () => {
    expect(inPolice('the passgp error').systemId).toBeUndefined();
  });

  test('more of a longer name is surer than a part of it', () => {
    expect(inPolice('案牛管理系统打不开').systemId).toBe('cases');
  });
});

test.each([
  ['what works comes first', '双公示系统报送成功，ETL任务今早却卡在入库环节', 'etl'],
  ['only one does not', '信用报告能下载，唯独信用画像一直转圈', 'credit-portrait'],
  ['what is broken comes first', '双公示导入失败，但是信用画像没问题', 'dual-publicity'],
])('of two systems the broken one is meant: %s', (_name, says, systemId) =>
  expect(inCredit(says).systemId).toBe(systemId),
);

test.each([
  ['双公示打不开，桥头派出所的同事也一样', '桥头派出所'],
  ['双公示打不开，四楼机房C列', '四楼机房C列'],
  ['双公示打不开，后门岗亭', '后门岗亭'],
  ['双公示打不开，停在天沐路口', '天沐路口'],
  ['双公示打不开，二楼采购办', '二楼采购办'],
  ['双公示打不开，审讯室2号', '审讯室2号'],
  ['双公示打不开，负一层机房A07柜', '负一层机房A07柜'],
  ['网站打不开大厅里等着', '大厅'],
  ['导出的表多了一列', undefined],
  ['双公示打不开，请尽快处理', undefined],
  ['双公示打不开，推给税务局了', undefined],
])('place: %s', (says, place) => expect(inCredit(says).place).toBe(place));
