import { type Instant, MINUTE } from '../domain/types.ts';

/** The bot could not speak on a platform between these instants. */
export interface MuteSpan {
  readonly platform: string;
  readonly from: Instant;
  readonly to: Instant;
  /** Code of the error with which it began. */
  readonly reason: string;
}

/** A shorter silence is an ordinary retry. */
export const MUTE_MIN_MS = MINUTE;

/** Notices when a platform takes nothing for a while, whichever chat it is. */
export interface Speech {
  failed(platform: string, at: Instant, reason: string): void;
  /** @returns the silence that this delivery ended, if it was long enough to matter */
  succeeded(platform: string, at: Instant): MuteSpan | undefined;
  /** Platforms that have taken nothing for a while. */
  muteSince(now: Instant): readonly { readonly platform: string; readonly from: Instant }[];
}

export function createSpeech(): Speech {
  const silent = new Map<string, { readonly from: Instant; readonly reason: string }>();
  return {
    failed(platform, at, reason) {
      if (!silent.has(platform)) silent.set(platform, { from: at, reason });
    },
    succeeded(platform, at) {
      const silence = silent.get(platform);
      silent.delete(platform);
      if (!silence || at - silence.from <= MUTE_MIN_MS) return undefined;
      return { platform, from: silence.from, to: at, reason: silence.reason };
    },
    muteSince(now) {
      return [...silent]
        .filter(([, { from }]) => now - from > MUTE_MIN_MS)
        .map(([platform, { from }]) => ({ platform, from }));
    },
  };
}
