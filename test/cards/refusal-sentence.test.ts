import { describe, expect, test } from 'vitest';
import { refusalSentence } from '../../cards/refusal-sentence.ts';
import { en } from '../../cards/text.en.ts';
import { zh } from '../../cards/text.zh.ts';
import type { Refusal } from '../../domain/decision-types.ts';
import { personId } from '../../domain/types.ts';
import { contractWith, minutes } from '../domain/fixture.ts';

const li = personId('li');
const members = [
  { id: li, name: '李工', roles: ['engineer'], posts: [] },
  { id: personId('wang'), name: '王敏', roles: ['reporter'], posts: [] },
] as const;
const asked = {
  command: 'resume',
  askedBy: personId('zhou'),
  contract: contractWith({ undoWithinMs: 120_000 }),
  members,
  now: minutes(5),
} as const;

/** One of each reason: the compiler names the one that is missing. */
const sentences: {
  readonly [R in Refusal['reason']]: readonly [Extract<Refusal, { reason: R }> | Refusal, string, string];
} = {
  already_done: [
    { reason: 'already_done', command: 'acknowledge', by: li, at: minutes(1) },
    '李工 已于 09:01:00 完成「接单」。',
    '李工 already did "Acknowledge" at 09:01:00.',
  ],
  not_assignee: [
    { reason: 'not_assignee', assigneeId: li },
    '该工单由 李工 负责，如需接手，请先转派。',
    '李工 is responsible for this ticket. Ask for a transfer first.',
  ],
  not_reporter: [
    { reason: 'not_reporter', reporterId: personId('wang') },
    '请由报障人 王敏 或监理操作。',
    'Only the reporter 王敏 or a supervisor can do this.',
  ],
  role: [
    { reason: 'role', command: 'acknowledge', needed: ['engineer', 'manager'] },
    '「接单」须由工程师、项目经理操作。',
    '"Acknowledge" is for: engineer, project manager.',
  ],
  supplier_side: [
    { reason: 'supplier_side', command: 'confirm' },
    '「确认恢复」由采购方决定，运维方人员不能代为操作。',
    '"Confirm" is for the customer to decide, not for anyone of the supplier.',
  ],
  own_request: [
    { reason: 'own_request' },
    '本人提交的申请须由他人审批。',
    'Somebody else has to decide about your own request.',
  ],
  outdated: [
    { reason: 'outdated', status: 'on_site' },
    '工单状态已变化，当前为「已到场」，请按最新卡片操作。',
    'The ticket has changed: it is now "On site". Please use the latest card.',
  ],
  status: [
    { reason: 'status', command: 'arrive', status: 'closed' },
    '工单当前为「已办结」，不能执行「到场」。',
    'The ticket is "Closed", so "Arrive" is not possible.',
  ],
  suspended: [{ reason: 'suspended' }, '工单已挂起，请先恢复计时。', 'The ticket is suspended. Resume it first.'],
  not_suspended: [{ reason: 'not_suspended' }, '工单未挂起，无需恢复计时。', 'The ticket is not suspended.'],
  suspension_pending: [
    { reason: 'suspension_pending' },
    '挂起申请正在等待监理审批，审批前计时照常。',
    'The suspension is waiting for a supervisor; the clocks run on until then.',
  ],
  no_suspension_request: [
    { reason: 'no_suspension_request' },
    '没有待审批的挂起申请。',
    'No suspension is waiting for approval.',
  ],
  nothing_to_undo: [{ reason: 'nothing_to_undo' }, '没有可以撤回的操作。', 'There is nothing of yours to undo.'],
  undo_too_late: [
    { reason: 'undo_too_late' },
    '操作已超过 2 分钟，不能撤回。',
    'That was more than 2 min ago and can no longer be undone.',
  ],
  undo_overtaken: [
    { reason: 'undo_overtaken' },
    '该操作之后已有新的处理，不能撤回。',
    'Something else has happened since, so it can no longer be undone.',
  ],
  unknown_level: [
    { reason: 'unknown_level', level: '一般' },
    '合同中没有「一般」这一级别。',
    'The contract has no level "一般".',
  ],
  same_level: [
    { reason: 'same_level', level: 'critical' },
    '工单级别已是「critical」。',
    'The level is "critical" already.',
  ],
  not_engineer: [
    { reason: 'not_engineer', personId: personId('wang') },
    '王敏 不是工程师或项目经理，不能转派。',
    '王敏 is neither an engineer nor a project manager.',
  ],
  same_assignee: [{ reason: 'same_assignee', personId: li }, '工单已由 李工 负责。', '李工 is responsible already.'],
  unknown_system: [
    { reason: 'unknown_system', systemId: 'x1' },
    '合同系统清单中没有「x1」。',
    'The contract has no system "x1".',
  ],
  same_system: [
    { reason: 'same_system', systemId: 'site' },
    '工单的系统已是「Site」。',
    'The system is "Site" already.',
  ],
  nothing_to_request: [
    { reason: 'nothing_to_request' },
    '该工单没有等待采购方决定是否到场的时限，无需要求到场。',
    'No clock of this ticket waits for a request to come.',
  ],
  nothing_to_agree: [
    { reason: 'nothing_to_agree' },
    '该工单没有须双方约定的期限。',
    'This ticket has no due time to be agreed on.',
  ],
  agreed_due_missed: [
    { reason: 'agreed_due_missed' },
    '约定的期限已超时，不能另行约定。',
    'The agreed time has been missed, so no other one can be agreed on.',
  ],
  no_due_proposal: [
    { reason: 'no_due_proposal' },
    '没有待答复的约定期限。',
    'No proposed due time is waiting for an answer.',
  ],
  own_side: [
    { reason: 'own_side' },
    '该期限由己方提出，须由对方答复。',
    'Your own side has proposed this; the other side has to answer.',
  ],
  due_in_the_past: [{ reason: 'due_in_the_past' }, '约定的时间须晚于现在。', 'The agreed time must lie in the future.'],
  late_entry_range: [
    { reason: 'late_entry_range' },
    '补录的时间须在报障之后、现在之前，并早于该步骤已登记的时间。',
    'A late entry lies after the report, before now, and before the recorded step.',
  ],
  not_resolved: [
    { reason: 'not_resolved' },
    '工单尚未登记「解决」，不能补录解决时间，请先登记解决。',
    'The ticket is not resolved yet. Please record the resolution first.',
  ],
  late_entry_pending: [
    { reason: 'late_entry_pending' },
    '已有补录申请正在等待监理审批。',
    'A late entry is waiting for a supervisor already.',
  ],
  no_late_entry: [{ reason: 'no_late_entry' }, '没有待审批的补录申请。', 'No late entry is waiting for approval.'],
  merge_itself: [
    { reason: 'merge_itself' },
    '工单不能并入其自身，请写明另一张主工单。',
    'A ticket can not be merged into itself. Please name the main ticket.',
  ],
  merge_ended: [
    { reason: 'merge_ended' },
    '主工单已办结或已撤销，不能并入。',
    'The main ticket is closed or cancelled.',
  ],
  merge_other_contract: [
    { reason: 'merge_other_contract' },
    '主工单属于其他合同，不能并入。',
    'The main ticket belongs to another contract.',
  ],
  merge_main_is_merged: [
    { reason: 'merge_main_is_merged' },
    '主工单本身已并入其他工单，请并入其主工单。',
    'That ticket follows another one itself. Please name its main ticket.',
  ],
  merge_main_resolved: [
    { reason: 'merge_main_resolved' },
    '主工单已解决、待确认，如确为同一故障，请监理合并。',
    'The main ticket is resolved already. If it is the same fault, ask a supervisor to merge.',
  ],
  merge_milder_level: [
    { reason: 'merge_milder_level', level: 'normal' },
    '主工单级别为「normal」，轻于本工单，如确为同一故障，请监理合并。',
    'The main ticket’s level "normal" is milder. If it is the same fault, ask a supervisor to merge.',
  ],
  merge_other_system: [
    { reason: 'merge_other_system' },
    '两张工单所属系统不同，如确为同一故障，请监理合并。',
    'The two tickets are about different systems. If it is the same fault, ask a supervisor to merge.',
  ],
  merge_into_request: [
    { reason: 'merge_into_request' },
    '主工单为服务请求，本工单不是，如确为同一事项，请监理合并。',
    'The main ticket is a service request, and this one is not. If they are the same, ask a supervisor to merge.',
  ],
  merge_loses_promise: [
    { reason: 'merge_loses_promise' },
    '本工单已约定期限或已要求到场，主工单没有相应时限，请监理合并。',
    'A date was agreed on or an arrival was requested for this ticket, and not for the main one. Ask a supervisor to merge.',
  ],
  rating_range: [{ reason: 'rating_range' }, '评分请填写 1 至 5 的整数。', 'A rating is a whole number from 1 to 5.'],
};

describe('a refusal', () => {
  test.each(Object.entries(sentences))('%s', (_reason, [refusal, chinese, english]) => {
    expect(refusalSentence(refusal, asked, zh)).toBe(chinese);
    expect(refusalSentence(refusal, asked, en)).toBe(english);
  });

  test('of a double tap speaks to the person himself', () => {
    const refusal = { reason: 'already_done', command: 'arrive', by: asked.askedBy, at: minutes(1) } as const;
    expect(refusalSentence(refusal, asked, zh)).toBe('您已于 09:01:00 完成「到场」，无需重复操作。');
  });

  test('about somebody who has left the contract does not show an id', () => {
    const refusal = { reason: 'not_assignee', assigneeId: personId('gone-01HZX') } as const;
    expect(refusalSentence(refusal, asked, zh)).toBe('该工单由 不在名单中的人员 负责，如需接手，请先转派。');
  });

  test('about a merged ticket says where to go', () => {
    const refusal = { reason: 'status', command: 'arrive', status: 'merged' } as const;
    expect(refusalSentence(refusal, { ...asked, mergedInto: 'GZ-260303-01' }, zh)).toBe(
      '工单当前为「已合并」，不能执行「到场」。本工单已并入 GZ-260303-01，请在主工单上操作。',
    );
  });

  test('of something done yesterday names the day', () => {
    const refusal = { reason: 'already_done', command: 'arrive', by: li, at: minutes(-24 * 60) } as const;
    expect(refusalSentence(refusal, asked, zh)).toBe('李工 已于 3月2日 09:00:00 完成「到场」。');
  });
});
