import type { ChineseTools } from './chinese-tools.ts';
import { CLAUSE_FORMS, NAME_MARK } from './intake-forms.ts';
import type { Reading } from './intake-reading.ts';

// What of a message is compared with labelled ones: its characters and words, with a mark for each name of a system, so that
// what is learnt from one contract holds for all, and what the rules found in it. A change here wants new weights: see docs/understanding.md.

/** Further back a message tells how it came about rather than what it is. In UTF-16 units. */
const READ_MAX = 400;
const RUN_MAX = 4;
const START = '^';
const END = '$';

/** Each once, whatever their number in the message. */
export function featuresOf(reading: Reading, chinese: ChineseTools): ReadonlySet<string> {
  const said = withMarks(reading);
  const features = new Set<string>();
  addRuns(features, said);
  addWords(features, said, chinese);
  addMeanings(features, reading);
  addForms(features, reading);
  return features;
}

/** The folded text with one mark for each name and one for each number. */
function withMarks({ parsed: { folded, names } }: Reading): string {
  let said = '';
  let reached = 0;
  for (const { start, end } of names.toSorted((a, b) => a.start - b.start)) {
    if (start < reached || start > READ_MAX) continue;
    said += folded.text.slice(reached, start) + NAME_MARK;
    reached = end;
  }
  return (said + folded.text.slice(reached, Math.max(reached, READ_MAX))).slice(0, READ_MAX).replace(/\d+/g, '0');
}

function addRuns(features: Set<string>, said: string): void {
  const text = START + said + END;
  for (let length = 1; length <= RUN_MAX; length += 1) {
    for (let start = 0; start + length <= text.length; start += 1)
      features.add(`c${text.slice(start, start + length)}`);
  }
}

function addWords(features: Set<string>, said: string, chinese: ChineseTools): void {
  const words = [START, ...chinese.words(said).map(({ start, end }) => said.slice(start, end)), END];
  for (const [index, word] of words.entries()) {
    features.add(`w${word}`);
    const next = words[index + 1];
    if (next !== undefined) features.add(`b${word}_${next}`);
  }
}

function addMeanings(features: Set<string>, { parsed: { clauses } }: Reading): void {
  for (const { words } of clauses) {
    const meanings = [START, ...words.map(({ meaning }) => meaning), END];
    for (const [index, meaning] of meanings.entries()) {
      features.add(`m${meaning}`);
      const next = meanings[index + 1];
      if (next !== undefined) features.add(`n${meaning}_${next}`);
    }
  }
}

function addForms(features: Set<string>, reading: Reading): void {
  for (const [index, form] of reading.forms.entries()) {
    for (const name of CLAUSE_FORMS) {
      if (!form.has(name)) continue;
      features.add(`f${name}`);
      if (index === 0) features.add(`f${START}${name}`);
      if (index === reading.forms.length - 1) features.add(`f${name}${END}`);
    }
  }
  const { told } = reading;
  const holds = {
    object: reading.hasObject,
    symptom: reading.hasSymptom,
    announced: reading.isAnnounced,
    question: reading.isQuestion,
    grateful: reading.isGrateful,
    answer: reading.isAnswer,
    procedure: reading.isProcedure,
    tiny: reading.isTiny,
    courteous: reading.isCourteous,
    lacks: reading.lacks !== undefined,
    fault: reading.stated?.meaning === 'fault',
    ailment: reading.stated?.meaning === 'ailment',
    asked: reading.asked !== undefined,
    told_question: told.isQuestion,
    told_complaint: told.isComplaint,
    told_wish: told.isWish,
    told_odd: told.odd !== undefined,
    told_news: told.isNews,
    told_statement: told.isStatement,
    told_met: told.isMet,
    [reading.followUp ?? 'first']: true,
  };
  for (const [name, isSo] of Object.entries(holds)) if (isSo) features.add(`r${name}`);
  features.add(`names${Math.min(2, reading.subjects.length)}`);
  features.add(`clauses${Math.min(5, reading.parsed.clauses.length)}`);
}
