import { copyFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { check } from '../../bot/command-check.ts';
import { termWarning } from '../../contracts/term.ts';
import { parseCivil } from '../../domain/civil.ts';

const PACK = 'contracts/guangzhou-credit.yaml';
const PEOPLE = 'contracts/demo/guangzhou-credit.people.yaml';

describe('check', () => {
  let folder = '';
  let said = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dutybell-check-'));
    said = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said += String(text).replaceAll(folder, 'FOLDER');
      return true;
    });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
    await rm(folder, { recursive: true });
  });

  test.each([
    ['a pack', PACK, /^contracts\/guangzhou-credit\.yaml: ok, guangzhou-credit: /m],
    ['every pack of a folder', 'contracts', /^contracts\/guangzhou-credit\.yaml: ok, guangzhou-credit: /m],
    [
      'the sandbox’s people, for what they are',
      PEOPLE,
      /ok, no pack but made-up people for the sandbox: 7 people, 2 groups/,
    ],
    [
      'a file that packs include',
      'contracts/shared/common.yaml',
      /common\.yaml: ok, no pack but a file that packs include/,
    ],
    [
      'the tables that a pack includes',
      'contracts/tables/guangzhou.yaml',
      /guangzhou\.yaml: ok, no pack but a file that packs include/,
    ],
    [
      'the recurring duties that a pack includes',
      'contracts/duties/guangzhou.yaml',
      /guangzhou\.yaml: ok, no pack but a file that packs include/,
    ],
    [
      'a pack, and counts what it owes in the whole service',
      'contracts/hengqin-police.yaml',
      /: inspections in the whole service: daily 365, special on request\n.*: deliverables in the whole service: .*backup 4, recovery-drill 1,/,
    ],
  ])('takes %s', async (_what, path, expected) => {
    await check([path]);
    expect(said).toMatch(expected);
    expect(process.exitCode).toBeUndefined();
  });

  test.each([
    ['a path with nothing there', 'nope', /^FOLDER\/nope: there is no such file or folder; give a pack/],
    ['a path through a file', 'empty.yaml/x', /there is no such file or folder/],
    ['an empty file', 'empty.yaml', /^FOLDER\/empty\.yaml: it is empty; copy contracts/],
    ['comments alone', 'comments.yaml', /^FOLDER\/comments\.yaml: it is empty/],
    ['a folder without packs', 'none', /^FOLDER\/none: no \*\.yaml is in this folder; put/],
    ['people that are no people', 'x.people.yaml', /^FOLDER\/x\.people\.yaml:1:1: /],
  ])('tells the remedy for %s, and goes on', async (_what, name, expected) => {
    await writeFile(join(folder, 'empty.yaml'), '\n');
    await writeFile(join(folder, 'comments.yaml'), '# later\n---\n');
    await writeFile(join(folder, 'x.people.yaml'), 'x: 1\n');
    await mkdir(join(folder, 'none'));
    await check([join(folder, name), PACK]);
    expect(said).toMatch(expected);
    expect(said).toContain('ok, guangzhou-credit');
    expect(process.exitCode).toBe(1);
  });
});

test('a folder is refused for what two of its packs have in common, though each is good', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dutybell-check-'));
  for (const name of ['shared', 'tables', 'duties'])
    await cp(join('contracts', name), join(folder, name), { recursive: true });
  for (const name of ['a.yaml', 'b.yaml']) await copyFile(PACK, join(folder, name));
  const said: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  await check([folder]);
  expect(said.filter((line) => line.includes('ok, guangzhou-credit'))).toHaveLength(2);
  expect(said.at(-1)).toContain('b.yaml:1:1: a.yaml has the same id or numberPrefix');
  expect(process.exitCode).toBe(1);
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rm(folder, { recursive: true });
});

test.each([
  ['its last millisecond is of the term', -1, false],
  ['the next one is not', 0, true],
])('a contract’s term: %s', (_what, offset, isOver) => {
  const end = parseCivil('2027-01-01', '00:00');
  const warning = termWarning({ term: { from: '2026-01-01', to: '2026-12-31' } }, end + offset);
  expect(warning !== undefined).toBe(isOver);
  if (isOver) expect(warning).toContain('2026-12-31');
});
