// Sentences that name buttons, where there are none.
import { describe, expect, test } from 'vitest';
import type { Catalogue } from '../../../cards/catalogue.ts';
import { CATALOGUES } from '../../../cards/language.ts';
import { renderPost } from '../../../platforms/dingtalk/render-card.ts';
import type { RenderInput } from '../../../platforms/dingtalk/render-words.ts';

const { en, zh } = CATALOGUES;
const input = (hasButtons: boolean): RenderInput => ({
  words: { ...zh.dingtalk, en: en.dingtalk },
  botName: '值班铃',
  chat: 'cidAbc==',
  signChat: (chat) => chat,
  hasButtons: () => hasButtons,
});
const wordsOf = (words: string, hasButtons: boolean) =>
  renderPost({ lines: [[words]], people: {} }, input(hasButtons)).ahead.map((it) => ('text' in it ? it.text : ''))[0];

/** All that a catalogue may say, as it is written. */
function sources(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return [value.toString()];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(sources) : [];
}

describe.each([
  ['zh', zh],
  ['en', en],
] as const)('in %s', (_language, text: Catalogue) => {
  const { dingtalk, ...others } = text;
  const written = sources(others);

  test.each(Object.keys(dingtalk.card.typedInstead))(
    'a sentence still says what its other form expects: %s',
    (part) => {
      expect(written.filter((source) => source.includes(part))).not.toEqual([]);
    },
  );

  test.each(Object.entries(dingtalk.card.typedInstead))(
    'it names no button where there are none: %s',
    (part, instead) => {
      expect(instead).not.toMatch(/点击|按钮|卡片|\btap\b|button|\bcard\b/iu);
      expect(wordsOf(`7：${part}`, false)).toBe(wordsOf(`7：${instead}`, true));
      expect(wordsOf(`7：${part}`, true)).not.toBe(wordsOf(`7：${instead}`, true));
    },
  );
});

test('every sentence of the Chinese catalogue that tells people to press something has another form', () => {
  const { dingtalk, wecom: _, platform: __, ...others } = zh;
  const pressing = sources(others).filter((source) => /点击|下方按钮/u.test(source));
  const endings = Object.keys(dingtalk.card.typedInstead);
  // WeCom's only: where nothing is chosen in a drop-down.
  const left = pressing.filter((source) => !source.includes('下拉框') && !endings.some((it) => source.includes(it)));
  expect(left).toEqual([]);
});

test('what somebody wrote is left as he wrote it', () => {
  const quoted = '「请点击所属合同，绑定后即可在本群登记工单。」';
  expect(wordsOf(quoted, false)).toBe(quoted);
});
