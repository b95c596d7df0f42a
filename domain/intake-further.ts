import type { TextSpan } from './chinese-tools.ts';
import { type Clause, clauseIndexAt, isPrecededBy, type Parsed, type Word } from './intake-clauses.ts';
import type { WordMeaning } from './intake-compile.ts';
import type { FoundName } from './intake-system.ts';

/** What tells a second fault of a message: sources of regular expressions over folded text. */
export interface FurtherWords {
  /** Say that something is so too: 也. */
  readonly also: string;
  /** Say behind a name that its fault is the one before: 也是, 也一样. */
  readonly repeats: string;
  /** What may stand behind a name that a connector adds to the fault before: 还有党政通了. */
  readonly adds: string;
  /** Open what is said beside the rest: 还有. */
  readonly connectors: string;
  /** Open a clause that names the cause of the next, or what came of the one before: 由于, 所以. */
  readonly chains: string;
}

/** A stretch of the folded text that may speak of a fault of its own. */
export interface FaultPart extends TextSpan {
  /** The fault that its words only point to (…，党政通也是): the name, the symptom, and where the clause of the symptom begins. */
  readonly repeats?: { readonly name: TextSpan; readonly symptom: TextSpan; readonly from: number };
  /** What is broken too goes by letters that no pack has: …，还有OA也卡. */
  readonly isUnknown?: true;
}
export interface FaultSplitter {
  /**
   * Parts of a message that each state a fault of another system: 网站打不开，双公示也报错. A second name without a fault of its own
   * belongs to the part before it (…，影响双公示), and so does one that a cause names (…，应该是数据库挂了) or that follows from it
   * (…，所以双公示打不开). They are candidates: a clause that names no system as the pack does may turn out to name none.
   * @param stated the symptoms that are facts for the speaker
   * @returns one behind the other, together the whole text; a single one where there is one fault
   */
  partsOf(parsed: Parsed, stated: readonly Word[]): readonly FaultPart[];
  /** A part as it was written, without the commas and connectors around it. */
  trimmed(part: string): string;
}

/** A shorter name (网站) opens no second fault by itself: it is soon said of the first. */
const NAME_MIN = 3;
/** More are not told apart: it keeps a hostile text from costing more than it is worth. */
const NAMES_MAX = 50;
const PARTS_MAX = 6;
const CAUSE: ReadonlySet<WordMeaning> = new Set(['cause', 'quote', 'negation', 'denial']);
const MARKS = '[\\s,\uff0c\u3001;\uff1b:\uff1a]';

/** Compiles what tells a second fault. */
export function faultSplitter({ also, repeats, adds, connectors, chains }: FurtherWords): FaultSplitter {
  const marks = {
    also: new RegExp(also, 'u'),
    repeats: new RegExp(`^(?:${repeats})$`, 'u'),
    adds: new RegExp(`^(?:${adds})$`, 'u'),
    opens: new RegExp(`^(?:${connectors})`, 'u'),
    acronym: new RegExp(`^(?:${connectors})[a-z]{2,8}(?:${also})`, 'u'),
    chains: new RegExp(`^(?:${chains})`, 'u'),
  };
  const before = new RegExp(`^(?:${MARKS}|[\u3002.!\uff01]|${connectors})+`, 'u');
  const behind = new RegExp(`(?:${MARKS}|${connectors})$`, 'u');
  return {
    partsOf: (parsed, stated) => partsOf(parsed, stated, marks),
    trimmed: (part) => withoutEnd(part.replace(before, ''), behind),
  };
}

type Marks = Readonly<Record<'also' | 'repeats' | 'adds' | 'opens' | 'acronym' | 'chains', RegExp>>;

/** Step by step: a repetition before the end of a text is searched from each of its characters. */
function withoutEnd(part: string, end: RegExp): string {
  let left = part;
  for (let match = end.exec(left); match; match = end.exec(left)) left = left.slice(0, match.index);
  return left;
}

function partsOf(parsed: Parsed, stated: readonly Word[], marks: Marks): readonly FaultPart[] {
  const opened: Omit<FaultPart, 'end'>[] = [{ start: 0 }];
  let current: readonly string[] | undefined;
  for (const subject of subjectsOf(parsed, stated, marks)) {
    const isOther = current !== undefined && !subject.meaning.some((id) => current?.includes(id));
    const part = isOther ? openedBy(subject, opened.at(-1), parsed, { stated, marks }) : undefined;
    if (part) opened.push(part);
    if (part || current === undefined) current = subject.meaning;
  }
  return opened
    .slice(0, PARTS_MAX)
    .map((part, index) => ({ ...part, end: opened[index + 1]?.start ?? parsed.folded.text.length }));
}

/** A name, or a clause that says of something unnamed that it is broken too. */
interface Subject extends TextSpan {
  readonly meaning: readonly string[];
  readonly name?: FoundName;
  /** Where the next name stands. */
  readonly next: number;
}

function subjectsOf(parsed: Parsed, stated: readonly Word[], marks: Marks): readonly Subject[] {
  const names = parsed.names.slice(0, NAMES_MAX);
  const named = names.map(
    (name, index): Subject => ({
      start: name.start,
      end: name.end,
      meaning: name.meaning,
      name,
      next: names[index + 1]?.start ?? 0,
    }),
  );
  const hasName = new Set(names.map(({ start }) => clauseIndexAt(start, parsed.clauses)));
  const hasStated = new Set(stated.map(({ start }) => clauseIndexAt(start, parsed.clauses)));
  const unnamed = parsed.clauses.flatMap((clause, index): readonly Subject[] =>
    !hasName.has(index) && hasStated.has(index) && isBeside(clause, clause.start, parsed, marks)
      ? [{ start: clause.start, end: clause.start, meaning: [], next: 0 }]
      : [],
  );
  return [...named, ...unnamed].sort((a, b) => a.start - b.start);
}

/** It says itself that it comes beside something else: 还有…, …也…. */
function isBeside({ start, end }: Clause, from: number, { folded }: Parsed, { also, opens }: Marks): boolean {
  return opens.test(folded.text.slice(start, end)) || also.test(folded.text.slice(from, end));
}

/** The part that a name of another system opens, if it is no cause and has a fault of its own, or the one before. */
function openedBy(
  subject: Subject,
  last: Omit<FaultPart, 'end'> | undefined,
  parsed: Parsed,
  { stated, marks }: { readonly stated: readonly Word[]; readonly marks: Marks },
): Omit<FaultPart, 'end'> | undefined {
  const since = last?.start ?? 0;
  const clause = clauseOf(parsed, subject);
  if (clause === undefined || clause.isAsking || isChained(subject, clause, parsed, marks)) return undefined;
  const isOwnClause = clause.start > since && !stated.some((word) => isWithin(word, clause.start, subject.start));
  const isAlso = isBeside(clause, subject.end, parsed, marks);
  if (!isSpeakable(subject) && !(isOwnClause && isAlso)) return undefined;
  const start = isOwnClause ? clause.start : subject.start;
  const earlier = stated.findLast((word) => isWithin(word, since, subject.start)) ?? last?.repeats?.symptom;
  // 公务车定位飘了，物品领用单也提交不了: the first fault is in words that no list has.
  if (earlier === undefined && !(isOwnClause && isAlso)) return undefined;
  const until = Math.max(clause.end, subject.next);
  // 报送失败 begins inside the alias 双公示报送.
  const hasOwn = stated.some((word) => word.end > subject.end && isWithin(word, subject.start, until));
  const text = parsed.folded.text.slice(clause.start, clause.end);
  if (hasOwn) return { start, ...(subject.name === undefined && marks.acronym.test(text) && { isUnknown: true }) };
  const behind = parsed.folded.text.slice(subject.end, clause.end);
  const isAdded = clause === parsed.clauses.at(-1) && marks.opens.test(text) && marks.adds.test(behind);
  const from = last?.repeats?.from ?? Math.max(since, (earlier && clauseOf(parsed, earlier)?.start) ?? 0);
  if (!isOwnClause || earlier === undefined || !(isAdded || marks.repeats.test(behind))) return undefined;
  return { start, repeats: { name: subject, symptom: earlier, from } };
}

function isSpeakable({ name }: Subject): boolean {
  return name === undefined || name.phrase.length >= NAME_MIN || name.by === 'taught' || /^[a-z\d]+$/.test(name.phrase);
}

function isWithin({ start }: TextSpan, from: number, to: number): boolean {
  return start >= from && start < to;
}

/** One fault comes of the other. */
function isChained({ start }: Subject, clause: Clause, parsed: Parsed, { chains }: Marks): boolean {
  if (isPrecededBy(CAUSE, start, parsed)) return true;
  if (clause.words.some((word) => word.meaning === 'cause' && word.start < start)) return true;
  const before = parsed.clauses[clauseIndexAt(start, parsed.clauses) - 1];
  return [clause, before].some((it) => it !== undefined && chains.test(parsed.folded.text.slice(it.start, it.end)));
}

function clauseOf({ clauses }: Parsed, { start }: TextSpan): Clause | undefined {
  return clauses[clauseIndexAt(start, clauses)];
}
