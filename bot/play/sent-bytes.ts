import type { Attachment } from '../../platforms/types.ts';

/** The smallest PNG: one pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const MEDIA_TYPES: Readonly<Record<Attachment['kind'], string>> = {
  image: 'image/png',
  file: 'text/plain',
  audio: 'audio/amr',
  video: 'video/mp4',
};

/** What people of a scenario send: it says what was sent, never what is in it. */
export function bytesOf(kind: Attachment['kind']): Uint8Array {
  return kind === 'image' ? Buffer.from(PIXEL, 'base64') : Buffer.from(`a line of a ${kind}\n`);
}

export function mediaTypeOf(kind: Attachment['kind']): string {
  return MEDIA_TYPES[kind];
}
