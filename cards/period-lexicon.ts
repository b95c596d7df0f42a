import type { PeriodWords } from '../domain/assessment/spoken-period.ts';
import type { Catalogue } from './catalogue.ts';
import { CATALOGUES } from './language.ts';

/** Words of both languages for periods: what may be typed does not depend on the language of the chat. */
export const periodLexicon: PeriodWords = {
  backs: all(({ backs }) => backs),
  spans: all(({ spans }) => spans),
  years: all(({ years }) => years),
  own: all(({ own }) => own),
  term: all(({ term }) => term),
  places: all(({ places }) => places),
  months: all(({ months }) => months),
  year: all(({ year }) => year),
  month: all(({ month }) => month),
  day: all(({ day }) => day),
  quarters: all(({ quarters }) => quarters),
  halves: all(({ halves }) => halves),
};

function all<Word>(words: (period: Catalogue['score']['period']) => readonly Word[]): readonly Word[] {
  return Object.values(CATALOGUES).flatMap(({ score }) => words(score.period));
}
