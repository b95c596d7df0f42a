import { LineCounter, parseDocument } from 'yaml';
import type { Instant } from '../../domain/types.ts';
import { type Expectation, isClockKey } from './expectation.ts';
import { toList } from './mismatch.ts';
import { type Findings, findings, InvalidScenario, type Path } from './problems.ts';
import { readStep, type Step } from './read-step.ts';
import {
  type Need,
  type ScenarioChat,
  type ScenarioPerson,
  type ScenarioRota,
  STEP_KINDS,
  type StepKind,
  scenarioHead,
} from './scenario.ts';
import { readWhen } from './when.ts';

export interface Scenario {
  readonly file: string;
  readonly name: string;
  readonly start: Instant;
  readonly needs: readonly Need[];
  readonly chats: Readonly<Record<string, ScenarioChat>>;
  readonly people: Readonly<Record<string, ScenarioPerson>>;
  readonly rotas: readonly ScenarioRota[];
  /** Whether the bot also does what contracts owe again and again. */
  readonly recurring: boolean;
  readonly steps: readonly Step[];
}

/** In a step: a private chat between the speaker and the bot. */
export const PRIVATE = 'private';

/**
 * Reads a scenario file.
 * @param contracts ids of the packs at hand
 * @throws {InvalidScenario} with every problem's file, line, column and remedy
 */
export function parseScenario(text: string, given: { file: string; contracts: readonly string[] }): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const found = findings(given.file, document, lines);
  for (const error of document.errors) {
    const { line, col } = lines.linePos(error.pos[0]);
    const problem = error.message.split('\n')[0] ?? error.message;
    found.problems.push({ file: given.file, line, column: col, problem, remedy: 'correct the YAML at this place' });
  }
  if (found.problems.length > 0) throw new InvalidScenario(found.problems);

  const head = scenarioHead.safeParse(document.toJS());
  if (!head.success) {
    found.addIssues([], head.error);
    throw new InvalidScenario(found.problems);
  }
  const { name, chats, people, recurring, rotas, needs } = head.data;
  checkHead(found, head.data, given.contracts);
  const start = readWhen(head.data.start, 0);
  if (start === undefined) {
    found.add(['start'], `start: \`${head.data.start}\` is no time`, 'write it like 2026-03-03T09:00:00+08:00');
    throw new InvalidScenario(found.problems);
  }
  const steps = readSteps(found, head.data.timeline, { start, chats, people });
  if (found.problems.length > 0) throw new InvalidScenario(found.problems);
  return { file: given.file, name, start, needs: needs ?? [], chats, people, rotas, recurring, steps };
}

function checkHead(
  found: Findings,
  head: Pick<Scenario, 'chats' | 'people' | 'rotas'>,
  contracts: readonly string[],
): void {
  for (const [index, rota] of head.rotas.entries()) {
    for (const [at, key] of rota.people.entries()) {
      if (key in head.people) continue;
      const known = Object.keys(head.people).join(', ');
      found.add(['rotas', index, 'people', at], `there is no person \`${key}\``, `add it to people; known: ${known}`);
    }
  }
  for (const [key, chat] of Object.entries(head.chats)) {
    if (key === PRIVATE)
      found.add(
        ['chats', key],
        '`private` is no name for a group',
        'choose another key: `in: private` means a private chat',
      );
    if (contracts.includes(chat.contract)) continue;
    found.add(
      ['chats', key, 'contract'],
      `there is no contract pack \`${chat.contract}\``,
      `known packs: ${contracts.join(', ')}`,
    );
  }
  if (Object.keys(head.chats).length === 0)
    found.add(['chats'], 'there is no chat', 'add one, such as ops: {contract: guangzhou-credit}');
}

interface Cast {
  readonly start: Instant;
  readonly chats: Readonly<Record<string, ScenarioChat>>;
  readonly people: Readonly<Record<string, ScenarioPerson>>;
}

function readSteps(found: Findings, timeline: readonly unknown[], cast: Cast): readonly Step[] {
  const steps: Step[] = [];
  let before = cast.start;
  for (const [index, raw] of timeline.entries()) {
    const path = ['timeline', index];
    const kind = kindOf(found, path, raw);
    const step = kind && readStep(found, { path, kind, raw, before });
    if (!step) continue;
    before = step.at;
    checkNames(found, path, step, cast);
    steps.push(step);
  }
  return steps;
}

function kindOf(found: Findings, path: Path, raw: unknown): StepKind | undefined {
  const keys = typeof raw === 'object' && raw !== null ? Object.keys(raw) : [];
  const kind = STEP_KINDS.find((known) => keys.includes(known));
  if (kind) return kind;
  found.add(path, 'this step does nothing', `give it one of: ${STEP_KINDS.join(', ')}`);
  return undefined;
}

function checkNames(found: Findings, path: Path, step: Step, cast: Cast): void {
  const known = Object.keys(cast.people).join(', ');
  const person = (key: string, what: string): void => {
    if (!(key in cast.people))
      found.add(path, `${what}: there is no person \`${key}\``, `add it to people; known: ${known}`);
  };
  if (step.kind === 'act') {
    for (const act of step.acts) {
      person(act.by, 'by');
      if (act.in !== undefined && act.in !== PRIVATE && !(act.in in cast.chats)) {
        found.add(
          path,
          `in: there is no chat \`${act.in}\``,
          `add it to chats; known: ${Object.keys(cast.chats).join(', ')}`,
        );
      }
    }
  }
  for (const key of peopleIn(step.expect)) person(key, 'expect');
  for (const key of Object.keys(step.expect?.clocks ?? {})) {
    if (!isClockKey(key))
      found.add(
        [...path, 'expect', 'clocks', key],
        `there is no clock \`${key}\``,
        'write a clock such as arrive, resolve or critical.update#2',
      );
  }
}

function peopleIn(expect: Expectation | undefined): readonly string[] {
  if (!expect) return [];
  return [
    ...[expect.ticket?.assignee, expect.ticket?.reporter].filter((key) => typeof key === 'string'),
    ...toList(expect.message).flatMap((message) => message.mentions ?? []),
    ...toList(expect.private).map((answer) => answer.to),
    ...Object.keys(expect.last_card?.offers ?? {}),
    ...(expect.last_card?.mentions ?? []),
  ];
}
