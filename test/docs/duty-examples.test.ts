// The example of recurring duties in the manuals is read as it stands there, in both languages.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseMoment } from '../../contracts/forms-obligations.ts';
import { chineseHolidays } from '../../contracts/holidays.ts';
import { parsePack } from '../../contracts/schema.ts';
import { pack } from '../contracts/pack-text.ts';

const root = join(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const lists = textOf('contracts/shared/checklists.yaml');

describe.each([
  ['docs/contracts.md', '## Inspections and deliverables'],
  ['docs/contracts.zh-CN.md', '### 周期性的巡检和材料'],
])('%s', (file, heading) => {
  test('its example is no good pack', () => {
    const [example = ''] = [...textOf(file).matchAll(/```yaml\n(inspections:\n[\s\S]*?)```/g)].map((it) => it[1] ?? '');
    const { inspections, deliverables } = parsePack(`${pack}${lists}\n${example}`, {
      sourceName: file,
      holidays: chineseHolidays({ from: 2025, to: 2026 }),
    });
    expect(inspections.map(({ id, windows }) => [id, windows.length])).toEqual([['room', 2]]);
    expect(inspections[0]?.checklist.at(-1)?.reading).toEqual({ unit: '%', min: 60_000, warnDays: 30 });
    expect(deliverables.map(({ id, report }) => [id, report])).toEqual([['monthly-report', 'monthly']]);
  });

  test('a moment of its table is none', () => {
    const section =
      textOf(file)
        .split(heading)[1]
        ?.split(/\n#{2,3} /)[0] ?? '';
    const written = [...section.matchAll(/`((?:start|end)[^`]*|\d\d:\d\d)`/g)].map((it) => it[1] ?? '');
    expect(written.length).toBeGreaterThan(6);
    expect(written.filter((text) => parseMoment(text) === undefined)).toEqual([]);
  });
});
