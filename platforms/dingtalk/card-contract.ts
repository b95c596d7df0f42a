import { z } from 'zod';
import type { CardParams } from './types.ts';

/**
 * What the card template and the program agree on. The template is locked for ever once it is published, so a change here needs a
 * new one, under a new id.
 */
export const CARD_VARIABLES = [
  { name: 'title', type: 'string', isBuiltIn: false },
  { name: 'content', type: 'markdown', isBuiltIn: false },
  { name: 'btns', type: 'buttonGroup', isBuiltIn: false },
  /** Of cards of the kind 'AI' only: which of the template's states is shown. Others ignore it. */
  { name: 'flowStatus', type: 'string', isBuiltIn: true },
] as const;

/** The state that holds title, content and buttons: 'done'. */
export const SHOWN_STATE = '3';

export const BUTTON_COLOURS = ['blue', 'gray', 'red'] as const;

const buttonSchema = z.strictObject({
  text: z.string().min(1),
  color: z.enum(BUTTON_COLOURS),
  status: z.literal('normal'),
  event: z.strictObject({
    type: z.literal('sendCardRequest'),
    params: z.strictObject({
      /** DingTalk adds the button's place to it, so that only `params` tells what was tapped. */
      actionId: z.string().min(1),
      /** What the tap hands back. */
      params: z.record(z.string(), z.string()),
    }),
  }),
});

/** An entry of the list variable `btns`. */
export type CardButton = z.infer<typeof buttonSchema>;

/** All of a card's values, as they are sent: each a string, `btns` as JSON. */
const paramsSchema = z.strictObject({
  title: z.string().min(1),
  content: z.string(),
  btns: z
    .string()
    .transform((json): unknown => JSON.parse(json))
    .pipe(z.array(buttonSchema)),
  flowStatus: z.literal(SHOWN_STATE),
});

/** @throws {z.ZodError} what the template could not show */
export function readCardParams(params: CardParams): z.infer<typeof paramsSchema> {
  return paramsSchema.parse(params);
}
