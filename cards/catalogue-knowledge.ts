import type { TeachingRefusal } from '../domain/taught-name.ts';

/** An earlier ticket as it is told. */
export interface CaseFacts {
  readonly number: string;
  /** Empty where it goes without saying. */
  readonly system: string;
  /** In quotation marks. */
  readonly cause: string;
  readonly action: string;
}

/** What was done about the like before. */
export interface KnowledgeTexts {
  /** Ask for it, before or behind what it is about. */
  readonly how: readonly string[];
  /** The same, where it is plain that earlier tickets are meant. */
  readonly howBefore: readonly string[];
  /** Anywhere before `how` they say that earlier tickets are meant. */
  readonly before: readonly string[];
  /** Before these, and behind a fault, they say that it is there now. */
  readonly now: readonly string[];
  /** Below a new ticket. */
  readonly fitting: (number: string) => string;
  readonly found: (about: string) => string;
  readonly case: (facts: CaseFacts) => string;
  readonly none: (about: string) => string;
  /** @param example what is typed */
  readonly usage: (example: string) => string;
  readonly example: (system: string) => string;
  /** It may be broken right now. @param command what registers it */
  readonly ifNow: (command: string) => string;
}

/** Facts that a refusal may need; empty where they don't apply. */
export interface TeachingFacts {
  readonly name: string;
  /** Of the system that has it, or those that may be meant. */
  readonly systems: string;
  readonly limit: number;
  /** What is typed. */
  readonly example: string;
}

/** Names that people give to systems. */
export interface TeachingTexts {
  readonly remember: readonly string[];
  readonly forget: readonly string[];
  readonly list: readonly string[];
  /** Between a name and its system. */
  readonly means: readonly string[];
  readonly taught: (by: string, name: string, system: string) => string;
  readonly retaught: (by: string, name: string, system: string, before: string) => string;
  readonly known: (name: string, system: string) => string;
  readonly forgotten: (by: string, name: string, system: string) => string;
  readonly notTaught: (name: string, example: string) => string;
  readonly title: string;
  /** Names of one system. */
  readonly line: (system: string, names: string) => string;
  readonly none: string;
  readonly more: (count: number) => string;
  /** How it is typed. */
  readonly usage: (example: string) => string;
  readonly command: (name: string, system: string) => string;
  readonly forgetCommand: (name: string) => string;
  /** A name that an example may use. */
  readonly sample: string;
  readonly hint: (example: string) => string;
  readonly refusals: Readonly<Record<TeachingRefusal['reason'], (facts: TeachingFacts) => string>>;
}
