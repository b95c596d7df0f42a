// The examples of docs/assessment.md are run as they stand there: a rule as a pack writes it, facts as a paper score writes them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { readFacts } from '../../bot/score-facts.ts';
import { paperStatement } from '../../bot/score-papers.ts';
import { chineseHolidays } from '../../contracts/holidays.ts';
import { parsePack } from '../../contracts/schema.ts';
import { kindShape } from '../../contracts/schema-kinds.ts';
import { parseCivil } from '../../domain/civil.ts';
import { moneyText, pointsText } from '../../reports/figures.ts';
import { pack } from '../contracts/pack-text.ts';

interface Example {
  readonly kind: string;
  readonly rule: string;
  readonly facts: string;
}

const docs = ['docs/assessment.md', 'docs/assessment.zh-CN.md'];
const examplesOf = (file: string): readonly Example[] => {
  const text = readFileSync(join(import.meta.dirname, '../..', file), 'utf8');
  return [...text.matchAll(/^### `(?<kind>[\w-]+)`\n(?<body>[\s\S]*?)(?=^##)/gm)].map(({ groups = {} }) => {
    const [rule = '', facts = ''] = [...(groups.body ?? '').matchAll(/```yaml\n([\s\S]*?)```/g)].map(
      (it) => it[1] ?? '',
    );
    return { kind: groups.kind ?? '', rule, facts };
  });
};

describe.each(docs)('%s', (file) => {
  const examples = examplesOf(file);

  test('every kind of rule has its example', () => {
    expect(examples.map(({ kind }) => kind).toSorted()).toEqual(Object.keys(kindShape).toSorted());
  });

  test.each(examples.map((example) => [example.kind, example] as const))(
    '%s: the example has another result',
    (kind, example) => {
      expect(JSON.stringify(parse(example.rule))).toContain(`"${kind}"`);
      expect(resultOf(example)).toEqual(promised(example.facts));
    },
  );
});

test('both languages have the same examples', () => {
  const [english, chinese] = docs.map(examplesOf);
  expect(chinese).toEqual(english);
});

/** `# total: 98`, `# total of W: 87`, `# grade: …`, `# money: …`, `# verdict: …` */
function promised(facts: string): Readonly<Record<string, string>> {
  const lines = [...facts.matchAll(/^# (?<what>[^:\n]+): (?<value>.+)$/gm)];
  return Object.fromEntries(
    lines.map(({ groups = {} }) => [groups.what ?? '', groups.value ?? '']).filter(([what]) => what !== 'period'),
  );
}

function resultOf({ facts, rule }: Example): Readonly<Record<string, string>> {
  const contract = parsePack(packOf(parse(rule)), { sourceName: 'example.yaml', holidays: chineseHolidays() });
  const said: unknown = parse(facts) ?? {};
  const tables = isMap(said) && 'tables' in said ? said.tables : { T1: said };
  const period = /^# period: (\S+)$/m.exec(facts)?.[1] ?? 'P1';
  const text = stringify({ contract: 'demo', period, tables });
  const now = parseCivil('2026-06-01');
  const read = readFacts(text, 'facts.yaml', { contracts: [contract], now });
  const { parts } = paperStatement({
    contract: read.contract,
    label: read.label,
    tables: read.contract.tables.map(({ id }) => id),
    people: read.people,
    now,
    factsOf: () => read.facts,
  });
  const scores = parts.flatMap((part) => part.tables);
  const [first] = scores;
  const shown: Readonly<Record<string, string | undefined>> = {
    total: spanText(first?.total),
    ...Object.fromEntries(scores.map(({ copy, id, total }) => [`total of ${copy ?? id}`, spanText(total)])),
    grade: first?.bands.map(({ name }) => name).join(', '),
    money: moneyText(first?.fen.min ?? 0),
    verdict: first?.verdicts.map(({ outcome }) => outcome).join(', '),
  };
  return Object.fromEntries(Object.keys(promised(facts)).map((what) => [what, shown[what] ?? '']));
}

function spanText(span: { readonly min: number; readonly max: number } | undefined): string | undefined {
  if (span === undefined) return undefined;
  return span.min === span.max ? pointsText(span.min) : `${pointsText(span.min)} to ${pointsText(span.max)}`;
}

/** A list of items, a map with keys of their table, or whole tables. */
function packOf(rule: unknown): string {
  const demo = pack.replace('2025-06-01, to: 2026-05-31', '2026-01-01, to: 2026-12-31');
  const tables = isMap(rule) && 'tables' in rule ? rule.tables : { T1: tableOf(isMap(rule) ? rule : { items: rule }) };
  return `${demo}${stringify({ price: 1_000_000, tables })}`;
}

function tableOf({ items, base, ...over }: Readonly<Record<string, unknown>>): object {
  const hasBase = base !== 'none' && over.accrual !== true;
  return {
    name: '考核表',
    clause: '一',
    period: '3 months of the service',
    ...(hasBase && { base: 100 }),
    ...(hasBase && isPart(items) && { mismatch: '例子只有表的一部分' }),
    ...over,
    sections: [{ id: 's', name: '内容', items }],
  };
}

/** Its printed points do not make a whole table. */
function isPart(items: unknown): boolean {
  const points = Array.isArray(items) ? items.map((item) => (isMap(item) ? Number(item.points ?? 0) : 0)) : [];
  const sum = points.reduce((all, one) => all + one, 0);
  return sum !== 0 && sum !== 100;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
