import { HOUR, MINUTE } from '../domain/types.ts';
import type { RateWindows } from '../platforms/rate-windows.ts';
import type { Capabilities } from '../platforms/types.ts';

export function windowsOf({ perHour, perMinute }: Pick<Capabilities, 'perMinute' | 'perHour'>): RateWindows {
  return [
    ...(perMinute === undefined ? [] : [{ messagesMax: perMinute, lengthMs: MINUTE }]),
    ...(perHour === undefined ? [] : [{ messagesMax: perHour, lengthMs: HOUR }]),
  ];
}
