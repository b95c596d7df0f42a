import type { DingtalkTexts } from './catalogue-dingtalk.ts';
import { tapPageTextsZh } from './text.zh.dingtalk-page.ts';
import { wecomTextsZh } from './text.zh.wecom.ts';

const { footnotes, rating, wordsAbove } = wecomTextsZh.card;

export const dingtalkTextsZh: DingtalkTexts = {
  card: {
    wordsAbove,
    typed: {
      group: (commands, bot) => `可 @${bot} 发送：${commands}`,
      private: (commands) => `可发送：${commands}`,
    },
    command: (typed) => `「${typed}」`,
    separator: '、',
    rating,
    footnotes,
  },
  page: tapPageTextsZh,
};
