import type { AdviceTexts } from './catalogue-advice.ts';

const LABEL = '建议（模型，仅供参考）';

export const adviceTextsZh: AdviceTexts = {
  label: LABEL,
  kinds: { incident: '登记为故障', request: '登记为服务请求', none: '不登记' },
  value: (parts) => parts.join('，'),
  take: '按建议登记',
  words: ['按建议登记', '按建议'],
  news: (value) => `${LABEL}：${value}。`,
  outdated: '内容或建议已有变化，请按最新卡片操作。',
  nothing: '暂无可采用的建议，请选择「登记为故障」或「不是」。',
};
