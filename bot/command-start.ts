import { CATALOGUES } from '../cards/language.ts';
import { type Config, currentConfig } from './config.ts';
import { createLog } from './log.ts';
import { startProgram } from './start.ts';

/** Without the sandbox there is no page to open. */
export function greeting({ hasSandbox }: Pick<Config, 'hasSandbox'>, url: string): string {
  const { en, zh } = CATALOGUES;
  const ready = hasSandbox ? 'readyToOpen' : 'ready';
  const address = hasSandbox ? url : `${url.replace(/\/$/, '')}/readyz`;
  return `${zh.botName} ${zh.system[ready]} / Dutybell ${en.system[ready]}: ${address}`;
}

/** Runs until it is told to stop: SIGINT or SIGTERM; a second one does not wait. */
export async function start(): Promise<void> {
  const config = currentConfig(process.stdout.isTTY);
  const log = createLog(config.logLevel);
  const program = await startProgram(config, log);
  process.stdout.write(`${greeting(config, program.url)}\n`);

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
}
