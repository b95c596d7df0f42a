import type { Outgoing } from '../db/changes.ts';
import type { Instant } from '../domain/types.ts';
import { slotsLeft } from '../platforms/rate-windows.ts';
import {
  NOTHING_SPENT,
  nextSlotFor,
  type ReservedBudget,
  reservedBudget,
  roomForAny,
  type Spent,
  spend,
  type Urgency,
} from '../platforms/reserve.ts';
import type { Capabilities } from '../platforms/types.ts';
import { windowsOf } from './rate-budget.ts';

/** The platform has counted more than we did: nothing of that urgency leaves until then. */
interface Rest {
  readonly from: Instant;
  readonly until: Instant;
}

/** How many messages a chat may still get. A part is kept for what is urgent. */
export class LaneBudget {
  readonly #budget: ReservedBudget;
  #spent: Spent = NOTHING_SPENT;
  readonly #rests = new Map<Urgency, Rest>();

  constructor(capabilities: Pick<Capabilities, 'perMinute' | 'perHour'>) {
    this.#budget = reservedBudget(windowsOf(capabilities));
  }

  get isLimited(): boolean {
    return this.#budget.windows.length > 0;
  }

  /** How many messages may leave now, whatever they are. */
  room(now: Instant): number {
    return this.#restUntil('chatter', now) > now ? 0 : roomForAny(this.#spent, this.#budget, now);
  }

  nextSlot(priority: Outgoing['priority'], now: Instant): Instant {
    const urgency = urgencyOf(priority);
    return Math.max(nextSlotFor(urgency, this.#spent, this.#budget, now), this.#restUntil(urgency, now));
  }

  sent(now: Instant, urgency: Urgency): void {
    this.#spent = spend(urgency, this.#spent, this.#budget, now);
  }

  /** The platform has no room before `until`: for what is urgent too, where it was that which it refused. */
  refused(priority: Outgoing['priority'], now: Instant, until: Instant): void {
    this.#rests.set(urgencyOf(priority), { from: now, until });
  }

  /** Nothing that was sent counts any more. */
  isUntouched(now: Instant): boolean {
    return this.#budget.windows.every((window) => slotsLeft(this.#spent.all, [window], now) === window.messagesMax);
  }

  #restUntil(urgency: Urgency, now: Instant): Instant {
    const counting = urgency === 'urgent' ? ['urgent' as const] : (['urgent', 'chatter'] as const);
    const rests = counting.flatMap((each) => this.#rests.get(each) ?? []);
    // One that begins later is of a clock that was set back.
    return Math.max(now, ...rests.filter(({ from }) => from <= now).map(({ until }) => until));
  }
}

function urgencyOf(priority: Outgoing['priority']): Urgency {
  return priority === 0 ? 'urgent' : 'chatter';
}
