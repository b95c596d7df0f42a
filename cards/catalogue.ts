import type { ClockState } from '../domain/clocks.ts';
import type { ClockName } from '../domain/contract.ts';
import type { Refusal } from '../domain/decision-types.ts';
import type { DayWords } from '../domain/spoken-day.ts';
import type { TimeWords } from '../domain/spoken-time.ts';
import type {
  Milestone,
  TicketCommandType,
  TicketEventType,
  TicketKind,
  TicketStatus,
} from '../domain/ticket-types.ts';
import type { Role } from '../domain/types.ts';
import type { AdviceTexts } from './catalogue-advice.ts';
import type { AlertTexts } from './catalogue-alerts.ts';
import type { AssessmentTexts } from './catalogue-assessment.ts';
import type { ConversationTexts } from './catalogue-conversation.ts';
import type { DeliverableTexts } from './catalogue-deliverable.ts';
import type { DialogueTexts } from './catalogue-dialogue.ts';
import type { DigestTexts } from './catalogue-digest.ts';
import type { DingtalkTexts } from './catalogue-dingtalk.ts';
import type { ExplainTexts, HolidayTexts } from './catalogue-explain.ts';
import type { InspectionTexts } from './catalogue-inspection.ts';
import type { KnowledgeTexts, TeachingTexts } from './catalogue-knowledge.ts';
import type { MediaTexts } from './catalogue-media.ts';
import type { PlatformTexts } from './catalogue-platform.ts';
import type { ReportingTexts } from './catalogue-reporting.ts';
import type { RosterTexts } from './catalogue-roster.ts';
import type { SameFaultTexts, SplitTexts } from './catalogue-same-fault.ts';
import type { ScoreTexts } from './catalogue-score.ts';
import type {
  CardTexts,
  CommandText,
  EventFacts,
  FormTexts,
  NoticeTexts,
  RefusalFacts,
  ReminderTexts,
} from './catalogue-ticket.ts';
import type { WecomTexts } from './catalogue-wecom.ts';
import type { Line } from './types.ts';

export type Language = 'zh' | 'en';

/** What can be asked without changing anything. */
export const QUERY_NAMES = [
  'my_tickets',
  'open_tickets',
  'overdue',
  'due_soon',
  'ticket',
  'today',
  'explain',
  'holidays',
  'score',
  'ranking',
  'what_if',
  'help',
] as const;
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
  readonly days: (count: number) => string;
  readonly workdayEnds: (count: number) => string;
  readonly nextWorkdayAt: (time: string) => string;
  /** A target that the two sides agree on, before they have. */
  readonly agreed: string;
  readonly until: (instant: string) => string;
  readonly left: (duration: string) => string;
  readonly over: (duration: string) => string;
  /** Breached less than a second ago. */
  readonly justOver: string;
  /** A due instant that still lies ahead. */
  /** Over the time limit of an earlier level; another limit is in force now. */
  readonly wasOver: (due: string, dueNow: string) => string;
  /** Of a clock whose due instant lies beyond the table of holidays. */
  readonly dueUnknown: string;
  /** Of a clock whose due instant the two sides have not agreed on yet. */
  readonly dueUnagreed: string;
  readonly unknown: string;
  readonly before: (instant: string) => string;
  /** A due instant that has passed. */
  readonly wasDue: (instant: string) => string;
  /** The same in short, where it may stand for hours. */
  readonly overSince: (instant: string) => string;
  readonly paused: string;
  /** A day other than today. @param month 1–12 @param day 1–31 */
  readonly day: (month: number, day: number) => string;
}

export interface QuestionTexts {
  readonly title: string;
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
  /** To somebody of the supplier's, of words that are no wish. */
  readonly notYoursAsRequest: string;
  /** @param at when it was said @param within how long it can be registered */
  readonly tooOld: (at: string, within: string) => string;
  /** Whether a resolved ticket works again. */
  readonly judge: (number: string) => string;
  /** What was said about a finished ticket, with what that was about, so that it can be registered by itself. */
  readonly continued: (body: string, system: string, number: string) => string;
  /** What that adds behind the body. Linear in a text that is clipped. */
  readonly continuation: RegExp;
  /** What may be typed instead of a tap; the first is the one that hints show. */
  readonly registerWords: readonly string[];
  readonly dismissWords: readonly string[];
  /** Said to somebody who typed it and was asked nothing. */
  readonly nothingAsked: string;
}

export interface ListTexts {
  readonly title: Readonly<Record<'my_tickets' | 'open_tickets' | 'overdue' | 'due_soon', string>>;
  readonly none: Readonly<Record<'my_tickets' | 'open_tickets' | 'overdue' | 'due_soon', string>>;
  readonly count: (shown: number, total: string) => string;
  readonly whichOne: (command: string) => string;
  /** The same of somebody who has told or asked something. */
  readonly whichMeant: string;
  readonly whichAsked: string;
  /** On the button that shows one of them. */
  readonly lookAt: string;
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
  readonly merged: string;
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
  /** In a group: which words reach the bot at all. */
  readonly mention: string;
  readonly report: string;
  /** @param system one of the contract's */
  readonly reportExample: (system: string) => string;
  readonly act: string;
  readonly actHow: string;
  readonly decide: string;
  readonly decideHow: string;
  /** What the customer's people say of a ticket. */
  readonly judge: string;
  readonly judgeHow: string;
  /** Of the supplier's people. */
  readonly more: string;
  readonly moreHow: string;
  readonly duty: string;
  /** @param commands examples of what this reader may do */
  readonly dutyHow: (commands: readonly string[]) => string;
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

/** Words inside a typed command: 解决 7 原因 … 措施 …, 确认 7 评分 5 分. Those of a rating count in a sentence too. The longer ones first, the plainest action first. */
export interface InnerWords {
  readonly cause: readonly string[];
  readonly action: readonly string[];
  readonly rating: readonly string[];
  readonly points: readonly string[];
  /** 合并 12 到 7. */
  readonly into: readonly string[];
}

/** What may be typed to any request that waits for an approval: 同意 7. */
export interface DecisionWords {
  readonly approve: readonly string[];
  readonly refuse: readonly string[];
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
  /** @param example a time as it may be typed */
  readonly unknownTime: (said: string, example: string) => string;
  readonly unknownStep: (steps: string) => string;
}

/** Said by the program itself, outside of any ticket. */
export interface SystemTexts {
  /** The group has a contract of which the program has no pack. */
  readonly contractMissing: string;
  readonly noContract: string;
  /** An update failed for good; it is kept. */
  readonly failed: string;
  /** The bot heard nothing between these times of day. */
  readonly wasDeaf: (from: string, to: string) => string;
  readonly unknownAction: string;
  /** Printed in the terminal once the program runs; `readyToOpen` where there is a page to open. The address follows. */
  readonly ready: string;
  readonly readyToOpen: string;
  /** Printed after that, of a platform to which there is no connection yet. The reason follows. */
  readonly unconnected: (platform: string) => string;
}

/**
 * Every word that people read from the bot, and every word that they may type to it. `text.zh.ts` and `text.en.ts` are the
 * two catalogues; handlers and cards hold no sentence of their own.
 */
export interface Catalogue extends ConversationTexts {
  readonly language: Language;
  readonly botName: string;
  readonly names: NameTexts;
  readonly time: TimeTexts;
  readonly commands: Readonly<Record<TicketCommandType, CommandText>>;
  readonly queries: Readonly<Record<QueryName, { readonly label: string; readonly words: readonly string[] }>>;
  readonly inner: InnerWords;
  readonly decisions: DecisionWords;
  /** How days, times and spans are typed. */
  readonly spoken: DayWords & TimeWords;
  readonly refusals: Readonly<Record<Refusal['reason'], (facts: RefusalFacts) => string>>;
  readonly events: Readonly<Record<TicketEventType, (facts: EventFacts) => string>>;
  readonly card: CardTexts;
  readonly form: FormTexts;
  readonly notice: NoticeTexts;
  readonly reminder: ReminderTexts;
  readonly digest: DigestTexts;
  readonly media: MediaTexts;
  readonly alerts: AlertTexts;
  readonly knowledge: KnowledgeTexts;
  readonly teaching: TeachingTexts;
  readonly question: QuestionTexts;
  readonly advice: AdviceTexts;
  readonly sameFault: SameFaultTexts;
  readonly split: SplitTexts;
  readonly dialogue: DialogueTexts;
  readonly list: ListTexts;
  readonly timeline: TimelineTexts;
  readonly today: TodayTexts;
  readonly explain: ExplainTexts;
  readonly holidays: HolidayTexts;
  readonly roster: RosterTexts;
  readonly assessment: AssessmentTexts;
  readonly score: ScoreTexts;
  readonly inspection: InspectionTexts;
  readonly deliverable: DeliverableTexts;
  readonly reporting: ReportingTexts;
  readonly help: HelpTexts;
  readonly talk: TalkTexts;
  readonly input: InputTexts;
  readonly system: SystemTexts;
  readonly platform: PlatformTexts;
  readonly wecom: WecomTexts;
  readonly dingtalk: DingtalkTexts;
}
