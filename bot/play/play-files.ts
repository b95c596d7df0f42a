import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zh } from '../../cards/text.zh.ts';
import type { Contract } from '../../domain/contract.ts';
import type { Instant } from '../../domain/types.ts';
import { currentConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { readPacks } from '../pack-folder.ts';
import type { Cast } from './cast.ts';
import type { PlayFlags } from './command.ts';
import { parseScenario, type Scenario } from './parse.ts';
import type { Played } from './play-state.ts';
import { type PlayOptions, play } from './player.ts';
import { InvalidScenario, type ScenarioProblem, writeProblem } from './problems.ts';
import { resultOf } from './result.ts';
import { sandboxWorld } from './sandbox-world.ts';
import { transcript, writeFailure } from './transcript.ts';
import type { PlayWorld } from './world.ts';

type WorldOf = (cast: Cast, botName: string, now: () => Instant) => PlayWorld | Promise<PlayWorld>;

/** @returns whether every file could be read and every expectation was met */
export async function playFiles(files: readonly string[], flags: PlayFlags): Promise<boolean> {
  const loaded = await readPacks(currentConfig().contractsDir);
  const contracts = loaded.map(({ contract }) => contract);
  const results: object[] = [];
  let isGood = true;
  for (const file of files) {
    const scenario = await readScenario(file, contracts);
    if ('problems' in scenario) {
      isGood = false;
      results.push({ file, ok: false, problems: scenario.problems });
      for (const problem of scenario.problems) process.stderr.write(`${writeProblem(problem)}\n`);
      continue;
    }
    const played = await playOne(scenario, contracts, flags);
    isGood &&= played.failures.length === 0;
    results.push(resultOf(played, contracts));
    if (!flags.json) print(played);
    for (const failure of played.failures) process.stderr.write(`${writeFailure(failure)}\n`);
  }
  if (flags.json) printJson(files.length === 1 ? results[0] : { plays: results });
  return isGood;
}

async function readScenario(
  file: string,
  contracts: readonly Contract[],
): Promise<Scenario | { readonly problems: readonly ScenarioProblem[] }> {
  try {
    return parseScenario(await readFile(file, 'utf8'), { file, contracts: contracts.map(({ id }) => id) });
  } catch (error) {
    if (error instanceof InvalidScenario) return { problems: error.problems };
    if (!isMissing(error)) throw error;
    return { problems: [{ file, line: 1, column: 1, problem: 'there is no such file', remedy: 'check the path' }] };
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR');
}

async function playOne(
  scenario: Scenario,
  contracts: readonly Contract[],
  { db, json, platform }: PlayFlags,
): Promise<Played> {
  const log = createLog('error');
  const worldOf = await worldOn(platform);
  const world: PlayOptions['world'] = (cast, now) => worldOf(cast, zh.botName, now);
  const options = { contracts, world, log, wantsScores: json === true };
  if (db !== undefined) return play(scenario, { ...options, url: db });
  const folder = await mkdtemp(join(tmpdir(), 'dutybell-play-'));
  try {
    return await play(scenario, { ...options, url: `file:${join(folder, 'play.db')}` });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The other platforms are fakes of the tests: no part of a running program, and loaded only for a play on them. */
async function worldOn(platform: string): Promise<WorldOf> {
  if (platform === 'sandbox') return sandboxWorld;
  try {
    if (platform === 'wecom') return (await import('../../test/fakes/wecom/world.ts')).wecomWorld;
    const { dingtalkWorld } = await import('../../test/fakes/dingtalk/world.ts');
    const hasTemplate = platform === 'dingtalk';
    return (cast, botName, now) => dingtalkWorld(cast, botName, now, { hasTemplate });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new Error(`play --platform ${platform} needs the source tree with its tests; run npm install in it`, {
      cause: error,
    });
  }
}

function print(played: Played): void {
  const verdict = played.failures.length === 0 ? 'ok' : `${played.failures.length} expectation(s) failed`;
  process.stdout.write(`${transcript(played, zh.botName)}\n${verdict}\n\n`);
}

function printJson(result: object | undefined): void {
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
}
