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
  readonly title: (count: number) => string;
  readonly overdue: (count: number) => string;
  /** Rings everybody that one of them is for. */
  readonly ring: (people: Line, count: number) => Line;
  /** One reminder: how the clocks stand, and who is meant. */
  readonly entry: (standings: string, names: string) => string;
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
  /** Holidays are known to the end of this year only. */
  readonly knownTo: (year: number) => string;
}

/** 工单 7 还剩多久. */
export interface TimeLeftTexts {
  /** What is asked beside the number; the first is the one that hints show. */
  readonly words: readonly string[];
  readonly title: (number: string) => string;
  /** No clock of the ticket runs any more. */
  readonly nothingOpen: (number: string, status: string) => string;
  readonly due: (standing: string, due: string) => string;
}

export interface PackTexts {
  /** Rings the managers. @param moved how many open tickets are due at another time now */
  readonly inForce: (managers: Line, contract: string, moved: number) => Line;
  /** @param places where the mistakes are: file and line */
  readonly refused: (managers: Line, contract: string, places: readonly string[], more: number) => Line;
  readonly place: (file: string, line: number) => string;
}
