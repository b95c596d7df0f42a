import { describe, expect, test } from 'vitest';
import { chineseHolidays } from '../../contracts/holidays.ts';
import { checkShared } from '../../contracts/include.ts';
import { parsePack, parsePackValue, readPack } from '../../contracts/schema.ts';
import type { Contract } from '../../domain/contract.ts';
import { fullPack, pack, placeOf, problemsOf } from './pack-text.ts';

const holidays = chineseHolidays({ from: 2025, to: 2026 });
const common = `calendars:
  always: always
  working: { holidays: china, weekly: { mon-fri: [08:00-16:00] } }
  nights: { holidays: china, weekly: { mon-fri: [20:00-24:00] } }
undoWithin: 5m
autoCloseAfter: 48h
`;
const later = 'undoWithin: 9m\nholidayChanges: { 2026-05-06: holiday }\n';

/** The pack with this line of includes; the files by their path. */
const read = (files: Readonly<Record<string, string>>, text = pack) =>
  readPack(`include: [${Object.keys(files).join(', ')}]\n${text}`, {
    sourceName: 'packs/demo.yaml',
    holidays,
    read: (path) => files[path],
  });
const problemsWith = (files: Readonly<Record<string, string>>, text?: string) => problemsOf(() => read(files, text));
const without = (key: string) => pack.replace(new RegExp(`^${key}:.*\n`, 'm'), '');
const weeklyFrom = ({ calendars }: Contract, key: string) => {
  const calendar = calendars[key];
  return calendar?.kind === 'working' ? calendar.spec.weekly.mon[0]?.from : undefined;
};

describe('what an included file gives', () => {
  test("counts where the pack says nothing, and the pack's own key wins", () => {
    const { contract } = read({ 'shared/common.yaml': common }, without('autoCloseAfter'));
    expect(contract).toMatchObject({ undoWithinMs: 120_000, autoCloseAfterMs: 48 * 3_600_000 });
  });

  test('is merged calendar by calendar', () => {
    const { contract } = read({ 'shared/common.yaml': common });
    expect([weeklyFrom(contract, 'working'), weeklyFrom(contract, 'nights')]).toEqual(['09:00', '20:00']);
  });

  test('is merged duty by duty and list by list, so that a pack changes one of them alone', () => {
    const due = (moment: string) => `{ name: N, clause: A, kind: document, every: month, due: ${moment} }`;
    const files = {
      'shared/duties.yaml': `deliverables:\n  a: ${due('end')}\n  b: ${due('end').replace('N', 'M')}\nchecklists:\n  x: [{ id: x, group: G, name: X }]\n`,
    };
    const own = `deliverables:\n  a: ${due('end + 5 days')}\ninspections:\n  i: { name: I, clause: A, every: day, due: 10:00, checklist: [x] }\n`;
    const text = `include: [shared/duties.yaml]\n${pack}${own}`;
    const { contract } = readPack(text, {
      sourceName: 'demo.yaml',
      holidays,
      read: (path) => Object.entries(files).find(([name]) => name === path)?.[1],
    });
    expect(contract.deliverables.map(({ id, windows }) => [id, windows[0]?.due.count])).toEqual([
      ['a', 5],
      ['b', 0],
    ]);
    expect(contract.inspections[0]?.checklist.map(({ id }) => id)).toEqual(['x']);
  });

  test('gives way to what a later file says', () => {
    const files = { 'shared/common.yaml': common, 'shared/later.yaml': later };
    expect(read(files, without('undoWithin')).contract.undoWithinMs).toBe(9 * 60_000);
    const other = { 'shared/later.yaml': later, 'shared/common.yaml': common };
    expect(read(other, without('undoWithin')).contract.undoWithinMs).toBe(5 * 60_000);
  });

  test('is in the value that is saved, from which the same contract can be made again', () => {
    const files = { 'shared/common.yaml': common, 'shared/later.yaml': later };
    const { contract, value } = read(files, without('undoWithin'));
    expect(parsePackValue(JSON.parse(JSON.stringify(value)), { holidays })).toEqual(contract);
  });
});

describe('a mistake', () => {
  test('in an included value is named in that file', () => {
    const wrong = common.replace('20:00-24:00', '20:00-23:59').replace('undoWithin: 5m', 'undoWithin: 5');
    expect(problemsWith({ 'shared/common.yaml': wrong }, without('undoWithin'))).toMatchObject([
      {
        file: 'packs/shared/common.yaml',
        path: 'calendars.nights.weekly.mon-fri[0]',
        ...placeOf(wrong, '20:00-23:59'),
      },
      { file: 'packs/shared/common.yaml', path: 'undoWithin', ...placeOf(wrong, '5\n') },
    ]);
  });

  test('that shows only in the whole is named where the value stands, the pack first', () => {
    const levels = 'levelChange: [supervisor]\nquietHours: { levels: [high], from: 22:00, to: 07:00 }\n';
    const text = pack.replace('defaultLevel: high', 'defaultLevel: top');
    expect(problemsWith({ 'shared/quiet.yaml': levels }, text)).toMatchObject([
      { file: 'packs/demo.yaml', path: 'defaultLevel', line: 15 },
      { file: 'packs/shared/quiet.yaml', path: 'quietHours.levels[0]', ...placeOf(levels, 'high') },
    ]);
  });

  test('in what the pack overrides is named all the same', () => {
    const wrong = common.replace('08:00-16:00', '16:00-08:00');
    expect(problemsWith({ 'shared/common.yaml': wrong })).toMatchObject([
      { file: 'packs/shared/common.yaml', path: 'calendars.working.weekly.mon-fri[0]' },
    ]);
  });

  test('in the pack keeps its line', () => {
    expect(
      problemsWith({ 'shared/common.yaml': common }, pack.replace('reopen: resume', 'reopen: again')),
    ).toMatchObject([{ file: 'packs/demo.yaml', path: 'reopen', line: 29, column: 9 }]);
  });

  test('is told with its file, line and column, so that an editor can jump there', () => {
    const wrong = common.replace('undoWithin: 5m', 'undoWithin: 5d');
    expect(() => read({ 'shared/common.yaml': wrong })).toThrow(
      'packs/shared/common.yaml:5:13: undoWithin: "5d" is no duration; write minutes and hours such as 5m, 2h or 1h30m',
    );
  });
});

test.each([
  ['a key that only a pack has', 'numberPrefix: DM\n', 'numberPrefix', 'no such key'],
  ['a file that includes others', 'include: [shared/b.yaml]\n', 'include', 'no such key'],
  ['a list', '- a\n', '', 'does not fit'],
  ['broken YAML', 'a: [b\n', '', ''],
])('%s is refused in an included file', (_name, text, path, problem) => {
  const expected = { file: 'packs/shared/common.yaml', path, problem: expect.stringContaining(problem) };
  expect(problemsWith({ 'shared/common.yaml': text })[0]).toMatchObject(expected);
  const alone = problemsOf(() => checkShared(text, 'shared/common.yaml'));
  expect(alone[0]).toMatchObject({ ...expected, file: 'shared/common.yaml' });
});

test('a file that is missing is named at its line of the pack, and where it is looked for', () => {
  const text = `include: [shared/common.yaml, shared/gone.yaml]\n${pack}`;
  const options = {
    sourceName: 'packs/demo.yaml',
    holidays,
    read: (path: string) => (path.includes('gone') ? undefined : common),
  };
  expect(problemsOf(() => parsePack(text, options))).toMatchObject([
    {
      file: 'packs/demo.yaml',
      path: 'include[1]',
      line: 1,
      column: 31,
      problem: 'there is no file shared/gone.yaml',
      remedy: expect.stringContaining('packs/shared/gone.yaml'),
    },
  ]);
});

test.each([
  '../secrets.yaml',
  '/etc/passwd',
  'shared/../../x.yaml',
  'shared\\x.yaml',
  'shared/x.json',
  './shared/x.yaml',
])('%s leads out of the folder or is no pack file, and is not read', (path) => {
  const asked: string[] = [];
  const options = {
    sourceName: 'packs/demo.yaml',
    holidays,
    read: (wanted: string) => {
      asked.push(wanted);
      return common;
    },
  };
  const problems = problemsOf(() => parsePack(`include: ['${path}']\n${pack}`, options));
  expect(problems).toMatchObject([{ path: 'include[0]', problem: expect.stringContaining('no file below') }]);
  expect(asked).toEqual([]);
});

describe('the hash of a pack', () => {
  const hashOf = (text: string, table = holidays) => parsePack(text, { sourceName: 'pack', holidays: table }).hash;
  test('is SHA-256', () => expect(hashOf(pack)).toMatch(/^[0-9a-f]{64}$/));
  test('does not change with comments and layout', () => {
    expect(hashOf(`# another comment\n${pack.replace('reopen: resume', 'reopen:    resume # why')}`)).toBe(
      hashOf(pack),
    );
  });
  test('changes with a value', () => {
    expect(hashOf(pack.replace('reopen: resume', 'reopen: restart'))).not.toBe(hashOf(pack));
  });
  test('changes with a value that is included', () => {
    const hashWith = (text: string) => read({ 'shared/common.yaml': text }, without('undoWithin')).contract.hash;
    expect(hashWith(common)).not.toBe(hashWith(common.replace('5m', '6m')));
  });
  test('does not tell a value that is included from one that is written', () => {
    const { contract } = read({ 'shared/undo.yaml': 'undoWithin: 2m\n' }, without('undoWithin'));
    expect(contract.hash).toBe(hashOf(pack));
  });
  test('changes with the holidays that it counts by, and with no others', () => {
    const other = chineseHolidays({ from: 2025, to: 2025 });
    const through = pack.replace('holidays: china', 'holidays: none');
    expect(hashOf(pack, other)).not.toBe(hashOf(pack));
    expect(hashOf(through, other)).toBe(hashOf(through));
  });
});

test('a saved value that no longer fits is refused with the path of what is wrong', () => {
  const { value } = read({});
  const old = { ...(value as object), reopen: 'again' };
  expect(problemsOf(() => parsePackValue(old, { holidays }))).toMatchObject([
    { file: 'the saved pack', path: 'reopen' },
  ]);
});

test('what a pack says by its shortest form is what it says in full', () => {
  const contract = parsePack(fullPack, { sourceName: 'pack', holidays });
  expect(contract).toMatchObject({
    rosterNoticeMs: 48 * 3_600_000,
    projects: [{ id: 'p1', nameEn: 'Project one', priceFen: 125_000_010 }],
    systems: [{ id: 'web', nameEn: 'Website', aliases: [] }, { id: 'db' }, { id: 'mail', scheme: 'table' }],
    levels: [{ id: 'general', chain: 'default' }, { id: 'major', chain: 'urgent' }, { id: 'upper' }, { id: 'lower' }],
    schemes: [
      { id: 'plain', levels: ['major', 'general'], defaultLevel: 'general' },
      {
        id: 'table',
        vip: 'upper',
        matrix: {
          cells: [
            [
              { level: 'upper', ask: false },
              { level: 'upper', ask: true },
            ],
            [
              { level: 'lower', ask: false },
              { level: 'lower', ask: false },
            ],
          ],
        },
      },
    ],
    silence: [{ steps: [{ afterMs: 3_600_000 }, { afterMs: 5_400_000 }] }],
    choices: [{ others: ['24 hours'] }],
  });
  const short = parsePack(pack, { sourceName: 'pack', holidays });
  expect(short).toMatchObject({
    schemes: [{ id: 'default', levels: ['high', 'low'], defaultLevel: 'high' }],
    defaultScheme: 'default',
    rosterNoticeMs: 24 * 3_600_000,
    departments: [],
    choices: [],
  });
});
