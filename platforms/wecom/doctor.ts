import { z } from 'zod';
import { type DurationMs, SECOND } from '../../domain/types.ts';
import { checkClock } from '../clock-check.ts';
import type { PlatformDeps } from '../deps.ts';
import { reasonOf } from '../error-reason.ts';
import { bad, type Finding, ok, warn } from '../finding.ts';
import { hostAndPort } from '../host-and-port.ts';
import { isUnreached } from '../reach-check.ts';
import { PlatformError } from '../types.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { examineCallback } from './doctor-callback.ts';
import { type SocketDeps, socketCarrier } from './socket-carrier.ts';
import type { SocketEntrance, WecomApp, WecomCallApp, WecomSettings } from './types.ts';
import { createWebhooks } from './webhook.ts';

const REQUEST_LIMIT_MS: DurationMs = 10 * SECOND;
const SUBSCRIBE_LIMIT_MS: DurationMs = 20 * SECOND;
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Where in WeCom something is set, as its menus are called. */
export type WecomPlace =
  | 'bot'
  | 'botInGroup'
  | 'callback'
  | 'webhook'
  | 'app'
  | 'corpId'
  | 'trustedIp'
  | 'appRange'
  | 'call';

export interface Examination {
  readonly settings: WecomSettings;
  readonly deps: SocketDeps & Pick<PlatformDeps, 'http'>;
  readonly places: Readonly<Record<WecomPlace, string>>;
  /** Why a connection is not tried: a second one would take the first one's place. */
  readonly whyNotConnect?: string;
  readonly publicUrl?: string;
  /** A line to post by each webhook; absent: none is posted. */
  readonly testLine?: string;
}

/** Looks at everything of WeCom's that the settings name. Each part is looked at, whatever the others meet. */
export async function examineWecom(examination: Examination): Promise<readonly Finding[]> {
  const { deps, settings } = examination;
  const api = createApiClient(settings, deps, REQUEST_LIMIT_MS);
  const { app, call, entrance } = settings;
  const parts = [
    entrance.kind === 'socket'
      ? examineConnection(examination, entrance)
      : examineCallback(examination, entrance, REQUEST_LIMIT_MS),
    examineClock(examination),
    examineWebhooks(examination, api),
    app ? examineApp(examination, app, api) : undefined,
    call ? examineCall(examination, call, api) : undefined,
  ];
  const findings = await Promise.all(parts.flatMap((part) => part ?? []));
  return findings.flat();
}

async function examineConnection(
  { deps, places, whyNotConnect }: Examination,
  entrance: SocketEntrance,
): Promise<readonly Finding[]> {
  if (whyNotConnect !== undefined) return [ok('connection', `not tried: ${whyNotConnect}`)];
  const state = Promise.withResolvers<{ readonly isUp: boolean; readonly reason: string }>();
  let missed = 0;
  const carrier = socketCarrier(entrance, deps);
  const timer = setTimeout(() => state.resolve({ isUp: false, reason: 'no answer' }), SUBSCRIBE_LIMIT_MS);
  try {
    await carrier.start({
      async callback() {
        missed += 1;
      },
      connection: (now, reason) => state.resolve({ isUp: now === 'up', reason }),
    });
    const { isUp, reason } = await state.promise;
    if (!isUp) return [connectionProblem(entrance, places, reason)];
  } finally {
    clearTimeout(timer);
    await carrier.stop();
  }
  const connected = ok('connection', 'WeCom accepts the bot’s id and secret');
  const remedy = 'ask in the groups whether somebody has just written to the bot, and to write it again';
  return missed === 0 ? [connected] : [connected, warn('connection', 'a message came while it was tried', remedy)];
}

function connectionProblem({ wsUrl }: SocketEntrance, places: Examination['places'], reason: string): Finding {
  if (/853000|40001/.test(reason)) {
    const remedy = `copy both anew: ${places.bot}; a Secret that was made anew ends the old one`;
    return bad('connection', 'WeCom refuses WECOM_BOT_ID with WECOM_BOT_SECRET', remedy);
  }
  if (/another connection/.test(reason)) {
    const remedy = 'stop the other program that uses this bot; a bot has one connection';
    return bad('connection', 'another program took the connection at once', remedy);
  }
  const reach = `let this machine reach ${hostAndPort(wsUrl)}`;
  const remedy = isUnreached(reason) ? reach : `${reach}, and choose the long connection: ${places.bot}`;
  return bad('connection', `there is no connection (${reason})`, remedy);
}

function examineClock({ deps, settings }: Examination): Promise<readonly Finding[]> {
  const uses = 'names, webhooks, private messages and calls go there';
  return checkClock({ base: settings.apiBase, owner: 'WeCom', uses, limitMs: REQUEST_LIMIT_MS }, deps);
}

async function examineWebhooks(
  { deps, places, settings, testLine }: Examination,
  api: ApiClient,
): Promise<readonly Finding[]> {
  if (settings.webhooks.size === 0) {
    const remedy = `for mentions that ring in the group: ${places.webhook}; its key is WECOM_WEBHOOK_KEY`;
    const unsent = testLine === undefined ? '' : 'nothing was sent, and ';
    const seen = `none is set, so ${unsent}people are rung in private or not at all`;
    return [{ ...warn('webhook', seen, remedy), lacks: ['WECOM_WEBHOOK_KEY'] }];
  }
  const webhooks = createWebhooks(settings, { api, clock: deps.clock });
  return Promise.all(
    [...settings.webhooks].map(async ([chat, key]) => {
      const name = chat === '*' ? 'the only group' : chat;
      if (!UUID.test(key)) {
        const remedy = 'write only what stands behind "key=" in its address';
        return bad('webhook', `the key of ${name} is not of the form of a key`, remedy);
      }
      if (testLine === undefined)
        return ok('webhook', `the key of ${name} is of the right form; --send posts a line with it`);
      try {
        await webhooks.text(chat, testLine, []);
        return ok('webhook', `a line was posted to ${name}; look whether it is the right group`);
      } catch (error) {
        return bad(
          'webhook',
          `nothing could be posted to ${name}: ${reasonOf(error)}`,
          `make it anew: ${places.webhook}`,
        );
      }
    }),
  );
}

const agentShape = z.looseObject({ name: z.string().default(''), close: z.int().default(0) });

async function examineApp({ places }: Examination, app: WecomApp, api: ApiClient): Promise<readonly Finding[]> {
  try {
    const query = { agentid: String(app.agentId) };
    const answer = agentShape.parse(await api.requestAs(app, { path: '/cgi-bin/agent/get', query }));
    if (answer.close !== 0) return [bad('app', 'the app is switched off', `switch it on: ${places.app}`)];
    return [ok('app', `"${answer.name}" answers; whom it may write to is set at ${places.appRange}`)];
  } catch (error) {
    return [appProblem('app', error, places)];
  }
}

async function examineCall({ places }: Examination, call: WecomCallApp, api: ApiClient): Promise<readonly Finding[]> {
  try {
    // It needs a token and no right of its own: a call would cost money.
    await api.requestAs(call, { path: '/cgi-bin/get_api_domain_ip' });
    return [ok('call', `the secret of the calls is right; nobody was called. It must be allowed at ${places.call}`)];
  } catch (error) {
    return [appProblem('call', error, places)];
  }
}

function appProblem(about: 'app' | 'call', error: unknown, places: Examination['places']): Finding {
  const code = error instanceof PlatformError ? error.code : '';
  const reason = reasonOf(error);
  const secret = about === 'app' ? 'WECOM_APP_SECRET' : 'WECOM_CALL_SECRET';
  switch (code) {
    case '40001':
      return bad(about, `${secret} is wrong`, `copy it anew: ${places.app}`);
    case '40013':
      return bad(about, 'WECOM_CORP_ID is wrong', `copy it anew: ${places.corpId}`);
    case '40056':
    case '301002':
      return bad(about, 'WECOM_AGENT_ID is not of this app', `copy it anew: ${places.app}`);
    case '60020': {
      const ip = /from ip: ([0-9a-f.:]+)/i.exec(reason)?.[1];
      const seen = `WeCom lets no request from this machine in (60020)${ip === undefined ? '' : `; it sees the address ${ip}`}`;
      return bad(about, seen, `add ${ip ?? 'this machine’s public address'} at ${places.trustedIp}`);
    }
    default:
      return bad(
        about,
        `WeCom did not answer as it should: ${reason}`,
        `look at ${places.app}, and at docs/wecom.md for the number`,
      );
  }
}
