// What the contract owes again and again is made, told and summed up once, however many processes run.
import { afterEach, expect, test } from 'vitest';
import type { Bot } from '../../bot/types.ts';
import { civilDate } from '../../domain/civil.ts';
import { HOUR, type Instant, MINUTE } from '../../domain/types.ts';
import { dailyReport } from '../../handlers/daily-report.ts';
import { obligationsRoutine } from '../../handlers/obligations-routine.ts';
import { describeEngines } from '../support/engines.ts';
import { botOn, CONTRACT, NINE, type Stand, setStand } from './stand.ts';

const ROUTINES = [obligationsRoutine, dailyReport];
const ROUNDS_OF_A_WORKDAY = ['etl-workday', 'platform-workday', 'service-systems-daily', 'website-daily'];
const SUMMED_UP = NINE + 9 * HOUR;

describeEngines((openDatabase) => {
  const stands: Stand[] = [];
  afterEach(async () => {
    for (const stand of stands.splice(0)) await stand.close();
  });

  test('two replicas open each round once, tell it once and post one summary', async () => {
    const stand = await setStand(await openDatabase());
    stands.push(stand);
    stand.clock.jumpTo(NINE - MINUTE);
    const bots = [
      botOn(stand, { routines: ROUTINES, instanceId: 'one' }),
      botOn(stand, { routines: ROUTINES, instanceId: 'two', store: await stand.reopen() }),
    ];
    for (const bot of bots) await bot.start();
    await liveUntil(stand, bots, SUMMED_UP);
    // One that comes later finds everything made.
    const late = botOn(stand, { routines: ROUTINES, instanceId: 'three', store: await stand.reopen() });
    await late.start();
    await liveUntil(stand, [...bots, late], SUMMED_UP + MINUTE);

    const today = civilDate(NINE);
    const due = await stand.store.obligationsDue(CONTRACT, 0, Number.MAX_SAFE_INTEGER);
    const rounds = due.filter(({ period, type }) => type === 'inspection' && period.label === today);
    expect(rounds.map(({ planId }) => planId).toSorted()).toEqual(ROUNDS_OF_A_WORKDAY);

    const entries = await stand.store.unsealedEntries(CONTRACT, 1_000);
    const sealed = await stand.store.sealedEntries(CONTRACT, 0, 1_000);
    const types = [...sealed, ...entries].map(({ body, type }) => ({ type, record: recordOf(body) }));
    const opened = types.flatMap(({ record, type }) => (type.endsWith('_opened') && record ? record : []));
    expect(opened.toSorted()).toEqual(due.map(({ id }) => id).toSorted());
    expect(types.filter(({ type }) => type === 'daily_report_posted')).toHaveLength(1);

    const { asked, delivered, keys } = stand.platform;
    expect(asked).toBe(delivered.length);
    expect(keys.filter((key) => key.startsWith('inspection-open:'))).toHaveLength(1);
    // What stands behind its chat's name is the summary's picture and paper.
    expect(keys.filter((key) => key.startsWith(`daily:${CONTRACT}:`) && key.split(':').length === 5)).toHaveLength(1);
  });
});

/** All of them at once at each instant at which one has something to do. */
async function liveUntil({ clock }: Stand, bots: readonly Bot[], until: Instant): Promise<void> {
  for (;;) {
    await Promise.all(bots.map((bot) => bot.settle()));
    const nexts = (await Promise.all(bots.map((bot) => bot.nextDueAt()))).flatMap((next) => next ?? []);
    const next = Math.min(...nexts);
    if (next > until) break;
    clock.jumpTo(Math.max(next, clock.now()));
  }
  clock.jumpTo(until);
  await Promise.all(bots.map((bot) => bot.settle()));
}

function recordOf(body: string): string | undefined {
  const { record } = JSON.parse(body) as { readonly record?: { readonly id: string } };
  return record?.id;
}
