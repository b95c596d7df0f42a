import { setTimeout as pauseFor } from 'node:timers/promises';
import type { Logger } from 'pino';
import { CATALOGUES } from '../cards/language.ts';
import type { Store } from '../db/store.ts';
import type { Clock, DurationMs } from '../domain/types.ts';
import { type WecomPlatform, wecomPlatform } from '../platforms/wecom/platform.ts';
import type { WecomSettings } from '../platforms/wecom/types.ts';
import type { WecomWords } from '../platforms/wecom/words.ts';
import type { Metrics } from './metrics.ts';

/** The words of WeCom's adapter, from the catalogues. */
export const WECOM_WORDS: WecomWords = { ...CATALOGUES.zh.wecom, en: CATALOGUES.en.wecom };

export interface WecomParts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'missed'>;
  readonly store: Pick<Store, 'notes' | 'allChats'>;
  /** Where a tap on a card without buttons leads; absent: to WeCom's own page. */
  readonly publicUrl?: string;
}

/** WeCom's adapter as the program runs it. */
export function openWecom(wecom: WecomSettings, parts: WecomParts): WecomPlatform {
  const { clock, log, metrics, publicUrl, random, store } = parts;
  const settings = { ...wecom, ...(publicUrl !== undefined && { noticeUrl: publicUrl }) };
  const deps = { clock, random, log: log.child({ platform: 'wecom' }), pause, notes: store.notes, http: fetch };
  return wecomPlatform(settings, deps, WECOM_WORDS, {
    onMissed: (how, people) => metrics.missed.inc({ platform: 'wecom', how }, people),
    onlyGroup: () => onlyGroup(store),
  });
}

/** Of groups without a contract there is nothing to ring. */
async function onlyGroup(store: Pick<Store, 'allChats'>): Promise<string | undefined> {
  const chats = await store.allChats('wecom');
  const [only, ...more] = chats.filter(({ contractId, kind }) => kind === 'group' && contractId !== undefined);
  return more.length === 0 ? only?.externalId : undefined;
}

async function pause(ms: DurationMs, signal: AbortSignal): Promise<void> {
  try {
    await pauseFor(ms, undefined, { signal });
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}
