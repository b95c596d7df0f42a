import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, '..', '..', 'bot', 'cli.ts');

export interface StartedProgram {
  readonly url: string;
  /** Ends the process and waits for its end. */
  stop(): Promise<void>;
  /** As the kernel does it: no handler runs. */
  kill(): Promise<void>;
}

/** A folder for a database, and its removal. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'dutybell-browser-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/**
 * `dutybell start`, as people run it, with the sandbox unless `more` settings say otherwise.
 * @param port 0: any free port
 */
export async function startProgram(
  folder: string,
  port = 0,
  more: Readonly<Record<string, string>> = {},
): Promise<StartedProgram> {
  const settings = {
    PORT: String(port),
    HOST: '127.0.0.1',
    SANDBOX: 'on',
    DATABASE_URL: `file:${join(folder, 'dutybell.db')}`,
    LOG_LEVEL: 'warn',
    ...more,
  };
  const child = spawn(process.execPath, [CLI, 'start'], {
    // An operator's .env beside the checkout is none of ours.
    cwd: folder,
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      const [found] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}:\n${said}`)));
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  return { url, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}
