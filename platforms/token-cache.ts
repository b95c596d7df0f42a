import { type Clock, type DurationMs, type Instant, MINUTE } from '../domain/types.ts';
import { PlatformError } from './types.ts';

/** A token is not used in its last minutes: what is sent with it may arrive later, and clocks differ. */
const TOKEN_RESERVE_MS = 5 * MINUTE;
/** After a wrong secret: asking again and again would have the organisation barred. */
const REFUSED_REST_MS = MINUTE;

export interface FreshToken {
  readonly value: string;
  readonly validMs: DurationMs;
}

/** Access tokens by the credentials that they were given for. */
export interface TokenCache<Of> {
  /** @throws {PlatformError} what fetching it throws; a refusal again for a minute, without asking */
  get(of: Of): Promise<string>;
  /** It is dead before its time. Only that one: another caller may have fetched a new one meanwhile. */
  drop(of: Of, value: string): void;
}

/**
 * One fetch serves all that wait for it, and a secret that was refused is not tried again at once.
 * @param keyOf names the credentials
 * @param fetchToken throws a `PlatformError`
 */
export function createTokenCache<Of>(
  clock: Clock,
  keyOf: (of: Of) => string,
  fetchToken: (of: Of) => Promise<FreshToken>,
): TokenCache<Of> {
  const kept = new Map<string, { readonly value: string; readonly until: Instant }>();
  const coming = new Map<string, Promise<string>>();
  const refused = new Map<string, { readonly error: PlatformError; readonly until: Instant }>();

  async function fetchNew(of: Of): Promise<string> {
    const key = keyOf(of);
    try {
      const { validMs, value } = await fetchToken(of);
      kept.set(key, { value, until: clock.now() + Math.max(validMs - TOKEN_RESERVE_MS, validMs / 2) });
      return value;
    } catch (error) {
      if (error instanceof PlatformError && (!error.retryable || error.isShut)) {
        refused.set(key, { error, until: clock.now() + REFUSED_REST_MS });
      }
      throw error;
    } finally {
      coming.delete(key);
    }
  }

  return {
    async get(of) {
      const key = keyOf(of);
      const token = kept.get(key);
      if (token && clock.now() < token.until) return token.value;
      const refusal = refused.get(key);
      if (refusal && clock.now() < refusal.until) throw refusal.error;
      const pending = coming.get(key) ?? fetchNew(of);
      coming.set(key, pending);
      return pending;
    },
    drop(of, value) {
      const key = keyOf(of);
      if (kept.get(key)?.value === value) kept.delete(key);
    },
  };
}

/**
 * Does something with a token; one that died before its time is fetched anew once.
 * @param isDead whether the error says that the token is no good any more
 */
export async function withToken<Of, T>(
  tokens: TokenCache<Of>,
  of: Of,
  attempt: (token: string) => Promise<T>,
  isDead: (error: PlatformError) => boolean,
): Promise<T> {
  const token = await tokens.get(of);
  try {
    return await attempt(token);
  } catch (error) {
    if (!(error instanceof PlatformError) || !isDead(error)) throw error;
    tokens.drop(of, token);
    return attempt(await tokens.get(of));
  }
}
