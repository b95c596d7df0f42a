import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CATALOGUES } from '../../../cards/language.ts';
import { readCardParams } from '../../../platforms/dingtalk/card-contract.ts';
import { cardParams, renderPost } from '../../../platforms/dingtalk/render-card.ts';
import { groupMarkdown } from '../../../platforms/dingtalk/render-markdown.ts';
import type { RenderInput } from '../../../platforms/dingtalk/render-words.ts';
import { createChatSigner } from '../../../platforms/dingtalk/signed-chat.ts';
import { readTapParams } from '../../../platforms/dingtalk/tap-params.ts';
import type { RobotMessage } from '../../../platforms/dingtalk/types.ts';
import type { WireContent } from '../../../platforms/types.ts';
import { anyContent } from '../any-content.ts';

// Whatever a card says: the template can show it, and nothing of it is lost or becomes markup.

const chats = createChatSigner('app-secret');
const input: RenderInput = {
  words: { ...CATALOGUES.zh.dingtalk, en: CATALOGUES.en.dingtalk },
  botName: '值班铃',
  chat: 'cidAbc==',
  signChat: chats.sign,
  hasButtons: () => true,
};

const textsOf = (messages: readonly RobotMessage[]) =>
  messages.flatMap((message) => (message.kind === 'markdown' ? [message.text] : []));

test('every card fits the template, and is within what DingTalk takes', () => {
  fc.assert(
    fc.property(anyContent, (given) => {
      const { ahead, card, insteadOfCard } = renderPost(given, input);
      for (const params of [...(card ? [card] : []), cardParams(given, input)]) {
        const { btns, content, title } = readCardParams(params);
        expect(btns.length).toBeLessThanOrEqual(8);
        expect(Buffer.byteLength(content)).toBeLessThanOrEqual(3_000);
        expect(title).not.toMatch(/[\n<>]/);
        for (const { text } of btns) expect(text).not.toMatch(/[\n<>]/);
      }
      for (const message of [...ahead, ...insteadOfCard]) {
        expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThanOrEqual(15_000);
      }
    }),
    { numRuns: 300 },
  );
});

test('every button hands back an action of the card', () => {
  fc.assert(
    fc.property(anyContent, (given) => {
      const actions = given.card?.actions ?? [];
      for (const { event } of readCardParams(cardParams(given, input)).btns) {
        const tap = readTapParams(event.params.params);
        expect(chats.read(tap?.chat ?? '')).toBe(input.chat);
        const wanted = actions.map(({ action, subject = given.card?.subject }) => ({ action, ...subject }));
        expect(wanted).toContainEqual({
          action: tap?.button.action,
          id: tap?.button.subject,
          version: tap?.button.version,
        });
      }
    }),
  );
});

test('nothing that people wrote becomes markup, a link or a mention', () => {
  fc.assert(
    fc.property(anyContent, (given) => {
      const plain = withoutBold(given);
      const said = [...textsOf(groupMarkdown(plain, input)), cardParams(plain, input).content ?? ''];
      for (const block of said.flatMap((text) => text.split('\n'))) {
        const words = withoutTitle(block).replace(/^- /, '');
        expect(words).not.toMatch(/[<>[\]*`]|~~|^[#+\-=|~]|^\d+[.)](?:\s|$)|&#?\w+;|\b(?:dtmd|dingtalk):\/\//iu);
      }
    }),
    { numRuns: 300 },
  );
});

/** The title of a card is bold, and nothing else of what is left. */
function withoutTitle(block: string): string {
  return block.replace(/^\*\*(.*?)\*\*/, '· $1');
}

function withoutBold({ card, lines, people }: WireContent): WireContent {
  const plain = <T>(runs: readonly T[]) => runs.filter((run) => typeof run === 'string');
  return {
    people,
    lines: lines.map(plain),
    ...(card && {
      card: {
        ...card,
        lines: card.lines.map(plain),
        fields: card.fields.map((one) => ({ ...one, value: plain(one.value) })),
      },
    }),
  };
}

test('a card that may not be shortened loses nothing: what does not fit goes ahead as words', () => {
  fc.assert(
    fc.property(anyContent, (given) => {
      if (given.card?.wholeBy !== undefined) return;
      const { ahead, card } = renderPost(given, input);
      const said = squeezed(JSON.stringify([ahead, card]));
      const { card: shown } = given;
      const wanted = [
        ...given.lines,
        ...(shown
          ? [[shown.title], [shown.badge ?? ''], ...shown.lines, ...shown.fields.map(({ value }) => value)]
          : []),
      ].flat();
      const lost = wanted.flatMap((run) => {
        const words = typeof run === 'string' ? run : 'bold' in run ? run.bold : '';
        return said.includes(squeezed(JSON.stringify(words).slice(1, -1))) ? [] : [words];
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

test('every action is a button, or at least its typed form', () => {
  fc.assert(
    fc.property(anyContent, (given) => {
      const { ahead, card } = renderPost(given, input);
      const said = squeezed(JSON.stringify([ahead, card]));
      for (const { action, command } of given.card?.actions ?? []) {
        const isTyped = command !== undefined && said.includes(squeezed(JSON.stringify(command).slice(1, -1)));
        expect(command === undefined || isTyped || (card?.btns ?? '').includes(`"${action}.`)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
