import type { SandboxError, SandboxState } from '../../platforms/sandbox/api-types.ts';
import type { SandboxFile, SayInput, TapInput } from '../../platforms/sandbox/types.ts';

/** `error` is a key of `WebText.errors` or something newer. */
export type ApiResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

/** @param persona whose eyes; absent: the first persona */
export function readState(persona: string | undefined): Promise<ApiResult<SandboxState>> {
  const query = persona === undefined ? '' : `?persona=${encodeURIComponent(persona)}`;
  return call<SandboxState>(`/sandbox/api/state${query}`);
}

/** Where the page finds a file of a message. @param hash which one, where a person sent it */
export function fileAddress(
  message: { readonly chat: string; readonly id: string },
  persona: string,
  hash: string | undefined,
): string {
  const which = hash === undefined ? {} : { file: hash };
  return `/sandbox/api/file?${new URLSearchParams({ chat: message.chat, message: message.id, persona, ...which })}`;
}

/** Hands in a file that a message will bring. */
export function upload(file: File): Promise<ApiResult<SandboxFile>> {
  return call(`/sandbox/api/upload?${new URLSearchParams({ name: file.name })}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  });
}

export function say(input: SayInput): Promise<ApiResult<unknown>> {
  return post('say', input);
}

/** Taps a button. That no bot was there to hear it is an error too: a tap leaves no bubble that could say so. */
export async function tap(input: TapInput): Promise<ApiResult<unknown>> {
  const result = await post<{ heard: string }>('tap', input);
  if (result.ok && result.value.heard !== 'delivered') return { ok: false, error: result.value.heard };
  return result;
}

export function moveClock(by: { advanceMs: number } | { to: 'next' }): Promise<ApiResult<unknown>> {
  return post('clock', by);
}

function post<T>(path: string, body: object): Promise<ApiResult<T>> {
  return call(`/sandbox/api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function call<T>(path: string, init?: RequestInit): Promise<ApiResult<T>> {
  try {
    const response = await fetch(path, init);
    // Same program, same types on both ends: the server that sent this page made this answer.
    const body: T & SandboxError = await response.json();
    return response.ok ? { ok: true, value: body } : { ok: false, error: body.error };
  } catch {
    return { ok: false, error: 'offline' };
  }
}
