import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from '../support/scratch-folder.ts';

const ROOT = join(import.meta.dirname, '..', '..');

let folder = '';
const dutybell = (...args: string[]) =>
  new Promise<{ readonly code: number; readonly out: string; readonly err: string }>((resolve) => {
    const env = { DATABASE_URL: `file:${join(folder, 'played.db')}` };
    execFile(process.execPath, ['bot/cli.ts', ...args], { cwd: ROOT, env }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });

const PLAYED = `name: a fault that was solved
start: 2026-03-03T09:00:00+08:00
recurring: false
chats: {ops: {contract: guangzhou-credit, title: 信用广州运维群}}
people:
  wang: {name: 王敏, role: reporter}
  li: {name: 李工, role: engineer, duty: 1}
timeline:
  - {at: "09:00", by: wang, in: ops, say: "@值班铃 信用广州网站打不开了，请回电 13800138000"}
  - {at: "09:20", by: li, tap: resolve, form: {cause: 证书过期, action: 更换证书}}
`;

beforeAll(async () => {
  folder = await mkdtemp(join(scratchFolder(), 'report-'));
  const scenario = join(folder, 'played.yaml');
  await writeFile(scenario, PLAYED);
  const { code, out, err } = await dutybell('play', '--db', `file:${join(folder, 'played.db')}`, scenario);
  expect([code, code === 0 ? '' : out + err]).toEqual([0, '']);
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

describe('report', () => {
  test('writes picture, document and spreadsheet of a period, in a folder that it makes', async () => {
    const out = join(folder, 'made', 'week');
    const { code, err } = await dutybell(
      ...['report', 'weekly', '--contract', 'guangzhou-credit', '--date', '2026-03-08', '--out', out],
    );
    expect([code, err.trim().split('\n')]).toEqual([
      0,
      [expect.stringMatching(/png$/u), expect.anything(), expect.anything()],
    ]);
    const name = '广州信用周报_2026-W10';
    expect((await readdir(out)).toSorted()).toEqual([`${name}.docx`, `${name}.png`, `${name}.xlsx`]);
    const [docx, png, xlsx] = await Promise.all(
      ['docx', 'png', 'xlsx'].map((end) => readFile(join(out, `${name}.${end}`))),
    );
    expect([docx, xlsx].map((bytes) => bytes?.subarray(0, 2).toString())).toEqual(['PK', 'PK']);
    expect(png?.subarray(1, 4).toString()).toBe('PNG');
  });

  test('writes the draft of a fault report, of a ticket as people call it', async () => {
    const { code, err } = await dutybell('report', 'fault', 'GZ-260303-01', '--out', folder);
    expect([code, err.trim()]).toEqual([0, join(folder, '故障报告 GZ-260303-01.docx')]);
  });

  test.each([
    ['a kind that is none', ['hourly'], 'report hourly: write daily, weekly, monthly'],
    ['a day that is none', ['weekly', '--date', '2026-13-01'], '--date 2026-13-01: write a day such as'],
    [
      'a period to come',
      ['yearly', '--contract', 'guangzhou-credit', '--date', '2999-01-01'],
      'that period has not begun',
    ],
    ['a fault of no ticket', ['fault'], 'report fault: of which ticket?'],
    ['a ticket that is none', ['fault', 'GZ-260303-99'], 'GZ-260303-99: there is no such ticket'],
    ['a ticket of a period', ['weekly', 'GZ-260303-01'], 'a ticket belongs to report fault'],
    ['a day of a fault', ['fault', 'GZ-260303-01', '--date', '2026-03-03'], '--date belongs to a period'],
  ])('%s is refused with the remedy, and no folder is made', async (_name, args, message) => {
    const { code, err } = await dutybell('report', ...args, '--out', join(folder, 'none'));
    expect(err).toContain(message);
    expect(err).not.toMatch(/\n\s+at /);
    expect(code).not.toBe(0);
    expect(await readdir(folder)).not.toContain('none');
  });

  test('a folder that can’t be made is told, not thrown', async () => {
    const { code, err } = await dutybell('report', 'fault', 'GZ-260303-01', '--out', join(folder, 'played.yaml', 'x'));
    expect([code, err]).toEqual([2, expect.stringContaining("the folder can't be made")]);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

describe('erase', () => {
  test('of a ticket prints what is shown from now on, and the ledger still verifies', async () => {
    const { code, out } = await dutybell('erase', '--ticket', 'GZ-260303-01');
    expect([code, out.split('\n')[0]]).toEqual([
      0,
      'GZ-260303-01: personal data was erased in 1 of 3 texts. What is shown of them:',
    ]);
    expect(out).toContain('信用广州网站打不开了，请回电 ***********\n');
    expect(await dutybell('verify')).toMatchObject({ code: 0, out: expect.stringContaining('guangzhou-credit: ok') });
  });

  test.each([
    ['nothing', [], 'erase what?'],
    ['a person whom nobody knows', ['--person', '陈某'], '--person 陈某: nobody has this id or this name'],
  ])('%s is refused with the remedy', async (_name, args, message) => {
    const { code, err } = await dutybell('erase', ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
