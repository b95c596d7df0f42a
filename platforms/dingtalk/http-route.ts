import { createHash } from 'node:crypto';
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { Instant } from '../../domain/types.ts';
import { parseJson } from '../http-exchange.ts';
import { createRefusalLog } from '../refusal-log.ts';
import { readRequestBody } from '../request-body.ts';
import { cardSignature, type Signed, type SignRefusal, signRefusal } from './http-sign.ts';
import { watchSignatures } from './sign-watch.ts';
import { tapReplyOf } from './tap-reply.ts';
import type { DingtalkDeps, RawCallback, TapRepaint } from './types.ts';
import { signatureOf } from './webhook-sign.ts';

/** The address to write at the robot's settings (消息接收地址). */
export const ROBOT_PATH = '/dingtalk/robot';
/** The address that the bot registers by itself for taps on its cards. */
export const CARD_PATH = '/dingtalk/card';

type Refusal = SignRefusal | 'too_large' | 'cut_off' | 'not_json';

/** Whoever is not DingTalk learns nothing of the reason; DingTalk's own people do. */
const STATUSES: Readonly<Record<Refusal, number>> = {
  unsigned: 403,
  timestamp_off: 403,
  signature_wrong: 403,
  too_large: 413,
  cut_off: 400,
  not_json: 400,
};
const DELIVERY_ID_KEPT = 40;

export interface HttpRouteDeps extends Pick<DingtalkDeps, 'clock' | 'log'> {
  readonly clientSecret: string;
  readonly cardSecret: string;
  /** @throws where it could not be stored: DingTalk shall send it again */
  readonly take: (raw: RawCallback) => Promise<TapRepaint | undefined>;
}

/** What differs between the two addresses. */
interface Door {
  readonly topic: RawCallback['topic'];
  readonly signed: (ctx: Context) => Signed;
  readonly signatureAt: (timestamp: Instant) => string;
  readonly answer: (repaint: TapRepaint | undefined) => object;
}

/** Adds the two addresses that DingTalk calls in HTTP mode. */
export function dingtalkRoutes(router: Router, deps: HttpRouteDeps): void {
  const refuse = createRefusalLog<Refusal>(deps, 'dingtalk_callback_refused', 'a callback was refused');
  const watch = watchSignatures(deps);
  const serve = (door: Door) => async (ctx: Context) => {
    try {
      const refused = await answerCallback(ctx, door, { ...deps, watch });
      if (refused === undefined) return;
      refuse(refused);
      ctx.set('connection', 'close');
      ctx.status = STATUSES[refused];
      ctx.body = '';
    } catch (error) {
      const { topic } = door;
      deps.log.error({ code: 'dingtalk_callback_untaken', err: error, topic }, 'a callback could not be taken');
      ctx.status = 503;
      ctx.body = '';
    }
  };
  router.post(ROBOT_PATH, serve(robotDoor(deps.clientSecret)));
  router.post(CARD_PATH, serve(cardDoor(deps.cardSecret)));
}

function robotDoor(clientSecret: string): Door {
  return {
    topic: 'message',
    signed: (ctx) => ({ timestamp: ctx.get('timestamp'), signature: ctx.get('sign') }),
    signatureAt: (timestamp) => signatureOf(clientSecret, timestamp),
    // Anything else would be said in the chat.
    answer: () => ({ msgtype: 'empty' }),
  };
}

function cardDoor(cardSecret: string): Door {
  return {
    topic: 'card',
    signed: (ctx) => ({
      timestamp: ctx.get('x-ddpaas-signature-timestamp'),
      signature: ctx.get('x-ddpaas-signature'),
    }),
    signatureAt: (timestamp) => cardSignature(cardSecret, timestamp),
    answer: (repaint) => (repaint ? tapReplyOf(repaint) : {}),
  };
}

interface Taking extends HttpRouteDeps {
  readonly watch: ReturnType<typeof watchSignatures>;
}

/** @throws where it could not be stored */
async function answerCallback(ctx: Context, door: Door, { clock, take, watch }: Taking): Promise<Refusal | undefined> {
  const signed = door.signed(ctx);
  const forged = signRefusal(signed, door.signatureAt, clock.now());
  if (forged !== undefined) return forged;
  const receivedAt = clock.now();
  const read = await readRequestBody(ctx.req);
  if ('reason' in read) return read.reason;
  watch(signed, read.text);
  const body = parseJson(read.text);
  if (body === undefined) return 'not_json';
  const deliveryId = deliveryIdOf(signed, read.text);
  const repaint = await take({ topic: door.topic, deliveryId, receivedAt, body });
  ctx.status = 200;
  ctx.body = door.answer(repaint);
  return undefined;
}

/** A request names no id: the very same request, sent again, is the same delivery. */
function deliveryIdOf({ timestamp }: Signed, text: string): string {
  const digest = createHash('sha256').update(`${timestamp}\n${text}`).digest('hex');
  return `http:${digest.slice(0, DELIVERY_ID_KEPT)}`;
}
