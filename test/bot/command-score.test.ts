import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from '../support/scratch-folder.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const score = (...args: string[]) =>
  new Promise<{ readonly code: number; readonly out: string; readonly err: string }>((resolve) => {
    execFile(process.execPath, ['bot/cli.ts', 'score', ...args], { cwd: ROOT }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });

const PAPER = `contract: guangzhou-credit
period: P2
price: 1000000
asOf: 2025-12-05 09:00
tables:
  GZ-T2:
    GZ2.3: { occurrences: [{ at: 2025-10-01, days: 3 }] }
    GZ2.5: { occurrences: 2 }
`;

describe('score', () => {
  test('a paper gives the same JSON whenever it is asked, and files beside it', async () => {
    const folder = await mkdtemp(join(scratchFolder(), 'score-'));
    const [paper, xlsx, docx] = ['paper.yaml', 'p.xlsx', 'p.docx'].map((name) => join(folder, name));
    await writeFile(paper ?? '', PAPER);
    const { code, out } = await score('--facts', paper ?? '', '--json', '--xlsx', xlsx ?? '', '--docx', docx ?? '');
    expect(code).toBe(0);
    const said: unknown = JSON.parse(out);
    // 3 days at 200 yuan, and twice 500.
    expect(said).toMatchObject({ madeAt: '2025-12-05T09:00:00.000+08:00', money: { yuan: '1600.00', fen: 160_000 } });
    for (const file of [xlsx, docx]) expect((await readFile(file ?? '')).subarray(0, 2).toString()).toBe('PK');
    await rm(folder, { recursive: true });
  });

  test('what an export leaves open is judged as it ended, or as of the time that was asked', async () => {
    const folder = await mkdtemp(join(scratchFolder(), 'score-'));
    const file = join(folder, 'export.csv');
    const rows = ['number,reported,acknowledged', 'A,2025-09-01 09:00,2025-09-01 09:01', 'B,2025-09-01 09:30,'];
    await writeFile(file, rows.join('\n'));
    const dry = [
      '--dry-run',
      'contracts/guangzhou-credit.yaml',
      '--tickets',
      file,
      '--period',
      'P2',
      '--table',
      'GZ-T1',
    ];
    const [ended, later] = await Promise.all([score(...dry), score(...dry, '--as-of', '2025-11-01 09:00')]);
    expect(ended.out).toContain('计算截至：2025-09-01 09:30');
    expect(later.out).toContain('计算截至：2025-11-01 09:00');
    expect(later.out.replace('2025-11-01 09:00', '2025-09-01 09:30')).not.toBe(ended.out);
    const { code, err } = await score(...dry, '--as-of', 'tomorrow');
    expect([code, err]).toEqual([2, expect.stringContaining('--as-of tomorrow: write such as 2026-03-06T17:59')]);
    await rm(folder, { recursive: true });
  });

  test('a place that is none is told, not thrown', async () => {
    const folder = await mkdtemp(join(scratchFolder(), 'score-'));
    const paper = join(folder, 'paper.yaml');
    await writeFile(paper, PAPER);
    const { err } = await score('--facts', paper, '--xlsx', join(paper, 'p.xlsx'));
    expect(err).toContain("it can't be written (ENOTDIR)");
    expect(err).not.toMatch(/\n\s+at /);
    await rm(folder, { recursive: true });
  });

  test.each([
    [
      'half a dry run',
      ['--dry-run', 'contracts/guangzhou-credit.yaml'],
      '--dry-run PACK and --tickets FILE belong together',
    ],
    [
      'a period that is none',
      ['--contract', 'guangzhou-credit', '--period', '2026-Q5'],
      '--period 2026-Q5: write 2026-Q1, 2026-07',
    ],
    ['a file that is not there', ['--facts', 'nowhere.yaml'], '--facts nowhere.yaml: there is no such file'],
    ['a folder', ['--facts', 'contracts'], '--facts contracts: it is a folder; name the file'],
    ['another time than of a dry run', ['--as-of', '2025-12-01'], '--as-of belongs to --dry-run'],
    ['a language that it has not', ['--lang', 'fr'], 'Write zh or en.'],
  ])('%s is refused with the remedy', async (_name, args, message) => {
    const { code, err } = await score(...args);
    expect(err).toContain(message);
    expect(err).not.toMatch(/\n\s+at /);
    expect(code).not.toBe(0);
  });
});
