import { z } from 'zod';

export const frameSchema = z.looseObject({
  cmd: z.string(),
  headers: z.looseObject({ req_id: z.string() }),
  body: z.unknown().optional(),
});
export type Frame = z.infer<typeof frameSchema>;

export const subscribeBody = z.looseObject({ bot_id: z.string(), secret: z.string() });

const media = z.looseObject({ media_id: z.string() });
const stream = z.looseObject({ id: z.string().min(1), finish: z.boolean().optional(), content: z.string().optional() });

/** What the bot says in a room; a card is checked on its own. */
export const sayingBody = z.discriminatedUnion('msgtype', [
  z.looseObject({ msgtype: z.literal('text'), text: z.looseObject({ content: z.string() }) }),
  z.looseObject({ msgtype: z.literal('markdown'), markdown: z.looseObject({ content: z.string() }) }),
  z.looseObject({ msgtype: z.literal('stream'), stream }),
  z.looseObject({ msgtype: z.literal('stream_with_template_card'), stream, template_card: z.unknown().optional() }),
  z.looseObject({ msgtype: z.literal('template_card'), template_card: z.unknown() }),
  z.looseObject({ msgtype: z.literal('file'), file: media }),
  z.looseObject({ msgtype: z.literal('image'), image: media }),
  z.looseObject({ msgtype: z.literal('voice'), voice: media }),
  z.looseObject({ msgtype: z.literal('video'), video: media }),
]);
export type SayingBody = z.infer<typeof sayingBody>;

export const answerBody = z.looseObject({ msgtype: z.string() });

export const pushBody = z.looseObject({
  chatid: z.string().min(1),
  chat_type: z.union([z.literal(0), z.literal(1), z.literal(2)]).optional(),
  msgtype: z.string(),
});

export const updateBody = z.looseObject({
  response_type: z.literal('update_template_card'),
  template_card: z.unknown(),
  userids: z.array(z.string()).optional(),
});
