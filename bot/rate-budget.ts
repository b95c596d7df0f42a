import { HOUR, MINUTE } from '../domain/types.ts';
import type { RateWindows } from '../platforms/rate-windows.ts';
import type { Capabilities } from '../platforms/types.ts';

export function windowsOf({ perHour, perMinute }: Pick<Capabilities, 'perMinute' | 'perHour'>): RateWindows {
  return [
    ...(perMinute === undefined ? [] : [{ messagesMax: perMinute, lengthMs: MINUTE }]),
    ...(perHour === undefined ? [] : [{ messagesMax: perHour, lengthMs: HOUR }]),
  ];
}

/** What is left of them for messages that are not urgent, so that a breach never waits behind chatter. */
export function windowsForChatter(windows: RateWindows): RateWindows {
  return windows.map(({ lengthMs, messagesMax }) => ({
    messagesMax: messagesMax - urgentReserve(messagesMax),
    lengthMs,
  }));
}

/** How many of the messages of a window are kept for what is urgent. */
export function urgentReserve(messagesMax: number): number {
  return messagesMax < 2 ? 0 : Math.ceil(messagesMax / 5);
}
