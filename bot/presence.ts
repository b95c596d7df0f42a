import { CATALOGUES } from '../cards/language.ts';
import type { Outgoing } from '../db/changes.ts';
import type { Chat } from '../db/records.ts';
import { civilDate, civilTime } from '../domain/civil.ts';
import { DAY, type DurationMs, type Instant, MINUTE, SECOND } from '../domain/types.ts';
import type { Platform } from '../platforms/types.ts';
import type { OnWritten } from './attempt.ts';
import { recordOnPlatform } from './contract-record.ts';
import type { Deps } from './deps.ts';
import type { Line } from './types.ts';

export const BEAT_EVERY_MS = 10 * SECOND;
/** A start finds a crash when the last sign of life is older than this; an ordered stop leaves its trace however short. */
export const CRASH_GAP_MS = 2 * BEAT_EVERY_MS;
/** Deafness of more than this is told in the groups, where the platform names no other time; a process that was asleep for longer finds it so. */
export const DEAF_MIN_MS = MINUTE;
const LEASE_MS = 30 * SECOND;
/** A stop is known as one after years, too. */
const NOTE_KEPT_MS = 3_650 * DAY;
/** A sign of life that was under way may come in between; several in a row hardly do. */
const TAKE_BACK_TRIES = 5;
const FAREWELL = 'stopped';
const GIVEN_UP = 'given_up';

export interface Presence {
  /** Leaves a sign of life on each platform that is connected; records the silence before it. */
  beat(): Promise<void>;
  /**
   * The connection went or came; before it came and while it is away no sign of life is left.
   * @param change.since nothing has been heard since then, where that is before `at`: signs of life that this process left meanwhile say nothing
   */
  connection(platform: string, state: 'up' | 'down', reason: string, change: Change): Promise<void>;
  /** There is no line, and another process may try: that one finds that it was no crash. */
  gaveUp(platform: string): Promise<void>;
  /** Another process has the one connection: what happens to it is that one's business. */
  standby(platform: string): void;
  /** The clock was moved on purpose: the time that it leapt over is no silence. */
  clockMoved(): void;
  /** Records that the process ends in order. */
  farewell(): Promise<void>;
  /** Whether there is a connection now. */
  line(platform: string): Line;
  /** Platforms whose connection is away, and what the platform said when it went. */
  disconnected(): readonly { readonly platform: string; readonly reason: string }[];
}

export interface Change {
  readonly at: Instant;
  readonly since?: Instant | undefined;
}

interface Absence {
  readonly from: Instant;
  /** When it was noticed. */
  readonly noticedAt: Instant;
  readonly reason: string;
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
  const away = new Map<string, Absence>();
  const connected = new Map<string, Platform>();
  /** What could not be recorded yet. */
  const owed = new Map<string, readonly Deafness[]>();
  /** Platforms on which this process has left a sign of life; before it a gap belongs to those before us. */
  const hasBeaten = new Set<string>();
  let leaptAt: Instant | undefined;

  const leaveNote = async (platform: string, key: string): Promise<void> => {
    const now = clock.now();
    await store.notes.put({ platform, key, value: String(now), until: now + NOTE_KEPT_MS }, now);
  };

  /** Nobody has heard since then, whatever sign of life this process left: if it is killed now, the next one begins there. */
  const takeBack = async ({ capabilities, name }: Platform, since: Instant): Promise<void> => {
    // Where several connect, another one may have heard meanwhile.
    if (capabilities.oneConnection !== true || !hasBeaten.has(name)) return;
    for (let tries = 0; tries < TAKE_BACK_TRIES; tries += 1) {
      const seen = await store.presence(name);
      if (seen === undefined || seen <= since || (await store.beat(name, seen, since))) return;
    }
    log.warn({ platform: name, since }, 'a silence could not be noted: a crash now would hide its beginning');
  };

  const beatOn = async (platform: Platform): Promise<void> => {
    const now = clock.now();
    const seen = await store.presence(platform.name);
    const absences = owed.get(platform.name);
    if (absences) {
      for (const deafness of absences) await record(platform, deafness);
      owed.delete(platform.name);
      if (hasBeaten.has(platform.name)) {
        await store.beat(platform.name, seen, now);
        return;
      }
    }
    const isFirst = !hasBeaten.has(platform.name);
    const hasLeapt = leaptAt !== undefined && seen !== undefined && seen < leaptAt;
    const gapMs: DurationMs = seen === undefined || hasLeapt ? 0 : now - seen;
    const end = isFirst && gapMs > 0 && seen !== undefined ? await endOf(deps, platform, seen) : undefined;
    // Where there is one connection, nobody else has heard since the last sign of life.
    const isSure = end === 'stopped' || (end !== undefined && platform.capabilities.oneConnection === true);
    const isDeafness = isFirst ? isSure || gapMs > CRASH_GAP_MS : watchesGaps && gapMs > DEAF_MIN_MS;
    if (isDeafness && seen !== undefined) {
      // One replica records it: the others find a fresh sign of life once the lease is free.
      const isOurs = await store.acquireLease(`presence:${platform.name}`, owner, now, LEASE_MS);
      if (!isOurs || (await store.presence(platform.name)) !== seen) return;
      await record(platform, { from: seen, to: now, reason: end ?? 'disconnected' });
    }
    if (!(await store.beat(platform.name, seen, now))) return;
    hasBeaten.add(platform.name);
    const absence = away.get(platform.name);
    // It was under way when nothing was found to be heard any more.
    if (absence && absence.from < now) await takeBack(platform, absence.from);
  };

  const record = async (platform: Platform, { detail, from, reason, to }: Deafness): Promise<void> => {
    log.warn({ platform: platform.name, from, to, reason, code: 'bot_deaf' }, 'the bot could not hear for a while');
    const { deafMinMs = DEAF_MIN_MS, oneConnection, replaysMissed } = platform.capabilities;
    // Another process takes over within seconds, so that nobody would notice what is lost.
    const isTold = to - from > deafMinMs || (oneConnection === true && reason === 'crashed');
    await recordOnPlatform(deps, onWritten, {
      platform: platform.name,
      type: 'bot_deaf',
      since: from,
      fields: { from, to, reason, ...(detail !== undefined && { detail }) },
      ...(isTold && !replaysMissed && { notice: (chat) => deafNotice(chat, from, to) }),
    });
  };

  return {
    async beat() {
      const leapt = leaptAt;
      for (const platform of connected.values()) await beatOn(platform);
      // Unless it leapt once more meanwhile.
      if (leaptAt === leapt) leaptAt = undefined;
    },
    async connection(name, state, reason, { at, since = at }) {
      const platform = deps.platforms.get(name);
      if (!platform) return;
      const absence = away.get(name);
      if (state === 'down') {
        connected.delete(name);
        log.warn({ platform: name, reason }, 'the connection to a platform is lost');
        if (absence) return;
        away.set(name, { from: Math.min(since, at), noticedAt: at, reason });
        if (since < at) await takeBack(platform, since);
        return;
      }
      away.delete(name);
      connected.set(name, platform);
      log.info({ platform: name, reason }, 'the connection to a platform is there');
      if (absence && hasBeaten.has(name)) {
        const deafness = unheard(absence, await store.presence(name), at);
        if (deafness) owed.set(name, [...(owed.get(name) ?? []), deafness]);
      }
      await beatOn(platform);
    },
    gaveUp: (name) => leaveNote(name, GIVEN_UP),
    standby(name) {
      away.delete(name);
      connected.delete(name);
      hasBeaten.delete(name);
    },
    clockMoved() {
      leaptAt = clock.now();
    },
    async farewell() {
      // A connection that is away now was ours until then, and this stop is no crash.
      const ours = [...away.keys()].filter((name) => hasBeaten.has(name));
      for (const platform of [...connected.keys(), ...ours]) {
        // Beside the ledgers: there may be no contract with a chat there yet.
        await leaveNote(platform, FAREWELL);
        await recordOnPlatform(deps, onWritten, { platform, type: 'bot_stopped', since: clock.now(), fields: {} });
      }
    },
    line(platform) {
      const reason = away.get(platform)?.reason;
      if (reason !== undefined) return { platform, state: 'down', reason };
      return { platform, state: connected.has(platform) ? 'up' : 'awaited' };
    },
    disconnected: () => [...away].map(([platform, { reason }]) => ({ platform, reason })),
  };
}

/** The part of an absence in which no other replica heard either. @param seen the newest sign of life of any */
function unheard({ from, noticedAt, reason }: Absence, seen: Instant | undefined, to: Instant): Deafness | undefined {
  const isHeardByOther = seen !== undefined && seen > noticedAt;
  // One who hears still leaves signs of life.
  if (isHeardByOther && to - seen <= CRASH_GAP_MS) return undefined;
  return { from: isHeardByOther ? seen : from, to, reason: 'disconnected', detail: reason };
}

/** How the process before us ended. */
async function endOf({ clock, store }: Deps, { name }: Platform, seen: Instant): Promise<Deafness['reason']> {
  const hasSince = async (key: string) => Number(await store.notes.get(name, key, clock.now())) >= seen;
  if (await hasSince(FAREWELL)) return 'stopped';
  return (await hasSince(GIVEN_UP)) ? 'disconnected' : 'crashed';
}

function deafNotice(chat: Chat, from: Instant, until: Instant): Outgoing {
  // Whole minutes that hold all of it.
  const to = Math.ceil(until / MINUTE) * MINUTE;
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
