import type { Statement } from '../../domain/assessment/statement.ts';
import type { Contract } from '../../domain/contract.ts';
import type { Instant } from '../../domain/types.ts';
import type { Cast } from './cast.ts';
import type { Mismatch } from './mismatch.ts';
import type { Observation } from './observe.ts';
import type { Scenario } from './parse.ts';
import type { TapAct } from './scenario.ts';
import type { Stage } from './stage.ts';
import type { PlayWorld, Shown } from './world.ts';

/** An expectation that was not met, or an act that was not possible. */
export interface Failure extends Mismatch {
  readonly file: string;
  readonly line: number;
}

/** What happened between two messages: it stood after `after` of them. */
export interface Mark {
  readonly after: number;
  readonly at: Instant;
  readonly chat?: string;
  readonly by?: string;
  readonly text: string;
}

export interface Played {
  readonly scenario: Scenario;
  readonly cast: Cast;
  readonly failures: readonly Failure[];
  readonly shown: readonly Shown[];
  readonly marks: readonly Mark[];
  readonly end: Observation;
  /** Of every own period that the play touched, where they were wanted. */
  readonly scores: readonly Statement[];
  /** Key of somebody's private chat with the bot, as in `shown`. */
  readonly privateChat: (person: string) => string;
}

/** A tap whose form the platform could not ask: what he would have filled in waits for the bot's question. */
export interface OpenForm {
  readonly act: TapAct;
  readonly chat: string;
  readonly line: number;
  readonly subject: string;
  /** Messages before this one are older than the tap. */
  readonly after: number;
}

/** A play in progress. */
export interface Play {
  readonly scenario: Scenario;
  readonly cast: Cast;
  readonly contracts: readonly Contract[];
  readonly world: PlayWorld;
  readonly stage: Stage;
  readonly now: () => Instant;
  readonly failures: Failure[];
  readonly marks: Mark[];
  readonly openForms: OpenForm[];
  /** The group in which something was said or tapped last. */
  group: string;
  /** Messages before this one have been seen by an expectation. */
  seenUntil: number;
}

export function fail(play: Play, line: number, mismatch: Mismatch): void {
  play.failures.push({ file: play.scenario.file, line, ...mismatch });
}

export function mark(play: Play, note: { text: string; chat?: string; by?: string }): void {
  play.marks.push({ after: play.world.shown.length, at: play.now(), ...note });
}
