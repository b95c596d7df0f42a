import { type Cause, type Changes, LeaseLost, type Tx } from '../db/changes.ts';
import type { OutboxRow } from '../db/store.ts';
import { assert } from '../domain/assert.ts';
import type { ContractId } from '../domain/types.ts';
import type { Deps } from './deps.ts';
import { elsewhereFor, nowhereElse } from './elsewhere.ts';
import { tapsLeftToCards } from './tap-owner.ts';

/** What a commit has written, for the workers that go on from there. */
export interface Written {
  readonly contractId: ContractId;
  readonly rows: readonly OutboxRow[];
  readonly changes: Changes;
}
export type OnWritten = (written: Written) => void;

/** One run of a handler for one cause. */
export interface Attempt {
  /** @throws {AssertionFailed} a second time  @throws {LeaseLost} after `end`  @throws {VersionConflict} */
  commit(contractId: ContractId, changes: Changes | ((tx: Tx) => Promise<Changes>)): Promise<void>;
  readonly committed: boolean;
  /** It took too long, or failed: whatever it still does has no effect. */
  end(): void;
}

export function startAttempt(deps: Deps, cause: Cause, onWritten: OnWritten): Attempt {
  let state: 'open' | 'committing' | 'committed' | 'ended' = 'open';
  const requireTime = () => {
    if (state === 'ended') throw new LeaseLost('the attempt is over: its cause is handled anew');
  };
  return {
    async commit(contractId, changes) {
      requireTime();
      assert(state === 'open', 'one cause is committed once');
      state = 'committing';
      const isSaid = typeof changes === 'function' || (changes.outbox ?? []).length > 0;
      const spread = isSaid ? await elsewhereFor(deps, contractId) : nowhereElse;
      // It may have ended while that was read.
      requireTime();
      const reaching = (made: Changes): Changes =>
        made.outbox ? { ...made, ...spread(tapsLeftToCards(made.outbox)) } : made;
      let built: Changes = typeof changes === 'function' ? {} : reaching(changes);
      const build = async (make: (tx: Tx) => Promise<Changes>, tx: Tx) => {
        built = reaching(await make(tx));
        return built;
      };
      const meta = { contractId, now: deps.clock.now(), cause };
      const rows = await deps.store.commit(meta, typeof changes === 'function' ? (tx) => build(changes, tx) : built);
      state = 'committed';
      deps.metrics.written(built);
      onWritten({ contractId, rows, changes: built });
    },
    get committed() {
      return state === 'committed';
    },
    end() {
      if (state !== 'committed') state = 'ended';
    },
  };
}
