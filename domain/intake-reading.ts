import type { FollowUp } from './intake.ts';
import { type Clause, clauseIndexAt, isSymptom, type Parsed, parseMessage, type Word } from './intake-clauses.ts';
import type { WordMeaning } from './intake-compile.ts';
import type { Trouble } from './intake-family.ts';
import { followUpOf } from './intake-follow-up.ts';
import type { ClauseForms, FormReader } from './intake-forms.ts';
import { isNegated, standingOf } from './intake-standing.ts';
import type { FoundName } from './intake-system.ts';
import { type Told, toldIn } from './intake-told.ts';
import type { FoldedText } from './phrase-finder.ts';

/** What the words of a message say together. */
export interface Reading {
  has(meaning: WordMeaning): boolean;
  /** The first fault that is stated as a fact, else the first ailment that is. */
  readonly stated?: Word;
  readonly statedAll: readonly Word[];
  /** The first symptom that is only asked about or supposed, or a suspicion. */
  readonly asked?: Word;
  /** What the message takes for broken, stated or asked. */
  readonly symptomWord?: Word;
  /** Names of what the message is about: those of what works are left out (网站正常，双公示打不开). */
  readonly subjects: readonly FoundName[];
  readonly parsed: Parsed;
  /** Of the clauses by which it opens. */
  readonly forms: readonly ClauseForms[];
  readonly trouble: Trouble;
  /** A system or a thing is named. */
  readonly hasObject: boolean;
  /** Something is said to be missing, or people to be in trouble, in words that no list has: 第三个槽位不识别. */
  readonly lacks?: string;
  /** A clause is nothing but a pleasantry: 收到, 一切正常. */
  readonly isCourteous: boolean;
  /** Some symptom is named, be it denied. */
  readonly hasSymptom: boolean;
  /** Planned work or a drill is named before, or a drill with, the stated fault. */
  readonly isAnnounced: boolean;
  readonly followUp?: FollowUp;
  /** Set with `followUp`: nothing else than the recovery is said. */
  readonly isPlain?: boolean;
  readonly isQuestion: boolean;
  readonly told: Told;
  /** Thanks come first: what follows is said of what was done. */
  readonly isGrateful: boolean;
  /** Opens with 收到 or 好的, and names nothing. */
  readonly isAnswer: boolean;
  /** The stated symptom is what a question about the way to proceed is about: UK过期了找谁换. */
  readonly isProcedure: boolean;
  /** Characters that belong to no known phrase. */
  readonly unknownLength: number;
  /** So short that nothing could be meant by it. */
  readonly isTiny: boolean;
  /** Whether a negation takes back what starts there. */
  isNegatedAt(start: number): boolean;
}

/** More in one message are not told apart: it keeps a hostile text from costing more than it is worth. */
const SYMPTOMS_MAX = 50;
const TINY_MAX = 2;
const LACK_SHOWN_MAX = 4;
const ASKING = ['why', 'whether'] as const;

export function readMessage(
  folded: FoldedText,
  found: readonly Word[],
  names: readonly FoundName[],
  formsIn: FormReader,
): Reading {
  const parsed = parseMessage(folded, found, names);
  const forms = formsIn(folded.text, parsed.clauses, names);
  const told = toldIn(parsed, forms);
  const { words, clauses } = parsed;
  const meanings = new Set(words.map(({ meaning }) => meaning));
  const symptoms = words.filter(isSymptom).slice(0, SYMPTOMS_MAX);
  const standings = symptoms.map((word) => ({ word, standing: standingOf(word, parsed) }));
  const statedAll = standings.filter(({ standing }) => standing === 'stated').map(({ word }) => word);
  const stated = statedAll.find(({ meaning }) => meaning === 'fault') ?? statedAll[0];
  const asked =
    standings.find(({ standing }) => standing === 'asked')?.word ??
    words.find(({ meaning }) => meaning === 'suspicion');
  const followUp = followUpOf(parsed, statedAll, forms);
  const symptomWord = stated ?? asked;
  return {
    parsed,
    forms,
    statedAll,
    subjects: afterContrast(subjectsOf(parsed, statedAll), statedAll, forms),
    ...(symptomWord === undefined ? {} : { symptomWord }),
    trouble: troubleOf(parsed, statedAll.length > 0 ? statedAll : asked ? [asked] : []),
    has: (meaning) => meanings.has(meaning),
    ...(stated === undefined ? {} : { stated }),
    ...(asked === undefined ? {} : { asked }),
    hasObject: names.length > 0 || meanings.has('thing'),
    hasSymptom: symptoms.length > 0,
    isCourteous: clauses.some(isPleasantry),
    ...lackOf(parsed),
    isAnnounced: stated !== undefined && isAnnounced(stated, parsed),
    ...(followUp === undefined ? {} : { followUp: followUp.kind, isPlain: followUp.isPlain }),
    isQuestion:
      told.isQuestion || clauses.some(({ isAsking }) => isAsking) || ASKING.some((meaning) => meanings.has(meaning)),
    told,
    isGrateful: isThanks(clauses[0]) || (meanings.has('thanks') && told.isNews),
    isAnswer: clauses[0] !== undefined && isPleasantry(clauses[0]) && names.length === 0,
    isProcedure: stated !== undefined && isProcedure(stated, forms),
    unknownLength: lengthOf(folded.text) - sumOf(words) - sumOf(names),
    isTiny: lengthOf(folded.text) <= TINY_MAX,
    isNegatedAt: (start) => isNegated(start, parsed),
  };
}

function troubleOf({ clauses, folded, names }: Parsed, symptoms: readonly Word[]): Trouble {
  let said = '';
  let reached = 0;
  for (const { start, end } of names) {
    said += folded.text.slice(reached, start);
    reached = end;
  }
  return {
    said: said + folded.text.slice(reached),
    symptoms: symptoms.map(({ start, end, phrase }) => ({
      phrase,
      clause: folded.text.slice(clauses[clauseIndexAt(start, clauses)]?.start ?? 0, end),
    })),
  };
}

function isProcedure({ start }: Word, forms: readonly ClauseForms[]): boolean {
  const form = forms.find(({ clause }) => clause.start <= start && start < clause.end);
  return form?.has('procedure') === true && !form.has('complains');
}

function isThanks(clause: Clause | undefined): boolean {
  return clause?.words.some(({ meaning, start }) => meaning === 'thanks' && start === clause.start) ?? false;
}

function isPleasantry({ start, end, words }: Clause): boolean {
  return words.some((word) => word.meaning === 'pleasantry' && word.start === start && word.end === end);
}

function isAnnounced(stated: Word, { words, clauses }: Parsed): boolean {
  const announcement = words.find(({ meaning }) => meaning === 'announcement');
  if (announcement === undefined) return false;
  return (
    announcement.start < stated.start ||
    clauseIndexAt(announcement.start, clauses) === clauseIndexAt(stated.start, clauses)
  );
}

/** Whoever asks, supposes or wishes does not state that something is missing. */
const NOT_STATING: ReadonlySet<WordMeaning> = new Set(['how', 'why', 'whether', 'meaning', 'supposition', 'want']);

const WORKING: ReadonlySet<WordMeaning> = new Set(['recovered', 'fine']);

function lackOf({ clauses, folded }: Parsed): { readonly lacks?: string } {
  for (const clause of clauses) {
    if (clause.isAsking || clause.words.some(({ meaning }) => NOT_STATING.has(meaning))) continue;
    const lack = clause.words.find(({ meaning }) => meaning === 'negation' || meaning === 'urgency');
    if (lack === undefined) continue;
    const isOfOther = clause.words.some(
      (word) => word.start >= lack.end && (isSymptom(word) || WORKING.has(word.meaning)),
    );
    const isLast = lack.end >= clause.end && lack.meaning === 'negation';
    if (!isOfOther && !isLast)
      return { lacks: folded.text.slice(lack.start, Math.min(clause.end, lack.end + LACK_SHOWN_MAX)) };
  }
  return {};
}

/** Say of what stands beside them that it works. */
const FINE: ReadonlySet<WordMeaning> = new Set(['fine', 'pleasantry', 'recovered', 'denial', 'negation']);

function subjectsOf({ clauses, names }: Parsed, stated: readonly Word[]): readonly FoundName[] {
  if (stated.length === 0 || names.length < 2) return names;
  const broken = new Set(stated.map(({ start }) => clauseIndexAt(start, clauses)));
  const isFine = (clause: Clause, index: number) =>
    !broken.has(index) && clause.words.some(({ meaning }) => FINE.has(meaning));
  const fine = clauses.filter(isFine);
  let next = 0;
  const left = names.filter(({ start }) => {
    while ((fine[next]?.end ?? Infinity) <= start) next += 1;
    return start < (fine[next]?.start ?? Infinity);
  });
  return left.length > 0 ? left : names;
}

/** 一网通办没有问题，就是统一身份认证那步…: what is named behind the contrast, where nothing before it is said to be wrong. */
function afterContrast(
  names: readonly FoundName[],
  stated: readonly Word[],
  forms: readonly ClauseForms[],
): readonly FoundName[] {
  const turn = forms.findIndex((form) => form.has('contrasts'));
  const from = forms[turn]?.clause.start;
  if (names.length < 2 || turn < 1 || from === undefined) return names;
  const isWrongBefore =
    stated.some(({ start }) => start < from) || forms.slice(0, turn).some((form) => form.has('odd'));
  const behind = names.filter(({ start }) => start >= from);
  return isWrongBefore || behind.length === 0 ? names : behind;
}

/** Without the marks between clauses. */
function lengthOf(foldedText: string): number {
  return foldedText.replaceAll(/[|?]/g, '').length;
}

function sumOf(spans: readonly { readonly start: number; readonly end: number }[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0);
}
