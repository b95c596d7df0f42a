import { describe, expect, test } from 'vitest';
import type { ClockName, ClockRule, Contract, Level, LevelMatrix, System } from '../../domain/contract.ts';
import { MINUTE } from '../../domain/types.ts';
import { Desk } from './harness.ts';

const level = (id: string, name: string, rank: number, more: Partial<Level> = {}): Level => ({
  id,
  name,
  nameEn: name,
  rank,
  signs: [],
  statements: [],
  chain: 'default',
  ...more,
});
const system = (id: string, name: string, more: Partial<System> = {}): System => ({
  id,
  name,
  nameEn: name,
  aliases: [],
  ...more,
});
const value = (id: string, name: string, words: readonly string[], classes: readonly string[] = []) => ({
  id,
  name,
  nameEn: name,
  words,
  classes,
});
const matrix: LevelMatrix = {
  rows: {
    name: '系统',
    nameEn: 'System',
    otherwise: 'general',
    values: [value('core', '核心系统', [], ['core']), value('general', '一般系统', [], ['general'])],
  },
  columns: {
    name: '用户',
    nameEn: 'Users',
    otherwise: 'few',
    values: [value('all', '半数以上用户', ['所有人']), value('few', '个别用户', [])],
  },
  cells: [
    [
      { level: 'l1', ask: false },
      { level: 'l2', ask: false },
    ],
    [
      { level: 'l3', ask: true },
      { level: 'l3', ask: false },
    ],
  ],
};
const clock = (name: ClockName, of: string, ms: number): ClockRule => ({
  id: `${of}.${name}`,
  clock: name,
  levels: [of],
  systems: [],
  profiles: [],
  projects: [],
  target: { ms },
  calendar: 'always',
  binding: 'contract',
  pausable: false,
  clause: of,
});
const changes: Partial<Contract> = {
  systems: [
    system('police', '警务平台', { class: 'core' }),
    system('notice', '公告系统', { class: 'general' }),
    system('site', '门户网站', { scheme: 'plain' }),
  ],
  levels: [
    level('l1', '1级', 1),
    level('l2', '2级', 2),
    level('l3', '3级', 3),
    level('p1', '严重', 1, { signs: ['打不开'] }),
    level('p2', '一般', 2),
  ],
  schemes: [
    { id: 'matrix', levels: ['l1', 'l2', 'l3'], defaultLevel: 'l3', matrix },
    { id: 'plain', levels: ['p1', 'p2'], defaultLevel: 'p2' },
  ],
  defaultScheme: 'matrix',
  clocks: [],
};

describe('a level that the contract leaves open', () => {
  const asked =
    '@qian GZ-260303-01 为「一般系统」×「半数以上用户」，合同未写明此种情形，暂按「3级」计时，请监理核定级别。';

  test('is asked of the supervisors, with the button that decides it', async () => {
    const desk = await Desk.open(changes);
    const said = await desk.say('wang', '公告系统所有人打不开');
    expect(said.lines).toContain(asked);
    const [ticket] = await desk.tickets();
    expect(ticket?.levelReason).toEqual({ code: 'matrix', row: 'general', column: 'all', ask: true });
    const question = said.card(1);
    expect(question.actions.map(({ action }) => action)).toEqual(['change_level', 'show_ticket']);
    const form = question.actions[0]?.form?.[0];
    // The proposed one is among them: to keep it is a decision as well.
    expect(form?.type === 'select' && form.options.map(({ label }) => label)).toEqual(['1级', '2级', '3级']);
  });

  test('is settled by naming the proposed level as well, and the question loses its button', async () => {
    const desk = await Desk.open(changes);
    const ticket = await desk.report('公告系统所有人打不开');
    const said = await desk.tap('qian', 'change_level', ticket, { to: 'l3', reason: '核定' });
    expect((await desk.fresh(ticket)).levelReason).toEqual({ code: 'person', by: 'qian' });
    const settled = said.all.find((row) => row.op === 'refresh' && row.cardKey === `request:${ticket.id}:level`);
    expect(settled?.content.card?.actions.map(({ action }) => action)).toEqual(['show_ticket']);
  });

  test('is not asked about where the contract says it', async () => {
    const desk = await Desk.open(changes);
    const said = await desk.say('wang', '警务平台所有人打不开');
    expect(said.lines).toEqual(['@li 新故障 GZ-260303-01 警务平台：「所有人打不开」。请接单。']);
  });
});

describe('another system', () => {
  test('has other levels: the report is read anew by them', async () => {
    const desk = await Desk.open(changes);
    const ticket = await desk.report('公告系统打不开');
    expect(ticket.level).toBe('l3');
    const after = await desk.do('qian', 'change_system', ticket, { to: 'site' });
    expect(after).toMatchObject({ systemId: 'site', level: 'p1', levelReason: { code: 'sign', word: '打不开' } });
  });

  test('of another class has another cell of the matrix, and what is open by it is asked', async () => {
    const desk = await Desk.open(changes);
    const ticket = await desk.report('警务平台所有人打不开');
    expect(ticket.level).toBe('l1');
    const said = await desk.tap('qian', 'change_system', ticket, { to: 'notice' });
    expect(said.lines).toEqual([
      '@wang @li 钱监理 已将 GZ-260303-01 的系统改为「公告系统」，级别为「3级」，未到期的时限自报障时起重新核算。',
      '@qian GZ-260303-01 为「一般系统」×「半数以上用户」，合同未写明此种情形，暂按「3级」计时，请监理核定级别。',
    ]);
  });

  test('that makes it milder by an engineer’s word rings the supervisors, who decide about the level', async () => {
    const clocks = [clock('arrive', 'l3', 30 * MINUTE), clock('arrive', 'p2', 60 * MINUTE)];
    const desk = await Desk.open({ ...changes, clocks });
    const ticket = await desk.report('系统卡住了');
    const said = await desk.tap('li', 'change_system', ticket, { to: 'site' });
    expect(said.lines).toEqual([
      '@wang @qian 李工 已将 GZ-260303-01 的系统改为「门户网站」，级别为「一般」，未到期的时限自报障时起重新核算。',
      '@qian GZ-260303-01 的系统改为「门户网站」后，级别或合同时限有变动，暂按「一般」计时，请监理核定级别。',
      '如大家对系统有习惯叫法，可发送「记住 叫法 = 门户网站」，今后按该叫法识别系统。',
    ]);
    const question = said.all.find((row) => row.op === 'post' && row.cardKey === `request:${ticket.id}:level`)?.content
      .card;
    expect(question?.fields[0]?.value).toEqual(['一般（系统变更后按所属类别判定），待监理核定']);
    const form = question?.actions.find(({ action }) => action === 'change_level')?.form?.[0];
    expect(form?.type === 'select' && form.options.map(({ label }) => label)).toEqual(['严重', '一般']);
    const decided = await desk.tap('qian', 'change_level', await desk.fresh(ticket), { to: 'p2', reason: '核定' });
    const settled = decided.all.find((row) => row.op === 'refresh' && row.cardKey === `request:${ticket.id}:level`);
    expect(settled?.content.card?.actions.map(({ action }) => action)).toEqual(['show_ticket']);
  });

  test('that replaces a level that a person has decided asks anew', async () => {
    const desk = await Desk.open(changes);
    const ticket = await desk.report('公告系统卡住了');
    await desk.do('qian', 'change_level', ticket, { to: 'l1', reason: '核定' });
    const said = await desk.tap('qian', 'change_system', await desk.fresh(ticket), { to: 'site' });
    expect(said.lines.at(-1)).toContain('请监理核定级别');
  });

  test('leaves a level alone that a person has decided', async () => {
    const desk = await Desk.open(changes);
    const ticket = await desk.report('公告系统打不开');
    await desk.do('qian', 'change_level', ticket, { to: 'l2', reason: '核定' });
    const after = await desk.do('qian', 'change_system', ticket, { to: 'police' });
    expect(after).toMatchObject({ systemId: 'police', level: 'l2', levelReason: { code: 'person', by: 'qian' } });
  });

  test('without a sign of its levels gives its default, because of the system', async () => {
    const desk = await Desk.open(changes);
    const ticket = await desk.report('公告系统卡住了');
    const after = await desk.do('qian', 'change_system', ticket, { to: 'site' });
    expect(after).toMatchObject({ level: 'p2', levelReason: { code: 'system' } });
  });

  test('is refused where it is none of the contract’s, or the same', async () => {
    const desk = await Desk.open(changes);
    const ticket = await desk.report('公告系统打不开');
    const unknown = await desk.tap('qian', 'change_system', ticket, { to: 'gone' });
    expect(unknown.lines[0]).toContain('未找到与「gone」相符的系统');
    expect(unknown.card().asksForm).toBe(true);
    const same = await desk.tap('qian', 'change_system', ticket, { to: 'notice' });
    expect(same.lines).toEqual(['工单的系统已是「公告系统」。']);
  });

  test('is named on the button where none is known yet', async () => {
    const desk = await Desk.open(changes);
    const said = await desk.say('wang', '系统报错500');
    const button = said.card().actions.find(({ action }) => action === 'change_system');
    expect(button?.label).toBe('指定系统');
  });
});

test('the levels that may be typed are those of the ticket’s system', async () => {
  const desk = await Desk.open(changes);
  await desk.report('门户网站打不开');
  const said = await desk.say('qian', '改级 1 2级 核定');
  expect(said.lines).toEqual(['请写明级别：严重、一般。']);
});
