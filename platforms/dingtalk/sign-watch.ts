import { createHash } from 'node:crypto';
import type { Instant } from '../../domain/types.ts';
import { createRefusalLog, type RefusalLogDeps } from '../refusal-log.ts';
import { SIGNED_WITHIN_MS, type Signed } from './http-sign.ts';

/** Of so many signatures it is known what came with them; the oldest is forgotten first. */
const WATCHED_MAX = 10_000;

/**
 * A signature covers the time alone. One that brings different things has been seen by somebody on the way, or two messages were
 * signed in the same millisecond: no reason to refuse either, and one to look. Each process sees what it was sent itself.
 * @returns what to tell of each request that is signed rightly
 */
export function watchSignatures(deps: RefusalLogDeps): (signed: Signed, text: string) => void {
  const warn = createRefusalLog<'another_body'>(
    deps,
    'dingtalk_callback_twice_signed',
    'one signature came with different bodies: has anybody seen a request on its way?',
  );
  const watched = new Map<string, { readonly digest: string; readonly until: Instant }>();
  return ({ signature, timestamp }, text) => {
    const now = deps.clock.now();
    for (const [key, { until }] of watched) {
      if (now <= until && watched.size < WATCHED_MAX) break;
      watched.delete(key);
    }
    const digest = createHash('sha256').update(text).digest('base64');
    const first = watched.get(signature);
    if (first === undefined) watched.set(signature, { digest, until: Number(timestamp) + SIGNED_WITHIN_MS });
    else if (first.digest !== digest) warn('another_body');
  };
}
