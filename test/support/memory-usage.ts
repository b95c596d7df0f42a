import type { CivilMonth } from '../../domain/types.ts';
import type { PlatformUsage, PlatformUse } from '../../platforms/usage.ts';

/** What a platform charges for, without a database; `uses` is each use as it was written. */
export function memoryUsage(): PlatformUsage & { readonly uses: readonly PlatformUse[] } {
  const all: PlatformUse[] = [];
  const of = (platform: string, month: CivilMonth) =>
    all.filter((use) => use.platform === platform && use.month === month);
  const sum = (uses: readonly PlatformUse[], kind: PlatformUse['kind']) =>
    uses.filter((use) => use.kind === kind).reduce((total, { count }) => total + count, 0);
  return {
    uses: all,
    add: async (uses) => void all.push(...uses),
    async ofMonth(platform, month) {
      const uses = of(platform, month);
      return { call: sum(uses, 'call'), message: sum(uses, 'message') };
    },
    async ofTickets(platform, month) {
      const uses = of(platform, month);
      const tickets = new Set(uses.flatMap(({ ticketId }) => ticketId ?? []));
      return [...tickets]
        .map((ticketId) => {
          const own = uses.filter((use) => use.ticketId === ticketId);
          return { ticketId, calls: sum(own, 'call'), messages: sum(own, 'message') };
        })
        .toSorted((a, b) => b.calls - a.calls);
    },
  };
}
