import { describe, expect, test } from 'vitest';
import { profileOf, projectOf, schemeFor } from '../../domain/contract-lookup.ts';
import { HOUR, MINUTE } from '../../domain/types.ts';
import { acceptDue, changeLevel, li, proposeDue, qian, resolve } from '../domain/fixture.ts';
import { dueTexts, instant, levelOfReport, reported, shippedPack, stateWhenDoneAt } from './pack-cases.ts';

const contract = shippedPack('karamay-egov');

describe('24 sub-projects, the sixth in 12 parts', () => {
  test('each is there once', () => {
    const one = (number: number) => `p${String(number).padStart(2, '0')}`;
    const parts = Array.from({ length: 12 }, (_, index) => `p06-${String(index + 1).padStart(2, '0')}`);
    const ids = Array.from({ length: 24 }, (_, index) => one(index + 1)).flatMap((id) => (id === 'p06' ? parts : [id]));
    expect(contract.projects.map(({ id }) => id)).toEqual(ids);
  });
  test('their budgets add up to what the tender prints, 25,612,800 yuan', () => {
    expect(contract.projects.reduce((sum, { priceFen = 0 }) => sum + priceFen, 0)).toBe(2_561_280_000);
  });
  test('each has a department and systems, and each system a project', () => {
    const served = new Set(contract.systems.map(({ project }) => project));
    expect(contract.projects.filter(({ id, department }) => !served.has(id) || department === undefined)).toEqual([]);
    expect(contract.systems.filter(({ id }) => projectOf(contract, id) === undefined)).toEqual([]);
  });
  test('the systems of the nineteenth stand in its seven parts', () => {
    const parts = contract.systems
      .filter(({ project }) => project === 'p19')
      .map(({ id }) => profileOf(contract, id)?.id);
    expect([...new Set(parts)].sort()).toEqual(['g1', 'g2', 'g3', 'g4', 'g5', 'g6', 'g7']);
  });
  test('165 systems are listed', () => expect(contract.systems).toHaveLength(165));
});

describe('the clocks are those of the tender', () => {
  test.each([
    ['二 20 分钟', 'video-2', 'general', 'respond', { ms: 20 * MINUTE }, 'always'],
    ['二 一般 2 小时', 'video-2', 'general', 'resolve', { ms: 2 * HOUR }, 'always'],
    ['二 重大 0.5 个工作日', 'video-2', 'major', 'resolve', { workdays: 0.5 }, 'working'],
    ['二 换设备', 'video-2', 'swap', 'resolve', { agreed: true }, 'working'],
    ['三 30 分钟', 'vsp', 'general', 'respond', { ms: 30 * MINUTE }, 'always'],
    ['三 1 个小时', 'vsp-gis', 'general', 'resolve', { ms: HOUR }, 'always'],
    ['三 情况严重 4 小时', 'vsp', 'major', 'resolve', { ms: 4 * HOUR }, 'always'],
    ['三 离线 30 分钟', 'vsp', 'major', 'workaround', { ms: 30 * MINUTE }, 'always'],
    ['四 60 分钟', 'fin-oracle', 'general', 'resolve', { ms: HOUR }, 'always'],
    ['四 2 日内响应', 'fin-foa', 'correction', 'respond', { days: 2 }, 'working'],
    ['四 5 个工作日', 'fin-foa', 'correction', 'resolve', { workdayEnds: 5 }, 'working'],
    ['六-3 20 分钟', 'oa', 'general', 'respond', { ms: 20 * MINUTE }, 'always'],
    ['六-3 重大 0.5 个工作日', 'oa', 'major', 'resolve', { workdays: 0.5 }, 'working'],
    ['六-3 整体故障 30 分钟', 'oa', 'major', 'workaround', { ms: 30 * MINUTE }, 'always'],
    ['六-3 紧急调整单 2 小时', 'oa', 'adjust-urgent', 'resolve', { ms: 2 * HOUR }, 'always'],
    ['六-3 普通调整单 2 个工作日', 'oa', 'adjust', 'resolve', { workdayEnds: 2 }, 'working'],
    ['六-4 1 小时', 'exchange', 'general', 'respond', { ms: HOUR }, 'always'],
    ['六-4 4 小时', 'exchange', 'major', 'resolve', { ms: 4 * HOUR }, 'always'],
    ['六-4 咨询 24 小时', 'exchange', 'question', 'resolve', { ms: 24 * HOUR }, 'always'],
    ['六-7 2 小时', 'ofd', 'general', 'resolve', { ms: 2 * HOUR }, 'always'],
    ['六-9 市区 20 分钟', 'sec-devices', 'general', 'arrive', { ms: 20 * MINUTE }, 'always'],
    ['六-10 I类 10 分钟', 'core-rac', 'core-1', 'respond', { ms: 10 * MINUTE }, 'always'],
    ['六-10 I类 24 小时', 'core-rac', 'core-1', 'resolve', { ms: 24 * HOUR }, 'always'],
    ['六-10 II类 30 分钟', 'core-rac', 'core-2', 'respond', { ms: 30 * MINUTE }, 'always'],
    ['六-10 II类 8 小时', 'core-rac', 'core-2', 'resolve', { ms: 8 * HOUR }, 'always'],
    ['六-10 III类 30 分钟', 'core-rac', 'core-3', 'respond', { ms: 30 * MINUTE }, 'always'],
    ['六-10 III类考核要求 8 小时', 'core-rac', 'core-3', 'resolve', { ms: 8 * HOUR }, 'always'],
    ['六-10 设备 7 天', 'core-rac', 'core-device', 'resolve', { days: 7 }, 'working'],
    ['六-12 一般 2 小时', 'gov-sms', 'general', 'resolve', { ms: 2 * HOUR }, 'always'],
    ['六-12 重大 0.5 个工作日', 'gov-sms', 'major', 'resolve', { workdays: 0.5 }, 'working'],
    ['七 1 小时', 'edu-network', 'general', 'respond', { ms: HOUR }, 'always'],
    ['七 市区 20 分钟', 'edu-network', 'general', 'arrive', { ms: 20 * MINUTE }, 'always'],
    ['七 6 小时', 'edu-network', 'major', 'resolve', { ms: 6 * HOUR }, 'always'],
    ['八 1 个工作日', 'edu-course', 'general', 'respond', { workdays: 1 }, 'working'],
    ['十 考核 1 小时', 'edu-users', 'general', 'respond', { ms: HOUR }, 'always'],
    ['十 考核 7 小时', 'edu-users', 'general', 'resolve', { ms: 7 * HOUR }, 'always'],
    ['十 微信反馈 7 个工作日', 'edu-users', 'feedback', 'resolve', { workdayEnds: 7 }, 'working'],
    ['十一 6 小时', 'edu-security', 'general', 'resolve', { ms: 6 * HOUR }, 'always'],
    ['十二 20 分钟', 'hr-insurance', 'general', 'respond', { ms: 20 * MINUTE }, 'always'],
    ['十三 20 分钟', 'job-platform', 'general', 'respond', { ms: 20 * MINUTE }, 'always'],
    ['十四 城区 30 分钟', 'ssc-door', 'general', 'arrive', { ms: 30 * MINUTE }, 'working'],
    ['十四 现场诊断 1 小时', 'ssc-door', 'general', 'diagnose', { ms: 90 * MINUTE }, 'working'],
    ['十五 值班电话 30 分钟', 'plc-vlink', 'general', 'respond', { ms: 30 * MINUTE }, 'always'],
    ['十五 40 分钟', 'plc-vlink', 'general', 'arrive', { ms: 40 * MINUTE }, 'working'],
    ['十五 网络 1 小时', 'plc-network', 'general', 'arrive', { ms: HOUR }, 'working'],
    ['十五 返修 20 天', 'plc-terminal', 'repair', 'resolve', { days: 20 }, 'working'],
    ['十六 20 分钟', 'med-system', 'general', 'respond', { ms: 20 * MINUTE }, 'always'],
    ['十七 20 分钟', 'med-settlement', 'general', 'respond', { ms: 20 * MINUTE }, 'always'],
    ['十八 办公时间 10 分钟', 'hotline', 'general', 'arrive', { ms: 10 * MINUTE }, 'always'],
    ['十八 一般 2 小时', 'hotline', 'general', 'resolve', { ms: 2 * HOUR }, 'always'],
    ['十八 重大 6 小时', 'hotline', 'major', 'resolve', { ms: 6 * HOUR }, 'always'],
    ['十九-1 2 小时内联系', 'gov-window', 'mid', 'respond', { ms: 2 * HOUR }, 'always'],
    ['十九-1 2 日内告知期限', 'gov-window', 'low', 'diagnose', { days: 2 }, 'working'],
    ['十九-2 数据库 12 小时', 'gov-analysis-database', 'high', 'resolve', { ms: 12 * HOUR }, 'always'],
    ['十九-5 网络 20 分钟', 'hall-software', 'hall-network', 'resolve', { ms: 20 * MINUTE }, 'always'],
    ['十九-6 接口 2 小时', 'hall-query', 'hall-interface', 'resolve', { ms: 2 * HOUR }, 'always'],
    ['十九-6 接口 20 分钟', 'hall-query', 'hall-interface', 'respond', { ms: 20 * MINUTE }, 'always'],
    ['十九-6 下线 30 分钟', 'hall-net', 'hall-network', 'workaround', { ms: 30 * MINUTE }, 'always'],
    ['二十 30 分钟', 'house', 'general', 'respond', { ms: 30 * MINUTE }, 'always'],
    ['二十 2 小时内回复', 'house', 'general', 'diagnose', { ms: 2 * HOUR }, 'always'],
    ['二十 24 小时', 'house', 'major', 'resolve', { ms: 24 * HOUR }, 'always'],
    ['二十一 15 + 30 分钟', 'build-admin', 'general', 'arrive', { ms: 45 * MINUTE }, 'working'],
    ['二十二 1 小时', 'quality', 'general', 'respond', { ms: HOUR }, 'always'],
    ['二十二 4 小时', 'quality', 'general', 'arrive', { ms: 4 * HOUR }, 'always'],
    ['二十二 24 小时', 'quality', 'general', 'resolve', { ms: 24 * HOUR }, 'always'],
    ['二十三 40 分钟', 'expo', 'general', 'arrive', { ms: 40 * MINUTE }, 'working'],
  ])('%s (%s %s)', (_clause, systemId, level, clock, target, calendar) => {
    const { clocks } = reported(contract, { systemId, level, at: '2023-03-01 11:00' }).ticket;
    const binding = clocks.filter((each) => each.clock === clock && each.binding === 'contract');
    expect(binding).toMatchObject([{ target, calendar }]);
  });

  test.each([
    'sec-emergency',
    'credit-platform',
    'portal',
    'term-windows',
    'edu-window',
    'build-admin',
    'archive-main',
  ])('%s has no printed time to resolve: the two sides agree on one', (systemId) => {
    const due = dueTexts(reported(contract, { systemId, level: 'general', at: '2023-03-01 11:00' }));
    expect(due).toMatchObject({ 'default.respond': '2023-03-01 11:15', 'default.resolve': 'agreed' });
  });

  test('a report whose system nobody knows still has to be answered', () => {
    const due = dueTexts(reported(contract, { systemId: 'unknown', level: 'general', at: '2023-03-01 11:00' }));
    expect(due).toEqual({ 'default.respond': '2023-03-01 11:15', 'default.resolve': 'agreed' });
  });
});

test('no ticket has the same promise twice, and each is to be answered and resolved', () => {
  for (const { id: systemId } of contract.systems) {
    for (const level of schemeFor(contract, systemId).levels) {
      const { clocks } = reported(contract, { systemId, level, at: '2023-03-01 11:00' }).ticket;
      const promises = clocks.map(({ clock, binding }) => `${clock} ${binding}`);
      expect(new Set(promises).size).toBe(promises.length);
      expect(promises).toEqual(expect.arrayContaining(['respond internal', 'resolve contract']));
    }
  }
});

describe('0.5 个工作日 is 4 hours of 10:00–14:00 and 15:30–19:30', () => {
  test.each([
    ['in the morning, used up when lunch begins', '2023-03-01 10:00', '2023-03-01 14:00'],
    ['at lunch, used up when the day ends', '2023-03-01 14:30', '2023-03-01 19:30'],
    ['on a Friday at 17:59', '2023-03-03 17:59', '2023-03-06 12:29'],
    ['on a Saturday', '2023-03-04 10:00', '2023-03-06 14:00'],
    ['before the Spring Festival, to a make-up Saturday', '2023-01-20 17:30', '2023-01-28 12:00'],
    ['on a make-up Saturday', '2023-05-06 10:00', '2023-05-06 14:00'],
    ['before National Day, to a make-up Saturday', '2023-09-28 18:30', '2023-10-07 13:00'],
    ['over the year end', '2023-12-29 18:00', '2024-01-02 12:30'],
  ])('%s', (_name, at, due) => {
    for (const [systemId, clockId] of [
      ['video-2', 'p02.major'],
      ['oa', 'p06-03.major'],
      ['gov-sms', 'p06-12.major'],
    ] as const) {
      expect(dueTexts(reported(contract, { systemId, level: 'major', at }))).toHaveProperty([clockId], due);
    }
  });
});

describe('days and working days to their end', () => {
  test.each([
    ['2 个工作日, from a Friday', 'oa', 'adjust', 'p06-03.adjust', '2023-03-03 17:59', '2023-03-08 00:00'],
    ['2 个工作日, over the Spring Festival', 'oa', 'adjust', 'p06-03.adjust', '2023-01-20 11:00', '2023-01-30 00:00'],
    ['2 个工作日, over the year end', 'oa', 'adjust', 'p06-03.adjust', '2023-12-28 23:59', '2024-01-03 00:00'],
    ['5 个工作日, from a Friday', 'fin-foa', 'correction', 'p04.correction', '2023-03-03 09:00', '2023-03-11 00:00'],
    ['2 日, in the week', 'fin-foa', 'correction', 'p04.correction.respond', '2023-03-07 09:00', '2023-03-10 00:00'],
    [
      '2 日, the last is a Sunday',
      'fin-foa',
      'correction',
      'p04.correction.respond',
      '2023-03-03 09:00',
      '2023-03-07 00:00',
    ],
    ['7 天', 'core-rac', 'core-device', 'p06-10.device', '2023-03-03 09:00', '2023-03-11 00:00'],
    [
      '7 天, the last is a Saturday',
      'core-rac',
      'core-device',
      'p06-10.device',
      '2023-03-04 09:00',
      '2023-03-14 00:00',
    ],
    ['7 个工作日', 'edu-users', 'feedback', 'p10.feedback', '2023-03-03 09:00', '2023-03-15 00:00'],
    ['20 天', 'plc-terminal', 'repair', 'p15.repair', '2023-03-01 12:00', '2023-03-22 00:00'],
    [
      '1 个工作日 is the same time of the next',
      'edu-course',
      'general',
      'p08.respond',
      '2023-03-03 17:59',
      '2023-03-06 17:59',
    ],
  ])('%s', (_name, systemId, level, clockId, at, due) => {
    expect(dueTexts(reported(contract, { systemId, level, at }))).toHaveProperty([clockId], due);
  });
});

describe('exactly at the target is met, 1 ms over is not', () => {
  test.each([
    ['video-2', 'general', 'p02.general'],
    ['video-2', 'major', 'p02.major'],
    ['vsp', 'major', 'p03.offline'],
    ['oa', 'adjust', 'p06-03.adjust'],
    ['core-rac', 'core-1', 'p06-10.first.respond'],
    ['core-rac', 'core-3', 'p06-10.third'],
    ['core-rac', 'core-device', 'p06-10.device'],
    ['edu-network', 'general', 'p07.arrive'],
    ['hotline', 'general', 'p18.arrive'],
    ['hall-net', 'hall-network', 'hall.network'],
    ['house', 'general', 'p20.diagnose'],
  ])('%s %s: %s', (systemId, level, clockId) => {
    const story = reported(contract, { systemId, level, at: '2023-03-03 17:59' });
    const { dueAt = 0 } = story.clock(clockId);
    expect(stateWhenDoneAt(story, clockId, dueAt)).toBe('met');
    expect(stateWhenDoneAt(story, clockId, dueAt + 1)).toBe('breached');
  });
});

describe('the chosen readings', () => {
  test('六-10 III类: the bot nags at 2 hours, the penalty is at 8', () => {
    const due = dueTexts(reported(contract, { systemId: 'core-rac', level: 'core-3', at: '2023-03-03 17:59' }));
    expect(due).toEqual({
      'p06-10.early': '2023-03-03 18:09',
      'p06-10.second.respond': '2023-03-03 18:29',
      'p06-10.third.early': '2023-03-03 19:59',
      'p06-10.third': '2023-03-04 01:59',
    });
    expect(contract.clocks.find(({ id }) => id === 'p06-10.third.early')).toMatchObject({ binding: 'internal' });
  });

  test.each([
    ['before office hours', '2023-03-01 09:59', '2023-03-01 10:29', 'p18.after-hours'],
    ['when they begin', '2023-03-01 10:00', '2023-03-01 10:10', 'p18.arrive'],
    ['at lunch', '2023-03-01 14:00', '2023-03-01 14:30', 'p18.after-hours'],
    ['in their last minute', '2023-03-01 19:29', '2023-03-01 19:39', 'p18.arrive'],
    ['when they end', '2023-03-01 19:30', '2023-03-01 20:00', 'p18.after-hours'],
    ['on a holiday', '2023-10-01 11:00', '2023-10-01 11:30', 'p18.after-hours'],
    ['on a make-up Saturday', '2023-10-07 11:00', '2023-10-07 11:10', 'p18.arrive'],
  ])('十八 到场, reported %s', (_name, at, due, clockId) => {
    const story = reported(contract, { systemId: 'hotline', level: 'general', at });
    const arrival = story.ticket.clocks.filter(({ clock }) => clock === 'arrive');
    expect(arrival).toMatchObject([{ id: clockId, binding: 'contract', dueAt: instant(due) }]);
  });

  test('十五: the network’s hour takes the place of the 40 minutes', () => {
    const due = dueTexts(reported(contract, { systemId: 'plc-network', level: 'general', at: '2023-03-01 13:40' }));
    expect(due).toMatchObject({ 'p15.network.arrive': '2023-03-01 16:10' });
    expect(due).not.toHaveProperty(['p15.arrive']);
  });

  test('二: the day for a new device is named when it has arrived', () => {
    const story = reported(contract, { systemId: 'video-2', level: 'general', at: '2023-03-01 11:00' });
    story.act(instant('2023-03-01 12:00'), qian, changeLevel('swap'));
    const dueAt = instant('2023-03-07 11:00');
    story.act(instant('2023-03-06 11:00'), qian, proposeDue(dueAt)).act(instant('2023-03-06 12:00'), li, acceptDue);
    expect(stateWhenDoneAt(story, 'p02.swap', dueAt)).toBe('met');
    expect(stateWhenDoneAt(story, 'p02.swap', dueAt + 1)).toBe('breached');
  });

  test('二十: the analysis of a major fault counts from the resolution, a day earlier internally', () => {
    const story = reported(contract, { systemId: 'house', level: 'major', at: '2023-03-02 12:00' });
    story.act(instant('2023-03-03 11:59'), li, resolve);
    expect(dueTexts(story)).toMatchObject({ 'p20.report': '2023-03-08 00:00', 'p20.report.early': '2023-03-07 00:00' });
  });

  test('各 choices says what was chosen and what else it could mean', () => {
    expect(contract.choices).toHaveLength(29);
    expect(contract.choices.filter(({ others, clause }) => others.length === 0 || clause === undefined)).toEqual([]);
  });
});

describe('十九-3 紧急程度 × 影响程度', () => {
  const { matrix } = contract.schemes.find(({ id }) => id === 'gov') ?? {};
  test.each([
    ['低', '小', 'low'],
    ['低', '中', 'low'],
    ['低', '大', 'mid'],
    ['中', '小', 'low'],
    ['中', '中', 'mid'],
    ['中', '大', 'high'],
    ['高', '小', 'mid'],
    ['高', '中', 'high'],
    ['高', '大', 'major-event'],
  ])('%s × %s', (urgency, impact, level) => {
    const row = matrix?.rows.values.findIndex(({ name }) => name === `紧急程度${urgency}`) ?? -1;
    const column = matrix?.columns.values.findIndex(({ name }) => name === `影响程度${impact}`) ?? -1;
    expect(matrix?.cells[row]?.[column]).toEqual({ level, ask: false });
  });
});

describe('the level of a report', () => {
  test.each([
    ['协同办公平台登录不上了', 'oa', 'general'],
    ['OA打不开，全市都打不开', 'oa', 'general'],
    ['协同办公平台整体故障，所有人都登录不上', 'oa', 'major'],
    ['OA提交一张信息调整单，新增人员两名，权限不对', 'oa', 'adjust'],
    ['OA有张紧急调整单，人员权限错误', 'oa', 'adjust-urgent'],
    ['数字城市核心数据库连不上', 'core-rac', 'core-3'],
    ['数字城市核心数据库连不上，按I类故障处理', 'core-rac', 'core-1'],
    ['核心交换机故障，II类故障', 'core-switch-gov', 'core-2'],
    ['域控登录不了，I类', 'core-domain', 'core-1'],
    ['域控登录不了，Ⅱ类', 'core-domain', 'core-2'],
    ['域控报错，III类', 'core-domain', 'core-3'],
    ['数字城市机房服务器硬盘坏了', 'core-server-city', 'core-device'],
    ['电子政务机房核心路由器出现III类故障', 'core-router', 'core-3'],
    ['小区摄像头离线了', 'video-2', 'general'],
    ['摄像机坏了要换设备，更换设备', 'video-2', 'swap'],
    ['视频共享平台离线，平台离线10分钟了', 'vsp', 'major'],
    ['财政专网上不去', 'fin-network', 'general'],
    ['政府短信平台短信发不出去', 'gov-sms', 'general'],
    ['12345热线系统故障，重大故障', 'hotline', 'major'],
    ['教育局视频会议连不上', 'edu-video', 'general'],
    ['学校网络断网了', 'edu-network', 'general'],
    ['两定结算报错，刷不了卡', 'med-settlement', 'general'],
    ['房产系统网签提交失败', 'house', 'general'],
    // 十九: the matrix
    ['政务服务运行管理系统打不开，所有窗口都办不了', 'gov-operation', 'major-event'],
    ['一窗受理平台登录不上，几个窗口都这样', 'gov-window', 'high'],
    ['一窗受理平台打不开，个别窗口', 'gov-window', 'mid'],
    ['事项库查询不了，全市都查不了', 'gov-items', 'high'],
    ['事项管理系统导出报错', 'gov-items', 'mid'],
    ['电子监察平台报错，就我', 'gov-supervision', 'low'],
    ['可视化分析系统很慢', 'gov-analysis', 'low'],
    ['可视化分析系统很慢，全市都慢', 'gov-analysis', 'mid'],
    ['一体化平台有点问题，打不开', 'gov-region', 'high'],
    ['一窗受理平台有几个字显示不对，不影响业务', 'gov-window', 'low'],
    // 十九-5, -6: the table of the hall
    ['自助终端断网了', 'hall-software', 'hall-network'],
    ['自助机无房证明打印报错', 'hall-software', 'hall-interface'],
    ['综合查询机人脸识别失败', 'hall-query', 'hall-interface'],
    ['叫号机坏了', 'hall-queue', 'hall-other'],
    ['大厅网络不通', 'hall-net', 'hall-network'],
    ['大厅网络断了', 'hall-net', 'hall-network'],
    ['大厅无房证明打印接口报错', 'hall-software', 'hall-interface'],
    ['PaaS平台用户中心登录不了', 'paas-users', 'general'],
    ['大厅大屏不亮了，黑屏', 'hall-screen', 'hall-other'],
  ])('%s', (text, systemId, level) => {
    expect(levelOfReport(contract, text)).toEqual({ systemId, level, asks: false });
  });
});
