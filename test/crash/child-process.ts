import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ChildArguments } from './wire.ts';
import { listening } from './wire.ts';

const CHILD = join(import.meta.dirname, 'child.ts');
/** A hundred of them are started: loading is most of their work. */
const QUICK_START = new URL('../../bot/quick-start.ts', import.meta.url).href;
const STDERR_KEPT = 4_000;

export interface Child {
  /** Lets it begin; until then it has only loaded its program. */
  begin(): void;
  /** Its address once it listens; never resolves when it is killed before. */
  readonly up: Promise<string>;
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  /** As the kernel does it: no handler runs. */
  kill(): Promise<void>;
  /** The end of what it complained about. */
  stderr(): string;
}

export function startChild(given: ChildArguments): Child {
  const child = spawn(process.execPath, ['--import', QUICK_START, CHILD, JSON.stringify(given)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT);
  });
  const exited = exitOf(child);
  // It may be killed before it reads.
  child.stdin.on('error', () => undefined);
  return {
    begin: () => void child.stdin.write('begin\n'),
    up: portOf(child).then((port) => `http://127.0.0.1:${port}`),
    exited,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    stderr: () => stderr,
  };
}

async function exitOf(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  const [code, signal] = await once(child, 'exit');
  return { code: typeof code === 'number' ? code : null, signal: typeof signal === 'string' ? signal : null };
}

async function portOf(child: ChildProcess): Promise<number> {
  if (!child.stdout) throw new Error('the child has no stdout');
  for await (const line of createInterface({ input: child.stdout })) return listening.parse(JSON.parse(line)).port;
  return new Promise(() => undefined);
}
