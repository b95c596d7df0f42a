import type { Chat, OutboxRow } from '../db/store.ts';
import { type Instant, SECOND } from '../domain/types.ts';
import type { Log } from '../handlers/context.ts';
import { type Platform, PlatformError } from '../platforms/types.ts';
import type { Addressees } from './addressees.ts';
import { backoffMs } from './backoff.ts';
import { type Plan, planDelivery } from './delivery-plan.ts';
import type { Deps } from './deps.ts';
import { LaneRows } from './lane-rows.ts';
import { nextSlot, type SentInstants, slotsLeft, withSent } from './rate-budget.ts';
import type { Settlements } from './settlements.ts';
import { supersededRows } from './superseded.ts';
import { withTimeLimit } from './time-limit.ts';

/** After a crash a chat waits no longer than this for another process; a lane that is busy renews it. */
export const LANE_LEASE_MS = 6 * SECOND;
/** How soon a chat that another replica holds is looked at again. */
const LANE_RETRY_MS = SECOND;
export const DELIVERY_LIMIT_MS = 30 * SECOND;
export const DELIVERY_BACKOFF = { firstMs: SECOND, longestMs: 60 * SECOND };
/** With the backoff that is most of an hour. */
export const DELIVERY_ATTEMPTS_MAX = 100;
/** From here on it is asked whether the row is to blame: when the next one passes, this one is given up. */
export const DELIVERY_PROBE_FROM = 6;
const READ_MAX = 200;

/** What the lanes of a dispatcher share. */
export interface LaneTools {
  readonly settlements: Settlements;
  readonly addressees: Addressees;
  readonly onDelivered: (platform: string) => void;
  readonly onFailed: (platform: string, reason: string) => void;
}

export interface LaneDeps extends Deps, LaneTools {
  readonly chat: Chat;
  readonly platform: Platform;
}

/** Delivers the messages of one chat in their order. One replica holds a chat at a time, under a lease. */
export class Lane {
  readonly #deps: LaneDeps;
  readonly #log: Log;
  readonly #rows = new LaneRows();
  readonly #handles = new Map<string, string>();
  #sent: SentInstants = [];
  #leaseUntil: Instant = 0;
  /** Everything that waited in the database at the last look is known. */
  #isComplete = false;
  #wakeAt: Instant | undefined;

  constructor(deps: LaneDeps) {
    this.#deps = deps;
    this.#log = deps.log.child({ chatId: deps.chat.id });
  }

  get platform(): string {
    return this.#deps.platform.name;
  }

  /** When there is something to do that can't be done before. */
  get wakeAt(): Instant | undefined {
    return this.#wakeAt;
  }

  /** Rows that it knows to be waiting. */
  get waiting(): number {
    return this.#rows.all.length;
  }

  /** Rows that this process has just committed. */
  take(rows: readonly OutboxRow[]): void {
    this.#rows.add(rows);
  }

  /** The database has rows that were not handed over: another replica's, or a dead letter tried again. */
  lookAgain(): void {
    this.#isComplete = false;
  }

  /** Delivers what may leave now. */
  async work(): Promise<void> {
    if (this.#wakeAt !== undefined && this.#wakeAt > this.#deps.clock.now()) return;
    this.#wakeAt = undefined;
    while (await this.#holdLease()) {
      const row = await this.#choose();
      if (!row) return;
      const error = await this.#deliver(row);
      if (!error) continue;
      if (row.attempts + 1 < DELIVERY_PROBE_FROM || (await this.#probe(row, error)) === 'failed') return;
      this.#wakeAt = undefined;
    }
  }

  /** @returns whether the chat is ours for the next moments */
  async #holdLease(): Promise<boolean> {
    const { chat, clock, owner, store } = this.#deps;
    const now = clock.now();
    if (this.#leaseUntil - now > LANE_LEASE_MS / 2) return true;
    const wasHeld = this.#leaseUntil > now;
    const isHeld = await store.acquireLease(`lane:${chat.id}`, owner, now, LANE_LEASE_MS);
    this.#leaseUntil = isHeld ? now + LANE_LEASE_MS : 0;
    if (isHeld && wasHeld) return true;
    // Whoever had it meanwhile may have delivered what we know, and changed the card.
    this.#rows.forgetAll();
    this.#handles.clear();
    this.#isComplete = false;
    if (!isHeld) this.#wakeAt = now + LANE_RETRY_MS;
    return isHeld;
  }

  /** @returns a row that may leave now */
  async #choose(besides?: OutboxRow): Promise<OutboxRow | undefined> {
    const { clock, platform } = this.#deps;
    if (!this.#isComplete && this.#rows.all.length < READ_MAX / 2) await this.#read();
    const now = clock.now();
    for (const row of supersededRows(this.#rows.all, platform.capabilities, now)) {
      this.#drop(row, 'a later one replaced it');
    }
    const { perMinute } = platform.capabilities;
    const row = this.#rows.next(slotsLeft(this.#sent, perMinute, now), besides);
    if (!row) return undefined;
    const slot = nextSlot(this.#sent, perMinute, now);
    if (slot <= now) return row;
    this.#wakeAt = slot;
    return undefined;
  }

  async #read(): Promise<void> {
    const pending = await this.#deps.store.pendingOutbox(this.#deps.chat.id, READ_MAX);
    this.#isComplete = pending.length < READ_MAX;
    this.#rows.add(pending);
  }

  /** @returns the error, where the row is still waiting after it */
  async #deliver(row: OutboxRow): Promise<PlatformError | undefined> {
    try {
      await this.#follow(row, await this.#plan(row));
      return undefined;
    } catch (thrown) {
      const error = asPlatformError(thrown);
      if (!error.retryable || row.attempts + 1 >= DELIVERY_ATTEMPTS_MAX) {
        await this.#giveUp(row, error);
        return undefined;
      }
      await this.#postpone(row, error);
      return error;
    }
  }

  async #plan(row: OutboxRow): Promise<Plan> {
    const { addressees, chat, clock, platform, store } = this.#deps;
    const { outgoing } = row;
    const handle =
      outgoing.op === 'refresh'
        ? (this.#handles.get(outgoing.cardKey) ?? (await store.cardHandle(chat.id, outgoing.cardKey)))
        : undefined;
    const { accounts, names } = await addressees(row, platform.name);
    const { capabilities } = platform;
    return planDelivery({ outgoing, chat, capabilities, handle, accounts, names, now: clock.now() });
  }

  /** Follows the plan, and what to do instead where the platform refuses a change. @throws {PlatformError} */
  async #follow(row: OutboxRow, plan: Plan): Promise<void> {
    if (plan.kind === 'drop') return this.#drop(row, plan.why);
    const { platform } = this.#deps;
    try {
      const receipt = await withTimeLimit(platform.deliver(plan.delivery), DELIVERY_LIMIT_MS, 'a delivery');
      this.#sentAs(row, plan.cardKey, receipt.handle);
    } catch (error) {
      const isRefused = error instanceof PlatformError && !error.retryable;
      if (!isRefused || plan.instead === undefined) throw error;
      await this.#follow(row, plan.instead);
    }
  }

  #sentAs(row: OutboxRow, cardKey: string | undefined, handle: string | undefined): void {
    const { chat, clock, metrics, onDelivered, platform, settlements } = this.#deps;
    const shown = cardKey !== undefined && handle !== undefined ? { cardKey, handle } : undefined;
    if (shown) this.#handles.set(shown.cardKey, shown.handle);
    this.#rows.dealWith(row);
    settlements.add({ seq: row.seq, outcome: 'sent', chatId: chat.id, ...shown });
    const now = clock.now();
    this.#sent = withSent(this.#sent, now);
    metrics.outbox.inc({ platform: platform.name, outcome: 'sent' });
    metrics.deliveredAfter(Math.max(0, now - row.createdAt));
    onDelivered(platform.name);
  }

  #drop(row: OutboxRow, why: string): void {
    const { metrics, platform, settlements } = this.#deps;
    this.#rows.dealWith(row);
    settlements.add({ seq: row.seq, outcome: 'dropped', error: why });
    metrics.outbox.inc({ platform: platform.name, outcome: 'dropped' });
    this.#log.info(aboutRow(row), `a message was dropped: ${why}`);
  }

  async #postpone(row: OutboxRow, error: PlatformError): Promise<void> {
    const { clock, metrics, onFailed, platform, random, store } = this.#deps;
    const now = clock.now();
    const retryAt = now + backoffMs(DELIVERY_BACKOFF, row.attempts + 1, random(), error.retryAfterMs);
    this.#rows.failed(row);
    this.#wakeAt = retryAt;
    onFailed(platform.name, error.code);
    metrics.outbox.inc({ platform: platform.name, outcome: 'failed' });
    this.#log.warn(
      { err: error, code: error.code, ...aboutRow(row), retryAt },
      'a message could not be delivered and is tried again',
    );
    await store.failOutbox(row.seq, { error: describe(error), retryAt, now });
  }

  /** The row has failed often. If another one passes the platform is well, and this one would block the chat for an hour. */
  async #probe(row: OutboxRow, error: PlatformError): Promise<'passed' | 'failed'> {
    const other = await this.#choose(row);
    if (!other || (await this.#deliver(other)) !== undefined) return 'failed';
    await this.#giveUp(row, error);
    return 'passed';
  }

  async #giveUp(row: OutboxRow, error: PlatformError): Promise<void> {
    const { clock, metrics, platform, store } = this.#deps;
    this.#rows.forget(row);
    await store.settleOutbox([{ seq: row.seq, outcome: 'dead', error: describe(error) }], clock.now());
    metrics.outbox.inc({ platform: platform.name, outcome: 'dead' });
    this.#log.error(
      { err: error, code: error.code, ...aboutRow(row) },
      `a message was given up; see it with "dutybell dead", try it again with "dutybell dead retry outbox ${row.seq}"`,
    );
  }
}

function aboutRow({ attempts, outgoing }: OutboxRow): object {
  return { key: outgoing.key, ticketId: outgoing.ticketId, attempts: attempts + 1 };
}

/** An error of another kind is a fault of the adapter or an answer that never came: it is tried again. */
function asPlatformError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new PlatformError(message, { code: 'delivery_failed', retryable: true, cause: error });
}

function describe(error: PlatformError): string {
  return `${error.code}: ${error.message}`.slice(0, 500);
}
