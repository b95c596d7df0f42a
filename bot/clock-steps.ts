import type { Logger } from 'pino';
import type { Store } from '../db/store.ts';
import type { Contract } from '../domain/contract.ts';
import { type Clock, eventId, type Ids } from '../domain/types.ts';
import type { SteadyClock } from './clock.ts';

interface Parts {
  readonly store: Pick<Store, 'commit'>;
  /** What instants are dated by: the machine's clock, ahead of it by the jumps of the sandbox. */
  readonly clock: Clock;
  readonly ids: Ids;
  readonly contracts: readonly Pick<Contract, 'id'>[];
  readonly log: Pick<Logger, 'error'>;
}

/**
 * Says loudly, and in each contract's ledger, when the machine's clock was set: instants on both sides of it can't be
 * compared, and whoever reads a disputed one has to know.
 * @returns stops listening, after what is being written
 */
export function recordClockSteps(
  machine: Pick<SteadyClock, 'onStep'>,
  { clock, contracts, ids, log, store }: Parts,
): () => Promise<void> {
  let writing = Promise.resolve();
  machine.onStep(({ from, to }) => {
    const byMs = to - from;
    log.error({ code: 'clock_step', byMs }, "the machine's clock was set; instants before and after do not compare");
    // Behind the reading that found the step, which is not over yet.
    writing = writing.then(async () => {
      for (const { id } of contracts) {
        const at = clock.now();
        const entry = { id: eventId(ids.next(at)), at, type: 'clock_step', from, to };
        try {
          await store.commit({ contractId: id, now: at, cause: { kind: 'none' } }, { entries: [entry] });
        } catch (error) {
          log.error({ err: error, contractId: id }, 'a step of the clock could not be recorded');
        }
      }
    });
  });
  return () => {
    machine.onStep(() => undefined);
    return writing;
  };
}
