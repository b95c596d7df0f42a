import type { DigestTexts } from './catalogue-digest.ts';

export const digest: DigestTexts = {
  reminders: {
    title: (count) => `${count} 条提醒`,
    overdue: (count) => `其中 ${count} 张已超时`,
    ring: (people, count) => [...people, `${people.length > 0 ? ' ' : ''}有 ${count} 条提醒，请及时处理。`],
    entry: (standings, names) => (names === '' ? standings : `${standings} · ${names}`),
    step: (label, number) => `${label} ${number}`,
  },
  morning: {
    title: (contract, day) => `${contract} ${day} 工作提示`,
    open: '未办结',
    overdue: '已超时',
    dueToday: '今日到期',
    approvals: '待审批',
    rosterGaps: '值班空缺',
    holidays: '节假日安排',
    count: (count) => `${count} 张`,
    gap: (from, to) => `${from} 至 ${to}`,
    more: (count) => `另有 ${count} 张`,
    knownTo: (year) => `仅录入至 ${year} 年，请在国务院公布后及时更新，否则此后的时限无法计算`,
  },
  timeLeft: {
    words: ['还剩多久', '还剩多少时间', '还有多久', '还有多少时间', '剩余时间', '剩多久'],
    title: (number) => `${number} 剩余时间`,
    nothingOpen: (number, status) => `${number} 没有在计的时限（${status}）。`,
    due: (standing, due) => `${standing}（${due}）`,
  },
  pack: {
    inForce: (managers, contract, moved) => [
      ...managers,
      `${managers.length > 0 ? ' ' : ''}「${contract}」合同包已更新并生效，`,
      moved === 0 ? '未完成工单的到期时间均无变动。' : `${moved} 张未完成工单的到期时间有变动。`,
    ],
    refused: (managers, contract, places, more) => [
      ...managers,
      `${managers.length > 0 ? ' ' : ''}「${contract}」合同包的修改未通过检查，仍按原版本执行。`,
      `请更正：${places.join('、')}${more > 0 ? `，另有 ${more} 处` : ''}。`,
    ],
    place: (file, line) => `${file} 第 ${line} 行`,
  },
};
