import type { Instant, PersonId } from '../domain/types.ts';

/**
 * A run of text. A plain string is data: a platform escapes it, so it can never become markup, a link or a mention.
 * Only `mention` rings somebody.
 */
export type Inline = string | { readonly bold: string } | { readonly mention: PersonId };
/** One paragraph. */
export type Line = readonly Inline[];

export type Tone = 'neutral' | 'info' | 'warning' | 'danger' | 'success';

export interface CardField {
  readonly label: string;
  readonly value: Line;
  /** It only says in words what `Card.clocks` says: a platform that draws the clocks leaves it out. */
  readonly isInClocks?: true;
  /** Left out first where there is little room, the last of them before the others. */
  readonly isMinor?: true;
}

export type FormField =
  | {
      readonly name: string;
      readonly label: string;
      readonly type: 'text';
      readonly required: boolean;
      readonly maxLength: number;
      readonly placeholder?: string;
    }
  | {
      readonly name: string;
      readonly label: string;
      readonly type: 'select';
      readonly required: boolean;
      readonly options: readonly { readonly value: string; readonly label: string }[];
    }
  | {
      readonly name: string;
      readonly label: string;
      readonly type: 'rating';
      readonly required: boolean;
      readonly max: number;
    };

/**
 * A button. `for` says to whom it is useful; a platform that shows each viewer his own card hides the rest, others show all,
 * and the server decides in any case.
 */
export interface CardAction {
  /** What the tap asks for: `acknowledge`, `resolve`, `draft_incident` … */
  readonly action: string;
  readonly label: string;
  readonly style: 'primary' | 'default' | 'danger';
  readonly for: readonly PersonId[] | 'everyone';
  /** What this one is about, where that is not the card's own subject. */
  readonly subject?: CardSubject;
  /** Asked before the tap is sent. */
  readonly form?: readonly FormField[];
  /** The text that does the same where buttons do not show: `接单 7`. */
  readonly command?: string;
  /** The same without what need not be said: 确认 7. Absent where all of it is needed. */
  readonly shortCommand?: string;
  /** That, as a sentence in the card's language: 回复「接单 7」. */
  readonly hint?: string;
}

/** What buttons are about (a ticket's or a draft's id) and the version that they were made for. */
export interface CardSubject {
  readonly id: string;
  readonly version: number;
}

/** How a clock stands, for a countdown beside the card. */
export interface CardClock {
  readonly label: string;
  readonly startedAt: Instant;
  readonly dueAt: Instant;
  readonly stoppedAt?: Instant;
  readonly pausedAt?: Instant;
  readonly breached: boolean;
  /** The action that stops it. */
  readonly stoppedBy?: string;
  /** How it stands, for platforms that draw no countdown: 11:00 前, 09:05 超时. Absent for what is not owed any more. */
  readonly standing?: string;
}

/** A platform-neutral card; each platform renders it within its own limits. */
export interface Card {
  readonly tone: Tone;
  readonly title: string;
  /** A short state at the title's side: 待接单. */
  readonly badge?: string;
  readonly lines: readonly Line[];
  readonly fields: readonly CardField[];
  readonly clocks: readonly CardClock[];
  /** Most useful first: a platform with few buttons shows the first ones. */
  readonly actions: readonly CardAction[];
  /** What the buttons are about that name nothing else. */
  readonly subject?: CardSubject;
  readonly footnote?: string;
  /**
   * The action whose tap tells all that the card says, and more: a platform with little room may then shorten the card, and shows
   * this button in any case.
   */
  readonly wholeBy?: string;
  /** The form of its first action is asked in the card itself, where the platform has such inputs. */
  readonly asksForm?: true;
}

/** A reminder as one line of a digest, for when several of a group are due at once. */
export interface DigestEntry {
  readonly language: 'zh' | 'en';
  /** Something is over its time, rather than only near. */
  readonly isBreach: boolean;
  /** The ticket's number. */
  readonly number: string;
  /** What it is about, how its clocks stand, and who is rung about it. */
  readonly words: string;
  /** Whom it rings. */
  readonly people: readonly PersonId[];
  /** Why it comes later than it was planned. */
  readonly notes: readonly string[];
  /** Its next step, or a look at it where nobody can take one, with the ticket as its subject. */
  readonly action?: CardAction;
}
