import type { ClockState } from '../domain/clocks.ts';
import type { ClockName } from '../domain/contract.ts';
import type {
  Milestone,
  Refusal,
  TicketCommandType,
  TicketEventType,
  TicketKind,
  TicketStatus,
} from '../domain/ticket-types.ts';
import type { Role } from '../domain/types.ts';
import type { Line } from './types.ts';

export type Language = 'zh' | 'en';

/** What can be asked without changing anything. */
export const QUERY_NAMES = ['my_tickets', 'open_tickets', 'overdue', 'ticket', 'today', 'help'] as const;
export type QueryName = (typeof QUERY_NAMES)[number];

/** A length of time cut into the two largest units that matter; never all zero unless it is under a second. */
export interface DurationParts {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  /** 0 unless a length is shown that exceeds a limit by less than a second. */
  readonly milliseconds: number;
}

export interface CommandText {
  /** On the button. */
  readonly label: string;
  /** What people may type; the first is the one that hints show. */
  readonly words: readonly string[];
  /** What follows the number in a hint; empty where nothing needs to. */
  readonly sample: string;
  /** Said in the group after a typed command. */
  readonly done: (facts: DoneFacts) => string;
}
export interface DoneFacts {
  readonly by: string;
  readonly number: string;
  /** The new assignee's name, the new level's, or the name of the step that was undone. */
  readonly to: string;
  /** It waits for an approval. */
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
  /** Length of time in which an undo is possible. */
  readonly within: string;
}

export interface EventFacts {
  /** The text that came with it, clipped; empty where it was erased. */
  readonly text: string;
  readonly cause: string;
  readonly action: string;
  /** Name of a person or of a level. */
  readonly from: string;
  readonly to: string;
  readonly rating?: number;
  /** Name of the undone event. */
  readonly undone: string;
  /** Clock names with stages, ready to show. */
  readonly reminders: string;
}

/** Names of things, as people read them. */
export interface NameTexts {
  readonly status: Readonly<Record<TicketStatus, string>>;
  readonly suspended: string;
  readonly suspensionPending: string;
  readonly kind: Readonly<Record<TicketKind, string>>;
  readonly clock: Readonly<Record<ClockName, string>>;
  readonly clockState: Readonly<Record<ClockState, string>>;
  readonly milestone: Readonly<Record<Milestone, string>>;
  /** An event without its particulars: what was undone. */
  readonly event: Readonly<Record<TicketEventType, string>>;
  readonly role: Readonly<Record<Role, string>>;
  readonly unknownPerson: string;
  readonly unknownSystem: string;
  readonly erasedText: string;
  readonly reportedUp: string;
  /** `50 %`, `超时`, `升级 1`. */
  readonly stage: {
    readonly used: (percent: number) => string;
    readonly breach: string;
    readonly escalation: (step: number) => string;
  };
}

export interface TimeTexts {
  readonly duration: (parts: DurationParts) => string;
  readonly workdays: (count: number) => string;
  readonly left: (duration: string) => string;
  readonly over: (duration: string) => string;
  /** Breached less than a second ago. */
  readonly justOver: string;
  /** A due instant that still lies ahead. */
  /** Over the time limit of an earlier level; another limit is in force now. */
  readonly wasOver: (due: string, dueNow: string) => string;
  /** Of a clock whose due instant lies beyond the table of holidays. */
  readonly dueUnknown: string;
  readonly unknown: string;
  readonly before: (instant: string) => string;
  /** A due instant that has passed. */
  readonly wasDue: (instant: string) => string;
  readonly paused: string;
  /** A day other than today. @param month 1–12 @param day 1–31 */
  readonly day: (month: number, day: number) => string;
}

export interface CardTexts {
  readonly system: string;
  readonly level: string;
  readonly levelBySign: (level: string, word: string) => string;
  readonly levelByDefault: (level: string) => string;
  readonly levelByPerson: (level: string, person: string) => string;
  readonly reporter: string;
  readonly assignee: string;
  readonly onDuty: string;
  readonly nobodyOnDuty: string;
  readonly deadlines: string;
  readonly used: string;
  readonly suspension: string;
  readonly suspendedFor: (reason: string, by: string) => string;
  readonly suspensionAsked: (reason: string, by: string) => string;
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
  /** On a reminder that was acted upon. */
  readonly settled: string;
  /** On a resolved ticket: it closes by itself. */
  readonly autoClose: (after: string) => string;
  /** How the same is done by typing: 回复「接单 7」. */
  readonly typed: (label: string, command: string) => string;
  /** A milestone or event: when, who, what. */
  readonly step: (at: string, who: string, what: string) => string;
  /** A step and the earlier ones that it implied. */
  readonly including: (done: string, implied: string) => string;
  /** Steps that only ended together with a later one, which was reopened since: nobody's own act. */
  readonly endedTogether: (at: string, implied: string) => string;
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
  readonly rating: string;
  readonly text: Readonly<Record<'diagnose' | 'work_around' | 'progress' | 'supplement', string>>;
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
      | 'change_level',
      string
    >
  >;
}

/** Sentences to the group when somebody has to know. The first argument rings. */
export interface NoticeTexts {
  readonly opened: (onDuty: Line, number: string) => Line;
  readonly openedWithoutDuty: (number: string) => Line;
  readonly resolved: (reporter: Line, number: string, by: string) => Line;
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
}

export interface ReminderTexts {
  readonly title: (number: string) => string;
  readonly breachTitle: (number: string) => string;
  readonly escalationTitle: (number: string) => string;
  /** @param standing how the clock stands, in words */
  readonly clock: (clock: string, standing: string) => string;
  /** What to do about it. @param command label of the next step */
  readonly next: (command: string) => string;
  readonly late: (planned: string) => string;
  /** As `late`, where the bot was offline at that time. */
  readonly lateOffline: (planned: string) => string;
}

export interface QuestionTexts {
  readonly title: string;
  readonly ask: string;
  readonly register: string;
  readonly dismiss: string;
  readonly startsAt: (at: string) => string;
  readonly dismissed: string;
  readonly registered: (number: string) => string;
  /** Somebody answered before. */
  readonly answered: string;
  /** Rings the speaker. */
  readonly ring: (speaker: Line) => Line;
  /** Rings those on duty: nobody has answered. @param after how long ago it was asked */
  readonly unanswered: (onDuty: Line, speaker: string, after: string) => Line;
  readonly notYours: string;
  readonly notYoursToDismiss: string;
  /** @param at when it was said @param within how long it can be registered */
  readonly tooOld: (at: string, within: string) => string;
  /** Whether a resolved ticket works again. */
  readonly judge: (number: string) => string;
  /** What was said about a finished ticket, with what that was about, so that it can be registered by itself. */
  readonly continued: (body: string, system: string, number: string) => string;
  /** What may be typed instead of a tap; the first is the one that hints show. */
  readonly registerWords: readonly string[];
  readonly dismissWords: readonly string[];
  /** Said to somebody who typed it and was asked nothing. */
  readonly nothingAsked: string;
}

export interface ListTexts {
  readonly title: Readonly<Record<'my_tickets' | 'open_tickets' | 'overdue', string>>;
  readonly none: Readonly<Record<'my_tickets' | 'open_tickets' | 'overdue', string>>;
  readonly count: (shown: number, total: string) => string;
  readonly whichOne: (command: string) => string;
  readonly whichOneHint: (command: string) => string;
  /** Nothing at hand for a command without a number. */
  readonly nothingFor: (command: string) => string;
  readonly unknownTicket: (reference: string) => string;
}

export interface TimelineTexts {
  readonly title: (number: string) => string;
  readonly use: (used: string, target: string, state: string, due: string) => string;
  readonly internal: string;
  readonly pauses: string;
  readonly pause: (span: string, cause: string) => string;
  readonly pauseCause: Readonly<Record<'suspended' | 'resolved', string>>;
  readonly untilNow: string;
  readonly deaf: string;
  readonly span: (from: string, to: string) => string;
  readonly earlier: (count: number) => string;
  /** More of the same that is not shown. */
  readonly more: (count: number) => string;
  /** Rounds of a recurring clock that are over. */
  readonly rounds: (met: number, judged: number) => string;
  readonly bot: string;
}

export interface TodayTexts {
  readonly title: (day: string) => string;
  readonly reported: string;
  readonly byLevel: string;
  readonly inHand: string;
  readonly resolved: string;
  readonly cancelled: string;
  readonly clocks: string;
  readonly clocksMet: (met: number, judged: number) => string;
  readonly noneJudged: string;
  readonly overdue: string;
  readonly rating: string;
  readonly ratings: (sum: number, count: number) => string;
  readonly count: (count: number) => string;
  readonly levelCount: (level: string, count: number) => string;
  /** More tickets than are counted. */
  readonly truncated: (limit: number) => string;
}

export interface HelpTexts {
  readonly title: string;
  readonly report: string;
  readonly reportExample: string;
  readonly act: string;
  readonly actHow: string;
  readonly reply: string;
  readonly replyHow: string;
  readonly ask: string;
  readonly askHow: string;
  readonly undo: string;
  readonly undoHow: (within: string) => string;
  readonly welcome: (newcomer: string) => string;
  readonly welcomeAll: string;
  readonly introduction: string;
}

/** Short answers to what is no report. */
export interface TalkTexts {
  readonly greeting: string;
  readonly thanks: string;
  readonly other: string;
  readonly question: string;
}

/** Words inside a typed command: 解决 7 原因 … 措施 …, 确认 7 评分 5 分. The longer ones first, the plainest action first. */
export interface InnerWords {
  readonly cause: readonly string[];
  readonly action: readonly string[];
  readonly rating: readonly string[];
  readonly points: readonly string[];
}

export interface InputTexts {
  readonly missing: (fields: string) => string;
  /** Before what was written into a form in vain. */
  readonly notSubmitted: string;
  readonly written: (label: string) => string;
  /** How the command is typed. */
  readonly example: (command: string) => string;
  readonly unknownPerson: (name: string, candidates: string) => string;
  /** @param people who may be meant */
  readonly ambiguousPerson: (name: string, people: string) => string;
  readonly unknownLevel: (levels: string) => string;
}

/** Said by the program itself, outside of any ticket. */
export interface SystemTexts {
  readonly chatNotBound: string;
  readonly noContract: string;
  /** An update failed for good; it is kept. */
  readonly failed: string;
  /** The bot heard nothing between these times of day. */
  readonly wasDeaf: (from: string, to: string) => string;
  readonly unknownAction: string;
  /** Printed in the terminal once the program runs. */
  readonly ready: string;
}

/**
 * Every word that people read from the bot, and every word that they may type to it. `text.zh.ts` and `text.en.ts` are the
 * two catalogues; handlers and cards hold no sentence of their own.
 */
export interface Catalogue {
  readonly language: Language;
  readonly botName: string;
  readonly names: NameTexts;
  readonly time: TimeTexts;
  readonly commands: Readonly<Record<TicketCommandType, CommandText>>;
  readonly queries: Readonly<Record<QueryName, { readonly label: string; readonly words: readonly string[] }>>;
  readonly inner: InnerWords;
  readonly refusals: Readonly<Record<Refusal['reason'], (facts: RefusalFacts) => string>>;
  readonly events: Readonly<Record<TicketEventType, (facts: EventFacts) => string>>;
  readonly card: CardTexts;
  readonly form: FormTexts;
  readonly notice: NoticeTexts;
  readonly reminder: ReminderTexts;
  readonly question: QuestionTexts;
  readonly list: ListTexts;
  readonly timeline: TimelineTexts;
  readonly today: TodayTexts;
  readonly help: HelpTexts;
  readonly talk: TalkTexts;
  readonly input: InputTexts;
  readonly system: SystemTexts;
}
