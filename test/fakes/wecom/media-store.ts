import { createCipheriv, createHash } from 'node:crypto';
import { createExpiringFiles, type Found, type MediaFile } from '../expiring-files.ts';

const VALID_MS = 5 * 60_000;
const BLOCK = 32;

/** How a message names it. */
export interface MediaLink {
  readonly url: string;
  readonly aeskey?: string;
}

export interface MediaStore {
  /** @param key of a callback URL's bot, whose links carry none; absent: one of its own for each file */
  put(file: MediaFile, key?: Buffer): MediaLink;
  get(id: string): Found;
}

/** Files that people sent: encrypted, and to be had for five minutes. */
export function createMediaStore(now: () => number, origin: () => string): MediaStore {
  const files = createExpiringFiles(VALID_MS, now);
  let made = 0;
  return {
    put({ bytes, name }, key) {
      made += 1;
      const own = createHash('sha256').update(`media key ${made}`).digest();
      const sealed = encrypt(Buffer.from(bytes), key ?? own);
      const url = `${origin()}/media/${files.put({ bytes: sealed, ...(name !== undefined && { name }) })}`;
      return key ? { url } : { url, aeskey: own.toString('base64') };
    },
    get: (id) => files.get(id),
  };
}

/** AES-256-CBC, the key's first half as IV, padded to whole blocks of 32 bytes. */
export function encrypt(plain: Buffer, key: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  cipher.setAutoPadding(false);
  const pad = BLOCK - (plain.length % BLOCK);
  return Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])), cipher.final()]);
}

/** As a browser's download has it: the name in UTF-8 comes first. */
export function contentDisposition(name: string): string {
  return `attachment; filename="file"; filename*=UTF-8''${encodeURIComponent(name)}`;
}
