import { type Instant, SECOND } from '../domain/types.ts';
import type { Log } from '../handlers/context.ts';
import type { Deps } from './deps.ts';

/** After a crash a chat waits no longer than this for another process; a lane that is busy renews it. */
export const LANE_LEASE_MS = 6 * SECOND;
/** So often while a delivery is under way, which may take longer than the lease. */
export const LANE_RENEW_MS = 2 * SECOND;

export interface LaneLeaseDeps extends Pick<Deps, 'clock' | 'owner' | 'store'> {
  readonly log: Log;
  /** Since when this process has the one connection of the chat's platform; undefined where several may speak. */
  readonly connectedSince: () => Instant | undefined;
}

/** The right to speak in one chat: one replica has it at a time. */
export class LaneLease {
  readonly #deps: LaneLeaseDeps;
  readonly #name: string;
  #until: Instant = 0;
  /** No other process has had it since. */
  #heldSince: Instant | undefined;

  /** @param name of the lease */
  constructor(name: string, deps: LaneLeaseDeps) {
    this.#name = name;
    this.#deps = deps;
  }

  /** Another process has it, as the last attempt to renew it has shown. */
  get isLost(): boolean {
    return this.#until === 0;
  }

  /** When it ends, or ended. */
  get until(): Instant {
    return this.#until;
  }

  /** From then on nobody else can have spoken in the chat: whoever has the one connection speaks alone. */
  get aloneSince(): Instant {
    return this.#deps.connectedSince() ?? this.#heldSince ?? Number.POSITIVE_INFINITY;
  }

  /** @returns `kept` where nobody else can have had it since the last time */
  async hold(): Promise<'kept' | 'taken' | 'refused'> {
    const now = this.#deps.clock.now();
    if (this.#until - now > LANE_LEASE_MS / 2) return 'kept';
    const isStillOurs = this.#until > now || (await this.#isFreeSinceOurs());
    const isHeld = await this.#acquire(now);
    if (!isHeld || !isStillOurs) this.#heldSince = undefined;
    if (!isHeld) return 'refused';
    this.#heldSince ??= now;
    return isStillOurs ? 'kept' : 'taken';
  }

  /** Keeps it while the platform takes its time. */
  async during<T>(work: Promise<T>): Promise<T> {
    const renew = async (): Promise<void> => {
      try {
        await this.#acquire(this.#deps.clock.now());
      } catch (error) {
        this.#deps.log.warn({ err: error }, 'a lane could not be renewed');
      }
    };
    const timer = setInterval(() => void renew(), LANE_RENEW_MS);
    try {
      return await work;
    } finally {
      clearInterval(timer);
    }
  }

  async #acquire(now: Instant): Promise<boolean> {
    const { owner, store } = this.#deps;
    const isHeld = await store.acquireLease(this.#name, owner, now, LANE_LEASE_MS);
    this.#until = isHeld ? now + LANE_LEASE_MS : 0;
    return isHeld;
  }

  /** It has run out, and nobody has taken it since. Who has the one connection need not ask. */
  async #isFreeSinceOurs(): Promise<boolean> {
    const { connectedSince, owner, store } = this.#deps;
    if (this.#heldSince === undefined || connectedSince() !== undefined) return false;
    return (await store.leaseOwner(this.#name)) === owner;
  }
}
