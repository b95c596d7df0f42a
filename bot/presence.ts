import { z } from 'zod';
import { CATALOGUES } from '../cards/language.ts';
import type { Chat, Outgoing } from '../db/store.ts';
import { civilDate, civilTime } from '../domain/civil.ts';
import { type DurationMs, type Instant, MINUTE, SECOND } from '../domain/types.ts';
import type { Platform } from '../platforms/types.ts';
import type { OnWritten } from './attempt.ts';
import { recordOnPlatform } from './contract-record.ts';
import type { Deps } from './deps.ts';

export const BEAT_EVERY_MS = 10 * SECOND;
/** Signs of life come every 10 seconds: a gap of more than this is deafness, also across a restart. */
export const DEAF_MIN_MS = MINUTE;
const LEASE_MS = 30 * SECOND;

export interface Presence {
  /** Leaves a sign of life on each platform; records the silence before it when it was long. */
  beat(): Promise<void>;
  /** The connection went or came; while it is away no sign of life is left. */
  connection(platform: string, state: 'up' | 'down', reason: string, at: Instant): Promise<void>;
  /** The clock was moved on purpose: the time that it leapt over is no silence. */
  clockMoved(): void;
  /** Records that the process ends in order. */
  farewell(): Promise<void>;
  /** Platforms whose connection is away. */
  disconnected(): readonly string[];
}

interface Deafness {
  readonly from: Instant;
  readonly to: Instant;
  readonly reason: 'stopped' | 'crashed' | 'disconnected';
  /** What the platform said about it. */
  readonly detail?: string;
}

/**
 * Records when the bot could not hear: in the ledger of every contract with chats there, and, where the platform does not
 * deliver later what was said meanwhile, in its groups, so that people say it again.
 * @param watchesGaps a running process notices that it was asleep; not under a virtual clock, which leaps all the time
 */
export function createPresence(deps: Deps, onWritten: OnWritten, watchesGaps: boolean): Presence {
  const { clock, log, owner, store } = deps;
  const away = new Map<string, { readonly from: Instant; readonly reason: string }>();
  /** Platforms on which this process has left a sign of life; before it a gap belongs to those before us. */
  const hasBeaten = new Set<string>();
  let leaptAt: Instant | undefined;

  const beatOn = async (platform: Platform): Promise<void> => {
    const seen = await store.presence(platform.name);
    const now = clock.now();
    const isFirst = !hasBeaten.has(platform.name);
    const hasLeapt = leaptAt !== undefined && seen !== undefined && seen < leaptAt;
    const gapMs: DurationMs = seen === undefined || hasLeapt ? 0 : now - seen;
    if (gapMs > DEAF_MIN_MS && seen !== undefined && (isFirst || watchesGaps)) {
      // One replica records it: the others find a fresh sign of life once the lease is free.
      const isOurs = await store.acquireLease(`presence:${platform.name}`, owner, now, LEASE_MS);
      if (!isOurs || (await store.presence(platform.name)) !== seen) return;
      const reason = isFirst ? await endOf(deps, platform, seen) : 'disconnected';
      await record(platform, { from: seen, to: now, reason });
    }
    if (await store.beat(platform.name, seen, now)) hasBeaten.add(platform.name);
  };

  const record = async (platform: Platform, { detail, from, reason, to }: Deafness): Promise<void> => {
    log.warn({ platform: platform.name, from, to, reason, code: 'bot_deaf' }, 'the bot could not hear for a while');
    await recordOnPlatform(deps, onWritten, {
      platform: platform.name,
      type: 'bot_deaf',
      fields: { from, to, reason, ...(detail !== undefined && { detail }) },
      ...(to - from > DEAF_MIN_MS &&
        !platform.capabilities.replaysMissed && { notice: (chat) => deafNotice(chat, from, to) }),
    });
  };

  return {
    async beat() {
      for (const platform of deps.platforms.values()) {
        if (!away.has(platform.name)) await beatOn(platform);
      }
      leaptAt = undefined;
    },
    async connection(name, state, reason, at) {
      const platform = deps.platforms.get(name);
      if (!platform) return;
      const absence = away.get(name);
      if (state === 'down') {
        if (!absence) away.set(name, { from: at, reason });
        return log.warn({ platform: name, reason }, 'the connection to a platform is lost');
      }
      away.delete(name);
      if (!absence) return;
      log.info({ platform: name, reason }, 'the connection to a platform is back');
      await record(platform, { from: absence.from, to: at, reason: 'disconnected', detail: absence.reason });
      await store.beat(name, await store.presence(name), at);
    },
    clockMoved() {
      leaptAt = clock.now();
    },
    async farewell() {
      for (const platform of deps.platforms.values()) {
        await recordOnPlatform(deps, onWritten, { platform: platform.name, type: 'bot_stopped', fields: {} });
      }
    },
    disconnected: () => [...away.keys()],
  };
}

/** How the process before us ended. */
async function endOf({ clock, contracts, store }: Deps, { name }: Platform, seen: Instant) {
  for (const contract of contracts.keys()) {
    const farewells = await store.entries(contract, ['bot_stopped'], seen, clock.now() + 1);
    if (farewells.some(({ body }) => farewell.parse(JSON.parse(body)).platform === name)) return 'stopped';
  }
  return 'crashed';
}

function deafNotice(chat: Chat, from: Instant, to: Instant): Outgoing {
  // A stop overnight needs its days.
  const isOneDay = civilDate(from) === civilDate(to);
  const words = (at: Instant) => (isOneDay ? civilTime(at) : `${dayWords(at)} ${civilTime(at)}`);
  return {
    key: `deaf:${chat.id}:${from}`,
    chatId: chat.id,
    priority: 1,
    op: 'post',
    content: { lines: [[CATALOGUES.zh.system.wasDeaf(words(from), words(to))]] },
  };
}

function dayWords(at: Instant): string {
  const [, month, day] = civilDate(at).split('-').map(Number);
  return CATALOGUES.zh.time.day(month ?? 0, day ?? 0);
}

const farewell = z.object({ platform: z.string() });
