import type { PeriodWords } from '../domain/assessment/spoken-period.ts';

export const MONTHS_EN = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** How periods of assessment are named in English. */
export const periodWordsEn: PeriodWords = {
  backs: [
    ['this', 0],
    ['the current', 0],
    ['current', 0],
    ['last', 1],
    ['the last', 1],
    ['previous', 1],
    ['the previous', 1],
  ],
  spans: [
    ['month', 1],
    ['quarter', 3],
    ['half year', 6],
    ['half-year', 6],
    ['year', 12],
  ],
  years: [],
  own: [
    ['this period', 0],
    ['the period', 0],
    ['last period', 1],
    ['previous period', 1],
  ],
  term: ['contract term', 'whole term', 'whole contract', 'whole service', 'term'],
  places: [['period', '']],
  months: MONTHS_EN.flatMap((name, index): [string, number][] =>
    [...new Set([name, name.slice(0, 3)])].map((word): [string, number] => [word, index + 1]),
  ),
  year: [],
  month: [],
  day: [],
  quarters: [
    ['Q1', 1],
    ['Q2', 2],
    ['Q3', 3],
    ['Q4', 4],
    ['first quarter', 1],
    ['second quarter', 2],
    ['third quarter', 3],
    ['fourth quarter', 4],
  ],
  halves: [
    ['H1', 1],
    ['H2', 2],
    ['first half', 1],
    ['second half', 2],
  ],
};
