import type { CivilDate, ContractId, Instant, PersonId, TextRef, TicketId } from '../types.ts';
import type { Milli } from './plan-types.ts';

// What a plan made of a period: one round of inspection, one deliverable. The present state, as the ledger's entries made it.

interface ObligationBase {
  /** `<contract>:<type>:<plan>:<period>` with window, ordinal and department: the same whenever it is made again. */
  readonly id: string;
  readonly contractId: ContractId;
  /** Of the contract's `inspections` or `deliverables`. */
  readonly planId: string;
  /** Under which pack it was opened. */
  readonly packHash: string;
  /** Grows with each change: the compare-and-set of the store. Buttons carry it. */
  readonly version: number;
  /** What it is about: [from, to) and how people call it (`2026-03-03`, `2026-W10`, `2026-03`, `2026-Q1`, `P2` …). */
  readonly period: {
    readonly from: Instant;
    readonly to: Instant;
    readonly label: string;
    readonly firstDay: CivilDate;
    readonly lastDay: CivilDate;
  };
  /** Which of the period's windows, from 0, and which of `times` in it, from 1. */
  readonly window: number;
  readonly ordinal: number;
  readonly department?: string;
  readonly binding: 'contract' | 'internal';
  readonly opensAt: Instant;
  /** The last instant that is in time. */
  readonly dueAt: Instant;
  /** Of several in one window: by when this one is planned. Reminders count from here. */
  readonly plannedAt?: Instant;
  /** Stages that were posted or overtaken: `opens`, `before:<ms>`, `due`, `late:<n>`, `returned:<review>:<n>`. None is posted twice. */
  readonly told: readonly string[];
  /** It was noticed at the due instant that it was not there. */
  readonly missedAt?: Instant;
  /** It was cancelled because no pack since this instant asks for it. It counts if it was due before. */
  readonly withdrawnAt?: Instant;
}

export interface Inspection extends ObligationBase {
  readonly type: 'inspection';
  /** `planned`: it is not open yet. A missed one may still be done, late. */
  readonly state: 'planned' | 'open' | 'done' | 'missed' | 'cancelled';
  /** By the id of the item; what nobody has looked at is absent. */
  readonly results: Readonly<Record<string, CheckResult>>;
  /** Items of which a machine could not be asked. */
  readonly unasked?: readonly string[];
  readonly doneAt?: Instant;
  readonly doneBy?: PersonId;
  /** Of a special patrol: what for, and who asked for it. */
  readonly occasion?: { readonly text: TextRef; readonly by: PersonId; readonly at: Instant; readonly groupId: string };
}

export interface CheckResult {
  readonly outcome: 'normal' | 'anomaly' | 'not_applicable';
  readonly value?: Milli;
  readonly note?: TextRef;
  readonly at: Instant;
  /** Absent: a machine looked. */
  readonly by?: PersonId;
  readonly isAutomatic?: true;
  /** Files that were sent with it. */
  readonly attachments?: readonly string[];
  /** What was made of an anomaly. */
  readonly ticket?: { readonly id: TicketId; readonly number: string };
}

export interface Deliverable extends ObligationBase {
  readonly type: 'deliverable';
  /** `returned`: the customer's side wants it again. `accepted`: or handed in, where nobody reviews it. */
  readonly state: 'planned' | 'owed' | 'submitted' | 'returned' | 'accepted' | 'cancelled';
  /** What the manager wrote into the bot's draft, and when it was posted. */
  readonly draft?: ReportDraft;
  /** In their order. The first one says whether it came in time; what was returned is charged as such. */
  readonly submissions: readonly Submission[];
  readonly reviews: readonly Review[];
}

export interface ReportDraft {
  readonly madeAt: Instant;
  readonly summary?: TextRef;
  readonly risks?: TextRef;
  readonly proposals?: TextRef;
  readonly postedAt?: Instant;
  readonly postedBy?: PersonId;
}

export interface Submission {
  readonly at: Instant;
  /** Absent: the bot posted its own draft without anybody's word, as the pack says. */
  readonly by?: PersonId;
  /** A file of the chat, the bot's own draft, or words alone. */
  readonly way: 'file' | 'draft' | 'words';
  /** SHA-256 of what was handed in, or the ids of attachments on their way. */
  readonly files: readonly { readonly hash: string; readonly name: string }[];
  readonly attachments?: readonly string[];
  readonly note?: TextRef;
}

export interface Review {
  readonly at: Instant;
  readonly by: PersonId;
  readonly isAccepted: boolean;
  readonly reason?: TextRef;
}

export type Obligation = Inspection | Deliverable;
