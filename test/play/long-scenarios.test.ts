import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { parseScenario } from '../../bot/play/parse.ts';
import { play } from '../../bot/play/player.ts';
import { sandboxWorld } from '../../bot/play/sandbox-world.ts';
import { writeFailure } from '../../bot/play/transcript.ts';
import { zh } from '../../cards/text.zh.ts';
import { loadContracts } from '../../contracts/load.ts';
import { describeEngines } from '../support/engines.ts';

// Weeks of packs with hundreds of duties, and a quarter: once each, since the short ones say that platforms and engines are alike.
const FOLDER = join(import.meta.dirname, '../scenarios');
const FILES = ['weeks', 'quarters'].flatMap((folder) =>
  readdirSync(join(FOLDER, folder)).map((name) => join(FOLDER, folder, name)),
);
/** For a machine that has more to do. */
const TIMEOUT_MS = 120_000;

const contracts = (await loadContracts(join(import.meta.dirname, '../../contracts'))).map(({ contract }) => contract);
const ids = contracts.map(({ id }) => id);
const scenarios = FILES.map((file) => parseScenario(readFileSync(file, 'utf8'), { file, contracts: ids }));

describeEngines(
  (open) => {
    test.each(scenarios)(
      '$name ($file)',
      async (scenario) => {
        const options = { url: await open(), contracts, log: pino({ level: 'silent' }) };
        const played = await play(scenario, { ...options, world: (cast, now) => sandboxWorld(cast, zh.botName, now) });
        expect(played.failures.map(writeFailure)).toEqual([]);
        expect(new Set(played.end.ledgers.map(({ verified }) => verified))).toEqual(new Set(['ok']));
      },
      TIMEOUT_MS,
    );
  },
  ['libsql'],
);
