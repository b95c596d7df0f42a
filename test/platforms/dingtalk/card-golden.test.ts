import { expect, test } from 'vitest';
import { CATALOGUES } from '../../../cards/language.ts';
import type { Inline } from '../../../cards/types.ts';
import { readCardParams } from '../../../platforms/dingtalk/card-contract.ts';
import { cardParams, renderPost } from '../../../platforms/dingtalk/render-card.ts';
import { groupMarkdown } from '../../../platforms/dingtalk/render-markdown.ts';
import type { RenderInput } from '../../../platforms/dingtalk/render-words.ts';
import { createChatSigner } from '../../../platforms/dingtalk/signed-chat.ts';
import type { CardParams } from '../../../platforms/dingtalk/types.ts';
import type { WireContent } from '../../../platforms/types.ts';
import { EXAMPLES, type Example, members } from '../../cards/example-cards.ts';

// What DingTalk is sent for what people see most, for a reader to judge. `vitest -u` writes the files anew; the diff is what is
// reviewed: are number, system, state, what to do and until when on the card, and in the words where there is no card?

const input: RenderInput = {
  words: { ...CATALOGUES.zh.dingtalk, en: CATALOGUES.en.dingtalk },
  botName: '值班铃',
  chat: 'cidAbc==',
  signChat: createChatSigner('app-secret').sign,
  hasButtons: () => true,
};
const people = Object.fromEntries(members.map(({ id, name }) => [id, { userId: `${id}-account`, name }]));

test.each([...EXAMPLES])('%s', async (name, show) => {
  const [zh, en] = Object.values(CATALOGUES).map((text) => show(text).map(sentFor));
  const file = `golden/${name.replace(/[ ,]+/g, '-')}.json`;
  await expect(`${JSON.stringify({ zh, en }, undefined, 2)}\n`).toMatchFileSnapshot(file);
});

/** Its words without a template; its card with one, or what a tapped card would become where only words are sent. */
function sentFor(example: Example) {
  const content = wire(example);
  const { ahead, card } = renderPost(content, input);
  const words = groupMarkdown(content, input).map((message) => (message.kind === 'markdown' ? message.text : message));
  return {
    words,
    ...(card && { card: readable(card) }),
    ...(card && ahead.length > 0 && { isBelowItsWords: true }),
    ...(!card && content.card && { update: readable(cardParams(content, input)) }),
  };
}

function readable(params: CardParams) {
  const { title, content, btns } = readCardParams(params);
  const buttons = btns.map(({ text, color, event }) => `${text} (${color}) ${event.params.params.action}`);
  return { title, content, buttons };
}

function wire({ card, lines }: Example): WireContent {
  const resolved = lines.map((line) =>
    line.map((run: Inline) => {
      if (typeof run === 'string' || 'bold' in run) return run;
      return { mention: people[run.mention] ?? { userId: run.mention } };
    }),
  );
  return { lines: resolved, people, ...(card && { card }) };
}
