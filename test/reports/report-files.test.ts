import { Resvg } from '@resvg/resvg-js';
import readXlsxFile from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { CATALOGUES } from '../../cards/language.ts';
import { enReportPaper } from '../../cards/text.en.report-paper.ts';
import { zhReportPaper } from '../../cards/text.zh.report-paper.ts';
import { parseCivil } from '../../domain/civil.ts';
import type { FaultReport } from '../../domain/reporting/fault-report-types.ts';
import { reportPeriod } from '../../domain/reporting/report-period.ts';
import type { Report, ReportFigures } from '../../domain/reporting/report-types.ts';
import { HOUR } from '../../domain/types.ts';
import { chartPng } from '../../reports/chart-png.ts';
import { faultReportPaper } from '../../reports/fault-report-paper.ts';
import { paperBytes } from '../../reports/paper-bytes.ts';
import type { ReportPaper } from '../../reports/paper-parts.ts';
import { reportChart } from '../../reports/report-chart.ts';
import { percentText } from '../../reports/report-figures-text.ts';
import { reportPaper } from '../../reports/report-paper.ts';
import { figures, report } from './report-fixture.ts';
import { filesIn } from './zipped-files.ts';

const zh = { text: CATALOGUES.zh, words: zhReportPaper };
const ATTACK = '=HYPERLINK("http://x","y")';

/** A quiet period: nothing was reported, nothing was owed. */
function quiet(kind: ReportFigures['kind'], day: string): Report {
  const { contractId, madeAt } = figures;
  return {
    ...report,
    words: {},
    figures: {
      ...{ contractId, kind, madeAt, period: reportPeriod(kind, day), isSoFar: true },
      tickets: {
        ...{ reported: 0, resolved: 0, open: 0, cancelled: 0, merged: 0, carriedOver: 0, breached: 0 },
        ...{ byKind: [], bySystem: [], byLevel: [], byDepartment: [], byDay: [], rows: [] },
      },
      ...{ clocks: [], deafness: [], deliverables: [], availability: [], repeats: [], people: [], scores: [] },
      inspections: {
        ...{ planned: 0, done: 0, doneLate: 0, missed: 0, open: 0 },
        ...{ byPlan: [], missedRounds: [], anomalies: [], series: [] },
      },
      ratings: { count: 0, sum: 0, byMark: [0, 0, 0, 0, 0] },
    },
  };
}

/** A paper as plain lines, as people read it from top to bottom. */
function linesOf({ evidence, facts, sections, signatures, subtitle, title }: ReportPaper): string {
  return [
    `# ${title}`,
    subtitle,
    ...facts.map(({ label, text }) => `${label}: ${text}`),
    ...sections.flatMap(({ heading, parts }) => [
      `## ${heading}`,
      ...parts.flatMap((part) => {
        if (part.kind === 'text') return [part.text];
        if (part.kind === 'picture') return [`[picture of ${part.panel}]`];
        const { caption, columns, note, rows } = part;
        const lines = [columns, ...rows].map((row) => `| ${row.join(' | ')} |`);
        return [...(caption === undefined ? [] : [`### ${caption}`]), ...lines, ...(note === undefined ? [] : [note])];
      }),
    ]),
    ...signatures,
    evidence,
  ].join('\n');
}

describe('what the papers say', () => {
  test.each([
    ['weekly.zh', report, zh],
    ['weekly.en', report, { text: CATALOGUES.en, words: enReportPaper }],
    ['quiet-day.zh', quiet('daily', '2026-03-04'), zh],
  ] as const)('%s', async (name, of, words) => {
    await expect(linesOf(reportPaper({ report: of, ...words }))).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  test('a fault report', async () => {
    const paper = faultReportPaper({ report: fault, ...zh });
    await expect(linesOf(paper)).toMatchFileSnapshot('golden/fault.zh.txt');
  });
});

const fault: FaultReport = {
  contract: '广州市信用信息平台运维服务项目',
  customer: '广州市政务服务中心',
  supplier: '示例科技有限公司',
  number: 'GZ-260302-01',
  system: '信用广州网站',
  level: '重大故障',
  summary: '首页打不开，大厅无法办理业务',
  reporter: '王芳',
  assignee: '张伟',
  reportedAt: parseCivil('2026-03-02', '09:12'),
  resolvedAt: parseCivil('2026-03-02', '11:12'),
  downMs: 2 * HOUR,
  cause: '数据库连接耗尽',
  course: [
    { at: parseCivil('2026-03-02', '09:20'), by: '张伟', what: '接单' },
    { at: parseCivil('2026-03-02', '11:12'), by: '张伟', what: '解决：重启连接池' },
  ],
  clocks: [
    {
      clock: 'resolve',
      dueAt: parseCivil('2026-03-02', '13:12'),
      stoppedAt: parseCivil('2026-03-02', '11:12'),
      isMissed: false,
      clause: '六（二）2',
    },
  ],
  dueAt: parseCivil('2026-03-05'),
  madeAt: parseCivil('2026-03-02', '12:00'),
};

async function textOf(content: Parameters<typeof paperBytes>[0]): Promise<ReadonlyMap<string, string>> {
  return filesIn(await paperBytes(content));
}
const runs = (xml: string | undefined) =>
  [...(xml ?? '').matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, text]) => text);

describe('a document', () => {
  test('holds all that the paper says, the pictures, the evidence and lines to sign on', async () => {
    const files = await textOf({ paper: 'report', format: 'docx', language: 'zh', report });
    const said = runs(files.get('word/document.xml')).join('\n');
    const { sections, signatures } = reportPaper({ report, ...zh });
    for (const { heading, parts } of sections) {
      expect(said).toContain(heading);
      for (const part of parts) {
        if (part.kind === 'text') expect(said).toContain(part.text);
        if (part.kind === 'table') for (const cell of part.rows.flat()) expect(said).toContain(cell);
      }
    }
    for (const line of signatures) expect(said).toContain(line);
    expect([...files.keys()].filter((name) => name.endsWith('.png'))).toHaveLength(3);
    const rest = [...files].filter(([name]) => /word\/(header|footer)/.test(name)).map(([, xml]) => xml);
    expect(runs(rest.join('')).join('')).toContain(`存证 #1234 ${'a3'.repeat(32)}`);
    expect(rest.join('')).toContain('PAGE');
  });

  test('of a fault has what nobody wrote marked, to be filled in by hand', async () => {
    const files = await textOf({ paper: 'fault_report', format: 'docx', language: 'zh', report: fault });
    const said = runs(files.get('word/document.xml')).join('\n');
    expect(said).toContain('数据库连接耗尽');
    expect(said).toContain('（待填写）');
    expect(said).toContain('2026-03-04 24:00');
  });
});

describe('a spreadsheet', () => {
  test('has the rows that the figures were counted from, with numbers as numbers', async () => {
    const bytes = await paperBytes({ paper: 'report', format: 'xlsx', language: 'zh', report });
    const sheets = new Map((await readXlsxFile(Buffer.from(bytes))).map(({ data, sheet }) => [sheet, data]));
    expect([...sheets.keys()]).toEqual(['指标', '工单明细', '超时明细', '巡检', '读数', '材料', '人员']);
    expect(sheets.get('工单明细')?.[1]).toEqual([
      ...['GZ-260302-01', '故障', '信用广州网站', null, '重大故障', '已关闭'],
      ...['2026-03-02 09:12', '2026-03-02 09:20', null, '2026-03-02 15:40', '张伟', 4, '解决'],
    ]);
    expect(sheets.get('指标')?.find(([label]) => label === '受理工单')).toEqual(['受理工单', 23]);
    expect(sheets.get('读数')?.[1]?.slice(3)).toEqual([22, '℃']);
    expect(sheets.get('超时明细')).toHaveLength(3);
  });

  test('has no formula, whatever things are called', async () => {
    const named = <T extends object>(names: T) => Object.fromEntries(Object.keys(names).map((id) => [id, ATTACK]));
    const { deliverables, inspections, levels, people, systems } = report.names;
    const names = {
      ...report.names,
      ...{ contract: ATTACK, systems: named(systems), levels: named(levels), people: named(people) },
      ...{ inspections: named(inspections), deliverables: named(deliverables) },
    };
    for (const [name, xml] of await textOf({
      paper: 'report',
      format: 'xlsx',
      language: 'zh',
      report: { ...report, names },
    })) {
      expect(xml, name).not.toMatch(/<f[ >]/);
      expect(xml, name).not.toMatch(/>\s*[=＝@]/);
    }
  });
});

test.each([
  [0, 0, '—'],
  [1, 3, '33.33%'],
  [99_999, 100_000, '99.99%'],
  [9_999_999, 10_000_000, '99.99%'],
  [7, 7, '100%'],
  [57, 100, '57%'],
])('%i of %i is shown as %s: nothing that was not reached', (part, whole, expected) => {
  expect(percentText(part, whole)).toBe(expected);
});

describe('the picture', () => {
  /** The pixels of a text that the chart's fonts draw. */
  const drawn = (text: string) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="120"><text x="10" y="90" font-family="Noto Sans SC" font-size="80">${text}</text></svg>`;
    return Buffer.from(chartPng({ svg, width: 120, height: 120 }).png).toString('base64');
  };

  test('draws each Chinese character as itself, and none as the box of a missing one', () => {
    const box = drawn('\u{20BB7}');
    expect(box, 'a box is something').not.toBe(drawn(' '));
    const chart = reportChart({ report, ...zh }, 'all');
    const marks = new Set((chart?.svg ?? '').replace(/<[^>]*>/g, '').match(/\p{Script=Han}/gu));
    expect(marks.size).toBeGreaterThan(20);
    const some = [...marks].filter((_, place) => place % 7 === 0);
    const pictures = some.map(drawn);
    expect(new Set(pictures).size, 'two that look alike').toBe(some.length);
    expect(pictures).not.toContain(box);
  });

  test('is as wide as a phone shows at a third, and no letter is smaller than 26 pixels', () => {
    const chart = reportChart({ report, ...zh }, 'all');
    const sizes = [...(chart?.svg ?? '').matchAll(/font-size:\s*(\d+)px/g)].map(([, size]) => Number(size));
    expect(sizes.length).toBeGreaterThan(20);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(26);
    const { height, png, width } = chartPng(chart ?? { svg: '', width: 0, height: 0 });
    expect(width).toBe(1_080);
    expect([Buffer.from(png).readUInt32BE(16), Buffer.from(png).readUInt32BE(20)]).toEqual([width, height]);
  });

  test('shows its figures alone where nothing happened, and no picture stands in the document then', async () => {
    const source = { report: quiet('daily', '2026-03-04'), ...zh };
    expect(reportChart(source, 'days')).toBeUndefined();
    const svg = reportChart(source, 'all')?.svg ?? '';
    expect(svg).toContain('信用广州 日报');
    const files = await textOf({ paper: 'report', format: 'docx', language: 'zh', report: source.report });
    expect([...files.keys()].some((name) => name.endsWith('.png'))).toBe(false);
  });

  test('has no name that breaks out of it', () => {
    const names = { ...report.names, shortName: '<script>&"' };
    const svg = reportChart({ report: { ...report, names }, ...zh }, 'all')?.svg ?? '';
    expect(svg).not.toContain('<script');
    expect(() => new Resvg(svg)).not.toThrow();
  });
});
