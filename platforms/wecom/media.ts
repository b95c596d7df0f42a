import { decryptFile } from '@wecom/aibot-node-sdk';
import { z } from 'zod';
import { type Instant, MINUTE } from '../../domain/types.ts';
import type { PlatformDeps } from '../deps.ts';
import { download, tooLarge } from '../download.ts';
import { isLoopback } from '../loopback.ts';
import { ownPlace } from '../own-place.ts';
import { type Attachment, type FetchedFile, forGood } from '../types.ts';
import type { WecomSettings } from './types.ts';

/** From the signature in the address, which the platform makes when it delivers the message. */
const ADDRESS_VALID_MS = 5 * MINUTE;
const BLOCK_BYTES = 32;

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
  { http, clock }: Pick<PlatformDeps, 'http' | 'clock'>,
  settings: WecomSettings,
  { source, validUntil }: Attachment,
  { maxBytes }: { readonly maxBytes: number },
): Promise<FetchedFile> {
  const { aesKey, url } = readSource(source);
  const { entrance } = settings;
  // Callback mode sends no key with a file: it is the one of the messages.
  const key = aesKey ?? (entrance.kind === 'callback' ? entrance.aesKey : undefined);
  const file = await download(http, {
    address: url,
    maxBytes: key === undefined ? maxBytes : maxBytes + BLOCK_BYTES,
    admitted: (place) => (isOfPlatform(place, settings) ? place : undefined),
    mayComeBack: validUntil !== undefined && clock.now() < validUntil,
  });
  return key === undefined ? file : { ...file, bytes: decrypted(file.bytes, key, maxBytes) };
}

function readSource(source: string): z.infer<typeof sourceSchema> {
  try {
    return sourceSchema.parse(JSON.parse(source));
  } catch {
    // Without the cause: it would hold the address, and with it the right to read the file.
    throw forGood('media_address', 'what was kept of a file does not say where it is');
  }
}

/** Tencent's own places and its object storage, by https, and the configured gateways, which may have their files at another port. */
function isOfPlatform(url: URL, { apiBase, entrance }: WecomSettings): boolean {
  const gateways = [apiBase, ...(entrance.kind === 'socket' ? [entrance.wsUrl.replace(/^ws/, 'http')] : [])];
  if (ownPlace(url, gateways, ['*.qq.com', '*.myqcloud.com']) === url) return true;
  // Whatever else runs on this machine has no files of people.
  if (isLoopback(url.hostname) || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return false;
  return gateways.some((base) => new URL(base).hostname === url.hostname);
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
