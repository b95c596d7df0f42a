import { type DurationMs, SECOND } from '../domain/types.ts';
import { PlatformError } from './types.ts';

/** A delivery may take 30 s and may need several requests. */
export const REQUEST_LIMIT_MS: DurationMs = 8 * SECOND;
/** One that brings a file may take longer. */
export const UPLOAD_LIMIT_MS: DurationMs = 20 * SECOND;

export interface HttpRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: object;
  /** Sent instead, in parts, with a file. */
  readonly form?: FormData;
}

/** For errors. */
export interface HttpSubject {
  /** Whose API it is: `WeCom`. */
  readonly whose: string;
  /** What was asked: `/cgi-bin/message/send`. */
  readonly what: string;
  /** Takes the secrets out of a text. */
  readonly conceal: (text: string) => string;
}

/** Whatever the server answered. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * One request to a platform's API.
 * @throws {PlatformError} `timed_out` or `unconnected`, both unsure; none of them holds a secret
 */
export async function exchange(
  http: typeof fetch,
  { body, form, headers, method, url }: HttpRequest,
  { conceal, what, whose }: HttpSubject,
  limitMs: DurationMs = REQUEST_LIMIT_MS,
): Promise<HttpAnswer> {
  try {
    const response = await http(url, {
      method,
      // A redirect would take the keys in the request to another host.
      redirect: 'error',
      signal: AbortSignal.timeout(limitMs),
      headers: { ...headers, ...(body && { 'content-type': 'application/json; charset=utf-8' }) },
      ...(body && { body: JSON.stringify(body) }),
      ...(form && { body: form }),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    // Without the cause: its message and its fields may hold the address, and so the key.
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      throw unclear(`${whose} did not answer ${what} in time`, 'timed_out');
    }
    throw unclear(`${whose} could not be asked ${what}: ${conceal(reasonOf(error))}`, 'unconnected');
  }
}

export function isOk({ status }: Pick<HttpAnswer, 'status'>): boolean {
  return status >= 200 && status < 300;
}

/** What a server says with its status alone. */
export function refusedByServer({ what, whose }: HttpSubject, status: number): PlatformError {
  const retryable = status >= 500 || status === 408 || status === 429;
  return new PlatformError(`${whose} answered ${what} with HTTP ${status}`, {
    code: `http_${status}`,
    retryable,
    // A gateway may say so of what has passed it.
    isUnsure: status >= 500,
  });
}

/** It may have worked, or may work next time. */
export function unclear(message: string, code: string): PlatformError {
  return new PlatformError(message, { code, retryable: true, isUnsure: true });
}

/** @returns undefined for what is none */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param secrets what may not be read in an error, as it is or in an address */
export function concealer(secrets: readonly string[]): (text: string) => string {
  const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]).filter((form) => form.length > 5);
  return (text) => forms.reduce((concealed, form) => concealed.replaceAll(form, '***'), text);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}
