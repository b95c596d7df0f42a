import type { Line } from './types.ts';

export interface CommandText {
  /** On the button. */
  readonly label: string;
  /** What people may type; the first is the one that hints show. */
  readonly words: readonly string[];
  /** Those of them that are a reason as well. */
  readonly reasonWords?: readonly string[];
  /** What follows the number in a hint; empty where nothing needs to. What everybody replaces by his own words is in brackets. */
  readonly sample: string;
  /** What that means, where it does not say so itself. */
  readonly sampleMeans?: string;
  /** Said in the group after a typed command. */
  readonly done: (facts: DoneFacts) => string;
}
export interface DoneFacts {
  readonly by: string;
  readonly number: string;
  /** The new assignee's name, the new level's or system's, the agreed instant, the rating if any, or the name of the step that was undone. */
  readonly to: string;
  /** It waits for an approval, or an answer. */
  readonly isPending: boolean;
}

export interface RefusalFacts {
  /** Label of what was asked for. */
  readonly command: string;
  /** Name of the person that the refusal is about: who was faster, who is responsible. */
  readonly person: string;
  /** That person is the asker himself (a double tap). */
  readonly isSelf: boolean;
  /** Time of day, with seconds. */
  readonly at: string;
  readonly status: string;
  /** Names of the roles that may. */
  readonly needed: string;
  readonly level: string;
  readonly system: string;
  /** Length of time in which an undo is possible. */
  readonly within: string;
}

export interface EventFacts {
  /** The text that came with it, clipped; empty where it was erased. */
  readonly text: string;
  readonly cause: string;
  readonly action: string;
  /** Name of a person, a level or a system, or a ticket's number. */
  readonly from: string;
  readonly to: string;
  /** An instant that it speaks of, in words. */
  readonly at: string;
  /** Label of the step that is entered late. */
  readonly step: string;
  readonly rating?: number;
  /** Name of the undone event. */
  readonly undone: string;
  /** Clock names with stages, ready to show. */
  readonly reminders: string;
}

export interface CardTexts {
  /** Words that mean little without the system's name before them. */
  readonly leaning: readonly string[];
  readonly system: string;
  readonly level: string;
  readonly levelBySign: (level: string, word: string) => string;
  readonly levelByDefault: (level: string) => string;
  readonly levelByPerson: (level: string, person: string) => string;
  readonly levelByAlert: (level: string) => string;
  readonly levelByAnomaly: (level: string) => string;
  readonly levelByVip: (level: string) => string;
  readonly levelBySystem: (level: string) => string;
  readonly levelByMatrix: (level: string, row: string, column: string) => string;
  /** The contract does not print this combination: a human decides. */
  readonly levelAsked: (level: string, row: string, column: string) => string;
  /** It came with a change of system. @param level with what it was decided by */
  readonly levelUnseen: (level: string) => string;
  readonly combination: (row: string, column: string) => string;
  /** On the card with which those are asked. */
  readonly levelQuestion: (number: string) => string;
  /** On the button, where no system is named yet. */
  readonly nameSystem: string;
  readonly reporter: string;
  readonly assignee: string;
  readonly onDuty: string;
  readonly nobodyOnDuty: string;
  readonly deadlines: string;
  /** What starts only when the customer asks for somebody to come. */
  readonly onRequest: string;
  /** A clock and how it stands. */
  readonly clock: (label: string, standing: string) => string;
  readonly used: string;
  readonly suspension: string;
  /** @param approver empty where it is the one who suspended it */
  readonly suspendedFor: (reason: string, by: string, approver: string) => string;
  readonly suspensionAsked: (reason: string, by: string) => string;
  readonly lateEntry: string;
  readonly lateEntryAsked: (step: string, at: string, by: string, reason: string) => string;
  /** A step that was entered later than it was done. */
  readonly enteredLate: (what: string) => string;
  readonly progress: string;
  readonly faultReport: string;
  readonly cancelled: string;
  readonly reopened: string;
  /** When, who, and what he said. */
  readonly said: (at: string, by: string, text: string) => string;
  readonly mergedReports: string;
  readonly mergedReport: (number: string, reporter: string) => string;
  readonly mergedInto: string;
  /** Where a ticket that follows another one is acted upon. */
  readonly followsMain: (number: string) => string;
  /** @param proposed the clock and the date */
  readonly dueProposed: (proposed: string, by: string) => string;
  readonly dueAgreement: string;
  readonly suspensionRequest: (number: string) => string;
  /** On the card with which the other side is asked. */
  readonly dueProposal: (number: string) => string;
  readonly lateEntryRequest: (number: string) => string;
  readonly cause: string;
  readonly action: string;
  readonly rating: string;
  readonly ratingOf: (rating: number) => string;
  readonly reopenings: string;
  readonly times: (count: number) => string;
  readonly details: string;
  /** Invites to reply to an open ticket's card. */
  readonly replyHint: string;
  /** Names of the clocks that a suspension holds, and of those that run on (empty: none, as after a resolution). */
  readonly pausedClocks: (paused: string, running: string) => string;
  /** On a reminder that was acted upon, and on a request that was decided. */
  readonly settled: string;
  readonly settledRequest: string;
  /** On a resolved ticket: it closes by itself. */
  readonly autoClose: (after: string) => string;
  /** How the same is done by typing: 回复「接单 7」. */
  readonly typed: (label: string, command: string) => string;
  /** A milestone or event: when, who, what. */
  readonly step: (at: string, who: string, what: string) => string;
  /** A step and the earlier ones that it implied. @param remarks `remote`, `untold` */
  readonly including: (done: string, implied: string, remarks: readonly string[]) => string;
  /** A resolution that counts as the arrival as well. */
  readonly remote: string;
  /** A resolution before which nobody told the lead. */
  readonly untold: string;
  /** Somebody was made responsible. */
  readonly handedTo: (person: string) => string;
  /** How a clock came to stop whose step nobody took: by the resolution, or by another later step. */
  readonly impliedByResolution: Readonly<Record<'arrive' | 'diagnose' | 'workaround' | 'report_up', string>>;
  readonly impliedByStep: string;
  readonly impliedClock: (label: string, how: string) => string;
  /** Steps that only ended together with a later one, which was reopened since: nobody's own act. */
  readonly endedTogether: (at: string, implied: string) => string;
  readonly takeIt: string;
  /** @param at when the time to respond ends */
  readonly takeItBy: (at: string) => string;
  /** Where another time ends first. */
  readonly takeItFor: (clock: string, at: string) => string;
  /** Between names in a list. */
  readonly comma: string;
  /** Between facts on one line. */
  readonly dot: string;
  readonly quoted: (text: string) => string;
  readonly bracketed: (text: string) => string;
}

export interface FormTexts {
  readonly cause: string;
  readonly action: string;
  readonly reason: string;
  readonly optionalReason: string;
  readonly transferTo: string;
  readonly levelTo: string;
  readonly systemTo: string;
  readonly dueAt: string;
  readonly lateStep: string;
  readonly claimedAt: string;
  readonly mergeInto: string;
  readonly rating: string;
  readonly text: Readonly<Record<'diagnose' | 'work_around' | 'progress' | 'supplement' | 'report_fault', string>>;
  readonly placeholder: Readonly<
    Record<
      | 'cause'
      | 'action'
      | 'diagnose'
      | 'work_around'
      | 'progress'
      | 'supplement'
      | 'suspend'
      | 'cancel'
      | 'reopen'
      | 'change_level'
      | 'change_system'
      | 'system'
      | 'dueAt'
      | 'claimedAt'
      | 'enter_late'
      | 'report_fault'
      | 'merge',
      string
    >
  >;
}

/** Sentences to the group when somebody has to know. The first argument rings. */
export interface NoticeTexts {
  /** @param said what was reported, cut @param take `takeIt`, `takeItBy` or `takeItFor` of the card's texts */
  readonly opened: (onDuty: Line, number: string, system: string, said: string, take: string) => Line;
  readonly openedWithoutDuty: (number: string, system: string, said: string) => Line;
  readonly resolved: (reporter: Line, number: string, by: string) => Line;
  /** To those who follow the ticket from another group. */
  readonly confirmed: (number: string, by: string) => Line;
  readonly reopened: (assignee: Line, number: string, by: string, reason: string) => Line;
  readonly transferred: (to: Line, number: string, by: string) => Line;
  readonly suspensionRequested: (supervisors: Line, number: string, by: string, reason: string) => Line;
  readonly suspensionApproved: (assignee: Line, number: string, by: string, clocks: string) => Line;
  readonly suspensionRefused: (assignee: Line, number: string, by: string) => Line;
  readonly reportedUp: (supervisors: Line, number: string, by: string, summary: string) => Line;
  readonly levelChanged: (responsible: Line, number: string, by: string, level: string) => Line;
  readonly cancelled: (responsible: Line, number: string, by: string, reason: string) => Line;
  readonly supplemented: (responsible: Line, number: string, by: string, text: string) => Line;
  readonly suspended: (supervisors: Line, number: string, by: string, reason: string) => Line;
  readonly resumed: (people: Line, number: string, by: string) => Line;
  readonly takenOver: (from: Line, number: string, by: string) => Line;
  /** Rings whom the step rang that is undone now. */
  readonly undone: (people: Line, number: string, by: string, step: string) => Line;
  readonly autoClosed: (number: string, after: string) => Line;
  /** Of reminders that waited: when they were written. */
  readonly saidLate: (at: string) => string;
  readonly systemChanged: (people: Line, number: string, by: string, system: string, level: string) => Line;
  /** The contract leaves the level open: the supervisors are asked. @param level the one in force meanwhile */
  readonly levelAsked: (supervisors: Line, number: string, combination: string, level: string) => Line;
  /** As `levelAsked`: another system brought the level, or milder times. */
  readonly levelAskedBySystem: (supervisors: Line, number: string, system: string, level: string) => Line;
  readonly arrivalRequested: (responsible: Line, number: string, by: string) => Line;
  /** To the other side. */
  readonly dueProposed: (people: Line, number: string, by: string, clock: string, at: string) => Line;
  readonly dueAgreed: (people: Line, number: string, by: string, clock: string, at: string) => Line;
  readonly dueRefused: (people: Line, number: string, by: string, clock: string, at: string) => Line;
  /** @param entry step and time @param reason why it was not entered then */
  readonly lateEntryRequested: (supervisors: Line, number: string, by: string, entry: string, reason: string) => Line;
  readonly lateEntryApproved: (people: Line, number: string, by: string, entry: string) => Line;
  readonly lateEntryRefused: (people: Line, number: string, by: string, entry: string) => Line;
  readonly faultReported: (supervisors: Line, number: string, by: string) => Line;
  readonly merged: (people: Line, number: string, by: string, main: string) => Line;
  /** To the one who took it: nothing was heard since. @param since how long */
  readonly silence: (responsible: Line, number: string, since: string) => Line;
  /** To those above him. */
  readonly silenceUp: (people: Line, number: string, since: string, responsible: string) => Line;
}

export interface ReminderTexts {
  readonly title: (number: string) => string;
  readonly breachTitle: (number: string) => string;
  readonly escalationTitle: (number: string) => string;
  /** Nothing was heard of it. */
  readonly silenceTitle: (number: string) => string;
  /** @param standing how the clock stands, in words */
  readonly clock: (clock: string, standing: string) => string;
  /** Asks those who can do the next step to do it. @param step of `steps` */
  readonly next: (people: string, step: string) => string;
  /** Asks those who can't do it themselves to see to it. */
  readonly urge: (people: string) => string;
  /** The same, where nobody has taken the ticket. */
  readonly urgeUntaken: (people: string) => string;
  /** The step that stops a clock, as it is asked for. */
  readonly steps: Readonly<
    Record<
      'acknowledge' | 'arrive' | 'diagnose' | 'report_up' | 'work_around' | 'resolve' | 'progress' | 'report_fault',
      string
    >
  >;
  /** It waited for the end of the quiet hours. */
  readonly held: (planned: string) => string;
  readonly late: (planned: string) => string;
  /** As `late`, where the bot was offline at that time. */
  readonly lateOffline: (planned: string) => string;
}
