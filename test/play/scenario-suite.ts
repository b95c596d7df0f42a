import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { parseScenario } from '../../bot/play/parse.ts';
import { type PlayOptions, play } from '../../bot/play/player.ts';
import type { Need } from '../../bot/play/scenario.ts';
import { transcript, writeFailure } from '../../bot/play/transcript.ts';
import { zh } from '../../cards/text.zh.ts';
import { loadContracts } from '../../contracts/load.ts';
import { describeEngines, type Engine } from '../support/engines.ts';

const FOLDER = join(import.meta.dirname, '../scenarios');
const CONTRACTS = join(import.meta.dirname, '../../contracts');
/** A platform on which every scenario is played. */
export interface ScenarioPlatform {
  readonly world: PlayOptions['world'];
  readonly lacks: readonly Need[];
  /** Absent: both. */
  readonly engines?: readonly Engine[];
}

const contracts = (await loadContracts(CONTRACTS)).map((loaded) => loaded.contract);
const scenarios = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => join(FOLDER, name))
  .map((file) => parseScenario(readFileSync(file, 'utf8'), { file, contracts: contracts.map(({ id }) => id) }));

/** Every scenario of the folder that the platform can play. */
export function describeScenarios({ engines, lacks, world }: ScenarioPlatform): void {
  test('the folder holds the scenarios', () => {
    expect(scenarios.length).toBeGreaterThan(50);
  });

  describeEngines((open) => {
    // A stale card, for one, can only be tapped where there are cards.
    const playable = scenarios.filter(({ needs }) => !needs.some((need) => lacks.includes(need)));

    // Each play erases what the one before has left: that is quicker than new tables for each.
    let opened: Promise<string> | undefined;

    test.each(playable)('$name ($file)', async (scenario) => {
      opened ??= open();
      const played = await play(scenario, { url: await opened, contracts, world, log: pino({ level: 'silent' }) });
      const report = `${transcript(played, zh.botName)}\n${played.failures.map(writeFailure).join('\n')}`;
      expect(played.failures, report).toEqual([]);
      expect(new Set(played.end.ledgers.map(({ verified }) => verified))).toEqual(new Set(['ok']));
    });
  }, engines);
}
