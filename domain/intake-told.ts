import type { Clause, Parsed, Word } from './intake-clauses.ts';
import type { WordMeaning } from './intake-compile.ts';
import type { ClauseForms } from './intake-forms.ts';

/** What clauses say by their form and their words together. */
export interface Told {
  /** Something is asked. */
  readonly isQuestion: boolean;
  /** It is asked why something is as it is. */
  readonly isComplaint: boolean;
  /** Something is wished for, be it in words that no list has. */
  readonly isWish: boolean;
  /** What is said to be otherwise than it should be, stated rather than asked, wished or supposed. */
  readonly odd?: string;
  readonly isNews: boolean;
  /** A clause tells of what is named, and it is no news, no wish, no question and no praise. */
  readonly isStatement: boolean;
  /** What is told is what somebody meets who uses it. */
  readonly isMet: boolean;
}

/** These say nothing of a system. */
const EMPTY: ReadonlySet<WordMeaning> = new Set(['harmless']);
/** Beside them a clause tells of no trouble; a symptom is stated, asked or denied by itself. */
const NO_TROUBLE: ReadonlySet<WordMeaning> = new Set([
  'announcement',
  'thanks',
  'supposition',
  'fine',
  'recovered',
  'wish',
  'suggestion',
  'want',
  'fault',
  'ailment',
]);
const UNKNOWN_MIN = 3;
/** The same beside the name of a thing: 电源模块橙灯. */
const UNKNOWN_BESIDE_THING_MIN = 2;

export function toldIn(parsed: Parsed, forms: readonly ClauseForms[]): Told {
  const isNews = forms.some((form) => form.has('news'));
  const odd = forms.find((form) => mayStateOdd(form) && form.has('odd'))?.odd();
  return {
    isQuestion: forms.some((form) => isAsking(form) && !isWishing(form) && !form.has('repairs')),
    isComplaint: forms.some((form) => form.has('complains')),
    isWish: forms.some(isWishing),
    ...(odd !== undefined && { odd }),
    isNews,
    isMet: forms.some((form) => form.has('shows')),
    isStatement: forms.some((form) => {
      // 今晚做备份，不影响使用: beside news only what names something tells of trouble.
      return isTelling(form, parsed) && hasContent(form.clause, parsed) && (!isNews || hasName(form.clause, parsed));
    }),
  };
}

function isAsking(form: ClauseForms): boolean {
  if (form.has('complains')) return false;
  return form.has('asks') || asksFor(form);
}

/** 哪, 多少: unless it stands for all there are. */
function asksFor(form: ClauseForms): boolean {
  return hasWord(form, 'how', 'meaning') && !form.has('anything');
}

function isWishing(form: ClauseForms): boolean {
  if (!form.has('wishes') || asksFor(form) || form.has('procedure')) return false;
  if ((form.has('news') || form.has('asks')) && !form.has('polite')) return false;
  return !(form.has('repairs') && form.has('odd')) && !hasWord(form, 'announcement');
}

function mayStateOdd(form: ClauseForms): boolean {
  // A symptom is stated or denied by itself.
  if (hasWord(form, 'fault', 'ailment', 'supposition', 'announcement', 'want')) return false;
  if (isWishing(form)) return false;
  return form.has('complains') || !(isAsking(form) || form.clause.isAsking || hasWord(form, 'whether'));
}

function isTelling(form: ClauseForms, parsed: Parsed): boolean {
  if (form.clause.isAsking || isAsking(form) || form.has('wishes') || form.has('repairs')) return false;
  if (form.has('news') || form.has('good') || form.has('nominal') || form.has('recovers')) return false;
  const { words, end } = form.clause;
  // 开会开到一半: a pleasantry is one where the clause ends with it.
  const isPleasant = (word: Word) => word.meaning === 'pleasantry' && word.end === end && !hasName(form.clause, parsed);
  return !words.some((word) => NO_TROUBLE.has(word.meaning) || isPleasant(word));
}

function hasContent({ start, end, words }: Clause, { names, folded }: Parsed): boolean {
  const known = [
    ...names.filter((name) => name.start >= start && name.end <= end),
    ...words.filter(({ meaning }) => !EMPTY.has(meaning)),
  ];
  const unknown = known.reduce((left, span) => left - (span.end - span.start), end - start);
  const hasThing = words.some(({ meaning }) => meaning === 'thing');
  return folded.text.length > 0 && unknown >= (hasThing ? UNKNOWN_BESIDE_THING_MIN : UNKNOWN_MIN);
}

function hasName({ start, end }: Clause, { names }: Parsed): boolean {
  return names.some((name) => name.start >= start && name.end <= end);
}

function hasWord({ clause }: ClauseForms, ...meanings: readonly WordMeaning[]): boolean {
  return clause.words.some((word: Word) => meanings.includes(word.meaning));
}
