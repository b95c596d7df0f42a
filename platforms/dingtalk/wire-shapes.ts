import { z } from 'zod';
import { parseJson } from '../http-exchange.ts';

/** The shape of what DingTalk delivers: only what we read, so that a field more, or an odd one beside, costs no message. */

/** Absent also where it is empty, or none of its kind. */
const words = z.string().min(1).optional().catch(undefined);
const instant = z.coerce.number().int().positive().max(9_999_999_999_999).optional().catch(undefined);

/** DingTalk sends some objects as JSON in a string. */
function embedded<T extends z.ZodType>(schema: T) {
  return z
    .union([z.string().transform(parseJson).pipe(schema), schema])
    .optional()
    .catch(undefined);
}

/** A run of a richText message; in what is quoted the fields have other names. */
const partSchema = z.object({
  type: words,
  msgType: words,
  text: words,
  content: words,
  atName: words,
  downloadCode: words,
  pictureDownloadCode: words,
});

const contentSchema = z.object({
  text: words,
  /** Speech as words. */
  recognition: words,
  richText: z.array(partSchema.optional().catch(undefined)).optional().catch(undefined),
  downloadCode: words,
  pictureDownloadCode: words,
  fileName: words,
});

const repliedSchema = z.object({ msgType: words, msgId: words, content: embedded(contentSchema) });

const replySchema = z.object({
  isReplyMsg: z.boolean().optional().catch(undefined),
  repliedMsg: embedded(repliedSchema),
});

const messageSchema = z.object({
  msgtype: words,
  msgId: words,
  conversationId: words,
  /** `1`: one-to-one, `2`: a group. */
  conversationType: z.coerce.string().optional().catch(undefined),
  conversationTitle: words,
  senderId: words,
  senderStaffId: words,
  senderNick: words,
  createAt: instant,
  sessionWebhook: words,
  sessionWebhookExpiredTime: instant,
  text: embedded(replySchema.extend({ content: z.string().optional().catch(undefined) })),
  content: embedded(contentSchema.extend(replySchema.shape)),
  originalMsgId: words,
  /** Names a message of the bot that is quoted. */
  originalProcessQueryKey: words,
  /** Why the message comes without its words. */
  errorCode: z.coerce.string().optional().catch(undefined),
});

const paramsSchema = z.record(z.string(), z.unknown());
const tappedSchema = z.object({
  cardPrivateData: z
    .object({ params: paramsSchema.optional().catch(undefined) })
    .optional()
    .catch(undefined),
  params: paramsSchema.optional().catch(undefined),
});

const tapSchema = tappedSchema.extend({
  userId: z.string().min(1),
  outTrackId: words,
  spaceId: words,
  spaceType: words,
  content: embedded(tappedSchema),
  value: embedded(tappedSchema),
});

export type RobotMessageBody = z.infer<typeof messageSchema>;
export type MessageContent = z.infer<typeof contentSchema>;
export type RichTextPart = z.infer<typeof partSchema>;
export type TapBody = z.infer<typeof tapSchema>;

/** @returns undefined for what is no object */
export function readMessage(body: unknown): RobotMessageBody | undefined {
  return messageSchema.safeParse(body).data;
}

/** @returns undefined for what does not say who has tapped */
export function readTap(body: unknown): TapBody | undefined {
  return tapSchema.safeParse(body).data;
}

/** What the tapped button hands back; samples have it in several places. */
export function paramsIn(tap: TapBody): Readonly<Record<string, unknown>> | undefined {
  const places = [tap.content, tap.value, tap];
  const found = places.flatMap((place) => [place?.cardPrivateData?.params, place?.params]);
  return found.find((params) => params !== undefined && Object.keys(params).length > 0);
}
