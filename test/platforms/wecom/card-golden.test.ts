import { expect, test } from 'vitest';
import { CATALOGUES } from '../../../cards/language.ts';
import type { Inline } from '../../../cards/types.ts';
import type { WireContent } from '../../../platforms/types.ts';
import { renderMessage, renderUpdate } from '../../../platforms/wecom/render-message.ts';
import type { WecomWords } from '../../../platforms/wecom/words.ts';
import { EXAMPLES, type Example, members } from '../../cards/example-cards.ts';

// What WeCom is sent for what people see most, for a reader to judge. `vitest -u` writes the files anew; the diff is what is
// reviewed: are number, system, state, what to do and until when on the card?

const words: WecomWords = { ...CATALOGUES.zh.wecom, en: CATALOGUES.en.wecom };
const input = { taskId: 'd1', words, noticeUrl: 'https://bot.example.cn/' };
const people = Object.fromEntries(members.map(({ id, name }) => [id, { userId: `${id}-account`, name }]));

test.each([...EXAMPLES])('%s', async (name, show) => {
  const sent = Object.values(CATALOGUES).map((text) => show(text).map(sentFor));
  const [zh, en] = sent;
  const file = `golden/${name.replace(/[ ,]+/g, '-')}.json`;
  await expect(`${JSON.stringify({ zh, en }, undefined, 2)}\n`).toMatchFileSnapshot(file);
});

/** Its messages, and, where it is only text, what a tapped card would become. */
function sentFor(example: Example) {
  const content = wire(example);
  const { messages, hasCard } = renderMessage(content, input);
  return hasCard || !content.card ? { messages } : { messages, update: renderUpdate(content, input) };
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
