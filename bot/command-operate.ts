import type { DeadLetter } from '../db/store.ts';
import { say, withMigratedStore, withStore } from './command-store.ts';
import { ulidIds } from './ids.ts';
import { systemClock } from './main.ts';

const LISTED_MAX = 200;

export async function migrate(): Promise<void> {
  await withMigratedStore(async (store) => say(`The ${store.engine} database is up to date.`));
}

/** Makes the installation of the environment the one of the database. */
export async function adopt(): Promise<void> {
  await withStore(async (store, config) => {
    const before = (await store.instance())?.id;
    const id = config.instanceId ?? ulidIds(Math.random).next(systemClock.now());
    await store.adoptInstance(id);
    say(`The database belongs to the installation ${id}${before && before !== id ? ` (before: ${before})` : ''}.`);
    if (config.instanceId === undefined) say(`Put INSTANCE_ID=${id} into .env, and start again.`);
    else say('A running bot takes it up at its next start.');
  });
}

export async function listDead(): Promise<void> {
  await withStore(async (store) => {
    const letters = await store.deadLetters(LISTED_MAX);
    if (letters.length === 0) return say('There are no dead letters.');
    for (const { about, at, attempts, box, error, id } of letters) {
      const [reason = ''] = error.split('\n');
      say(`${box} ${id}  ${new Date(at).toISOString()}  ${attempts} attempts  ${about}`);
      say(`    ${reason}`);
    }
    say('Try one again with: dutybell dead retry BOX ID');
  });
}

export async function retryDead(box: DeadLetter['box'], id: string): Promise<void> {
  await withStore(async (store) => {
    if (await store.retryDeadLetter(box, id, systemClock.now())) return say(`${box} ${id} is tried again.`);
    process.stderr.write(`There is no dead letter ${box} ${id}; "dutybell dead" lists them.\n`);
    process.exitCode = 1;
  });
}
