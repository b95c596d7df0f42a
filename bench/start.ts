// Cold start: from the command to the first page served, and the memory that the program rests with. Usage: node bench/start.ts
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { percentile, withDatabases } from './stage.ts';

const CLI = join(import.meta.dirname, '../bot/cli.ts');
const STARTS = 7;
const REST_MS = 5_000;
const GIVE_UP_MS = 30_000;
/** Aim for a cold start. */
const AIM_MS = 1_000;

interface Started {
  readonly child: ChildProcess;
  readonly ms: number;
}

async function start(databaseUrl: string, folder: string): Promise<Started> {
  const port = await freePort();
  const before = performance.now();
  const child = spawn(process.execPath, [CLI, 'start'], {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: databaseUrl, PORT: String(port), LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await answers(`http://127.0.0.1:${port}/`))) {
    if (child.exitCode !== null || performance.now() - before > GIVE_UP_MS)
      throw new Error('the program did not start');
    await delay(2);
  }
  return { child, ms: performance.now() - before };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).status === 200;
  } catch {
    return false;
  }
}

async function stop({ child }: Started): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** Resident megabytes, as Linux counts them. */
async function memory({ child }: Started): Promise<string> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(status)?.[1];
  return kilobytes === undefined ? 'unknown here' : `${(Number(kilobytes) / 1024).toFixed(0)} MB`;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('a server without a port');
  return address.port;
}

const folder = await mkdtemp(join(tmpdir(), 'dutybell-start-'));
try {
  await withDatabases(async (open) => {
    for (const engine of ['libsql', 'mysql'] as const) {
      const { url } = await open(engine);
      const first = await start(url, folder);
      await stop(first);
      const times: number[] = [];
      for (let n = 0; n < STARTS; n += 1) {
        const started = await start(url, folder);
        times.push(started.ms);
        await stop(started);
      }
      const resting = await start(url, folder);
      await delay(REST_MS);
      const median = percentile(times, 0.5);
      console.log(
        `${engine === 'mysql' ? 'MariaDB' : 'libsql'}: serving after ${median.toFixed(0)} ms = ${(median / AIM_MS).toFixed(2)}` +
          ` of the ${AIM_MS} ms allowed; ${first.ms.toFixed(0)} ms when the tables are made; at rest ${await memory(resting)}`,
      );
      await stop(resting);
    }
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
