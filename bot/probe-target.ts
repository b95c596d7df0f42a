import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { z } from 'zod';
import type { Milli, Probe } from '../domain/obligations/plan-types.ts';
import { DAY, type DurationMs, type Instant, SECOND } from '../domain/types.ts';

/** What a machine saw. `unknown`: it could not ask, which says nothing of the target. */
export type Probed =
  | { readonly saw: 'normal'; readonly tookMs: DurationMs }
  | { readonly saw: 'value'; readonly value: Milli }
  | { readonly saw: 'anomaly'; readonly why: 'refused' | 'lacks' | { readonly status: number } }
  | { readonly saw: 'unknown'; readonly why: string };

/** Asks a target once. Never throws. */
export type Prober = (probe: Probe) => Promise<Probed>;

export interface ProberParts {
  readonly now: () => Instant;
  /** Where queries of Prometheus are asked; without it they are not. */
  readonly prometheusUrl?: string;
  /** How long one target may take. */
  readonly limitMs?: DurationMs;
  readonly http?: typeof fetch;
}

const LIMIT_MS = 10 * SECOND;
const BODY_MAX_BYTES = 1_024 * 1_024;
const REDIRECTS_MAX = 3;

/** Asks over the network. Targets are written in the pack by whoever runs the program, so private addresses are as good as any. */
export function networkProber({ http = fetch, limitMs = LIMIT_MS, now, prometheusUrl }: ProberParts): Prober {
  return async (probe) => {
    try {
      switch (probe.kind) {
        case 'http':
          return await askHttp(probe, { http, now, limitMs });
        case 'tcp':
          return await askTcp(probe, { now, limitMs });
        case 'certificate':
          return await askCertificate(probe, { now, limitMs });
        case 'prometheus':
          return prometheusUrl === undefined
            ? { saw: 'unknown', why: 'PROMETHEUS_URL is not set' }
            : await askPrometheus(prometheusUrl, probe.query, { http, limitMs });
      }
    } catch (error) {
      // That Prometheus is down says nothing of what it would have told.
      const isTarget = probe.kind !== 'prometheus';
      return isTarget && isRefused(error) ? { saw: 'anomaly', why: 'refused' } : { saw: 'unknown', why: whyOf(error) };
    }
  };
}

type Asking = Required<Pick<ProberParts, 'http' | 'limitMs' | 'now'>>;

/** Follows redirects of the same origin only: what another host answers says nothing of this one. */
async function askHttp(
  { contains, status, url }: Probe & { readonly kind: 'http' },
  { http, limitMs, now }: Asking,
): Promise<Probed> {
  const signal = AbortSignal.timeout(limitMs);
  const startedAt = now();
  let at = new URL(url);
  for (let redirects = 0; ; redirects += 1) {
    const response = await http(at, { redirect: 'manual', signal });
    const target = response.headers.get('location');
    const isElsewhere = target === null || new URL(target, at).origin !== at.origin;
    const isRedirect = response.status >= 300 && response.status < 400 && response.status !== status;
    if (isRedirect && !isElsewhere && redirects < REDIRECTS_MAX) {
      await response.body?.cancel();
      at = new URL(target, at);
      continue;
    }
    const isExpected = status === undefined ? response.ok : response.status === status;
    const body = isExpected && contains !== undefined ? await bodyOf(response) : '';
    if (!isExpected) await response.body?.cancel();
    if (!isExpected) return { saw: 'anomaly', why: { status: response.status } };
    if (contains !== undefined && !body.includes(contains)) return { saw: 'anomaly', why: 'lacks' };
    return { saw: 'normal', tookMs: now() - startedAt };
  }
}

async function bodyOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    text += decoder.decode(chunk, { stream: true });
    if (size >= BODY_MAX_BYTES) break;
  }
  return text;
}

function askTcp(
  { host, port }: { readonly host: string; readonly port: number },
  { limitMs, now }: Pick<Asking, 'limitMs' | 'now'>,
): Promise<Probed> {
  const startedAt = now();
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port, timeout: limitMs });
    socket.once('connect', () => {
      socket.destroy();
      resolve({ saw: 'normal', tookMs: now() - startedAt });
    });
    socket.once('timeout', () => socket.destroy(new Error('timed out')));
    socket.once('error', reject);
  });
}

/** How many days it is valid yet; negative once it has expired. Who signed it is not judged here. */
function askCertificate(
  { host, port }: { readonly host: string; readonly port: number },
  { limitMs, now }: Pick<Asking, 'limitMs' | 'now'>,
): Promise<Probed> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      ...{ host, port, rejectUnauthorized: false, timeout: limitMs },
      // An address is no name that a server could be asked for.
      ...(isIP(host) === 0 && { servername: host }),
    });
    socket.once('secureConnect', () => {
      const validTo = Date.parse(socket.getPeerCertificate().valid_to);
      socket.destroy();
      if (Number.isNaN(validTo)) reject(new Error('the certificate says no end'));
      else resolve({ saw: 'value', value: Math.floor((validTo - now()) / DAY) * 1_000 });
    });
    socket.once('timeout', () => socket.destroy(new Error('timed out')));
    socket.once('error', reject);
  });
}

/** A vector's first sample, or a scalar. */
const answered = z.object({
  status: z.literal('success'),
  data: z.union([
    z.object({
      resultType: z.literal('vector'),
      result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })),
    }),
    z.object({ resultType: z.literal('scalar'), result: z.tuple([z.number(), z.string()]) }),
  ]),
});

async function askPrometheus(
  base: string,
  query: string,
  { http, limitMs }: Pick<Asking, 'http' | 'limitMs'>,
): Promise<Probed> {
  const url = new URL(`${base.replace(/\/+$/u, '')}/api/v1/query`);
  url.searchParams.set('query', query);
  const response = await http(url, { redirect: 'error', signal: AbortSignal.timeout(limitMs) });
  const parsed = answered.safeParse(JSON.parse(await bodyOf(response)));
  if (!parsed.success) return { saw: 'unknown', why: `Prometheus answered ${response.status}` };
  const { data } = parsed.data;
  const sample = data.resultType === 'scalar' ? data.result[1] : data.result[0]?.value[1];
  const value = Math.round(Number(sample ?? 'NaN') * 1_000);
  return Number.isSafeInteger(value) ? { saw: 'value', value } : { saw: 'unknown', why: 'the query has no value' };
}

/** The host is there, and has nothing at that port. */
function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ECONNREFUSED';
}

/** `TypeError: fetch failed` hides what happened. */
function whyOf(error: unknown): string {
  return error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
}
