import { obligationSubject } from '../domain/obligations/obligation-code.ts';
import type { CheckItem } from '../domain/obligations/plan-types.ts';
import type { Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import type { DriftWords, InspectionAction } from './catalogue-inspection.ts';
import {
  anomaliesOf,
  type Drift,
  dueWords,
  itemName,
  itemWords,
  numberOf,
  openItems,
  type RoundState,
  type RoundView,
  roundCode,
  roundName,
  roundState,
  valueWords,
} from './inspection-view.ts';
import { nameOf } from './ticket-view.ts';
import type { Card, CardAction, CardField, Line, Tone } from './types.ts';
import { durationWords, instantWords } from './words.ts';

/** Anomalies for which a card has a button. */
const TICKETS_OFFERED_MAX = 4;
const TONES: Readonly<Record<RoundState, Tone>> = {
  planned: 'neutral',
  open: 'info',
  partly: 'info',
  done: 'success',
  done_late: 'warning',
  missed: 'danger',
  cancelled: 'neutral',
};

/** A round as it stands: its items under their headings, and what is to be done with it. */
export function inspectionCard(view: RoundView, now: Instant, text: Catalogue): Card {
  const { inspection: words } = text;
  const { inspection } = view;
  const state = roundState(inspection);
  const actions = roundActions(view, now, text);
  const anomalies = anomaliesOf(view).length;
  return {
    tone: state === 'done' && anomalies > 0 ? 'warning' : TONES[state],
    title: words.title(roundName(view, text)),
    badge: words.states[state],
    lines: [[words.ask[state === 'done_late' ? 'done' : state]], ...driftLines(view, now, text)],
    fields: [
      ...progressFields(view, now, text),
      ...groupFields(view, text),
      { label: words.fields.code, value: [roundCode(view)], isMinor: true },
      { label: words.fields.clause, value: [view.plan.clause], isMinor: true },
    ],
    clocks: [],
    actions,
    subject: { id: obligationSubject(inspection), version: inspection.version },
    ...(isWaiting(view) && { footnote: typedHint(view, text) }),
  };
}

/** Whether something can still be filled in; until the due instant what is done can be put right. */
export function isFillable({ inspection: { dueAt, state } }: Pick<RoundView, 'inspection'>, now: Instant): boolean {
  return isWaiting({ inspection: { state } }) || (state === 'done' && now <= dueAt);
}

/** It is still to be done. */
export function isWaiting({
  inspection: { state },
}: {
  readonly inspection: Pick<RoundView['inspection'], 'state'>;
}): boolean {
  return state === 'open' || state === 'missed';
}

function progressFields(view: RoundView, now: Instant, text: Catalogue): readonly CardField[] {
  const { fields, plannedBy, progress } = text.inspection;
  const { doneAt, doneBy, plannedAt } = view.inspection;
  const total = view.plan.checklist.length;
  const planned = plannedAt === undefined ? '' : plannedBy(instantWords(plannedAt, now, text, 'if_any'));
  const done = [
    doneBy === undefined ? '' : nameOf(view.members, doneBy, text),
    doneAt === undefined ? '' : instantWords(doneAt, now, text, 'always'),
  ].filter((part) => part !== '');
  return [
    {
      label: fields.due,
      value: [text.inspection.joined([dueWords(view, now, text), planned].filter((part) => part !== ''))],
    },
    { label: fields.progress, value: [progress(total - openItems(view).length, total)] },
    ...(done.length > 0 ? [{ label: fields.doneBy, value: [done.join(' ')] }] : []),
  ];
}

/** One field for each heading. */
function groupFields(view: RoundView, text: Catalogue): readonly CardField[] {
  const groups = Map.groupBy(view.plan.checklist, ({ group }) => group);
  return [...groups].map(([label, items]) => ({
    label,
    value: [items.map((item) => itemWords(item, numberOf(view, item), view, text)).join(text.card.dot)],
  }));
}

export function driftLines(view: Pick<RoundView, 'drifts'>, now: Instant, text: Catalogue): readonly Line[] {
  return view.drifts.map((drift) => [text.inspection.drift(driftWords(drift, now, text))]);
}

export function driftWords({ crossesAt, item, limit }: Drift, now: Instant, text: Catalogue): DriftWords {
  return {
    item: itemName(item, text),
    limit: valueWords(item, limit, text),
    within: durationWords(Math.max(0, crossesAt - now), text),
  };
}

function roundActions(view: RoundView, now: Instant, text: Catalogue): readonly CardAction[] {
  const tickets = anomaliesOf(view)
    .filter(({ id }) => view.inspection.results[id]?.ticket === undefined)
    .slice(0, TICKETS_OFFERED_MAX)
    .map((item): CardAction => {
      const action = itemAction('inspection_ticket', view, item, text);
      return { ...action, label: `${action.label} ${numberOf(view, item)}`, style: 'danger' };
    });
  if (!isWaiting(view)) return isFillable(view, now) ? [...tickets, chooseAction(view, text)] : tickets;
  return [
    { ...roundAction('inspection_all_normal', view, text), style: 'primary' },
    roundAction('inspection_next', view, text),
    chooseAction(view, text),
    ...tickets,
  ];
}

/** To one item at once, of a long list. */
function chooseAction(view: RoundView, text: Catalogue): CardAction {
  const options = view.plan.checklist.map((item) => ({
    value: item.id,
    label: `${numberOf(view, item)} ${itemName(item, text)}`,
  }));
  const label = text.inspection.form.item;
  return {
    ...roundAction('inspection_choose', view, text),
    form: [{ name: 'item', label, type: 'select', required: true, options }],
  };
}

export function roundAction(action: InspectionAction, view: RoundView, text: Catalogue): CardAction {
  const { labels } = text.inspection;
  const command = typedRound(action, view, text);
  return {
    action,
    label: labels[action],
    style: 'default',
    for: 'everyone',
    subject: { id: obligationSubject(view.inspection), version: view.inspection.version },
    command,
    hint: text.card.typed(labels[action], command),
  };
}

export function itemAction(
  action: InspectionAction,
  view: RoundView,
  item: CheckItem,
  text: Catalogue,
): CardAction & { readonly command: string } {
  const label = text.inspection.labels[action];
  const command = typedItem(action, view, item, text);
  return {
    action,
    label,
    style: 'default',
    for: 'everyone',
    subject: { id: obligationSubject(view.inspection, item.id), version: view.inspection.version },
    command,
    hint: text.card.typed(label, command),
  };
}

/** 全部正常 K7QF; 巡检 K7QF. */
function typedRound(action: InspectionAction, view: RoundView, text: Catalogue): string {
  const { words } = text.inspection;
  const [first = ''] = action === 'inspection_all_normal' ? words.allNormal : words.mine;
  const [next] = openItems(view);
  const number = action === 'inspection_next' && next ? ` ${numberOf(view, next)}` : '';
  return `${first} ${roundCode(view)}${number}`;
}

/** 巡检 K7QF 3 异常. */
function typedItem(action: InspectionAction, view: RoundView, item: CheckItem, text: Catalogue): string {
  const { form, outcomeWords, words } = text.inspection;
  const behind: Partial<Record<InspectionAction, string | undefined>> = {
    inspection_normal: outcomeWords.normal[0],
    inspection_anomaly: outcomeWords.anomaly[0],
    inspection_not_applicable: outcomeWords.not_applicable[0],
    inspection_note: outcomeWords.note[0],
    inspection_ticket: outcomeWords.ticket[0],
    inspection_next: outcomeWords.next[0],
    inspection_value: form.value,
  };
  return [words.mine[0], roundCode(view), String(numberOf(view, item)), behind[action]]
    .filter((part) => part !== undefined)
    .join(' ');
}

function typedHint(view: RoundView, text: Catalogue): string {
  const [item] = openItems(view);
  const [all, one] = [
    typedRound('inspection_all_normal', view, text),
    item === undefined ? '' : typedItem('inspection_anomaly', view, item, text),
  ];
  return text.inspection.howTyped(all, one);
}
