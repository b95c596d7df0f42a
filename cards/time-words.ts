import type { DayWords } from '../domain/spoken-day.ts';
import type { TimeWords } from '../domain/spoken-time.ts';
import type { Catalogue } from './catalogue.ts';
import { CATALOGUES } from './language.ts';

/** Words of both languages for days, times and spans: what may be typed does not depend on the language of the chat. */
export const timeWords: DayWords & TimeWords = {
  offsets: all(({ offsets }) => offsets),
  weekdays: all(({ weekdays }) => weekdays),
  weeks: all(({ weeks }) => weeks),
  year: all(({ year }) => year),
  month: all(({ month }) => month),
  day: all(({ day }) => day),
  until: all(({ until }) => until),
  partsOfDay: all(({ partsOfDay }) => partsOfDay),
  hour: all(({ hour }) => hour),
  minute: all(({ minute }) => minute),
  half: all(({ half }) => half),
  units: all(({ units }) => units),
  later: all(({ later }) => later),
  ago: all(({ ago }) => ago),
};

function all<Word>(words: (spoken: Catalogue['spoken']) => readonly Word[]): readonly Word[] {
  return Object.values(CATALOGUES).flatMap(({ spoken }) => words(spoken));
}
