import { describe, expect, test } from 'vitest';
import { lexicon } from '../../cards/lexicon.zh.ts';
import type { Contract } from '../../domain/contract.ts';
import { understand } from '../../domain/intake.ts';
import { parseTicketReference } from '../../domain/number.ts';
import type { TicketCommandType } from '../../domain/ticket-types.ts';
import { personId } from '../../domain/types.ts';
import { namedSystem } from '../../handlers/named-system.ts';
import { splitArguments, splitResolution, typedInput } from '../../handlers/typed-command.ts';
import { contractWith, level, namedLevels } from '../domain/fixture.ts';

const namesIn = (contract: Contract, departmentId?: string) => (said: string) =>
  namedSystem({ contract, members: [], taught: [] }, said, {
    reporterId: personId('wang'),
    ...(departmentId !== undefined && { departmentId }),
  });

describe('what follows a command’s word', () => {
  test.each([
    ['', undefined, ''],
    ['7', '7', ''],
    ['7号', '7号', ''],
    ['7 号', '7', ''],
    ['＃7', '＃7', ''],
    ['７ 更换证书', '７', '更换证书'],
    ['0303-7：更换证书', '0303-7', '更换证书'],
    ['gz-260303-07, replaced', 'gz-260303-07', 'replaced'],
    ['二楼也打不开', undefined, '二楼也打不开'],
    ['3个窗口', undefined, '3个窗口'],
    ['7 第一行\n第二行', '7', '第一行\n第二行'],
    ['0', undefined, '0'],
  ])('%j', (args, said, rest) => {
    const split = splitArguments(args);
    expect(split.reference?.said).toBe(said);
    expect(split.rest).toBe(rest);
    if (said !== undefined) expect(split.reference?.meant).toEqual(parseTicketReference(said));
  });
});

describe('cause and action of a resolution', () => {
  test.each([
    ['原因 证书过期 措施 更换证书', '证书过期', '更换证书'],
    ['原因：证书过期，措施：更换证书', '证书过期', '更换证书'],
    ['故障原因 证书过期；处理措施 更换证书', '证书过期', '更换证书'],
    ['证书过期；更换证书', '证书过期', '更换证书'],
    ['证书过期\n更换证书', '证书过期', '更换证书'],
    ['cause expired certificate action replaced it', 'expired certificate', 'replaced it'],
    ['Cause: expired certificate; Fix: replaced it', 'expired certificate', 'replaced it'],
    ['证书过期 措施 更换证书', '证书过期', '更换证书'],
    // No word of the action's inside a word of the cause's.
    ['原因 数据处理模块异常 措施 重启', '数据处理模块异常', '重启'],
    ['原因 处理器过热 措施 更换风扇', '处理器过热', '更换风扇'],
    ['cause the transaction log was full action cleared it', 'the transaction log was full', 'cleared it'],
  ])('%j', (rest, cause, action) => {
    expect(splitResolution(rest)).toEqual({ cause, action });
  });

  test.each(['', '更换了证书', '原因 证书过期', 'fixed'])(
    '%j says one thing only, so the other is asked for',
    (rest) => {
      expect(splitResolution(rest).action).toBeUndefined();
    },
  );
});

describe('what was typed after the number', () => {
  const members = [
    { id: personId('li'), name: '李', roles: ['engineer'], posts: [] },
    { id: personId('li-gong'), name: '李工', roles: ['engineer'], posts: [] },
    { id: personId('zhou'), name: 'Zhou Wei', roles: ['engineer'], posts: [] },
  ] as const;
  const contract = contractWith({
    levels: namedLevels,
    systems: [
      { id: 'site', name: '信用广州网站', nameEn: 'Credit Guangzhou website', aliases: ['信用网站'] },
      { id: 'land', name: '国土资源数据平台', nameEn: 'Land data', aliases: [] },
      { id: 'exchange', name: '数据交换平台', nameEn: 'Data exchange', aliases: [] },
    ],
  });
  const given = { members, contract, now: Date.parse('2026-03-03T09:30:00+08:00'), systemNamed: namesIn(contract) };

  test.each<[TicketCommandType, string, object]>([
    ['transfer', '李工 他在现场', { to: 'li-gong', reason: '他在现场' }],
    ['transfer', '@李工，他在现场', { to: 'li-gong', reason: '他在现场' }],
    ['transfer', '＠zhou wei', { to: 'zhou', reason: '' }],
    ['change_level', '不影响业务 只是样式', { to: 'normal', reason: '只是样式' }],
    ['change_level', '影响业务：大厅停办', { to: 'critical', reason: '大厅停办' }],
    ['change_level', 'normal cosmetic', { to: 'normal', reason: 'cosmetic' }],
    ['change_level', 'business not affected: cosmetic', { to: 'normal', reason: 'cosmetic' }],
    ['confirm', '5', { rating: '5' }],
    ['confirm', '５分', { rating: '5' }],
    ['confirm', '评分 4', { rating: '4' }],
    ['confirm', '-1', { rating: '-1' }],
    ['confirm', '评分', { rating: '评分' }],
    ['confirm', '五星', { rating: '5' }],
    ['confirm', '评分：4 分。', { rating: '4' }],
    ['confirm', '5 stars', { rating: '5' }],
    ['reopen', '', { reason: '' }],
    ['change_system', '信用网站', { to: 'site', reason: '' }],
    ['change_system', '信用广州网站，经核实', { to: 'site', reason: '经核实' }],
    ['change_system', '国土', { to: 'land', reason: '' }],
    ['change_system', 'data exchange: checked', { to: 'exchange', reason: 'checked' }],
    ['propose_due', '明天 15:00', { at: '明天 15:00' }],
    ['enter_late', '到场 09:05 路上没信号', { step: 'arrive', at: '09:05', reason: '路上没信号' }],
    ['enter_late', '到场 ０９：０５，路上没信号', { step: 'arrive', at: '09:05', reason: '路上没信号' }],
    ['enter_late', '到场09:05路上没信号', { step: 'arrive', at: '09:05', reason: '路上没信号' }],
    ['enter_late', '接单 昨天 23:50 机房无信号', { step: 'acknowledge', at: '昨天 23:50', reason: '机房无信号' }],
    ['enter_late', 'arrive 09:05 no signal', { step: 'arrive', at: '09:05', reason: 'no signal' }],
    ['enter_late', '到场 刚才 路上没信号', { step: 'arrive', at: '刚才', reason: '路上没信号' }],
    ['merge', '到 7', { into: '7' }],
    ['merge', '到7', { into: '7' }],
    ['merge', '7', { into: '7' }],
    ['merge', 'into 0303-7', { into: '0303-7' }],
    ['report_fault', '经过和原因', { text: '经过和原因' }],
    ['reopen', '登录报错', { reason: '登录报错' }],
    ['suspend', '', { reason: '' }],
  ])('%s %j', (type, rest, input) => {
    expect(typedInput(type, rest, given)).toEqual({ ok: true, input });
  });

  describe('of a ticket of the education department', () => {
    const of = (id: string, department: string, name = id): Contract['systems'][number] => {
      return { id, name, nameEn: id, aliases: ['扫描仪', ...(name === '打印机' ? [] : ['打印机'])], department };
    };
    const departments = ['schools', 'finance', 'office'].map((id) => {
      return { id, name: id, nameEn: id, aliases: [], calendars: {} };
    });
    const systems = [of('a', 'finance'), of('b', 'schools'), of('c', 'office', '打印机')];
    const there = contractWith({ departments, systems });
    test.each([
      ['its own of those that are called alike', 'schools', '打印机 核实过', { input: { to: 'b', reason: '核实过' } }],
      ['asked about where none is its own', 'police', '扫描仪', { problem: 'unclear_system' }],
      ['the one whose whole name it is, where none is its own', 'police', '打印机', { input: { to: 'c' } }],
    ])('%s', (_name, departmentId, rest, typed) => {
      const systemNamed = namesIn(there, departmentId);
      expect(typedInput('change_system', rest, { ...given, contract: there, systemNamed })).toMatchObject(typed);
    });
  });

  describe('a level by the first word of its name', () => {
    const named = (id: string, name: string, rank: number) => ({ ...level(id, rank), name });
    const levels = [
      named('l2', '2级 高', 1),
      named('l3', '3级 中', 2),
      named('core-1', 'I类（紧急）', 3),
      named('urgent', '调整单（紧急）', 4),
      named('calm', '调整单（普通）', 5),
    ];
    const scheme = { id: 'default', levels: levels.map(({ id }) => id), defaultLevel: 'l3' };
    const pack = { ...given, contract: contractWith({ levels, schemes: [scheme] }) };
    test.each([
      ['2级 大厅停办', { ok: true, input: { to: 'l2', reason: '大厅停办' } }],
      ['2级 高 大厅停办', { ok: true, input: { to: 'l2', reason: '大厅停办' } }],
      ['I类', { ok: true, input: { to: 'core-1', reason: '' } }],
      ['调整单（普通）', { ok: true, input: { to: 'calm', reason: '' } }],
      ['调整单', { ok: false, problem: 'unknown_level' }],
    ])('%s', (rest, typed) => expect(typedInput('change_level', rest, pack)).toEqual(typed));
  });

  test.each([
    ['a part of two names', '数据', ['land', 'exchange']],
    ['one character', '国', []],
    ['what is in no name', '财务系统', []],
    ['nothing', '', []],
  ])('a system that is named by %s is asked about', (_name, rest, possible) => {
    expect(typedInput('change_system', rest, given)).toEqual({ ok: false, problem: 'unclear_system' });
    expect(given.systemNamed(rest)).toMatchObject({ ok: false, possible });
  });

  test('a late entry without a step that can be entered late is asked about', () => {
    expect(typedInput('enter_late', '撤销 09:05', given)).toEqual({ ok: false, problem: 'unknown_step' });
  });

  test.each([
    ['the beginning of two names', 'Zhou', ['zhou']],
    ['a name that goes on', '李工程师', ['li', 'li-gong']],
  ])('%s is asked about', (_name, rest, people) => {
    const typed = typedInput('transfer', rest, given);
    expect(typed).toMatchObject({ ok: false, problem: 'ambiguous_person', people });
  });

  test('two people of one name are asked about, unless only one of them can take a ticket', () => {
    const twin = { id: personId('twin'), name: '李工', roles: ['manager'], posts: [] } as const;
    const clerk = { ...twin, roles: ['reporter'] } as const;
    const typed = (more: typeof twin | typeof clerk) =>
      typedInput('transfer', '李工 在现场', { ...given, members: [...members, more] });
    expect(typed(twin)).toMatchObject({ problem: 'ambiguous_person', people: ['li-gong', 'twin'] });
    expect(typed(clerk)).toEqual({ ok: true, input: { to: 'li-gong', reason: '在现场' } });
  });

  test.each(['还是打不开，3个窗口都不行', '2小时就修好了', '5 个窗口', '很好'])('确认 %s rates nothing', (rest) => {
    expect(typedInput('confirm', rest, given)).toEqual({ ok: false, problem: 'not_a_rating' });
  });

  test('a name that nobody has and a level that the contract does not know are told apart from missing words', () => {
    expect(typedInput('transfer', '孙工 快', given)).toEqual({ ok: false, problem: 'unknown_person', name: '孙工' });
    expect(typedInput('change_level', '一般', given)).toEqual({ ok: false, problem: 'unknown_level' });
  });
});

const TYPED = ['confirm', 'transfer', 'change_level', 'resolve', 'change_system', 'enter_late', 'merge'] as const;

describe('a message is read in time that grows with its length, whoever sent it', () => {
  const long = 20_000;
  const hostile = [
    ['spaces', ' '.repeat(long)],
    ['marks', '，；。'.repeat(long / 3)],
    ['labels', '措施 原因 '.repeat(long / 6)],
    ['letters', 'a'.repeat(long)],
    ['digits', '7'.repeat(long)],
    ['dashes', 'GZ-'.repeat(long / 3)],
    ['ligatures that grow when they are made comparable', '\ufdfa'.repeat(long)],
    ['faults', '打不开 没有 '.repeat(long / 7)],
    ['signs with a negation', '不影响业务'.repeat(long / 5)],
  ] as const;
  const given = {
    members: [{ id: personId('li'), name: '李工', roles: ['engineer'], posts: [] }],
    contract: contractWith({}),
    now: 0,
    systemNamed: namesIn(contractWith({})),
  } as const;
  const texts = hostile.flatMap(([name, filling]) => [
    [`${name} to the end`, filling],
    [`${name} in the middle`, `原因${filling}x`],
  ]);

  test.each(texts)('%s', (_name, text) => {
    // Quadratic work on 20,000 characters takes seconds, cubic work hours.
    const began = performance.now();
    splitResolution(text);
    splitArguments(text);
    for (const type of TYPED) typedInput(type, text, given);
    understand(text, { contract: given.contract, lexicon });
    expect(performance.now() - began).toBeLessThan(1_500);
  });
});
