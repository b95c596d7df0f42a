import type { IncomingMessage, Server } from 'node:http';

export async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Listens on a free port of this machine. @returns the server's address: `http://127.0.0.1:41234` */
export async function listenHere(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the fake has no port');
  return `http://127.0.0.1:${address.port}`;
}

/** What a form brings in its field `media`; undefined where it is no form, or brings none. */
export async function formFileOf(
  request: IncomingMessage,
  bytes: Buffer,
): Promise<{ readonly name: string; readonly bytes: Buffer } | undefined> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return undefined;
  const form = await new Response(Uint8Array.from(bytes), { headers: { 'content-type': type } }).formData();
  const media = form.get('media');
  return media instanceof File ? { name: media.name, bytes: Buffer.from(await media.arrayBuffer()) } : undefined;
}
