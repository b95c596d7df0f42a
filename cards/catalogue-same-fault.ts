import type { SplitRefusal } from '../domain/split.ts';
import type { Line } from './types.ts';

/** Wording about several reports of one outage. */
export interface SameFaultTexts {
  /** On the question's card. */
  readonly title: string;
  readonly same: string;
  readonly other: string;
  readonly dismiss: string;
  /** What may be typed instead; the first is the one that hints show. */
  readonly sameWords: readonly string[];
  readonly ticket: string;
  /** @param speaker empty in private @param by absent: the speaker himself @param words of the report that is known already */
  readonly ask: (speaker: Line, number: string, by: string | undefined, at: string, words: string) => Line;
  /** Nobody has answered to that question. @param responsible who is rung @param by who said it */
  readonly unanswered: (responsible: Line, by: string, number: string, since: string) => Line;
  /** On the question's card, and on the answer's. */
  readonly joined: (number: string) => string;
  /** @param place how many people have reported it by now @param isMonitored monitoring has reported it as well */
  readonly joinedWords: (place: number, isResolved: boolean, isMonitored: boolean) => string;
  /** Rings somebody for whose words another one has answered that they are the same fault. */
  readonly joinedFor: (reporter: Line, by: string, number: string) => Line;
  /** On the button of whoever joined. */
  readonly notSame: string;
  /** His own words again. @param register what registers another fault */
  readonly repeated: (number: string, register: string) => string;
  /** Words that state a fault, and may be about this ticket. */
  readonly added: (number: string, register: string) => string;
  /** It ended before he said that it is the same. */
  readonly ended: (number: string) => string;
  /** With these the speaker says himself that it is another fault. */
  readonly anotherWords: readonly string[];
  /** The supervisors are asked, since somebody else's report is graver. @param said the level that his words mean */
  readonly levelAsked: (supervisors: Line, number: string, by: string, said: string, level: string) => Line;
  /** The reporter on a card. @param people all of them @param name of the first */
  readonly reporters: (name: string, people: number) => string;
  /** The same where monitoring reported it first. @param people those who did after it */
  readonly monitorAndPeople: (monitor: string, people: number) => string;
  /** The same where monitoring has found it as well. */
  readonly peopleAndMonitor: (reporters: string, monitor: string) => string;
  /** Somebody who joined, in the list of reports. */
  readonly report: (name: string, at: string) => string;
  readonly moreReports: (count: number) => string;
}

/** 拆分. */
export interface SplitTexts {
  /** The first is the one that hints show. */
  readonly words: readonly string[];
  readonly label: string;
  /** Of the card that lists the reports. */
  readonly which: (number: string) => string;
  /** On the button of one of them. @param place from 1 */
  readonly take: (place: number) => string;
  /** Above the list: it is not as it was when he saw it. */
  readonly changed: string;
  readonly howTo: (example: string) => string;
  readonly refused: Readonly<Record<SplitRefusal, (number: string) => string>>;
  /** To somebody who would take out his own report, which is not there (any more). */
  readonly noOwn: (number: string) => string;
  /** The report of the tapped card has left before. @param into the ticket that it went to */
  readonly alreadyOut: (number: string, into: string) => string;
  /** In the main ticket's group. @param reporter absent: himself */
  readonly done: (people: Line, by: string, reporter: string | undefined, number: string, into: string) => Line;
  /** The same where the report went to another ticket of its reporter, which says the same. */
  readonly moved: (people: Line, by: string, reporter: string | undefined, number: string, into: string) => Line;
  /** On the old card of a ticket that had been merged. @param into the number that it has now */
  readonly wentOn: (into: string) => string;
  /** To whoever did it elsewhere. */
  readonly doneTo: (number: string, into: string) => string;
  /** In 我的工单, of a ticket that his report has joined. */
  readonly along: string;
}
