import type { Delivery } from './types.ts';

/**
 * What of a delivery has been said already. One delivery may take several messages, so that a repeat by this process says only
 * what is missing. It is forgotten at a restart, and with the oldest deliveries.
 */
export interface SaidParts {
  /** What is remembered of the part; absent: it was not said. */
  get(key: string, part: string): string | undefined;
  /** @param value what to remember of it, such as the form in which it was said */
  put(key: string, part: string, value: string): void;
}

const DELIVERIES_MAX = 1_000;

export function createSaidParts(deliveriesMax: number = DELIVERIES_MAX): SaidParts {
  const deliveries = new Map<string, Map<string, string>>();
  return {
    get: (key, part) => deliveries.get(key)?.get(part),
    put(key, part, value) {
      const parts = deliveries.get(key) ?? new Map<string, string>();
      parts.set(part, value);
      // Behind all others, as the newest.
      deliveries.delete(key);
      deliveries.set(key, parts);
      const [oldest] = deliveries.keys();
      if (deliveries.size > deliveriesMax && oldest !== undefined) deliveries.delete(oldest);
    },
  };
}

/** This process began the delivery. */
const FRESH = 'fresh';

/**
 * Whether another process may have said parts of the delivery: of what it began itself, this one knows what arrived. To be asked
 * before anything of it is said.
 */
export function mayBeThere(parts: SaidParts, { isRepeat, key }: Pick<Delivery, 'isRepeat' | 'key'>): boolean {
  if (isRepeat !== true) parts.put(key, FRESH, FRESH);
  return parts.get(key, FRESH) === undefined;
}
