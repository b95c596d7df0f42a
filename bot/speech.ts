import type { Chat } from '../db/records.ts';
import { type Instant, MINUTE } from '../domain/types.ts';

/** The bot could not speak in a chat from then on. */
export interface MuteSpan {
  readonly chat: Chat;
  readonly from: Instant;
  /** Absent while it lasts. */
  readonly to?: Instant;
  /** Code of the error with which it began. */
  readonly reason: string;
}

/** A shorter silence is an ordinary retry. */
export const MUTE_MIN_MS = MINUTE;

/** Notices when a chat takes nothing for a while. */
export interface Speech {
  /** @returns the silence, once, when it has lasted long enough to matter */
  failed(chat: Chat, at: Instant, reason: string): MuteSpan | undefined;
  /** @returns the silence that this delivery ended, if it was long enough to matter */
  succeeded(chat: Chat, at: Instant): MuteSpan | undefined;
  /** Another process speaks there from now on. @returns the silences that end so, as far as they mattered */
  left(platform: string, at: Instant): readonly MuteSpan[];
  /** Platforms of which no chat has taken anything for a while, and some refuse. */
  muteSince(now: Instant): readonly { readonly platform: string; readonly from: Instant }[];
}

interface Silence extends MuteSpan {
  readonly isTold: boolean;
}

export function createSpeech(): Speech {
  const silences = new Map<string, Silence>();
  const tookLast = new Map<string, Instant>();
  const isLong = (from: Instant, at: Instant) => at - from > MUTE_MIN_MS;
  return {
    failed(chat, at, reason) {
      const { isTold, ...span } = silences.get(chat.id) ?? { chat, from: at, reason, isTold: false };
      const isNews = !isTold && isLong(span.from, at);
      silences.set(chat.id, { ...span, isTold: isTold || isNews });
      return isNews ? span : undefined;
    },
    succeeded(chat, at) {
      tookLast.set(chat.platform, at);
      const silence = silences.get(chat.id);
      silences.delete(chat.id);
      if (!silence || !isLong(silence.from, at)) return undefined;
      return { chat, from: silence.from, to: at, reason: silence.reason };
    },
    left(platform, at) {
      const ended = [...silences.values()].filter(({ chat }) => chat.platform === platform);
      for (const { chat } of ended) silences.delete(chat.id);
      return ended
        .filter(({ from }) => isLong(from, at))
        .map(({ chat, from, reason }) => ({ chat, from, to: at, reason }));
    },
    muteSince(now) {
      const byPlatform = Map.groupBy(silences.values(), ({ chat }) => chat.platform);
      return [...byPlatform].flatMap(([platform, ofIt]) => {
        const from = Math.max(Math.min(...ofIt.map((silence) => silence.from)), tookLast.get(platform) ?? 0);
        return isLong(from, now) ? [{ platform, from }] : [];
      });
    },
  };
}
