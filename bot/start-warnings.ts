import type { Logger } from 'pino';
import { calendarGaps, gapWarning } from '../contracts/calendar-reach.ts';
import { termWarning } from '../contracts/term.ts';
import type { OpenStore } from '../db/open.ts';
import type { Contract } from '../domain/contract.ts';
import type { Instant } from '../domain/types.ts';
import type { Platform } from '../platforms/types.ts';

/** What of the contracts is over, or will soon be unknown. Of those that have no group yet one line says it. */
export async function warnOfTime(
  contracts: readonly Contract[],
  parts: {
    readonly store: Pick<OpenStore, 'chatsOf'>;
    readonly platforms: readonly Pick<Platform, 'name'>[];
    readonly now: Instant;
    readonly log: Pick<Logger, 'warn'>;
  },
): Promise<void> {
  const { log, now, platforms, store } = parts;
  const names = platforms.map(({ name }) => name);
  const idle: string[] = [];
  for (const contract of contracts) {
    const over = termWarning(contract, now);
    const gaps = calendarGaps(contract, now);
    if (over === undefined && gaps.length === 0) continue;
    const contractId = contract.id;
    if (!(await store.chatsOf(contractId)).some(({ platform }) => names.includes(platform))) {
      idle.push(contractId);
      continue;
    }
    if (over !== undefined) log.warn({ contractId, code: 'term_over' }, over);
    for (const gap of gaps) log.warn({ contractId, code: 'holidays_unknown' }, gapWarning(gap));
  }
  if (idle.length > 0) {
    log.warn(
      { contracts: idle, code: 'idle_packs_aged' },
      'packs without a group are over, or lack holidays; "dutybell check" says what',
    );
  }
}
