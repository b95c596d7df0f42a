import { civilDate, civilMonth } from '../../domain/civil.ts';
import {
  type CivilDate,
  type CivilMonth,
  DAY,
  type DurationMs,
  type Instant,
  MINUTE,
  type TicketId,
} from '../../domain/types.ts';
import { reasonOf } from '../error-reason.ts';
import type { PlatformTrouble } from '../types.ts';
import { type PlatformUse, QUOTA_LOW_FROM, type UseKind } from '../usage.ts';
import type { DingtalkDeps, DingtalkSettings } from './types.ts';

const PLATFORM = 'dingtalk';
const MONTH_MAX_MS: DurationMs = 31 * DAY;
/** How old what is known of other replicas' use may be. */
const READ_AGAIN_AFTER_MS: DurationMs = 10 * MINUTE;

/** Counts what DingTalk charges for, and says when the month's quota runs out. The month is China's. */
export interface Quota {
  /** Takes note of one use; it is written by the next `settle`. */
  count(kind: UseKind, ticketId?: TicketId): void;
  /** DingTalk itself says that nothing is left, whatever was counted. */
  exhausted(of: PlatformTrouble['of']): Promise<void>;
  /**
   * Writes what was counted, once for each delivery and callback. Never throws: what can't be written now is written with the next.
   */
  settle(): Promise<void>;
}

/** What is known of the month. */
interface Known {
  readonly month: CivilMonth;
  readonly readAt: Instant;
  readonly used: Record<UseKind, number>;
}

/** @param tell says it to the customer's people: at most once a month that little is left, and once a day that nothing is */
export function createQuota(
  deps: Pick<DingtalkDeps, 'clock' | 'log' | 'notes' | 'usage'>,
  limits: DingtalkSettings['monthly'],
  tell: (trouble: PlatformTrouble) => void,
): Quota {
  const { clock, log, notes, usage } = deps;
  let waiting = new Map<string, PlatformUse>();
  let known: Known | undefined;

  const tellOnce = async (trouble: PlatformTrouble, period: CivilMonth | CivilDate, lengthMs: DurationMs) => {
    const now = clock.now();
    const key = `${trouble.code}:${trouble.of}:${period}`;
    if (await notes.add({ platform: PLATFORM, key, value: '', until: now + lengthMs }, now)) {
      log.warn({ ...trouble, code: `dingtalk_${trouble.code}` }, 'the month’s quota runs out');
      tell(trouble);
    }
  };
  const tellExhausted = (trouble: Omit<PlatformTrouble, 'code'>) =>
    tellOnce({ ...trouble, code: 'quota_exhausted' }, civilDate(clock.now()), DAY);

  const weigh = async ({ month, used }: Known): Promise<void> => {
    for (const [kind, of] of OF_KIND) {
      const limit = limits[of];
      const trouble = { of, used: used[kind], limit };
      if (used[kind] >= limit) await tellExhausted(trouble);
      else if (used[kind] >= limit * QUOTA_LOW_FROM) {
        await tellOnce({ ...trouble, code: 'quota_low' }, month, MONTH_MAX_MS);
      }
    }
  };

  const learn = async (written: readonly PlatformUse[]): Promise<Known> => {
    const now = clock.now();
    const month = civilMonth(now);
    const isFresh = known?.month === month && now >= known.readAt && now - known.readAt < READ_AGAIN_AFTER_MS;
    if (!known || !isFresh) return { month, readAt: now, used: { ...(await usage.ofMonth(PLATFORM, month)) } };
    for (const use of written) if (use.month === month) known.used[use.kind] += use.count;
    return known;
  };

  const write = async (): Promise<void> => {
    const uses = [...waiting.values()];
    if (uses.length === 0) return;
    const [counted, later] = [waiting, new Map<string, PlatformUse>()];
    waiting = later;
    try {
      await usage.add(uses);
    } catch (error) {
      takeBack(later, counted);
      log.warn(
        { code: 'dingtalk_uses_waiting', reason: reasonOf(error) },
        'what DingTalk charges for is counted later',
      );
      return;
    }
    try {
      known = await learn(uses);
      await weigh(known);
    } catch (error) {
      log.warn(
        { code: 'dingtalk_quota_unknown', reason: reasonOf(error) },
        'how much of the quota is left is looked at later',
      );
    }
  };
  let settling: Promise<void> = Promise.resolve();

  return {
    count(kind, ticketId) {
      const month = civilMonth(clock.now());
      const key = [month, kind, ticketId ?? ''].join('\n');
      const count = (waiting.get(key)?.count ?? 0) + 1;
      waiting.set(key, { platform: PLATFORM, month, kind, count, ...(ticketId !== undefined && { ticketId }) });
    },
    async exhausted(of) {
      try {
        await tellExhausted({ of });
      } catch (error) {
        log.warn(
          { code: 'dingtalk_quota_unknown', reason: reasonOf(error) },
          'that the quota is used up could not be noted',
        );
      }
    },
    // One after the other, so that no use is added both by a look and by itself.
    settle() {
      settling = settling.then(write);
      return settling;
    },
  };
}

const OF_KIND = [
  ['call', 'calls'],
  ['message', 'messages'],
] as const satisfies readonly (readonly [UseKind, PlatformTrouble['of']])[];

/** What could not be written joins what was counted meanwhile. */
function takeBack(later: Map<string, PlatformUse>, counted: ReadonlyMap<string, PlatformUse>): void {
  for (const [key, use] of counted) later.set(key, { ...use, count: use.count + (later.get(key)?.count ?? 0) });
}
