import { DAY } from '../../domain/types.ts';
import { forGood, type PlatformError, type WireFile } from '../types.ts';
import type { UploadsDeps } from '../uploads.ts';

const MEGABYTE = 1024 * 1024;
/** Bytes of a picture that is shown as one: of the bot and the app, and of a webhook. A larger one goes as a document. */
export const PICTURE_MAX = 10 * MEGABYTE;
export const WEBHOOK_PICTURE_MAX = 2 * MEGABYTE;
/** Bytes of a document. */
const DOCUMENT_MAX = 20 * MEGABYTE;
/** WeCom's picture formats. */
const PICTURES: readonly string[] = ['image/png', 'image/jpeg'];
/** `invalid media_id`. */
const GONE = '40007';

/** WeCom holds what it was given for three days. */
export const WECOM_HOLDS: Omit<UploadsDeps, 'clock'> = {
  heldMs: 2 * DAY,
  isGone: ({ code }: PlatformError) => code === GONE,
};

/** As what WeCom takes it. */
export function wecomKindOf({ bytes, mediaType }: WireFile, pictureMax: number): 'image' | 'file' {
  return PICTURES.includes(mediaType) && bytes.byteLength <= pictureMax ? 'image' : 'file';
}

/** @throws {PlatformError} `too_large`, for good */
export function requireSize({ bytes, name }: WireFile): void {
  if (bytes.byteLength > DOCUMENT_MAX) throw forGood('too_large', `WeCom takes at most 20 MB, and ${name} has more`);
}
