import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import type { Cast } from '../../bot/play/cast.ts';
import { parseScenario, type Scenario } from '../../bot/play/parse.ts';
import { play } from '../../bot/play/player.ts';
import { sandboxWorld } from '../../bot/play/sandbox-world.ts';
import { transcript, writeFailure } from '../../bot/play/transcript.ts';
import type { PlayWorld } from '../../bot/play/world.ts';
import { zh } from '../../cards/text.zh.ts';
import { loadContracts } from '../../contracts/load.ts';
import { describeEngines } from '../support/engines.ts';
import { plainWorld } from '../support/plain-world.ts';

const FOLDER = join(import.meta.dirname, '../scenarios');
const CONTRACTS = join(import.meta.dirname, '../../contracts');
/** Issue 3 asks for at least a dozen. */
const SCENARIOS_MIN = 12;

interface Platform {
  readonly name: string;
  readonly world: (cast: Cast, now: () => number) => PlayWorld;
  readonly lacks: readonly Scenario['needs'][number][];
}

const platforms: readonly Platform[] = [
  { name: 'sandbox', world: (cast, now) => sandboxWorld(cast, zh.botName, now), lacks: [] },
  // None of the optional capabilities: buttons become typed commands, private answers become mentions.
  { name: 'plain', world: plainWorld, lacks: ['cards', 'private_answers', 'card_updates'] },
];

const contracts = (await loadContracts(CONTRACTS)).map((loaded) => loaded.contract);
const scenarios = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => join(FOLDER, name))
  .map((file) => parseScenario(readFileSync(file, 'utf8'), { file, contracts: contracts.map(({ id }) => id) }));

test('the folder holds the scenarios', () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(SCENARIOS_MIN);
});

describeEngines((open) => {
  describe.each(platforms)('on the $name platform', ({ lacks, world }) => {
    // A stale card, for one, can only be tapped where there are cards.
    const playable = scenarios.filter(({ needs }) => !needs.some((need) => lacks.includes(need)));

    test.each(playable)('$name ($file)', async (scenario) => {
      const played = await play(scenario, { url: await open(), contracts, world, log: pino({ level: 'silent' }) });
      const report = `${transcript(played, zh.botName)}\n${played.failures.map(writeFailure).join('\n')}`;
      expect(played.failures, report).toEqual([]);
      expect(played.end.ledgers.map(({ verified }) => verified)).toEqual(['ok']);
    });
  });
});
