import type { Contract } from '../domain/contract.ts';
import { codeAmong } from '../domain/obligations/obligation-code.ts';
import type { CheckResult, Inspection } from '../domain/obligations/obligation-types.ts';
import type { CheckItem, InspectionPlan, Milli } from '../domain/obligations/plan-types.ts';
import type { Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { type CardMember, nameOf, quotedText, shownText } from './ticket-view.ts';
import { instantWords } from './words.ts';

/** A round of inspection with all that its cards show. */
export interface RoundView {
  readonly inspection: Inspection;
  readonly plan: InspectionPlan;
  readonly contract: Pick<Contract, 'departments'>;
  readonly members: readonly CardMember[];
  /** Bodies by text id; an erased text is absent. */
  readonly texts: ReadonlyMap<string, string>;
  /** Readings of earlier rounds and of this one by item, the oldest first. */
  readonly series: ReadonlyMap<string, readonly Milli[]>;
  /** Readings that are on their way past a limit. */
  readonly drifts: readonly Drift[];
}

export interface Drift {
  readonly item: CheckItem;
  readonly limit: Milli;
  readonly crossesAt: Instant;
}

/** `open` without and `partly` with something filled in. */
export type RoundState = keyof Catalogue['inspection']['states'];

const NOTE_SHOWN_MAX = 40;

export function roundState({ doneAt, dueAt, results, state }: Inspection): RoundState {
  if (state === 'done') return doneAt !== undefined && doneAt > dueAt ? 'done_late' : 'done';
  if (state === 'open') return Object.keys(results).length > 0 ? 'partly' : 'open';
  return state;
}

/** 机房日常巡检（上午，市公安局，第 2 次）; of a special patrol what it is for. */
export function roundName(view: RoundView, text: Catalogue): string {
  const parts = roundParts(view, text);
  const name = roundPlanName(view, text);
  return parts.length === 0 ? name : name + text.card.bracketed(text.inspection.joined(parts));
}

export function roundPlanName({ plan }: Pick<RoundView, 'plan'>, text: Catalogue): string {
  return text.language === 'en' ? plan.nameEn : plan.name;
}

/** What tells it from others of its plan on the same day. */
export function roundParts({ contract, inspection, plan, texts }: RoundView, text: Catalogue): readonly string[] {
  const { department, occasion, ordinal, window } = inspection;
  const ofWindow = plan.windows[window];
  return [
    (text.language === 'en' ? ofWindow?.nameEn : ofWindow?.name) ?? '',
    contract.departments.find(({ id }) => id === department)?.name ?? '',
    plan.times > 1 ? text.inspection.ordinal(ordinal) : '',
    occasion ? quotedText(occasion.text, texts, text, NOTE_SHOWN_MAX) : '',
  ].filter((part) => part !== '');
}

export function itemName({ name, nameEn }: CheckItem, text: Catalogue): string {
  return text.language === 'en' ? nameEn : name;
}

/** 25.5 for 25500. */
export function milliWords(value: Milli): string {
  return String(value / 1_000);
}

/** 18–27 ℃; empty where nothing bounds it. */
export function rangeWords({ reading }: CheckItem, text: Catalogue): string {
  if (!reading) return '';
  const [least, greatest] = [reading.min, reading.max].map((limit) =>
    limit === undefined ? undefined : milliWords(limit),
  );
  return text.inspection.range(least, greatest, reading.unit);
}

export function valueWords(item: CheckItem, value: Milli, text: Catalogue): string {
  return item.reading ? text.inspection.reading(milliWords(value), item.reading.unit) : milliWords(value);
}

/** 异常，28.5 ℃，自动. */
export function resultWords(
  item: CheckItem,
  result: CheckResult | undefined,
  view: RoundView,
  text: Catalogue,
): string {
  const { inspection: words } = text;
  if (!result) return words.outcomes.open;
  const parts = [
    words.outcomes[result.outcome],
    result.value === undefined ? '' : valueWords(item, result.value, text),
    result.isAutomatic ? words.automatic : result.by === undefined ? '' : nameOf(view.members, result.by, text),
    result.ticket ? words.ticketMade(result.ticket.number) : '',
  ];
  return words.joined(parts.filter((part) => part !== ''));
}

/** 2 温度（28.5 ℃，自动） with a sign of how it is. @param number from 1 */
export function itemWords(item: CheckItem, number: number, view: RoundView, text: Catalogue): string {
  const { inspection: words } = text;
  const result = view.inspection.results[item.id];
  const more = result
    ? [
        result.value === undefined ? '' : valueWords(item, result.value, text),
        result.isAutomatic ? words.automatic : '',
        noteWords(result, view, text, NOTE_SHOWN_MAX),
        result.attachments ? words.photos(result.attachments.length) : '',
        result.ticket ? words.ticketMade(result.ticket.number) : '',
      ]
    : [rangeWords(item, text), item.photo ? words.photoWanted : '', unaskedWords(item, view, text)];
  const sign = words.signs[result?.outcome ?? 'open'];
  return words.item(
    sign,
    number,
    itemName(item, text),
    more.filter((part) => part !== ''),
  );
}

/** What somebody wrote is quoted, what a machine saw is not. */
export function noteWords(
  { isAutomatic, note }: CheckResult,
  { texts }: Pick<RoundView, 'texts'>,
  text: Catalogue,
  maxGraphemes?: number,
): string {
  return isAutomatic ? shownText(note, texts, text, maxGraphemes) : quotedText(note, texts, text, maxGraphemes);
}

/** Of an item that a machine was to look at, and could not. */
export function unaskedWords(
  { id }: CheckItem,
  { inspection }: Pick<RoundView, 'inspection'>,
  text: Catalogue,
): string {
  const isLeft = inspection.results[id] === undefined && (inspection.unasked ?? []).includes(id);
  return isLeft ? text.inspection.probe.failed : '';
}

/** Items that nobody has looked at, in the order of the list. */
export function openItems({ inspection, plan }: Pick<RoundView, 'inspection' | 'plan'>): readonly CheckItem[] {
  return plan.checklist.filter(({ id }) => inspection.results[id] === undefined);
}

export function anomaliesOf({ inspection, plan }: Pick<RoundView, 'inspection' | 'plan'>): readonly CheckItem[] {
  return plan.checklist.filter(({ id }) => inspection.results[id]?.outcome === 'anomaly');
}

/** Where it stands on the list, from 1. */
export function numberOf({ plan }: Pick<RoundView, 'plan'>, item: CheckItem): number {
  return plan.checklist.indexOf(item) + 1;
}

/** By which it is typed. */
export function roundCode({ inspection }: Pick<RoundView, 'inspection'>): string {
  return codeAmong(inspection);
}

export function dueWords({ inspection }: Pick<RoundView, 'inspection'>, now: Instant, text: Catalogue): string {
  return text.inspection.before(instantWords(inspection.dueAt, now, text, 'if_any'));
}
