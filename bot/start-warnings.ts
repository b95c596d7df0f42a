import type { Logger } from 'pino';
import { calendarGaps, gapWarning } from '../contracts/calendar-reach.ts';
import { termWarning } from '../contracts/term.ts';
import type { OpenStore } from '../db/open.ts';
import type { Contract } from '../domain/contract.ts';
import type { Instant } from '../domain/types.ts';
import { carriesLinks } from '../platforms/dingtalk/tap-links.ts';
import type { DingtalkSettings } from '../platforms/dingtalk/types.ts';
import type { Platform } from '../platforms/types.ts';

/** What of the contracts is over, or will soon be unknown. Of those that no real group goes by yet one line says it. */
export async function warnOfTime(
  contracts: readonly Contract[],
  parts: {
    readonly store: Pick<OpenStore, 'chatsOf'>;
    readonly platforms: readonly Pick<Platform, 'name' | 'capabilities'>[];
    readonly now: Instant;
    readonly log: Pick<Logger, 'warn'>;
  },
): Promise<void> {
  const { log, now, platforms, store } = parts;
  const names = platforms.filter(({ capabilities }) => capabilities.reachesRealPeople).map(({ name }) => name);
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
      'packs that no real group goes by are over, or lack holidays; "dutybell check" says what',
    );
  }
}

/** What of DingTalk people will miss as it is set, though it works. */
export function warnOfDingtalk(
  { cardTemplateId, publicUrl, robots }: Pick<DingtalkSettings, 'cardTemplateId' | 'publicUrl' | 'robots'>,
  log: Pick<Logger, 'warn'>,
): void {
  if (cardTemplateId === undefined) {
    const instead = carriesLinks(publicUrl)
      ? 'people type commands, or open links in their own chats'
      : 'people type commands';
    log.warn({ code: 'dingtalk_no_template' }, `without DINGTALK_CARD_TEMPLATE_ID there are no cards: ${instead}`);
  }
  if (robots.size === 0) {
    log.warn(
      { code: 'dingtalk_no_robot' },
      'without DINGTALK_ROBOTS a reminder rings in a group only within 90 minutes of the last message to the bot there; later it goes to people’s own chats',
    );
  }
}
