import { describe, expect, test } from 'vitest';
import { checkNewCard } from './card-check.ts';
import { templateCard } from './card-schema.ts';
import { drawCard } from './card-view.ts';
import { buttonCard } from './sdk-client.ts';

const button = (place: number) => ({ text: `按钮${place}`, style: 1, key: `k${place}` });
const option = (place: number) => ({ id: `o${place}`, text: `选项${place}` });
const many = <T>(count: number, make: (place: number) => T): T[] =>
  Array.from({ length: count }, (_, place) => make(place));
const select = (options: number, key = 'q') => ({ question_key: key, option_list: many(options, option) });
const form = (selects: readonly object[]) => ({
  card_type: 'multiple_interaction',
  main_title: { title: '转派' },
  select_list: selects,
  submit_button: { text: '提交', key: 'transfer.1.T1' },
  task_id: 'T1',
});
const notice = (more: object) => ({ card_type: 'text_notice', task_id: 'T1', ...more });
const action = { card_action: { type: 1, url: 'https://example.com' } };

const errcodeOf = (card: object, used: readonly string[] = []): number => {
  const checked = checkNewCard(card, new Set(used));
  return 'errcode' in checked ? checked.errcode : 0;
};

describe('a card is checked as WeCom checks it', () => {
  test.each<[string, object, number]>([
    ['one button', buttonCard('T1'), 0],
    ['six buttons', buttonCard('T1', { button_list: many(6, button) }), 0],
    ['seven buttons', buttonCard('T1', { button_list: many(7, button) }), 40016],
    ['no button', buttonCard('T1', { button_list: [] }), 40016],
    ['two buttons of one key', buttonCard('T1', { button_list: [button(1), button(1)] }), 42014],
    ['a button with an address', buttonCard('T1', { button_list: [{ ...button(1), url: 'https://a' }] }), 42039],
    ['a key of 1024 bytes', buttonCard('T1', { button_list: [{ text: '好', key: 'k'.repeat(1024) }] }), 0],
    ['a key of 1025 bytes', buttonCard('T1', { button_list: [{ text: '好', key: 'k'.repeat(1025) }] }), 42014],
    ['six rows', buttonCard('T1', { horizontal_content_list: many(6, () => ({ keyname: '级别', value: '重大' })) }), 0],
    ['seven rows', buttonCard('T1', { horizontal_content_list: many(7, () => ({ keyname: '级别' })) }), 42014],
    ['a row without a name', buttonCard('T1', { horizontal_content_list: [{ value: '重大' }] }), 42014],
    ['ten options', buttonCard('T1', { button_selection: select(10) }), 0],
    ['eleven options', buttonCard('T1', { button_selection: select(11) }), 42014],
    [
      'an option that is chosen and not there',
      buttonCard('T1', { button_selection: { ...select(2), selected_id: 'o9' } }),
      42014,
    ],
    ['no title', buttonCard('T1', { main_title: {} }), 42014],
    ['no task_id', buttonCard('T1', { task_id: undefined }), 42014],
    ['a task_id with a colon', buttonCard('T:1'), 42014],
    ['a task_id of 128 bytes', buttonCard('t'.repeat(128)), 0],
    ['a task_id of 129 bytes', buttonCard('t'.repeat(129)), 42014],
    ['a form with three questions', form([select(2, 'a'), select(2, 'b'), select(2, 'c')]), 0],
    ['a form with four questions', form(many(4, (place) => select(2, `q${place}`))), 42014],
    ['a form that asks the same twice', form([select(2), select(2)]), 42014],
    ['a notice with an action', notice({ main_title: { title: '已办结' }, ...action }), 0],
    ['a notice without its action', notice({ main_title: { title: '已办结' } }), 42014],
    ['a notice of words alone', notice({ sub_title_text: '已办结', ...action }), 0],
    ['a notice of nothing', notice(action), 42014],
    ['an unknown kind', { card_type: 'poll', main_title: { title: '?' } }, 42014],
  ])('%s', (_name, card, errcode) => {
    expect(errcodeOf(card)).toBe(errcode);
  });

  test('a task_id that another card has had is refused', () => {
    expect(errcodeOf(buttonCard('T1'), ['T1'])).toBe(42014);
  });
});

test('a client cuts what is too long, and says nothing about it', () => {
  const long = buttonCard('T1', {
    main_title: { title: '题'.repeat(27), desc: '述'.repeat(30) },
    sub_title_text: '文'.repeat(113),
    horizontal_content_list: [{ keyname: '一二三四五六', value: '值'.repeat(26) }],
    button_list: [{ text: '一二三四五六七八九十甲', key: 'k' }],
  });
  const { card, cut } = drawCard(templateCard.parse(long));
  expect(cut).toEqual(['title', 'subTitle', 'keyname', 'button']);
  expect(card.main_title?.title).toBe(`${'题'.repeat(25)}…`);
  expect(card).toMatchObject({ horizontal_content_list: [{ keyname: '一二三四…', value: '值'.repeat(26) }] });
});
