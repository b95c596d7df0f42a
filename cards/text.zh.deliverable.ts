import type { DeliverableTexts } from './catalogue-deliverable.ts';
import type { PlanPeriod } from './obligation-name.ts';

const HANDED_OVER = '应交材料的提交由项目经理和工程师办理，审核由采购方监理办理。';
const HALVES = ['上半年', '下半年'];
const ORDINALS = ['一', '二', '三', '四'];

/** The Chinese catalogue's words about documents and activities that are owed. */
export const deliverableTextsZh: DeliverableTexts = {
  commands: {
    deliver_submit: {
      label: '提交',
      words: ['提交', '提交材料', '上交', '报送', '递交'],
      example: (about) => `提交 ${about}`,
    },
    deliver_accept: {
      label: '通过',
      words: ['通过', '审核通过', '审阅通过'],
      shared: ['同意', '批准'],
      example: (about) => `通过 ${about}`,
    },
    deliver_return: {
      label: '退回',
      words: ['退回', '退回修改', '审核不通过'],
      shared: ['驳回', '不同意'],
      example: (about) => `退回 ${about} ＜原因＞`,
    },
    deliver_show: { label: '查看', words: ['材料', '查看材料'], example: (about) => `材料 ${about}` },
    deliver_list: {
      label: '待交材料',
      words: ['待交材料', '待交', '应交材料', '待审材料', '待审核'],
      example: () => '待交材料',
    },
  },
  offlineWords: ['线下', '纸质', '已线下'],
  states: {
    planned: '未到提交时间',
    owed: '待提交',
    submitted: '待审核',
    returned: '已退回',
    accepted: '已通过',
    cancelled: '已取消',
  },
  handedIn: '已提交',
  period: {
    week: (week, first, last) => `第 ${week} 周 ${first}–${last}`,
    days: (first, last) => `${first}–${last}`,
    aliases: periodAliases,
    relative: [
      ['今天', 'day', 0],
      ['今日', 'day', 0],
      ['昨天', 'day', 1],
      ['昨日', 'day', 1],
      ['本周', 'week', 0],
      ['这周', 'week', 0],
      ['上周', 'week', 1],
      ['本月', 1, 0],
      ['这个月', 1, 0],
      ['上月', 1, 1],
      ['上个月', 1, 1],
      ['本季度', 3, 0],
      ['上季度', 3, 1],
      ['上个季度', 3, 1],
      ['今年', 12, 0],
      ['本年度', 12, 0],
      ['去年', 12, 1],
      ['上年度', 12, 1],
    ],
  },
  named: (name, of) => (of.length === 0 ? name : `${name}（${of.join('、')}）`),
  labels: {
    due: '应交时间',
    submitted: '提交情况',
    files: '文件',
    note: '说明',
    late: '逾期情况',
    review: '审核意见',
    clause: '依据',
    code: '编号',
  },
  list: {
    help: {
      label: '材料',
      how: '「待交材料」「提交 ＜材料＞」并附文件',
      review: '审核材料（监理）',
      reviewHow: '「待交材料」「通过 ＜材料＞」「退回 ＜材料＞ ＜理由＞」',
    },
    title: '待交材料',
    none: '没有待交材料',
    more: (shown, total) => `按紧急程度列出前 ${shown} 项，共 ${total} 项。`,
    hint: (example) => `提交请发送「${example}」并附文件，也可单独发送文件后再选择。`,
    staffOnly: '待交材料由项目经理、工程师和监理查询。',
    faultReport: (number) => `故障报告（${number}）`,
  },
  standing: {
    dueBy: (instant, left) => `${instant} 前提交，${left}`,
    late: (days, due) => `已逾期 ${days}（应于 ${due} 前提交）`,
    over: (due) => `已过应交时间（${due}）`,
    returned: (reason, due) =>
      `已退回${reason === '' ? '' : `：「${reason}」`}，请修改后重新提交（应于 ${due} 前提交）`,
    underReview: (at) => `${at} 已提交，待审核`,
    days: (count, unit) => (unit === 'workdays' ? `${count} 个工作日` : `${count} 天`),
    inTime: '按期',
    lateBy: (days) => `逾期 ${days}`,
  },
  asking: {
    file: {
      group: (name, within) =>
        `请在 ${within}内发送「${name}」的文件：在群内引用文件并 @我，或在与我的单聊中直接发送。`,
      private: (name, within) => `请在 ${within}内直接发送「${name}」的文件。`,
    },
    offline: (example) => `如已线下提交纸质件，请发送「${example}」。`,
    words: (name) => `请写明「${name}」的开展情况（时间、参加人员、结果），可同时附文件。`,
    giveUp: (word) => `不再提交请回复「${word}」。`,
    givenUp: '好的，已取消，材料未提交。',
    note: '开展情况',
    notePlaceholder: '时间、参加人员、结果',
    reason: '退回原因',
    reasonPlaceholder: '请写明需要修改的内容',
    returnReason: (name) => `请写明退回「${name}」的原因。`,
    whichTitle: '请选择这是哪一项材料',
    whichFile: (files, within) => `已收到文件：${files}。请在 ${within}内选择它是哪一项材料，选择前不视为提交。`,
    which: (said) => `「${said}」可能是以下几项，请选择。`,
    whichHint: (example) => `也可发送「${example}」。`,
    unknown: (said, known) => `没有找到材料「${said}」。当前应交：${known}。`,
    nothingOwed: '目前没有应交的材料。',
    nothingToReview: '目前没有待审核的材料。',
    settled: (name, state) => `「${name}」${state}，目前没有其他应交的同类材料。`,
    notOpen: (name, opens, example) => `「${name}」自 ${opens} 起提交；如需提前提交，请发送「${example}」。`,
  },
  told: {
    submitted: (name, at, lateness) => `已提交「${name}」，提交时间 ${at}，${lateness}。`,
    waitsForReview: '已请监理审核。',
    needsNoReview: '该材料无需审核，本项已完成。',
    toReview: (name, by, lateness) => `${by} 提交了「${name}」（${lateness}），请审核。`,
    accepted: (name, by) => `「${name}」已由 ${by} 审核通过。`,
    returned: (name, by, reason) => `「${name}」已由 ${by} 退回：「${reason}」。`,
    again: (example) => `修改后请重新提交，发送「${example}」。`,
    remindTitle: (count) => `材料提醒：${count} 项`,
    before: (name, due) => `「${name}」应于 ${due} 前提交，请安排。`,
    due: (name, due) => `「${name}」已过应交时间（${due}），尚未提交。`,
    late: (name, days) => `「${name}」已逾期 ${days}，请尽快提交。`,
    stillReturned: (name) => `「${name}」已退回，尚未重新提交，请尽快修改。`,
    toldLate: '本提醒因系统停机晚于应提醒的时间。',
    file: (name, of) => `「${of}」的文件：${name}。如未能显示，请在提交的会话中查看。`,
    lost: (file, of, example) => `「${of}」的${file}未能保存，请重新发送：「${example}」并附文件。`,
  },
  refusals: {
    supplier_only: () => HANDED_OVER,
    supervisor_only: () => HANDED_OVER,
    not_open_yet: ({ name }) => `「${name}」尚未到提交时间。`,
    cancelled: ({ name }) => `「${name}」已取消，无需提交。`,
    accepted_already: ({ name, person, at }) =>
      person === '' ? `「${name}」已提交，无需重复提交。` : `「${name}」已由 ${person} 于 ${at} 审核通过。`,
    submitted_already: ({ name, person, at }) => `「${name}」已由 ${person} 于 ${at} 提交，待审核。`,
    nothing_to_review: ({ name, state }) => `「${name}」${state}，目前没有可审核的内容。`,
    nothing_handed_in: ({ name }) => `「${name}」须附文件或说明。`,
    needs_reason: ({ name, example }) => `请写明退回「${name}」的原因，例：「${example}」。`,
    outdated: ({ name, state }) => `「${name}」已有变化（${state}），请按最新内容办理。`,
  },
  faultReport: {
    name: (number) => `故障报告 ${number}`,
    draft: (number, due) =>
      `${number} 的故障报告应于 ${due} 前提交。草稿已按工单记录生成，请核对、补充改进措施后提交。`,
    draftNoDue: (number) => `${number} 的故障报告草稿已按工单记录生成，请核对、补充改进措施后提交。`,
    how: (example) => `提交请发送「${example}」并附文件，或直接写明经过、原因和改进措施。`,
    unavailable: (example) => `草稿暂未生成，可稍后发送「${example}」获取。`,
    byFile: (files) => `以文件提交：${files}`,
  },
};

function periodAliases({ day, isDay, label, month, months, number = 1, week, year }: PlanPeriod): readonly string[] {
  const inYear = (words: readonly string[]) => [...words, ...words.map((word) => `${year}年${word}`)];
  if (isDay) return [label, `${month}月${day}日`, `${month}月${day}号`];
  if (week !== undefined) return [label, `W${week}`, ...inYear([`第${week}周`])];
  if (months === 1) return [label, ...inYear([`${month}月份`, `${month}月`])];
  if (months === 3) {
    const ordinal = ORDINALS[number - 1] ?? '';
    return [label, `Q${number}`, ...inYear([`第${ordinal}季度`, `${ordinal}季度`, `第${number}季度`, `${number}季度`])];
  }
  if (months === 6) return [label, `H${number}`, ...inYear([HALVES[number - 1] ?? ''])];
  if (months === 12) return [`${year}年度`, `${year}年`, label];
  return [label, `${month}月${day}日`, `${month}月份`, `${month}月`];
}
