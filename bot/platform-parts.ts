import type { Logger } from 'pino';
import type { Store } from '../db/store.ts';
import type { Clock } from '../domain/types.ts';
import { isGuestId } from '../platforms/dingtalk/conversations.ts';
import type { Metrics } from './metrics.ts';
import { pause } from './pause.ts';

/** What the program gives to the adapter of a real platform. */
export interface PlatformParts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'missed'>;
  readonly store: Pick<Store, 'notes' | 'usage' | 'allChats'>;
  /** Where the pages are opened. */
  readonly publicUrl?: string;
}

/** What every adapter depends on, and what it tells the program. */
export function platformParts(platform: string, { clock, log, metrics, random, store }: PlatformParts) {
  const deps = { clock, random, log: log.child({ platform }), pause, notes: store.notes, http: fetch };
  return {
    deps,
    options: {
      onMissed: (how: 'ring' | 'call', people: number) => metrics.missed.inc({ platform, how }, people),
      onlyGroup: () => onlyGroup(store, platform),
    },
  };
}

/** Platforms whose ids of accounts show by themselves that they are a guest's. */
const GUEST_IDS: ReadonlyMap<string, (userId: string) => boolean> = new Map([['dingtalk', isGuestId]]);

/** Does the id alone say that nothing rings him there? */
export function isGuestAccount(platform: string, userId: string): boolean {
  return GUEST_IDS.get(platform)?.(userId) ?? false;
}

/** Of groups without a contract there is nothing to ring. */
async function onlyGroup(store: Pick<Store, 'allChats'>, platform: string): Promise<string | undefined> {
  const chats = await store.allChats(platform);
  const [only, ...more] = chats.filter(({ contractId, kind }) => kind === 'group' && contractId !== undefined);
  return more.length === 0 ? only?.externalId : undefined;
}
