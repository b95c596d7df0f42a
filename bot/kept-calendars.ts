import { z } from 'zod';
import { chineseHolidays } from '../contracts/holidays.ts';
import { InvalidPack } from '../contracts/problems.ts';
import { parsePackValue } from '../contracts/schema.ts';
import type { Store } from '../db/store.ts';
import type { ContractId } from '../domain/types.ts';
import type { Log } from '../handlers/context.ts';
import type { Pack } from './packs.ts';
import { ticketsWithClocks } from './recalculation.ts';

const withCalendars = z.looseObject({ calendars: z.record(z.string(), z.unknown()) });

/**
 * A pack with the calendars that it has no more, as far as clocks of open tickets still count by them: these keep the promise
 * that they began with. The hash stays that of the pack.
 * @param earlier the pack before as it was saved, with what had been kept for it
 */
export async function withKeptCalendars(
  deps: { readonly store: Pick<Store, 'ticketsWithClocks'>; readonly log: Pick<Log, 'error'> },
  pack: Pack,
  earlier: string | undefined,
): Promise<Pack> {
  const value = withCalendars.safeParse(pack.value).data;
  const before = earlier === undefined ? undefined : withCalendars.safeParse(parsedOr(earlier)).data;
  if (!value || !before) return pack;
  const missing = Object.keys(before.calendars).filter((key) => !Object.hasOwn(pack.contract.calendars, key));
  const named = missing.length === 0 ? new Set<string>() : await calendarsInUse(deps.store, pack.contract.id);
  const kept = Object.entries(before.calendars).filter(([key]) => missing.includes(key) && named.has(key));
  if (kept.length === 0) return pack;
  const merged = { ...value, calendars: { ...Object.fromEntries(kept), ...value.calendars } };
  try {
    const contract = parsePackValue(merged, { holidays: chineseHolidays() });
    return { contract: { ...contract, hash: pack.contract.hash }, value: merged };
  } catch (error) {
    if (!(error instanceof InvalidPack)) throw error;
    const keys = kept.map(([key]) => key);
    deps.log.error(
      { err: error, contractId: pack.contract.id, code: 'calendar_lost', keys },
      'open tickets count by calendars that the pack has no more; write them into it again',
    );
    return pack;
  }
}

async function calendarsInUse(
  store: Pick<Store, 'ticketsWithClocks'>,
  contract: ContractId,
): Promise<ReadonlySet<string>> {
  const named = new Set<string>();
  for await (const { clocks } of ticketsWithClocks(store, contract)) {
    for (const { calendar } of clocks) named.add(calendar);
  }
  return named;
}

/** What an earlier version saved in another form is no pack. */
function parsedOr(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
