import { createCipheriv, createHash } from 'node:crypto';

const VALID_MS = 5 * 60_000;
const BLOCK = 32;

export interface MediaFile {
  readonly bytes: Uint8Array;
  readonly name?: string;
}

/** How a message names it. */
export interface MediaLink {
  readonly url: string;
  readonly aeskey?: string;
}

export interface MediaStore {
  /** @param key of a callback URL's bot, whose links carry none; absent: one of its own for each file */
  put(file: MediaFile, key?: Buffer): MediaLink;
  get(
    id: string,
  ): { readonly status: 200; readonly bytes: Buffer; readonly name?: string } | { readonly status: 403 | 404 };
}

/** Files that people sent: encrypted, and to be had for five minutes. */
export function createMediaStore(now: () => number, origin: () => string): MediaStore {
  const files = new Map<string, { bytes: Buffer; name?: string; at: number }>();
  return {
    put({ bytes, name }, key) {
      const id = `F${files.size + 1}`;
      const own = createHash('sha256').update(`media key ${id}`).digest();
      files.set(id, { bytes: encrypt(Buffer.from(bytes), key ?? own), at: now(), ...(name !== undefined && { name }) });
      const url = `${origin()}/media/${id}`;
      return key ? { url } : { url, aeskey: own.toString('base64') };
    },
    get(id) {
      const file = files.get(id);
      if (!file) return { status: 404 };
      return now() - file.at > VALID_MS ? { status: 403 } : { status: 200, ...file };
    },
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
