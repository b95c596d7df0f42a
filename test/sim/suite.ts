import { expect, test } from 'vitest';
import { describeEngines } from '../support/engines.ts';
import { simSeed } from '../support/settings.ts';
import { guangzhou } from './guangzhou.ts';
import { simulateYear } from './year.ts';

const TICKETS = 6;
/** A year takes seconds, and the machine may have other work. */
const LIMIT_MS = 120_000;
/** Runs one certain year alone. */
const ONLY = simSeed();

/** Years of these seeds on libsql, and the first few of them on MySQL as well. */
export function describeYears({ from, to, onMysql }: { from: number; to: number; onMysql: number }): void {
  describeEngines((open, engine) => {
    const count = engine === 'libsql' ? to - from + 1 : onMysql;
    const seeds = ONLY === undefined ? Array.from({ length: count }, (_, place) => from + place) : [ONLY];
    test.each(seeds)(
      'year %i: no reminder is missing, doubled, early, or after its stop',
      async (seed) => {
        const result = await simulateYear({ url: await open(), contract: await guangzhou(), seed, tickets: TICKETS });
        const again = `play it again with DUTYBELL_SIM_SEED=${seed}`;
        expect(result.tickets, again).toBe(TICKETS);
        expect(result.recorded, again).toEqual(result.wanted);
        expect(
          result.shown.filter(({ recorded, shown }) => recorded !== shown),
          `not shown as often as recorded; ${again}`,
        ).toEqual([]);
      },
      LIMIT_MS,
    );
  });
}
