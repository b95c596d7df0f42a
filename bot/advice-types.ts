import type { DraftDetails } from '../db/records.ts';

/** What a language model is shown of a question: words without personal data, and the values that it may choose from. */
export interface AdviceQuestion {
  /** Masked and cut. */
  readonly text: string;
  readonly systems: readonly AdviceSystem[];
  /** Where no system is named. */
  readonly levels: readonly AdviceLevel[];
}

export interface AdviceSystem {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly levels: readonly AdviceLevel[];
}

export interface AdviceLevel {
  readonly id: string;
  readonly name: string;
  readonly meaning?: string;
}

export type Suggestion = NonNullable<DraftDetails['suggestion']>;

/** `resting`: it failed too often and is left alone for a while. `nonsense`: an answer that is none of the values. */
export type Advice =
  | { readonly outcome: 'suggested'; readonly suggestion: Suggestion }
  | { readonly outcome: 'timed_out' | 'failed' | 'resting' | 'nonsense'; readonly why: string };

/** A language model. */
export interface Advisor {
  readonly model: string;
  /** Questions that all replicas together may put in a day. */
  readonly dailyLimit: number;
  /** Asks once, for three seconds at most. Never throws. */
  ask(question: AdviceQuestion): Promise<Advice>;
}
