import { type OpenStore, openStore } from '../db/open.ts';
import { type Config, currentConfig } from './config.ts';
import { systemClock } from './main.ts';

/**
 * Opens the database of the settings for one command, beside a bot that may run on it. Nothing is created or upgraded.
 * @param url of another database than that of the settings
 * @throws an error with a remedy when it is not there, can't be reached or needs an upgrade
 */
export async function withStore<T>(job: (store: OpenStore, config: Config) => Promise<T>, url?: string): Promise<T> {
  return withOpened('existing', job, url);
}

/** As `withStore`, for the command that creates and upgrades. */
export async function withMigratedStore<T>(job: (store: OpenStore, config: Config) => Promise<T>): Promise<T> {
  return withOpened('sharing', async (store, config) => {
    await store.migrate();
    return job(store, config);
  });
}

async function withOpened<T>(
  openFor: 'existing' | 'sharing',
  job: (store: OpenStore, config: Config) => Promise<T>,
  url?: string,
): Promise<T> {
  const config = currentConfig();
  const store = await openStore(url ?? config.databaseUrl, { clock: systemClock, random: Math.random, openFor });
  try {
    return await job(store, config);
  } finally {
    await store.close();
  }
}

/** One line of a command's answer. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
