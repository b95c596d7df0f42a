import { setTimeout } from 'node:timers/promises';
import type { Catalogue } from '../cards/catalogue.ts';
import { CATALOGUES } from '../cards/language.ts';
import { type DurationMs, SECOND } from '../domain/types.ts';
import { type Config, currentConfig } from './config.ts';
import { createLog } from './log.ts';
import { type RunningProgram, startProgram } from './start.ts';
import type { Line } from './types.ts';

const { en, zh } = CATALOGUES;
/** What a platform says first of its connection is waited for no longer than this: the greeting is true then. */
const FIRST_WORD_LIMIT_MS: DurationMs = 5 * SECOND;
const LOOK_EVERY_MS: DurationMs = 50;

/**
 * Without the sandbox there is no page to open, and who has no connection yet is told so with it.
 * @param lines those that are not up
 */
export function greeting({ hasSandbox }: Pick<Config, 'hasSandbox'>, url: string, lines: readonly Line[] = []): string {
  const readyz = `${url.replace(/\/$/, '')}/readyz`;
  const [address, ready] = hasSandbox ? ([url, 'readyToOpen'] as const) : ([readyz, 'ready'] as const);
  const unconnected = lines.map(({ platform, reason }) => {
    const said = (of: Catalogue) => of.system.unconnected(of.platform.names[platform] ?? platform);
    return `\n${said(zh)} / ${said(en)}: ${reason ?? 'no answer yet'}`;
  });
  return `${zh.botName} ${zh.system[ready]} / Dutybell ${en.system[ready]}: ${address}${unconnected.join('')}`;
}

/** @returns those that are not up once each has said so, or after a while */
export async function unconnectedLines(
  { lines }: Pick<RunningProgram, 'lines'>,
  limitMs: DurationMs = FIRST_WORD_LIMIT_MS,
): Promise<readonly Line[]> {
  for (let waitedMs = 0; waitedMs < limitMs && lines().some(({ state }) => state === 'awaited'); ) {
    await setTimeout(LOOK_EVERY_MS);
    waitedMs += LOOK_EVERY_MS;
  }
  return lines().filter(({ state }) => state !== 'up');
}

/** Runs until it is told to stop: SIGINT or SIGTERM; a second one does not wait. */
export async function start(): Promise<void> {
  const config = currentConfig(process.stdout.isTTY);
  const log = createLog(config.logLevel);
  const program = await startProgram(config, log);
  let isStopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (isStopping) process.exit(130);
    isStopping = true;
    log.info({ signal }, 'stopping');
    await program.stop();
    process.exit(0);
  };
  process.on('SIGHUP', () => {
    program
      .readPacksAgain()
      .catch((error: unknown) => log.error({ err: error }, 'the contract packs could not be read'));
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, (received) => {
      stop(received).catch((error: unknown) => {
        log.fatal({ err: error }, 'the program could not stop in order');
        process.exit(1);
      });
    });
  }
  // Last: whoever stops it before need not wait.
  process.stdout.write(`${greeting(config, program.url, await unconnectedLines(program))}\n`);
}
