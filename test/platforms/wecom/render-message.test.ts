import { describe, expect, test } from 'vitest';
import { CATALOGUES } from '../../../cards/language.ts';
import type { Card, CardAction, CardClock, FormField } from '../../../cards/types.ts';
import type { WireContent } from '../../../platforms/types.ts';
import { buttonText } from '../../../platforms/wecom/card-buttons.ts';
import {
  type RenderedMessage,
  renderMessage,
  renderUpdate,
  supersededCard,
} from '../../../platforms/wecom/render-message.ts';
import { readTap } from '../../../platforms/wecom/tapped.ts';
import type { TemplateCard, WecomMessage } from '../../../platforms/wecom/types.ts';
import type { WecomWords } from '../../../platforms/wecom/words.ts';

const { en, zh } = CATALOGUES;
const words: WecomWords = { ...zh.wecom, en: en.wecom };
const input = { taskId: 'd1', words, noticeUrl: 'https://bot.example.cn/' };

const button = (action: string, more: Partial<CardAction> = {}): CardAction => ({
  action,
  label: '接单',
  style: 'default',
  for: 'everyone',
  hint: `回复「${action} 1」`,
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
const ticket = (more: Partial<Card> = {}) => card({ wholeBy: 'show_ticket', ...more });
const content = (shown: Card, said: readonly string[] = []): WireContent => ({
  card: shown,
  lines: said.map((line) => [line]),
  people: {},
});
const rendered = (shown: Card, said?: readonly string[]) => renderMessage(content(shown, said), input);
const field = (label: string, value: string) => ({ label, value: [value] });
const clock = (label: string, standing: string): CardClock => ({
  label,
  standing,
  startedAt: 0,
  dueAt: 1,
  breached: false,
});

function cardIn({ messages }: RenderedMessage): Extract<TemplateCard, { card_type: 'button_interaction' }> {
  const last = messages.at(-1);
  if (last?.msgtype !== 'template_card') throw new Error('there is no card');
  if (last.template_card.card_type !== 'button_interaction') throw new Error(`it is a ${last.template_card.card_type}`);
  return last.template_card;
}

function formIn({ messages }: RenderedMessage): Extract<TemplateCard, { card_type: 'multiple_interaction' }> {
  const last = messages.at(-1);
  if (last?.msgtype !== 'template_card') throw new Error('there is no card');
  if (last.template_card.card_type !== 'multiple_interaction')
    throw new Error(`it is a ${last.template_card.card_type}`);
  return last.template_card;
}

const kinds = (messages: readonly WecomMessage[]) => messages.map(({ msgtype }) => msgtype);
const saidIn = (messages: readonly WecomMessage[]) =>
  messages.map((message) => (message.msgtype === 'markdown' ? message.markdown.content : '')).join('\n');

describe('what becomes a card', () => {
  test('a card with buttons is one card, and its words with the typed forms if WeCom refuses it', () => {
    const { hasCard, insteadOfCard, messages } = rendered(card({ lines: [['网站打不开']] }));
    expect([hasCard, kinds(messages)]).toEqual([true, ['template_card']]);
    expect(saidIn(insteadOfCard)).toBe(
      '**GZ-260303-01 网站**\n网站打不开\n回复「acknowledge 1」\n在群内回复时请 @我。',
    );
  });

  test.each([
    ['words alone', { lines: [['好的。']], people: {} }],
    ['a card without buttons', content(card({ actions: [] }))],
    [
      'a card whose buttons are about nothing',
      content(card({ actions: [button('a', {})], subject: { id: '', version: 0 } })),
    ],
  ])('%s is text', (_what, given) => {
    const { hasCard, insteadOfCard, messages } = renderMessage(given, input);
    expect([hasCard, insteadOfCard, kinds(messages)]).toEqual([false, [], ['markdown']]);
  });

  test('a card that nothing else tells whole and that does not fit goes ahead as text, its buttons below', () => {
    const long = card({ lines: [['很'.repeat(113)]] });
    const given = rendered(long);
    expect(kinds(given.messages)).toEqual(['markdown', 'template_card']);
    expect(saidIn(given.messages)).toContain('很'.repeat(113));
    expect(cardIn(given).sub_title_text).toBe('内容见上一条消息。');
    expect(cardIn(given).button_list).toHaveLength(1);
    // Its words and typed forms stand there already.
    expect(given.insteadOfCard).toEqual([]);
    expect(kinds(rendered(card({ lines: [['很'.repeat(112)]] })).messages)).toEqual(['template_card']);
  });

  test('the address of a file stays whole, in the words ahead of the card', () => {
    const link = `https://bot.example.cn/files/${'a'.repeat(64)}/%E5%A4%A7%E5%8E%85.png?until=1772586000&sig=${'b'.repeat(32)}`;
    const given = rendered(card({ fields: [field('附件', `09:00 王敏 图片 大厅.png（1 KB） ${link}`)] }));
    expect(kinds(given.messages)).toEqual(['markdown', 'template_card']);
    expect(saidIn(given.messages)).toContain(link);
  });

  test('a ticket’s card is shortened, since its details tell the rest', () => {
    const long = ticket({ lines: [['很'.repeat(113)]], actions: [button('acknowledge'), button('show_ticket')] });
    expect(kinds(rendered(long).messages)).toEqual(['template_card']);
    expect(cardIn(rendered(long)).sub_title_text).toBe(`${'很'.repeat(111)}…`);
  });
});

describe('the title', () => {
  test.each([
    ['danger', '🔴 GZ-260303-01 网站'],
    ['warning', '🟡 GZ-260303-01 网站'],
    ['info', '🔵 GZ-260303-01 网站'],
    ['success', '🟢 GZ-260303-01 网站'],
    ['neutral', 'GZ-260303-01 网站'],
  ] as const)('says %s by a mark', (tone, title) => {
    expect(cardIn(rendered(card({ tone }))).main_title.title).toBe(title);
  });

  test('of 26 characters stands whole; a longer one goes on below, and is not cut where it has words', () => {
    const title = (name: string) => cardIn(rendered(card({ title: `GZ-260303-01 ${name}` })));
    expect(title('网'.repeat(13)).main_title.title).toBe(`GZ-260303-01 ${'网'.repeat(13)}`);
    expect(title('网'.repeat(14)).main_title.title).toBe('GZ-260303-01');
    expect(title('网'.repeat(14)).sub_title_text).toBe('网'.repeat(14));
    const unbroken = cardIn(rendered(card({ title: '网'.repeat(27) })));
    expect([unbroken.main_title.title, unbroken.sub_title_text]).toEqual([`${'网'.repeat(25)}…`, '网'.repeat(27)]);
  });

  test('has the state beside it', () => {
    expect(cardIn(rendered(card({ badge: '待接单' }))).main_title.desc).toBe('待接单');
  });
});

describe('the words above', () => {
  test('are what is said with the card, then the card’s own lines', () => {
    const given = rendered(card({ lines: [['「打不开」'], ['09:00 王敏 报障']] }), ['@李工 请接单']);
    expect(cardIn(given).sub_title_text).toBe('@李工 请接单\n「打不开」\n09:00 王敏 报障');
  });

  test('lose milestones before what was reported, the oldest first', () => {
    const milestones = Array.from({ length: 8 }, (_, index) => [`09:0${index}:00 李工 做了第 ${index} 步`]);
    const given = rendered(ticket({ lines: [['「网站打不开」'], ...milestones] }));
    const shown = cardIn(given).sub_title_text?.split('\n');
    expect(shown?.[0]).toBe('「网站打不开」');
    expect(shown?.[1]).toBe('09:03:00 李工 做了第 3 步');
    expect(shown?.at(-1)).toBe('09:07:00 李工 做了第 7 步');
  });

  test('end with the footnote, for which the oldest milestone goes', () => {
    const milestones = Array.from({ length: 5 }, (_, index) => [`09:0${index}:00 李工 做了第 ${index} 步`]);
    const lines = [['「网站打不开」'], ...milestones];
    const given = rendered(ticket({ lines, footnote: '1 天内未反馈，工单将自动办结。' }));
    const shown = cardIn(given).sub_title_text?.split('\n');
    expect([shown?.[0], shown?.[1], shown?.at(-1)]).toEqual([
      '「网站打不开」',
      '09:01:00 李工 做了第 1 步',
      '1 天内未反馈，工单将自动办结。',
    ]);
  });

  test('that are too long are shortened where they are longest', () => {
    const given = rendered(ticket({ lines: [['甲'.repeat(90)], ['乙'.repeat(30)]] }));
    expect(cardIn(given).sub_title_text).toBe(`${'甲'.repeat(80)}…\n${'乙'.repeat(30)}`);
  });

  test('never tell to reply to a card: WeCom does not say which one a reply is about', () => {
    for (const text of [zh, en]) {
      const hint = text.card.replyHint;
      expect(Object.keys(text.wecom.card.footnotes)).toContain(hint);
      const given = rendered(card({ footnote: hint, actions: [button('a', { label: text.card.details })] }));
      expect(cardIn(given).sub_title_text).toBe(text.wecom.card.footnotes[hint]);
      expect(saidIn(given.insteadOfCard)).not.toContain(hint);
    }
  });
});

describe('the rows', () => {
  const six = ['级别', '报障人', '处理人', '原因', '措施', '评价'].map((label) => field(label, '甲'));

  test('are six; a seventh field stands above while there is room', () => {
    expect(cardIn(rendered(card({ fields: six }))).horizontal_content_list).toHaveLength(6);
    const seven = cardIn(rendered(card({ fields: [...six, field('系统', '乙')] })));
    expect(seven.horizontal_content_list).toHaveLength(6);
    expect(seven.sub_title_text).toBe('系统：乙');
  });

  test('for which no room is left go ahead as text, where nothing else tells them', () => {
    const fields = Array.from({ length: 11 }, (_, index) => field(`第 ${index}`, '甲'.repeat(26)));
    expect(kinds(rendered(card({ fields: fields.slice(0, 9) })).messages)).toEqual(['template_card']);
    expect(kinds(rendered(card({ fields })).messages)).toEqual(['markdown', 'template_card']);
  });

  test('put what is minor below the rest, and leave it out first', () => {
    const fields = [{ ...field('报障人', '王敏'), isMinor: true } as const, ...six, field('系统', '乙')];
    const shown = cardIn(rendered(ticket({ fields, lines: [['很'.repeat(112)]] })));
    expect(shown.horizontal_content_list?.map(({ keyname }) => keyname)).toEqual(six.map(({ label }) => label));
    const few = cardIn(rendered(ticket({ fields: fields.slice(0, 3) })));
    expect(few.horizontal_content_list?.map(({ keyname }) => keyname)).toEqual(['级别', '报障人', '报障人']);
  });

  test.each([
    ['26 characters', '甲'.repeat(26), '甲'.repeat(26)],
    ['27 characters', '甲'.repeat(27), `${'甲'.repeat(25)}…`],
    ['an explanation behind it', `已超时 23 小时 55 分（应于 3月3日 09:05 前完成）`, '已超时 23 小时 55 分'],
  ])('hold a value of %s', (_what, value, shown) => {
    const full = ticket({ fields: [field('到场', value)], lines: [['很'.repeat(112)]] });
    expect(cardIn(rendered(full)).horizontal_content_list).toEqual([{ keyname: '到场', value: shown }]);
  });

  test('never hold half of something minor, which may mislead', () => {
    const used = {
      ...field('用时', `响应 1 分 30 秒 达标；到场 4 分钟 达标；上报 40 分钟 超时`),
      isMinor: true,
    } as const;
    const full = ticket({ fields: [used], lines: [['很'.repeat(112)]] });
    expect(cardIn(rendered(full)).horizontal_content_list).toBeUndefined();
  });

  const inClocks = { ...field('时限', '……'), isInClocks: true } as const;
  const clocks = [
    clock('响应（内控）', '09:05 前'),
    clock('到场', '已超时 25 分钟（应于 09:05 前完成）'),
    clock('解决', '11:00 前'),
  ];

  test('show each clock that is owed by itself while there is room', () => {
    const shown = cardIn(rendered(card({ fields: [field('处理人', '李工'), inClocks], clocks })));
    expect(shown.horizontal_content_list).toEqual([
      { keyname: '处理人', value: '李工' },
      { keyname: '内控响应', value: '09:05 前' },
      { keyname: '到场', value: '已超时 25 分钟（应于 09:05 前完成）' },
      { keyname: '解决', value: '11:00 前' },
    ]);
  });

  test('show several clocks on one row where there is not', () => {
    const fields = [
      field('级别', '一级'),
      field('处理人', '李工'),
      inClocks,
      field('挂起', '停电'),
      field('进展', '在修'),
    ];
    const shown = cardIn(rendered(card({ fields, clocks })));
    expect(shown.horizontal_content_list?.filter(({ keyname }) => keyname === '时限')).toEqual([
      { keyname: '时限', value: '内控响应 09:05 前；到场 已超时 25 分钟' },
      { keyname: '时限', value: '解决 11:00 前' },
    ]);
  });

  test('leave a request that waits for approval on the card, however many clocks run', () => {
    const many = Array.from({ length: 8 }, (_, index) => clock(`时钟${index}`, '已超时 23 小时 55 分'));
    const fields = [field('处理人', '李工'), inClocks, field('挂起', '停电'), field('进展', '在修')];
    const shown = cardIn(rendered(ticket({ fields, clocks: many })));
    expect(shown.horizontal_content_list?.map(({ keyname }) => keyname)).toEqual([
      '处理人',
      '时限',
      '时限',
      '时限',
      '挂起',
      '进展',
    ]);
  });
});

describe('the buttons', () => {
  test('six are six buttons; of seven the later ones are in a drop-down, the details stay a button', () => {
    expect(cardIn(rendered(card({ actions: buttons(6) }))).button_list).toHaveLength(6);
    expect(cardIn(rendered(card({ actions: buttons(6) }))).button_selection).toBeUndefined();
    const seven = cardIn(rendered(ticket({ actions: [...buttons(6), button('show_ticket', { label: '详情' })] })));
    expect(seven.button_list.map(({ text }) => text)).toEqual(['做 0', '做 1', '做 2', '做 3', '详情', '执行']);
    expect(seven.button_selection?.option_list.map(({ text }) => text)).toEqual(['请选择', '做 4', '做 5']);
    expect(seven.button_selection?.selected_id).toBe('none');
  });

  test('of 14 all can be had; a fifteenth is told how to type', () => {
    expect(kinds(rendered(card({ actions: buttons(14) })).messages)).toEqual(['template_card']);
    const fifteen = rendered(card({ actions: buttons(15) }));
    expect(kinds(fifteen.messages)).toEqual(['markdown', 'template_card']);
    expect(saidIn(fifteen.messages)).toContain('回复「do_14 1」');
  });

  test('mean what they say when they are tapped, also through the drop-down', () => {
    const shown = cardIn(rendered(card({ actions: buttons(8) })));
    const run = shown.button_list.at(-1)?.key ?? '';
    const option = shown.button_selection?.option_list.at(-1)?.id ?? '';
    expect(readTap(shown.button_list[0]?.key ?? '', {})).toMatchObject({ action: 'do_0', subject: 'T1', version: 3 });
    expect(readTap(run, { chosen: option })).toMatchObject({ action: 'do_7', subject: 'T1', version: 3 });
    expect(readTap(run, { chosen: 'none' })).toMatchObject({ action: 'nothing_chosen', subject: 'T1', version: 3 });
  });

  test('that would do the same are one', () => {
    expect(cardIn(rendered(card({ actions: [button('a'), button('b'), button('a')] }))).button_list).toHaveLength(2);
  });

  test('are about their own subject where they have one', () => {
    const other = button('acknowledge', { subject: { id: 'T2', version: 9 } });
    expect(
      cardIn(rendered(card({ actions: [button('acknowledge'), other] }))).button_list.map(({ key }) => key),
    ).toEqual(['acknowledge.3.T1', 'acknowledge.9.T2']);
  });

  test('ask the rating of a confirmation on the card', () => {
    const form: FormField[] = [{ name: 'rating', label: '服务评分（选填）', type: 'rating', required: false, max: 5 }];
    const shown = cardIn(rendered(card({ actions: [button('confirm', { form })] })));
    expect(shown.button_selection?.option_list.map(({ text }) => text)).toEqual([
      '暂不评分',
      '5 分 非常满意',
      '4 分 满意',
      '3 分 一般',
      '2 分 不满意',
      '1 分 非常不满意',
    ]);
    const key = shown.button_list[0]?.key ?? '';
    const question = shown.button_selection?.question_key ?? '';
    expect(readTap(key, { [question]: '4' })?.form).toEqual({ rating: '4' });
    expect(readTap(key, { [question]: 'none' })?.form).toEqual({ rating: '' });
  });

  test('have labels that a phone shows: no command’s is cut, and the number of a digest’s stays', () => {
    for (const text of [zh, en]) {
      for (const { label } of [...Object.values(text.commands), ...Object.values(text.queries)]) {
        expect(buttonText({ label }, text.wecom.card)).not.toContain('…');
      }
      for (const { label } of Object.values(text.commands)) {
        const numbered = buttonText({ label: text.digest.reminders.step(label, '0303-12') }, text.wecom.card);
        expect(numbered).toMatch(/ 0303-12$/);
        expect(numbered.length).toBeLessThanOrEqual(10);
      }
    }
  });

  test('have short labels of four characters in Chinese, each for one command', () => {
    const shown = Object.values(zh.commands).map(({ label }) => buttonText({ label }, zh.wecom.card));
    expect(shown.filter((label) => label.length > 4)).toEqual([]);
    expect(new Set(shown).size).toBe(shown.length);
  });
});

describe('a form on the card itself', () => {
  const options = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ value: `p${index}`, label: `人员 ${index}` }));
  const select = (count: number, more: Partial<FormField> = {}): FormField =>
    ({ name: 'to', label: '转派给', type: 'select', required: true, options: options(count), ...more }) as FormField;
  const reason = (required: boolean): FormField => ({
    name: 'reason',
    label: '原因',
    type: 'text',
    required,
    maxLength: 2_000,
  });
  const asking = (form: readonly FormField[], more: Partial<Card> = {}) =>
    rendered(card({ asksForm: true, actions: [button('transfer', { label: '转派', form })], ...more }));

  test('asks by drop-downs, and is sent by the action’s button', () => {
    const shown = formIn(asking([select(2), reason(false)]));
    expect(shown.select_list.map(({ title, option_list: list }) => [title, list.map(({ text }) => text)])).toEqual([
      ['转派给', ['请选择', '人员 0', '人员 1']],
    ]);
    expect(shown.submit_button).toEqual({ text: '转派', key: 'transfer.3.T1' });
    expect(readTap(shown.submit_button.key, { 'transfer.to': 'p1' })?.form).toEqual({ to: 'p1' });
  });

  test('leaves out what its drop-downs show anyway, and nothing else', () => {
    const listed = { ...field('转派给', '人员 0、人员 1'), isMinor: true } as const;
    expect(kinds(asking([select(2)], { fields: [listed] }).messages)).toEqual(['template_card']);
    const told = formIn(asking([select(2)], { fields: [listed, field('处理人', '李工')] }));
    expect(told.main_title.desc).toBe('处理人：李工');
  });

  test('has its words beside the title, or ahead of it', () => {
    expect(formIn(asking([select(2)], { lines: [['请选择接手人']] })).main_title.desc).toBe('请选择接手人');
    const long = asking([select(2)], { lines: [['请'.repeat(31)]] });
    expect(kinds(long.messages)).toEqual(['markdown', 'template_card']);
    expect(saidIn(long.messages)).toContain('请'.repeat(31));
  });

  test('offers nine; of more it says how the command is typed', () => {
    expect(formIn(asking([select(9)])).select_list[0]?.option_list).toHaveLength(10);
    expect(saidIn(asking([select(10)]).messages)).toContain('回复「transfer 1」');
  });

  test.each([
    ['text that has to be written', [select(2), reason(true)]],
    [
      'options that look alike once they are cut',
      [
        select(0, {
          options: [
            { value: 'a', label: '珠海横琴政务服务大厅一' },
            { value: 'b', label: '珠海横琴政务服务大厅二' },
          ],
        } as Partial<FormField>),
      ],
    ],
    ['more than three drop-downs', ['a', 'b', 'c', 'd'].map((name) => select(2, { name }))],
    ['nothing to choose', [reason(false)]],
  ])('is text where it has %s', (_what, form) => {
    expect(kinds(asking(form).messages)).toEqual(['markdown']);
  });
});

describe('the new state of a tapped card', () => {
  test('is a card with the buttons that are left', () => {
    expect(renderUpdate(content(card()), input)).toMatchObject({ card_type: 'button_interaction', task_id: 'd1' });
  });

  test('without buttons is a notice, which must have an address', () => {
    expect(renderUpdate(content(card({ actions: [], title: '好的，不作登记。' })), input)).toEqual({
      card_type: 'text_notice',
      main_title: { title: '好的，不作登记。' },
      task_id: 'd1',
      card_action: { type: 1, url: 'https://bot.example.cn/' },
    });
  });

  test('can be words alone', () => {
    expect(renderUpdate({ lines: [['已处理。'], ['谢谢。']], people: {} }, input)).toMatchObject({
      main_title: { title: '已处理。' },
      sub_title_text: '谢谢。',
    });
  });

  test('of an outdated card says where to go', () => {
    expect(supersededCard(input)).toMatchObject({
      card_type: 'text_notice',
      main_title: { title: '本卡片已失效' },
      sub_title_text: '请以最新的卡片或消息为准。',
    });
  });
});

test('a card in English speaks English, whatever the bot’s own language', () => {
  const actions = Array.from({ length: 8 }, (_, index) => button(`do_${index}`, { label: `Do ${index}` }));
  const shown = cardIn(rendered(card({ actions })));
  expect(shown.button_list.at(-1)?.text).toBe('Go');
  expect(shown.button_selection?.option_list[0]?.text).toBe('Choose');
  expect(saidIn(rendered(card({ actions })).insteadOfCard)).toContain('In a group, mention me when you reply.');
});

test('every short form in the catalogue fits where it is used', () => {
  for (const { card: texts } of [zh.wecom, en.wecom]) {
    const tooLong = [
      ...Object.values(texts.rowLabels).filter((label) => label.length > 5),
      ...[...Object.values(texts.buttonLabels), texts.run].filter((label) => label.length > 10),
      ...[1, 2, 3, 4, 5].map(texts.rating).filter((option) => option.length > 10),
      ...[texts.choose, texts.unrated].filter((option) => option.length > 10),
      ...[texts.moreActions].filter((title) => title.length > 13),
      ...[texts.superseded].filter((title) => title.length > 26),
    ];
    expect(tooLong).toEqual([]);
  }
});
