import { z } from 'zod';
import { type Clock, type DurationMs, type Instant, MINUTE, SECOND } from '../../domain/types.ts';
import { PlatformError } from '../types.ts';
import { apiError } from './api-errors.ts';

/** A delivery may take 30 s and may need several requests. */
const REQUEST_LIMIT_MS = 8 * SECOND;
/** A token is not used in its last minutes: what is sent with it may arrive later, and clocks differ. */
const TOKEN_RESERVE_MS = 5 * MINUTE;
/** After a wrong secret: asking again and again would have the corporation barred. */
const REFUSED_REST_MS = MINUTE;
/** `invalid access_token`, `access_token expired`. */
const DEAD_TOKEN: readonly string[] = ['40014', '42001'];

const answerShape = z.looseObject({ errcode: z.int(), errmsg: z.string().default('') });
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

interface Token {
  readonly value: string;
  readonly until: Instant;
}

export function createApiClient(
  { apiBase }: { readonly apiBase: string },
  { clock, http }: ApiClientDeps,
  limitMs: DurationMs = REQUEST_LIMIT_MS,
): ApiClient {
  const tokens = tokenCache(clock, async ({ corpId, secret }) =>
    tokenShape.parse(await request({ path: '/cgi-bin/gettoken', query: { corpid: corpId, corpsecret: secret } })),
  );

  async function request({ path, query = {}, body }: ApiRequest): Promise<unknown> {
    const url = `${apiBase.replace(/\/+$/, '')}${path}?${new URLSearchParams(query)}`;
    const conceal = concealer(Object.values(query));
    const text = await fetchText(path, conceal, () =>
      http(url, {
        // A redirect would take the keys in the address to another host.
        redirect: 'error',
        signal: AbortSignal.timeout(limitMs),
        ...(body && {
          method: 'POST',
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify(body),
        }),
      }),
    );
    const answer = answerShape.safeParse(parseJson(text));
    if (!answer.success) throw unclear(`WeCom's answer to ${path} is not understood`, 'bad_answer');
    const { errcode, errmsg } = answer.data;
    if (errcode !== 0) throw apiError(path, errcode, conceal(errmsg));
    return answer.data;
  }

  async function requestAs(credentials: ApiCredentials, asked: ApiRequest): Promise<unknown> {
    const attempt = (token: string) => request({ ...asked, query: { ...asked.query, access_token: token } });
    const token = await tokens.get(credentials);
    try {
      return await attempt(token);
    } catch (error) {
      if (!(error instanceof PlatformError) || !DEAD_TOKEN.includes(error.code)) throw error;
      tokens.drop(credentials, token);
      return attempt(await tokens.get(credentials));
    }
  }

  return { request, requestAs };
}

/** One fetch serves all that wait for it, and a secret that was refused is not tried again at once. */
function tokenCache(clock: Clock, fetchToken: (of: ApiCredentials) => Promise<z.infer<typeof tokenShape>>) {
  const kept = new Map<string, Token>();
  const coming = new Map<string, Promise<string>>();
  const refused = new Map<string, { readonly error: PlatformError; readonly until: Instant }>();
  const keyOf = ({ corpId, secret }: ApiCredentials) => JSON.stringify([corpId, secret]);

  async function fetchNew(credentials: ApiCredentials): Promise<string> {
    const key = keyOf(credentials);
    try {
      const { access_token: value, expires_in: seconds } = await fetchToken(credentials);
      const validMs = seconds * SECOND;
      kept.set(key, { value, until: clock.now() + Math.max(validMs - TOKEN_RESERVE_MS, validMs / 2) });
      return value;
    } catch (error) {
      if (error instanceof z.ZodError) throw unclear('WeCom answered gettoken without a token', 'bad_answer');
      if (error instanceof PlatformError && !error.retryable) {
        refused.set(key, { error, until: clock.now() + REFUSED_REST_MS });
      }
      throw error;
    } finally {
      coming.delete(key);
    }
  }

  return {
    async get(credentials: ApiCredentials): Promise<string> {
      const key = keyOf(credentials);
      const token = kept.get(key);
      if (token && clock.now() < token.until) return token.value;
      const refusal = refused.get(key);
      if (refusal && clock.now() < refusal.until) throw refusal.error;
      const pending = coming.get(key) ?? fetchNew(credentials);
      coming.set(key, pending);
      return pending;
    },
    /** Only that one: another caller may have fetched a new one meanwhile. */
    drop(credentials: ApiCredentials, value: string): void {
      const key = keyOf(credentials);
      if (kept.get(key)?.value === value) kept.delete(key);
    },
  };
}

async function fetchText(path: string, conceal: (text: string) => string, send: () => Promise<Response>) {
  try {
    const response = await send();
    const text = await response.text();
    if (!response.ok) throw refusedByServer(path, response.status);
    return text;
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    // Without the cause: its message and its fields may hold the address, and so the key.
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      throw unclear(`WeCom did not answer ${path} in time`, 'timed_out');
    }
    throw unclear(`WeCom could not be asked ${path}: ${conceal(reasonOf(error))}`, 'unconnected');
  }
}

function refusedByServer(path: string, status: number): PlatformError {
  const retryable = status >= 500 || status === 408 || status === 429;
  return new PlatformError(`WeCom answered ${path} with HTTP ${status}`, {
    code: `http_${status}`,
    retryable,
    // A gateway may say so of what has passed it.
    isUnsure: status >= 500,
  });
}

/** It may have worked, or may work next time. */
function unclear(message: string, code: string): PlatformError {
  return new PlatformError(message, { code, retryable: true, isUnsure: true });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function concealer(secrets: readonly string[]): (text: string) => string {
  const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]).filter((form) => form.length > 5);
  return (text) => forms.reduce((concealed, form) => concealed.replaceAll(form, '***'), text);
}
