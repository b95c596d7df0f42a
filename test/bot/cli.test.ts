import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const CLI = join(import.meta.dirname, '..', '..', 'bot', 'cli.ts');

test('whoever reads only the first lines of an answer is not shown a stack', async () => {
  const child = spawn(process.execPath, [CLI, 'schema'], { cwd: tmpdir() });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  // As `head` does, and before the first word.
  child.stdout.destroy();
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ code, said }).toEqual({ code: 0, said: '' });
});
