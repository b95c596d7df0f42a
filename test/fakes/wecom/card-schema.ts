import { z } from 'zod';
import { BYTES, LISTS } from './card-limits.ts';

export const bytes = (text: string): number => Buffer.byteLength(text);
const within = (max: number) => z.string().refine((text) => bytes(text) <= max, `longer than ${max} bytes`);
const listOf = <T extends z.ZodType>(item: T, { max, min }: { readonly min: number; readonly max: number }) =>
  z.array(item).min(min).max(max);

const title = z.looseObject({ title: z.string().optional(), desc: z.string().optional() });
const option = z.looseObject({ id: within(BYTES.optionId).min(1), text: z.string().min(1) });
const selection = z.looseObject({
  question_key: within(BYTES.key).min(1),
  title: z.string().optional(),
  option_list: listOf(option, LISTS.options),
  selected_id: z.string().optional(),
  disable: z.boolean().optional(),
});
const button = z.looseObject({
  text: z.string().min(1),
  style: z.int().optional(),
  key: within(BYTES.key).min(1),
  url: z.string().optional(),
});
const field = z.looseObject({
  type: z.union([z.literal(0), z.literal(1), z.literal(3)]).optional(),
  keyname: z.string().min(1),
  value: z.string().optional(),
});
const submit = z.looseObject({ text: z.string().min(1), key: within(BYTES.key).min(1) });
const action = z.looseObject({ type: z.union([z.literal(0), z.literal(1), z.literal(2)]), url: z.string().optional() });

const common = {
  source: z.looseObject({}).optional(),
  main_title: title.optional(),
  task_id: z.string().optional(),
  feedback: z.looseObject({ id: within(BYTES.feedbackId) }).optional(),
};
const facts = {
  sub_title_text: z.string().optional(),
  horizontal_content_list: listOf(field, LISTS.fields).optional(),
  action_menu: z.looseObject({ desc: z.string().optional(), action_list: listOf(submit, LISTS.menu) }).optional(),
  quote_area: z.looseObject({ quote_text: z.string().optional() }).optional(),
};

/** The five kinds, each with what it must have. What is not named here passes, as it does at WeCom. */
export const templateCard = z.discriminatedUnion('card_type', [
  z.looseObject({
    card_type: z.literal('text_notice'),
    ...common,
    ...facts,
    emphasis_content: title.optional(),
    jump_list: listOf(z.looseObject({ title: z.string() }), LISTS.jumps).optional(),
    card_action: action,
  }),
  z.looseObject({
    card_type: z.literal('news_notice'),
    ...common,
    ...facts,
    main_title: title,
    vertical_content_list: listOf(title, LISTS.vertical).optional(),
    card_action: action,
  }),
  z.looseObject({
    card_type: z.literal('button_interaction'),
    ...common,
    ...facts,
    main_title: title,
    button_selection: selection.optional(),
    button_list: listOf(button, LISTS.buttons),
    card_action: action.optional(),
  }),
  z.looseObject({
    card_type: z.literal('vote_interaction'),
    ...common,
    main_title: title,
    checkbox: z.looseObject({ question_key: z.string().min(1), option_list: listOf(option, LISTS.checks) }),
    submit_button: submit,
  }),
  z.looseObject({
    card_type: z.literal('multiple_interaction'),
    ...common,
    main_title: title,
    select_list: listOf(selection, LISTS.selects),
    submit_button: submit,
  }),
]);

export type WireCard = z.infer<typeof templateCard>;
export type WireSelection = z.infer<typeof selection>;
