import { describe, expect, test } from 'vitest';
import { parseTicketReference } from '../../domain/number.ts';
import type { TicketCommandType } from '../../domain/ticket-types.ts';
import { personId } from '../../domain/types.ts';
import { splitArguments, splitResolution, typedInput } from '../../handlers/typed-command.ts';
import { contractWith } from '../domain/fixture.ts';

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
    { id: personId('li'), name: '李', roles: ['engineer'] },
    { id: personId('li-gong'), name: '李工', roles: ['engineer'] },
    { id: personId('zhou'), name: 'Zhou Wei', roles: ['engineer'] },
  ] as const;
  const contract = contractWith({
    levels: [
      { id: 'critical', name: '影响业务', nameEn: 'Business affected', rank: 1, signs: [] },
      { id: 'normal', name: '不影响业务', nameEn: 'Business not affected', rank: 2, signs: [] },
    ],
  });
  const given = { members, contract, said: '仍未解决' };

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
    ['confirm', '评分', { rating: '' }],
    ['reopen', '', { reason: '仍未解决' }],
    ['reopen', '登录报错', { reason: '登录报错' }],
    ['suspend', '', { reason: '' }],
  ])('%s %j', (type, rest, input) => {
    expect(typedInput(type, rest, given)).toEqual({ ok: true, input });
  });

  test('a name that nobody has and a level that the contract does not know are told apart from missing words', () => {
    expect(typedInput('transfer', '孙工 快', given)).toEqual({ ok: false, problem: 'unknown_person', name: '孙工' });
    expect(typedInput('change_level', '一般', given)).toEqual({ ok: false, problem: 'unknown_level' });
  });
});
