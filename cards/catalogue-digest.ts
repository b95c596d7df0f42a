import type { Line } from './types.ts';

/** Wording of what sums up: several reminders at once, the manager's morning, what is near its time, a pack that changed. */
export interface DigestTexts {
  readonly reminders: RemindersTexts;
  readonly morning: MorningTexts;
  readonly timeLeft: TimeLeftTexts;
  readonly pack: PackTexts;
}

/** Several reminders of a group in one message. */
export interface RemindersTexts {
  /** @param count tickets, also below */
  readonly title: (count: number) => string;
  readonly overdue: (count: number) => string;
  /** Rings everybody that one of them is for. */
  readonly ring: (people: Line, count: number) => Line;
  /** One reminder: what it is about, how the clocks stand, and who is meant. */
  readonly entry: (subject: string, standings: string, names: string) => string;
  /** A button of one ticket among several: 接单 7. */
  readonly step: (label: string, number: string) => string;
}

/** What a manager is told each day. */
export interface MorningTexts {
  readonly title: (contract: string, day: string) => string;
  readonly open: string;
  readonly overdue: string;
  readonly dueToday: string;
  readonly approvals: string;
  readonly rosterGaps: string;
  readonly holidays: string;
  readonly count: (count: string) => string;
  readonly gap: (from: string, to: string) => string;
  readonly more: (count: number) => string;
  /** Open tickets that the card does not list. @param command what lists them all */
  readonly unlisted: (count: string, command: string) => string;
  /** Holidays are known to the end of this year only. */
  readonly knownTo: (year: number) => string;
}

/** 工单 7 还剩多久. */
export interface TimeLeftTexts {
  /** What is asked beside the number; the first is the one that hints show. */
  readonly words: readonly string[];
  /** The question as it is typed. */
  readonly command: (number: string) => string;
  readonly title: (number: string) => string;
  /** No clock of the ticket runs any more. */
  readonly nothingOpen: (number: string, status: string) => string;
  readonly due: (standing: string, due: string) => string;
}

/** Told to managers, each for himself. */
export interface PackTexts {
  readonly inForce: (contract: string) => string;
  /** @param more changes that are not named */
  readonly changes: (changes: readonly string[], more: number) => string;
  /** Of which clock a change is: its name, and its levels where it has some of its own. */
  readonly clock: (name: string, levels: readonly string[]) => string;
  readonly target: (clock: string, from: string, to: string) => string;
  readonly added: (clock: string, target: string) => string;
  readonly dropped: (clock: string) => string;
  /** @param days the first of them  @param count of all */
  readonly days: (days: readonly string[], count: number) => string;
  /** @param tickets the first of them  @param count of all */
  readonly moved: (tickets: readonly string[], count: number) => string;
  readonly ticket: (number: string, moves: readonly string[]) => string;
  readonly move: (clock: string, from: string | undefined, to: string) => string;
  readonly refused: (contract: string) => string;
  readonly mistake: (mistake: PackMistake) => string;
  readonly moreMistakes: (count: number) => string;
}

/** Where an edited pack is wrong. */
export interface PackMistake {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** `clocks[2].target`; empty: the document itself. */
  readonly path: string;
  /** In English, as `check` says it. */
  readonly problem: string;
  readonly remedy: string;
}
