import {
  type Clause,
  clauseIndexAt,
  isPrecededBy,
  isSymptom,
  type Parsed,
  touches,
  type Word,
} from './intake-clauses.ts';
import type { WordMeaning } from './intake-compile.ts';

/** Whether a symptom is a fact for the speaker, is only asked about or supposed, or is denied. */
export type Standing = 'stated' | 'asked' | 'negated';

/** As long as 了吗 or 没有: what may follow a space and still close the question before it. */
const CLOSING_MAX = 3;
const NEGATING: ReadonlySet<WordMeaning> = new Set(['negation', 'denial']);
const SKIPPED_BY_DENIAL: ReadonlySet<WordMeaning> = new Set(['thing', 'filler', 'quote', 'urgency', 'attributive']);

export function standingOf(symptom: Word, parsed: Parsed): Standing {
  if (isNegated(symptom.start, parsed) || isTakenBack(symptom, parsed)) return 'negated';
  const clause = parsed.clauses[clauseIndexAt(symptom.start, parsed.clauses)];
  return clause !== undefined && isAskedIn(clause, symptom, parsed.folded.softBreaks) ? 'asked' : 'stated';
}

/** 打不开倒没有. */
function isTakenBack({ end }: Word, { words, folded }: Parsed): boolean {
  const next = words.find(({ start }) => start >= end);
  return next?.meaning === 'taken_back' && touches(end, next.start, folded);
}

/** A negation right before, fillers aside; or a denial with nothing but names and things between. */
export function isNegated(start: number, parsed: Parsed): boolean {
  if (isPrecededBy(NEGATING, start, parsed)) return true;
  const { clauses, words, names, folded } = parsed;
  const clause = clauses[clauseIndexAt(start, clauses)];
  const denial = clause?.words.findLast(({ meaning, end }) => meaning === 'denial' && end <= start);
  if (denial === undefined) return false;
  const between = [...names, ...words.filter(({ meaning }) => SKIPPED_BY_DENIAL.has(meaning))]
    .filter((span) => span.start >= denial.end && span.end <= start)
    .sort((a, b) => a.start - b.start);
  let reached = denial.end;
  for (const span of between) {
    if (span.start <= reached || touches(reached, span.start, folded)) reached = Math.max(reached, span.end);
  }
  return touches(reached, start, folded);
}

/** Whether the clause leaves open that the symptom is a fact. */
function isAskedIn(clause: Clause, symptom: Word, softBreaks: ReadonlySet<number>): boolean {
  const before = clause.words.filter(({ end }) => end <= symptom.start);
  const behind = clause.words.filter(({ start }) => start >= symptom.end);
  const has = (words: readonly Word[], ...meanings: WordMeaning[]) =>
    words.some(({ meaning }) => meanings.includes(meaning));

  // 打不开是不是服务器挂了: the first is a fact, the second is asked. "why is the …" takes both for facts.
  const sinceLast = before.slice(before.findLastIndex(isSymptom) + 1);
  if (has(sinceLast, 'whether') && !has(sinceLast, 'why')) return true;
  if (has(before, 'supposition') || has(behind, 'supposition', 'meaning')) return true;
  // 为什么打不开, 打不开怎么办: who asks why takes it for a fact; 失败的数据怎么处理 does not, nor does
  // 打不开的文件我重新发一下.
  const asksMore = has(clause.words, 'why', 'how');
  const isAttribute = behind[0]?.meaning === 'attributive' && behind[0].start === symptom.end;
  if (isAttribute && (asksMore || clause.isAsking || has(behind, 'sent_again'))) return true;
  if (!clause.isAsking || asksMore) return false;
  // 打不开了能帮忙看一下吗: what is asked is the help.
  if (has(behind, 'request', 'whether') || behind.some(isSymptom)) return false;
  return !hasPause(softBreaks, symptom.end, clause.end - CLOSING_MAX);
}

function hasPause(softBreaks: ReadonlySet<number>, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (softBreaks.has(at)) return true;
  return false;
}
