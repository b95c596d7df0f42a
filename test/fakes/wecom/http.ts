import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { bytesOf, formFileOf } from '../http-text.ts';
import { type Answer, refusal } from './answer.ts';
import type { AppApi } from './app.ts';
import type { BotSide } from './bot-side.ts';
import type { Deliveries } from './deliveries.ts';
import type { Faults } from './faults.ts';
import type { FormFile } from './held-files.ts';
import { contentDisposition, type MediaStore } from './media-store.ts';
import type { Passed, Transcript } from './transcript.ts';
import type { Webhooks } from './webhook.ts';

export interface HttpParts {
  readonly faults: Faults;
  readonly transcript: Transcript;
  readonly media: MediaStore;
  readonly webhooks: Webhooks;
  readonly app: AppApi;
  readonly bot: BotSide;
  readonly deliveries: Deliveries;
}

/** The HTTP side: webhooks, apps, one-time addresses, files. A refusal comes with status 200, as WeCom's do. */
export function createHttp(parts: () => HttpParts): Server {
  return createServer((request, response) => {
    serve(parts(), request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
}

async function serve(parts: HttpParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://fake');
  const bytes = await bytesOf(request);
  const channel = channelOf(path);
  const file = await formFileOf(request, bytes);
  const body: unknown = file || bytes.length === 0 ? file?.name : JSON.parse(bytes.toString());
  parts.transcript.add({ channel, direction: 'in', what: { method: request.method, path, body } });
  switch (parts.faults.http(path)) {
    case 'error_500':
      response.writeHead(500, { 'content-type': 'text/html' }).end('<html>Internal Server Error</html>');
      return;
    case 'not_json':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>please log in</html>');
      return;
    case 'never':
      return;
    case 'answered':
      break;
  }
  if (channel === 'media') return sendFile(parts.media, path, response);
  const answer = answerTo(parts, { method: request.method ?? 'GET', path, query, body, ...(file && { file }) });
  parts.transcript.add({ channel, direction: 'out', what: answer });
  response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(answer));
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly file?: FormFile;
}

function answerTo(parts: HttpParts, { body, file, method, path, query }: Asked): Answer {
  const type = query.get('type') ?? '';
  if (path === '/cgi-bin/webhook/upload_media') return parts.webhooks.upload(query.get('key') ?? '', type, file);
  if (path === '/cgi-bin/media/upload') return parts.app.upload(query, file);
  if (path === '/cgi-bin/webhook/send') return parts.webhooks.send(query.get('key') ?? '', body);
  if (path === '/cgi-bin/aibot/response') return respond(parts, query.get('response_code') ?? '', body);
  const answer = method === 'GET' ? parts.app.get(path, query) : parts.app.post(path, query, body);
  return answer ?? refusal(40008, path);
}

function respond({ bot, deliveries }: HttpParts, code: string, body: unknown): Answer {
  const isSaying = typeof body === 'object' && body !== null && 'msgtype' in body;
  const isTaken = isSaying && (body.msgtype === 'markdown' || body.msgtype === 'template_card');
  if (!isTaken) return refusal(40008);
  const room = deliveries.takeResponseCode(code);
  return room ? bot.say(room, body) : refusal(40058, 'response_code');
}

function sendFile(media: MediaStore, path: string, response: ServerResponse): void {
  const file = media.get(path.slice('/media/'.length));
  if (file.status !== OK_STATUS) {
    response.writeHead(file.status).end();
    return;
  }
  const named = file.name === undefined ? {} : { 'content-disposition': contentDisposition(file.name) };
  response.writeHead(OK_STATUS, { 'content-type': 'application/octet-stream', ...named }).end(file.bytes);
}

const OK_STATUS = 200;

function channelOf(path: string): Passed['channel'] {
  if (path.startsWith('/media/')) return 'media';
  if (path.startsWith('/cgi-bin/webhook/')) return 'webhook';
  return path === '/cgi-bin/aibot/response' ? 'response_url' : 'app';
}
