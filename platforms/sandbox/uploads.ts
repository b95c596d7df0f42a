import { createHash } from 'node:crypto';
import type { Attachment } from '../types.ts';
import type { SandboxFile } from './types.ts';

/** Held in memory, as a chat's own server holds what was sent for a while. Bytes. */
const HELD_MAX = 100 * 1_024 * 1_024;

/** What somebody wants to send, before it belongs to a message. */
export interface UploadInput {
  readonly bytes: Uint8Array;
  /** As its sender calls it; may be empty. */
  readonly name: string;
  /** What it is by its bytes; `application/octet-stream` where that is not known. */
  readonly mediaType: string;
}

/** Files of people: sent first, then said. The bot fetches them from here, and the host may show them from here. */
export class Uploads {
  readonly #held = new Map<string, { readonly file: SandboxFile; readonly bytes: Uint8Array }>();
  #size = 0;

  /** The oldest are forgotten where there are too many. */
  put({ bytes, mediaType, name }: UploadInput): SandboxFile {
    const hash = createHash('sha256').update(bytes).digest('hex');
    const kind = mediaType.startsWith('image/') ? 'image' : 'document';
    const file: SandboxFile = { kind, name, mediaType, size: bytes.byteLength, hash };
    this.#forget(hash);
    this.#held.set(hash, { file, bytes });
    this.#size += bytes.byteLength;
    for (const oldest of this.#held.keys()) {
      if (this.#size <= HELD_MAX || oldest === hash) break;
      this.#forget(oldest);
    }
    return file;
  }

  file(hash: string): SandboxFile | undefined {
    return this.#held.get(hash)?.file;
  }

  bytes(hash: string): Uint8Array | undefined {
    return this.#held.get(hash)?.bytes;
  }

  #forget(hash: string): void {
    this.#size -= this.#held.get(hash)?.bytes.byteLength ?? 0;
    this.#held.delete(hash);
  }
}

/** As the bot hears of it. */
export function attachmentOf({ hash, mediaType, name }: SandboxFile): Attachment {
  const [family] = mediaType.split('/');
  const kind = family === 'image' || family === 'audio' || family === 'video' ? family : 'file';
  return { kind, source: hash, ...(name !== '' && { name }) };
}
