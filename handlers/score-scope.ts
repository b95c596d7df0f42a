import { displayName } from '../cards/ticket-view.ts';
import type { AssessmentTable } from '../domain/assessment/table-types.ts';
import type { Contract, Department, Project } from '../domain/contract.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import type { Scene } from './context.ts';

/** Of which part of a contract's score somebody asks. Absent: all of it. */
export interface ScoreScope {
  /** Ids of tables. */
  readonly tables?: readonly string[];
  /** A department's id or a person's. */
  readonly copy?: string;
  /** Of a table. */
  readonly item?: string;
  /** Of a period that was cut: when the stretch begins that is meant. */
  readonly since?: Instant;
}

export type ReadScope =
  | { readonly ok: true; readonly scope: ScoreScope }
  | { readonly ok: false; readonly problem: 'unknown'; readonly said: string }
  | { readonly ok: false; readonly problem: 'ambiguous'; readonly said: string; readonly names: readonly string[] };

/** Names that are told when what was said fits several. */
const NAMED_MAX = 8;
/** A part of a name that says less than this is none: 服务 is in most of them. */
const PART_MIN = 2;
const JOINTS = /^[\s,，、:：]+|[\s,，、:：?？。!！]+$/gu;

interface Named {
  readonly name: string;
  readonly words: readonly string[];
  readonly scope: ScoreScope;
}

/**
 * What is named beside the period: an item (`GZ1.6` or its name), a table, a sub-project, a department or a person; several of them one
 * after another narrow each other.
 */
export function readScope({ contract, members }: Pick<Scene, 'contract' | 'members'>, said: string): ReadScope {
  const text = said.normalize('NFKC').replace(JOINTS, '');
  if (text === '') return { ok: true, scope: {} };
  const named = [
    ...itemNames(contract.tables),
    ...tableNames(contract.tables),
    ...projectNames(contract),
    ...contract.departments.map((department) => departmentName(department, contract)),
    ...members.map(({ id, name }) => personName(id, displayName(name), contract)),
  ];
  const whole = readOne(text, named);
  if (whole.ok || whole.problem === 'ambiguous') return whole;
  const words = text.split(/\s+/u);
  if (words.length === 1) return whole;
  const read = words.map((word) => readOne(word.replace(JOINTS, ''), named));
  // Where one of them means nothing here, what the others may mean is not worth a question.
  if (read.some((one) => !one.ok && one.problem === 'unknown')) return whole;
  return read.reduce((before, one) => {
    if (!before.ok || !one.ok) return before.ok ? one : before;
    return { ok: true, scope: narrowed(before.scope, one.scope) };
  });
}

/** By a whole name, else by a part of one; what several are called means all of them where they are tables of one kind. */
function readOne(said: string, named: readonly Named[]): ReadScope {
  const wanted = said.toLowerCase();
  const exact = named.filter(({ words }) => words.some((word) => word.toLowerCase() === wanted));
  const alike = wanted.length < PART_MIN ? [] : named.filter(({ name }) => name.toLowerCase().includes(wanted));
  const found = exact.length > 0 ? exact : alike;
  const [only, ...more] = found;
  if (only === undefined) return { ok: false, problem: 'unknown', said };
  if (more.length === 0) return { ok: true, scope: only.scope };
  if (found.every(({ scope }) => scope.item === undefined && scope.copy === undefined)) {
    return { ok: true, scope: { tables: [...new Set(found.flatMap(({ scope }) => scope.tables ?? []))] } };
  }
  return {
    ok: false,
    problem: 'ambiguous',
    said,
    names: [...new Set(found.map(({ name }) => name))].slice(0, NAMED_MAX),
  };
}

/** Each narrows the one before: a department's copy of a table. */
function narrowed(scope: ScoreScope, more: ScoreScope): ScoreScope {
  const tables =
    scope.tables && more.tables
      ? scope.tables.filter((id) => more.tables?.includes(id))
      : (scope.tables ?? more.tables);
  return { ...scope, ...more, ...(tables && { tables }) };
}

function itemNames(tables: readonly AssessmentTable[]): readonly Named[] {
  return tables.flatMap(({ id: table, sections }) =>
    sections.flatMap(({ items }) =>
      items.map(({ id, name, rules }) => ({
        name: `${id} ${name}`,
        words: [id, name, ...rules.map((rule) => rule.id)],
        scope: { tables: [table], item: id },
      })),
    ),
  );
}

function tableNames(tables: readonly AssessmentTable[]): readonly Named[] {
  return tables.map(({ id, name, words }) => ({
    name: `${id} ${name}`,
    words: [id, name, ...words],
    scope: { tables: [id] },
  }));
}

function projectNames({ projects, tables }: Contract): readonly Named[] {
  return projects.map(({ id, name, nameEn }: Project) => ({
    name,
    words: [id, name, nameEn],
    scope: { tables: tables.filter(({ project }) => project === id).map((table) => table.id) },
  }));
}

/** Its copies of tables; where there are none, the tables of its sub-projects. */
function departmentName({ aliases, id, name, nameEn }: Department, { projects, tables }: Contract): Named {
  const words = [id, name, nameEn, ...aliases];
  const copied = tables.filter(({ departments }) => departments?.includes(id));
  if (copied.length > 0) return { name, words, scope: { tables: copied.map((table) => table.id), copy: id } };
  const own = new Set(projects.filter(({ department }) => department === id).map((project) => project.id));
  const ofProjects = tables.filter(({ project }) => project !== undefined && own.has(project));
  return { name, words, scope: { tables: ofProjects.map((table) => table.id) } };
}

function personName(id: PersonId, name: string, { tables }: Contract): Named {
  const personal = tables.filter(({ isPerPerson }) => isPerPerson).map((table) => table.id);
  return { name, words: [name], scope: { tables: personal, copy: id } };
}
