import type { Logger } from 'pino';
import type { Store } from '../db/store.ts';
import type { Contract } from '../domain/contract.ts';
import type { Clock, ContractId, DurationMs, Ids } from '../domain/types.ts';
import type { Papers } from '../handlers/papers.ts';
import type { Routine } from '../handlers/routine-types.ts';
import type { Platform } from '../platforms/types.ts';
import type { Admin } from './config.ts';
import type { MediaFolder } from './media-folder.ts';
import type { Metrics } from './metrics.ts';
import type { Prober } from './probe-target.ts';

/** What every worker of the process is given. */
export interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** This process, as the owner of leases. */
  readonly owner: string;
  readonly contracts: ReadonlyMap<ContractId, Contract>;
  readonly routines: readonly Routine[];
  readonly platforms: ReadonlyMap<string, Platform>;
  readonly media: MediaFolder;
  readonly papers: Papers;
  readonly probe: Prober;
  /** Who may say which contract a group belongs to, beside the contract's own people. */
  readonly admins: readonly Admin[];
  /** Waits a little before doing something again; under a virtual clock it does not wait. */
  readonly pause: (ms: DurationMs) => Promise<void>;
}
