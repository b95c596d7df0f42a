import { beforeEach, describe, expect, test } from 'vitest';
import { findingCode } from '../../domain/assessment/finding-code.ts';
import { POINT } from '../../domain/assessment/points.ts';
import type { RecordDoc } from '../../domain/assessment/records.ts';
import { DAY } from '../../domain/types.ts';
import { ownAsk, statementFor } from '../../handlers/own-statements.ts';
import { Desk, NINE, type Said } from './harness.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});

const docs = async (): Promise<readonly RecordDoc[]> =>
  (await desk.store.assessmentRecords(desk.contract.id, NINE - 400 * DAY, NINE + 400 * DAY)).map(({ doc }) => doc);
const entries = async (type: string) =>
  (await desk.store.entries(desk.contract.id, [type], 0, NINE + 400 * DAY)).length;
const offered = (said: Said) => said.card().actions.map(({ action }) => action);

/** All that a period of this contract wants from people; whatever the tickets do not tell. */
async function gradeAll(): Promise<void> {
  for (let round = 0; round < 60; round += 1) {
    const said = await desk.say('qian', '打分');
    const card = said.all.flatMap(({ content }) => content.card ?? [])[0];
    if (!card) return;
    for (const { label, value } of card.fields) {
      const [id = ''] = label.split(' ');
      const asked = String(value[0]);
      const most = /–([\d.]+) 分/u.exec(asked)?.[1] ?? '0';
      if (asked.includes('比率')) await desk.say('qian', `登记 ${id} 10/10`);
      else if (asked.includes('勾选')) await desk.say('qian', `满意 ${id}`);
      else await desk.say('qian', `打分 ${id} ${most}`);
    }
  }
  throw new Error('there is always something left to grade');
}

describe('打分', () => {
  test('keeps the mark, its reason and its period', async () => {
    const said = await desk.say('qian', '打分 GZ1.1 3.5 进度略有滞后');
    expect(said.lines.join()).toMatch(/已记录 第\d考核期 GZ1\.1 .*：3\.5 分/u);
    expect(await docs()).toMatchObject([{ type: 'grade', rule: 'GZ1.1', grader: 'qian', points: 3.5 * POINT }]);
  });

  test.each([
    ['the whole item', '4', 1],
    ['more than the item', '4.001', 0],
    ['nothing', '0', 1],
    ['a word', '很好', 0],
    ['less than nothing', '-1', 0],
  ])('takes %s or says why not', async (_what, points, kept) => {
    await desk.say('qian', `打分 GZ1.1 ${points}`);
    expect(await docs()).toHaveLength(kept);
  });

  test('of a grader who left bars the signing for ever, or may be set aside while he still grades', async () => {
    desk.appoint('chen', ['supervisor']);
    await desk.say('chen', '打分 GZ1.1 2');
    await desk.say('qian', '打分 GZ1.1 4');
    expect((await desk.say('qian', '打分 GZ1.1 作废 已离任')).lines.join()).toContain('请由本人重新打分');
    desk.appoint('chen', ['reporter']);
    expect((await desk.say('zhao', '打分 GZ1.1 作废 已离任')).lines.join()).toContain('监理');
    expect((await desk.say('qian', '打分 GZ1.1 作废')).lines.join()).toContain('请写明作废理由');
    expect(await entries('grade_set_aside')).toBe(0);
    expect((await desk.say('qian', '打分 GZ1.1 作废 陈晓已离任')).lines.join()).toMatch(
      /已将 陈晓 对 第\d考核期 GZ1\.1 .*的评分作废/u,
    );
    expect(await entries('grade_set_aside')).toBe(1);
    const { parts } = await statementFor(desk.scene(), ownAsk(desk.now, 1));
    const rules = parts.flatMap(({ tables }) =>
      tables.flatMap(({ sections }) => sections.flatMap(({ items }) => items.flatMap((item) => item.rules))),
    );
    const rule = rules.find(({ id }) => id === 'GZ1.1');
    expect([rule?.open, rule?.charges.map(({ subject }) => subject)]).toEqual([[], ['qian']]);
    expect((await desk.say('qian', '打分 GZ1.1 作废 再次')).lines.join()).toContain('请由本人重新打分');
    desk.appoint('chen', ['supervisor']);
    await desk.say('chen', '打分 GZ1.1 2');
    expect((await docs()).filter((doc) => doc.type === 'grade' && doc.setAside)).toEqual([]);
  });

  test('given again takes the place of the one before, and both are in the ledger', async () => {
    await desk.say('qian', '打分 GZ1.1 3');
    await desk.say('qian', '打分 GZ1.1 4');
    await desk.say('qian', '打分 GZ1.1 4');
    expect(await docs()).toMatchObject([{ points: 4 * POINT }]);
    expect(await entries('grade_given')).toBe(2);
  });

  test.each(['li', 'zhao', 'wang'] as const)('is refused to %s', async (by) => {
    await desk.say(by, '打分 GZ1.1 4');
    expect(await docs()).toEqual([]);
    expect(await entries('refused')).toBe(1);
  });

  test('alone shows what is still to be given, with ranges', async () => {
    const card = (await desk.say('qian', '打分')).card();
    expect(card.fields[0]).toMatchObject({ label: expect.stringContaining('GZ1.1'), value: ['待打分 0–4 分'] });
    expect(offered(await desk.say('qian', '打分'))).toContain('give_grade');
  });

  test('by the card’s form', async () => {
    const card = (await desk.say('qian', '打分')).card();
    await desk.tap('qian', 'give_grade', card.subject ?? { id: '', version: 0 }, {
      rule: 'GZ1.1',
      points: '4',
      note: '',
    });
    expect(await docs()).toMatchObject([{ type: 'grade', points: 4 * POINT }]);
  });
});

describe('登记', () => {
  test.each([
    ['9/10', 1],
    ['10/10', 1],
    ['0/0', 1],
    ['11/10', 0],
    ['9', 0],
  ])('takes %s or says why not', async (ratio, kept) => {
    await desk.say('qian', `登记 GZ1.4 ${ratio}`);
    expect(await docs()).toHaveLength(kept);
  });

  test('without a rule is still the word that registers a fault', async () => {
    await desk.say('wang', '登记 信用广州网站打不开了');
    expect(await docs()).toEqual([]);
    expect(await desk.tickets()).toHaveLength(1);
  });
});

describe('定稿', () => {
  const after = Date.parse('2026-12-31T10:00:00+08:00');

  test('is refused while the period runs, and while items are open: it names them', async () => {
    desk.now = after;
    expect((await desk.say('qian', '确认定稿')).lines.join()).toMatch(/尚不能定稿。未评：GZ1\.1/u);
    expect(offered(await desk.say('qian', '定稿'))).toEqual([]);
    expect(await entries('score_signed')).toBe(0);
  });

  test('freezes the score with the ledger’s head; what changes later is a correction of both sides', async () => {
    desk.now = after;
    await desk.say('qian', '打分 GZ1.1 3 按期完成');
    await gradeAll();
    const ready = await desk.say('qian', '定稿');
    expect(offered(ready)).toEqual(['sign_score']);
    const { subject } = ready.card();
    if (!subject) throw new Error('the card is about nothing');
    expect((await desk.tap('zhao', 'sign_score', subject)).lines.join()).toContain('监理');
    const signed = await desk.tap('qian', 'sign_score', subject);
    expect(signed.lines.join()).toContain('@zhao 钱监理 已定稿');
    expect((await desk.tap('qian', 'sign_score', subject)).lines.join()).toContain('已定稿；如有变化，请提出更正');
    expect(await entries('score_signed')).toBe(1);
    expect(JSON.stringify(await docs())).not.toContain('按期完成');
    expect((await desk.say('zhao', '更正')).lines.join()).toContain('无需更正');

    const at = Number(subject.id.split('|')[1]?.split('-')[0]) + DAY;
    const day = new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
    const late = await desk.say('qian', `记录 未巡检 ${day} 补查发现漏检`);
    expect(late.lines.join()).toContain('须另行更正');
    const proposed = await desk.say('zhao', '更正');
    expect(proposed.card().lines.join()).toMatch(/GZ1\.9 .*：由 0 分 改为 −1 分/u);
    expect(offered(proposed)).toEqual(['correction_agree', 'correction_refuse']);
    expect((await desk.say('zhao', '同意更正')).lines.join()).toContain('须由对方决定');
    await desk.say('qian', '同意更正');
    expect([await entries('correction_proposed'), await entries('correction_agreed')]).toEqual([1, 1]);
    expect((await desk.say('qian', '同意更正')).lines.join()).toContain('没有待确认的更正');
    const signatures = (await desk.store.signatures(desk.contract.id)).map(({ doc }) => doc);
    expect(signatures).toMatchObject([{ state: 'signed' }, { state: 'agreed', agreedBy: 'qian' }]);
  });

  test('waits for what is disputed', async () => {
    desk.now = after;
    await gradeAll();
    const { subject } = (await desk.say('qian', '定稿')).card();
    const at = Number(subject?.id.split('|')[1]?.split('-')[0]) + DAY;
    const day = new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
    await desk.say('qian', `记录 未巡检 ${day} 漏检`);
    const records = await desk.store.assessmentRecords(desk.contract.id, 0, after);
    const { id = '' } = records.find(({ doc }) => doc.type === 'finding') ?? {};
    await desk.say('zhao', `异议 ${findingCode(id).slice(0, 4)} 已巡检`);
    expect((await desk.say('qian', '确认定稿')).lines.join()).toContain('待决定的异议或免责 1 项');
  });
});
