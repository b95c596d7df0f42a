import type { Outgoing } from '../db/changes.ts';
import type { Instant } from '../domain/types.ts';
import { nextSlot, type RateWindows, type SentInstants, slotsLeft, withSent } from '../platforms/rate-windows.ts';
import type { Capabilities } from '../platforms/types.ts';
import { windowsForChatter, windowsOf } from './rate-budget.ts';

/** How many messages a chat may still get. A part is kept for what is urgent. */
export class LaneBudget {
  readonly #windows: RateWindows;
  readonly #chatterWindows: RateWindows;
  #sent: SentInstants = [];
  /** Of these, what was not urgent. */
  #chatter: SentInstants = [];

  constructor(capabilities: Pick<Capabilities, 'perMinute' | 'perHour'>) {
    this.#windows = windowsOf(capabilities);
    this.#chatterWindows = windowsForChatter(this.#windows);
  }

  get isLimited(): boolean {
    return this.#windows.length > 0;
  }

  /** How many messages may leave now, whatever they are. */
  room(now: Instant): number {
    return Math.min(slotsLeft(this.#sent, this.#windows, now), slotsLeft(this.#chatter, this.#chatterWindows, now));
  }

  nextSlot(priority: Outgoing['priority'], now: Instant): Instant {
    const slot = nextSlot(this.#sent, this.#windows, now);
    return priority === 0 ? slot : Math.max(slot, nextSlot(this.#chatter, this.#chatterWindows, now));
  }

  sent(now: Instant, what: 'urgent' | 'chatter'): void {
    this.#sent = withSent(this.#sent, this.#windows, now);
    if (what === 'chatter') this.#chatter = withSent(this.#chatter, this.#windows, now);
  }

  /** Nothing that was sent counts any more. */
  isUntouched(now: Instant): boolean {
    return this.#windows.every((window) => slotsLeft(this.#sent, [window], now) === window.messagesMax);
  }
}
