import { z } from 'zod';
import { type Clock, type DurationMs, SECOND } from '../../domain/types.ts';
import {
  concealer,
  exchange,
  type HttpSubject,
  isOk,
  parseJson,
  REQUEST_LIMIT_MS,
  refusedByServer,
  UPLOAD_LIMIT_MS,
  unclear,
} from '../http-exchange.ts';
import { createTokenCache, type FreshToken, withToken } from '../token-cache.ts';
import { apiError } from './api-errors.ts';

/** `invalid access_token`, `access_token expired`. */
const DEAD_TOKEN: readonly string[] = ['40014', '42001'];

const answerShape = z.looseObject({ errcode: z.int(), errmsg: z.string().default('') });
const mediaShape = z.object({ media_id: z.string().min(1) });
const tokenShape = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/** Whose token a request needs: one of the corporation's apps. */
export interface ApiCredentials {
  readonly corpId: string;
  readonly secret: string;
}

export interface ApiRequest {
  /** `/cgi-bin/message/send`. */
  readonly path: string;
  /** May hold secrets: it is in no log and no error. */
  readonly query?: Readonly<Record<string, string>>;
  /** With it, it is a POST. */
  readonly body?: object;
  /** A POST as well: a file that is handed over. */
  readonly form?: FormData;
}

/** WeCom's HTTP API. */
export interface ApiClient {
  /**
   * A request that carries its own key.
   * @returns the answer, whose `errcode` was 0
   * @throws {PlatformError} `code`: WeCom's number as text; `http_<status>`, `timed_out`, `unconnected`, `bad_answer`
   */
  request(request: ApiRequest): Promise<unknown>;
  /** With the app's token. A token that died before its time is fetched anew once. */
  requestAs(credentials: ApiCredentials, request: ApiRequest): Promise<unknown>;
}

export interface ApiClientDeps {
  readonly clock: Clock;
  readonly http: typeof fetch;
}

export function createApiClient(
  { apiBase }: { readonly apiBase: string },
  { clock, http }: ApiClientDeps,
  limitMs: DurationMs = REQUEST_LIMIT_MS,
): ApiClient {
  const tokens = createTokenCache<ApiCredentials>(
    clock,
    ({ corpId, secret }) => JSON.stringify([corpId, secret]),
    async ({ corpId, secret }) =>
      tokenOf(await request({ path: '/cgi-bin/gettoken', query: { corpid: corpId, corpsecret: secret } })),
  );

  async function request({ path, query = {}, body, form }: ApiRequest): Promise<unknown> {
    const url = `${apiBase}${path}?${new URLSearchParams(query)}`;
    const subject: HttpSubject = { whose: 'WeCom', what: path, conceal: concealer(Object.values(query)) };
    const method = body || form ? 'POST' : 'GET';
    const sent = { method, url, ...(body && { body }), ...(form && { form }) } as const;
    const { status, text } = await exchange(http, sent, subject, form ? UPLOAD_LIMIT_MS : limitMs);
    if (!isOk({ status })) throw refusedByServer(subject, status);
    const answer = answerShape.safeParse(parseJson(text));
    if (!answer.success) throw unclear(`WeCom's answer to ${path} is not understood`, 'bad_answer');
    const { errcode, errmsg } = answer.data;
    if (errcode !== 0) throw apiError(path, errcode, subject.conceal(errmsg));
    return answer.data;
  }

  return {
    request,
    requestAs: (credentials, asked) =>
      withToken(
        tokens,
        credentials,
        (token) => request({ ...asked, query: { ...asked.query, access_token: token } }),
        ({ code }) => DEAD_TOKEN.includes(code),
      ),
  };
}

/** How WeCom calls a file that it was given. @throws {PlatformError} `bad_answer` */
export function mediaIdOf(answer: unknown): string {
  const uploaded = mediaShape.safeParse(answer);
  if (!uploaded.success) throw unclear('WeCom took a file and did not say how it calls it', 'bad_answer');
  return uploaded.data.media_id;
}

function tokenOf(answer: unknown): FreshToken {
  const token = tokenShape.safeParse(answer);
  if (!token.success) throw unclear('WeCom answered gettoken without a token', 'bad_answer');
  return { value: token.data.access_token, validMs: token.data.expires_in * SECOND };
}
