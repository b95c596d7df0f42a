import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = { readonly status: number; readonly body: unknown };
export type Routes = (path: string, body: unknown) => Promise<Answer>;

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** A server that speaks JSON on a free port of the loopback address. */
export async function listen(routes: Routes): Promise<Listening> {
  const server = createServer((request, response) => {
    answer(request, response, routes).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: portOf(server), close: () => closed(server) };
}

async function answer(request: IncomingMessage, response: ServerResponse, routes: Routes): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  const { body, status } = await routes(request.url ?? '/', text === '' ? undefined : JSON.parse(text));
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

/** @throws when the other end is gone, or answers with anything but 200 */
export async function postJson(url: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answered: unknown = await response.json();
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  return answered;
}
