const MINUTE = 60_000;
const HOUR = 3_600_000;

/** So many in any stretch of that length. */
export interface Allowance {
  readonly perMinute: number;
  readonly perHour: number;
}

export interface Quota {
  /** @returns false, without effect, when it would be one too many */
  take(key: string): boolean;
  /** The most that any stretch of a minute had. */
  mostPerMinute(key: string): number;
}

export function createQuota(allowance: Allowance, now: () => number): Quota {
  const taken = new Map<string, number[]>();
  const within = (instants: readonly number[], ms: number) => instants.filter((at) => at > now() - ms).length;
  return {
    take(key) {
      const instants = taken.get(key) ?? [];
      taken.set(key, instants);
      if (within(instants.slice(-allowance.perMinute), MINUTE) >= allowance.perMinute) return false;
      if (within(instants.slice(-1000), HOUR) >= allowance.perHour) return false;
      instants.push(now());
      return true;
    },
    mostPerMinute(key) {
      const instants = taken.get(key) ?? [];
      return Math.max(0, ...instants.map((from) => instants.filter((at) => at >= from && at < from + MINUTE).length));
    },
  };
}
