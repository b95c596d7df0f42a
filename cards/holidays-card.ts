import { type Calendar, countedSpans } from '../domain/calendar.ts';
import { civilDate, dayRange, parseCivil } from '../domain/civil.ts';
import type { Contract, Department } from '../domain/contract.ts';
import { type OddDays, oddDays } from '../domain/odd-days.ts';
import type { CivilDate } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { daysWords, hoursWords } from './explain-lines.ts';
import type { Card, CardField, Line } from './types.ts';
import { dayWords } from './words.ts';

/** 本周节假日: the days from one to another that are not as the week says, for the contract and for departments of their own. */
export function holidaysCard(contract: Contract, from: CivilDate, to: CivilDate, text: Catalogue): Card {
  const [own, ...others] = calendarsOf(contract, text)
    .map(({ label, calendar }) => ({ label, lines: oddLines(calendar, from, to, text) }))
    .filter(({ lines }, index, all) => all.findIndex((other) => other.lines.join() === lines.join()) === index);
  const aside = others.map(({ label, lines }): CardField => ({ label, value: [lines.join(text.card.dot)] }));
  return {
    tone: 'info',
    title: text.holidays.title(dayWords(parseCivil(from), text), dayWords(parseCivil(to), text)),
    lines: (own?.lines ?? [text.holidays.aroundTheClock]).map((words): Line => [words]),
    fields: aside,
    clocks: [],
    actions: [],
  };
}

/** The calendars by which the contract counts, the one of most clocks first, and then what departments mean by them. */
function calendarsOf(
  contract: Contract,
  text: Catalogue,
): readonly { readonly label: string; readonly calendar: Calendar }[] {
  const uses = Map.groupBy(contract.clocks, ({ calendar }) => calendar);
  const keys = [...uses.entries()].toSorted(([, a], [, b]) => b.length - a.length).map(([key]) => key);
  const named = [
    ...keys.map((key) => ({ label: text.holidays.everybody, key })),
    ...contract.departments.flatMap((department) =>
      Object.values(department.calendars).map((key) => ({ label: departmentName(department, text), key })),
    ),
  ];
  return named.flatMap(({ label, key }) => {
    const calendar = contract.calendars[key];
    return calendar?.kind === 'working' ? [{ label, calendar }] : [];
  });
}

function departmentName({ name, nameEn }: Department, text: Catalogue): string {
  return text.language === 'en' ? nameEn : name;
}

function oddLines(calendar: Calendar, from: CivilDate, to: CivilDate, text: Catalogue): readonly string[] {
  const { found, unknownFrom } = oddDays(calendar, from, to);
  const days = found.map((odd) => text.holidays.day(spanWords(odd, text), whatWords(calendar, odd, text)));
  if (unknownFrom !== undefined) return [...days, text.holidays.unknown(lastKnown(unknownFrom))];
  return days.length === 0 ? [text.holidays.none] : days;
}

function lastKnown(unknownFrom: CivilDate): CivilDate {
  return civilDate(parseCivil(unknownFrom) - 1);
}

function spanWords({ from, to }: OddDays, text: Catalogue): string {
  return daysWords(parseCivil(from), dayRange(to).to, text);
}

function whatWords(calendar: Calendar, { from, kind, name }: OddDays, text: Catalogue): string {
  const { explain, holidays } = text;
  if (kind === 'holiday') return name === undefined ? holidays.off : explain.holiday(name);
  if (kind === 'makeup') return name === undefined ? holidays.worked : explain.makeup(name);
  const day = dayRange(from);
  return holidays.special(hoursWords(countedSpans(calendar, day.from, day.to), text));
}
