import { durationWords } from '../cards/words.ts';
import { NO_SYSTEM } from '../domain/assessment/derive-faults.ts';
import type { ClockFigures, Share } from '../domain/reporting/report-types.ts';
import { type PaperPart, type PaperSection, type PaperSource, tableOr } from './paper-parts.ts';
import { dueText, instantText, percentText } from './report-figures-text.ts';

/** What was reported, what was promised and kept, and what was down. */
export function ticketSections(source: PaperSource): readonly PaperSection[] {
  const { headings } = source.words;
  return [
    { heading: headings.tickets, parts: ticketParts(source) },
    { heading: headings.clocks, parts: clockParts(source) },
    { heading: headings.systems, parts: systemParts(source) },
  ];
}

/** A system's name; of downtime of tickets that name none, that. */
export function systemText(id: string | undefined, { report, words }: Pick<PaperSource, 'report' | 'words'>): string {
  if (id === undefined || id === NO_SYSTEM) return words.noSystem;
  return report.names.systems[id] ?? id;
}

function ticketParts(source: PaperSource): readonly PaperPart[] {
  const { report, text, words } = source;
  const { captions, columns, none } = words;
  const { byDay, byDepartment, byKind, byLevel, bySystem, reported } = report.figures.tickets;
  if (reported === 0 && byDay.every(({ resolved }) => resolved === 0)) return [{ kind: 'text', text: none.tickets }];
  const shares = (caption: string, column: string, of: readonly Share[], name: (id: string) => string): PaperPart[] =>
    of.every(({ id }) => id === undefined)
      ? []
      : [
          {
            kind: 'table',
            caption,
            columns: [column, ...columns.shares],
            widths: [4, 1, 1, 1],
            rows: of.map(({ breached, id, reported: all, resolved }) => [
              id === undefined ? words.unnamed : name(id),
              ...[all, resolved, breached].map(String),
            ]),
          },
        ];
  const { departments, levels } = report.names;
  const kinds: Readonly<Record<string, string>> = text.names.kind;
  const days = byDay.filter((day) => day.reported + day.resolved > 0);
  return [
    { kind: 'picture', panel: 'days' },
    ...shares(captions.byKind, columns.kind, byKind, (id) => kinds[id] ?? id),
    ...shares(captions.byLevel, columns.level, byLevel, (id) => levels[id] ?? id),
    ...shares(captions.bySystem, columns.system, bySystem, (id) => systemText(id, source)),
    ...shares(captions.byDepartment, columns.department, byDepartment, (id) => departments[id] ?? id),
    ...(byDay.length > 1
      ? tableOr(
          {
            caption: captions.byDay,
            columns: [columns.day, ...columns.byDay],
            widths: [2, 1, 1],
            rows: days.map((day) => [day.day, String(day.reported), String(day.resolved)]),
          },
          none.tickets,
          words,
        )
      : []),
  ];
}

function clockParts(source: PaperSource): readonly PaperPart[] {
  const { report, text, words } = source;
  const { captions, columns, none } = words;
  const { clocks } = report.figures;
  if (clocks.length === 0) return [{ kind: 'text', text: none.clocks }];
  const rows = clocks.map(({ clock, met, missed, running }) => [
    text.names.clock[clock],
    ...[met, missed, running].map(String),
    percentText(met, met + missed),
  ]);
  return [
    { kind: 'picture', panel: 'clocks' },
    { kind: 'table', columns: columns.clocks, widths: [3, 1, 1, 1, 1], rows },
    ...tableOr(
      {
        caption: captions.missedCases,
        columns: columns.missedCases,
        widths: [2, 3, 4, 3, 3, 3],
        rows: clocks.flatMap((one) => caseRows(one, source)),
      },
      none.missedCases,
      words,
    ),
  ];
}

/** One row for each clock that was missed: the clock, the ticket, its system, when it was due and done, and by how much it is over. */
export function caseRows({ cases, clock }: ClockFigures, source: PaperSource): readonly (readonly string[])[] {
  const { text, words } = source;
  return cases.map(({ dueAt, isInDeafness, number, overMs, stoppedAt, systemId }) => {
    const over = overMs === undefined ? '' : durationWords(overMs, text);
    return [
      text.names.clock[clock],
      number,
      systemText(systemId, source),
      dueText(dueAt),
      stoppedAt === undefined ? words.stillOpen : instantText(stoppedAt),
      isInDeafness ? words.aside(over, words.inDeafness) : over,
    ];
  });
}

function systemParts(source: PaperSource): readonly PaperPart[] {
  const { report, text, words } = source;
  const { captions, columns, none, otherSystemsUp } = words;
  const { availability, repeats } = report.figures;
  return [
    ...tableOr(
      {
        caption: captions.availability,
        columns: columns.availability,
        widths: [4, 1, 2, 2],
        rows: availability.map(({ downMs, ofMs, outages, systemId }) => [
          systemText(systemId, source),
          String(outages),
          durationWords(downMs, text),
          percentText(ofMs - downMs, ofMs),
        ]),
        note: otherSystemsUp,
      },
      none.availability,
      words,
    ),
    ...tableOr(
      {
        caption: captions.repeats,
        columns: columns.repeats,
        widths: [2, 3, 2],
        rows: repeats.map(({ before, number, systemId }) => [number, systemText(systemId, source), before]),
      },
      none.repeats,
      words,
    ),
  ];
}
