// Who may import whom, and what may be done where. This is the map of the repository: read it first.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type SourceImport, type SourceScan, scanSource } from './support/source-scan.ts';

interface Layer {
  /** Our folders (`domain/`) and files (`db/store.ts`) that it may use besides its own. */
  ours: readonly string[];
  /** The same, but for types alone. */
  oursTypes?: readonly string[];
  /** Packages; `@wecom/*` and `node:*` stand for all that begin so. */
  packages: readonly string[];
  packagesTypes?: readonly string[];
  /** Its subfolders know nothing of each other: a platform is not built on another platform. */
  hasSeparateSubfolders?: boolean;
}

const layers: Record<string, Layer> = {
  domain: { ours: [], packages: [] },
  cards: { ours: ['domain/'], packages: [] },
  reports: {
    ours: ['domain/', 'cards/'],
    packages: ['docx', 'write-excel-file', 'echarts', '@resvg/resvg-js', 'node:url'],
  },
  contracts: { ours: ['domain/'], packages: ['zod', 'yaml', 'chinese-days', 'node:*'] },
  platforms: {
    // A platform that shows no card for something shows the card's words.
    ours: ['cards/types.ts', 'cards/card-as-text.ts', 'domain/'],
    oursTypes: ['cards/catalogue-wecom.ts', 'cards/catalogue-dingtalk.ts'],
    packages: ['zod', 'node:*', 'ws', '@wecom/*', 'dingtalk-stream'],
    packagesTypes: ['koa', '@koa/router'],
    hasSeparateSubfolders: true,
  },
  db: {
    ours: ['domain/', 'cards/types.ts', 'platforms/types.ts', 'platforms/notes.ts', 'platforms/usage.ts'],
    oursTypes: ['platforms/sandbox/history.ts'],
    packages: ['drizzle-orm', '@libsql/client', 'mysql2', 'zod', 'node:*'],
  },
  language: { ours: ['domain/'], packages: ['@node-rs/jieba', 'pinyin-pro', 'node:module', 'node:fs'] },
  handlers: {
    ours: ['domain/', 'cards/', 'language/', 'platforms/types.ts'],
    oursTypes: ['db/changes.ts', 'db/reads.ts', 'db/records.ts', 'db/store.ts'],
    packages: ['zod'],
    packagesTypes: ['koa-compose'],
  },
  schedules: { ours: ['domain/', 'db/', 'handlers/'], packages: ['node-cron'] },
  web: {
    ours: [],
    oursTypes: ['platforms/sandbox/', 'platforms/types.ts', 'cards/types.ts', 'domain/types.ts'],
    packages: ['preact'],
  },
  // The composition root: it may import everything, and of these folders none may import it.
  bot: { ours: ['*'], packages: ['*'] },
};
/** No part of the running program: these may import anything. */
const tooling = ['bench', 'bin', 'scripts', 'test'];

interface Rule {
  name: string;
  why: string;
  /** Folders and files that are free to. */
  allowedIn: readonly string[];
  /** When given, the only folders in which the rule holds. */
  onlyIn?: readonly string[];
  /** The places where a file does it. */
  find(scan: SourceScan): { line: number; text: string }[];
}

const rules: Rule[] = [
  {
    name: 'the wall clock is read in one place',
    why: 'take a Clock, so that a scenario can run months in a second',
    allowedIn: ['bot/main.ts', 'bench/', 'bin/', 'scripts/', 'test/', 'web/'],
    find: ({ globals }) => globals.filter(({ text }) => /^(Date\.now|new Date\(\)|Date\(\)|Temporal\.Now)$/.test(text)),
  },
  {
    name: 'the environment is read in one place',
    why: 'put the setting into the schema of bot/config.ts',
    allowedIn: ['bot/config.ts', 'bench/', 'bin/', 'scripts/', 'test/support/'],
    find: ({ globals, imports }) => [
      ...globals.filter(({ text }) => text === 'process.env'),
      ...imports.filter((it) => it.specifier === 'node:process').map(({ line }) => ({ line, text: 'node:process' })),
    ],
  },
  {
    name: 'Chinese text is in the catalogues',
    why: 'people read one voice, and a lawyer can check it in one file',
    // The English texts too: a language is named in itself where one chooses it.
    allowedIn: [
      'cards/text.zh.ts',
      'cards/text.zh.commands.ts',
      'cards/text.zh.ticket.ts',
      'cards/text.zh.explain.ts',
      'cards/text.zh.roster.ts',
      'cards/text.zh.digest.ts',
      'cards/text.zh.pack.ts',
      'cards/text.zh.people.ts',
      'cards/text.zh.paper.ts',
      'cards/text.zh.period.ts',
      'cards/text.zh.assessment.ts',
      'cards/text.zh.score.ts',
      'cards/text.zh.statement.ts',
      'cards/text.zh.report-paper.ts',
      'cards/text.zh.inspection.ts',
      'cards/text.zh.deliverable.ts',
      'cards/text.zh.reporting.ts',
      'cards/text.zh.wecom.ts',
      'cards/text.zh.dingtalk.ts',
      'cards/text.zh.dingtalk-page.ts',
      'cards/text.zh.dingtalk-typed.ts',
      'cards/text.zh.media.ts',
      'cards/text.zh.advice.ts',
      'cards/text.zh.alerts.ts',
      'cards/text.zh.same-fault.ts',
      'cards/text.zh.knowledge.ts',
      'cards/text.zh.platform.ts',
      'cards/text.zh.conversation.ts',
      'cards/text.zh.dialogue.ts',
      'cards/text.zh.doctor.ts',
      'cards/lexicon.zh.ts',
      'cards/lexicon-trouble.zh.ts',
      'cards/intake-forms.zh.ts',
      'cards/text.en.ts',
      'cards/text.en.commands.ts',
      'cards/text.en.ticket.ts',
      'cards/text.en.explain.ts',
      'cards/text.en.roster.ts',
      'cards/text.en.digest.ts',
      'cards/text.en.pack.ts',
      'web/text.zh.ts',
      'web/text.en.ts',
      'bench/',
      'test/',
    ],
    find: ({ texts }) => texts.filter(({ text }) => /\p{Script=Han}/u.test(text)),
  },
  {
    name: 'the program loads nothing of its tests',
    why: 'a fake is no platform; only `play` loads one, when it is asked to',
    allowedIn: ['bot/play/play-files.ts', 'bench/', 'scripts/', 'test/'],
    find: ({ imports }) =>
      imports
        .filter(({ specifier }) => /^(?:\.\.?\/)+test\//.test(specifier))
        .map(({ line, specifier }) => ({ line, text: specifier })),
  },
  {
    name: 'decisions are pure',
    why: 'the same facts must give the same score in a dispute a year later',
    allowedIn: [],
    onlyIn: ['domain/'],
    find: ({ globals, asyncs }) => [
      ...asyncs,
      ...globals.filter(({ text }) =>
        /^(Math\.random|(process|console|performance|crypto)\..*|(fetch|setTimeout|setInterval|queueMicrotask)\(\))$/.test(
          text,
        ),
      ),
    ],
  },
];

const root = join(import.meta.dirname, '..');
const files = globSync('**/*.{ts,tsx,mts,js,mjs}', {
  cwd: root,
  exclude: ['node_modules', 'data', 'test-output', '**/.*'],
}).sort();
const scans = files.map((file) => ({ file, scan: scanSource(file, readFileSync(join(root, file), 'utf8')) }));

describe('imports', () => {
  test('every folder of the program has its rules', () => {
    const folders = new Set(files.filter((file) => file.includes('/')).map((file) => firstFolder(file)));
    expect([...folders].filter((folder) => !layers[folder] && !tooling.includes(folder))).toEqual([]);
  });

  test.each(Object.keys(layers))('%s imports only what it may', (folder) => {
    const own = scans.filter(({ file }) => firstFolder(file) === folder && !isToolConfiguration(file));
    expect(own.flatMap(({ file, scan }) => forbiddenImports(file, scan))).toEqual([]);
  });
});

describe('code', () => {
  test.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_name, rule) => {
    expect(scans.flatMap(({ file, scan }) => violations(rule, file, scan))).toEqual([]);
  });
});

describe('these rules notice', () => {
  test.each([
    ['domain/a.ts', "import { z } from 'zod';", "domain/a.ts:1 imports 'zod'"],
    ['domain/a.ts', "\nimport type { Card } from '../cards/types.ts';", "domain/a.ts:2 imports 'cards/types.ts'"],
    ['domain/a.ts', "export * from 'node:fs';", "domain/a.ts:1 imports 'node:fs'"],
    ['cards/a.ts', "const x = await import('../bot/main.ts');", "cards/a.ts:1 imports 'bot/main.ts'"],
    ['cards/a.ts', 'const x = await import(name);', "cards/a.ts:1 imports '(computed)'"],
    ['handlers/a.ts', "import { Store } from '../db/store.ts';", "handlers/a.ts:1 imports 'db/store.ts'"],
    ['handlers/a.ts', "import compose from 'koa-compose';", "handlers/a.ts:1 imports 'koa-compose'"],
    ['handlers/a.ts', "let x: import('../db/libsql.ts').X;", "handlers/a.ts:1 imports 'db/libsql.ts' for its types"],
    ['platforms/wecom/a.ts', "import '../dingtalk/b.ts';", "platforms/wecom/a.ts:1 imports 'platforms/dingtalk/b.ts'"],
    ['db/a.ts', "import 'mysql2x';", "db/a.ts:1 imports 'mysql2x'"],
  ])('%s: %s', (file, source, start) => {
    const found = forbiddenImports(file, scanSource(file, source));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^${RegExp.escape(start)}`));
  });

  test.each([
    ['domain/a.ts', "import { b } from './b.ts';"],
    ['domain/assessment/a.ts', "import { b } from '../ticket.ts';"],
    ['handlers/a.ts', "import type { Store } from '../db/store.ts';"],
    ['handlers/a.ts', "import { type Middleware } from 'koa-compose';"],
    ['platforms/wecom/a.ts', "import '../types.ts'; import './b.ts'; import { AES } from '@wecom/crypto';"],
    ['db/a.ts', "import { x } from 'mysql2/promise'; import { y } from 'drizzle-orm/libsql';"],
    ['bot/a.ts', "import x from 'koa'; import { y } from '../db/mysql.ts';"],
  ])('nothing wrong with %s: %s', (file, source) => {
    expect(forbiddenImports(file, scanSource(file, source))).toEqual([]);
  });

  test.each([
    ['bot/timers.ts', 'const now = Date.now();', 'Date.now'],
    ['bot/timers.ts', 'const now = { now: Date.now };', 'Date.now'],
    ['bot/timers.ts', 'const now = new Date();', 'new Date()'],
    ['domain/a.ts', 'Temporal.Now.instant()', 'Temporal.Now'],
    ['bot/main.ts', "process['env'].PORT", 'process.env'],
    ['handlers/a.ts', 'const x = "确认";', '确认'],
    ['handlers/a.ts', 'const x = /确认/;', '确认'],
    ['handlers/a.ts', 'const x = `\n确认`;', '\n确认'],
    ['web/a.tsx', 'const x = <b>确认</b>;', '确认'],
    ['domain/a.ts', 'const x = async () => 1;', 'async'],
    ['domain/a.ts', 'Math.random()', 'Math.random'],
    ['bot/a.ts', "await import('../test/fakes/wecom/world.ts')", '../test/fakes/wecom/world.ts'],
  ])('%s: %s', (file, source, text) => {
    const found = rules.flatMap((rule) => violations(rule, file, scanSource(file, source)));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`${file}:1: ${text}`);
  });

  test.each([
    ['bot/main.ts', 'Date.now()'],
    ['handlers/a.ts', 'const date = new Date(ticket.reportedAt); // 确认'],
    ['cards/text.zh.ts', 'const x = "确认";'],
    ['bot/config.ts', 'process.env.PORT'],
    ['domain/plain-text.ts', 'const x = /\\p{Script=Han}/u;'],
  ])('nothing wrong with %s: %s', (file, source) => {
    expect(rules.flatMap((rule) => violations(rule, file, scanSource(file, source)))).toEqual([]);
  });
});

function forbiddenImports(file: string, scan: SourceScan): string[] {
  const folder = firstFolder(file);
  const layer = layers[folder];
  if (!layer) throw new Error(`${file} belongs to no layer`);
  return scan.imports
    .filter((it) => (isRelative(it) ? !mayImportOurs(layer, file, it) : !mayImportPackage(layer, it)))
    .map((it) => {
      const what = `'${isRelative(it) ? targetOf(file, it) : it.specifier}'${it.isTypeOnly ? ' for its types' : ''}`;
      return `${file}:${it.line} imports ${what}; ${folder}/ may import ${allowedBy(layer)}`;
    });
}

function mayImportOurs(layer: Layer, file: string, it: SourceImport): boolean {
  const target = targetOf(file, it);
  if (firstFolder(target) === firstFolder(file)) return !layer.hasSeparateSubfolders || !areSeparate(file, target);
  return isAmong(layer.ours, target) || (it.isTypeOnly && isAmong(layer.oursTypes ?? [], target));
}

/** True for `platforms/wecom/a.ts` and `platforms/dingtalk/b.ts`; what lies in `platforms/` itself belongs to all of them. */
function areSeparate(file: string, target: string): boolean {
  const [, subfolder, ...below] = target.split('/');
  return below.length > 0 && file.split('/')[1] !== subfolder;
}

function mayImportPackage(layer: Layer, it: SourceImport): boolean {
  const names = it.isTypeOnly ? [...layer.packages, ...(layer.packagesTypes ?? [])] : layer.packages;
  return names.some((name) =>
    name.endsWith('*')
      ? it.specifier.startsWith(name.slice(0, -1))
      : it.specifier === name || it.specifier.startsWith(`${name}/`),
  );
}

function violations(rule: Rule, file: string, scan: SourceScan): string[] {
  if (isAmong(rule.allowedIn, file) || isToolConfiguration(file)) return [];
  if (rule.onlyIn && !isAmong(rule.onlyIn, file)) return [];
  const places = rule.allowedIn.length > 0 ? `only in ${rule.allowedIn.join(', ')}` : 'never there';
  return rule.find(scan).map(({ line, text }) => `${file}:${line}: ${text.slice(0, 40)} (${places}: ${rule.why})`);
}

function allowedBy(layer: Layer): string {
  const typesOf = (names: readonly string[] = []) => names.map((name) => `the types of ${name}`);
  const ours = [...layer.ours, ...typesOf(layer.oursTypes)];
  const packages = [...layer.packages, ...typesOf(layer.packagesTypes)];
  return `of ours: ${ours.join(', ') || 'nothing'}; packages: ${packages.join(', ') || 'none'}`;
}

/** `names` are folders with a slash at their end, files, or `*`. */
function isAmong(names: readonly string[], file: string): boolean {
  return names.some((name) => name === '*' || name === file || (name.endsWith('/') && file.startsWith(name)));
}

function isRelative({ specifier }: SourceImport): boolean {
  return specifier.startsWith('.');
}

function targetOf(file: string, { specifier }: SourceImport): string {
  return join(dirname(file), specifier);
}

function firstFolder(file: string): string {
  return file.split('/')[0] ?? '';
}

/** vitest.config.ts and the like: read by a tool, never by the program. */
function isToolConfiguration(file: string): boolean {
  return file.endsWith('.config.ts');
}
