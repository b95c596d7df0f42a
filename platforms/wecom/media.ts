import { decryptFile } from '@wecom/aibot-node-sdk';
import { z } from 'zod';
import { type DurationMs, type Instant, MINUTE, SECOND } from '../../domain/types.ts';
import { isLoopback } from '../loopback.ts';
import { type Attachment, type FetchedFile, PlatformError } from '../types.ts';
import type { WecomDeps, WecomSettings } from './types.ts';

/** From the signature in the address, which the platform makes when it delivers the message. */
const ADDRESS_VALID_MS = 5 * MINUTE;
const DOWNLOAD_LIMIT_MS: DurationMs = 10 * SECOND;
const REDIRECTS_MAX = 3;
const BLOCK_BYTES = 32;
const MAY_COME_LATER = new Set([408, 425, 429]);
const IS_GONE = new Set([401, 403, 404, 410]);

const sourceSchema = z.object({ url: z.string(), aesKey: z.string().optional() });

/** What a message says of a picture or file; on the long connection each has a key of its own. */
export interface MediaPart {
  readonly url: string;
  readonly aeskey?: string | undefined;
}

/** @param receivedAt when the message came */
export function mediaAttachment(kind: Attachment['kind'], { aeskey, url }: MediaPart, receivedAt: Instant): Attachment {
  const source = JSON.stringify({ url, ...(aeskey && { aesKey: aeskey }) });
  return { kind, source, validUntil: receivedAt + ADDRESS_VALID_MS };
}

/**
 * Downloads what came with a message and decrypts it.
 * @throws {PlatformError} for good: `too_large`, `expired`, `undecryptable`, `media_address`; else retryable
 */
export async function fetchMedia(
  { http, clock }: Pick<WecomDeps, 'http' | 'clock'>,
  settings: WecomSettings,
  attachment: Attachment,
  { maxBytes }: { readonly maxBytes: number },
): Promise<FetchedFile> {
  const { aesKey, url } = readSource(attachment.source);
  const { entrance } = settings;
  // Callback mode sends no key with a file: it is the one of the messages.
  const key = aesKey ?? (entrance.kind === 'callback' ? entrance.aesKey : undefined);
  const signal = AbortSignal.timeout(DOWNLOAD_LIMIT_MS);
  const mayComeBack = attachment.validUntil !== undefined && clock.now() < attachment.validUntil;
  try {
    const response = await request(http, settings, url, signal);
    if (!response.ok) throw refusal(response.status, mayComeBack);
    const bytes = await readAtMost(response, key === undefined ? maxBytes : maxBytes + BLOCK_BYTES);
    const name = fileName(response.headers.get('content-disposition'));
    return { bytes: key === undefined ? bytes : decrypted(bytes, key, maxBytes), ...(name !== undefined && { name }) };
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    throw new PlatformError('a file could not be downloaded', {
      code: 'media_download',
      retryable: true,
      cause: error,
    });
  }
}

function readSource(source: string): z.infer<typeof sourceSchema> {
  try {
    return sourceSchema.parse(JSON.parse(source));
  } catch {
    // Without the cause: it would hold the address, and with it the right to read the file.
    throw forGood('media_address', 'what was kept of a file does not say where it is');
  }
}

async function request(
  http: typeof fetch,
  settings: WecomSettings,
  address: string,
  signal: AbortSignal,
): Promise<Response> {
  let target = address;
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects += 1) {
    const url = URL.parse(target);
    if (url === null || !isOfPlatform(url, settings)) {
      throw forGood('media_address', `a file lies at ${url?.host ?? 'no address'}, which is no place of WeCom's`);
    }
    const response = await http(url, { signal, redirect: 'manual' });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    // An address that is none goes into no error: it may be a signed one, cut short.
    target = URL.parse(location, url)?.href ?? '';
  }
  throw forGood('media_address', 'a file is said to be elsewhere, again and again');
}

/** Never an address of the network in which the bot runs, unless the administrator has configured a gateway there. */
function isOfPlatform(url: URL, { apiBase, entrance }: WecomSettings): boolean {
  const own = [apiBase, ...(entrance.kind === 'socket' ? [entrance.wsUrl] : [])].flatMap(
    (configured) => URL.parse(configured) ?? [],
  );
  if (own.some((gateway) => isLoopback(gateway.hostname)) && isLoopback(url.hostname)) return true;
  if (url.protocol !== 'https:') return false;
  if (own.some((gateway) => gateway.hostname === url.hostname)) return true;
  return /(^|\.)(qq\.com|myqcloud\.com)$/.test(url.hostname);
}

function refusal(status: number, mayComeBack: boolean): PlatformError {
  if (status >= 500 || MAY_COME_LATER.has(status) || (IS_GONE.has(status) && mayComeBack)) {
    return new PlatformError(`the server of files answered ${status}`, { code: `http_${status}`, retryable: true });
  }
  if (IS_GONE.has(status)) return forGood('expired', `the server of files answered ${status}: its address is over`);
  return forGood(`http_${status}`, `the server of files answered ${status}`);
}

/** Reads no more than it may, whatever the answer says of its length. */
async function readAtMost(response: Response, maxBytes: number): Promise<Uint8Array> {
  const announced = Number(response.headers.get('content-length') ?? 0);
  const parts: Uint8Array[] = [];
  let size = 0;
  const { body } = response;
  if (announced > maxBytes) {
    await body?.cancel();
    throw tooLarge();
  }
  for await (const part of body ?? []) {
    size += part.byteLength;
    // Leaving the loop cancels the rest.
    if (size > maxBytes) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts, size);
}

function decrypted(bytes: Uint8Array, key: string, maxBytes: number): Uint8Array {
  let plain: Uint8Array;
  try {
    plain = decryptFile(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), key);
  } catch {
    throw forGood('undecryptable', 'a file could not be decrypted with its key');
  }
  if (plain.byteLength > maxBytes) throw tooLarge();
  return plain;
}

/** The name of `Content-Disposition`, without any folder; RFC 5987's form goes first, as it is the one that can hold Chinese. */
function fileName(disposition: string | null): string | undefined {
  const encoded = /filename\*\s*=\s*utf-8''([^;\s]+)/i.exec(disposition ?? '')?.[1];
  const plain = /filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(disposition ?? '');
  // A header is read as Latin-1, whatever it was written in.
  const raw = encoded ?? Buffer.from(plain?.[1] ?? plain?.[2] ?? '', 'latin1').toString('utf8');
  const name = percentDecoded(raw).split(/[\\/]/).at(-1)?.trim();
  return name ? name : undefined;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function tooLarge(): PlatformError {
  return forGood('too_large', 'a file is larger than what is kept');
}

function forGood(code: string, message: string): PlatformError {
  return new PlatformError(message, { code, retryable: false });
}
