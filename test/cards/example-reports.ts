import { reportCard } from '../../cards/report-card.ts';
import { reportPeriod } from '../../domain/reporting/report-period.ts';
import type { Report } from '../../domain/reporting/report-types.ts';
import { HOUR, MINUTE, personId } from '../../domain/types.ts';
import { draftCard } from '../../handlers/report-draft.ts';
import { deliverable } from '../domain/obligation-fixture.ts';
import { figures, report as weekly } from '../reports/report-fixture.ts';
import type { Examples } from './example-cards.ts';

const day = reportPeriod('daily', '2026-03-06');
const daily: Report = {
  ...weekly,
  words: {},
  figures: { ...figures, kind: 'daily', period: day, madeAt: day.from + 17 * HOUR + 40 * MINUTE, isSoFar: true },
};
/** Of a day on which nothing happened. */
const quiet: Report = {
  ...daily,
  figures: {
    ...daily.figures,
    ...{ clocks: [], deafness: [], deliverables: [], availability: [], repeats: [], people: [], scores: [] },
    tickets: { ...figures.tickets, reported: 0, resolved: 0, open: 0, carriedOver: 0, breached: 0, rows: [] },
    inspections: {
      ...{ planned: 0, done: 0, doneLate: 0, missed: 0, open: 0 },
      ...{ byPlan: [], missedRounds: [], anomalies: [], series: [] },
    },
    ratings: { count: 0, sum: 0, byMark: [0, 0, 0, 0, 0] },
  },
};
/** Its table is kept for one person. */
const ofCopy: Report = {
  ...weekly,
  figures: { ...weekly.figures, scores: weekly.figures.scores.map((line) => ({ ...line, copy: 'zhang' })) },
};
const managers = [{ id: personId('zhao'), name: '赵经理', roles: ['manager'], posts: [] }] as const;

const published: Examples = (text) => [
  { lines: [], card: reportCard(weekly, { footnote: text.reporting.attached }, text) },
  { lines: [], card: reportCard(ofCopy, {}, text) },
];

const summaries: Examples = (text) => {
  const { labels, more, noPicture, owed, times } = text.reporting;
  const fields = [
    { label: labels.unfinished, value: [[times('机房巡检', 3), '网站和系统日常巡检'].join(text.card.comma)] },
    { label: labels.owed, value: [[owed('漏洞扫描报告', '……'), more(3)].join(text.reporting.between)] },
  ];
  return [
    { lines: [], card: reportCard(daily, { lines: [[noPicture]], fields }, text) },
    { lines: [], card: reportCard(quiet, {}, text) },
  ];
};

const drafts: Examples = (text) => {
  const owed = deliverable({ dueAt: figures.madeAt + 9 * HOUR, draft: { madeAt: figures.madeAt } });
  const scene = { members: managers, now: figures.madeAt, text };
  const card = draftCard(scene, { deliverable: owed }, weekly);
  return [{ lines: [[text.reporting.draft.written(text.reporting.parts.risks.label)]], card }];
};

export const reportExamples: readonly (readonly [string, Examples])[] = [
  ['report', published],
  ['summary of a day', summaries],
  ['draft of a report', drafts],
];
