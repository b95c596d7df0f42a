import type { Line } from './types.ts';

/** What somebody is asked who pressed a button whose form could not be asked before, or typed too little. */
export interface AskingTexts {
  /** Where there is nothing to write. */
  readonly choose: (fields: string) => string;
  /** What it is about: the answer may come to him in private, far from the group. @param group empty where it has no name */
  readonly about: (number: string, command: string, group: string) => string;
  /** What was filled in and need not be written again, as it was understood. */
  readonly kept: (field: string, value: string) => string;
  /** What is still missing, behind what is kept. */
  readonly still: (fields: string) => string;
  /** Words of an example were sent as they stand there. */
  readonly copied: (words: string) => string;
  /** How to answer. @param within how long @param giveUp what ends it */
  readonly answer: Readonly<Record<'group' | 'private', (within: string, giveUp: string) => string>>;
  /** A ticket has ended without a rating, and nobody could ask for one. @param command what gives it */
  readonly rate: Readonly<Record<'group' | 'private', (command: string) => string>>;
  /** A bare number came after that: how it counts, if it was meant so. */
  readonly ratePlainly: Readonly<Record<'group' | 'private', (points: number) => string>>;
  readonly rated: (by: string, number: string, rating: number) => string;
  /** What ends it; the first is the one that is shown. */
  readonly giveUpWords: readonly string[];
  /** He was asked about a ticket of another contract than that of the chat in which he answers. @param register opens a report */
  readonly elsewhere: (number: string, register: string) => string;
  readonly givenUp: (number: string, command: string) => string;
  /** The button beside a drop-down was pressed, and nothing was chosen there. */
  readonly nothingChosen: string;
}

/** How a group gets its contract. */
export interface BindingTexts {
  readonly title: string;
  readonly ask: string;
  /** What was said meanwhile. @param within how old it may be */
  readonly parkedOnCard: (within: string) => string;
  readonly parked: string;
  /** Beside it: what platforms give out for a short time only. */
  readonly picturesAfterwards: string;
  /** The same where nothing was said. */
  readonly unbound: string;
  /** Who may answer. */
  readonly whoMay: string;
  /** What is typed; the first is the one that hints show. */
  readonly words: readonly string[];
  readonly example: (place: string) => string;
  readonly choose: string;
  /** Of none that he may bind to. @param contracts those that he may */
  readonly unknownContract: (said: string, contracts: string) => string;
  /** Names no contract: whoever may not bind to it is not told whose groups there are. */
  readonly notAllowed: string;
  readonly bound: (contract: string) => string;
  readonly boundTo: (contract: string, department: string) => string;
  /** What becomes of what was said before. @param within how old it may be */
  readonly afterwards: (within: string) => string;
  /** Where the contract has departments and the group has none. @param example what is typed */
  readonly nameDepartment: (example: string, departments: string) => string;
  readonly unknownDepartment: (said: string, departments: string) => string;
  readonly departmentSet: (department: string) => string;
  readonly contract: string;
  readonly department: string;
  readonly boundBy: string;
  /** Where it is asked in a group that has one. @param command what the operator runs */
  readonly howToChange: (command: string) => string;
  readonly privateChat: string;
}

/** Pictures and files beside words. */
export interface AttachmentTexts {
  readonly label: string;
  readonly count: (kind: string, count: number) => string;
  readonly lost: (count: number) => string;
  /** On the timeline: when, who, what. @param size empty while it is not kept */
  readonly entry: (at: string, by: string, what: string, size: string) => string;
  readonly waiting: string;
  readonly notKept: string;
  readonly added: (number: string, what: string) => string;
  /** To the ticket's group. */
  readonly addedTo: (responsible: Line, number: string, by: string, what: string) => Line;
  /** It goes with words of which nobody has said yet whether they are a report. */
  readonly withQuestion: (what: string, said: string) => string;
  /** Nothing has taken it. @param what the kinds of what was sent */
  readonly notTaken: (what: string) => string;
  /** To a picture without words that may belong to several tickets. */
  readonly whichTicket: string;
  /** What a picture without words says, as the text of a report. */
  readonly alone: string;
  /** Asks for the words to it. */
  readonly askWords: (speaker: Line) => Line;
}

/** Wording for what takes more than one message. */
export interface ConversationTexts {
  readonly asking: AskingTexts;
  readonly binding: BindingTexts;
  readonly attachment: AttachmentTexts;
}
