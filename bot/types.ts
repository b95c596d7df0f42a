import type { Logger } from 'pino';
import type { Store } from '../db/store.ts';
import type { Contract } from '../domain/contract.ts';
import type { Clock, ContractId, Ids, Instant } from '../domain/types.ts';
import type { FileLink } from '../handlers/context.ts';
import type { Papers } from '../handlers/papers.ts';
import type { Routine } from '../handlers/routine-types.ts';
import type { Platform } from '../platforms/types.ts';
import type { Advisor } from './advice-types.ts';
import type { AlertPost } from './alert-scene.ts';
import type { Scan } from './clamd.ts';
import type { Admin } from './config.ts';
import type { MediaFolder } from './media-folder.ts';
import type { Metrics } from './metrics.ts';
import type { Pack, PackWish, RefusedPack } from './packs.ts';
import type { Prober } from './probe-target.ts';

export interface BotOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** In [0, 1): jitter and salts. Seeded in tests. */
  readonly random: () => number;
  readonly platforms: readonly Platform[];
  readonly contracts: readonly Contract[];
  /** The packs that the contracts were made from, by contract; absent: nothing is kept of them but their hashes. */
  readonly packValues?: ReadonlyMap<ContractId, unknown>;
  /** What contracts want again and again by themselves; all that there is when absent. */
  readonly routines?: readonly Routine[];
  /** Who may say which contract a group belongs to, beside the contract's own people; nobody when absent. */
  readonly admins?: readonly Admin[];
  readonly log: Logger;
  /** `live`: workers run in loops. `manual`: nothing happens between calls of `settle`. */
  readonly drive: 'live' | 'manual';
  /** The installation that this process believes to be; a database of another one does not speak to real groups. */
  readonly instanceId?: string;
  /** Where the workers count; its own when absent. */
  readonly metrics?: Metrics;
  /** Where pictures and files of tickets are kept; in memory when absent. */
  readonly media?: MediaFolder;
  /** Looks for viruses in what is to be kept; when absent nothing does. */
  readonly scan?: Scan;
  /** Where pictures and documents are made; when absent what they would be made of is kept, and nothing is drawn. */
  readonly papers?: Papers;
  /** Where kept files can be opened; nowhere when absent. */
  readonly fileLink?: FileLink;
  /** Asks machines what an inspection wants to know of them; when absent nobody is asked. */
  readonly probe?: Prober;
  /** A language model that is shown words in doubt; when absent none is. */
  readonly advisor?: Advisor;
}

/** The running program, whatever drives it. */
export interface Bot {
  /** Migrates, records deafness since the last sign of life, takes up what was left, connects the platforms. */
  start(): Promise<void>;
  /** Works until nothing is due at the clock's instant: updates, timers, messages, seals. */
  settle(): Promise<void>;
  /** The next instant at which something becomes due. */
  nextDueAt(): Promise<Instant | undefined>;
  /** The clock was moved on purpose (the sandbox's fast-forward): the gap is no deafness. */
  clockMoved(): Promise<void>;
  /** Stores what monitoring says, durably when it resolves; it is handled afterwards. @throws where there is no such contract */
  receiveAlerts(post: AlertPost): Promise<'accepted' | 'duplicate'>;
  /** Whether a pack of that contract is in force here. */
  hasContract(id: ContractId): boolean;
  /** Puts an edited pack, or that of another contract, in force while the program runs; `wish` is `edited` when absent. */
  takePack(pack: Pack, wish?: PackWish): Promise<void>;
  /** Leaves the pack in force as it is, and tells the contract's managers. */
  refusePack(refused: RefusedPack): Promise<void>;
  /** Stops hearing, finishes what is in hand, releases its leases, closes the store. */
  stop(): Promise<void>;
  /** As kill -9: whatever was in hand is left as it is. The store is not closed gracefully. */
  kill(): void;
  /** The lines to real people that this process shall have. */
  lines(): readonly Line[];
  readonly health: { live(): boolean; ready(): Promise<{ ready: boolean; reasons: string[] }> };
}

/** Whether there is a connection to a platform. */
export interface Line {
  readonly platform: string;
  /** `awaited`: nothing is known of it yet. */
  readonly state: 'up' | 'down' | 'awaited';
  /** Why it is down. */
  readonly reason?: string;
}
