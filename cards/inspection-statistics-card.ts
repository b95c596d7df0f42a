import type { Inspection } from '../domain/obligations/obligation-types.ts';
import type { InspectionPlan } from '../domain/obligations/plan-types.ts';
import type { Catalogue } from './catalogue.ts';
import type { Card, CardField } from './types.ts';

/** Plans that one card lists. */
const PLANS_LISTED_MAX = 12;

export interface InspectionStatistics {
  /** As people call it. */
  readonly period: string;
  /** Of each plan what was due by now, cancelled ones left out. */
  readonly plans: readonly { readonly plan: InspectionPlan; readonly due: readonly Inspection[] }[];
}

/** 巡检统计: how many were owed, done in time, done late and missed, with what was found. */
export function inspectionStatisticsCard({ period, plans }: InspectionStatistics, text: Catalogue): Card {
  const { inspection: words } = text;
  const all = plans.flatMap(({ due }) => due);
  const { anomalies, late, missed, onTime } = countsOf(all);
  const field = (label: string, value: string): CardField => ({ label, value: [value] });
  return {
    tone: missed > 0 ? 'warning' : 'info',
    title: words.statistics(period),
    lines: all.length === 0 ? [[words.nothingDue]] : [],
    fields:
      all.length === 0
        ? []
        : [
            field(words.fields.total, words.count(all.length)),
            field(words.fields.onTime, words.ratio(onTime, all.length)),
            field(words.fields.late, words.count(late)),
            field(words.fields.missed, words.count(missed)),
            field(words.fields.anomalies, words.anomalies(anomalies)),
            ...plans
              .slice(0, PLANS_LISTED_MAX)
              .map(({ due, plan }) =>
                field(text.language === 'en' ? plan.nameEn : plan.name, words.ratio(countsOf(due).onTime, due.length)),
              ),
          ],
    clocks: [],
    actions: [],
  };
}

function countsOf(due: readonly Inspection[]) {
  const done = due.filter(({ state }) => state === 'done');
  const late = done.filter(({ doneAt, dueAt }) => doneAt !== undefined && doneAt > dueAt).length;
  const anomalies = due
    .flatMap(({ results }) => Object.values(results))
    .filter(({ outcome }) => outcome === 'anomaly').length;
  return { onTime: done.length - late, late, missed: due.length - done.length, anomalies };
}
