import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { understandFile, understandLines } from '../../bot/command-understand.ts';

/** What is printed for the lines. */
function printed(lines: readonly string[], options: Parameters<typeof understandLines>[0]): Promise<string> {
  return printedBy(() => understandLines(options, Readable.from([lines.join('\n')])));
}

async function printedBy(run: () => Promise<void>): Promise<string> {
  const written: string[] = [];
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written.push(String(chunk));
    return true;
  });
  try {
    await run();
  } finally {
    stdout.mockRestore();
  }
  return written.join('');
}

test('each line is told with its kind, and a command as one', async () => {
  const told = await printed(['双公式打不开，3楼大厅', '接单 7'], { contract: 'guangzhou-credit', json: true });
  expect(
    told
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { kind: 'incident', systemId: 'dual-publicity', systemHeard: { by: 'sound' }, place: '3楼大厅' },
    { says: '接单 7', kind: 'command' },
  ]);
});

test('for people it says what the bot would do', async () => {
  const told = await printed(['网站打不开'], { contract: 'guangzhou-credit' });
  expect(told).toContain('incident: opens a ticket');
});

test('a contract that is not there is named with those that are', async () => {
  await expect(printed([], { contract: 'nowhere' })).rejects.toThrow(
    /no contract nowhere; there are .*guangzhou-credit/,
  );
});

test('lines of a file are read as those of standard input, and one that cannot be read is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'understand-'));
  try {
    const file = join(folder, 'lines.txt');
    await writeFile(file, '网站打不开\r\n');
    const told = await printedBy(() => understandFile(file, { contract: 'guangzhou-credit' }));
    expect(told).toMatch(/^网站打不开\n {2}incident/);
    const missing = join(folder, 'none.txt');
    await expect(understandFile(missing, {})).rejects.toThrow(`cannot read ${missing} (ENOENT)`);
    await expect(understandFile(folder, {})).rejects.toThrow(/is a folder/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
