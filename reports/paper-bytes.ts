import type { Language } from '../cards/catalogue.ts';
import { CATALOGUES } from '../cards/language.ts';
import { enReportPaper } from '../cards/text.en.report-paper.ts';
import { zhReportPaper } from '../cards/text.zh.report-paper.ts';
import { assert } from '../domain/assert.ts';
import type { FaultReport } from '../domain/reporting/fault-report-types.ts';
import type { Report } from '../domain/reporting/report-types.ts';
import { chartPng } from './chart-png.ts';
import { faultReportPaper } from './fault-report-paper.ts';
import type { PanelName, PaperSource } from './paper-parts.ts';
import { reportChart } from './report-chart.ts';
import { type DrawnPanels, type DrawnPicture, paperDocx } from './report-docx.ts';
import { reportPaper } from './report-paper.ts';
import { reportXlsx } from './report-xlsx.ts';

/** What shall be drawn or written. */
export type PaperContent = { readonly language: Language } & (
  | { readonly paper: 'report'; readonly format: 'picture' | 'docx' | 'xlsx'; readonly report: Report }
  | { readonly paper: 'fault_report'; readonly format: 'docx'; readonly report: FaultReport }
);

const PANELS: readonly PanelName[] = ['days', 'clocks', 'rounds'];
const WORDS = { zh: zhReportPaper, en: enReportPaper };

/** The bytes of one file: PNG, docx or xlsx. */
export async function paperBytes(content: PaperContent): Promise<Uint8Array> {
  const [text, words] = [CATALOGUES[content.language], WORDS[content.language]];
  if (content.paper === 'fault_report') {
    return paperDocx(faultReportPaper({ report: content.report, text, words }), words, new Map());
  }
  const source = { report: content.report, text, words };
  if (content.format === 'xlsx') return reportXlsx(source);
  if (content.format === 'docx') return paperDocx(reportPaper(source), words, drawnPanels(source));
  const chart = reportChart(source, 'all');
  assert(chart, 'a picture has its figures at the least');
  return chartPng(chart).png;
}

function drawnPanels(source: PaperSource): DrawnPanels {
  const drawn = PANELS.flatMap((panel): [PanelName, DrawnPicture][] => {
    const chart = reportChart(source, panel);
    return chart ? [[panel, chartPng(chart)]] : [];
  });
  return new Map(drawn);
}
