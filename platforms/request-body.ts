import type { IncomingMessage } from 'node:http';

/** The longest text of a platform's, quoted by one of the same length, is far below it, also where it is encrypted. */
export const BODY_MAX = 512 * 1_024;
/** Of a body that is too long so many times the limit are still read, so that whoever sent it can read the answer. */
const DRAINED_TIMES = 8;

export type RequestBody = { readonly text: string } | { readonly reason: 'too_large' | 'cut_off' };

/** Reads what is delivered by HTTP, and no more than so many bytes of it. It never fails. */
export function readRequestBody(request: IncomingMessage, maxBytes = BODY_MAX): Promise<RequestBody> {
  const body = Promise.withResolvers<RequestBody>();
  let chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
    else chunks = [];
    if (size > DRAINED_TIMES * maxBytes) body.resolve({ reason: 'too_large' });
  });
  request.once('end', () => {
    body.resolve(size > maxBytes ? { reason: 'too_large' } : { text: Buffer.concat(chunks).toString() });
  });
  // Of no effect behind an end.
  request.once('close', () => body.resolve({ reason: 'cut_off' }));
  return body.promise;
}
