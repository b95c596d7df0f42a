import type { DingtalkTexts } from './catalogue-dingtalk.ts';
import { tapPageTextsZh } from './text.zh.dingtalk-page.ts';
import { typedInsteadZh } from './text.zh.dingtalk-typed.ts';
import { wecomTextsZh } from './text.zh.wecom.ts';

const { footnotes, rating, superseded, supersededHint, wordsAbove } = wecomTextsZh.card;

export const dingtalkTextsZh: DingtalkTexts = {
  card: {
    wordsAbove,
    superseded,
    supersededHint,
    typed: {
      group: (commands, bot) => `可 @${bot} 发送：${commands}`,
      private: (commands) => `可发送：${commands}`,
    },
    command: (typed) => `「${typed}」`,
    separator: '、',
    or: '或',
    step: {
      group: {
        next: (commands, whole, bot) => `下一步：@${bot} 发送${commands}。其他操作可发送「${whole}」查看。`,
        more: (whole, bot) => `详情及其他操作：@${bot} 发送${whole}。`,
      },
      private: {
        next: (commands, whole) => `下一步：发送${commands}。其他操作可发送「${whole}」查看。`,
        more: (whole) => `详情及其他操作：发送${whole}。`,
      },
    },
    due: (label, standing) => `时限：${label}${label.endsWith('）') ? '' : ' '}${standing}`,
    typedInstead: typedInsteadZh,
    rating,
    footnotes,
  },
  page: tapPageTextsZh,
};
