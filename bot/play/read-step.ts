import { z } from 'zod';
import { zh } from '../../cards/text.zh.ts';
import type { Instant } from '../../domain/types.ts';
import type { Expectation } from './expectation.ts';
import type { Findings, Path } from './problems.ts';
import { type AlertAct, type ExemptAct, type SayAct, STEP_SCHEMAS, type StepKind, type TapAct } from './scenario.ts';
import { readWhen } from './when.ts';

export type Act =
  | ({ readonly kind: 'say' } & SayAct)
  | ({ readonly kind: 'tap' } & TapAct)
  | ({ readonly kind: 'exempt' } & ExemptAct);

/** What happens at one instant. `line` is where the file says so. */
export type Step = { readonly line: number; readonly at: Instant; readonly expect?: Expectation } & What;

export interface RawStep {
  readonly path: Path;
  readonly kind: StepKind;
  readonly raw: unknown;
  readonly before: Instant;
}

/** Checks a step's own keys and finds its instant; what is wrong goes to `found`. */
export function readStep(found: Findings, step: RawStep): Step | undefined {
  const reading = readKeys(found, step);
  if (!reading) return undefined;
  const { expect, what, when } = reading;
  const at = instantOf(found, step, when);
  if (at === undefined) return undefined;
  return { line: found.lineOf(step.path), at, ...(expect && { expect }), ...what };
}

function readKeys(found: Findings, step: RawStep): Reading | undefined {
  try {
    return readKind(step.kind, step.raw);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    found.addIssues(step.path, error);
    return undefined;
  }
}

type What =
  | { readonly kind: 'act'; readonly acts: readonly Act[]; readonly handled: boolean }
  | { readonly kind: 'alert'; readonly alert: AlertAct; readonly handled: boolean }
  | { readonly kind: 'redeliver'; readonly times: number }
  | { readonly kind: 'down' | 'up' | 'wait' };

interface Reading {
  readonly when: string | undefined;
  readonly expect: Expectation | undefined;
  readonly what: What;
}

/** @throws {z.ZodError} */
function readKind(kind: StepKind, raw: unknown): Reading {
  switch (kind) {
    case 'say': {
      const { at, expect, handled, ...act } = STEP_SCHEMAS.say.parse(raw);
      return { when: at, expect, what: acts([{ kind: 'say', ...act }], handled) };
    }
    case 'tap': {
      const { at, expect, handled, ...act } = STEP_SCHEMAS.tap.parse(raw);
      return { when: at, expect, what: acts(taps(act), handled) };
    }
    case 'finding': {
      const { at, expect, finding, ...who } = STEP_SCHEMAS.finding.parse(raw);
      const [word = ''] = zh.assessment.commands.record_finding.words;
      return { when: at, expect, what: acts([{ kind: 'say', ...who, say: toBot(word, finding) }], true) };
    }
    case 'exempt': {
      const { at, expect, ...act } = STEP_SCHEMAS.exempt.parse(raw);
      return { when: at, expect, what: acts([{ kind: 'exempt', ...act }], true) };
    }
    case 'at_once': {
      const { at, at_once, expect, handled } = STEP_SCHEMAS.at_once.parse(raw);
      return { when: at, expect, what: acts(at_once.flatMap(oneOfSeveral), handled) };
    }
    case 'alert': {
      const { at, expect, handled = true, ...alert } = STEP_SCHEMAS.alert.parse(raw);
      return { when: at, expect, what: { kind: 'alert', alert, handled } };
    }
    case 'redeliver': {
      const { at, expect, redeliver } = STEP_SCHEMAS.redeliver.parse(raw);
      return { when: at, expect, what: { kind: 'redeliver', times: redeliver } };
    }
    case 'down':
    case 'up': {
      const { at, expect } = STEP_SCHEMAS[kind].parse(raw);
      return { when: at, expect, what: { kind } };
    }
    case 'run_until': {
      const { expect, run_until } = STEP_SCHEMAS.run_until.parse(raw);
      return { when: run_until, expect, what: { kind: 'wait' } };
    }
    case 'expect': {
      const { at, expect } = STEP_SCHEMAS.expect.parse(raw);
      return { when: at, expect, what: { kind: 'wait' } };
    }
  }
}

/** A command as people type it in a group. */
export const toBot = (...words: readonly string[]): string => [`@${zh.botName}`, ...words].join(' ');
const acts = (list: readonly Act[], handled: boolean | undefined): What => ({
  kind: 'act',
  acts: list,
  handled: handled ?? true,
});
const taps = (tap: TapAct): readonly Act[] =>
  tap.double
    ? [
        { kind: 'tap', ...tap },
        { kind: 'tap', ...tap },
      ]
    : [{ kind: 'tap', ...tap }];
const oneOfSeveral = (act: SayAct | TapAct): readonly Act[] => ('say' in act ? [{ kind: 'say', ...act }] : taps(act));

function instantOf(found: Findings, step: RawStep, when: string | undefined): Instant | undefined {
  if (when === undefined) return step.before;
  const path = [...step.path, step.kind === 'run_until' ? 'run_until' : 'at'];
  const at = readWhen(when, step.before);
  if (at === undefined) {
    found.add(path, `\`${when}\` is no time`, 'write 09:04:10, 2026-03-31T18:00:00 or +10m');
    return undefined;
  }
  if (at < step.before) {
    found.add(path, `${when} is before the step above`, 'write the date too when the step is on a later day');
    return undefined;
  }
  return at;
}
