import { type DurationMs, type Instant, SECOND } from '../domain/types.ts';
import type { Platform, Receiver } from '../platforms/types.ts';
import type { Deps } from './deps.ts';
import { withTimeLimit } from './time-limit.ts';

/** After a crash a platform that takes one connection waits no longer than this, and once more the next, for another process. */
export const CONNECTION_LEASE_MS: DurationMs = 15 * SECOND;
export const HOLD_EVERY_MS: DurationMs = 5 * SECOND;
export const PLATFORM_STOP_LIMIT_MS: DurationMs = 5 * SECOND;

export interface ConnectionsOptions {
  readonly receiver: (platform: string) => Receiver;
  /** It could not be started; it is tried again. */
  readonly onFailedStart: (platform: string) => void;
  /** Another process has the one connection. */
  readonly onStandby: (platform: string) => void;
  /** It is this process's turn to connect. */
  readonly onHeld: () => void;
  readonly isStopping: () => boolean;
}

/** Starts the platforms. Where a platform takes one connection only, the one replica that holds its lease does, and it alone speaks. */
export class Connections {
  readonly #deps: Deps;
  readonly #options: ConnectionsOptions;
  /** Platforms that this process may use. */
  #used: readonly Platform[] = [];
  readonly #unstarted = new Set<Platform>();
  readonly #started = new Set<Platform>();
  /** Platforms that take one connection, and it is ours. */
  readonly #held = new Set<string>();
  readonly #standby = new Set<string>();

  constructor(deps: Deps, options: ConnectionsOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  use(platforms: readonly Platform[]): void {
    this.#used = platforms;
    for (const platform of platforms) this.#unstarted.add(platform);
  }

  /** False while the connection is, or may be, another process's. */
  holds(platform: string): boolean {
    return !this.#deps.platforms.get(platform)?.capabilities.oneConnection || this.#held.has(platform);
  }

  /** When it is worth looking again whether a connection is free; undefined while none is another process's. */
  nextLookAt(): Instant | undefined {
    return this.#standby.size === 0 ? undefined : this.#deps.clock.now() + HOLD_EVERY_MS;
  }

  /** Takes or renews the leases; gives up the connection that another process has taken. @throws what the database met */
  async hold(): Promise<void> {
    const failures: unknown[] = [];
    for (const platform of this.#used) {
      if (!platform.capabilities.oneConnection) continue;
      // The end of this process is no time to begin.
      if (this.#options.isStopping() && !this.#held.has(platform.name)) continue;
      await this.#hold(platform).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  async #hold(platform: Platform): Promise<void> {
    const { clock, owner, store } = this.#deps;
    const { name } = platform;
    // While the database is away the connection stays: what is heard waits in the adapter until it can be stored.
    const isOurs = await store.acquireLease(`connection:${name}`, owner, clock.now(), CONNECTION_LEASE_MS);
    if (!isOurs) return this.#giveUp(platform);
    this.#standby.delete(name);
    if (this.#held.has(name)) return;
    this.#held.add(name);
    this.#options.onHeld();
  }

  async #giveUp(platform: Platform): Promise<void> {
    const { log } = this.#deps;
    const { name } = platform;
    this.#held.delete(name);
    if (this.#standby.has(name)) return;
    this.#standby.add(name);
    log.info({ platform: name }, 'another process has the connection; this one stands by');
    this.#options.onStandby(name);
    if (!this.#started.delete(platform)) return;
    this.#unstarted.add(platform);
    await this.#stop(platform);
  }

  /** Starts what is not started yet and may be; one that can't be counts as disconnected, and is tried again. */
  async start(): Promise<void> {
    if (this.#options.isStopping()) return;
    const starting = [...this.#unstarted].filter(({ name }) => this.holds(name));
    // So that the next run does not start it a second time while this one waits.
    for (const platform of starting) this.#unstarted.delete(platform);
    await Promise.all(starting.map((platform) => this.#start(platform)));
  }

  async #start(platform: Platform): Promise<void> {
    const { name } = platform;
    try {
      await platform.start(this.#options.receiver(name));
    } catch (error) {
      const { log } = this.#deps;
      log.error({ err: error, platform: name, code: 'platform_start' }, 'a platform could not be started');
      this.#unstarted.add(platform);
      if (this.holds(name)) this.#options.onFailedStart(name);
      return;
    }
    if (this.holds(name)) {
      this.#started.add(platform);
      return;
    }
    // It was taken while this one was still connecting.
    await this.#stop(platform);
    this.#unstarted.add(platform);
  }

  async stop(): Promise<void> {
    for (const platform of this.#started) await this.#stop(platform);
  }

  async #stop(platform: Platform): Promise<void> {
    try {
      await withTimeLimit(platform.stop(), PLATFORM_STOP_LIMIT_MS, `stopping ${platform.name}`);
    } catch (error) {
      this.#deps.log.error({ err: error, platform: platform.name }, 'a platform could not be stopped');
    }
  }
}
