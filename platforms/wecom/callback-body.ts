import { z } from 'zod';

/** The shape of what WeCom delivers: only what we read, so that a field more, or an odd one beside, costs no message. */

const mediaSchema = z.object({ url: z.string().min(1), aeskey: z.string().min(1).optional().catch(undefined) });
const wordsSchema = z.object({ content: z.string() });

const itemSchema = z.object({
  msgtype: z.string(),
  text: wordsSchema.optional().catch(undefined),
  image: mediaSchema.optional().catch(undefined),
  file: mediaSchema.optional().catch(undefined),
  video: mediaSchema.optional().catch(undefined),
});

/** What somebody said, or what he quotes. */
const saidSchema = itemSchema.extend({
  voice: wordsSchema.optional().catch(undefined),
  mixed: z
    .object({ msg_item: z.array(itemSchema.optional().catch(undefined)) })
    .optional()
    .catch(undefined),
});

const optionsSchema = z.object({ option_id: z.union([z.array(z.string()), z.string().transform((id) => [id])]) });
const selectionSchema = z.object({ question_key: z.string(), option_ids: optionsSchema });
const selectedSchema = z.object({
  selected_item: z.union([z.array(selectionSchema), selectionSchema.transform((one) => [one])]),
});

const tapSchema = z.object({
  event_key: z.string().min(1),
  task_id: z.string().min(1).optional().catch(undefined),
  selected_items: selectedSchema.optional().catch(undefined),
});

/** A tap's facts are nested on the wire; the SDK's types have them flat, so they are looked for there as well. */
const eventSchema = tapSchema.partial().extend({
  eventtype: z.string(),
  template_card_event: tapSchema.optional().catch(undefined),
});

/** Seconds since 1970; callbacks by HTTP may bring them as text. */
const secondsSchema = z.coerce.number().int().positive().max(99_999_999_999);

const bodySchema = saidSchema.extend({
  msgid: z.string().min(1).optional().catch(undefined),
  chattype: z.string().optional().catch(undefined),
  chatid: z.string().min(1).optional().catch(undefined),
  from: z.object({ userid: z.string().min(1) }),
  create_time: secondsSchema.optional().catch(undefined),
  quote: saidSchema.optional().catch(undefined),
  event: eventSchema.optional().catch(undefined),
});

export type CallbackBody = z.infer<typeof bodySchema>;
export type Said = z.infer<typeof saidSchema>;
export type Tap = z.infer<typeof tapSchema>;

/** @returns undefined for what has no sender or no kind */
export function readBody(body: unknown): CallbackBody | undefined {
  const read = bodySchema.safeParse(body);
  return read.success ? read.data : undefined;
}

/** The tap in an event. */
export function tapIn({ event }: CallbackBody): Tap | undefined {
  if (event?.template_card_event) return event.template_card_event;
  const flat = tapSchema.safeParse(event);
  return flat.success ? flat.data : undefined;
}
