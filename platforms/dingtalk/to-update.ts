import { stripMention } from '../mentions.ts';
import { tapTokenOf } from '../tap-token.ts';
import type { AccountRef, ActionUpdate, Attachment, MessageUpdate } from '../types.ts';
import { updateIdOf } from '../update-id.ts';
import { type ChatOf, chatById, groupChat, isGuestId, privateChat } from './conversations.ts';
import type { Session } from './session-webhooks.ts';
import type { ChatSigner } from './signed-chat.ts';
import { readTapParams } from './tap-params.ts';
import type { RawCallback } from './types.ts';
import {
  type MessageContent,
  paramsIn,
  type RichTextPart,
  type RobotMessageBody,
  readMessage,
  readTap,
  type TapBody,
} from './wire-shapes.ts';

export type ParsedCallback =
  | { readonly update: MessageUpdate | ActionUpdate; readonly session?: Session }
  /** Nothing for the bot; `why` holds no words of anybody. */
  | { readonly ignored: string };

const ONE_TO_ONE = '1';
/** This month's quota is used up: the message comes without its words. */
const WITHHELD = '20001';
const KINDS: Readonly<Record<string, Attachment['kind']>> = { picture: 'image', audio: 'audio', video: 'video' };
const PICTURE = 'picture';
const MENTION = 'at';

export interface UpdateInput {
  /** As people see it. */
  readonly botName: string;
  readonly chats: Pick<ChatSigner, 'read'>;
}

/** A callback's body as an update. */
export function toUpdate(raw: RawCallback, { botName, chats }: UpdateInput): ParsedCallback {
  return raw.topic === 'card' ? tap(raw, chats) : message(raw, botName);
}

/** What has to be stored one after the other. */
export function turnOf(raw: RawCallback): string {
  return readMessage(raw.body)?.conversationId ?? '';
}

function message({ body: raw, deliveryId, receivedAt }: RawCallback, botName: string): ParsedCallback {
  const body = readMessage(raw);
  const from = body && senderOf(body);
  if (!body || !from) return { ignored: 'a message without a sender' };
  const chat = chatOf(body, from.userId);
  if (!chat) return { ignored: 'a message of a group without its id' };
  const { conversationId, conversationTitle: title, createAt, msgId, text } = body;
  const said = saidIn(body.content, body.msgtype);
  const quote = quoteOf(body);
  const attachments = [...said.attachments, ...(quote?.attachments ?? [])];
  const isWithheld = body.errorCode === WITHHELD;
  const update: MessageUpdate = {
    platform: 'dingtalk',
    type: 'message',
    updateId: updateIdOf('msg', msgId, [msgId, conversationId, from.userId, createAt, createAt ?? deliveryId]),
    chat: { ...chat, ...(chat.kind === 'group' && title !== undefined && { title }) },
    from,
    ...(createAt !== undefined && { sentAt: createAt }),
    receivedAt,
    text: isWithheld ? '' : stripMention(text?.content ?? said.words, [botName], []).text.trim(),
    ...(isWithheld && { withheld: 'quota' }),
    // A group's messages come only where they mention the bot.
    addressed: true,
    ...(quote && { quote: quote.quote }),
    ...(attachments.length > 0 && { attachments }),
  };
  const session = sessionOf(body);
  return { update, ...(session && { session }) };
}

/** Without a staff id he is of another organisation, or the app is not published. */
function senderOf({ senderId, senderNick: name, senderStaffId }: RobotMessageBody): AccountRef | undefined {
  const userId = senderStaffId ?? senderId;
  if (userId === undefined) return undefined;
  return { userId, ...(name !== undefined && { name }), ...(senderStaffId === undefined && { isGuest: true }) };
}

function chatOf({ conversationId, conversationType }: RobotMessageBody, userId: string): ChatOf | undefined {
  if (conversationType === ONE_TO_ONE) return privateChat(userId);
  return conversationId === undefined ? undefined : groupChat(conversationId);
}

function sessionOf({ sessionWebhook: url, sessionWebhookExpiredTime: until }: RobotMessageBody): Session | undefined {
  return url !== undefined && until !== undefined ? { url, until } : undefined;
}

/** What is said in a message that is not plain text; a kind that nobody knows yet may have words or a file as well. */
function saidIn(
  content: MessageContent | undefined,
  kind: string | undefined,
): { readonly words: string; readonly attachments: readonly Attachment[] } {
  const { fileName: name, recognition, richText = [], text } = content ?? {};
  const parts = richText.flatMap((part) => part ?? []);
  const source = codeOf(content);
  const attachments: Attachment[] = parts.flatMap((part) => {
    const code = codeOf(part);
    return code === undefined ? [] : [{ kind: 'image', source: code }];
  });
  if (source !== undefined) {
    attachments.push({ kind: KINDS[kind ?? ''] ?? 'file', source, ...(name !== undefined && { name }) });
  }
  return {
    words: [text, recognition, wordsOf(parts)].find((one) => one !== undefined && one !== '') ?? '',
    attachments,
  };
}

function codeOf(part: Pick<RichTextPart, 'downloadCode' | 'pictureDownloadCode'> | undefined): string | undefined {
  return part?.downloadCode ?? part?.pictureDownloadCode;
}

/** Runs of one line stand side by side; a picture between them parts the lines. */
function wordsOf(parts: readonly RichTextPart[]): string {
  return parts
    .map((part) => {
      const kind = part.type ?? part.msgType;
      if (kind === MENTION) return `@${part.atName ?? part.text ?? ''} `;
      return kind === PICTURE ? '\n' : (part.text ?? part.content ?? '');
    })
    .join('')
    .replaceAll(/\n+/g, '\n')
    .trim();
}

/** What the message replies to, with the files that are in that. */
function quoteOf(
  body: RobotMessageBody,
): { readonly quote: NonNullable<MessageUpdate['quote']>; readonly attachments: readonly Attachment[] } | undefined {
  const { content, originalMsgId, originalProcessQueryKey, text } = body;
  const replied = text?.repliedMsg ?? content?.repliedMsg;
  const isReply = text?.isReplyMsg === true || content?.isReplyMsg === true || replied !== undefined;
  if (!isReply) return undefined;
  const said = saidIn(replied?.content, replied?.msgType);
  const handle = originalProcessQueryKey ?? originalMsgId ?? replied?.msgId;
  return {
    quote: { ...(handle !== undefined && { handle }), ...(said.words !== '' && { text: said.words }) },
    attachments: said.attachments.map((one) => ({ ...one, quoted: true })),
  };
}

function tap({ body: raw, deliveryId, receivedAt }: RawCallback, chats: UpdateInput['chats']): ParsedCallback {
  const body = readTap(raw);
  if (!body) return { ignored: 'a tap without a person' };
  const params = paramsIn(body);
  const meant = readTapParams(params);
  if (!meant) return { ignored: 'a tap on a button that is none of ours' };
  const { outTrackId, userId } = body;
  const update: ActionUpdate = {
    platform: 'dingtalk',
    type: 'action',
    updateId: updateIdOf('tap', deliveryId || undefined, [deliveryId, userId, outTrackId, params, receivedAt]),
    chat: tappedChat(body, meant.chat === undefined ? undefined : chats.read(meant.chat)),
    from: { userId, ...(isGuestId(userId) && { isGuest: true }) },
    receivedAt,
    ...meant.button,
    ...(outTrackId !== undefined && {
      handle: outTrackId,
      tapToken: tapTokenOf({ receivedAt, cardId: outTrackId, deliveryId }),
    }),
  };
  return { update };
}

/**
 * Where somebody tapped. DingTalk's `spaceType` and `spaceId` do not tell a group from a private chat for certain, so the button
 * says into which of them its card was posted.
 * @param posted what we have signed; else only what DingTalk says itself counts
 */
function tappedChat({ spaceId, spaceType, userId }: TapBody, posted: string | undefined): ChatOf {
  const isGroupId = spaceId?.startsWith('cid') === true;
  const kind = posted === undefined ? undefined : chatById(posted).kind;
  const isPrivate = kind === undefined ? !isGroupId || spaceType?.toUpperCase() === 'IM_ROBOT' : kind === 'private';
  if (isPrivate) return privateChat(userId);
  // The group in which it was tapped, should the card ever be in another one.
  return groupChat(isGroupId ? (spaceId ?? '') : (posted ?? ''));
}
