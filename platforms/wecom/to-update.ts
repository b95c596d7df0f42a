import { type Instant, SECOND } from '../../domain/types.ts';
import { tapTokenOf } from '../tap-token.ts';
import type { ActionUpdate, Attachment, JoinUpdate, MessageUpdate, Update } from '../types.ts';
import { updateIdOf } from '../update-id.ts';
import { type CallbackBody, readBody, type Said, tapIn } from './callback-body.ts';
import { chatOf } from './chats.ts';
import { mediaAttachment } from './media.ts';
import { stripBotName } from './strip-bot-name.ts';
import { readTap } from './tapped.ts';
import type { RawCallback } from './types.ts';

export type ParsedCallback =
  | { readonly update: Update }
  /** Nothing for the bot; `why` holds no words of anybody. */
  | { readonly ignored: string };

type Base = Omit<JoinUpdate, 'type' | 'updateId'>;

const ATTACHED = ['image', 'file', 'video'] as const;

/**
 * A callback's body as an update; the sender is only an id there.
 * @param botName as people see it
 */
export function toUpdate({ body: raw, receivedAt, reqId }: RawCallback, botName: string): ParsedCallback {
  const body = readBody(raw);
  if (!body) return { ignored: 'a callback without a sender or a kind' };
  const chat = chatOf(body);
  if (!chat) return { ignored: 'a callback of a group without its id' };
  const base: Base = {
    platform: 'wecom',
    chat,
    from: { userId: body.from.userid },
    ...(body.create_time !== undefined && { sentAt: sentWithin(body, body.create_time * SECOND, receivedAt) }),
    receivedAt,
  };
  if (body.msgtype !== 'event') return message(body, base, reqId, botName);
  switch (body.event?.eventtype) {
    case 'template_card_event':
      return tap(body, base, reqId);
    case 'enter_chat': {
      const update: JoinUpdate = { ...base, type: 'join', updateId: updateId('join', body, [reqId]) };
      return { update };
    }
    default:
      return { ignored: `an event of the kind ${body.event?.eventtype ?? 'none'}` };
  }
}

/**
 * WeCom names a whole second, and its rounding is in favour of whoever is measured: a message may start a clock, so it counts from
 * the latest instant in the second at which it can have been sent; a tap ends one, and counts from the second's beginning.
 */
function sentWithin(body: CallbackBody, second: Instant, receivedAt: Instant): Instant {
  if (tapIn(body)) return second;
  return Math.max(second, Math.min(receivedAt, second + SECOND - 1));
}

function message(body: CallbackBody, base: Base, reqId: string, botName: string): ParsedCallback {
  const { receivedAt } = base;
  const words = wordsOf(body);
  const attachments = [
    ...attachmentsOf(body, receivedAt),
    ...(body.quote ? attachmentsOf(body.quote, receivedAt).map((one) => ({ ...one, quoted: true as const })) : []),
  ];
  if (words === undefined && attachments.length === 0) return { ignored: `a message of the kind ${body.msgtype}` };
  const quoted = body.quote && wordsOf(body.quote);
  const update: MessageUpdate = {
    ...base,
    type: 'message',
    updateId: updateId('msg', body, [reqId]),
    text: stripBotName(words ?? '', botName, base.chat.kind),
    // A group's messages come only where they mention the bot.
    addressed: true,
    ...(body.quote && { quote: { ...(quoted !== undefined && { text: quoted }) } }),
    ...(attachments.length > 0 && { attachments }),
  };
  return { update };
}

function tap(body: CallbackBody, base: Base, reqId: string): ParsedCallback {
  const tapped = tapIn(body);
  if (!tapped) return { ignored: 'a tap that names no button' };
  const selected = Object.fromEntries(
    (tapped.selected_items?.selected_item ?? []).map(({ option_ids, question_key }) => [
      question_key,
      // Ours take one option each.
      option_ids.option_id[0] ?? '',
    ]),
  );
  const meant = readTap(tapped.event_key, selected);
  if (!meant) return { ignored: 'a tap on a button that is none of ours' };
  const { task_id: taskId } = tapped;
  // The same button may be tapped again later: without a time, only the request tells the two apart.
  const facts = [
    taskId,
    tapped.event_key,
    ...Object.entries(selected).flat(),
    body.create_time === undefined ? reqId : '',
  ];
  const update: ActionUpdate = {
    ...base,
    type: 'action',
    updateId: updateId('tap', body, facts),
    ...meant,
    ...(taskId !== undefined && {
      handle: taskId,
      tapToken: tapTokenOf({ receivedAt: base.receivedAt, cardId: taskId, deliveryId: reqId }),
    }),
  };
  return { update };
}

/** Its words; voice comes as them. Undefined: it has none by its kind. */
function wordsOf(said: Said): string | undefined {
  switch (said.msgtype) {
    case 'text':
      return said.text?.content;
    case 'voice':
      return said.voice?.content;
    case 'mixed':
      return (said.mixed?.msg_item ?? []).flatMap((item) => item?.text?.content ?? []).join('\n');
    default:
      return undefined;
  }
}

function attachmentsOf(said: Said, receivedAt: Instant): readonly Attachment[] {
  const items = said.msgtype === 'mixed' ? (said.mixed?.msg_item ?? []) : [said];
  return items.flatMap((item) => {
    const kind = ATTACHED.find((known) => known === item?.msgtype);
    const media = kind && item?.[kind];
    return media ? [mediaAttachment(kind, media, receivedAt)] : [];
  });
}

/** WeCom's id of it. Where it tells none, what makes it the same when it comes again. */
function updateId(
  kind: 'msg' | 'tap' | 'join',
  body: CallbackBody,
  otherwise: readonly (string | undefined)[],
): string {
  return updateIdOf(kind, body.msgid, [body.msgid, body.chatid, body.from.userid, body.create_time, ...otherwise]);
}
