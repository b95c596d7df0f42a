import { z } from 'zod';
import { type Answer, ok, refusal } from './answer.ts';
import type { Faults } from './faults.ts';

const LIFE_MS = 7200 * 1000;

const asked = z.looseObject({ appKey: z.string(), appSecret: z.string() });

export interface Tokens {
  give(body: unknown): Answer;
  /** @returns why it does not count, on the new API's host */
  refuse(token: string | undefined): Answer | undefined;
  isGood(token: string | null): boolean;
  /** Tokens that were given out stop working before their time. */
  revoke(): void;
  readonly given: number;
  readonly asked: number;
}

export function createTokens(
  app: { readonly clientId: string; readonly clientSecret: string },
  faults: Faults,
  now: () => number,
): Tokens {
  let current: { readonly token: string; readonly until: number } | undefined;
  let given = 0;
  let times = 0;
  const isGood = (token: string | null | undefined) =>
    current !== undefined && token === current.token && now() < current.until;
  return {
    isGood,
    give(body) {
      times += 1;
      const parsed = asked.safeParse(body);
      const isApp = parsed.data?.appKey === app.clientId && parsed.data.appSecret === app.clientSecret;
      if (!isApp) return refusal('invalidClientIdOrSecret', '无效的clientId或者clientSecret');
      if (!current || now() >= current.until) {
        given += 1;
        current = { token: `TOKEN${given}`, until: now() + LIFE_MS };
      }
      return ok({ accessToken: current.token, expireIn: Math.floor((current.until - now()) / 1000) });
    },
    refuse(token) {
      if (isGood(token)) return undefined;
      if (faults.tokenRefusal === 'unauthorized')
        return { status: 401, body: { code: 'Unauthorized', message: 'access_token缺失或无效' } };
      return refusal('InvalidAuthentication', '不合法的access_token');
    },
    revoke() {
      current = undefined;
    },
    get given() {
      return given;
    },
    get asked() {
      return times;
    },
  };
}
