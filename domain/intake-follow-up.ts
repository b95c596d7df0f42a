import type { FollowUp } from './intake.ts';
import { clauseIndexAt, isPrecededBy, type Parsed, touches, type Word } from './intake-clauses.ts';
import type { WordMeaning } from './intake-compile.ts';
import type { ClauseForms } from './intake-forms.ts';
import { isNegated } from './intake-standing.ts';
import { isClauseEnd } from './phrase-finder.ts';

const STILL: ReadonlySet<WordMeaning> = new Set(['still']);
/** Beside a recovery they say that it has not come yet. */
const WAITING: ReadonlySet<WordMeaning> = new Set(['awaited', 'request', 'whether', 'how', 'why', 'supposition']);

/** Words that a plain recovery may stand behind: 网站好了, 已经好了, 谢谢好了. */
const BEFORE_PLAIN: ReadonlySet<WordMeaning> = new Set([
  'thing',
  'filler',
  'thanks',
  'greeting',
  'pleasantry',
  'attributive',
]);
/** Characters of no known phrase beside a plain recovery: a particle, a name. */
const UNKNOWN_IN_CLAUSE_MAX = 2;
const UNKNOWN_IN_MESSAGE_MAX = 6;

export interface FollowUpFound {
  readonly kind: FollowUp;
  /** Set for `recovered`: that something works again is all that the message says. */
  readonly isPlain: boolean;
}

/** @param stated the symptoms that are facts for the speaker */
export function followUpOf(
  parsed: Parsed,
  stated: readonly Word[],
  forms: readonly ClauseForms[],
): FollowUpFound | undefined {
  if (opensSupplement(parsed)) return { kind: 'supplement', isPlain: true };
  const persisting = [
    ...parsed.words.filter(({ meaning }) => meaning === 'persists'),
    ...stated.filter(({ start }) => isPrecededBy(STILL, start, parsed)),
  ];
  const lastTrouble = Math.max(-1, ...[...persisting, ...stated].map(({ start }) => start));
  const recovery = parsed.words.findLast(({ meaning }) => meaning === 'recovered');
  // 昨天好了，今天又打不开了: what is said last counts.
  // 培训材料做好了: news of a system; of nothing that is named it may be about what was reported.
  const isMade =
    recovery !== undefined &&
    parsed.names.length > 0 &&
    forms.some((form) => holds(form, recovery) && form.has('news'));
  if (recovery !== undefined && !isMade && recovery.start > lastTrouble && isOver(recovery, parsed)) {
    return { kind: 'recovered', isPlain: isPlain(recovery, parsed) };
  }
  if (!isMade && forms.some((form) => form.clause.start > lastTrouble && isRecoveryByForm(form))) {
    return { kind: 'recovered', isPlain: false };
  }
  // 登录好了，就是OA附件打不开: said of what the speaker has reported, unless he names something.
  const isAfterRecovery = recovery !== undefined && lastTrouble > recovery.start;
  if (isAfterRecovery) return hasObject(parsed) ? undefined : { kind: 'persists', isPlain: true };
  const isPersisting = parsed.names.length === 0 && forms.some(persistsByForm);
  const isKnown = persisting.length > 0 && !persisting.every((word) => isFirstTold(word, parsed, stated));
  return isPersisting || isKnown ? { kind: 'persists', isPlain: true } : undefined;
}

/** 统一权限里给他配了角色还是看不到: what is told between the name and the trouble was not known before. */
const UNKNOWN_BEFORE_MAX = 3;

function isFirstTold(word: Word, parsed: Parsed, stated: readonly Word[]): boolean {
  if (parsed.names.length === 0) return false;
  const name = parsed.names.findLast(({ end }) => end <= word.start);
  if (stated.some(({ start }) => start < word.start && name !== undefined)) return true;
  return unknownLength(parsed, name?.end ?? 0, word.start) > UNKNOWN_BEFORE_MAX;
}

function holds({ clause }: ClauseForms, { start }: Word): boolean {
  return clause.start <= start && start < clause.end;
}

function isRecoveryByForm(form: ClauseForms): boolean {
  const { clause } = form;
  if (clause.isAsking || !form.has('recovers') || form.has('odd') || form.has('persists')) return false;
  return !clause.words.some(({ meaning }) => WAITING.has(meaning) || NOT_RECOVERED.has(meaning));
}

const NOT_RECOVERED: ReadonlySet<WordMeaning> = new Set([
  'negation',
  'fault',
  'ailment',
  'news',
  'announcement',
  'want',
  'wish',
]);

function persistsByForm(form: ClauseForms): boolean {
  if (form.has('wishes') || form.clause.isAsking) return false;
  return (
    form.has('persists') && !form.clause.words.some(({ meaning }) => meaning === 'pleasantry' || meaning === 'how')
  );
}

function hasObject({ names, words }: Parsed): boolean {
  return names.length > 0 || words.some(({ meaning }) => meaning === 'thing');
}

function opensSupplement({ folded, words }: Parsed): boolean {
  const [opening] = words;
  if (opening?.start !== 0) return false;
  const hasPause = isClauseEnd(folded.text.at(opening.end)) || folded.softBreaks.has(opening.end);
  return opening.meaning === 'supplement' || (opening.meaning === 'supplement_before_pause' && hasPause);
}

/** A recovery that is neither asked for, nor waited for (修好了告诉我), nor supposed. */
function isOver(recovery: Word, parsed: Parsed): boolean {
  const index = clauseIndexAt(recovery.start, parsed.clauses);
  const [clause, next] = [parsed.clauses[index], parsed.clauses[index + 1]];
  if (clause === undefined || clause.isAsking || next?.isAsking === true) return false;
  if (isNegated(recovery.start, parsed)) return false;
  return ![...clause.words, ...(next?.words ?? [])].some(({ meaning }) => WAITING.has(meaning));
}

/** 材料准备好了 ends like 好了 and speaks of no fault: the phrase has to stand by itself, or behind what it can be said of. */
function isPlain(recovery: Word, parsed: Parsed): boolean {
  const { clauses, folded, names, words } = parsed;
  const clause = clauses[clauseIndexAt(recovery.start, clauses)];
  if (clause === undefined) return false;
  const isBefore = ({ end }: { readonly end: number }) => touches(end, recovery.start, folded);
  const standsByItself =
    recovery.start === clause.start ||
    folded.softBreaks.has(recovery.start) ||
    names.some(isBefore) ||
    words.some((word) => BEFORE_PLAIN.has(word.meaning) && isBefore(word));
  if (!standsByItself) return false;
  return (
    unknownLength(parsed, clause.start, clause.end) <= UNKNOWN_IN_CLAUSE_MAX &&
    unknownLength(parsed, 0, folded.text.length) <= UNKNOWN_IN_MESSAGE_MAX
  );
}

/** Letters and digits of a stretch that belong to no known phrase. */
function unknownLength({ folded, names, words }: Parsed, from: number, to: number): number {
  const isKnown = new Uint8Array(to - from);
  for (const { start, end } of [...names, ...words.filter(({ meaning }) => meaning !== 'harmless')]) {
    if (start < to && end > from) isKnown.fill(1, Math.max(0, start - from), end - from);
  }
  let unknown = 0;
  for (let at = from; at < to; at += 1) {
    if (isKnown[at - from] === 0 && !/[\s|?.]/.test(folded.text.charAt(at))) unknown += 1;
  }
  return unknown;
}
