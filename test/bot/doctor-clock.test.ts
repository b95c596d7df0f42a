// Replicas compare leases with their own clocks: each has to be that of the database's server, nearly.
import { describe, expect, test } from 'vitest';
import { examineServerClock } from '../../bot/doctor-clock.ts';
import { openStore } from '../../db/open.ts';
import { SECOND } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';

const AT = 1_000_000;

describe('the clock of the database’s server', () => {
  test.each([
    ['five seconds ahead', 5 * SECOND, 'ok', 'as that of'],
    ['one millisecond more', 5 * SECOND + 1, 'bad', '5 s behind'],
    ['five seconds behind', -5 * SECOND, 'ok', 'as that of'],
    ['a minute behind', -60 * SECOND, 'bad', '60 s ahead of'],
  ])('%s', async (_name, aheadMs, grade, seen) => {
    const [finding] = await examineServerClock({ serverTime: async () => AT + aheadMs }, { now: () => AT });
    expect(finding).toMatchObject({ about: 'clock', grade, seen: expect.stringContaining(seen) });
  });

  test.each([
    ['read at once', 0],
    ['read at the end', 20 * SECOND],
  ])('a slow answer is no skew: %s', async (_name, afterMs) => {
    let now = AT;
    const serverTime = async () => {
      now += 20 * SECOND;
      return AT + afterMs;
    };
    const [finding] = await examineServerClock({ serverTime }, { now: () => now });
    expect(finding?.grade).toBe('ok');
  });
});

describeEngines((openDatabase, engine) => {
  test('a server tells its time, a file has none', async () => {
    const clock = { now: () => Date.now() };
    const store = await openStore(await openDatabase(), { clock, random: Math.random });
    try {
      const findings = await examineServerClock(store, clock);
      expect(findings.map(({ grade }) => grade)).toEqual(engine === 'mysql' ? ['ok'] : []);
    } finally {
      await store.close();
    }
  });
});
