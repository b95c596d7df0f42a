import { z } from 'zod';
import { chineseHolidays } from '../contracts/holidays.ts';
import { InvalidPack } from '../contracts/problems.ts';
import { parsePackValue } from '../contracts/schema.ts';
import type { Log } from '../handlers/context.ts';
import type { Pack } from './packs.ts';

const withCalendars = z.looseObject({ calendars: z.record(z.string(), z.unknown()) });

/**
 * A pack with the calendars that it has no more: clocks of open tickets still count by them, since they keep the promise that
 * they began with, and those of done ones are still shown and explained. The hash stays that of the pack.
 * @param earlier the pack before as it was saved, with what had been kept for it
 */
export function withKeptCalendars(log: Pick<Log, 'error'>, pack: Pack, earlier: string | undefined): Pack {
  const value = withCalendars.safeParse(pack.value).data;
  const before = earlier === undefined ? undefined : withCalendars.safeParse(parsedOr(earlier)).data;
  if (!value || !before) return pack;
  const kept = Object.entries(before.calendars).filter(([key]) => !Object.hasOwn(pack.contract.calendars, key));
  if (kept.length === 0) return pack;
  const merged = { ...value, calendars: { ...Object.fromEntries(kept), ...value.calendars } };
  try {
    const contract = parsePackValue(merged, { holidays: chineseHolidays() });
    return { contract: { ...contract, hash: pack.contract.hash }, value: merged };
  } catch (error) {
    if (!(error instanceof InvalidPack)) throw error;
    const keys = kept.map(([key]) => key);
    log.error(
      { err: error, contractId: pack.contract.id, code: 'calendar_lost', keys },
      'tickets count by calendars that the pack has no more; write them into it again',
    );
    return pack;
  }
}

/** What an earlier version saved in another form is no pack. */
function parsedOr(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
