import { z } from 'zod';
import { type Clock, DAY, type DurationMs, HOUR, type Instant, MINUTE } from '../../domain/types.ts';
import type { PlatformLog } from '../deps.ts';
import type { PlatformNotes } from '../notes.ts';
import { PlatformError } from '../types.ts';
import type { ApiClient } from './api-client.ts';
import type { WecomApp } from './types.ts';

/** How long a name is believed. */
const NAME_KEPT_MS = DAY;
/** How soon a person is asked for again whom the app may not see. */
const NAMELESS_REST_MS = HOUR;
/** How soon anything is asked again when the app itself is refused or WeCom is away. */
const TROUBLE_REST_MS = 10 * MINUTE;
const REMEMBERED_MAX = 10_000;
/** In a burst of messages, names of further people are looked up with their next message. */
const WAITING_MAX = 500;
/** The person is unknown, or the app may not see him; another person may be found. */
const NOT_SEEN: readonly string[] = ['40003', '60011', '60111'];

const personShape = z.object({ name: z.string().catch('') });

/** Names of people. The bot's messages bring user ids alone. */
export interface Directory {
  /**
   * What is known of him, without asking WeCom: the path of incoming messages never waits for it. A name that is not known is
   * asked for meanwhile, for his next message.
   */
  nameOf(userId: string): Promise<string | undefined>;
  /** Ends looking up; what is under way has no effect any more. */
  stop(): void;
}

export interface DirectoryDeps {
  readonly api: ApiClient;
  readonly clock: Clock;
  readonly log: PlatformLog;
  readonly notes: PlatformNotes;
}

/** @param app absent: no names */
export function createDirectory(app: WecomApp | undefined, deps: DirectoryDeps): Directory {
  const { api, clock, log, notes } = deps;
  const remembered = new Map<string, { readonly name: string | undefined; readonly until: Instant }>();
  const waiting = new Set<string>();
  let restsUntil: Instant = 0;
  let isStopped = false;
  let isWorking = false;

  function remember(userId: string, name: string | undefined, forMs: DurationMs): void {
    remembered.delete(userId);
    remembered.set(userId, { name, until: clock.now() + forMs });
    const [oldest] = remembered.keys();
    if (remembered.size > REMEMBERED_MAX && oldest !== undefined) remembered.delete(oldest);
  }

  async function lookUp(asked: WecomApp, userId: string): Promise<void> {
    try {
      const path = '/cgi-bin/user/get';
      const { name } = personShape.parse(await api.requestAs(asked, { path, query: { userid: userId } }));
      if (isStopped) return;
      // An app without the right to names is told the user id instead.
      const isName = name.trim() !== '' && name !== userId;
      remember(userId, isName ? name : undefined, isName ? NAME_KEPT_MS : NAMELESS_REST_MS);
      if (isName) await notes.put({ ...noteOf(userId), value: name, until: clock.now() + NAME_KEPT_MS }, clock.now());
    } catch (error) {
      if (isStopped) return;
      const code = error instanceof PlatformError ? error.code : undefined;
      if (code !== undefined && NOT_SEEN.includes(code)) {
        remember(userId, undefined, NAMELESS_REST_MS);
        return;
      }
      restsUntil = clock.now() + TROUBLE_REST_MS;
      waiting.clear();
      log.warn({ err: error, code }, 'names can not be looked up for a while');
    }
  }

  async function work(asked: WecomApp): Promise<void> {
    for (const userId of waiting) {
      if (isStopped) return;
      await lookUp(asked, userId);
      waiting.delete(userId);
    }
    // In the same step as the end of the loop: who comes next starts another one.
    isWorking = false;
  }

  function askFor(userId: string): void {
    if (!app || isStopped || clock.now() < restsUntil || waiting.size >= WAITING_MAX) return;
    waiting.add(userId);
    if (isWorking) return;
    isWorking = true;
    void work(app);
  }

  return {
    async nameOf(userId) {
      // Only the app tells names: without it there is none to be found in the notes either.
      if (!app) return undefined;
      const known = remembered.get(userId);
      if (known && clock.now() < known.until) return known.name;
      const noted = await notes.get(noteOf(userId).platform, noteOf(userId).key, clock.now());
      if (noted === undefined) askFor(userId);
      // Not for a whole day more: the note does not tell how old it is.
      else remember(userId, noted, HOUR);
      return noted;
    },
    stop() {
      isStopped = true;
    },
  };
}

function noteOf(userId: string): { readonly platform: string; readonly key: string } {
  return { platform: 'wecom', key: `name:${userId}` };
}
