import { dingtalkPlaces } from '../cards/text.zh.doctor.ts';
import type { OpenStore } from '../db/open.ts';
import { civilMonth } from '../domain/civil.ts';
import type { Instant } from '../domain/types.ts';
import { bad, type Finding, ok, warn } from '../platforms/finding.ts';
import { QUOTA_LOW_FROM, type TicketUse } from '../platforms/usage.ts';
import type { Config } from './config.ts';

const NAMED_MAX = 3;

/** What a platform that charges by the call has charged this month, as far as this program knows: other apps of the organisation share the quota. */
export async function examineUsage(
  store: Pick<OpenStore, 'usage' | 'ticket'>,
  { dingtalk }: Pick<Config, 'dingtalk'>,
  platform: string,
  now: Instant,
): Promise<readonly Finding[]> {
  if (!dingtalk || platform !== 'dingtalk') return [];
  const { isEconomy, monthly } = dingtalk;
  const month = civilMonth(now);
  const used = await store.usage.ofMonth(platform, month);
  const dearest = (await store.usage.ofTickets(platform, month)).filter(({ calls }) => calls > 0);
  const total = dearest.reduce((sum, { calls }) => sum + calls, 0);
  const mean = dearest.length === 0 ? undefined : total / dearest.length;
  const saving = isEconomy ? '' : 'DINGTALK_ECONOMY=on, or ';
  return [
    usageFinding({ what: 'calls', used: used.call, limit: monthly.calls, saving, month }),
    usageFinding({ what: 'messages', used: used.message, limit: monthly.messages, saving: '', month }),
    ...(mean === undefined ? [] : [ok('quota', await ofTickets(store, dearest, mean, monthly.calls - used.call))]),
  ];
}

interface Used {
  readonly what: 'calls' | 'messages';
  readonly used: number;
  readonly limit: number;
  /** What may be done before more is bought. */
  readonly saving: string;
  readonly month: string;
}

function usageFinding({ limit, month, saving, used, what }: Used): Finding {
  const seen = `${used} of ${limit} ${what} are used in ${month}, by this program’s own count`;
  const remedy = `${saving}buy more, and write the new number into DINGTALK_MONTHLY_${what.toUpperCase()}; the true count: ${dingtalkPlaces.quota}`;
  if (used >= limit) return bad('quota', seen, remedy);
  return used >= QUOTA_LOW_FROM * limit ? warn('quota', seen, remedy) : ok('quota', seen);
}

async function ofTickets(
  store: Pick<OpenStore, 'ticket'>,
  dearest: readonly TicketUse[],
  mean: number,
  left: number,
): Promise<string> {
  const named = await Promise.all(
    dearest.slice(0, NAMED_MAX).map(async ({ calls, ticketId }) => {
      const ticket = await store.ticket(ticketId);
      return `${ticket?.number ?? ticketId} (${calls})`;
    }),
  );
  const more = Math.max(0, Math.floor(left / mean));
  return `${mean.toFixed(1)} calls a ticket on average; the dearest: ${named.join(', ')}; what is left is enough for about ${more} more`;
}
