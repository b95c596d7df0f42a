import { clip } from '../domain/plain-text.ts';
import type { Report, ReportFigures } from '../domain/reporting/report-types.ts';
import type { Catalogue } from './catalogue.ts';
import type { ReportPart } from './catalogue-reporting.ts';
import { REPORT_PARTS } from './catalogue-reporting.ts';
import { periodShown } from './obligation-name.ts';
import { periodName } from './period-name.ts';
import { pointsWords } from './points-words.ts';
import { spanWords } from './score-words.ts';
import type { Card, CardField, Tone } from './types.ts';
import { clockName, durationWords } from './words.ts';

/** What of a report a card has room for; the paper has all of it. */
const CASES_SHOWN_MAX = 5;
const SYSTEMS_SHOWN_MAX = 3;
const SCORES_SHOWN_MAX = 4;
/** Of what people wrote, in graphemes. */
const WORDS_SHOWN_MAX = 200;
const MEAN_DECIMALS = 10;
const PERCENT_HUNDREDTHS = 10_000;

/** What a card of a report says beside its figures. */
export interface ReportShown {
  /** Said before the figures. */
  readonly lines?: Card['lines'];
  readonly badge?: string;
  /** Fields behind the figures, before the evidence. */
  readonly fields?: readonly CardField[];
  readonly actions?: Card['actions'];
  readonly subject?: NonNullable<Card['subject']>;
  readonly footnote?: string;
}

/** A report as key figures: what happened, what was met and missed, and what people wrote about it. */
export function reportCard(report: Report, shown: ReportShown, text: Catalogue): Card {
  const { figures, names } = report;
  const { reporting } = text;
  const { actions = [], badge, fields = [], footnote, lines = [], subject } = shown;
  return {
    tone: toneOf(figures),
    title: reportTitle(report, text),
    ...(badge !== undefined && { badge }),
    lines: [...lines, ...(figures.isSoFar && figures.kind !== 'daily' ? [[reporting.soFar]] : [])],
    fields: [
      ...figureFields(figures, names, text),
      ...wordFields(report.words, text),
      ...fields,
      ...evidenceField(figures, text),
    ],
    clocks: [],
    actions,
    ...(subject && { subject }),
    ...(footnote !== undefined && { footnote }),
  };
}

/** 广州信用周报（第 10 周（3月2日–3月8日）） */
export function reportTitle({ figures, names }: Report, text: Catalogue): string {
  const [kind = ''] = text.reporting.kinds[figures.kind];
  return text.reporting.title(names.shortName, kind, periodShown(figures.period, text));
}

/** Green where nothing was missed. */
function toneOf({ clocks, inspections, tickets }: ReportFigures): Tone {
  const isMissed = tickets.breached > 0 || inspections.missed > 0 || clocks.some(({ missed }) => missed > 0);
  return isMissed ? 'warning' : 'info';
}

function figureFields(figures: ReportFigures, names: Report['names'], text: Catalogue): readonly CardField[] {
  const { reporting } = text;
  const { inspections, ratings, repeats, tickets } = figures;
  const field = (label: keyof typeof reporting.labels, value: string, isMinor = false): readonly CardField[] =>
    value === ''
      ? []
      : [{ label: reporting.labels[label], value: [value], ...(isMinor && { isMinor: true as const }) }];
  const hasRounds = inspections.planned > 0;
  return [
    ...field('tickets', reporting.tickets(tickets)),
    ...field('open', reporting.open(tickets)),
    ...field('clocks', clockWords(figures, text)),
    ...field('missed', caseWords(figures, text)),
    ...field('inspections', hasRounds ? reporting.inspections(inspections) : ''),
    ...field('anomalies', hasRounds ? anomalyWords(figures, text) : ''),
    ...field('deliverables', deliverableWords(figures, text)),
    ...field('availability', availabilityWords(figures, names, text), true),
    ...field('repeats', repeats.length === 0 ? '' : reporting.repeats(repeats.length), true),
    ...field('ratings', ratings.count === 0 ? '' : reporting.ratings(ratings.count, mean(ratings)), true),
    ...field('scores', figures.kind === 'daily' ? '' : scoreWords(figures, names, text)),
    ...field('deafness', deafWords(figures, text)),
  ];
}

function clockWords({ clocks }: ReportFigures, { reporting }: Catalogue): string {
  const met = sumOf(clocks.map((clock) => clock.met));
  const judged = met + sumOf(clocks.map(({ missed }) => missed));
  return judged === 0 ? '' : reporting.clocks(met, judged);
}

/** The gravest first: those that were over the longest. */
function caseWords({ clocks }: ReportFigures, text: Catalogue): string {
  const cases = clocks
    .flatMap(({ cases: ofClock, clock }) => ofClock.map((one) => ({ ...one, clock })))
    .toSorted((a, b) => (b.overMs ?? 0) - (a.overMs ?? 0));
  const shown = cases.slice(0, CASES_SHOWN_MAX).map(({ clock, number, overMs }) => {
    return text.reporting.missedCase(
      number,
      clockName(clock, text),
      overMs === undefined ? '' : durationWords(overMs, text),
    );
  });
  return listed(shown, cases.length, text);
}

function anomalyWords({ inspections: { anomalies } }: ReportFigures, { reporting }: Catalogue): string {
  return reporting.anomalies(anomalies.length, anomalies.filter(({ ticket }) => ticket !== undefined).length);
}

/** Of those that were due by now. */
function deliverableWords({ deliverables, madeAt }: ReportFigures, { reporting }: Catalogue): string {
  const due = deliverables.filter(({ dueAt, state }) => dueAt < madeAt && state !== 'cancelled');
  if (due.length === 0) return '';
  const late = due.filter(({ dueAt, submittedAt }) => submittedAt === undefined || submittedAt > dueAt).length;
  const returned = sumOf(due.map((line) => line.returned));
  return reporting.deliverables({ due: due.length, inTime: due.length - late, late, returned });
}

/** The worst ones, cut off behind two decimals: nothing is shown that was not reached. */
function availabilityWords({ availability }: ReportFigures, names: Report['names'], text: Catalogue): string {
  const worst = availability.toSorted((a, b) => b.downMs - a.downMs).filter(({ downMs }) => downMs > 0);
  const shown = worst.slice(0, SYSTEMS_SHOWN_MAX).map(({ downMs, ofMs, systemId }) => {
    const hundredths = ofMs === 0 ? 0 : Math.floor(((ofMs - downMs) * PERCENT_HUNDREDTHS) / ofMs);
    return text.reporting.availability(names.systems[systemId] ?? systemId, `${(hundredths / 100).toFixed(2)}%`);
  });
  return listed(shown, worst.length, text);
}

function scoreWords({ scores }: ReportFigures, names: Report['names'], text: Catalogue): string {
  const shown = scores.slice(0, SCORES_SHOWN_MAX).map(({ copy, label, max, min, tableId }) => {
    const points = spanWords({ min, max }, pointsWords, text);
    const table = names.tables[tableId] ?? tableId;
    const period = periodName(label, text.score.periodNames);
    const whose = copy === undefined ? [] : [names.departments[copy] ?? names.people[copy] ?? copy];
    return text.reporting.score(`${table}${text.card.bracketed([...whose, period].join(text.card.comma))}`, points);
  });
  return listed(shown, scores.length, text);
}

function deafWords({ deafness, madeAt }: ReportFigures, text: Catalogue): string {
  if (deafness.length === 0) return '';
  const length = sumOf(deafness.map(({ from, to = madeAt }) => to - from));
  return text.reporting.deafness(deafness.length, durationWords(length, text));
}

function wordFields(words: Report['words'], text: Catalogue): readonly CardField[] {
  return REPORT_PARTS.flatMap((part: ReportPart) => {
    const said = words[part];
    return said === undefined
      ? []
      : [{ label: text.reporting.parts[part].label, value: [clip(said.replace(/\s+/gu, ' '), WORDS_SHOWN_MAX)] }];
  });
}

/** Whole: it is compared sign by sign. */
function evidenceField({ kind, ledger }: ReportFigures, { reporting }: Catalogue): readonly CardField[] {
  if (!ledger || kind !== 'daily') return [];
  return [{ label: reporting.labels.evidence, value: [reporting.evidence(ledger.seq, ledger.hash)] }];
}

function listed(shown: readonly string[], count: number, text: Catalogue): string {
  const rest = count - shown.length;
  return [...shown, ...(rest > 0 ? [text.reporting.more(rest)] : [])].join(text.card.comma);
}

function mean({ count, sum }: ReportFigures['ratings']): string {
  return (Math.round((sum * MEAN_DECIMALS) / count) / MEAN_DECIMALS).toFixed(1);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
