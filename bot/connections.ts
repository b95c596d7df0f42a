import { type DurationMs, type Instant, MINUTE, SECOND } from '../domain/types.ts';
import type { Loss } from '../platforms/supervisor.ts';
import type { Platform, Receiver } from '../platforms/types.ts';
import type { Deps } from './deps.ts';
import { withTimeLimit } from './time-limit.ts';

/** After a crash a platform that takes one connection waits no longer than this, and once more the next, for another process. */
export const CONNECTION_LEASE_MS: DurationMs = 15 * SECOND;
export const HOLD_EVERY_MS: DurationMs = 5 * SECOND;
/** Whoever holds a connection and has no line for longer than this lets another process try: his own way out may be what is broken. */
export const LINELESS_MAX_MS: DurationMs = MINUTE;
/** So often he passes over his turn: once more than the others need for a look. */
const HOLDS_PASSED_OVER = 2;
export const PLATFORM_STOP_LIMIT_MS: DurationMs = 5 * SECOND;

export interface ConnectionsOptions {
  readonly receiver: (platform: string) => Receiver;
  /** It could not be started; it is tried again. */
  readonly onFailedStart: (platform: string) => void;
  /** Another process has the one connection. */
  readonly onStandby: (platform: string) => void;
  /** There is no line, and another process may try. */
  readonly onYield: (platform: string) => Promise<void>;
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
  readonly #starting = new Set<Platform>();
  readonly #started = new Set<Platform>();
  /** Platforms that take one connection, and it is ours. */
  readonly #held = new Map<string, { readonly since: Instant; readonly until: Instant }>();
  readonly #standby = new Set<string>();
  /** Since when there is no line, though nobody refuses us or has taken our place. */
  readonly #lineless = new Map<string, Instant>();
  /** How often this process will still pass over its turn. */
  readonly #passesOver = new Map<string, number>();
  #isStopped = false;

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

  /** From then on no other process can have used the one connection; undefined where several may, or another one does. */
  heldSince(platform: string): Instant | undefined {
    return this.#held.get(platform)?.since;
  }

  /** When it is worth looking again whether a connection is free; undefined while none is, or may be, another process's. */
  nextLookAt(): Instant | undefined {
    const isLooking = this.#standby.size + this.#passesOver.size > 0;
    return isLooking ? this.#deps.clock.now() + HOLD_EVERY_MS : undefined;
  }

  /** The line came or went. @param how it went: a wrong secret is wrong for all, and two who take turns would kick each other */
  line(platform: string, state: 'up' | 'down', how: Loss['kind'] = 'lost'): void {
    if (state === 'up' || how !== 'lost') this.#lineless.delete(platform);
    else if (!this.#lineless.has(platform)) this.#lineless.set(platform, this.#deps.clock.now());
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
    if (this.#passesTurn(name)) return;
    if (this.#mayOtherBeBetter(name)) return this.#yield(platform);
    // While the database is away the connection stays: what is heard waits in the adapter until it can be stored.
    const now = clock.now();
    const isOurs = await store.acquireLease(`connection:${name}`, owner, now, CONNECTION_LEASE_MS);
    if (!isOurs) return this.#giveUp(platform);
    this.#standby.delete(name);
    const before = this.#held.get(name);
    // Where it had run out another one may have had it in between.
    const since = before && now <= before.until ? before.since : now;
    this.#held.set(name, { since, until: now + CONNECTION_LEASE_MS });
    if (before) return;
    this.#options.onHeld();
  }

  #passesTurn(name: string): boolean {
    const left = this.#passesOver.get(name) ?? 0;
    if (left > 1) this.#passesOver.set(name, left - 1);
    else this.#passesOver.delete(name);
    return left > 0;
  }

  #mayOtherBeBetter(name: string): boolean {
    const { clock, store } = this.#deps;
    const since = this.#lineless.get(name);
    if (since === undefined || !this.#held.has(name) || this.#options.isStopping()) return false;
    return store.mayHaveReplicas && clock.now() - since > LINELESS_MAX_MS;
  }

  /** Gives the lease back without a line. Until another process has it, that there is none stays this one's news. */
  async #yield(platform: Platform): Promise<void> {
    const { log, owner, store } = this.#deps;
    const { name } = platform;
    log.warn(
      { platform: name, code: 'connection_yielded' },
      'there has been no line for a while: another process may try',
    );
    this.#held.delete(name);
    this.#lineless.delete(name);
    this.#passesOver.set(name, HOLDS_PASSED_OVER);
    await this.#end(platform);
    await this.#options.onYield(name);
    await store.releaseLease(`connection:${name}`, owner);
  }

  async #giveUp(platform: Platform): Promise<void> {
    const { log } = this.#deps;
    const { name } = platform;
    this.#held.delete(name);
    this.#lineless.delete(name);
    if (this.#standby.has(name)) return;
    this.#standby.add(name);
    log.info({ platform: name }, 'another process has the connection; this one stands by');
    this.#options.onStandby(name);
    await this.#end(platform);
  }

  /** Also one whose start is still under way; what comes of that is stopped once more. */
  async #end(platform: Platform): Promise<void> {
    if (this.#started.delete(platform)) this.#unstarted.add(platform);
    else if (!this.#starting.has(platform)) return;
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
    this.#starting.add(platform);
    try {
      await platform.start(this.#options.receiver(name));
    } catch (error) {
      const { log } = this.#deps;
      log.error({ err: error, platform: name, code: 'platform_start' }, 'a platform could not be started');
      this.#unstarted.add(platform);
      if (this.holds(name)) this.#options.onFailedStart(name);
      return;
    } finally {
      this.#starting.delete(platform);
    }
    if (this.holds(name) && !this.#isStopped) {
      this.#started.add(platform);
      return;
    }
    // It was taken while this one was still connecting, or this process ends.
    await this.#stop(platform);
    this.#unstarted.add(platform);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#started, ...this.#starting].map((platform) => this.#end(platform)));
  }

  async #stop(platform: Platform): Promise<void> {
    try {
      await withTimeLimit(platform.stop(), PLATFORM_STOP_LIMIT_MS, `stopping ${platform.name}`);
    } catch (error) {
      this.#deps.log.error({ err: error, platform: platform.name }, 'a platform could not be stopped');
    }
  }
}
