import type { PanelName, PaperSource } from './paper-parts.ts';

/** Okabe–Ito: told apart by the colour-blind too, and on a grey print. */
export const COLOURS = {
  blue: '#0072B2',
  orange: '#E69F00',
  red: '#D55E00',
  grey: '#BBBBBB',
  ink: '#1F2328',
  faint: '#57606A',
};

/** Bars of one colour: what they are called, and one number for each place. */
export interface ChartSeries {
  readonly name: string;
  readonly colour: string;
  readonly values: readonly number[];
}

/** One chart of a picture. `days`: upright bars side by side; `bars`: one lying bar for each place, its series behind each other. */
export interface ChartPanel {
  readonly name: PanelName;
  readonly kind: 'days' | 'bars';
  readonly title: string;
  readonly places: readonly string[];
  readonly series: readonly ChartSeries[];
}

/** Lying bars of more places than these are too thin for a phone: the ones with the most missed are shown. */
const PLACES_MAX = 8;
/** Width of a place's name; a Chinese character counts two. */
const NAME_MAX = 30;

/** What a report's picture shows below its figures; what has nothing to draw is left out. */
export function chartPanels(source: PaperSource): readonly ChartPanel[] {
  return [daysPanel(source), clocksPanel(source), roundsPanel(source)].filter(({ places, series }) => {
    return places.length > 0 && series.some(({ values }) => values.some((value) => value > 0));
  });
}

function daysPanel({ report, words }: PaperSource): ChartPanel {
  const { byDay } = report.figures.tickets;
  const isByMonth = byDay.length > 1 && byDay.every(({ day }, place) => place === 0 || day.endsWith('-01'));
  return {
    name: 'days',
    kind: 'days',
    title: isByMonth ? words.panels.months : words.panels.days,
    // A single day has no course.
    places: byDay.length > 1 ? byDay.map(({ day }) => (isByMonth ? day.slice(0, 7) : day.slice(5))) : [],
    series: [
      { name: words.series.reported, colour: COLOURS.blue, values: byDay.map(({ reported }) => reported) },
      { name: words.series.resolved, colour: COLOURS.orange, values: byDay.map(({ resolved }) => resolved) },
    ],
  };
}

function clocksPanel({ report, text, words }: PaperSource): ChartPanel {
  const clocks = report.figures.clocks.slice(0, PLACES_MAX);
  return {
    name: 'clocks',
    kind: 'bars',
    title: words.panels.clocks,
    places: clocks.map(({ clock }) => shortened(text.names.clock[clock])),
    series: [
      { name: words.series.met, colour: COLOURS.blue, values: clocks.map(({ met }) => met) },
      { name: words.series.missed, colour: COLOURS.red, values: clocks.map(({ missed }) => missed) },
      { name: words.series.running, colour: COLOURS.grey, values: clocks.map(({ running }) => running) },
    ],
  };
}

function roundsPanel({ report, words }: PaperSource): ChartPanel {
  const plans = report.figures.inspections.byPlan
    .toSorted((a, b) => b.missed + b.doneLate - (a.missed + a.doneLate))
    .slice(0, PLACES_MAX);
  return {
    name: 'rounds',
    kind: 'bars',
    title: words.panels.rounds,
    places: plans.map(({ planId }) => shortened(report.names.inspections[planId] ?? planId)),
    series: [
      { name: words.series.done, colour: COLOURS.blue, values: plans.map(({ done }) => done) },
      { name: words.series.doneLate, colour: COLOURS.orange, values: plans.map(({ doneLate }) => doneLate) },
      { name: words.series.roundMissed, colour: COLOURS.red, values: plans.map(({ missed }) => missed) },
      { name: words.series.roundOpen, colour: COLOURS.grey, values: plans.map(({ open }) => open) },
    ],
  };
}

function shortened(name: string): string {
  return widthOf(name) <= NAME_MAX ? name : `${cut(name, NAME_MAX - 1)}…`;
}

/** As many characters as are no wider than this together. */
export function cut(name: string, width: number): string {
  let shown = '';
  for (const mark of name) {
    if (widthOf(shown + mark) > width) break;
    shown += mark;
  }
  return shown;
}

/** A Chinese character is as wide as two others. */
export function widthOf(text: string): number {
  return Array.from(text).reduce((sum, mark) => sum + ((mark.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);
}
