import { z } from 'zod';
import { type Answer, ok, refusal } from './answer.ts';
import type { DingtalkRooms } from './card-face.ts';
import type { MediaCodes } from './media-codes.ts';
import type { Members } from './members.ts';
import { type Link, readRobotMessage, type Said } from './robot-messages.ts';

const PEOPLE_MAX = 20;
const DING_MAX = 200;
/** DINGs by `remindType`. */
const DINGS: Readonly<Record<number, string>> = { 1: 'app', 2: 'sms', 3: 'phone' };

const message = { robotCode: z.string(), msgKey: z.string(), msgParam: z.string() };
const groupBody = z.looseObject({ ...message, openConversationId: z.string().optional() });
const peopleBody = z.looseObject({ ...message, userIds: z.array(z.string()).min(1) });
const dingBody = z.looseObject({
  robotCode: z.string(),
  remindType: z.int(),
  receiverUserIdList: z.array(z.string()).min(1),
  content: z.string().min(1),
});
const downloadBody = z.looseObject({ downloadCode: z.string(), robotCode: z.string() });

export interface Ding {
  readonly userId: string;
  readonly way: string;
  readonly content: string;
}

export interface Robot {
  /** @returns undefined for a path that is none of its */
  serve(request: string, body: unknown): Answer | undefined;
  readonly dings: readonly Ding[];
  /** Whom DingTalk does not pass messages on to for now. */
  readonly flowControlled: Set<string>;
  /** Links of a message that has some, by the message's id. */
  readonly links: ReadonlyMap<string, readonly Link[]>;
}

interface Parts {
  readonly robotCode: string;
  readonly rooms: DingtalkRooms;
  readonly members: Members;
  readonly media: MediaCodes;
}

/** What the robot says by the API: in groups nobody can be mentioned. */
export function createRobot({ media, members, robotCode, rooms }: Parts): Robot {
  const dings: Ding[] = [];
  const flowControlled = new Set<string>();
  const links = new Map<string, readonly Link[]>();
  let queries = 0;
  const queryKey = () => {
    queries += 1;
    return `QUERY${queries}`;
  };
  const post = (room: Parameters<DingtalkRooms['post']>[0]['room'], said: Said, rings: readonly string[]) => {
    const held = said.mediaId === undefined ? undefined : media.held(said.mediaId);
    const file = held && { ...held, ...(said.fileName !== undefined && { name: said.fileName }) };
    const { id } = rooms.post({ room, from: 'bot', form: said.form, text: said.text, rings, ...(file && { file }) });
    if (said.links.length > 0) links.set(id, said.links);
    return id;
  };

  function sendToGroup(body: unknown): Answer {
    const parsed = groupBody.safeParse(body);
    if (!parsed.success) return refusal('invalidParameter.msgParam.invalid', parsed.error.issues[0]?.path.join('.'));
    const { msgKey, msgParam, openConversationId: chatId } = parsed.data;
    if (parsed.data.robotCode !== robotCode) return refusal('resource.not.found', 'robot 不存在');
    if (chatId === undefined || chatId === '') return refusal('miss.openConversationId');
    const group = members.groupOf(chatId);
    if (group === 'robot.notInGroup') return refusal('invalidParameter.robotCode.auth');
    if (typeof group === 'string') return refusal(group);
    const said = readRobotMessage(msgKey, msgParam);
    if (typeof said === 'string') return refusal(said);
    if (said.mediaId !== undefined && !media.held(said.mediaId)) return refusal('invalidParameter.msgParam.invalid');
    return ok({ processQueryKey: post({ kind: 'group', chatId }, said, []) });
  }

  function sendToPeople(body: unknown): Answer {
    const parsed = peopleBody.safeParse(body);
    if (!parsed.success) return refusal('invalidParameter.msgParam.invalid', parsed.error.issues[0]?.path.join('.'));
    const { msgKey, msgParam, userIds } = parsed.data;
    if (parsed.data.robotCode !== robotCode) return refusal('resource.not.found', 'robot 不存在');
    if (userIds.length > PEOPLE_MAX) return refusal('invalidParameter.userIds.tooMany', 'userIds 最多 20 个');
    const said = readRobotMessage(msgKey, msgParam);
    if (typeof said === 'string') return refusal(said);
    if (said.mediaId !== undefined && !media.held(said.mediaId)) return refusal('invalidParameter.msgParam.invalid');
    const invalid = userIds.filter((userId) => !members.isStaff(userId));
    const slowed = userIds.filter((userId) => flowControlled.has(userId));
    for (const userId of userIds.filter((each) => !invalid.includes(each) && !slowed.includes(each)))
      post({ kind: 'single', userId }, said, [userId]);
    return ok({ processQueryKey: queryKey(), invalidStaffIdList: invalid, flowControlledStaffIdList: slowed });
  }

  function ding(body: unknown): Answer {
    const parsed = dingBody.safeParse(body);
    if (!parsed.success) return refusal('invalidParameter', parsed.error.issues[0]?.path.join('.'));
    const { content, receiverUserIdList: userIds, remindType } = parsed.data;
    const way = DINGS[remindType];
    if (way === undefined || userIds.length > DING_MAX) return refusal('invalidParameter');
    if (parsed.data.robotCode !== robotCode) return refusal('resource.not.found', 'robot 不存在');
    const known = userIds.filter((userId) => members.isStaff(userId));
    for (const userId of known) {
      dings.push({ userId, way, content });
      rooms.post({ room: { kind: 'app', userId }, from: 'app', form: `ding ${way}`, text: content, rings: [userId] });
    }
    const failed = Object.fromEntries(
      userIds.filter((userId) => !known.includes(userId)).map((userId) => [userId, 'not found']),
    );
    return ok({ openDingId: queryKey(), failedList: failed });
  }

  function download(body: unknown): Answer {
    const parsed = downloadBody.safeParse(body);
    const url =
      parsed.success && parsed.data.robotCode === robotCode ? media.urlOf(parsed.data.downloadCode) : undefined;
    return url === undefined ? refusal('invalidParameter.robotCode.downloadCode') : ok({ downloadUrl: url });
  }

  const paths: Readonly<Record<string, (body: unknown) => Answer>> = {
    'POST /v1.0/robot/groupMessages/send': sendToGroup,
    'POST /v1.0/robot/oToMessages/batchSend': sendToPeople,
    'POST /v1.0/robot/ding/send': ding,
    'POST /v1.0/robot/messageFiles/download': download,
  };
  return { dings, flowControlled, links, serve: (request, body) => paths[request]?.(body) };
}
