import type { DigestTexts } from './catalogue-digest.ts';
import { packTextsZh } from './text.zh.pack.ts';

export const digest: DigestTexts = {
  reminders: {
    title: (count) => `${count} 张工单提醒`,
    overdue: (count) => `其中 ${count} 张已超时`,
    ring: (people, count) => [...people, `${people.length > 0 ? ' ' : ''}有 ${count} 张工单提醒，请及时处理。`],
    entry: (...facts) => facts.filter((fact) => fact !== '').join(' · '),
    step: (label, number) => `${label} ${number}`,
  },
  morning: {
    title: (contract, day) => `${contract} ${day} 工单提示`,
    open: '未办结',
    overdue: '已超时',
    dueToday: '今日到期',
    approvals: '待审批',
    rosterGaps: '值班空缺',
    holidays: '节假日安排',
    count: (count) => `${count} 张`,
    gap: (from, to) => `${from} 至 ${to}`,
    more: (count) => `另有 ${count} 张`,
    unlisted: (count, command) => `另有 ${count} 张未办结工单，发送「${command}」查看。`,
    knownTo: (year) => `仅录入至 ${year} 年，请在国务院公布后及时更新，否则此后的时限无法计算`,
  },
  timeLeft: {
    words: ['还剩多久', '还剩多少时间', '还有多久', '还有多少时间', '剩余时间', '剩多久'],
    command: (number) => `${number} 还剩多久`,
    title: (number) => `${number} 剩余时间`,
    nothingOpen: (number, status) => `${number} 没有在计的时限（${status}）。`,
    due: (standing, due) => `${standing}（${due}）`,
  },
  pack: packTextsZh,
};
