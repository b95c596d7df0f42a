import { z } from 'zod';
import { type Clock, HOUR, MINUTE } from '../../domain/types.ts';
import { createSendBudget } from '../send-budget.ts';
import { byteParts } from '../text-bytes.ts';
import { PlatformError, type WireFile } from '../types.ts';
import { createUploads, mediaForm } from '../uploads.ts';
import { type ApiClient, mediaIdOf } from './api-client.ts';
import { PICTURE_MAX, WECOM_HOLDS, wecomKindOf } from './files.ts';
import type { WecomApp } from './types.ts';

/** Bytes of an app's text; WeCom cuts a longer one. */
const TEXT_MAX = 2_048;
/** Receivers of one message. */
const RECEIVERS_MAX = 1_000;
/** What one app may send to one person; WeCom drops the rest and says nothing. */
const PER_PERSON = [
  { messagesMax: 30, lengthMs: MINUTE },
  { messagesMax: 1_000, lengthMs: HOUR },
];
/** Nobody of those named can be reached: not in the app's visible range, or no such person. */
const ALL_INVALID = '81013';
/** `@all` would be everybody, and `a|b` two people. */
const USER_ID = /^[A-Za-z0-9][\w.@-]*$/;

const sentShape = z.object({ invaliduser: z.string().catch(''), unlicenseduser: z.string().catch('') });

/** Messages of the self-built app (自建应用): each person gets his own, whether or not he ever spoke to the bot. */
export interface AppMessages {
  /**
   * @param content as many messages as it takes
   * @returns those of `userIds` whom it did not reach: out of the app's sight, or they have had too much of it
   * @throws {PlatformError}
   */
  send(userIds: readonly string[], content: string): Promise<readonly string[]>;
  /**
   * @param file of at most 20 MB
   * @returns whether it reached him
   * @throws {PlatformError}
   */
  sendFile(userId: string, file: WireFile): Promise<boolean>;
}

export function createAppMessages(
  app: WecomApp,
  { api, clock }: { readonly api: ApiClient; readonly clock: Clock },
): AppMessages {
  const budget = createSendBudget(PER_PERSON);
  const uploads = createUploads({ clock, ...WECOM_HOLDS });

  async function sendPart(userIds: readonly string[], message: object): Promise<ReadonlySet<string>> {
    const able = userIds.filter((userId) => USER_ID.test(userId) && budget.take(userId, clock.now()) === 0);
    const reached = new Set<string>();
    for (let from = 0; from < able.length; from += RECEIVERS_MAX) {
      const receivers = able.slice(from, from + RECEIVERS_MAX);
      const missed = await request(receivers, message);
      for (const userId of receivers) if (!missed.has(userId.toLowerCase())) reached.add(userId);
    }
    return reached;
  }

  /** @returns who did not get it, in lower case as WeCom tells it */
  async function request(receivers: readonly string[], message: object): Promise<ReadonlySet<string>> {
    const body = { touser: receivers.join('|'), agentid: app.agentId, ...message };
    try {
      const answer = sentShape.parse(await api.requestAs(app, { path: '/cgi-bin/message/send', body }));
      return new Set(`${answer.invaliduser}|${answer.unlicenseduser}`.toLowerCase().split('|'));
    } catch (error) {
      if (!(error instanceof PlatformError) || error.code !== ALL_INVALID) throw error;
      return new Set(receivers.map((userId) => userId.toLowerCase()));
    }
  }

  return {
    async send(userIds, content) {
      let reached: ReadonlySet<string> = new Set(userIds);
      for (const part of byteParts(withoutMarkup(content), TEXT_MAX))
        reached = await sendPart([...reached], { msgtype: 'text', text: { content: part } });
      return userIds.filter((userId) => !reached.has(userId));
    },
    async sendFile(userId, file) {
      const type = wecomKindOf(file, PICTURE_MAX);
      let isReached = false;
      await uploads.send(type, file, {
        async upload() {
          const asked = { path: '/cgi-bin/media/upload', query: { type }, form: mediaForm(file) };
          return mediaIdOf(await api.requestAs(app, asked));
        },
        async send(mediaId) {
          isReached = (await sendPart([userId], { msgtype: type, [type]: { media_id: mediaId } })).has(userId);
        },
      });
      return isReached;
    },
  };
}

/** What people wrote is no link: an app's text shows `<a href>`. */
function withoutMarkup(content: string): string {
  return content.replaceAll('<', '\uff1c');
}
