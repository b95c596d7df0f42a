import type { DingtalkTexts } from './catalogue-dingtalk.ts';
import { tapPageTextsEn } from './text.en.dingtalk-page.ts';
import { wecomTextsEn } from './text.en.wecom.ts';

const { footnotes, rating, wordsAbove } = wecomTextsEn.card;

export const dingtalkTextsEn: DingtalkTexts = {
  card: {
    wordsAbove,
    typed: {
      group: (commands, bot) => `Or mention @${bot} and send: ${commands}`,
      private: (commands) => `Or send: ${commands}`,
    },
    command: (typed) => `“${typed}”`,
    separator: ', ',
    rating,
    footnotes,
  },
  page: tapPageTextsEn,
};
