import { alwaysCalendar, type Calendar, workingCalendar } from '../domain/calendar.ts';
import {
  type Contract,
  DEFAULT_CHAIN,
  type EscalationStep,
  type LevelMatrix,
  type LevelScheme,
  type MatrixCell,
  type Project,
} from '../domain/contract.ts';
import { type CivilDate, contractId } from '../domain/types.ts';
import type { HolidayTable } from './holidays.ts';
import { deliverablesOf, inspectionsOf } from './obligations-of.ts';
import { ONLY_SCHEME } from './outline.ts';
import type { Pack } from './pack-schema.ts';
import { tablesOf } from './tables-of.ts';
import { expandWeekdays } from './weekly.ts';

/** The days that a calendar knows which works through holidays. */
export const HOLIDAYLESS_DAYS: { readonly from: CivilDate; readonly to: CivilDate } = {
  from: '2020-01-01',
  to: '2045-12-31',
};
/** Before a level in a matrix: the contract does not print the combination. */
const ASK = '?';

/** The contract that a checked pack means. @param holidays the table with the pack's own days in it */
export function contractOf(pack: Pack, hash: string, holidays: HolidayTable): Contract {
  const {
    defaultLevel,
    matrix,
    vip,
    holidayYears,
    holidayChanges,
    rosterNotice,
    autoCloseAfter,
    undoWithin,
    ...named
  } = pack;
  const { personalData, price, sameFault, tables, checklists: _checklists, ...rest } = named;
  return {
    ...rest,
    id: contractId(rest.id),
    hash,
    calendars: mapValues(rest.calendars, (hours) => calendarOf(hours, holidays)),
    departments: rest.departments.map(withNameEn),
    projects: rest.projects.map(projectOf),
    systems: rest.systems.map(withNameEn),
    levels: rest.levels.map((level) => ({ ...level, chain: level.chain ?? DEFAULT_CHAIN })),
    schemes: schemesOf(pack),
    defaultScheme: rest.defaultScheme ?? ONLY_SCHEME,
    chains: mapValues(rest.chains, (chain) => ({ ...chain, escalation: chain.escalation.map(stepOf) })),
    silence: rest.silence.map((rule) => ({ ...rule, steps: rule.steps.map(stepOf) })),
    rotas: rest.rotas.map(withNameEn),
    rosterNoticeMs: rosterNotice,
    autoCloseAfterMs: autoCloseAfter,
    undoWithinMs: undoWithin,
    ...(price !== undefined && { priceFen: price }),
    ...(sameFault && {
      sameFault: { withinMs: sameFault.within, same: sameFault.same, similar: sameFault.similar },
    }),
    ...(personalData && { personalData: { keepForMs: personalData.keepFor } }),
    tables: tablesOf(
      tables,
      rest.departments.map(({ id: department }) => department),
    ),
    inspections: inspectionsOf(pack),
    deliverables: deliverablesOf(pack),
  };
}

function calendarOf(hours: Pack['calendars'][string], holidays: HolidayTable): Calendar {
  if (hours === 'always') return alwaysCalendar();
  const isObserved = hours.holidays === 'china';
  const known = isObserved ? holidays : HOLIDAYLESS_DAYS;
  return workingCalendar({
    weekly: expandWeekdays(hours.weekly).week,
    seasons: hours.seasons.map(({ from, to, weekly, holidays: ofSeason }) => ({
      from,
      to,
      weekly: expandWeekdays(weekly).week,
      ignoresHolidays: (ofSeason ?? hours.holidays) === 'none',
    })),
    statutory: isObserved ? holidays.days : {},
    days: hours.days,
    names: isObserved ? holidays.names : {},
    daysFrom: known.from,
    daysTo: known.to,
  });
}

function schemesOf(pack: Pack): readonly LevelScheme[] {
  const { defaultLevel, matrix, vip, levels } = pack;
  const written = pack.schemes ?? [
    {
      id: ONLY_SCHEME,
      levels: levels.map(({ id }) => id),
      defaultLevel: defaultLevel ?? '',
      ...(matrix && { matrix }),
      ...(vip !== undefined && { vip }),
    },
  ];
  const rankOf = new Map(levels.map(({ id, rank }) => [id, rank]));
  return written.map(({ matrix: ofScheme, ...scheme }) => ({
    ...scheme,
    levels: scheme.levels.toSorted((a, b) => (rankOf.get(a) ?? 0) - (rankOf.get(b) ?? 0)),
    ...(ofScheme && { matrix: matrixOf(ofScheme) }),
  }));
}

function matrixOf({ rows, columns, cells }: NonNullable<Pack['matrix']>): LevelMatrix {
  return { rows, columns, cells: cells.map((row) => row.map(cellOf)) };
}

/** A level's id, or one with a question mark before it. */
export function cellOf(text: string): MatrixCell {
  const ask = text.startsWith(ASK);
  return { level: ask ? text.slice(ASK.length) : text, ask };
}

function projectOf({ price, ...project }: Pack['projects'][number]): Project {
  return { ...withNameEn(project), ...(price !== undefined && { priceFen: price }) };
}

function stepOf({ after, call, to }: { after: number; call?: true; to: EscalationStep['to'] }): EscalationStep {
  return { afterMs: after, to, ...(call && { call }) };
}

function withNameEn<T extends { readonly name: string; readonly nameEn?: string }>(named: T): T & { nameEn: string } {
  return { ...named, nameEn: named.nameEn ?? named.name };
}

function mapValues<T, U>(map: Readonly<Record<string, T>>, change: (value: T) => U): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
