import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { bytesOf, listenHere } from './http-text.ts';

/** What the server does with a question: it answers with these words, or however the wire allows. */
export type Conduct =
  | { readonly says: string }
  | { readonly says: string; readonly afterMs: number }
  | { readonly status: number; readonly body?: string }
  | { readonly body: string }
  /** Begins an answer and goes on without an end. */
  | { readonly endless: true }
  | { readonly hangs: true };

export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The body, parsed. */
  readonly body: unknown;
}

/** A language model on the wire, as far as the bot speaks with one. */
export interface ModelServer {
  /** As OPENAI_BASE_URL. */
  readonly baseUrl: string;
  readonly asked: readonly Asked[];
  /** From the next question on. */
  behave(conduct: Conduct): void;
  close(): Promise<void>;
}

export async function openModelServer(first: Conduct = { says: '{}' }): Promise<ModelServer> {
  const asked: Asked[] = [];
  let conduct = first;
  const server: Server = createServer((request, response) => {
    void bytesOf(request).then((bytes) => {
      const body: unknown = bytes.length === 0 ? undefined : JSON.parse(bytes.toString('utf8'));
      asked.push({ path: request.url ?? '', headers: request.headers, body });
      answer(response, conduct);
    });
  });
  const address = await listenHere(server);
  return {
    baseUrl: `${address}/v1`,
    asked,
    behave(next) {
      conduct = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function answer(response: ServerResponse, conduct: Conduct): void {
  if ('hangs' in conduct) return;
  if ('endless' in conduct) pourOut(response);
  else if ('afterMs' in conduct) setTimeout(() => json(response, 200, completion(conduct.says)), conduct.afterMs);
  else if ('says' in conduct) json(response, 200, completion(conduct.says));
  else if ('status' in conduct) json(response, conduct.status, conduct.body ?? '{"error":{"message":"refused"}}');
  else json(response, 200, conduct.body);
}

function pourOut(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(16_384)));
  };
  response.on('drain', more);
  more();
}

function json(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

/** As `POST /chat/completions` answers. */
function completion(content: string): string {
  const message = { role: 'assistant', content };
  const choice = { index: 0, finish_reason: 'stop', message };
  return JSON.stringify({ id: 'c1', object: 'chat.completion', created: 1, model: 'm', choices: [choice] });
}
