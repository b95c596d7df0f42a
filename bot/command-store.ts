import { type OpenStore, openStore } from '../db/open.ts';
import { type Config, currentConfig } from './config.ts';
import { systemClock } from './main.ts';

/** Opens the database of the settings for one command. @throws an error with a remedy when it can't be reached */
export async function withStore<T>(job: (store: OpenStore, config: Config) => Promise<T>): Promise<T> {
  const config = currentConfig();
  const store = await openStore(config.databaseUrl, { clock: systemClock, random: Math.random });
  try {
    await store.migrate();
    return await job(store, config);
  } finally {
    await store.close();
  }
}

/** One line of a command's answer. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
