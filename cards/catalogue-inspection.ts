import type { ObligationRefusal } from '../domain/obligations/obligation-refusal.ts';

/** Buttons of an inspection; what each does may be typed as well. */
export const INSPECTION_ACTIONS = [
  'inspection_show',
  'inspection_all_normal',
  'inspection_next',
  'inspection_choose',
  'inspection_item',
  'inspection_normal',
  'inspection_anomaly',
  'inspection_not_applicable',
  'inspection_value',
  'inspection_note',
  'inspection_ticket',
  'patrol_cancel',
] as const;
export type InspectionAction = (typeof INSPECTION_ACTIONS)[number];

/** What is asked or ordered by a word of its own. */
export const INSPECTION_WORDS = [
  'mine',
  'allNormal',
  'today',
  'open',
  'statistics',
  'patrol',
  'guard',
  'cancel',
] as const;
export type InspectionWord = (typeof INSPECTION_WORDS)[number];

/** Why what somebody said about a round had no effect. */
export const INSPECTION_REFUSALS = [
  'supplier_only',
  'managers_and_supervisors',
  'not_open_yet',
  'cancelled',
  'done_already',
  'same_already',
  'unknown_item',
  'needs_outcome',
  'bad_value',
  'no_reading',
  'no_anomaly',
  'ticket_already',
] as const satisfies readonly ObligationRefusal['reason'][];

export interface InspectionRefusalFacts {
  readonly item: string;
  readonly person: string;
  readonly at: string;
  /** Of the ticket that there is. */
  readonly number: string;
}

/** A reading that is on its way past a limit. */
export interface DriftWords {
  readonly item: string;
  readonly limit: string;
  /** When it will be there, from now. */
  readonly within: string;
}

export interface InspectionTexts {
  /** On the help card: who inspects, and who asks for special patrols. */
  readonly help: Readonly<Record<'label' | 'how' | 'order' | 'orderHow', string>>;
  readonly words: Readonly<Record<InspectionWord, readonly string[]>>;
  readonly labels: Readonly<Record<InspectionAction, string>>;
  /** What may be typed behind an item: the first of each is shown. */
  readonly outcomeWords: Readonly<
    Record<'normal' | 'anomaly' | 'not_applicable' | 'note' | 'next' | 'ticket', readonly string[]>
  >;
  readonly outcomes: Readonly<Record<'normal' | 'anomaly' | 'not_applicable' | 'open', string>>;
  /** Signs before an item in a list of them. */
  readonly signs: Readonly<Record<'normal' | 'anomaly' | 'not_applicable' | 'open', string>>;
  readonly states: Readonly<
    Record<'planned' | 'open' | 'partly' | 'done' | 'done_late' | 'missed' | 'cancelled', string>
  >;
  /** Written close behind a figure. */
  readonly unitWords: readonly string[];
  readonly automatic: string;
  /** Between facts about one item. */
  readonly joined: (parts: readonly string[]) => string;
  readonly title: (name: string) => string;
  /** Of several in one window. */
  readonly ordinal: (ordinal: number) => string;
  readonly fields: Readonly<
    Record<
      | 'due'
      | 'planned'
      | 'progress'
      | 'anomalies'
      | 'code'
      | 'clause'
      | 'occasion'
      | 'doneBy'
      | 'reading'
      | 'last'
      | 'course'
      | 'result'
      | 'note'
      | 'photos'
      | 'round'
      | 'hint'
      | 'open'
      | 'done'
      | 'missed'
      | 'late'
      | 'onTime'
      | 'trend'
      | 'total',
      string
    >
  >;
  readonly form: Readonly<Record<'value' | 'note' | 'anomaly' | 'item', string>>;
  readonly valueHint: (unit: string, range: string) => string;
  readonly before: (at: string) => string;
  readonly plannedBy: (at: string) => string;
  readonly progress: (done: number, total: number) => string;
  readonly reading: (value: string, unit: string) => string;
  readonly range: (least: string | undefined, greatest: string | undefined, unit: string) => string;
  readonly item: (sign: string, number: number, name: string, more: readonly string[]) => string;
  readonly photoWanted: string;
  readonly photos: (count: number) => string;
  readonly ticketMade: (number: string) => string;
  /** The first lines of a round's card, to whoever does it. */
  readonly ask: Readonly<Record<'open' | 'partly' | 'missed' | 'done' | 'cancelled' | 'planned', string>>;
  /** @param normal as it is typed @param one of an item */
  readonly howTyped: (normal: string, one: string) => string;
  readonly itemTyped: (examples: readonly string[]) => string;
  readonly sendPhoto: string;
  readonly answerWithin: (within: string) => string;
  readonly drift: (drift: DriftWords) => string;
  /** The same where several are listed, with the plan's name. */
  readonly driftShort: (drift: DriftWords & { readonly plan: string }) => string;
  readonly opened: (name: string) => string;
  readonly openedLate: (name: string, at: string) => string;
  readonly listTitle: (count: number) => string;
  readonly list: Readonly<Record<'mine' | 'today' | 'open', { readonly title: string; readonly none: string }>>;
  readonly listed: (state: string, due: string, people: string, anomalies: number) => string;
  readonly more: (count: number) => string;
  readonly remind: (name: string, left: string, done: number, total: number) => string;
  /** Of several at once, to whoever does them. */
  readonly remindSeveral: (count: number) => string;
  readonly missedSeveral: (count: number) => string;
  readonly missedSeveralManager: (count: number) => string;
  readonly lateReminder: (at: string) => string;
  readonly missed: (name: string, at: string) => string;
  readonly missedManager: (name: string, people: string, at: string) => string;
  readonly missedDeaf: (count: number) => string;
  readonly filled: (item: string, outcome: string) => string;
  readonly doneNow: (name: string, anomalies: number) => string;
  readonly doneLate: (name: string, at: string) => string;
  readonly filledBy: (item: string, by: string, outcome: string) => string;
  readonly askNote: (item: string) => string;
  readonly askValue: (item: string, unit: string, range: string) => string;
  readonly notRead: (item: string, examples: readonly string[]) => string;
  readonly photosKept: (count: number, item: string) => string;
  readonly givenUp: string;
  readonly ticketSummary: (round: string, item: string, value: string, note: string) => string;
  /** Of the photos of its item, which stay with the round. */
  readonly ticketPhotos: (count: number, code: string) => string;
  readonly ticketOpened: (number: string, item: string) => string;
  readonly which: (list: string, example: string) => string;
  readonly nothingMine: string;
  readonly refusals: Readonly<Record<(typeof INSPECTION_REFUSALS)[number], (facts: InspectionRefusalFacts) => string>>;
  readonly gone: string;
  readonly unknownItem: (said: string) => string;
  readonly askItem: (numbers: string, example: string) => string;
  readonly nothingPlanned: string;
  readonly nothingDue: string;
  readonly statistics: (period: string) => string;
  readonly ratio: (met: number, total: number) => string;
  readonly count: (count: number) => string;
  readonly anomalies: (count: number) => string;
  readonly patrol: {
    readonly made: string;
    readonly days: (from: string, to: string, times: number) => string;
    readonly example: (plan: string) => string;
    readonly guardExample: string;
    readonly how: (plans: string, example: string) => string;
    readonly badSpan: (example: string) => string;
    readonly tooMany: (most: number) => string;
    readonly past: string;
    readonly none: string;
    readonly fields: Readonly<Record<'when' | 'reason', string>>;
    readonly title: (name: string) => string;
    readonly cancelled: (name: string, count: number) => string;
    /** 至, and how often in a day. */
    readonly until: readonly string[];
    readonly perDay: readonly string[];
    readonly times: readonly string[];
    readonly which: (list: string, example: string) => string;
    readonly announced: (by: string) => string;
  };
  readonly probe: {
    /** Of an item that a machine could not look at. */
    readonly failed: string;
    /** What machines found wrong, and what they could not look at. */
    readonly told: (name: string, anomalies: number, unasked: number) => string;
    readonly answered: (ms: number) => string;
    readonly status: (status: number) => string;
    readonly lacks: string;
    readonly expired: string;
    readonly refused: string;
  };
}
