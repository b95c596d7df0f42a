import { obligationSubject } from '../domain/obligations/obligation-code.ts';
import type { CheckResult } from '../domain/obligations/obligation-types.ts';
import type { CheckItem } from '../domain/obligations/plan-types.ts';
import type { Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import type { InspectionAction } from './catalogue-inspection.ts';
import { textField } from './forms.ts';
import { driftLines, isFillable, itemAction, roundAction } from './inspection-card.ts';
import {
  dueWords,
  itemName,
  milliWords,
  noteWords,
  numberOf,
  openItems,
  type RoundView,
  rangeWords,
  resultWords,
  roundName,
  unaskedWords,
  valueWords,
} from './inspection-view.ts';
import { sparkline } from './sparkline.ts';
import type { Card, CardAction, CardField } from './types.ts';

/** More of a course says no more on a phone. */
const COURSE_SHOWN_MAX = 12;

/** One item: what to look at, how it was, and its outcomes. */
export function inspectionItemCard(view: RoundView, item: CheckItem, now: Instant, text: Catalogue): Card {
  const { inspection: words } = text;
  const { inspection, plan } = view;
  const result = inspection.results[item.id];
  return {
    tone: result?.outcome === 'anomaly' ? 'danger' : result ? 'success' : 'info',
    title: `${numberOf(view, item)}/${plan.checklist.length} ${itemName(item, text)}`,
    badge: words.outcomes[result?.outcome ?? 'open'],
    lines: driftLines({ ...view, drifts: view.drifts.filter((drift) => drift.item.id === item.id) }, now, text),
    fields: [
      ...itemFields(view, item, text),
      { label: words.fields.round, value: [roundName(view, text)], isMinor: true },
      { label: words.fields.due, value: [dueWords(view, now, text)], isMinor: true },
    ],
    clocks: [],
    actions: itemActions(view, item, now, text),
    subject: { id: obligationSubject(inspection, item.id), version: inspection.version },
    ...(isFillable(view, now) && { footnote: words.itemTyped(answerExamples(item, text)) + words.sendPhoto }),
  };
}

/** What may be replied while an item is asked for. */
export function answerExamples(item: CheckItem, text: Catalogue): readonly string[] {
  const { form, outcomeWords } = text.inspection;
  const [normal = ''] = outcomeWords.normal;
  const [anomaly = ''] = outcomeWords.anomaly;
  const [next = ''] = outcomeWords.next;
  const value = item.reading ? [milliWords(item.reading.max ?? item.reading.min ?? 0)] : [];
  return [...value, normal, `${anomaly} ${form.anomaly}`, next];
}

function itemFields(view: RoundView, item: CheckItem, text: Catalogue): readonly CardField[] {
  const { fields } = text.inspection;
  const result = view.inspection.results[item.id];
  const series = (view.series.get(item.id) ?? []).slice(-COURSE_SHOWN_MAX);
  const last = (result?.value === undefined ? series : series.slice(0, -1)).at(-1);
  const field = (label: string, value: string): readonly CardField[] =>
    value === '' ? [] : [{ label, value: [value] }];
  return [
    ...field(fields.hint, item.hint ?? ''),
    ...field(fields.reading, rangeWords(item, text)),
    ...field(fields.result, result ? resultWords(item, result, view, text) : unaskedWords(item, view, text)),
    ...field(fields.note, result ? noteWords(result, view, text) : ''),
    ...field(fields.photos, photosWords(item, result, text)),
    ...field(fields.last, last === undefined ? '' : valueWords(item, last, text)),
    ...field(fields.course, sparkline(series)),
  ];
}

function photosWords({ photo }: CheckItem, result: CheckResult | undefined, { inspection }: Catalogue): string {
  const kept = result?.attachments?.length ?? 0;
  if (kept > 0) return inspection.photos(kept);
  return photo ? inspection.photoWanted : '';
}

/** Six at most, the most likely first. */
function itemActions(view: RoundView, item: CheckItem, now: Instant, text: Catalogue): readonly CardAction[] {
  const { form, valueHint } = text.inspection;
  const result = view.inspection.results[item.id];
  const act = (action: InspectionAction) => itemAction(action, view, item, text);
  const note = textField('note', form.note, false);
  const ticket: readonly CardAction[] =
    result?.outcome === 'anomaly' && !result.ticket ? [{ ...act('inspection_ticket'), style: 'danger' }] : [];
  if (!isFillable(view, now)) {
    return [...ticket, roundAction('inspection_show', view, text)];
  }
  const value: readonly CardAction[] = item.reading
    ? [
        {
          ...act('inspection_value'),
          style: 'primary',
          form: [textField('value', form.value, true, valueHint(item.reading.unit, rangeWords(item, text))), note],
        },
      ]
    : [];
  const hasNext = openItems(view).some(({ id }) => id !== item.id);
  return [
    ...ticket,
    ...value,
    { ...act('inspection_normal'), ...(value.length === 0 && { style: 'primary' as const }) },
    // Of what is abnormal already a note says more.
    ...(result?.outcome === 'anomaly'
      ? []
      : [{ ...act('inspection_anomaly'), form: [textField('note', form.anomaly, false)] }]),
    ...(result
      ? [{ ...act('inspection_note'), form: [textField('note', form.note, true)] }]
      : [act('inspection_not_applicable')]),
    ...(hasNext ? [{ ...act('inspection_next'), label: nextLabel(text) }] : []),
    roundAction('inspection_show', view, text),
  ];
}

function nextLabel(text: Catalogue): string {
  return text.inspection.outcomeWords.next[0] ?? '';
}
