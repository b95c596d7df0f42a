import { describe, expect, test } from 'vitest';
import { CATALOGUES } from '../../../cards/language.ts';
import type { Card, CardAction, FormField } from '../../../cards/types.ts';
import { personId } from '../../../domain/types.ts';
import { readCardParams } from '../../../platforms/dingtalk/card-contract.ts';
import { privateActionCard } from '../../../platforms/dingtalk/render-action-card.ts';
import { cardParams, renderPost } from '../../../platforms/dingtalk/render-card.ts';
import { groupMarkdown } from '../../../platforms/dingtalk/render-markdown.ts';
import type { RenderInput } from '../../../platforms/dingtalk/render-words.ts';
import { readTapParams } from '../../../platforms/dingtalk/tap-params.ts';
import type { RobotMessage } from '../../../platforms/dingtalk/types.ts';
import type { WireContent } from '../../../platforms/types.ts';

const { en, zh } = CATALOGUES;
const signChat = (chat: string) => `${chat}|mac`;
const input: RenderInput = {
  ...{ words: { ...zh.dingtalk, en: en.dingtalk }, botName: '值班铃', chat: 'cidAbc==', signChat },
  hasButtons: () => true,
};

const button = (action: string, more: Partial<CardAction> = {}): CardAction => ({
  action,
  label: '接单',
  style: 'default',
  for: 'everyone',
  command: `${action} 1`,
  ...more,
});
const buttons = (count: number) =>
  Array.from({ length: count }, (_, index) => button(`do_${index}`, { label: `做 ${index}` }));
const card = (more: Partial<Card> = {}): Card => ({
  tone: 'neutral',
  title: 'GZ-260303-01 网站',
  lines: [],
  fields: [],
  clocks: [],
  actions: [button('acknowledge')],
  subject: { id: 'T1', version: 3 },
  ...more,
});
const content = (shown: Card, said: readonly string[] = []): WireContent => ({
  card: shown,
  lines: said.map((line) => [line]),
  people: {},
});
const post = (shown: Card, said?: readonly string[]) => renderPost(content(shown, said), input);
const paramsOf = (shown: Card) => readCardParams(cardParams(content(shown), input));
const tapsOf = (shown: Card) => paramsOf(shown).btns.map(({ event }) => readTapParams(event.params.params)?.button);
const saidIn = (messages: readonly RobotMessage[]) =>
  messages.map((message) => (message.kind === 'markdown' ? message.text : message.kind)).join('\n----\n');

describe('what becomes a card', () => {
  test('a card with buttons is one card, and its words with the typed forms if DingTalk refuses it', () => {
    const { ahead, card: shown, insteadOfCard } = post(card({ badge: '待接单', lines: [['网站打不开']] }));
    expect(ahead).toEqual([]);
    expect(shown).toEqual({
      title: 'GZ-260303-01 网站 [待接单]',
      content: '网站打不开',
      btns: expect.any(String),
      flowStatus: '3',
    });
    expect(saidIn(insteadOfCard)).toBe(
      '**GZ-260303-01 网站 ［待接单］**\n\n网站打不开\n\n可 @值班铃 发送：「acknowledge 1」',
    );
  });

  test.each([
    ['words alone', { lines: [['好的。']], people: {} }],
    ['a card of which only the words are wanted', { ...content(card()), asWords: true as const }],
    ['a card without buttons', content(card({ actions: [] }))],
    ['a card whose buttons are about nothing', content(card({ subject: { id: '', version: 0 } }))],
  ])('%s is words', (_what, given) => {
    const { ahead, card: shown, insteadOfCard } = renderPost(given, input);
    expect([shown, insteadOfCard, ahead.map(({ kind }) => kind)]).toEqual([undefined, [], ['markdown']]);
  });

  test('a card that nothing else tells whole and that does not fit goes ahead as words, its buttons below', () => {
    const given = post(card({ lines: [['很'.repeat(1_001)]] }));
    expect(saidIn(given.ahead)).toContain('很'.repeat(1_001));
    expect(given.card).toMatchObject({ title: 'GZ-260303-01 网站', content: '内容见上一条消息。' });
    expect(given.insteadOfCard).toEqual([]);
    expect(post(card({ lines: [['x'.repeat(3_001)]] })).ahead).toHaveLength(1);
    expect(post(card({ lines: [['x'.repeat(3_000)]] })).ahead).toEqual([]);
  });

  test('a ticket’s card is shortened: what is minor goes first, the last of it before the others', () => {
    const lines = ['报障', ...Array.from({ length: 40 }, (_, index) => `第 ${index} 步：${'做'.repeat(30)}`)];
    const ticket = card({
      lines: lines.map((line) => [line]),
      fields: [{ label: '时限', value: ['09:05 前'] }],
      actions: [button('acknowledge'), button('show_ticket')],
      wholeBy: 'show_ticket',
    });
    const { ahead, card: shown } = post(ticket);
    expect(ahead).toEqual([]);
    expect(shown?.content).toMatch(/^报障\n\n- 第 0 步.*- 时限：09:05 前$/su);
    expect(Buffer.byteLength(shown?.content ?? '')).toBeLessThanOrEqual(3_000);
    expect(shown?.content).not.toContain('第 39 步');
  });

  test('words in the place of a card have no buttons', () => {
    const params = cardParams({ lines: [['已办结'], ['谢谢']], people: {} }, input);
    expect(params).toEqual({ title: '已办结', content: '谢谢', btns: '[]', flowStatus: '3' });
  });
});

describe('the title', () => {
  test('has the mark of the tone and the state', () => {
    expect(paramsOf(card({ tone: 'danger', badge: '待接单' })).title).toBe('🔴 GZ-260303-01 网站 [待接单]');
  });

  test('that is too long is cut, and stands whole in the content', () => {
    const long = `GZ-260303-01 ${'长'.repeat(40)}`;
    const { content: said, title } = paramsOf(card({ title: long }));
    expect([title.endsWith('…'), said.startsWith(`**${long}**`)]).toEqual([true, true]);
    expect(paramsOf(card({ title: '长'.repeat(45) })).content).toBe('');
  });
});

describe('buttons', () => {
  test('hand back action, version, subject and the signed chat, in the colour of their style', () => {
    const { btns } = paramsOf(
      card({ actions: [button('acknowledge', { style: 'primary' }), button('cancel', { style: 'danger' })] }),
    );
    expect(btns.map(({ color }) => color)).toEqual(['blue', 'red']);
    expect(btns[0]?.event.params).toEqual({
      actionId: 'acknowledge',
      params: { action: 'acknowledge.3.T1', chat: 'cidAbc==|mac' },
    });
    expect(readTapParams(btns[0]?.event.params.params)).toEqual({
      button: { action: 'acknowledge', version: 3, subject: 'T1', form: {} },
      chat: 'cidAbc==|mac',
    });
  });

  test.each([
    [8, undefined, ['do_0', 'do_1', 'do_2', 'do_3', 'do_4', 'do_5', 'do_6', 'do_7']],
    [9, undefined, ['do_0', 'do_1', 'do_2', 'do_3', 'do_4', 'do_5', 'do_6', 'do_7']],
    [9, 'do_8', ['do_0', 'do_1', 'do_2', 'do_3', 'do_4', 'do_5', 'do_6', 'do_8']],
  ])('of %i actions the first eight are shown, and %s in any case', (count, wholeBy, wanted) => {
    const shown = card({ actions: buttons(count), ...(wholeBy !== undefined && { wholeBy }) });
    expect(tapsOf(shown).map((tap) => tap?.action)).toEqual(wanted);
  });

  test('actions that find no button can be typed, in a group behind a mention of the bot', () => {
    const shown = content(card({ actions: buttons(10) }));
    expect(cardParams(shown, input).content).toBe('可 @值班铃 发送：「do_8 1」、「do_9 1」');
    const inPrivate = cardParams(shown, { ...input, chat: 'user:li' });
    expect(inPrivate.content).toBe('可发送：「do_8 1」、「do_9 1」');
  });

  test('what may be added to a confirmation can be typed', () => {
    const rating: FormField = { name: 'rating', label: '评分', type: 'rating', required: false, max: 5 };
    const shown = card({ actions: [button('confirm', { form: [rating], command: '确认 1 评分' })] });
    expect([tapsOf(shown).length, paramsOf(shown).content]).toEqual([1, '可 @值班铃 发送：「确认 1 评分」']);
  });

  test('two that would do the same are one', () => {
    expect(
      tapsOf(card({ actions: [button('acknowledge'), button('acknowledge', { label: '马上接单' })] })),
    ).toHaveLength(1);
  });

  test.each([
    ['不同意挂起 0303-12', '不同意挂起 0303-12'],
    ['Approve suspension 0303-12', 'Approve sus… 0303-12'],
    ['一二三四五六七八九十', '一二三四五六七八九十'],
    ['一二三四五六七八九十一', '一二三四五六七八九…'],
    ['<a>\n好', '＜a＞ 好'],
    ['', '…'],
  ])('the label %j is shown as %j', (label, shown) => {
    expect(paramsOf(card({ actions: [button('a', { label })] })).btns[0]?.text).toBe(shown);
  });

  test('every command of the catalogues fits on a button', () => {
    for (const text of [zh, en]) {
      for (const { label } of Object.values(text.commands)) {
        expect(paramsOf(card({ actions: [button('a', { label })] })).btns[0]?.text).toBe(label);
      }
    }
  });
});

describe('a card that asks a choice', () => {
  const select = (count: number, nameOf = (index: number) => `第 ${index} 人`) => ({
    name: 'to',
    label: '转派给',
    type: 'select' as const,
    required: true,
    options: Array.from({ length: count }, (_, index) => ({ value: `p${index}`, label: nameOf(index) })),
  });
  const asking = (...form: readonly FormField[]) =>
    card({ asksForm: true, actions: [button('transfer', { label: '转派', style: 'primary', form })] });

  test('has a button for each option, with what it stands for', () => {
    const shown = asking(select(2));
    expect(paramsOf(shown).btns.map(({ color, text }) => [text, color])).toEqual([
      ['第 0 人', 'gray'],
      ['第 1 人', 'gray'],
    ]);
    expect(tapsOf(shown)).toEqual([
      { action: 'transfer', version: 3, subject: 'T1', form: { to: 'p0' } },
      { action: 'transfer', version: 3, subject: 'T1', form: { to: 'p1' } },
    ]);
  });

  test('asks the first thing that has to be answered: the bot asks for the next one then', () => {
    const shown = asking({ ...select(2), required: false }, { ...select(3), name: 'step' });
    expect(tapsOf(shown).map((tap) => tap?.form)).toEqual([{ step: 'p0' }, { step: 'p1' }, { step: 'p2' }]);
  });

  test.each([
    ['more options than buttons', [select(9)]],
    ['options that look alike', [select(2, () => '同名')]],
    ['a text', [{ name: 'reason', label: '原因', type: 'text', required: true, maxLength: 10 }]],
    ['nothing that has to be answered', []],
  ] satisfies readonly (readonly [string, readonly FormField[]])[])('of %s is typed', (_what, form) => {
    const { ahead, card: shown } = post(asking(...form));
    expect(shown).toBeUndefined();
    expect(saidIn(ahead)).toContain('可 @值班铃 发送：「transfer 1」');
  });
});

describe('words', () => {
  test('stand in paragraphs and lists, since DingTalk reads a single line break as a blank', () => {
    const shown = card({
      lines: [['网站打不开'], ['09:00 报障'], ['09:01 接单']],
      fields: [{ label: '时限', value: ['09:05 前'] }],
      actions: [],
    });
    expect(saidIn(groupMarkdown(content(shown, ['请处理']), input))).toBe(
      '请处理\n\n**GZ-260303-01 网站**\n\n网站打不开\n\n- 09:00 报障\n- 09:01 接单\n- 时限：09:05 前',
    );
  });

  test.each([
    ['a number that DingTalk would count anew', '7. 网站', '7． 网站'],
    ['a number in brackets', '12) 网站', '12） 网站'],
    ['a time', '09:05 前', '09:05 前'],
    [
      'a link that clients carry out',
      'dtmd://dingtalkclient/sendMessage?content=x',
      'dtmd：//dingtalkclient/sendMessage?content=x',
    ],
    ['a link of the client', '看 DingTalk://x', '看 DingTalk：//x'],
    ['a link', '[点我](http://x.example)', '［点我］(http://x.example)'],
    ['a tag', '<a atId=li>李</a>', '＜a atId=li＞李＜/a＞'],
    ['a heading', '# 标题', '＃ 标题'],
    ['an item', '- 项', '－ 项'],
  ])('%s stays what it is', (_what, said, shown) => {
    expect(saidIn(groupMarkdown({ lines: [[said]], people: {} }, input))).toBe(shown);
  });

  test('advice to use a button is left out where there is none', () => {
    const [advice = ''] = Object.keys(zh.dingtalk.card.footnotes);
    const shown = card({ footnote: advice });
    expect(paramsOf(shown).content).toBe(zh.dingtalk.card.footnotes[advice]);
    expect(saidIn(groupMarkdown(content(shown), input))).not.toContain('补充');
    expect(paramsOf({ ...shown, actions: buttons(9) }).content).not.toContain('如需');
  });

  test('in the language of the card', () => {
    const shown = content(card({ actions: [button('ack', { label: 'Acknowledge', command: 'ack 1' })] }));
    expect(saidIn(groupMarkdown(shown, input))).toContain('Or mention @值班铃 and send: “ack 1”');
  });

  test('that are too long for one message are several, none of which is cut inside of a line', () => {
    const lines = Array.from({ length: 400 }, (_, index) => [`第 ${index} 行：${'故障'.repeat(index % 20)}`]);
    const messages = groupMarkdown({ lines, people: {} }, input);
    expect(messages.length).toBeGreaterThan(1);
    expect(messages.map((message) => (message.kind === 'markdown' ? message.text : '')).join('\n\n')).toBe(
      lines.flat().join('\n\n'),
    );
    for (const message of messages) expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(15_000);
  });
});

describe('the private card of links', () => {
  const li = { userId: 'li-account', name: '李工' };
  const wang = { userId: 'wang-account', name: '王敏' };
  const people = { li, wang };
  const actions = [
    button('acknowledge', { for: [personId('li')] }),
    button('cancel', { for: [personId('wang')] }),
    button('show_ticket', { label: '详情' }),
  ];
  const given: WireContent = { card: card({ actions }), lines: [], people };
  const shownTo = (to: typeof li, wanted = given) =>
    privateActionCard(wanted, {
      ...input,
      chat: `user:${to.userId}`,
      to,
      linkOf: ({ button: { action, subject } }) =>
        action === 'no_link' ? undefined : `https://x.example/${action}/${subject}`,
    });

  test('has only what is for him, with the words that he would type', () => {
    expect(shownTo(li)).toEqual({
      kind: 'action_card',
      title: 'GZ-260303-01 网站',
      text: '**GZ-260303-01 网站**\n\n可发送：「acknowledge 1」、「show_ticket 1」',
      buttons: [
        { title: '接单', url: 'https://x.example/acknowledge/T1' },
        { title: '详情', url: 'https://x.example/show_ticket/T1' },
      ],
    });
    expect(shownTo(wang)).toMatchObject({ buttons: [{ url: 'https://x.example/cancel/T1' }, { title: '详情' }] });
  });

  test('has five links at most', () => {
    expect(shownTo(li, { ...given, card: card({ actions: buttons(6) }) })).toMatchObject({ buttons: { length: 5 } });
  });

  test.each([
    ['words alone', { lines: [['好的。']], people }],
    ['nothing for him', { ...given, card: card({ actions: [button('acknowledge', { for: [personId('wang')] })] }) }],
    ['nothing that a link does', { ...given, card: card({ actions: [button('no_link')] }) }],
  ] satisfies readonly (readonly [string, WireContent])[])('is none for %s', (_what, wanted) => {
    expect(shownTo(li, wanted)).toBeUndefined();
  });
});
