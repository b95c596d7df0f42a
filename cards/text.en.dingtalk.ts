import type { DingtalkTexts } from './catalogue-dingtalk.ts';
import { tapPageTextsEn } from './text.en.dingtalk-page.ts';
import { typedInsteadEn } from './text.en.dingtalk-typed.ts';
import { wecomTextsEn } from './text.en.wecom.ts';

const { footnotes, rating, superseded, supersededHint, wordsAbove } = wecomTextsEn.card;

export const dingtalkTextsEn: DingtalkTexts = {
  card: {
    wordsAbove,
    superseded,
    supersededHint,
    typed: {
      group: (commands, bot) => `Or mention @${bot} and send: ${commands}`,
      private: (commands) => `Or send: ${commands}`,
    },
    command: (typed) => `“${typed}”`,
    separator: ', ',
    or: ' or ',
    step: {
      group: {
        next: (commands, whole, bot) => `Next: mention @${bot} and send ${commands}. For all else send “${whole}”.`,
        more: (whole, bot) => `Details and all else: mention @${bot} and send ${whole}.`,
      },
      private: {
        next: (commands, whole) => `Next: send ${commands}. For all else send “${whole}”.`,
        more: (whole) => `Details and all else: send ${whole}.`,
      },
    },
    due: (label, standing) => `Due: ${label} ${standing}`,
    typedInstead: typedInsteadEn,
    rating,
    footnotes,
  },
  page: tapPageTextsEn,
};
