import type { OutboxRow } from '../db/store.ts';
import type { Instant } from '../domain/types.ts';
import { gatherings } from './digest-rows.ts';

/** A lane remembers this many rows that it has dealt with: a read that began earlier may still show them. */
const DEALT_WITH_MAX = 2_000;
/** And so many keys of messages that may have arrived. */
const UNSURE_MAX = 1_000;

/** What a lane knows to be waiting in its chat, oldest first. */
export class LaneRows {
  #rows: OutboxRow[] = [];
  readonly #dealtWith = new Set<number>();
  /** Of a row that was tried in vain the first one of its message: perhaps it is there, so that they leave under its key or not at all. */
  readonly #tried = new Map<number, number>();
  /** Rows that this process has committed and nobody can have sent yet. */
  #new: readonly OutboxRow[] = [];
  /** Keys of deliveries of which nobody knows whether they arrived. */
  readonly #unsure = new Set<string>();

  get all(): readonly OutboxRow[] {
    return this.#rows;
  }

  /** Adds rows that are not known yet. */
  add(rows: readonly OutboxRow[]): void {
    const known = new Set(this.#rows.map((row) => row.seq));
    const fresh = rows.filter((row) => !known.has(row.seq) && !this.#dealtWith.has(row.seq));
    if (fresh.length > 0) this.#rows = [...this.#rows, ...fresh].sort((a, b) => a.seq - b.seq);
  }

  /** Adds rows that this process has committed and not tried yet. */
  addNew(rows: readonly OutboxRow[]): void {
    this.#new = [...this.#new, ...rows.filter(({ seq }) => !this.#dealtWith.has(seq))];
    this.add(rows);
  }

  /** The delivery of that key ended without a clear answer. */
  leftUnsurely(key: string): void {
    this.#unsure.add(key);
    const [oldest] = this.#unsure;
    if (this.#unsure.size > UNSURE_MAX && oldest !== undefined) this.#unsure.delete(oldest);
  }

  /**
   * May the message of these rows stand there already? Only where this process sent it and got no clear answer, or where all of
   * them are older than its turn to speak: a predecessor may have sent it and ended before it could say so. That a row has failed
   * or waited says nothing: a platform that refuses a card in words that also mean "I have had it" would have it counted as sent.
   * @param key of the delivery: the same rows may leave under another one
   * @param aloneSince from then on nobody else can have spoken there
   */
  mayHaveLeft(rows: readonly OutboxRow[], key: string, aloneSince: Instant): boolean {
    return this.#unsure.has(key) || rows.every((row) => row.createdAt <= aloneSince && !this.#isNew(row));
  }

  /** Those that may leave in one message with it. */
  companionsOf(row: OutboxRow): readonly OutboxRow[] {
    const message = this.#tried.get(row.seq);
    return this.#rows.filter((other) => other.seq === row.seq || this.#tried.get(other.seq) === message);
  }

  /** It could not be delivered, in one message with the others. @param attempts that count against it by now */
  failed(row: OutboxRow, message: readonly OutboxRow[], attempts: number): void {
    for (const { seq } of message) this.#tried.set(seq, row.seq);
    this.#rows = this.#rows.map((other) => (other.seq === row.seq ? { ...row, attempts } : other));
  }

  /** It was sent or dropped. */
  dealWith(row: OutboxRow): void {
    this.forget(row);
    this.#dealtWith.add(row.seq);
    const [oldest] = this.#dealtWith;
    if (this.#dealtWith.size > DEALT_WITH_MAX && oldest !== undefined) this.#dealtWith.delete(oldest);
  }

  /** It is no business of this lane any more, but may come back: a dead letter can be tried again. */
  forget(row: OutboxRow): void {
    this.#tried.delete(row.seq);
    this.#new = this.#new.filter((other) => other.seq !== row.seq);
    this.#rows = this.#rows.filter((other) => other.seq !== row.seq);
  }

  /** Somebody else may have dealt with any of them; those that were committed after this instant he can't have sent. */
  forgetAll(newSince: Instant): void {
    this.#new = this.#new.filter((row) => row.createdAt > newSince);
    this.#rows = [];
  }

  #isNew(row: OutboxRow): boolean {
    return this.#new.some((other) => other.seq === row.seq);
  }

  /** As it is now, after what has happened to it. */
  bySeq(seq: number): OutboxRow | undefined {
    return this.#rows.find((row) => row.seq === seq);
  }

  /**
   * The row that leaves next: the oldest; where there is no room for all of them the most urgent, but never before an
   * older one of the same card, whose place it would take.
   * @param room how many may leave now  @param besides a row that is passed over, and with it those of its card
   */
  next(room: number, besides?: OutboxRow): OutboxRow | undefined {
    const passed = besides && cardKeyOf(besides);
    const isPassed = (row: OutboxRow) =>
      row.seq === besides?.seq || (passed !== undefined && cardKeyOf(row) === passed);
    const rows = besides ? this.#rows.filter((row) => !isPassed(row)) : this.#rows;
    const [oldest] = rows;
    if (oldest === undefined || messages(rows) <= room) return oldest;
    const urgent = rows.reduce((best, row) => (row.outgoing.priority < best.outgoing.priority ? row : best), oldest);
    const cardKey = cardKeyOf(urgent);
    return cardKey === undefined ? urgent : (rows.find((row) => cardKeyOf(row) === cardKey) ?? urgent);
  }
}

/** Reminders that leave together count as one. */
function messages(rows: readonly OutboxRow[]): number {
  return gatherings(rows).reduce((count, together) => count - (together.length - 1), rows.length);
}

function cardKeyOf({ outgoing }: OutboxRow): string | undefined {
  return outgoing.op === 'post' || outgoing.op === 'refresh' ? outgoing.cardKey : undefined;
}
