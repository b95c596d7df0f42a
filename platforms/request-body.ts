import type { IncomingMessage } from 'node:http';

/** The longest text of a platform's, quoted by one of the same length, is far below it, also where it is encrypted. */
export const BODY_MAX = 512 * 1_024;
/** Of a body that is too long so much is still read, so that whoever sent it can read the answer. */
const BODY_DRAINED_MAX = 8 * BODY_MAX;

export type RequestBody = { readonly text: string } | { readonly reason: 'too_large' | 'cut_off' };

/** Reads what a platform delivers by HTTP, and no more than `BODY_MAX` of it. It never fails. */
export function readRequestBody(request: IncomingMessage): Promise<RequestBody> {
  const body = Promise.withResolvers<RequestBody>();
  let chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= BODY_MAX) chunks.push(chunk);
    else chunks = [];
    if (size > BODY_DRAINED_MAX) body.resolve({ reason: 'too_large' });
  });
  request.once('end', () => {
    body.resolve(size > BODY_MAX ? { reason: 'too_large' } : { text: Buffer.concat(chunks).toString() });
  });
  // Of no effect behind an end.
  request.once('close', () => body.resolve({ reason: 'cut_off' }));
  return body.promise;
}
