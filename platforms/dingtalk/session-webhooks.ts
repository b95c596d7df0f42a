import { z } from 'zod';
import { type Clock, type DurationMs, HOUR, type Instant, MINUTE } from '../../domain/types.ts';
import { parseJson } from '../http-exchange.ts';
import { isLoopback } from '../loopback.ts';
import type { PlatformNotes } from '../notes.ts';
import { ownPlace } from '../own-place.ts';
import type { DingtalkSettings } from './types.ts';

/** What is sent in an address's last minute may arrive too late. */
const RESERVE_MS: DurationMs = MINUTE;
/** DingTalk's live for about 90 minutes. One that says far more may not keep the true ones out for long. */
const LIFE_MAX_MS: DurationMs = 2 * HOUR;

const noteShape = z.object({ url: z.string(), until: z.number() });

/** The address by which DingTalk takes answers in a chat for a while, mentions included. */
export interface Session {
  readonly url: string;
  readonly until: Instant;
}

/** The latest address of each chat. Each message to the bot brings a new one. */
export interface SessionWebhooks {
  /** @param chat the chat's `externalId` */
  heard(chat: string, session: Session): Promise<void>;
  /** One that lives for another minute. */
  of(chat: string): Promise<string | undefined>;
  /** DingTalk says that it is over; a newer one stays. */
  isOver(chat: string, url: string): Promise<void>;
}

export function createSessionWebhooks(
  { oapiBase }: Pick<DingtalkSettings, 'oapiBase'>,
  { clock, notes }: { readonly clock: Clock; readonly notes: PlatformNotes },
): SessionWebhooks {
  const noteOf = (chat: string) => ({ platform: 'dingtalk', key: `session:${chat}` });
  const latest = async (chat: string): Promise<Session | undefined> => {
    const { key, platform } = noteOf(chat);
    const note = await notes.get(platform, key, clock.now());
    return note === undefined ? undefined : noteShape.safeParse(parseJson(note)).data;
  };
  const put = (chat: string, { until, url }: Session) =>
    notes.put({ ...noteOf(chat), value: JSON.stringify({ url, until }), until }, clock.now());

  return {
    async heard(chat, { until, url }) {
      if (!isDingtalks(url, oapiBase)) return;
      const session = { url, until: Math.min(until, clock.now() + LIFE_MAX_MS) };
      const known = await latest(chat);
      // A message that is delivered again, or late, brings an older one.
      if (known && known.until >= session.until) return;
      await put(chat, session);
    },
    async of(chat) {
      const session = await latest(chat);
      return session && clock.now() < session.until - RESERVE_MS ? session.url : undefined;
    },
    async isOver(chat, url) {
      const known = await latest(chat);
      if (known?.url === url) await put(chat, { url, until: clock.now() });
    },
  };
}

/** What is said in the group goes to nobody else's server, nor, by a custom robot's address, into another group. */
function isDingtalks(address: string, oapiBase: string): boolean {
  const url = URL.parse(address);
  if (url === null || url.searchParams.has('access_token')) return false;
  // Behind a gateway on this machine there is nothing of the public DingTalk.
  const others = isLoopback(new URL(oapiBase).hostname) ? [] : ['*.dingtalk.com'];
  return ownPlace(url, [oapiBase], others) === url;
}
