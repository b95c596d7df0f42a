import { beforeEach, describe, expect, test } from 'vitest';
import { VersionConflict } from '../../db/changes.ts';
import { findingCode, findingSubject } from '../../domain/assessment/finding-code.ts';
import type { AssessmentRecord } from '../../domain/assessment/records.ts';
import { DAY } from '../../domain/types.ts';
import { ownAsk, statementFor } from '../../handlers/own-statements.ts';
import { Desk, NINE } from './harness.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});

const YEAR = 366 * DAY;
const records = () => desk.store.assessmentRecords(desk.contract.id, NINE - YEAR, NINE + YEAR);
const newest = async (): Promise<AssessmentRecord> => {
  const found = (await records()).at(-1);
  if (!found) throw new Error('nothing was recorded');
  return found;
};
const subjectOf = ({ at, id, version }: AssessmentRecord) => ({
  id: findingSubject(desk.contract.id, { at, id }),
  version,
});
const entries = async (type: string) => (await desk.store.entries(desk.contract.id, [type], 0, NINE + YEAR)).length;
const standing = async () => {
  const { doc } = await newest();
  return doc.type === 'finding' ? doc.standing : undefined;
};

async function recorded(text = '记录 未巡检 李工 未做每日巡检'): Promise<string> {
  await desk.say('qian', text);
  return findingCode((await newest()).id).slice(0, 4);
}

describe('记录', () => {
  test('is kept with clause, words, and who recorded it, and shown to the managers with what they may do', async () => {
    const said = await desk.say('qian', '记录 未巡检 李工 未做每日巡检');
    expect(said.lines[0]).toMatch(/^@zhao 钱监理 记录了考核事项 [A-Z0-9]{4}：GZ1\.9 巡检按时按质完成情况/u);
    expect(said.card().actions.map(({ action }) => action)).toEqual([
      'finding_object',
      'finding_exempt',
      'finding_withdraw',
    ]);
    expect(await newest()).toMatchObject({
      version: 1,
      doc: { type: 'finding', recordedBy: 'qian', standing: 'confirmed', finding: { rule: 'GZ1.9' } },
    });
    expect(await entries('finding_recorded')).toBe(1);
  });

  test.each([
    ['an engineer', 'li'],
    ['a manager', 'zhao'],
    ['a reporter', 'wang'],
  ] as const)('is refused to %s, and that is on record', async (_who, by) => {
    const said = await desk.say(by, '记录 未巡检 李工');
    expect(said.lines.join()).toContain('监理');
    expect(await records()).toEqual([]);
    expect(await entries('refused')).toBe(1);
  });

  test('names what can be recorded where nothing fits', async () => {
    const said = await desk.say('qian', '记录 天气不好');
    expect(said.lines.join()).toContain('可记录');
    expect(await records()).toEqual([]);
  });

  test('says how a rule gets its facts that takes none of these', async () => {
    expect((await desk.say('qian', '记录 GZ1.4 迟了')).lines.join()).toContain('登记 GZ1.4 9/10');
    expect((await desk.say('qian', '记录 GZ1.1 不好')).lines.join()).toContain('打分 GZ1.1');
  });

  test('takes the ticket, its instant, and the times', async () => {
    const ticket = await desk.report();
    desk.now += 3_600_000;
    await desk.say('qian', '记录 未巡检 1 共 2 次');
    expect(await newest()).toMatchObject({
      at: ticket.reportedAt,
      doc: {
        finding: { ticket: { number: ticket.number }, quantity: 2, evidence: [{ kind: 'ticket', ref: ticket.number }] },
      },
    });
  });

  test('takes a number before a counter for how many, and for no ticket', async () => {
    await desk.report();
    await desk.report();
    desk.now += 3_600_000;
    await desk.say('qian', '记录 未巡检 2 次 连续两日');
    const { at, doc } = await newest();
    expect(at).toBe(desk.now);
    expect(doc).toMatchObject({ finding: { quantity: 2, evidence: [] } });
    expect(doc).not.toHaveProperty('finding.ticket');
  });

  test('is about the system whose word is the longest, however long its name is', async () => {
    await desk.say('qian', '记录 未巡检 国家信用奖惩接口未检');
    expect(await newest()).toMatchObject({ doc: { finding: { subject: 'national-rewards-interface' } } });
  });

  test('keeps the words as they were written, full-width signs and all', async () => {
    const said = await desk.say('qian', '记录 未巡检：李工，７日（周二）未做！');
    expect(JSON.stringify(said.card())).toContain('李工，７日（周二）未做！');
  });

  test('asks for the figure that its rule wants, and takes the next words for it', async () => {
    const asked = await desk.say('qian', '记录 GZ2.3 一期 进度滞后');
    expect(asked.lines.join()).toContain('逾期天数');
    await desk.say('qian', '逾期 3 天');
    expect(await newest()).toMatchObject({ doc: { finding: { rule: 'GZ2.3', quantity: 3 } } });
  });

  test('keeps a picture that came with it as evidence', async () => {
    await desk.say('qian', '记录 未巡检 李工', { attachments: [{ kind: 'image', source: 's' }] });
    const { doc, id } = await newest();
    const [file] = await desk.store.attachmentsOf(id as never);
    expect(doc).toMatchObject({ finding: { evidence: [{ kind: 'file', ref: file?.id }] } });
  });
});

describe('异议', () => {
  test('waits for the supervisor, who accepts it: it costs nothing and stays', async () => {
    const code = await recorded();
    const asked = await desk.say('zhao', `异议 ${code} 当日已巡检，有记录`);
    expect(asked.lines).toContainEqual(
      expect.stringContaining(`@qian 赵经理 对考核事项 ${code} 提出异议：「当日已巡检，有记录」`),
    );
    expect(await standing()).toBe('disputed');
    const decided = await desk.say('qian', `同意 ${code}`);
    expect(decided.lines.join()).toContain('@zhao 钱监理 已同意');
    expect(await standing()).toBe('withdrawn');
    expect([await entries('finding_disputed'), await entries('dispute_decided')]).toEqual([1, 1]);
  });

  test('is refused with a reason: it stays confirmed, and can not be made again', async () => {
    const code = await recorded();
    await desk.say('zhao', `异议 ${code} 不认可`);
    await desk.say('qian', `驳回 ${code} 记录不符`);
    expect(await standing()).toBe('confirmed');
    const again = await desk.say('zhao', `异议 ${code} 还是不认可`);
    expect(again.lines.join()).toContain('该异议已有决定：不同意');
    expect(await entries('finding_disputed')).toBe(1);
  });

  test('is decided by the other side alone', async () => {
    const code = await recorded();
    await desk.say('zhao', `异议 ${code} 不认可`);
    expect((await desk.say('zhao', `同意 ${code}`)).lines.join()).toContain('须由对方决定');
    await desk.say('li', `同意 ${code}`);
    expect(await standing()).toBe('disputed');
    expect(await entries('refused')).toBe(2);
  });

  test('needs no code where only one finding is meant', async () => {
    await recorded();
    await desk.say('zhao', '异议 当日已巡检');
    await desk.say('qian', '同意异议');
    expect(await standing()).toBe('withdrawn');
  });

  test('by tap asks for a reason, which the next words are', async () => {
    await recorded();
    const asked = await desk.tap('zhao', 'finding_object', subjectOf(await newest()));
    expect(asked.lines.join()).toContain('理由');
    expect(await standing()).toBe('confirmed');
    await desk.say('zhao', '当日已巡检');
    expect(await standing()).toBe('disputed');
  });

  test('of an engineer is refused', async () => {
    const code = await recorded();
    expect((await desk.say('li', `异议 ${code} 不对`)).lines.join()).toContain('项目经理');
    expect(await standing()).toBe('confirmed');
  });

  test('is taken back by whoever made it', async () => {
    const code = await recorded();
    await desk.say('zhao', `异议 ${code} 不认可`);
    await desk.say('zhao', `撤回 ${code}`);
    expect(await standing()).toBe('confirmed');
    expect(await entries('dispute_withdrawn')).toBe(1);
  });

  test('decided by two at once counts once, and the second is told so', async () => {
    await recorded();
    await desk.tap('zhao', 'finding_object', subjectOf(await newest()), { reason: '不认可' });
    const seen = await newest();
    await desk.tap('qian', 'dispute_accept', subjectOf(seen));
    const late = await desk.tap('qian', 'dispute_refuse', subjectOf(seen));
    expect(late.lines.join()).toContain('已有决定：同意');
    expect(await entries('dispute_decided')).toBe(1);
  });

  test('written on what was seen before another decision is a conflict', async () => {
    await recorded();
    await desk.tap('zhao', 'finding_object', subjectOf(await newest()), { reason: '不认可' });
    const seen = await newest();
    await desk.tap('qian', 'dispute_accept', subjectOf(seen));
    const meta = { contractId: desk.contract.id, now: NINE, cause: { kind: 'none' } } as const;
    const entry = { id: 'e-late' as never, at: NINE, type: 'dispute_decided', recordId: seen.id };
    const stale = { assessment: [{ seen, next: { ...seen, version: seen.version + 1 } }], entries: [entry] };
    await expect(desk.store.commit(meta, stale)).rejects.toThrow(VersionConflict);
  });
});

describe('免责', () => {
  test('that the manager asks is granted by the supervisor', async () => {
    const code = await recorded();
    await desk.say('zhao', `免责 ${code} 停电`);
    await desk.say('qian', `同意 ${code}`);
    expect(await standing()).toBe('exempted');
  });

  test('that the supervisor offers needs no more than the manager’s tap', async () => {
    await recorded();
    await desk.tap('qian', 'finding_exempt', subjectOf(await newest()), { reason: '机房停电' });
    await desk.tap('zhao', 'dispute_accept', subjectOf(await newest()));
    expect(await standing()).toBe('exempted');
  });

  test('that the supervisor offers and the manager declines leaves it as it was', async () => {
    await recorded();
    await desk.tap('qian', 'finding_exempt', subjectOf(await newest()), { reason: '机房停电' });
    await desk.tap('zhao', 'dispute_refuse', subjectOf(await newest()));
    expect(await standing()).toBe('confirmed');
  });
});

describe('撤回', () => {
  test('of a recorded finding takes it out of the score, and keeps it', async () => {
    const code = await recorded();
    await desk.say('qian', `撤回 ${code}`);
    expect(await standing()).toBe('withdrawn');
    expect((await desk.say('qian', `撤回 ${code}`)).lines.join()).toContain('已撤回，无需重复操作');
  });

  test('without a finding’s code is still about tickets', async () => {
    await desk.report();
    await desk.do('li', 'acknowledge', (await desk.tickets())[0]!);
    await desk.say('li', '撤回 1');
    expect((await desk.tickets())[0]?.status).toBe('open');
  });
});

describe('what the bot found', () => {
  const late = async () => {
    const system = desk.contract.systems.find(({ id }) => id === 'public-service');
    const ticket = await desk.report(`${system?.name}打不开了，大厅没法办业务`);
    await desk.do('li', 'acknowledge', ticket);
    await desk.do('li', 'resolve', ticket, { cause: '证书过期', action: '更换证书' });
    // The fault report is missing.
    desk.now = NINE + 30 * DAY;
    for (let round = 0; round < 3; round += 1) await desk.wake(await desk.fresh(ticket));
    const statement = await statementFor(desk.scene(), ownAsk(NINE));
    const charges = statement.parts.flatMap(({ tables }) =>
      tables.flatMap(({ sections }) =>
        sections.flatMap(({ items }) => items.flatMap(({ rules }) => rules.flatMap((rule) => rule.charges))),
      ),
    );
    const [charge] = charges.filter(({ findingId }) => findingId?.startsWith('late_report:'));
    if (charge?.findingId === undefined || charge.at === undefined) throw new Error('nothing was found');
    return { code: findingCode(charge.findingId).slice(0, 4), id: charge.findingId };
  };

  test('is confirmed by its code, once', async () => {
    const { code, id } = await late();
    await desk.say('qian', `确认 ${code}`);
    expect(await newest()).toMatchObject({ doc: { type: 'standing', findingId: id, standing: 'confirmed' } });
    expect((await desk.say('qian', `确认 ${code}`)).lines.join()).toContain('已确认，无需重复操作');
    expect(await entries('finding_confirmed')).toBe(1);
  });

  test('is exempted rather than withdrawn', async () => {
    const { code } = await late();
    expect((await desk.say('qian', `撤回 ${code}`)).lines.join()).toContain('免责');
    await desk.say('zhao', `免责 ${code} 因停电无法提交`);
    await desk.say('qian', `同意 ${code}`);
    expect(await newest()).toMatchObject({ doc: { type: 'standing', standing: 'exempted' } });
  });

  test('is shown with its clause to managers and supervisors alone', async () => {
    const { code } = await late();
    expect((await desk.say('zhao', `考核事项 ${code}`)).card().title).toBe(`考核事项 ${code}`);
    expect((await desk.say('wang', `考核事项 ${code}`)).lines.join()).toContain('由项目经理和监理办理');
  });
});
