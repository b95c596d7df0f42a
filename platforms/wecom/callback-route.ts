import type Router from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import type { PlatformDeps } from '../deps.ts';
import { parseJson } from '../http-exchange.ts';
import { createRefusalLog } from '../refusal-log.ts';
import { readRequestBody } from '../request-body.ts';
import { type EnvelopeQuery, type EnvelopeRefusal, openEnvelope, sealEnvelope } from './callback-crypto.ts';
import type { CallbackAnswer } from './callback-exchanges.ts';
import type { CallbackEntrance } from './types.ts';

export const CALLBACK_PATH = '/wecom/callback';
/** What WeCom wants back is a random number; it is never the text of a message, whatever the signature says. */
const ECHO = /^[\w+/=-]{1,128}$/;

export type CallbackRefusal = EnvelopeRefusal | 'too_large' | 'cut_off' | 'not_json' | 'no_echo' | 'nonce_replayed';

/** What stands behind the route. */
export interface CallbackDoor {
  /**
   * @param signature of the request, which a repeat of the very same request has as well
   * @returns whether the nonce was used by another request, or by this one too long ago
   */
  isReplay(nonce: string, signature: string): Promise<boolean>;
  /**
   * Takes a callback, and waits for what to answer.
   * @param gone aborted when the connection of the request is lost
   * @returns undefined for what is no JSON
   * @throws where it could not be stored: WeCom shall send it again
   */
  answer(message: string, gone: AbortSignal): Promise<CallbackAnswer | undefined>;
}

export interface CallbackRouteDeps extends Pick<PlatformDeps, 'clock' | 'log'> {
  readonly entrance: Pick<CallbackEntrance, 'token' | 'aesKey' | 'receiveId'>;
  readonly door: CallbackDoor;
}

const bodyShape = z.looseObject({ encrypt: z.string() });

/** Whoever is refused learns nothing of the reason. */
type Refuse = (ctx: Context, reason: CallbackRefusal) => void;

/** `GET` proves to WeCom that the address is ours; `POST` is everything that it delivers. */
export function callbackRoutes(router: Router, deps: CallbackRouteDeps): void {
  const warn = createRefusalLog<CallbackRefusal>(deps, 'wecom_callback_refused', 'a callback was refused');
  const refuse: Refuse = (ctx, reason) => {
    warn(reason);
    ctx.status = 403;
    ctx.body = '';
  };
  router.get(CALLBACK_PATH, (ctx) => answerCheck(ctx, deps, refuse));
  router.post(CALLBACK_PATH, async (ctx) => {
    try {
      await answerCallback(ctx, deps, refuse);
    } catch (error) {
      deps.log.error(
        { code: 'wecom_callback_untaken', err: error },
        'a callback could not be taken; WeCom sends it again',
      );
      ctx.status = 503;
      ctx.body = '';
    }
  });
}

function answerCheck(ctx: Context, { clock, entrance }: CallbackRouteDeps, refuse: Refuse): void {
  const { echostr } = ctx.query;
  // An unescaped plus sign has become a space on the way, and base64 has none.
  const sealed = one(echostr)?.replaceAll(' ', '+') ?? '';
  const opened = openEnvelope(entrance, queryOf(ctx), sealed, clock.now());
  if (!opened.ok) refuse(ctx, opened.reason);
  else if (!ECHO.test(opened.message)) refuse(ctx, 'no_echo');
  else {
    ctx.type = 'text/plain';
    ctx.body = opened.message;
  }
}

/** @throws where it could not be stored */
async function answerCallback(ctx: Context, deps: CallbackRouteDeps, refuse: Refuse): Promise<void> {
  const { clock, door, entrance } = deps;
  const body = await readRequestBody(ctx.req);
  if ('reason' in body) {
    ctx.set('connection', 'close');
    return refuse(ctx, body.reason);
  }
  const json = parseJson(body.text);
  const envelope = bodyShape.safeParse(json);
  if (!envelope.success) return refuse(ctx, json === undefined ? 'not_json' : 'not_encrypted');
  const query = queryOf(ctx);
  const opened = openEnvelope(entrance, query, envelope.data.encrypt, clock.now());
  if (!opened.ok) return refuse(ctx, opened.reason);
  if (await door.isReplay(opened.nonce, query.signature ?? '')) return refuse(ctx, 'nonce_replayed');
  const gone = lossOf(ctx);
  const answer = await door.answer(opened.message, gone);
  if (!answer) return refuse(ctx, 'not_json');
  respond(ctx, answer, gone, (plain) => sealEnvelope(entrance, plain, opened.nonce, clock.now()));
}

function respond(ctx: Context, answer: CallbackAnswer, gone: AbortSignal, seal: (plain: string) => object): void {
  ctx.status = 200;
  ctx.body = answer.body === undefined ? '' : seal(answer.body);
  if (gone.aborted) answer.written(false);
  ctx.res.once('finish', () => answer.written(true));
  ctx.res.once('close', () => answer.written(false));
}

function lossOf({ res }: Context): AbortSignal {
  const loss = new AbortController();
  res.once('close', () => {
    if (!res.writableFinished) loss.abort();
  });
  if (res.destroyed) loss.abort();
  return loss.signal;
}

function queryOf({ query: { msg_signature: signature, nonce, timestamp } }: Context): EnvelopeQuery {
  return { signature: one(signature), timestamp: one(timestamp), nonce: one(nonce) };
}

function one(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
