import { hash } from 'node:crypto';
import type Router from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import type { AlertNotice } from '../../domain/alerts/alert-types.ts';
import { REDELIVERED_WITHIN_MS } from '../../domain/alerts/hear-alert.ts';
import type { AlertSource } from '../../domain/contract.ts';
import { type Clock, type ContractId, contractId, type Instant } from '../../domain/types.ts';
import { parseJson } from '../http-exchange.ts';
import { createRefusalLog, type RefusalLogDeps } from '../refusal-log.ts';
import { readRequestBody } from '../request-body.ts';
import { type AlertSettings, signatureRefusal, tokenRefusal } from './proof.ts';
import { ALERT_READERS, isAlertSource } from './readers.ts';
import { REFUSALS, type RefusalCode } from './refusals.ts';

/** Where monitoring reports: one address for each contract and source. */
export const ALERTS_PATH = '/alerts/:contract/:source';
/** A larger request is refused. */
export const ALERTS_BODY_MAX = 1_024 * 1_024;
const KEY_KEPT = 40;
/** So many flaws of a body are named. */
const FLAWS_NAMED = 5;

export interface AlertDoorDeps {
  readonly settings: AlertSettings;
  readonly clock: Clock;
  readonly log: RefusalLogDeps['log'] & { error(fields: object, message: string): void };
  readonly hasContract: (id: ContractId) => boolean;
  /** Makes a key that no other request has. */
  readonly newKey: (now: Instant) => string;
  /** Resolves when it is stored durably. @throws where it could not be: the sender shall try again */
  readonly take: (post: {
    readonly contractId: ContractId;
    readonly notices: readonly AlertNotice[];
    readonly key: string;
  }) => Promise<'accepted' | 'duplicate'>;
}

interface Refused {
  readonly code: RefusalCode;
  readonly flaws?: readonly string[];
}

/** Adds the address at which monitoring reports; nothing of a request but why it was refused goes into the log. */
export function alertRoutes(router: Router, deps: AlertDoorDeps): void {
  const refuse = createRefusalLog<RefusalCode>(deps, 'alerts_refused', 'a report of monitoring was refused');
  router.post(ALERTS_PATH, async (ctx) => {
    try {
      const refused = await answerPost(ctx, deps);
      if (!refused) return;
      const { code, flaws } = refused;
      refuse(code);
      const { message, status } = REFUSALS[code];
      // What is left of its body is not read.
      ctx.set('connection', 'close');
      if (status === 401) ctx.set('www-authenticate', 'Bearer');
      ctx.status = status;
      ctx.body = { error: code, message, ...(flaws && { flaws }) };
    } catch (error) {
      deps.log.error({ code: 'alerts_untaken', err: error }, 'a report of monitoring could not be taken');
      ctx.status = 503;
      ctx.body = { error: 'unavailable', message: 'It could not be stored. Send it again.' };
    }
  });
}

async function answerPost(ctx: Context, deps: AlertDoorDeps): Promise<Refused | undefined> {
  const { clock, hasContract, settings, take } = deps;
  const shown = { authorization: ctx.get('authorization'), token: ctx.get('x-dutybell-token') };
  const stranger = tokenRefusal(shown, settings);
  if (stranger) return { code: stranger };
  const { contract = '', source = '' } = paramsOf(ctx);
  const contractNamed = contractId(contract);
  if (!hasContract(contractNamed)) return { code: 'unknown_contract' };
  if (!isAlertSource(source)) return { code: 'unknown_source' };
  if (!ctx.is('json')) return { code: 'not_json_type' };
  if (!/^(?:identity)?$/iu.test(ctx.get('content-encoding'))) return { code: 'packed' };
  const receivedAt = clock.now();
  const read = await readRequestBody(ctx.req, ALERTS_BODY_MAX);
  if ('reason' in read) return { code: read.reason };
  const signed = {
    timestamp: ctx.get('x-dutybell-timestamp'),
    signature: ctx.get('x-dutybell-signature'),
    body: read.text,
  };
  const forged = signatureRefusal(signed, settings, receivedAt);
  if (forged) return { code: forged };
  const body = parseJson(read.text);
  if (body === undefined) return { code: 'not_json' };
  const { flaws, post } = postOf(body, source, { receivedAt, text: read.text, newKey: deps.newKey });
  if (!post) return { code: 'wrong_form', flaws };
  const outcome = await take({ ...post, contractId: contractNamed });
  ctx.status = 202;
  ctx.body = { outcome, alerts: post.notices.length };
  return undefined;
}

function paramsOf({ params }: Context) {
  return z.object({ contract: z.string(), source: z.string() }).partial().parse(params);
}

function postOf(
  body: unknown,
  source: AlertSource,
  {
    newKey,
    receivedAt,
    text,
  }: { readonly receivedAt: Instant; readonly text: string; readonly newKey: AlertDoorDeps['newKey'] },
): {
  readonly post?: { readonly notices: readonly AlertNotice[]; readonly key: string };
  readonly flaws: readonly string[];
} {
  try {
    const { isIdentified, notices } = ALERT_READERS[source](body, receivedAt);
    const own = isIdentified ? repeatedKey(text, receivedAt) : newKey(receivedAt);
    return { post: { notices, key: `${source}:${own}` }, flaws: [] };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    // Where, and what is wanted; never what stands there.
    const flaws = error.issues.map(({ message, path }) => `${path.join('.') || 'body'}: ${message}`);
    return { flaws: flaws.slice(0, FLAWS_NAMED) };
  }
}

/** Of the same body for a while: what fires still is told in the same words for days, and its ticket may be closed by then. */
function repeatedKey(text: string, receivedAt: Instant): string {
  const digest = hash('sha256', text).slice(0, KEY_KEPT);
  return `${digest}:${Math.floor(receivedAt / REDELIVERED_WITHIN_MS)}`;
}
