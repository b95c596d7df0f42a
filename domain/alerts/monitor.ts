import { ALERT_SOURCES, type AlertSource } from '../contract.ts';
import { type PersonId, personId } from '../types.ts';

/** Monitoring reports as somebody who is no member of any contract: nothing rings it, and it decides nothing. */
export function monitorId(source: AlertSource): PersonId {
  return personId(`monitor:${source}`);
}

/** @returns undefined for a person */
export function monitorSource(id: PersonId): AlertSource | undefined {
  return ALERT_SOURCES.find((source) => id === monitorId(source));
}

export function isMonitor(id: PersonId): boolean {
  return monitorSource(id) !== undefined;
}
