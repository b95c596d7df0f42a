import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Memory that looks like a disk, on Linux. */
const MEMORY = '/dev/shm';
/** A MariaDB takes a few hundred megabytes, and several runs may be under way. */
const ROOM_MIN_BYTES = 2 * 1_024 ** 3;

/**
 * Where a test's databases lie: in memory where the machine has it, since each commit waits for the disk otherwise, half of all
 * the time. That a commit survives a power cut is nothing that a test can see.
 */
export function scratchFolder(): string {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ROOM_MIN_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}
