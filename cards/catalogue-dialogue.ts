import type { Line } from './types.ts';

/** What is said to and fro about a report: wishes, systems that are not clear, news that something works again, and how it stands. */
export interface DialogueTexts {
  /** Words that wish for something: asked like words that may be a fault. */
  readonly request: {
    readonly title: string;
    /** Of the field that says what kind a ticket is, on its card. */
    readonly kind: string;
    readonly register: string;
    readonly ring: (speaker: Line) => Line;
    /** What is typed; the first is the one that hints show. */
    readonly words: readonly string[];
    /** What is typed to register a fault all the same. */
    readonly faultWord: string;
    /** Rings the one on duty, in place of the words about a new fault. */
    readonly opened: (onDuty: Line, number: string, system: string, said: string, take: string) => Line;
  };
  /** The ticket is open and its clocks run; only its system is not known. */
  readonly system: {
    readonly title: (number: string) => string;
    readonly ask: (who: Line, number: string) => Line;
    readonly other: string;
    /** How a system may be named. */
    readonly how: string;
    /** Before those that the ticket is likely to be about. */
    readonly likely: string;
    readonly unknown: (said: string) => string;
    /** Before those that go by what was said. @param hasMore than are shown */
    readonly fits: (said: string, hasMore: boolean) => string;
  };
  /** Somebody says that it works again. */
  readonly resolved: {
    readonly title: (number: string) => string;
    /** To who has to act and has said so himself. */
    readonly own: (who: Line, number: string) => Line;
    /** The same where somebody else has said it. */
    readonly heard: (who: Line, by: string, number: string) => Line;
  };
  /** How far is it: asked by those whose ticket it is. */
  readonly standing: {
    readonly words: readonly string[];
    readonly line: (number: string, system: string, state: string) => string;
    readonly nobodyYet: (onDuty: string) => string;
    readonly takenBy: (assignee: string, at: string) => string;
    readonly arrivedAt: (at: string) => string;
    readonly progress: (at: string, words: string) => string;
  };
}
