import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';
import type { SandboxError } from '../platforms/sandbox/api-types.ts';
import type { SandboxServer } from '../platforms/sandbox/server.ts';
import { SIZE_MAX_BYTES } from './media.ts';
import { mediaTypeOf } from './media-type.ts';
import { cleanName } from './names.ts';

/** What the page sends as the body of an upload: no form can send it, and no other page without asking first. */
export const UPLOAD_TYPE = 'application/octet-stream';

/** Takes a file that a message will bring. The bot decides later whether it keeps it; only its size is limited here, as by any chat. */
export async function takeUpload(
  ctx: Context,
  server: Pick<SandboxServer, 'upload'>,
): Promise<SandboxError | undefined> {
  const bytes = await bodyOf(ctx.req);
  if (bytes === undefined) return { error: 'file_too_large', message: 'A file has at most 20 MB.' };
  if (bytes.byteLength === 0) return { error: 'empty_file', message: 'The file is empty.' };
  const { name } = ctx.query;
  const shown = cleanName(typeof name === 'string' ? name : undefined) ?? '';
  const type = await mediaTypeOf(bytes, shown);
  ctx.body = server.upload({ bytes, name: shown, mediaType: 'mediaType' in type ? type.mediaType : UPLOAD_TYPE });
  return undefined;
}

/** @returns nothing where there is more than may be; the rest is read and dropped, so that the page gets its answer */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request) {
    // Node's own types leave open what a stream holds; that of a request holds bytes.
    const bytes: Uint8Array = part;
    size += bytes.byteLength;
    if (size <= SIZE_MAX_BYTES) parts.push(bytes);
  }
  return size > SIZE_MAX_BYTES ? undefined : Buffer.concat(parts);
}
