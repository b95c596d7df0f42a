import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { lexicon } from '../cards/lexicon.zh.ts';
import { unreachable } from '../domain/assert.ts';
import type { Contract } from '../domain/contract.ts';
import { departmentOf, levelOf, systemOf } from '../domain/contract-lookup.ts';
import { type Understanding, understand } from '../domain/intake.ts';
import { cleanText } from '../domain/plain-text.ts';
import type { LevelReason } from '../domain/ticket-types.ts';
import { chinese } from '../language/chinese.ts';
import { likeness } from '../language/likeness.ts';
import { say } from './command-store.ts';
import { isCommand } from './command-taken.ts';
import { currentConfig } from './config.ts';
import { InvalidQuestion } from './invalid-question.ts';
import { readPacks } from './pack-folder.ts';

export interface UnderstandOptions {
  readonly contract?: string;
  readonly department?: string;
  readonly json?: true;
}

/**
 * Reads lines from a file, else from standard input, and prints what each would be taken for in a group of the contract, without a
 * database: names that were taught in a chat are not known here.
 * @throws {InvalidQuestion} no such contract or department, or the file can't be read
 */
export async function understandFile(file: string | undefined, options: UnderstandOptions): Promise<void> {
  return understandLines(options, file === undefined ? process.stdin : await linesFile(file));
}

async function linesFile(path: string): Promise<NodeJS.ReadableStream> {
  try {
    const file = await open(path);
    const isFolder = (await file.stat()).isDirectory();
    if (!isFolder) return file.createReadStream();
    await file.close();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new InvalidQuestion(`cannot read ${path} (${code}); give a text file with one message a line`);
  }
  throw new InvalidQuestion(`${path} is a folder; give a text file with one message a line`);
}

/** @throws {InvalidQuestion} no such contract or department */
export async function understandLines(options: UnderstandOptions, input: NodeJS.ReadableStream): Promise<void> {
  const contract = await contractOf(options.contract);
  const departmentId = departmentIn(contract, options.department);
  const read = async (line: string): Promise<string> => {
    const body = cleanText(line);
    const understood = understand(body, { contract, lexicon, chinese, likeness: likeness(), departmentId });
    const isTaken = await isCommand(body);
    return options.json
      ? JSON.stringify(asJson(body, understood, isTaken))
      : asText(body, understood, isTaken, contract);
  };
  for await (const line of createInterface({ input })) if (line.trim() !== '') say(await read(line));
}

async function contractOf(id: string | undefined): Promise<Contract> {
  const contracts = (await readPacks(currentConfig().contractsDir)).map(({ contract }) => contract);
  const ids = contracts.map((contract) => contract.id).join(', ');
  const found = id === undefined && contracts.length === 1 ? contracts[0] : contracts.find((it) => it.id === id);
  if (found) return found;
  throw new InvalidQuestion(
    id === undefined ? `of which contract? Write --contract with one of ${ids}` : `no contract ${id}; there are ${ids}`,
  );
}

function departmentIn({ departments }: Contract, wanted: string | undefined): string | undefined {
  if (wanted === undefined) return undefined;
  const found = departments.find(({ id, name, aliases }) => [id, name, ...aliases].includes(wanted));
  if (found) return found.id;
  const ids = departments.map(({ id }) => id).join(', ') || 'none';
  throw new InvalidQuestion(`no department ${wanted}; the contract has ${ids}`);
}

function asJson(says: string, understood: Understanding, isTaken: boolean) {
  return { says, ...understood, kind: isTaken ? 'command' : understood.kind };
}

function asText(says: string, understood: Understanding, isTaken: boolean, contract: Contract): string {
  if (isTaken) return `${says}\n  command: it is done as such`;
  return [`${says}`, `  ${understood.kind}: ${consequence(understood)}`, ...details(understood, contract)].join('\n');
}

/** What the bot does where nothing else is under way in the chat. */
function consequence({ kind, alone, doubt, followUp }: Understanding): string {
  switch (kind) {
    case 'incident':
      return 'opens a ticket';
    case 'request':
      return 'asks whether it is registered as a service request';
    case 'unsure':
      return `asks whether it is a fault (${doubt ?? 'no reason'}); the clocks count from this message`;
    case 'question':
      return 'answers who is on duty, and offers to register it';
    case 'follow_up':
      return `belongs to the speaker’s ticket (${followUp ?? 'supplement'}); where he has none it is taken for ${alone ?? 'unsure'}`;
    case 'small_talk':
      return 'gets a short answer';
    default:
      return unreachable(kind);
  }
}

function details(understood: Understanding, contract: Contract): readonly string[] {
  const { further = [], levelReason, outweighed, place, symptom, family } = understood;
  const lines = [
    systemLine(understood, contract),
    `level ${levelOf(contract, understood.level)?.name ?? understood.level}, ${reasonOf(levelReason)}`,
    // Where it is asked since likeness knows too little, its share says nothing.
    outweighed === undefined || outweighed.share < 0.5
      ? undefined
      : `${Math.round(outweighed.share * 100)} % by its likeness to labelled messages; by the rules it is ${outweighed.kind}`,
    symptom === undefined ? undefined : `symptom ${symptom}${family === undefined ? '' : `, ${family}`}`,
    place === undefined ? undefined : `place ${place}`,
  ];
  return [
    ...lines.flatMap((line) => (line === undefined ? [] : `  ${line}`)),
    ...further.flatMap((fault) => [
      `  a further ticket: ${fault.body}`,
      ...details(fault.understood, contract).map((line) => `  ${line}`),
    ]),
  ];
}

function systemLine({ systemId, systemHeard, systemsPossible = [] }: Understanding, contract: Contract) {
  const nameOf = (id: string) => {
    const department = departmentOf(contract, id)?.name;
    return `${systemOf(contract, id)?.name ?? id}${department === undefined ? '' : ` (${department})`}`;
  };
  if (systemId !== undefined) {
    return `system ${nameOf(systemId)}${systemHeard ? `, from “${systemHeard.said}” by ${systemHeard.by}` : ''}`;
  }
  return systemsPossible.length > 0 ? `asks which system: ${systemsPossible.map(nameOf).join(', ')}` : undefined;
}

function reasonOf(reason: LevelReason): string {
  if (reason.code === 'sign') return `since it says ${reason.word}`;
  if (reason.code === 'matrix')
    return `by the table at ${reason.row} and ${reason.column}${reason.ask ? ', to be confirmed' : ''}`;
  return `by ${reason.code}`;
}
