import type { Chat } from '../db/records.ts';
import type { OutboxRow } from '../db/store.ts';
import { DAY, type Instant, MINUTE, SECOND } from '../domain/types.ts';
import type { Log } from '../handlers/context.ts';
import type { Delivery, DeliveryReceipt, Platform, PlatformError } from '../platforms/types.ts';
import type { Addressees, Known } from './addressees.ts';
import { backoffMs } from './backoff.ts';
import { asksForPatience, asPlatformError, errorWords, saysNoRoom } from './delivery-errors.ts';
import { type Plan, type PlanInput, planDelivery } from './delivery-plan.ts';
import type { Deps } from './deps.ts';
import { asOneMessage, GATHER_MAX_MS, isReminder, leavingWith } from './digest-rows.ts';
import { bytesOf } from './file-bytes.ts';
import { LaneBudget } from './lane-budget.ts';
import { LANE_LEASE_MS, LaneLease } from './lane-lease.ts';
import { LaneRows } from './lane-rows.ts';
import { saidLate } from './late-reminders.ts';
import type { Settlements } from './settlements.ts';
import { supersededRows } from './superseded.ts';
import { withTimeLimit } from './time-limit.ts';

/** How soon a chat that another replica holds is looked at again. */
const LANE_RETRY_MS = SECOND;
export const DELIVERY_LIMIT_MS = 30 * SECOND;
export const DELIVERY_BACKOFF = { firstMs: SECOND, longestMs: 60 * SECOND };
/** With the backoff that is most of an hour. */
export const DELIVERY_ATTEMPTS_MAX = 100;
/** What waits for a chat to open again is given up at this age. */
export const SHUT_MAX_MS = DAY;
/** Where nothing has got through for so long, those whom the waiting rows ring wait no longer. */
export const SHUT_RINGS_AFTER_MS = 30 * SECOND;
/** From here on it is asked whether the row is to blame: does another one pass? */
export const DELIVERY_PROBE_FROM = 6;
/** When so many others have passed, and it failed after each of them, it is given up. */
export const DELIVERY_PASSED_MAX = 3;
/** Handles of more living cards are looked up again. */
const HANDLES_MAX = 500;
const READ_MAX = 200;
/** How often a lane looks past its own unmarked rows; after that the next poll does. */
const LOOKS_MAX = 3;

/** What the lanes of a dispatcher share. */
export interface LaneTools {
  readonly settlements: Settlements;
  readonly addressees: Addressees;
  readonly onDelivered: (chat: Chat) => void;
  readonly onFailed: (chat: Chat, reason: string) => void;
  /** Since when this process has the one connection of a platform; undefined where several may speak, or another does. */
  readonly connectedSince: (platform: string) => Instant | undefined;
  /** Timers are in hand here, so that a reminder may not be the last one of this instant. */
  readonly isGathering: () => boolean;
  /** The process is about to end: no further delivery begins. */
  readonly isStopping: () => boolean;
}

export interface LaneDeps extends Deps, LaneTools {
  readonly chat: Chat;
  readonly platform: Platform;
}

/** Why it does nothing until then, though something waits. */
interface Pausing {
  readonly until: Instant;
  readonly why: 'failed' | 'budget' | 'gathering';
}

/** Delivers the messages of one chat in their order. One replica holds a chat at a time, under a lease. */
export class Lane {
  readonly #deps: LaneDeps;
  readonly #log: Log;
  readonly #rows = new LaneRows();
  readonly #handles = new Map<string, string>();
  readonly #budget: LaneBudget;
  readonly #lease: LaneLease;
  /** How often in a row nothing got through, and since when. */
  #shut: { readonly times: number; readonly since: Instant } | undefined;
  /** Rows that rang before they could be said. */
  readonly #rung = new Set<number>();
  /** Everything that waited in the database at the last look is known. */
  #isComplete = false;
  /** Others may have written since the last look. */
  #mustLook = true;
  #pausing: Pausing | undefined;
  /** Reminders that were refused as one message. */
  readonly #alone = new Set<number>();
  /** A row that fails while others pass, and how many have passed. */
  #suspect: { readonly seq: number; readonly passed: number } | undefined;
  #isWorking = false;
  /** Deliveries that the platform has taken. */
  #taken = 0;

  constructor(deps: LaneDeps) {
    this.#deps = deps;
    this.#log = deps.log.child({ chatId: deps.chat.id });
    this.#budget = new LaneBudget(deps.platform.capabilities);
    const connectedSince = () => deps.connectedSince(deps.platform.name);
    this.#lease = new LaneLease(`lane:${deps.chat.id}`, { ...deps, log: this.#log, connectedSince });
  }

  get platform(): string {
    return this.#deps.platform.name;
  }

  /** When there is something to do that can't be done before. */
  get wakeAt(): Instant | undefined {
    return this.#pausing?.until;
  }

  /** It holds a reminder back until the timers in hand have fired. */
  get isGathering(): boolean {
    return this.#pausing?.why === 'gathering';
  }

  /** It knows of nothing to do, and nothing that it remembers counts any more: it may be forgotten. */
  isAtRest(now: Instant): boolean {
    const isDone = !this.#isWorking && this.#rows.all.length === 0 && this.#pausing === undefined;
    return isDone && this.#lease.until + MINUTE < now && this.#budget.isUntouched(now);
  }

  /** Rows that this process has just committed. Another one may have committed older ones: they go first. */
  take(rows: readonly OutboxRow[]): void {
    this.#rows.addNew(rows);
    this.#mustLook = true;
  }

  /** Nothing may leave from here: whoever speaks there finds it in the database. */
  rest(): void {
    this.#rows.forgetAll(Number.POSITIVE_INFINITY);
    this.#pausing = undefined;
  }

  /** Delivers what may leave now. */
  async work(): Promise<void> {
    const pausing = this.#pausing;
    // What is short of room may have to let something urgent pass; what failed waits whatever comes.
    if (pausing?.why === 'failed' && pausing.until > this.#deps.clock.now()) return;
    this.#pausing = undefined;
    this.#mustLook = true;
    this.#isWorking = true;
    try {
      while (!this.#deps.isStopping() && (await this.#holdLease())) {
        const row = await this.#choose();
        if (!row) return;
        const error = await this.#deliver(row);
        if (error && !(await this.#clears(row, error))) return;
      }
    } finally {
      this.#isWorking = false;
    }
  }

  /** @returns whether the chat is ours for the next moments */
  async #holdLease(): Promise<boolean> {
    const held = await this.#lease.hold();
    if (held === 'kept') return true;
    const now = this.#deps.clock.now();
    // Whoever had it meanwhile may have delivered what we know, and changed the card. While he delivers he holds the lease for
    // half its length at least, so that it was no row of the last moments.
    this.#rows.forgetAll(now - LANE_LEASE_MS / 2);
    this.#handles.clear();
    this.#mustLook = true;
    if (held === 'refused') this.#pausing = { until: now + LANE_RETRY_MS, why: 'failed' };
    return held === 'taken';
  }

  /** @returns a row that may leave now */
  async #choose(besides?: OutboxRow): Promise<OutboxRow | undefined> {
    const { clock, platform } = this.#deps;
    if (this.#mustLook || (!this.#isComplete && this.#rows.all.length < READ_MAX / 2)) await this.#read();
    const now = clock.now();
    for (const row of supersededRows(this.#rows.all, platform.capabilities, now)) {
      this.#drop(row, 'a later one replaced it');
    }
    const row = this.#rows.next(this.#budget.room(now), besides);
    if (!row) return undefined;
    this.#pausing = this.#reasonToWait(row, now);
    return this.#pausing ? undefined : row;
  }

  #reasonToWait(row: OutboxRow, now: Instant): Pausing | undefined {
    const { isGathering } = this.#deps;
    const slot = this.#budget.nextSlot(row.outgoing.priority, now);
    if (slot > now) return { until: slot, why: 'budget' };
    const gatheredAt = row.createdAt + GATHER_MAX_MS;
    return isReminder(row) && isGathering() && gatheredAt > now ? { until: gatheredAt, why: 'gathering' } : undefined;
  }

  async #read(): Promise<void> {
    const { chat, settlements, store } = this.#deps;
    // Before the read: what is taken during it asks for another one.
    this.#mustLook = false;
    // Where there is no budget to run short of, a long queue leaves in its order, however urgent its end is.
    const first = this.#budget.isLimited ? 'most_urgent' : 'oldest';
    for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
      const pending = await store.pendingOutbox(chat.id, READ_MAX, first);
      this.#isComplete = pending.length < READ_MAX;
      this.#rows.add(pending);
      if (this.#isComplete || this.#rows.all.length > 0) return;
      // All that was seen has left and is not marked yet: it hides what comes behind it.
      await settlements.idle();
    }
  }

  /** @returns the error, where the row is still waiting after it */
  async #deliver(row: OutboxRow): Promise<PlatformError | undefined> {
    const rows = this.#leavingWith(row);
    const whole = (rows.length > 1 ? asOneMessage(rows) : undefined) ?? row;
    const message = saidLate(whole, rows, this.#deps.clock.now());
    const known = await this.#known(message);
    try {
      const bytes = await bytesOf({ media: this.#deps.media, log: this.#log }, message);
      await this.#follow(rows, this.#plan(message, { ...known, bytes }));
      return undefined;
    } catch (thrown) {
      const error = asPlatformError(thrown);
      // The chat is another replica's by now, and so is the row.
      if (this.#lease.isLost) return error;
      if (!error.retryable && rows.length > 1) {
        for (const { seq } of rows) this.#alone.add(seq);
        return undefined;
      }
      if (!error.retryable || this.#isTooLong(row, error)) {
        await this.#giveUp(row, error);
        return undefined;
      }
      await this.#postpone(row, rows, error);
      return error;
    }
  }

  #leavingWith(row: OutboxRow): readonly OutboxRow[] {
    return leavingWith(row, this.#rows.companionsOf(row), (other) => this.#isAlone(other));
  }

  /** What fails again and again must not take others with it. */
  #isAlone({ attempts, seq }: OutboxRow): boolean {
    return attempts >= DELIVERY_PROBE_FROM || this.#alone.has(seq);
  }

  /** What the database knows about it. Its trouble is none of the platform's, and counts as no attempt. */
  async #known(row: OutboxRow): Promise<Known & { readonly handle?: string | undefined }> {
    const { addressees, chat, platform, store } = this.#deps;
    const { outgoing } = row;
    const handle =
      outgoing.op === 'refresh'
        ? (this.#handles.get(outgoing.cardKey) ?? (await store.cardHandle(chat.id, outgoing.cardKey)))
        : undefined;
    return { handle, ...(await addressees(row, platform.name)) };
  }

  #plan({ outgoing }: OutboxRow, known: Known & Pick<PlanInput, 'bytes' | 'handle'>): Plan {
    const { chat, clock, platform } = this.#deps;
    return planDelivery({ outgoing, chat, capabilities: platform.capabilities, now: clock.now(), ...known });
  }

  /** Follows the plan, and what to do instead where the platform refuses a change. @throws {PlatformError} */
  async #follow(rows: readonly OutboxRow[], plan: Plan): Promise<void> {
    if (plan.kind === 'drop') {
      for (const row of rows) this.#drop(row, plan.why);
      return;
    }
    const { chat, onFailed, platform } = this.#deps;
    const isRepeat = this.#rows.mayHaveLeft(rows, plan.delivery.key, this.#lease.aloneSince);
    const delivery: Delivery = isRepeat ? { ...plan.delivery, isRepeat } : plan.delivery;
    let receipt: DeliveryReceipt;
    try {
      receipt = await this.#lease.during(withTimeLimit(platform.deliver(delivery), DELIVERY_LIMIT_MS, 'a delivery'));
    } catch (thrown) {
      const error = asPlatformError(thrown);
      if (error.isUnsure) this.#rows.leftUnsurely(delivery.key);
      if (!error.retryable && plan.instead !== undefined) {
        if (delivery.op === 'file') this.#log.warn({ err: error, key: delivery.key }, 'a file can not go there');
        return this.#follow(rows, plan.instead);
      }
      if (error.retryable) onFailed(chat, error.code);
      throw error;
    }
    this.#sentAs(rows, plan.cardKey, receipt);
  }

  #sentAs(rows: readonly OutboxRow[], cardKey: string | undefined, { handle, messages = 1 }: DeliveryReceipt): void {
    const { chat, clock, metrics, onDelivered, platform, settlements } = this.#deps;
    const shown = cardKey !== undefined && handle !== undefined ? { cardKey, handle } : undefined;
    if (this.#handles.size >= HANDLES_MAX) this.#handles.clear();
    if (shown) this.#handles.set(shown.cardKey, shown.handle);
    this.#taken += 1;
    this.#shut = undefined;
    const now = clock.now();
    for (const row of rows) {
      this.#rows.dealWith(row);
      this.#alone.delete(row.seq);
      this.#rung.delete(row.seq);
      settlements.add({ seq: row.seq, outcome: 'sent', chatId: chat.id, ...shown });
      metrics.deliveredAfter(Math.max(0, now - row.createdAt));
    }
    const urgency = rows.some(({ outgoing }) => outgoing.priority === 0) ? 'urgent' : 'chatter';
    for (let message = 0; message < messages; message += 1) this.#budget.sent(now, urgency);
    metrics.outbox.inc({ platform: platform.name, outcome: 'sent' });
    onDelivered(chat);
  }

  #drop(row: OutboxRow, why: string): void {
    const { metrics, platform, settlements } = this.#deps;
    this.#rows.dealWith(row);
    settlements.add({ seq: row.seq, outcome: 'dropped', error: why });
    metrics.outbox.inc({ platform: platform.name, outcome: 'dropped' });
    this.#log.info(aboutRow(row), `a message was dropped: ${why}`);
  }

  async #postpone(row: OutboxRow, message: readonly OutboxRow[], error: PlatformError): Promise<void> {
    const { clock, metrics, platform, random, store } = this.#deps;
    const now = clock.now();
    const { isShut = false } = error;
    this.#shut = isShut ? { times: (this.#shut?.times ?? 0) + 1, since: this.#shut?.since ?? now } : undefined;
    const failures = Math.max(row.attempts + 1, this.#shut?.times ?? 0);
    const retryAt = now + backoffMs(DELIVERY_BACKOFF, failures, random(), error.retryAfterMs);
    // It is no failure of the row, which must not be parted from others for it, or given up.
    const attempts = row.attempts + (isShut ? 0 : 1);
    this.#rows.failed(row, message, attempts);
    const isShortOfRoom = saysNoRoom(error);
    if (isShortOfRoom) this.#budget.refused(row.outgoing.priority, now, retryAt);
    this.#pausing = { until: retryAt, why: isShortOfRoom ? 'budget' : 'failed' };
    metrics.outbox.inc({ platform: platform.name, outcome: 'failed' });
    this.#log.warn(
      { err: error, code: error.code, ...aboutRow(row), retryAt },
      'a message could not be delivered and is tried again',
    );
    // What is short of room waits here: in the database it would hold back what is urgent.
    const failure = { error: errorWords(error), retryAt: isShortOfRoom ? now : retryAt, now, attempts };
    await store.failOutbox(row.seq, failure);
    if (this.#shut && now - this.#shut.since >= SHUT_RINGS_AFTER_MS) await this.#ringBehind(message);
  }

  /** Words keep their order and wait for the first of them; those whom they ring or telephone need not. */
  async #ringBehind(tried: readonly OutboxRow[]): Promise<void> {
    const { isStopping, platform } = this.#deps;
    const isWaiting = ({ outgoing, seq }: OutboxRow) =>
      outgoing.op !== 'file' && !this.#rung.has(seq) && !tried.some((row) => row.seq === seq);
    for (const row of this.#rows.all.filter(isWaiting)) {
      if (!platform.ring || isStopping() || this.#lease.isLost) return;
      // In its own words: what a digest rings with is told only by its card.
      const plan = this.#plan(row, await this.#known(row));
      if (plan.kind === 'drop' || plan.delivery.op !== 'post') continue;
      if (!plan.delivery.rings && !plan.delivery.calls) continue;
      try {
        await this.#lease.during(withTimeLimit(platform.ring(plan.delivery), DELIVERY_LIMIT_MS, 'a ring'));
        this.#rung.add(row.seq);
      } catch (error) {
        this.#log.warn({ err: error, ...aboutRow(row) }, 'those whom a waiting message rings could not be reached');
      }
    }
  }

  #isTooLong({ attempts, createdAt }: OutboxRow, { isShut }: PlatformError): boolean {
    return isShut ? this.#deps.clock.now() - createdAt >= SHUT_MAX_MS : attempts + 1 >= DELIVERY_ATTEMPTS_MAX;
  }

  /**
   * The row has failed often. If others pass, and it fails after each of them, the platform is well, and this one would
   * block the chat for an hour: it is given up. A platform that asks for patience says nothing about the row.
   * @returns whether the chat may go on
   */
  async #clears(row: OutboxRow, error: PlatformError): Promise<boolean> {
    // Another replica has the chat: the next look finds it so.
    if (this.#lease.isLost) return true;
    // Something urgent may still pass.
    if (saysNoRoom(error)) return true;
    if (row.attempts + 1 < DELIVERY_PROBE_FROM || asksForPatience(error)) return false;
    const pausing = this.#pausing;
    const takenBefore = this.#taken;
    const other = await this.#choose(row);
    this.#pausing = pausing;
    if (!other || (await this.#deliver(other)) !== undefined || this.#taken === takenBefore) return false;
    const again = this.#rows.bySeq(row.seq);
    if (!again) return false;
    const errorAgain = await this.#deliver(again);
    if (errorAgain && asksForPatience(errorAgain)) return false;
    const passed = (this.#suspect?.seq === row.seq ? this.#suspect.passed : 0) + 1;
    this.#suspect = errorAgain && { seq: row.seq, passed };
    if (errorAgain && passed < DELIVERY_PASSED_MAX) return false;
    if (errorAgain) await this.#giveUp(again, errorAgain);
    this.#pausing = undefined;
    return true;
  }

  async #giveUp(row: OutboxRow, error: PlatformError): Promise<void> {
    const { clock, metrics, platform, store } = this.#deps;
    this.#rows.forget(row);
    this.#rung.delete(row.seq);
    await store.settleOutbox([{ seq: row.seq, outcome: 'dead', error: errorWords(error) }], clock.now());
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
