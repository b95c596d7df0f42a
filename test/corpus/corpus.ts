// Messages as people write them, labelled by what a duty clerk of that contract would do. `tuned/` is what rules are tuned on and
// likeness is learnt from, each series by another writer; both are judged on `held/`, whose sentences nobody looks at who writes
// rules. `unseen/` is a contract that no code was written for.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { loadPackAlone } from '../../contracts/load.ts';
import type { Contract } from '../../domain/contract.ts';

export const HALVES = ['tuned', 'held'] as const;
export type Half = (typeof HALVES)[number];

export const KINDS = ['incident', 'request', 'question', 'follow_up', 'small_talk', 'command', 'unsure'] as const;
export type Kind = (typeof KINDS)[number];

/** `asks`: how the ticket stands, or presses. */
const FOLLOW_UPS = ['supplement', 'persists', 'recovered', 'asks'] as const;

/** How the system is named: as the pack has it, by a part of a name, by a taught name, as it sounds, and so on. */
export const NAMED = ['exact', 'alias', 'short', 'nickname', 'sound', 'typo', 'voice', 'none'] as const;

const FAMILIES = ['unavailable', 'login', 'slow', 'data', 'display', 'work', 'security', 'other'] as const;

/** In place of a system: a clerk could do without one. */
export const NO_SYSTEM = 'none';

/** Where several answers are right they are all given, the best first. */
const oneOf = <Answer extends z.ZodType>(answer: Answer) =>
  z.union([answer.transform((only) => [only]), z.array(answer).min(2)]);

const messageSchema = z.strictObject({
  say: z.string().min(1),
  kind: oneOf(z.enum(KINDS)),
  /** Which follow-up it is, where it is one. */
  followUp: z.enum(FOLLOW_UPS).optional(),
  /** Absent: it names none, and none is judged. */
  system: oneOf(z.string()).optional(),
  /** Left out where nothing but its kind is judged. */
  named: oneOf(z.enum(NAMED)).default(['none']),
  /** Absent: a careful clerk would not be sure. The same of all below. */
  level: z.string().optional(),
  place: z.string().optional(),
  family: oneOf(z.enum(FAMILIES)).optional(),
  /** Systems of the further faults. */
  further: z.array(z.string()).min(1).optional(),
  /** Whose group it was said in. */
  department: z.string().optional(),
});

const fileSchema = z.strictObject({
  contract: z.string(),
  /** Names that this group has taught the bot, and their systems. */
  taught: z.record(z.string(), z.string()).default({}),
  messages: z.array(messageSchema).min(1),
});

export type CorpusMessage = z.infer<typeof messageSchema>;

export interface CorpusPart {
  readonly contract: Contract;
  readonly taught: Readonly<Record<string, string>>;
  readonly messages: readonly CorpusMessage[];
}

/** Each half has a part for each of the shipped contracts, out of all its files about it. @throws {z.ZodError} a file has mistakes */
export async function readHalves(): Promise<Readonly<Record<Half, readonly CorpusPart[]>>> {
  const contracts = await readContracts();
  const half = (of: Half) => {
    const files = readFolder(of);
    return contracts.map((contract) =>
      partOf(
        contract,
        files.filter((file) => file.contract === contract.id),
      ),
    );
  };
  return { tuned: half('tuned'), held: half('held') };
}

/** The tuned half by its writers: of each series its parts. @throws {z.ZodError} a file has mistakes */
export async function readSeries(): Promise<ReadonlyMap<string, readonly CorpusPart[]>> {
  const contracts = await readContracts();
  const bySeries = Map.groupBy(readFolder('tuned'), ({ series }) => series);
  const part = (file: CorpusFile) => {
    const contract = contracts.find(({ id }) => id === file.contract);
    if (contract === undefined)
      throw new Error(`the corpus has messages of ${file.contract}, which is no shipped contract`);
    return partOf(contract, [file]);
  };
  return new Map([...bySeries].map(([series, files]) => [series, files.map(part)]));
}

/** Both halves of a contract are read by one value of it: a pack takes long to load. */
async function readContracts(): Promise<readonly Contract[]> {
  const packs = globSync('*.yaml', { cwd: join(import.meta.dirname, 'tuned/series-01') }).sort();
  const folder = join(import.meta.dirname, '../../contracts');
  return Promise.all(packs.map(async (file) => (await loadPackAlone(join(folder, file))).contract));
}

/** The contract that no code was written for. */
export async function readUnseen(): Promise<CorpusPart> {
  const folder = join(import.meta.dirname, 'unseen');
  const { contract } = await loadPackAlone(join(folder, 'city-hospital.pack.yaml'));
  return partOf(contract, [readFile(join(folder, 'city-hospital.yaml'))]);
}

interface CorpusFile extends z.infer<typeof fileSchema> {
  /** The folder that it is in. */
  readonly series: string;
}

function readFolder(folder: Half): readonly CorpusFile[] {
  const names = globSync('**/*.yaml', { cwd: join(import.meta.dirname, folder) }).sort();
  return names.map((name) => readFile(join(import.meta.dirname, folder, name), dirname(name)));
}

function readFile(file: string, series = ''): CorpusFile {
  return { ...fileSchema.parse(parseYaml(readFileSync(file, 'utf8'))), series };
}

function partOf(contract: Contract, files: readonly CorpusFile[]): CorpusPart {
  return {
    contract,
    taught: Object.assign({}, ...files.map(({ taught }) => taught)),
    messages: files.flatMap(({ messages }) => messages),
  };
}
