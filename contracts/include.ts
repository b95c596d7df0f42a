import { dirname, join } from 'node:path';
import { z } from 'zod';
import { include, sharedSchema } from './pack-schema.ts';
import { InvalidPack, type PackProblem, type PlacedProblem } from './problems.ts';
import { problemsOf } from './schema-problems.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

/** Gives the text of a file by its path relative to the pack's; undefined when there is none. */
export type ReadInclude = (path: string) => string | undefined;

/** A pack with what it includes put in, whose values know their file, line and column. */
export interface MergedPack {
  readonly value: unknown;
  /** Problems with their places: the pack's own first, each file's in its order, none twice. */
  locate(problems: readonly PlacedProblem[]): readonly PackProblem[];
  /** What is wrong with the included files themselves. */
  readonly problems: readonly PackProblem[];
}

/** Keys whose entries are merged one by one; of any other key the value of one file counts as a whole. */
const MERGED_MAPS: readonly string[] = [
  'calendars',
  'chains',
  'holidayYears',
  'holidayChanges',
  'systemClasses',
  'tables',
  'checklists',
  'inspections',
  'deliverables',
];

const includesOnly = z.object({ include: include.optional() });
const mapOnly = z.record(z.string(), z.unknown());

/** @throws {InvalidPack} the pack or a file that it includes is not YAML, can't be found, or may not be included */
export function mergeIncludes(text: string, options: { sourceName: string; read?: ReadInclude }): MergedPack {
  const pack = readYaml(text, options.sourceName);
  const root = mapOnly.safeParse(pack.value).data;
  if (root === undefined) return { value: pack.value, locate: pack.locate, problems: [] };
  const { include: _include, ...own } = root;
  const included = readIncludes(pack, options);
  // The one that wins comes first.
  const layers: readonly Layer[] = [{ source: pack, value: own }, ...included.toReversed()];
  return {
    value: merged(layers),
    locate: (problems) => locate(problems, layers),
    problems: included.flatMap(({ source }) => sharedProblems(source)),
  };
}

/** What is wrong with a file that packs include, looked at by itself. @throws {InvalidPack} it is not YAML */
export function checkShared(text: string, sourceName: string): void {
  const source = readYaml(text, sourceName);
  const problems = sharedProblems(source);
  if (problems.length > 0) throw new InvalidPack(problems);
}

interface Layer {
  readonly source: YamlSource;
  readonly value: Readonly<Record<string, unknown>>;
}

function sharedProblems(source: YamlSource): readonly PackProblem[] {
  const parsed = sharedSchema.safeParse(source.value);
  return parsed.success ? [] : source.locate(problemsOf(parsed.error.issues, source.value));
}

function readIncludes(pack: YamlSource, options: { sourceName: string; read?: ReadInclude }): readonly Layer[] {
  const parsed = includesOnly.safeParse(pack.value);
  if (!parsed.success) throw new InvalidPack(pack.locate(problemsOf(parsed.error.issues, pack.value)));
  const problems: PackProblem[] = [];
  const layers = (parsed.data.include ?? []).flatMap((path, index): readonly Layer[] => {
    const text = options.read?.(path);
    if (text === undefined) {
      const remedy = `make it, or delete the line; it is looked for at ${join(dirname(options.sourceName), path)}`;
      problems.push(...pack.locate([{ path: ['include', index], problem: `there is no file ${path}`, remedy }]));
      return [];
    }
    try {
      const source = readYaml(text, join(dirname(options.sourceName), path));
      return [{ source, value: mapOnly.safeParse(source.value).data ?? {} }];
    } catch (error) {
      if (!(error instanceof InvalidPack)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new InvalidPack(problems);
  return layers;
}

function merged(layers: readonly Layer[]): Readonly<Record<string, unknown>> {
  const keys = new Set(layers.flatMap(({ value }) => Object.keys(value)));
  return Object.fromEntries(
    [...keys].map((key) => {
      const values = layers.map(({ value }) => value[key]).filter((value) => value !== undefined);
      const maps = values.map((value) => mapOnly.safeParse(value).data).filter((map) => map !== undefined);
      const isMerged = MERGED_MAPS.includes(key) && maps.length === values.length;
      return [key, isMerged ? mergedMap(maps) : values[0]];
    }),
  );
}

/** The first map's entries come first and win. */
function mergedMap(maps: readonly Readonly<Record<string, unknown>>[]): Readonly<Record<string, unknown>> {
  const entries = new Map<string, unknown>();
  for (const map of maps) {
    for (const [key, value] of Object.entries(map)) if (!entries.has(key)) entries.set(key, value);
  }
  return Object.fromEntries(entries);
}

function locate(problems: readonly PlacedProblem[], layers: readonly Layer[]): readonly PackProblem[] {
  return layers.flatMap(({ source }, at) =>
    source.locate(problems.filter(({ path }) => originOf(path, layers) === at)),
  );
}

/** Index of the layer that a value comes from; what nobody has written is missing in the pack. */
function originOf([key, entry]: readonly PropertyKey[], layers: readonly Layer[]): number {
  const isGiven = ({ value }: Layer): boolean => key !== undefined && value[String(key)] !== undefined;
  const givesEntry = (layer: Layer): boolean => {
    if (entry === undefined || key === undefined || !MERGED_MAPS.includes(String(key))) return false;
    return mapOnly.safeParse(layer.value[String(key)]).data?.[String(entry)] !== undefined;
  };
  const ofEntry = layers.findIndex(givesEntry);
  return Math.max(0, ofEntry === -1 ? layers.findIndex(isGiven) : ofEntry);
}
