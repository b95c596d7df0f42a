import { createHash, randomUUID } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Clock, HOUR, type Instant } from '../domain/types.ts';

/** Files that came with tickets, and those that the bot made, each under the hash of its bytes: the same picture twice is one file. */
export interface MediaFolder {
  /** Kept for good when it resolves. @returns SHA-256 of the bytes, in hex */
  keep(bytes: Uint8Array): Promise<string>;
  /** @returns nothing where it is missing, or is not any more what was kept */
  read(hash: string): Promise<Uint8Array | undefined>;
  /** Reads the file again and compares it with its hash. */
  check(hash: string): Promise<'intact' | 'changed' | 'missing'>;
}

/** The folder can't be used; the message names the remedy. */
export class MediaFolderError extends Error {
  readonly code = 'media_folder';
}

/** What a process left that ended while it was writing. */
const LEFT_BEHIND_MS = HOUR;

/**
 * Opens the folder of `MEDIA_DIR`, and makes it where it is missing. Files lie in `<first two digits>/<hash>`, without their
 * names and readable for this user only; nothing serves the folder to the web but signed links (`file-links.ts`), and the sandbox what was sent in it.
 * @throws {MediaFolderError}
 */
export async function openMediaFolder(dir: string, clock: Clock): Promise<MediaFolder> {
  const root = resolve(dir);
  const incoming = join(root, 'incoming');
  try {
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    await access(incoming, constants.R_OK | constants.W_OK);
    await removeLeftBehind(incoming, clock);
  } catch (error) {
    throw new MediaFolderError(
      `The folder ${root} can't be written (${codeOf(error)}). Make it writable for this user, or choose another one: MEDIA_DIR`,
      { cause: error },
    );
  }
  return {
    ...readMediaFolder(dir),
    async keep(bytes) {
      const hash = hashOfBytes(bytes);
      const temporary = join(incoming, randomUUID());
      try {
        await writeDurably(temporary, bytes);
        const made = await mkdir(dirname(placeOf(root, hash)), { recursive: true, mode: 0o700 });
        if (made !== undefined) await syncFolder(root);
        await rename(temporary, placeOf(root, hash));
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      await syncFolder(dirname(placeOf(root, hash)));
      return hash;
    },
    async read(hash) {
      try {
        const bytes = await readFile(placeOf(root, hash));
        return hashOfBytes(bytes) === hash ? bytes : undefined;
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined;
        throw error;
      }
    },
  };
}

/** As it is, for `verify`: nothing is made. */
export function readMediaFolder(dir: string): Pick<MediaFolder, 'check'> {
  const root = resolve(dir);
  return {
    async check(hash) {
      try {
        return (await hashOf(placeOf(root, hash))) === hash ? 'intact' : 'changed';
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return 'missing';
        throw error;
      }
    },
  };
}

/** Nothing outlives the process: for scenarios and tests. */
export function memoryMedia(): MediaFolder {
  const kept = new Map<string, Uint8Array>();
  return {
    async keep(bytes) {
      const hash = hashOfBytes(bytes);
      kept.set(hash, bytes);
      return hash;
    },
    read: async (hash) => kept.get(hash),
    async check(hash) {
      return kept.has(hash) ? 'intact' : 'missing';
    },
  };
}

function placeOf(root: string, hash: string): string {
  return join(root, hash.slice(0, 2), hash);
}

function hashOfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part);
  return hash.digest('hex');
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Without it a power cut could take the name away again. Windows has no such call. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function removeLeftBehind(incoming: string, clock: Clock): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const writtenAt = await writtenAtOf(path);
    if (writtenAt !== undefined && writtenAt < clock.now() - LEFT_BEHIND_MS) await rm(path, { force: true });
  }
}

/** @returns nothing where another process has moved it to its place meanwhile */
async function writtenAtOf(path: string): Promise<Instant | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
