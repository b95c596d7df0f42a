import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CATALOGUES } from '../../../cards/language.ts';
import type { WireContent } from '../../../platforms/types.ts';
import {
  type RenderInput,
  renderMessage,
  renderUpdate,
  supersededCard,
} from '../../../platforms/wecom/render-message.ts';
import { renderText } from '../../../platforms/wecom/render-text.ts';
import type { TemplateCard, WecomMessage } from '../../../platforms/wecom/types.ts';
import type { WecomWords } from '../../../platforms/wecom/words.ts';
import { isRefusal } from '../../fakes/wecom/answer.ts';
import { checkNewCard } from '../../fakes/wecom/card-check.ts';
import { drawCard } from '../../fakes/wecom/card-view.ts';
import { anyContent } from '../any-content.ts';

// Whatever a card says: WeCom takes it, its clients cut nothing of it, and nothing of it is lost or becomes markup.

const words: WecomWords = { ...CATALOGUES.zh.wecom, en: CATALOGUES.en.wecom };
const input: RenderInput = { taskId: 'd0123456789abcdef', words, noticeUrl: 'https://bot.example.cn/' };

const cardsOf = (messages: readonly WecomMessage[]) =>
  messages.flatMap((message) => (message.msgtype === 'template_card' ? [message.template_card] : []));
const textsOf = (messages: readonly WecomMessage[]) =>
  messages.flatMap((message) => (message.msgtype === 'markdown' ? [message.markdown.content] : []));

function expectShownWhole(shown: TemplateCard) {
  const checked = checkNewCard(shown, new Set());
  if (isRefusal(checked)) throw new Error(`WeCom refuses it: ${JSON.stringify(checked)} ${JSON.stringify(shown)}`);
  expect(drawCard(checked.card).cut, JSON.stringify(shown)).toEqual([]);
}

test('WeCom takes every card that is sent, and its clients cut nothing of it', () => {
  fc.assert(
    fc.property(anyContent, (given) => {
      const { messages, hasCard } = renderMessage(given, input);
      const cards = cardsOf(messages);
      expect(cards).toHaveLength(hasCard ? 1 : 0);
      if (hasCard) expect(messages.at(-1)?.msgtype).toBe('template_card');
      for (const shown of [...cards, renderUpdate(given, input)]) expectShownWhole(shown);
    }),
    { numRuns: 400 },
  );
});

test('what a tap turns an old card into is shown whole', () => {
  expectShownWhole(supersededCard(input));
  expectShownWhole(supersededCard({ ...input, words: { ...words, ...words.en } }));
});

test('an update carries the tapped card’s task_id', () => {
  fc.assert(
    fc.property(anyContent, (given) => {
      expect(renderUpdate(given, input).task_id).toBe(input.taskId);
    }),
  );
});

const UNSEEN = ['id', 'key', 'selected_id', 'question_key', 'task_id'];

test('nothing that people wrote becomes markup, a link or a mention', () => {
  fc.assert(
    fc.property(anyContent, (given) => {
      const plain: WireContent = withoutBold(given);
      const rows = textsOf(renderText(plain, words)).flatMap((said) => said.split('\n'));
      for (const row of rows) expect(withoutTitle(row)).not.toMatch(/[<>[\]*`]|~~|^[#+\-=|~]|&#?\w+;/);
      for (const shown of [...cardsOf(renderMessage(given, input).messages), renderUpdate(given, input)]) {
        const seen = JSON.stringify(shown, (name, value: unknown) => (UNSEEN.includes(name) ? undefined : value));
        expect(seen).not.toMatch(/[<>]/);
      }
    }),
    { numRuns: 300 },
  );
});

/** The title of a card is bold, and nothing else of what is left. */
function withoutTitle(row: string): string {
  return row.replace(/^\*\*(.*?)\*\*/, '· $1');
}

function withoutBold({ card: shown, lines, people }: WireContent): WireContent {
  const plain = <T>(runs: readonly T[]) => runs.filter((run) => typeof run === 'string');
  return {
    people,
    lines: lines.map(plain),
    ...(shown && {
      card: {
        ...shown,
        lines: shown.lines.map(plain),
        fields: shown.fields.map((one) => ({ ...one, value: plain(one.value) })),
      },
    }),
  };
}

test('a card that may not be shortened loses nothing: what does not fit goes ahead as text', () => {
  fc.assert(
    fc.property(anyContent, (given) => {
      if (given.card?.wholeBy !== undefined) return;
      const { messages } = renderMessage(given, input);
      const said = squeezed(JSON.stringify(messages));
      const { card: shown } = given;
      const wanted = [
        ...given.lines,
        ...(shown
          ? [[shown.title], [shown.badge ?? ''], ...shown.lines, ...shown.fields.map(({ value }) => value)]
          : []),
      ].flat();
      const lost = wanted.flatMap((run) => {
        const words = typeof run === 'string' ? run : 'bold' in run ? run.bold : '';
        const wantedWords = squeezed(JSON.stringify(words).slice(1, -1));
        return said.includes(wantedWords) ? [] : [words];
      });
      expect(lost).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

/** As a reader compares: without spaces, line breaks and marks of emphasis, full width as half width. */
function squeezed(text: string): string {
  return text
    .replace(/\\[nrtvf]|\\u00..|\s/gu, '')
    .normalize('NFKC')
    .replace(/\s|\*/gu, '');
}

test('every action is a button, an option, or at least its typed form', () => {
  fc.assert(
    fc.property(anyContent, (given) => {
      const { messages, insteadOfCard } = renderMessage(given, input);
      const reachable = JSON.stringify([...messages, ...insteadOfCard]);
      for (const { action: wanted, hint } of given.card?.actions ?? []) {
        const isTyped = hint !== undefined && squeezed(reachable).includes(squeezed(JSON.stringify(hint).slice(1, -1)));
        expect(hint === undefined || isTyped || reachable.includes(`"${wanted}.`)).toBe(true);
      }
    }),
  );
});

test('text is cut into messages that WeCom takes, and all of it is said', () => {
  const long = Array.from({ length: 3_000 }, (_, index) => [`第 ${index} 行：${'故障'.repeat(index % 40)}`]);
  const parts = textsOf(renderText({ lines: long, people: {} }, words));
  expect(parts.length).toBeGreaterThan(3);
  for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(20_480);
  expect(parts.join('\n')).toBe(long.flat().join('\n'));
});
