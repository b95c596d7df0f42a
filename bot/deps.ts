import type { Logger } from 'pino';
import type { Store } from '../db/store.ts';
import type { Contract } from '../domain/contract.ts';
import type { Clock, ContractId, DurationMs, Ids } from '../domain/types.ts';
import type { FileLink } from '../handlers/context.ts';
import type { Papers } from '../handlers/papers.ts';
import type { Routine } from '../handlers/routine-types.ts';
import type { Platform } from '../platforms/types.ts';
import type { Advisor } from './advice-types.ts';
import type { Scan } from './clamd.ts';
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
  /** Absent: files are kept without a look for viruses. */
  readonly scan?: Scan;
  readonly papers: Papers;
  /** Absent: no pages are served. */
  readonly fileLink?: FileLink;
  readonly probe: Prober;
  /** Absent: no language model is asked. */
  readonly advisor?: Advisor;
  /** Who may say which contract a group belongs to, beside the contract's own people. */
  readonly admins: readonly Admin[];
  /** Waits a little before doing something again; under a virtual clock it does not wait. */
  readonly pause: (ms: DurationMs) => Promise<void>;
}
