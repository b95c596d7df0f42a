// What a contract wants again and again by itself has one timer, whatever happens to the processes.
import { afterEach, describe, expect, test } from 'vitest';
import { startAttempt } from '../../bot/attempt.ts';
import { armRoutines, runRoutine } from '../../bot/routine-timers.ts';
import { contractPeople, sceneOf } from '../../bot/scene.ts';
import type { NewTimer, Outgoing } from '../../db/changes.ts';
import { DAY, eventId, HOUR, type Instant, MINUTE } from '../../domain/types.ts';
import type { Routine } from '../../handlers/routine-types.ts';
import { describeEngines } from '../support/engines.ts';
import { botOn, CONTRACT, commit, contract, NINE, post, type Stand, setStand } from './stand.ts';

const KEY = `routine:${CONTRACT}:roll_call`;

/** Posts at a time of the day, counted from nine o'clock. */
function daily(offsetMs: number): Routine {
  return {
    name: 'roll_call',
    nextAt: (_given, after) => NINE + offsetMs + DAY * Math.max(0, Math.floor((after - NINE - offsetMs) / DAY) + 1),
    changes: async (_scene, dueAt) => ({ outbox: [calledAt(dueAt)] }),
  };
}
const never: Routine = { ...daily(0), nextAt: () => undefined };
const calledAt = (dueAt: Instant): Outgoing => post(`called ${(dueAt - NINE) / HOUR}`);
/** Another replica has put another pack in force. */
const enterOtherPack = ({ deps }: Stand) =>
  commit(deps, { entries: [{ id: eventId('other'), at: NINE, type: 'pack_in_force', hash: 'another' }] });
const pending = (fireAt: Instant): NewTimer => ({ key: KEY, kind: 'routine', subject: 'roll_call', fireAt });

describeEngines((openDatabase) => {
  const stands: Stand[] = [];
  afterEach(async () => {
    for (const stand of stands.splice(0)) await stand.close();
  });
  async function begin() {
    const stand = await setStand(await openDatabase());
    stands.push(stand);
    return stand;
  }
  const arm = ({ deps }: Stand, routine: Routine) =>
    armRoutines({ ...deps, routines: [routine] }, () => undefined, contract);
  const timerOf = async ({ store }: Stand) => (await store.timer(KEY))?.fireAt;

  describe('arming', () => {
    test('sets a timer that is missing', async () => {
      const stand = await begin();
      await arm(stand, daily(HOUR));
      expect(await timerOf(stand)).toBe(NINE + HOUR);
    });

    test('moves one that lies ahead, and takes away one that nobody wants any more', async () => {
      const stand = await begin();
      await arm(stand, daily(2 * HOUR));
      await arm(stand, daily(HOUR));
      expect(await timerOf(stand)).toBe(NINE + HOUR);
      await arm(stand, never);
      expect(await timerOf(stand)).toBeUndefined();
    });

    test.each([
      ['just before its instant it is moved', -1, NINE + 3 * HOUR],
      ['from its instant on it is left to run', 0, NINE + HOUR],
    ])('one that is set for ten: %s', async (_name, offset, fireAt) => {
      const stand = await begin();
      await commit(stand.deps, { setTimers: [pending(NINE + HOUR)] });
      stand.clock.jumpTo(NINE + HOUR + offset);
      await arm(stand, daily(3 * HOUR));
      expect(await timerOf(stand)).toBe(fireAt);
    });

    test('is left to those who have the pack in force', async () => {
      const stand = await begin();
      await commit(stand.deps, { setTimers: [pending(NINE + HOUR)] });
      await enterOtherPack(stand);
      await arm(stand, daily(2 * HOUR));
      await arm(stand, never);
      expect(await timerOf(stand)).toBe(NINE + HOUR);
    });

    test.each([
      ['at its next time', {}, NINE + HOUR],
      ['from when it was given up where it finds what is there', { startsAtOnce: true } as const, NINE],
    ])('revives one that was given up: %s', async (_name, extra, fireAt) => {
      const stand = await begin();
      await commit(stand.deps, { setTimers: [pending(NINE)] });
      await stand.store.claimTimers(NINE, { token: 'one', until: NINE + MINUTE }, 1);
      await stand.store.failTimer(KEY, 'one', { error: 'no', now: NINE });
      stand.clock.jumpTo(NINE + MINUTE);
      await arm(stand, { ...daily(HOUR), ...extra });
      expect(await stand.store.timer(KEY)).toEqual({ fireAt, isDead: false });
    });

    test('runs one at once that finds what is there, unless it has a timer', async () => {
      const stand = await begin();
      await arm(stand, { ...daily(HOUR), startsAtOnce: true });
      expect(await timerOf(stand)).toBe(NINE);
      stand.clock.jumpTo(NINE + MINUTE);
      await arm(stand, { ...daily(HOUR), startsAtOnce: true });
      expect(await timerOf(stand)).toBe(NINE);
    });
  });

  describe('with the whole program', () => {
    async function runUntil(stand: Stand, routine: Routine, target: Instant) {
      const bot = botOn(stand, { routines: [routine] });
      await bot.start();
      for (let next = await bot.nextDueAt(); next !== undefined && next <= target; next = await bot.nextDueAt()) {
        stand.clock.jumpTo(next);
        await bot.settle();
      }
      return bot;
    }
    const calls = ({ platform }: Stand) => platform.keys.filter((key) => key.startsWith('called'));

    test('it runs at each of its times', async () => {
      const stand = await begin();
      await runUntil(stand, daily(HOUR), NINE + 2 * DAY + HOUR);
      expect(calls(stand)).toEqual(['called 1', 'called 25', 'called 49']);
    });

    test('what was missed in days of downtime is made up once', async () => {
      const stand = await begin();
      const first = botOn(stand, { routines: [daily(HOUR)], store: await stand.reopen() });
      await first.start();
      await first.stop();
      stand.clock.jumpTo(NINE + 3 * DAY);
      const next = botOn(stand, { routines: [daily(HOUR)] });
      await next.start();
      await next.settle();
      expect(calls(stand)).toEqual(['called 1']);
      expect(await timerOf(stand)).toBe(NINE + 3 * DAY + HOUR);
      await next.settle();
      expect(calls(stand)).toHaveLength(1);
    });

    test('two replicas run it once', async () => {
      const stand = await begin();
      const bots = [botOn(stand, { routines: [daily(HOUR)] }), botOn(stand, { routines: [daily(HOUR)] })];
      for (const bot of bots) await bot.start();
      stand.clock.jumpTo(NINE + HOUR);
      await Promise.all(bots.map((bot) => bot.settle()));
      expect(calls(stand)).toEqual(['called 1']);
    });

    test('one that only the pack in force wants is not skipped by a replica that does not have that pack', async () => {
      const stand = await begin();
      const behind = daily(2 * HOUR);
      await arm(stand, daily(HOUR));
      await enterOtherPack(stand);
      stand.clock.jumpTo(NINE + HOUR);
      const [row] = await stand.store.claimTimers(NINE + HOUR, { token: 'one', until: NINE + 2 * HOUR }, 1);
      const people = await contractPeople(stand.deps, contract);
      const attempt = startAttempt(stand.deps, { kind: 'none' }, () => undefined);
      const scene = sceneOf(stand.deps, { contract, ...people, language: 'zh', log: stand.deps.log, attempt });
      await expect(runRoutine({ routines: [behind] }, scene, row!)).rejects.toMatchObject({ code: 'pack_outdated' });
      expect(await timerOf(stand)).toBe(NINE + HOUR);
    });

    test('one that the contract no longer wants does not run, and leaves no timer', async () => {
      const stand = await begin();
      await commit(stand.deps, { setTimers: [pending(NINE)] });
      const bot = botOn(stand, { routines: [] });
      await bot.start();
      await bot.settle();
      expect(calls(stand)).toEqual([]);
      expect(await timerOf(stand)).toBeUndefined();
    });

    test('a change of the roster moves it', async () => {
      const stand = await begin();
      const byRoster: Routine = {
        ...daily(0),
        nextAt: ({ roster }, after) =>
          daily(roster.plans.length > 0 ? 2 * HOUR : HOUR).nextAt({ contract, roster }, after),
        changes: async () => ({}),
      };
      const planning: Routine = {
        name: 'planning',
        nextAt: (_given, after) => (after < NINE + MINUTE ? NINE + MINUTE : undefined),
        changes: async () => ({
          roster: [{ kind: 'plan', plan: { rotaId: 'day', startsOn: '2026-03-01', order: [] } }],
        }),
      };
      const bot = botOn(stand, { routines: [byRoster, planning] });
      await bot.start();
      expect(await timerOf(stand)).toBe(NINE + HOUR);
      stand.clock.jumpTo(NINE + MINUTE);
      await bot.settle();
      expect(await timerOf(stand)).toBe(NINE + 2 * HOUR);
    });
  });
});
