import { BarChart, type BarSeriesOption } from 'echarts/charts';
import {
  GraphicComponent,
  type GraphicComponentOption,
  GridComponent,
  type GridComponentOption,
  LegendComponent,
  type LegendComponentOption,
} from 'echarts/components';
import { type ComposeOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { type ChartPanel, COLOURS, chartPanels, cut, widthOf } from './chart-panels.ts';
import { keyFigures, type PanelName, type PaperSource } from './paper-parts.ts';
import { reportPeriodName } from './report-figures-text.ts';

use([BarChart, GraphicComponent, GridComponent, LegendComponent, SVGRenderer]);

type Option = ComposeOption<BarSeriesOption | GridComponentOption | LegendComponentOption | GraphicComponentOption>;
type Axes<Name extends 'xAxis' | 'yAxis'> = NonNullable<Option[Name]>;
type AxisOf<T> = T extends readonly (infer One)[] ? One : T;
type Graphic = {
  readonly type: 'text';
  readonly x: number;
  readonly y: number;
  readonly silent: true;
  readonly style: {
    readonly text: string;
    readonly fill: string;
    readonly verticalAlign: 'top';
    readonly fontFamily: string;
    readonly fontSize: number;
    readonly fontWeight: 'bold' | 'normal';
  };
};

/** The family that `chartPng` draws with. */
export const CHART_FONT = 'Noto Sans SC';
/** Pixels: a phone shows it at a third, so that the smallest letters are as high as those of a message. */
export const CHART_WIDTH = 1_080;
const EDGE = 48;
const TEXT = { title: 46, subtitle: 32, figure: 60, label: 28, panel: 34 };
const HEAD_HEIGHT = 168;
const TILE_HEIGHT = 128;
const TILES_A_ROW = 3;
const DAYS_HEIGHT = 320;
const BAR_HEIGHT = 62;
/** Of a panel: its title and its legend above what is drawn, the names of days below. */
const PANEL_HEAD = 148;
const PANEL_FOOT = 64;
/** Of the space between a name and its bar. */
const NAMES_GAP = 16;
/** Of the numbers behind a bar. */
const TOLD_WIDTH = 190;

export interface Chart {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/**
 * The picture of a report: its figures, the tickets of each day, clocks and rounds; as SVG, its letters as text. Of one panel alone: as it
 * stands in a document. @returns undefined: of that nothing is to be drawn
 */
export function reportChart(source: PaperSource, shown: 'all' | PanelName): Chart | undefined {
  const panels = chartPanels(source).filter(({ name }) => shown === 'all' || shown === name);
  if (shown !== 'all' && panels.length === 0) return undefined;
  const tiles = shown === 'all' ? tilesOf(source) : [];
  const tops: number[] = [];
  let height = shown === 'all' ? HEAD_HEIGHT + Math.ceil(tiles.length / TILES_A_ROW) * TILE_HEIGHT + 24 : 0;
  for (const panel of panels) {
    tops.push(height);
    height += PANEL_HEAD + bodyHeight(panel) + PANEL_FOOT;
  }
  height += EDGE / 2;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: CHART_WIDTH, height });
  try {
    const option: Option = {
      animation: false,
      backgroundColor: '#FFFFFF',
      textStyle: { fontFamily: CHART_FONT, color: COLOURS.ink },
      graphic: {
        elements: [
          ...(shown === 'all' ? head(source) : []),
          ...tiles.flatMap(tileText),
          ...panels.map(panelTitle(tops)),
        ],
      },
      grid: panels.map((panel, place) => gridOf(panel, tops[place] ?? 0)),
      legend: panels.map((panel, place) => legendOf(panel, tops[place] ?? 0)),
      xAxis: panels.map((panel, place) => ({ ...xAxisOf(panel), gridIndex: place })),
      yAxis: panels.map((panel, place) => ({ ...yAxisOf(panel), gridIndex: place })),
      series: panels.flatMap((panel, place) => seriesOf(panel, place)),
    };
    chart.setOption(option);
    return { svg: chart.renderToSVGString(), width: CHART_WIDTH, height };
  } finally {
    chart.dispose();
  }
}

interface Tile {
  readonly label: string;
  readonly figure: string;
  readonly column: number;
  readonly row: number;
}

/** Six of the key figures: what is left out stands in the paper. */
function tilesOf({ report, words }: PaperSource): readonly Tile[] {
  const { key, outOf } = words;
  const wanted = [key.reported, key.resolved, key.breached, key.metRate, key.rounds, key.anomalies];
  const figures = keyFigures(report.figures, key, outOf).filter(([label]) => wanted.includes(label));
  return figures.map(([label, figure], place) => ({
    label,
    figure,
    column: place % TILES_A_ROW,
    row: Math.floor(place / TILES_A_ROW),
  }));
}

function tileText({ column, figure, label, row }: Tile): readonly Graphic[] {
  const left = EDGE + (column * (CHART_WIDTH - 2 * EDGE)) / TILES_A_ROW;
  const top = HEAD_HEIGHT + row * TILE_HEIGHT;
  return [
    letters(figure, left, top, { size: TEXT.figure, isBold: true }),
    letters(label, left, top + 70, { size: TEXT.label, colour: COLOURS.faint }),
  ];
}

function head({ report, words }: PaperSource): readonly Graphic[] {
  const { figures, names } = report;
  const { firstDay, lastDay } = figures.period;
  const kind = words.kinds[figures.kind];
  const span =
    firstDay === lastDay ? firstDay : words.period(reportPeriodName(figures.period, words), [firstDay, lastDay]);
  // Letters of the title are a little wider than half their height.
  const room = Math.floor((CHART_WIDTH - 2 * EDGE) / (TEXT.title / 2)) - widthOf(kind) - 1;
  const name = widthOf(names.shortName) > room ? `${cut(names.shortName, room - 2)}…` : names.shortName;
  return [
    letters(`${name} ${kind}`, EDGE, 32, { size: TEXT.title, isBold: true }),
    letters(span, EDGE, 98, { size: TEXT.subtitle, colour: COLOURS.faint }),
  ];
}

const panelTitle =
  (tops: readonly number[]) =>
  ({ title }: ChartPanel, place: number): Graphic =>
    letters(title, EDGE, (tops[place] ?? 0) + 8, { size: TEXT.panel, isBold: true });

interface Look {
  readonly size: number;
  readonly isBold?: boolean;
  readonly colour?: string;
}
function letters(text: string, x: number, y: number, { colour = COLOURS.ink, isBold = false, size }: Look): Graphic {
  const font = { fontFamily: CHART_FONT, fontSize: size, fontWeight: isBold ? 'bold' : 'normal' } as const;
  return { type: 'text', x, y, silent: true, style: { text, fill: colour, verticalAlign: 'top', ...font } };
}

function bodyHeight({ kind, places }: ChartPanel): number {
  return kind === 'days' ? DAYS_HEIGHT : places.length * BAR_HEIGHT;
}

function gridOf(panel: ChartPanel, top: number): GridComponentOption {
  return {
    left: EDGE + (panel.kind === 'days' ? 64 : namesWidth(panel)),
    right: EDGE + (panel.kind === 'days' ? 0 : TOLD_WIDTH),
    top: top + PANEL_HEAD,
    height: bodyHeight(panel),
  };
}

/** As wide as the longest name, in letters of half their height. */
function namesWidth({ places }: ChartPanel): number {
  return Math.max(...places.map(widthOf)) * (TEXT.label / 2) + 2 * NAMES_GAP;
}

function legendOf({ series }: ChartPanel, top: number): LegendComponentOption {
  return {
    data: series.map(({ name }) => name),
    left: EDGE,
    top: top + 66,
    itemWidth: 32,
    itemHeight: 24,
    itemGap: 36,
    textStyle: { fontFamily: CHART_FONT, fontSize: TEXT.label, color: COLOURS.ink },
  };
}

const axisText = { fontFamily: CHART_FONT, fontSize: TEXT.label, color: COLOURS.ink };
const counts = {
  type: 'value',
  minInterval: 1,
  splitNumber: 4,
  axisLabel: { ...axisText, hideOverlap: true },
  splitLine: { lineStyle: { color: '#E5E7EB' } },
} as const;

function xAxisOf({ kind, places }: ChartPanel): AxisOf<Axes<'xAxis'>> {
  if (kind === 'bars') return { ...counts, max: 'dataMax', axisLabel: { show: false }, splitLine: { show: false } };
  return {
    type: 'category',
    data: [...places],
    axisTick: { show: false },
    axisLabel: { ...axisText, interval: Math.ceil(places.length / 7) - 1, margin: 14 },
  };
}

function yAxisOf({ kind, places }: ChartPanel): AxisOf<Axes<'yAxis'>> {
  if (kind === 'days') return counts;
  return {
    type: 'category',
    data: [...places],
    inverse: true,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { ...axisText, margin: NAMES_GAP },
  };
}

/** A number that its bar has no room for stands behind the last one, so that none is lost. */
function seriesOf({ kind, places, series }: ChartPanel, place: number): readonly BarSeriesOption[] {
  const own = { type: 'bar', xAxisIndex: place, yAxisIndex: place } as const;
  if (kind === 'days') {
    return series.map(({ colour, name, values }) => ({
      ...own,
      name,
      data: [...values],
      color: colour,
      barMaxWidth: 40,
      barGap: '10%',
      ...(places.length <= 7 && { label: numbers('top') }),
    }));
  }
  const stacked = series.map(({ colour, name, values }) => ({
    ...own,
    name,
    stack: String(place),
    data: [...values],
    color: colour,
    barWidth: 38,
  }));
  const told = places.map((_, at) => series.map(({ values }) => values[at] ?? 0).join(' / '));
  return [
    ...stacked,
    {
      ...own,
      stack: String(place),
      data: places.map(() => 0),
      label: {
        ...numbers('right'),
        formatter: ({ dataIndex }: { readonly dataIndex: number }) => told[dataIndex] ?? '',
      },
    },
  ];
}

function numbers(position: 'top' | 'right') {
  return { show: true, position, fontFamily: CHART_FONT, fontSize: TEXT.label, color: COLOURS.ink };
}
