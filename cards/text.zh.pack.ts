import type { PackTexts } from './catalogue-digest.ts';

/** What a check says most often, for people who don't read English. */
const PROBLEMS: readonly (readonly [RegExp, (found: string, other: string) => string])[] = [
  [/^it is missing$/, () => '缺少这一项'],
  [/^there is no such key$/, () => '没有这个字段，请检查拼写'],
  [/^there is no ([\w ]+) (\S+)$/, (_what, name) => `没有「${name}」这一项，请检查拼写`],
  [/^"(.*)" is no target$/, (value) => `「${value}」不是时限，应写成 2h、1 workday 等`],
  [/^"(.*)" is no duration$/, (value) => `「${value}」不是时长，应写成 5m、2h 等`],
  [/^"(.*)" is no date$/, (value) => `「${value}」不是日期，应写成 2026-03-03`],
  [/^"(.*)" is no span of a day$/, (value) => `「${value}」不是时段，应写成 09:00-12:00`],
  [/^(.*) does not fit$/, (value) => `${value} 的写法不对`],
  [/^\S+ (\S+) is used above$/, (value) => `「${value}」与上文重复`],
  [/^"(.*)" is a .* too, at (.*)$/, (word, place) => `「${word}」与 ${place} 重复，只能属于一处`],
  [/^the term ends before it begins$/, () => '合同期的结束早于开始'],
  [/^it is not later than the step before$/, () => '这一步不晚于上一步'],
];

function problemWords(problem: string): string {
  for (const [pattern, words] of PROBLEMS) {
    const found = pattern.exec(problem);
    if (found) return words(found[1] ?? '', found[2] ?? '');
  }
  return '请运行 dutybell check 查看';
}

export const packTextsZh: PackTexts = {
  inForce: (contract) => `「${contract}」合同包已更新并生效。`,
  changes: (changes, more) => `修改内容：${changes.join('；')}${more > 0 ? `；另有 ${more} 项` : ''}。`,
  clock: (name, levels) => (levels.length > 0 ? `${name}（${levels.join('、')}）` : name),
  target: (clock, from, to) => `${clock}由${from}改为${to}，只用于新工单`,
  added: (clock, target) => `新增${clock}${target}`,
  dropped: (clock) => `取消${clock}`,
  days: (days, count) => `${days.join('、')}${count > days.length ? ` 等 ${count} 天` : ''}的上班安排`,
  moved: (tickets, count) => {
    if (count === 0) return '未办结工单的到期时间均无变动。';
    if (tickets.length === 0) return `${count} 张未办结工单的到期时间有变动。`;
    return `未办结工单的到期时间有变动：${tickets.join('；')}${count > tickets.length ? `，等 ${count} 张` : ''}。`;
  },
  ticket: (number, moves) => `${number} 的${moves.join('、')}`,
  move: (clock, from, to) => (from === undefined ? `${clock}改为 ${to}` : `${clock}由 ${from} 改为 ${to}`),
  refused: (contract) => `「${contract}」合同包的修改未通过检查，仍按原版本执行。`,
  mistake: ({ file, line, path, problem }) =>
    `${file} 第 ${line} 行${path === '' ? '' : ` ${path}`}：${problemWords(problem)}。`,
  moreMistakes: (count) => `另有 ${count} 处。`,
};
