import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { CHART_FONT, type Chart } from './report-chart.ts';
import type { DrawnPicture } from './report-docx.ts';

const FONTS = ['400Regular/NotoSansSC_400Regular.ttf', '700Bold/NotoSansSC_700Bold.ttf'].map((file) =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/noto-sans-sc/${file}`)),
);

/** Draws a chart with the fonts that came with the program: the same on a machine that has none of its own. */
export function chartPng({ height, svg, width }: Chart): DrawnPicture {
  const font = { fontFiles: FONTS, loadSystemFonts: false, defaultFontFamily: CHART_FONT };
  const png = new Resvg(svg, { font, fitTo: { mode: 'original' } }).render().asPng();
  return { png, width, height };
}
