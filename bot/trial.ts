import type { OpenStore } from '../db/open.ts';

/**
 * Has nobody but the sandbox's made-up people used the database?
 * @param platforms names of those of real people
 */
export async function isOnlyTrial(store: Pick<OpenStore, 'allChats'>, platforms: readonly string[]): Promise<boolean> {
  if ((await store.allChats('sandbox')).length === 0) return false;
  const real = await Promise.all(platforms.map((platform) => store.allChats(platform)));
  return real.every((chats) => chats.length === 0);
}

/** The setting of a database that is not the trial's. @param platforms names of those of real people */
export function newDatabase(platforms: readonly string[]): string {
  return `DATABASE_URL=file:./data/${platforms.join('-')}.db`;
}
