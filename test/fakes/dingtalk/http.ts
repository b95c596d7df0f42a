import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { MediaFile } from '../expiring-files.ts';
import { bytesOf, formFileOf } from '../http-text.ts';
import { type Answer, oldRefusal, refusal, refusedAs } from './answer.ts';
import type { Asked, Faults, RequestFate } from './faults.ts';
import type { Gateway } from './gateway.ts';
import type { Log } from './log.ts';
import type { MediaCodes } from './media-codes.ts';
import type { Metering } from './metering.ts';
import type { Tokens } from './tokens.ts';
import type { Webhooks } from './webhooks.ts';

export interface HttpParts {
  readonly faults: Faults;
  readonly log: Log;
  readonly gateway: Gateway;
  readonly tokens: Tokens;
  readonly metering: Metering;
  readonly webhooks: Webhooks;
  readonly media: MediaCodes;
  /** What needs a token and is counted, on the new API's host. @returns undefined for a path that there is not */
  readonly call: (request: string, query: URLSearchParams, body: unknown) => Answer | undefined;
  readonly nameOf: (userId: string) => string | undefined;
}

const GATEWAY = 'POST /v1.0/gateway/connections/open';
const TOKEN = 'POST /v1.0/oauth2/accessToken';

/** One of both hosts. What was refused is a complaint; a test that wants it to be clears it. */
export function createHost(host: Asked['host'], parts: () => HttpParts): Server {
  return createServer((request, response) => {
    serve(host, parts(), request, response).catch((error: unknown) => {
      parts().log.complain(`the fake failed: ${String(error)}`);
      response.writeHead(500).end(String(error));
    });
  });
}

async function serve(
  host: Asked['host'],
  parts: HttpParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://fake');
  const bytes = await bytesOf(request);
  const method = request.method ?? 'GET';
  if (host === 'oapi' && path.startsWith('/files/')) return sendFile(parts.media, path, response);
  const isUpload = path === '/media/upload';
  const file = isUpload ? await formFileOf(request, bytes) : undefined;
  const body = isUpload ? file : jsonOf(bytes.toString());
  const asked: Asked = { host, method, path, query, body };
  const name = `${method} ${path}`;
  const channel = name === GATEWAY ? 'gateway' : host;
  parts.log.add({ channel, direction: 'in', request: name, what: file ? file.name : body });
  const fate = parts.faults.request(asked);
  if (fate === 'never') return;
  const isDone = fate === 'answered' || fate === 'timeout' || fate === 'cut' || fate === 'silence';
  const answer = isDone ? answerTo(parts, asked, request, file) : failure(fate);
  if (answer === 'never' || fate === 'silence') return;
  const refused = refusedAs(answer);
  if (isDone && refused !== undefined) parts.log.complain(`${name}: ${refused} ${JSON.stringify(answer.body)}`);
  const told = isDone && fate !== 'answered' ? failure(fate) : answer;
  parts.log.add({ channel, direction: 'out', request: name, what: told.body });
  if (fate === 'cut') {
    request.socket.destroy();
    return;
  }
  const isText = typeof told.body === 'string';
  response
    .writeHead(told.status, { 'content-type': isText ? 'text/html' : 'application/json; charset=utf-8' })
    .end(isText ? told.body : JSON.stringify(told.body));
}

function answerTo(
  parts: HttpParts,
  asked: Asked,
  request: IncomingMessage,
  file: MediaFile | undefined,
): Answer | 'never' {
  const { accept = '' } = request.headers;
  const name = `${asked.method} ${asked.path}`;
  if (asked.host === 'api' && name === GATEWAY) return parts.gateway.open(asked.body, accept);
  const wrong = parts.faults.refuse(asked);
  if (wrong) return wrong;
  if (asked.host === 'oapi') return old(parts, asked, file);
  if (asked.method !== 'GET' && asked.body === undefined) return refusal('Missingbody');
  if (name === TOKEN) return parts.tokens.give(asked.body);
  const token = request.headers['x-acs-dingtalk-access-token'];
  const refused = parts.tokens.refuse(typeof token === 'string' ? token : undefined) ?? parts.metering.call(asked.path);
  if (refused) return refused;
  const answer = parts.call(name, asked.query, asked.body);
  return answer ?? { status: 404, body: { code: 'InvalidAction.NotFound', message: `unknown path ${name}` } };
}

/** The old host: every answer has status 200. */
function old(
  { media, metering, nameOf, tokens, webhooks }: HttpParts,
  { body, method, path, query }: Asked,
  file: MediaFile | undefined,
): Answer {
  const name = `${method} ${path}`;
  if (path.startsWith('/robot/') && body === undefined) return oldRefusal(40035, '缺少参数 json');
  switch (name) {
    case 'POST /robot/sendBySession':
      return webhooks.sendBySession(query, body);
    case 'POST /robot/send':
      return webhooks.sendByRobot(query, body);
    case 'POST /topapi/v2/user/get': {
      if (!tokens.isGood(query.get('access_token'))) return oldRefusal(40014, '不合法的access_token');
      const userId = typeof body === 'object' && body !== null && 'userid' in body ? String(body.userid) : '';
      const found = nameOf(userId);
      if (found === undefined) return oldRefusal(60121, '找不到该用户');
      return { status: 200, body: { errcode: 0, errmsg: 'ok', result: { userid: userId, name: found } } };
    }
    case 'POST /media/upload':
      if (!tokens.isGood(query.get('access_token'))) return oldRefusal(40014, '不合法的access_token');
      if (metering.call(path)) return oldRefusal(90018, 'qps limit');
      return media.upload(query.get('type') ?? '', file);
    default:
      return { status: 404, body: `unknown path ${name}` };
  }
}

function failure(fate: Exclude<RequestFate, 'answered' | 'never' | 'silence'>): Answer {
  switch (fate) {
    case 'busy':
      return refusal('system.busy');
    case 'html':
      return { status: 200, body: '<html>please log in</html>' };
    case 'banned':
      return { status: 403, body: '<html>{"status":1111,"wait":5,"source":"x5","punish":"deny"}</html>' };
    case 'timeout':
    case 'timeout_before':
    case 'cut':
      return { status: 504, body: '<html>504 Gateway Time-out</html>' };
  }
}

function sendFile(media: MediaCodes, path: string, response: ServerResponse): void {
  const file = media.get(path.slice('/files/'.length));
  if (file.status !== 200) {
    response.writeHead(file.status).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.bytes);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
