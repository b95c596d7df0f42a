import type { ChatId, Instant } from '../types.ts';

/** The bot could not hear or speak in [from, to]; without a platform: nowhere. */
export interface DeafStretch {
  readonly platform?: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** @param chatId where the thing would have been said; absent: nobody knows, so any platform counts */
export function wasDeaf(
  stretches: readonly DeafStretch[],
  during: { readonly from: Instant; readonly to: Instant },
  chatId?: ChatId,
): boolean {
  return stretches.some(
    ({ from, platform, to }) =>
      from <= during.to &&
      to >= during.from &&
      (platform === undefined || chatId === undefined || chatId.startsWith(`${platform}:`)),
  );
}
