import { createHmac } from 'node:crypto';
import { createQuota, type Quota } from '../quota.ts';
import type { Room } from '../rooms.ts';
import { type Answer, OLD_OK, oldRefusal } from './answer.ts';
import type { DingtalkRooms } from './card-face.ts';
import type { Log } from './log.ts';
import type { Members } from './members.ts';
import type { Metering } from './metering.ts';
import { readWebhook, webhookBody } from './robot-messages.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SESSION_MS = 90 * MINUTE;
/** Whoever sends more in a minute is silenced. */
const PER_MINUTE = { perMinute: 20, perHour: Number.POSITIVE_INFINITY } as const;
const SILENCED_MS = 10 * MINUTE;

export interface Session {
  readonly url: string;
  readonly until: number;
}

export interface Webhooks {
  /** A new address for answers in that room; the earlier ones stay good for their time. */
  openSession(room: Room): Session;
  /** All of them stop working. */
  closeSessions(): void;
  sendBySession(query: URLSearchParams, body: unknown): Answer;
  sendByRobot(query: URLSearchParams, body: unknown): Answer;
  /** By `session` and the room's key, and by `robot` and its token. */
  readonly quota: Quota;
}

interface Parts {
  readonly rooms: DingtalkRooms;
  readonly members: Members;
  readonly metering: Metering;
  readonly log: Log;
  readonly now: () => number;
  readonly origin: () => string;
}

/** Both kinds of addresses that take messages without a token. */
export function createWebhooks({ log, members, metering, now, origin, rooms }: Parts): Webhooks {
  const quota = createQuota(PER_MINUTE, now);
  const silencedUntil = new Map<string, number>();
  const sessions = new Map<string, { readonly room: Room; readonly until: number }>();
  const said = new Map<string, number>();

  function tooFast(key: string): Answer | undefined {
    const isSilenced = now() < (silencedUntil.get(key) ?? Number.NEGATIVE_INFINITY);
    if (!isSilenced && quota.take(key)) return undefined;
    if (!isSilenced) silencedUntil.set(key, now() + SILENCED_MS);
    return oldRefusal(130101, 'send too fast, exceed 20 times per minute');
  }

  function say(room: Room, from: 'bot' | 'webhook', body: unknown): Answer {
    const parsed = webhookBody.safeParse(body);
    if (!parsed.success) return oldRefusal(400105, `不支持的消息类型: ${parsed.error.issues[0]?.message}`);
    const { form, named, text, unnamed } = readWebhook(parsed.data);
    if (form === 'empty') return OLD_OK;
    for (const userId of unnamed) log.complain(`${userId} is in the at list and not in the words: nothing rings`);
    const known = named.filter((userId) => members.people.has(userId));
    for (const userId of named.filter((each) => !members.isStaff(each)))
      log.complain(`${userId} is mentioned and is none of the organisation`);
    const rings = room.kind === 'group' ? known : [room.userId];
    if (!metering.message()) log.complain('a webhook is used above the quota of the month');
    const way = from === 'bot' ? 'session ' : '';
    rooms.post({ room, from, form: `${way}${form}`, text: withNames(text, rings, members), rings });
    return OLD_OK;
  }

  function checkRobot(query: URLSearchParams, secret: string | undefined): Answer | undefined {
    if (secret === undefined) return undefined;
    const timestamp = query.get('timestamp') ?? '';
    if (!/^\d{13}$/.test(timestamp) || Math.abs(now() - Number(timestamp)) > HOUR)
      return oldRefusal(310000, 'invalid timestamp');
    const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
    return query.get('sign') === sign ? undefined : oldRefusal(310000, 'sign not match');
  }

  return {
    quota,
    openSession(room) {
      const code = `66d7b885${sessions.size + 1}`;
      const until = now() + SESSION_MS;
      sessions.set(code, { room, until });
      return { url: `${origin()}/robot/sendBySession?session=${code}`, until };
    },
    closeSessions: () => sessions.clear(),
    sendBySession(query, body) {
      const session = sessions.get(query.get('session') ?? '');
      if (!session || now() > session.until) return oldRefusal(300001, 'session 不存在');
      const { room } = session;
      const group = room.kind === 'group' ? members.groupOf(room.chatId) : undefined;
      if (typeof group === 'string') return oldRefusal(group === 'group.disbanded' ? 400013 : 400106, group);
      const key = room.kind === 'group' ? `session group ${room.chatId}` : `session ${room.kind} ${room.userId}`;
      return tooFast(key) ?? say(room, 'bot', body);
    },
    sendByRobot(query, body) {
      const token = query.get('access_token') ?? '';
      const group = [...members.groups.values()].find(({ robot }) => robot?.token === token);
      if (!group) return oldRefusal(300001, 'token is not exist');
      if (group.isDisbanded) return oldRefusal(400013, '群已被解散');
      const wrong = checkRobot(query, group.robot?.secret) ?? tooFast(`robot ${token}`);
      if (wrong) return wrong;
      const uuid = typeof body === 'object' && body !== null && 'msgUuid' in body ? String(body.msgUuid) : undefined;
      // What it has said already it says no more, and answers as if.
      if (uuid !== undefined && said.has(`${token} ${uuid}`)) return OLD_OK;
      const answer = say({ kind: 'group', chatId: group.chatId }, 'webhook', body);
      if (uuid !== undefined && answer === OLD_OK) said.set(`${token} ${uuid}`, now());
      return answer;
    },
  };
}

/** A mention shows the name. */
function withNames(text: string, userIds: readonly string[], { people }: Members): string {
  return userIds.reduce(
    (words, userId) => words.replaceAll(`@${userId}`, `@${people.get(userId)?.name ?? userId}`),
    text,
  );
}
