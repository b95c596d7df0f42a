// vitest's global set-up: one private MariaDB for the whole run. Test files get its address, and make databases in it.
import type { TestProject } from 'vitest/node';
import { type PrivateMariadb, startMariadb } from './private-mariadb.ts';
import { scratchFolder } from './scratch-folder.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the private MariaDB without a database at its end; empty when there is none. */
    mariadbUrl: string;
    /** Why there is none; empty when there is one. */
    mariadbMissing: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startUnlessMissing();
  project.provide('mariadbUrl', server?.url('') ?? '');
  project.provide('mariadbMissing', server ? '' : 'MariaDB is not installed');
  return async () => server?.stop();
}

/** `npm test` looks beforehand, says what is missing, and fails in CI; vitest started by hand finds out here. */
async function startUnlessMissing(): Promise<PrivateMariadb | undefined> {
  if ((process.env.DUTYBELL_TEST_WITHOUT ?? '').split(',').includes('mariadb')) return undefined;
  try {
    return await startMariadb(scratchFolder());
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
