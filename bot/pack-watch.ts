import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Logger } from 'pino';
import { loadPackAlone, packNames, twinProblem } from '../contracts/load.ts';
import { InvalidPack } from '../contracts/problems.ts';
import { type ContractId, contractId } from '../domain/types.ts';
import type { Pack } from './packs.ts';
import type { Bot } from './types.ts';

/** Only for the sandbox's made-up people, who are seated at the start. */
const DEMO = 'demo';

export interface PackWatch {
  /**
   * Reads the packs again where a file of the folder has changed: each by itself, so that one with mistakes keeps no other from
   * its force. A change is taken when it is seen a second time, since an editor may be in the middle of writing; `now` does not
   * wait for that.
   */
  look(mode?: 'now'): Promise<void>;
}

/** What a file held when it was last taken. */
interface KnownFile {
  readonly id: ContractId;
  readonly hash: string;
}

interface ReadFile {
  readonly name: string;
  readonly outcome: Pack | InvalidPack;
}

export function createPackWatch(
  folder: string,
  bot: Pick<Bot, 'takePack' | 'refusePack'>,
  log: Pick<Logger, 'error' | 'warn'>,
): PackWatch {
  let taken: string | undefined;
  let seen: string | undefined;
  let hasLooked = false;
  const known = new Map<string, KnownFile>();

  const takeAll = async (): Promise<void> => {
    const files = distinct(await readAll(folder));
    const before = [...known];
    for (const { name, outcome } of files) {
      if (!(outcome instanceof InvalidPack)) {
        const { hash, id } = outcome.contract;
        // Another file's edit makes no wish of this one, in which another replica's pack may be newer.
        const isEdited = hasLooked && known.get(name)?.hash !== hash;
        await bot.takePack(outcome, isEdited ? 'edited' : 'found');
        // Only now: what failed is tried again as what it was.
        known.set(name, { id, hash });
        continue;
      }
      log.error(
        { err: outcome, file: name, code: 'pack_refused' },
        'an edited pack was refused; the earlier one stays in force',
      );
      const ofFile = known.get(name)?.id ?? contractId(basename(name, '.yaml'));
      await bot.refusePack({ contractId: ofFile, problems: outcome.problems });
    }
    for (const name of known.keys()) if (!files.some((file) => file.name === name)) known.delete(name);
    hasLooked = true;
    const present = new Set([...known.values()].map(({ id }) => id));
    for (const [name, { id }] of before) {
      if (present.has(id)) continue;
      log.warn(
        { file: name, contractId: id, code: 'pack_gone' },
        'a pack is gone; its contract stays until the next start',
      );
    }
  };

  return {
    async look(mode) {
      const found = await fingerprintOf(folder);
      const isSettled = mode === 'now' || found === seen;
      seen = found;
      if (found === taken || !isSettled) return;
      await takeAll();
      // Only now: what failed is tried again.
      taken = found;
    },
  };
}

async function readAll(folder: string): Promise<readonly ReadFile[]> {
  return Promise.all(
    (await packNames(folder)).map(async (name) => ({ name, outcome: await readOne(join(folder, name)) })),
  );
}

async function readOne(path: string): Promise<Pack | InvalidPack> {
  try {
    return await loadPackAlone(path);
  } catch (error) {
    if (error instanceof InvalidPack) return error;
    throw error;
  }
}

/** Of two packs with the same id or number prefix the later file is refused. */
function distinct(files: readonly ReadFile[]): readonly ReadFile[] {
  return files.map((file, index) => {
    const { outcome } = file;
    if (outcome instanceof InvalidPack) return file;
    const problem = files
      .slice(0, index)
      .flatMap(({ name, outcome: other }) =>
        other instanceof InvalidPack
          ? []
          : (twinProblem(file.name, outcome.contract, { name, contract: other.contract }) ?? []),
      )[0];
    return problem ? { ...file, outcome: new InvalidPack([problem]) } : file;
  });
}

/** Of the packs and all that they may include. */
async function fingerprintOf(folder: string): Promise<string> {
  const names = (await readdir(folder, { recursive: true }))
    .filter((name) => name.endsWith('.yaml') && !name.startsWith(DEMO))
    .sort();
  const hash = createHash('sha256');
  for (const name of names) {
    hash.update(`${name}\n`);
    hash.update(await readFile(join(folder, name)));
  }
  return hash.digest('hex');
}
