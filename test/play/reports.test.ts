import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseScenario } from '../../bot/play/parse.ts';
import type { Played } from '../../bot/play/play-state.ts';
import { play } from '../../bot/play/player.ts';
import { sandboxWorld } from '../../bot/play/sandbox-world.ts';
import { writeFailure } from '../../bot/play/transcript.ts';
import { zh } from '../../cards/text.zh.ts';
import { loadContracts } from '../../contracts/load.ts';
import { openStore } from '../../db/open.ts';
import { DAY, type Instant } from '../../domain/types.ts';
import { reportOf } from '../../handlers/report-of.ts';
import { describeEngines } from '../support/engines.ts';

// What a report says is counted a second time out of the ledger's entries alone, by other means: what it sums up, somebody else can as well.
const FOLDER = join(import.meta.dirname, '../scenarios/weeks');
const contracts = (await loadContracts(join(import.meta.dirname, '../../contracts'))).map(({ contract }) => contract);

/** Beijing midnight. */
const day = (date: string): Instant => Date.parse(`${date}T00:00:00+08:00`);
const MARCH = {
  label: '2026-03',
  from: day('2026-03-01'),
  to: day('2026-04-01'),
  firstDay: '2026-03-01',
  lastDay: '2026-03-31',
  isOwn: false,
};
/** In which 全部正常 ends a round, so that the timeline itself says how many were done. */
const WEEKS = [
  { file: '93-week-guangzhou', contractId: 'guangzhou-credit', clocks: { missed: ['diagnose'] } },
  { file: '97-week-hengqin', contractId: 'hengqin-police', clocks: { missed: ['fault_report'] } },
];

const made = z.object({ dueAt: z.number(), binding: z.string() });
const entry = z.object({
  at: z.number(),
  record: z.object({ id: z.string() }).optional(),
  anomalies: z.number().optional(),
});

interface Owed {
  readonly plan: string;
  readonly dueAt: Instant;
  done: Instant | undefined;
  returned: number;
  anomalies: number;
  tickets: number;
}

/** What the entries say of each round or each paper that was due in March: midnight of the first of April is the end of the last of March. */
function owedIn({ end }: Played, type: 'inspection' | 'deliverable'): readonly Owed[] {
  const found = new Map<string, Owed>();
  for (const { body, type: what } of end.ledgers.flatMap(({ entries }) => entries)) {
    const read: unknown = JSON.parse(body);
    const { anomalies, at, record } = entry.parse(read);
    if (!record) continue;
    if (what === `${type}_opened`) {
      const { binding, dueAt } = made.parse(read);
      if (binding !== 'contract' || dueAt <= MARCH.from || dueAt > MARCH.to) continue;
      const [, , plan = ''] = record.id.split(':');
      found.set(record.id, { plan, dueAt, done: undefined, returned: 0, anomalies: 0, tickets: 0 });
    }
    const one = found.get(record.id);
    if (!one) continue;
    if (what === 'inspection_done' || what === 'deliverable_submitted') one.done ??= at;
    if (what === 'deliverable_returned') one.returned += 1;
    if (what === 'inspection_ticket') one.tickets += 1;
    if (anomalies !== undefined) one.anomalies = Math.max(one.anomalies, anomalies);
  }
  return [...found.values()];
}

function roundsOf(all: readonly Owed[], now: Instant) {
  const count = (is: (one: Owed) => boolean) => all.filter(is).length;
  return {
    planned: all.length,
    done: count(({ done, dueAt }) => done !== undefined && done <= dueAt),
    doneLate: count(({ done, dueAt }) => done !== undefined && done > dueAt),
    missed: count(({ done, dueAt }) => done === undefined && now > dueAt),
    open: count(({ done, dueAt }) => done === undefined && now <= dueAt),
  };
}

/** What is due by 24:00 of a day is handed in one day late on the next. */
function lateDays({ done, dueAt }: Owed, now: Instant): number {
  const dayOf = (at: Instant) => Math.floor((at - MARCH.from) / DAY);
  return (done ?? now) <= dueAt ? 0 : Math.max(0, dayOf(done ?? now) - dayOf(dueAt - 1));
}

describeEngines(
  (open) => {
    test.each(WEEKS)(
      'the report of the month counts what the ledger of $file holds',
      async ({ clocks, contractId, file }) => {
        const url = await open();
        const path = join(FOLDER, `${file}.yaml`);
        const scenario = parseScenario(readFileSync(path, 'utf8'), {
          file: path,
          contracts: contracts.map(({ id }) => id),
        });
        const world = (cast: Parameters<typeof sandboxWorld>[0], now: () => Instant) =>
          sandboxWorld(cast, zh.botName, now);
        const played = await play(scenario, { url, contracts, log: pino({ level: 'silent' }), world });
        expect(played.failures.map(writeFailure)).toEqual([]);

        const contract = contracts.find(({ id }) => id === contractId)!;
        const { now, tickets } = played.end;
        const store = await openStore(url, { clock: { now: () => now }, random: Math.random });
        const source = {
          store,
          contract,
          now,
          packsOver: async (from: Instant, to: Instant) => [{ contract, from, to }],
        };
        const { figures } = await reportOf(source, { kind: 'monthly', period: MARCH });
        await store.close();

        const rounds = owedIn(played, 'inspection');
        const { anomalies, byPlan, missedRounds, ...counted } = figures.inspections;
        expect(counted).toMatchObject(roundsOf(rounds, now));
        for (const { planId, ...ofPlan } of byPlan) {
          expect(ofPlan, planId).toEqual(
            roundsOf(
              rounds.filter(({ plan }) => plan === planId),
              now,
            ),
          );
        }
        expect(missedRounds).toHaveLength(counted.doneLate + counted.missed);
        expect(anomalies).toHaveLength(rounds.reduce((sum, one) => sum + one.anomalies, 0));
        expect(anomalies.filter(({ ticket }) => ticket)).toHaveLength(
          rounds.reduce((sum, one) => sum + one.tickets, 0),
        );
        // And as the timeline itself says it: each 全部正常 of March ends one round.
        const said = scenario.steps.flatMap((step) => (step.kind === 'act' && step.at < MARCH.to ? step.acts : []));
        expect(counted.done).toBe(said.filter((act) => 'say' in act && act.say.includes('全部正常')).length);

        const papers = owedIn(played, 'deliverable');
        const shape = (plan: string, done: Instant | undefined, late: number | undefined, returned: number) =>
          [plan, done ?? 'never', late, returned].join(' ');
        expect(
          figures.deliverables
            .map(({ daysLate, planId, returned, submittedAt }) => shape(planId, submittedAt, daysLate, returned))
            .toSorted(),
        ).toEqual(papers.map((one) => shape(one.plan, one.done, lateDays(one, now), one.returned)).toSorted());

        const isOfMarch = (type: string) => (at: { readonly type: string; readonly at: Instant }) =>
          at.type === type && at.at >= MARCH.from && at.at < MARCH.to;
        const events = tickets.flatMap((ticket) => ticket.events);
        expect(figures.tickets).toMatchObject({
          reported: events.filter(isOfMarch('opened')).length,
          resolved: events.filter(isOfMarch('resolved')).length,
          open: 0,
          carriedOver: 0,
        });
        expect(figures.clocks.flatMap(({ clock, missed }) => (missed > 0 ? clock : []))).toEqual(clocks.missed);
      },
    );
  },
  ['libsql'],
);
