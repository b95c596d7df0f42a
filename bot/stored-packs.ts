import { chineseHolidays } from '../contracts/holidays.ts';
import { InvalidPack } from '../contracts/problems.ts';
import { parsePackValue } from '../contracts/schema.ts';
import type { Store } from '../db/store.ts';
import type { Contract } from '../domain/contract.ts';
import type { ContractId } from '../domain/types.ts';
import type { Log } from '../handlers/context.ts';

/** The pack in force as the store has it. */
export type SavedPack = NonNullable<Awaited<ReturnType<Store['packInForce']>>>;

/**
 * A contract as its pack was saved, for a process whose own file holds another one.
 * @returns undefined where this program can't read it; the operator is told
 */
export function storedContract(
  log: Pick<Log, 'error'>,
  contractId: ContractId,
  { body, hash }: SavedPack,
): Contract | undefined {
  try {
    return { ...parsePackValue(JSON.parse(body), { holidays: chineseHolidays() }), hash };
  } catch (error) {
    if (!(error instanceof InvalidPack) && !(error instanceof SyntaxError)) throw error;
    log.error(
      { err: error, contractId, packHash: hash, code: 'pack_unreadable' },
      'a saved pack is damaged or of another version of this program; where it is in force, this process goes on by its own file',
    );
    return undefined;
  }
}
