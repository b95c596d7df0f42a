import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { parseScenario } from '../../bot/play/parse.ts';
import { play } from '../../bot/play/player.ts';
import { sandboxWorld } from '../../bot/play/sandbox-world.ts';
import { transcript, writeFailure } from '../../bot/play/transcript.ts';
import { zh } from '../../cards/text.zh.ts';
import { loadContracts } from '../../contracts/load.ts';
import { plainWorld } from '../support/plain-world.ts';

const contracts = (await loadContracts('contracts')).map((l) => l.contract);
const quiet = process.argv.includes('-q');
const plain = process.argv.includes('-p');
for (const file of process.argv.slice(2).filter((a) => !a.startsWith('-'))) {
  const scenario = parseScenario(await readFile(file, 'utf8'), { file, contracts: contracts.map((c) => c.id) });
  if (plain && scenario.needs.length) continue;
  const url = `file:${join(await mkdtemp(join(tmpdir(), 'pl-')), 'p.db')}`;
  const t = Date.now();
  try {
    const played = await play(scenario, {
      url,
      contracts,
      world: (cast, now) => (plain ? plainWorld(cast, now) : sandboxWorld(cast, zh.botName, now)),
      log: pino({ level: 'warn' }, pino.destination(2)),
    });
    if (!quiet) console.log(transcript(played, zh.botName));
    for (const f of played.failures) console.log(writeFailure(f));
    console.log(file, played.failures.length ? 'FAILED' : 'ok', Date.now() - t, 'ms');
  } catch (e) {
    console.log(file, 'THREW', e);
  }
}
