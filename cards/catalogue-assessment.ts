import type { AssessmentRefusal } from '../domain/assessment/assessment-refusal.ts';
import type { Standing } from '../domain/assessment/facts.ts';
import type { Dispute } from '../domain/assessment/records.ts';
import type { FindingFact } from '../domain/assessment/table-lookup.ts';
import type { Line } from './types.ts';

/** What either side does about a finding that is there. */
export const FINDING_STEPS = [
  'finding_confirm',
  'finding_object',
  'finding_exempt',
  'finding_withdraw',
  'dispute_accept',
  'dispute_refuse',
] as const;
export type FindingStep = (typeof FINDING_STEPS)[number];

/** What people say about a score; a button's name is the command that may be typed as well. */
export const ASSESSMENT_COMMANDS = [
  'record_finding',
  'show_finding',
  ...FINDING_STEPS,
  'give_grade',
  'give_tick',
  'give_ratio',
  'mark_reviewed',
  'hand_in',
  'prepare_signing',
  'sign_score',
  'propose_correction',
  'correction_agree',
  'correction_refuse',
] as const;
export type AssessmentCommand = (typeof ASSESSMENT_COMMANDS)[number];

export interface AssessmentRefusalFacts {
  readonly person: string;
  readonly standing: string;
  readonly kind: string;
  readonly isAccepted: boolean;
  /** `GZ1.22 工程师服务态度`; empty where no rule is meant. */
  readonly rule: string;
  /** What a person has to say. */
  readonly fact: string;
  /** `0–5`; empty where it is bounded nowhere. */
  readonly range: string;
  /** What is still open, in words. */
  readonly open: string;
  readonly disputed: number;
  /** How it is typed. */
  readonly example: string;
}

type Tick = 'satisfied' | 'average' | 'dissatisfied';

/** Wording of findings, disputes, grades and signatures. Figures come written out: `2.5`. */
export interface AssessmentTexts {
  readonly commands: Readonly<
    Record<
      AssessmentCommand,
      {
        readonly label: string;
        readonly words: readonly string[];
        /** Words that mean a ticket where they do not name a finding or a rule: 确认 7. */
        readonly shared?: readonly string[];
        /** @param about a finding's code, a rule, or a period */
        readonly example: (about: string) => string;
      }
    >
  >;
  /** How figures are typed beside what was found; each list is tried as it stands behind a number. */
  /** `notTimes`: longer words that begin with one of `times` and count something else: 个工作日. */
  readonly units: Readonly<Record<'points' | 'days' | 'times' | 'notTimes', readonly string[]>>;
  /** It has not happened at all. */
  readonly neverWords: readonly string[];
  /** 满意 GZ1.20 and 满意 alone are the same word. */
  readonly ticks: Readonly<Record<Tick, { readonly label: string; readonly words: readonly string[] }>>;
  readonly standings: Readonly<Record<Standing, string>>;
  readonly kinds: Readonly<Record<Dispute['kind'], string>>;
  readonly facts: Readonly<Record<FindingFact, string>>;
  readonly refusals: Readonly<Record<AssessmentRefusal['reason'], (facts: AssessmentRefusalFacts) => string>>;
  readonly rule: (id: string, name: string) => string;
  /** Before an answer to somebody who has several contracts. */
  readonly ofContract: (name: string) => string;
  readonly range: (from: string, to: string) => string;
  readonly finding: FindingTexts;
  readonly grading: GradingTexts;
  readonly signing: SigningTexts;
}

export interface FindingTexts {
  readonly title: (code: string) => string;
  readonly labels: Readonly<
    Record<
      'item' | 'rule' | 'clause' | 'at' | 'about' | 'quantity' | 'note' | 'by' | 'evidence' | 'dispute' | 'decision',
      string
    >
  >;
  readonly bot: string;
  readonly quantity: (count: number) => string;
  readonly days: (count: number) => string;
  readonly figure: (points: string) => string;
  readonly never: string;
  readonly files: (count: number) => string;
  readonly quoted: string;
  /** @param by who asked @param reason in his words; empty where it was erased */
  readonly dispute: (kind: string, by: string, reason: string) => string;
  /** Why something that was forgiven counts again. */
  readonly outgrown: string;
  readonly decision: (by: string, isAccepted: boolean, reason: string) => string;
  readonly recorded: (managers: Line, by: string, rule: string, code: string) => Line;
  readonly confirmed: (managers: Line, by: string, code: string) => Line;
  readonly withdrawn: (managers: Line, by: string, code: string) => Line;
  readonly disputed: (deciders: Line, by: string, kind: string, code: string, reason: string) => Line;
  readonly decided: (asker: Line, by: string, kind: string, isAccepted: boolean, code: string) => Line;
  readonly disputeWithdrawn: (deciders: Line, by: string, kind: string, code: string) => Line;
  /** The period was signed before. */
  readonly signedBefore: (example: string) => string;
  readonly reason: string;
  readonly reasonHint: string;
  readonly optionalReason: string;
  readonly unknown: (code: string) => string;
  readonly which: (list: string, example: string) => string;
  readonly nothingWaits: string;
  /** Nothing fits what was said; what may be recorded. */
  readonly unknownRule: (said: string, rules: string) => string;
  /** One table's of several. */
  readonly ofTable: (id: string, name: string, rules: string) => string;
  /** @param example for all that one of them takes */
  readonly ofTables: (tables: readonly string[], example: string) => string;
  /** 记录 alone. */
  readonly howToRecord: (rules: string, example: string) => string;
  readonly choose: (said: string) => string;
  readonly chooseTitle: string;
  readonly chooseRule: string;
  readonly more: (count: number) => string;
  readonly noTables: string;
  readonly asked: (fact: string, rule: string, range: string) => string;
  readonly answerWithin: (within: string, giveUp: string) => string;
  readonly givenUp: string;
}

export interface GradingTexts {
  readonly title: (period: string) => string;
  readonly ask: (deadline: string) => string;
  readonly item: (id: string, name: string, copy: string) => string;
  readonly mark: (range: string) => string;
  readonly ratio: string;
  readonly tick: string;
  readonly sample: string;
  readonly hand_in: string;
  readonly more: (count: number) => string;
  /** One thing that may be typed. */
  readonly hint: (example: string) => string;
  readonly nothing: (period: string) => string;
  readonly graded: (rule: string, points: string, period: string) => string;
  readonly ticked: (rule: string, tick: string, period: string) => string;
  readonly reviewed: (rule: string, period: string) => string;
  readonly handedIn: (table: string, period: string) => string;
  readonly counted: (rule: string, met: number, total: number, period: string) => string;
  /** 0/0: nothing was due. */
  readonly countedNone: (rule: string, period: string) => string;
  /** What is asked after a tap that came without words. */
  readonly asked: Readonly<Record<'give_grade' | 'give_ratio' | 'mark_reviewed', (rule: string) => string>>;
  readonly unknownPeriod: (said: string, label: string) => string;
  readonly fields: Readonly<Record<'rule' | 'table' | 'points' | 'note' | 'ratio' | 'tick', string>>;
  readonly unknownRule: (said: string, example: string) => string;
  readonly unknownTable: (said: string, example: string) => string;
  /** Marks of those who grade no more count no more. */
  readonly setAside: (rule: string, graders: string, period: string) => string;
  readonly setAsideReason: (example: string) => string;
  readonly setAsideExample: (rule: string) => string;
  /** In lower case. */
  readonly setAsideWords: readonly string[];
  readonly noNumber: (example: string) => string;
  readonly whichCopy: (rule: string, copies: string) => string;
  readonly noPeriod: string;
}

export interface SigningTexts {
  readonly title: (period: string) => string;
  readonly titleSigned: (period: string) => string;
  readonly titleCorrection: (period: string) => string;
  readonly titleCorrected: (period: string) => string;
  readonly titleNotCorrected: (period: string) => string;
  readonly table: (name: string, copy: string, total: string) => string;
  readonly total: (points: string) => string;
  readonly unscored: string;
  readonly money: string;
  readonly yuan: (sum: string) => string;
  readonly signer: string;
  readonly agreedBy: string;
  readonly refusedBy: string;
  readonly ledger: string;
  readonly head: (seq: number, hash: string) => string;
  readonly open: string;
  readonly more: (count: number) => string;
  readonly disputed: (count: number) => string;
  readonly frozen: string;
  readonly changes: string;
  readonly change: (what: string, from: string, to: string) => string;
  readonly none: string;
  readonly signed: (people: Line, by: string, period: string) => Line;
  readonly proposed: (people: Line, by: string, period: string) => Line;
  readonly corrected: (people: Line, by: string, period: string) => Line;
  readonly notCorrected: (people: Line, by: string, period: string) => Line;
  readonly unknownPeriod: (said: string, example: string) => string;
  readonly noPeriod: string;
  readonly several: (example: string) => string;
}
