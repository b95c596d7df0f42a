import type { z } from 'zod';
import { createQuota, type Quota } from '../quota.ts';
import { type Room, roomKey } from '../rooms.ts';
import { BOT } from './allowances.ts';
import { type Answer, isRefusal, OK, refusal } from './answer.ts';
import { answerBody, pushBody, type SayingBody, sayingBody, updateBody } from './bot-schema.ts';
import { checkCard, checkNewCard } from './card-check.ts';
import type { WecomRooms } from './card-kind.ts';
import { MARKDOWN_BYTES } from './card-limits.ts';
import { bytes } from './card-schema.ts';
import type { Deliveries } from './deliveries.ts';
import type { Faults } from './faults.ts';
import { isRoom, type Members } from './members.ts';
import { createStreams } from './streams.ts';
import { createUploads } from './uploads.ts';

/** Message types that `aibot_send_msg` takes, and with which a message and a person's first look are answered. */
const PUSHED = ['markdown', 'template_card', 'file', 'image', 'voice', 'video'];
const ANSWERS = { message: [...PUSHED, 'stream', 'stream_with_template_card'], enter: ['text', 'template_card'] };

export interface BotSide {
  /** Carries out what the bot asks, by whichever way it came. */
  handle(cmd: string, reqId: string, body: unknown): Answer;
  /** Says something unasked; also what a `response_url` does. */
  say(room: Room, body: unknown): Answer;
  readonly quota: Quota;
}

interface Parts {
  readonly rooms: WecomRooms;
  readonly members: Members;
  readonly deliveries: Deliveries;
  readonly faults: Faults;
  readonly now: () => number;
}

/** What the bot may do, and what comes of it. */
export function createBotSide({ deliveries, faults, members, now, rooms }: Parts): BotSide {
  const quota = createQuota(BOT, now);
  const streams = createStreams(rooms, now);
  const uploads = createUploads(now);
  const usedTaskIds = new Set<string>();

  function postCard(room: Room, value: unknown): Answer {
    const checked = checkNewCard(value, usedTaskIds);
    if (isRefusal(checked)) return checked;
    const { card } = checked;
    if (card.task_id !== undefined) usedTaskIds.add(card.task_id);
    // With `source` a card was acknowledged and nobody saw it.
    if (!faults.losesCards && card.source === undefined)
      rooms.post({ room, from: 'bot', form: card.card_type, card, rings: ringsOf(room) });
    return OK;
  }

  function post(room: Room, body: SayingBody, reqId: string): Answer {
    switch (body.msgtype) {
      case 'markdown':
      case 'text': {
        const content = body.msgtype === 'text' ? body.text.content : body.markdown.content;
        if (content === '') return refusal(44004);
        if (bytes(content) > MARKDOWN_BYTES) return refusal(40058, 'content exceed max length 20480');
        rooms.post({ room, from: 'bot', form: body.msgtype, text: content, rings: ringsOf(room) });
        return OK;
      }
      case 'template_card':
        return postCard(room, body.template_card);
      case 'stream':
      // The card beside a stream is not shown on the long connection.
      case 'stream_with_template_card':
        if (bytes(body.stream.content ?? '') > MARKDOWN_BYTES) return refusal(40058, 'stream.content');
        return streams.write(reqId, room, body.stream);
      case 'file':
      case 'image':
      case 'voice':
      case 'video': {
        const file = uploads.held(mediaIdOf(body));
        if (file?.type !== body.msgtype) return refusal(40007);
        rooms.post({ room, from: 'bot', form: body.msgtype, file, rings: ringsOf(room) });
        return OK;
      }
    }
  }

  function say(room: Room, body: unknown, reqId = ''): Answer {
    const parsed = sayingBody.safeParse(body);
    if (!parsed.success) return refusal(40008, parsed.error.issues[0]?.message);
    if (!quota.take(roomKey(room))) return refusal(846607);
    return post(room, parsed.data, reqId);
  }

  function update(reqId: string, body: z.infer<typeof updateBody>): Answer {
    const tap = deliveries.answerable(reqId, 'tap');
    if (!tap) return refusal(846605);
    if (!quota.take(roomKey(tap.room))) return refusal(846607);
    const checked = checkCard(body.template_card);
    if (isRefusal(checked)) return checked;
    // Another card's `task_id`: acknowledged, and nothing changes.
    if (checked.card.task_id !== tap.taskId || tap.taskId === undefined) return OK;
    if (!faults.losesCards) rooms.replaceCard(tap.taskId, checked.card, body.userids);
    return OK;
  }

  function push(body: unknown): Answer {
    const parsed = pushBody.safeParse(body);
    if (!parsed.success) return refusal(40058, parsed.error.issues[0]?.message);
    if (!PUSHED.includes(parsed.data.msgtype)) return refusal(40008);
    const room = members.roomOf(parsed.data.chatid, parsed.data.chat_type);
    return isRoom(room) ? say(room, body) : room;
  }

  function answerTo(kind: keyof typeof ANSWERS, reqId: string, body: unknown): Answer {
    const delivered = deliveries.answerable(reqId, kind);
    if (!delivered) return refusal(846605);
    const type = answerBody.safeParse(body).data?.msgtype ?? '';
    return ANSWERS[kind].includes(type) ? say(delivered.room, body, reqId) : refusal(40008, type);
  }

  function handle(cmd: string, reqId: string, body: unknown): Answer {
    switch (cmd) {
      case 'aibot_respond_msg':
        return answerTo('message', reqId, body);
      case 'aibot_respond_welcome_msg':
        return answerTo('enter', reqId, body);
      case 'aibot_respond_update_msg': {
        const parsed = updateBody.safeParse(body);
        return parsed.success ? update(reqId, parsed.data) : refusal(40058, parsed.error.issues[0]?.message);
      }
      case 'aibot_send_msg':
        return push(body);
      case 'aibot_upload_media_init':
        return uploads.init(body);
      case 'aibot_upload_media_chunk':
        return uploads.chunk(body);
      case 'aibot_upload_media_finish':
        return uploads.finish(body);
      default:
        return refusal(40008, cmd);
    }
  }

  return { handle, say, quota };
}

/** A message in a chat of two rings; in a group nothing that the bot itself sends does. */
const ringsOf = (room: Room): readonly string[] => (room.kind === 'group' ? [] : [room.userId]);

function mediaIdOf(body: Extract<SayingBody, { msgtype: 'file' | 'image' | 'voice' | 'video' }>): string {
  switch (body.msgtype) {
    case 'file':
      return body.file.media_id;
    case 'image':
      return body.image.media_id;
    case 'voice':
      return body.voice.media_id;
    case 'video':
      return body.video.media_id;
  }
}
