import { z } from 'zod';
import { type Clock, type DurationMs, SECOND } from '../../domain/types.ts';
import {
  concealer,
  exchange,
  type HttpAnswer,
  type HttpSubject,
  isOk,
  parseJson,
  REQUEST_LIMIT_MS,
  UPLOAD_LIMIT_MS,
  unclear,
} from '../http-exchange.ts';
import { createSendBudget } from '../send-budget.ts';
import { createTokenCache, type FreshToken, withToken } from '../token-cache.ts';
import { PlatformError } from '../types.ts';
import type { UseKind } from '../usage.ts';
import { QUOTA_EXHAUSTED } from './api-codes.ts';
import { apiError, barredError, isBarring, isDeadToken, isUncounted, oldApiError, statusError } from './api-errors.ts';
import type { Quota } from './quota.ts';
import type { DingtalkSettings, Spending } from './types.ts';

/** Requests a second of one app to one API. */
const PER_SECOND = 20;
const TOKEN_PATH = '/v1.0/oauth2/accessToken';

const tokenShape = z.object({ accessToken: z.string().min(1), expireIn: z.number().positive() });
const oldAnswerShape = z.looseObject({ errcode: z.int(), errmsg: z.string().default('') });

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** `/v1.0/card/instances`. */
  readonly path: string;
  readonly body?: object;
  /** Absent: DingTalk counts no such request. */
  readonly spending?: Spending;
}

export interface ApiUpload {
  /** `/media/upload`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly form: FormData;
  readonly spending: Spending;
}

/** DingTalk's two hosts. Errors' `code` is DingTalk's own, or one of `api-errors.ts`, `http_<status>`, `timed_out`, … */
export interface ApiClient {
  /**
   * With the app's token, to the new host. A token that died before its time is fetched anew once.
   * @throws {PlatformError} `rate_limited`, without a request, while the API has no room
   */
  request(request: ApiRequest): Promise<unknown>;
  /**
   * A message to an address that carries its own key.
   * @returns the answer, whose `errcode` was 0
   * @throws {PlatformError}
   */
  post(address: string, body: object, spending: Spending): Promise<unknown>;
  /**
   * Gives the old host a file, with the app's token.
   * @returns the answer, whose `errcode` was 0
   * @throws {PlatformError} as `request`
   */
  upload(upload: ApiUpload): Promise<unknown>;
  /** Whether the credentials are right. @throws {PlatformError} */
  signIn(): Promise<void>;
}

export interface ApiClientDeps {
  readonly clock: Clock;
  readonly http: typeof fetch;
  readonly quota: Pick<Quota, 'count' | 'exhausted'>;
}

type Credentials = Pick<DingtalkSettings, 'apiBase' | 'clientId' | 'clientSecret' | 'oapiBase'>;

export function createApiClient(
  settings: Credentials,
  { clock, http, quota }: ApiClientDeps,
  limitMs: DurationMs = REQUEST_LIMIT_MS,
): ApiClient {
  const budget = createSendBudget([{ messagesMax: PER_SECOND, lengthMs: SECOND }]);
  const tokens = createTokenCache<Credentials>(
    clock,
    ({ clientId }) => clientId,
    async ({ clientId, clientSecret }) => {
      const body = { appKey: clientId, appSecret: clientSecret };
      return tokenOf(await ask({ method: 'POST', path: TOKEN_PATH, body }, [clientSecret]));
    },
  );

  async function ask({ body, method, path }: ApiRequest, secrets: readonly string[], token?: string): Promise<unknown> {
    const subject: HttpSubject = { whose: 'DingTalk', what: path, conceal: concealer(secrets) };
    const headers = {
      // Without it some of its servers answer XML.
      accept: 'application/json',
      ...(token !== undefined && { 'x-acs-dingtalk-access-token': token }),
    };
    const sent = { method, url: `${settings.apiBase}${path}`, headers, ...(body && { body }) };
    const answer = newAnswer(await exchange(http, sent, subject, limitMs), subject);
    // Something before DingTalk may have put its page there, and nothing has passed it.
    if (answer === undefined) throw unclear(`DingTalk's answer to ${path} is not understood`, 'bad_answer');
    return answer;
  }

  function takePlace({ method, path, spending }: ApiRequest): void {
    const retryAfterMs = budget.take(`${method} ${path}`, clock.now(), spending?.urgency);
    if (retryAfterMs === 0) return;
    const message = `${path} has had its requests of this second`;
    throw new PlatformError(message, { code: 'rate_limited', retryable: true, retryAfterMs });
  }

  return {
    request(asked) {
      return withToken(
        tokens,
        settings,
        async (token) => {
          takePlace(asked);
          const send = () => ask(asked, [token, settings.clientSecret], token);
          return asked.spending ? counted(quota, 'call', asked.spending, send) : send();
        },
        isDeadToken,
      );
    },
    post: (address, body, spending) =>
      counted(quota, 'message', spending, async () => {
        const { pathname, searchParams } = new URL(address);
        const subject: HttpSubject = {
          whose: 'DingTalk',
          what: pathname,
          conceal: concealer([...searchParams.values()]),
        };
        const headers = { accept: 'application/json' };
        return oldAnswer(
          await exchange(http, { method: 'POST', url: address, headers, body }, subject, limitMs),
          subject,
        );
      }),
    upload: ({ form, path, query, spending }) =>
      withToken(
        tokens,
        settings,
        async (token) => {
          takePlace({ method: 'POST', path, spending });
          const url = `${settings.oapiBase}${path}?${new URLSearchParams({ access_token: token, ...query })}`;
          const subject: HttpSubject = { whose: 'DingTalk', what: path, conceal: concealer([token]) };
          const headers = { accept: 'application/json' };
          return counted(quota, 'call', spending, async () =>
            oldAnswer(await exchange(http, { method: 'POST', url, headers, form }, subject, UPLOAD_LIMIT_MS), subject),
          );
        },
        isDeadToken,
      ),
    async signIn() {
      await tokens.get(settings);
    },
  };
}

async function counted<T>(
  quota: ApiClientDeps['quota'],
  kind: UseKind,
  spending: Spending,
  send: () => Promise<T>,
): Promise<T> {
  try {
    const answer = await send();
    quota.count(kind, spending.ticketId);
    return answer;
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    if (error.code === QUOTA_EXHAUSTED) await quota.exhausted(kind === 'call' ? 'calls' : 'messages');
    else if (!isUncounted(error)) quota.count(kind, spending.ticketId);
    throw error;
  }
}

/** @returns undefined for what is no JSON */
function newAnswer({ status, text }: HttpAnswer, { conceal, what }: HttpSubject): unknown {
  const body = parseJson(text);
  if (!isOk({ status })) throw apiError(what, status, body, conceal);
  if (isBarring(body)) throw barredError(what);
  return body;
}

function oldAnswer({ status, text }: HttpAnswer, { conceal, what }: HttpSubject): unknown {
  const body = parseJson(text);
  if (isBarring(body)) throw barredError(what);
  const answer = oldAnswerShape.safeParse(body);
  if (answer.success && answer.data.errcode !== 0) {
    throw oldApiError(what, answer.data.errcode, conceal(answer.data.errmsg));
  }
  if (!isOk({ status })) throw statusError(what, status);
  if (!answer.success) throw unclear(`DingTalk's answer to ${what} is not understood`, 'bad_answer');
  return answer.data;
}

function tokenOf(answer: unknown): FreshToken {
  const token = tokenShape.safeParse(answer);
  if (!token.success) throw unclear('DingTalk answered with no access token', 'bad_answer');
  return { value: token.data.accessToken, validMs: token.data.expireIn * SECOND };
}
