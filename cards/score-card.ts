import type { Period } from '../domain/assessment/facts.ts';
import { NO_LEAST, type Points, type Span } from '../domain/assessment/points.ts';
import type { ItemScore, SectionScore, TableScore } from '../domain/assessment/statement.ts';
import type { Choice, ClockName } from '../domain/contract.ts';
import { clip } from '../domain/plain-text.ts';
import type { ContractId, DurationMs, Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { typedPeriod } from './period-name.ts';
import { pointsWords, scoreBar, yuanWords } from './points-words.ts';
import { type ScoreRef, scoreSubject } from './score-ref.ts';
import {
  changeSpanWords,
  chargedWords,
  copyName,
  costs,
  gradeWords,
  isHandInOpen,
  itemsOf,
  lostItems,
  measureWords,
  moneyWords,
  openItems,
  periodWords,
  type ScorePeople,
  scoreWords,
  spanWords,
  tableName,
  toneOfScore,
  waitingCharges,
} from './score-words.ts';
import type { Card, CardAction, CardField, Line } from './types.ts';
import { clockName, dayWords, leftWords } from './words.ts';

export const SHOW_SCORE_ACTION = 'show_score';
export const SHOW_SCORE_ITEM_ACTION = 'show_score_item';
export const SHOW_SCORE_OPEN_ACTION = 'show_score_open';

/** Items with losses that a card names, and offers a look at. */
const LOST_SHOWN_MAX = 8;
const LOOKED_AT_MAX = 4;
const OPEN_NAMED_MAX = 4;
const SAVABLE_SHOWN_MAX = 5;
const TICKETS_NAMED_MAX = 3;
const NOTE_SHOWN_MAX = 20;
const RULE_SHOWN_MAX = 24;

/** An open ticket whose running clock costs points once it is over. */
export interface ShownSavable {
  readonly number: string;
  readonly clock: ClockName;
  readonly leftMs: DurationMs;
  /** Ids of the items that it would count in. */
  readonly items: readonly string[];
  /** Absent: it hangs on the other tickets, as in a ratio. */
  readonly points?: Points;
}

/** A table's score with all that its card shows. */
export interface ScoreView extends ScorePeople {
  readonly contractId: ContractId;
  /** What was asked for: `2026-Q1`, `@2026-03-03`. */
  readonly label: string;
  readonly period: Period;
  /** The tables changed within what was asked for, and this is one part of it. */
  readonly isSplit?: true;
  readonly score: TableScore;
  /** What the pack chooses beside its tables. */
  readonly choices: readonly Choice[];
  readonly forecast?: Span;
  /** The most urgent first. */
  readonly savable: readonly ShownSavable[];
  /** Whose signature the period has. */
  readonly signed?: { readonly by: string; readonly at: Instant };
  /** The others of the same answer that have no points: their money is told here. */
  readonly others: readonly TableScore[];
  /** The contract has other tables. */
  readonly isOneOfSeveral: boolean;
}

/** 本季度评分: what is left of the points, what was lost and why, what is open, and what can still be saved. */
export function scoreCard(view: ScoreView, now: Instant, text: Catalogue): Card {
  const { score } = view;
  return {
    tone: toneOfScore(score),
    title: text.score.title(tableName(score, view, text), periodWords(view.period, text)),
    badge: scoreWords(score, text),
    lines: [[{ bold: headline(score, text) }], ...remarks(view, now, text), ...lostLines(view, text)],
    fields: [
      ...gradeFields(view, text),
      ...score.sections.flatMap((section) => barField(section, score, text)),
      ...measureFields(view, text),
      ...openFields(score, text),
      ...savableFields(view, text),
      ...otherFields(view, text),
      ...noteFields(view, text),
    ],
    clocks: [],
    actions: actionsOf(view, now, text),
    subject: { id: scoreSubject(refOf(view)), version: 0 },
    ...footnoteOf(view, now, text),
  };
}

/** What a score is asked by again. */
export function refOf({ contractId, isSplit, label, period, score }: ScoreView): ScoreRef {
  return {
    ...{ contractId, label, table: score.id },
    ...(score.copy !== undefined && { copy: score.copy }),
    ...(isSplit && { since: period.from }),
  };
}

function headline({ base, isAccrual, isUnscored, open, total }: TableScore, text: Catalogue): string {
  if (isUnscored || !total) return text.score.moneyAlone;
  if (isAccrual || base === undefined) return text.score.accrued(spanWords(total, pointsWords, text));
  const figure = pointsWords(total.max);
  if (open.length === 0 && total.min === total.max) return text.score.total(figure, pointsWords(base));
  return text.score.openTotal(figure, pointsWords(base), total.min === NO_LEAST ? undefined : pointsWords(total.min));
}

function remarks({ isSplit, period, signed }: ScoreView, now: Instant, text: Catalogue): readonly Line[] {
  const isRunning = now < period.to;
  const words = [
    ...(isSplit ? [text.score.part] : period.isOwn ? [] : [text.score.notOwn]),
    ...(isRunning ? [text.score.running(dayWords(period.to - 1, text))] : []),
    ...(signed ? [text.score.signedBy(signed.by, dayWords(signed.at, text))] : []),
  ];
  return words.length === 0 ? [] : [[words.join(text.score.between)]];
}

function lostLines(view: ScoreView, text: Catalogue): readonly Line[] {
  const { score } = view;
  if (score.isUnscored) return [];
  const lost = lostItems(score);
  if (lost.length === 0) return [[text.score.nothingLost]];
  const more = lost.length - LOST_SHOWN_MAX;
  return [
    ...lost.slice(0, LOST_SHOWN_MAX).map((item): Line => [lostWords(item, view, text)]),
    ...(more > 0 ? [[text.score.moreLost(more)]] : []),
  ];
}

/** −2 事件/业务完成率（GZ1.8）：66.66%（2 / 3），GZ-260303-02. */
function lostWords(item: ItemScore, people: ScoreView, text: Catalogue): string {
  const change = lossWords(item, people.score, text);
  return text.score.lost(change, item.id, item.name, whyWords(item, people, text).join(text.card.comma));
}

/** What an item costs: points, or the money of a table that has none. */
function lossWords({ change, rules }: ItemScore, table: TableScore, text: Catalogue): string {
  const fen = { min: 0, max: 0 };
  for (const rule of rules) {
    fen.min += rule.fen.min;
    fen.max += rule.fen.max;
  }
  const isMoneyAlone = change.min === 0 && change.max === 0 && fen.max > 0;
  return isMoneyAlone ? text.score.yuan(spanWords(fen, yuanWords, text)) : chargedWords(change, table, text);
}

function whyWords({ isAtFloor, rules }: ItemScore, people: ScorePeople, text: Catalogue): readonly string[] {
  const charges = rules.flatMap((rule) => rule.charges).filter(costs);
  const measures = rules.filter(({ points }) => points.min < 0).flatMap((rule) => rule.measures);
  const tickets = [...new Set(charges.flatMap(({ ticketNumber }) => ticketNumber ?? []))];
  const notes = [...new Set(charges.flatMap(({ note }) => note ?? []))];
  const quoted = notes.slice(0, 1).map((note) => text.card.quoted(clip(note.replace(/\s+/gu, ' '), NOTE_SHOWN_MAX)));
  return [
    ...measures.slice(0, 2).map((measure) => measureWords(measure, people, text)),
    ...(measures.length === 0 ? countedWords(rules, text) : []),
    ...tickets.slice(0, TICKETS_NAMED_MAX),
    ...quoted,
    ...(isAtFloor ? [text.score.atFloor] : []),
  ];
}

/** 2 次, 逾期 3 天: how many there are of what was found. A mark is none of these. */
function countedWords(rules: ItemScore['rules'], text: Catalogue): readonly string[] {
  const counted = (areDays: boolean): number =>
    rules
      .filter(({ kinds }) => kinds.includes('late-days') === areDays)
      .flatMap(({ charges }) => charges.filter((charge) => charge.findingId !== undefined && costs(charge)))
      .reduce((sum, { quantity }) => sum + quantity, 0);
  const [cases, days] = [counted(false), counted(true)];
  return [...(cases > 0 ? [text.score.cases(cases)] : []), ...(days > 0 ? [text.score.daysLate(days)] : [])];
}

function gradeFields(view: ScoreView, text: Catalogue): readonly CardField[] {
  const { forecast, period, score } = view;
  const { labels } = text.score;
  if (score.isUnscored) return [];
  const grade = gradeWords(score, text);
  const waiting = waitingCharges(score);
  const { confirmed } = score;
  return [
    ...(period.isOwn && grade !== '' ? [{ label: labels.grade, value: [grade] }] : []),
    ...(period.isOwn || score.fen.max > 0 ? [{ label: labels.money, value: [moneyWords(score, text)] }] : []),
    ...(confirmed && waiting.length > 0
      ? [
          {
            label: labels.confirmed,
            value: [text.score.confirmedTotal(pointsWords(confirmed.max), waiting.length)],
          },
        ]
      : []),
    ...(forecast ? [{ label: labels.forecast, value: [text.score.forecast(pointsWords(forecast.max))] }] : []),
  ];
}

/** ████████░░ 45.5 / 50 分; of a section without points what it takes. */
function barField(
  { base, change, items, name, score }: SectionScore,
  table: TableScore,
  text: Catalogue,
): readonly CardField[] {
  if (table.isUnscored || items.length === 0) return [];
  if (base !== undefined && score) {
    const words = text.score.ofBase(pointsWords(score.max), pointsWords(base));
    return [{ label: name, value: [`${scoreBar(score.max, base)} ${words}`] }];
  }
  if (change.min === 0 && change.max === 0) return [];
  const words = chargedWords(change, table, text);
  return [{ label: name, value: [table.isAccrual ? words : text.score.points(words)] }];
}

/** A limit is kept or exceeded, whether or not it costs anything. Of a table without points each percentage is all that there is to say. */
function measureFields(view: ScoreView, text: Catalogue): readonly CardField[] {
  const { isUnscored } = view.score;
  return itemsOf(view.score).flatMap(({ name, rules }) =>
    rules.flatMap((rule): readonly CardField[] => {
      const shown = rule.measures.filter(({ is }) => isUnscored || is === 'quota');
      if (shown.length === 0) return [];
      const label = rules.length > 1 ? clip(rule.text, RULE_SHOWN_MAX) : name;
      return [{ label, value: [shown.map((measure) => measureWords(measure, view, text)).join(text.card.comma)] }];
    }),
  );
}

function openFields(score: TableScore, text: Catalogue): readonly CardField[] {
  const open = openItems(score);
  const waiting = isHandInOpen(score) ? [handInField(text)] : [];
  if (open.length === 0) return waiting;
  const names = open.slice(0, OPEN_NAMED_MAX).map(({ item }) => item.name);
  const words = text.score.openCount(open.length, names.join(text.card.comma), open.length > OPEN_NAMED_MAX);
  return [...waiting, { label: text.score.labels.open, value: [words] }];
}

export function handInField(text: Catalogue): CardField {
  return { label: text.score.labels.open, value: [text.score.open.hand_in] };
}

function savableFields({ savable }: ScoreView, text: Catalogue): readonly CardField[] {
  const { labels } = text.score;
  const left = savable.length - SAVABLE_SHOWN_MAX;
  return [
    ...savable.slice(0, SAVABLE_SHOWN_MAX).map(
      (one): CardField => ({
        label: labels.savable,
        value: [savableWords(one, text)],
      }),
    ),
    ...(left > 0 ? [{ label: labels.savable, value: [text.score.moreSavable(left)] }] : []),
  ];
}

function savableWords({ clock, items, leftMs, number, points }: ShownSavable, text: Catalogue): string {
  const change = points === undefined ? '' : changeSpanWords({ min: points, max: points }, text);
  return text.score.savable(
    number,
    clockName(clock, text),
    leftWords(leftMs, text),
    items.join(text.card.comma),
    change,
  );
}

function otherFields(view: ScoreView, text: Catalogue): readonly CardField[] {
  const { labels, other } = text.score;
  return view.others.map((score) => ({
    label: labels.others,
    value: [other(`${score.id} ${tableName(score, view, text)}`, moneyWords(score, text))],
    isMinor: true,
  }));
}

/** What the text leaves open or prints wrongly is said beside the figure that hangs on it. */
function noteFields({ choices: ofContract, score }: ScoreView, text: Catalogue): readonly CardField[] {
  const { mismatch } = score;
  const choices = [...score.choices, ...ofContract];
  const { choicesCount, labels } = text.score;
  return [
    ...(mismatch === undefined ? [] : [{ label: labels.mismatch, value: [mismatch], isMinor: true } as const]),
    ...(choices.length === 0
      ? []
      : [{ label: labels.choices, value: [choicesCount(choices.length)], isMinor: true } as const]),
  ];
}

function actionsOf(view: ScoreView, now: Instant, text: Catalogue): readonly CardAction[] {
  const { isOneOfSeveral, score } = view;
  const ref = refOf(view);
  const open = typedScore(view.period, openAbout(view, text), now, text);
  const looks = lostItems(score)
    .slice(0, LOOKED_AT_MAX)
    .map(
      (item): CardAction => ({
        action: SHOW_SCORE_ITEM_ACTION,
        label: text.score.itemButton(item.id),
        style: 'default',
        for: 'everyone',
        subject: { id: scoreSubject({ ...ref, item: item.id }), version: 0 },
      }),
    );
  return [
    ...looks,
    ...(openItems(score).length > 0
      ? [
          {
            action: SHOW_SCORE_OPEN_ACTION,
            label: text.score.openButton,
            style: 'default',
            for: 'everyone',
            command: open,
            hint: text.card.typed(text.score.openButton, open),
          } as const,
        ]
      : []),
    ...(isOneOfSeveral ? [allScores(view, text)] : []),
  ];
}

/** GZ-T1 未评项; of the only table the word alone. */
function openAbout({ isOneOfSeveral, score, ...people }: ScoreView, text: Catalogue): string {
  const [word = ''] = text.score.openWords;
  const copy = score.copy === undefined ? '' : copyName(score.copy, people, text);
  return [isOneOfSeveral ? score.id : '', copy, word].filter((part) => part !== '').join(' ');
}

export function allScores({ contractId, label }: Pick<ScoreView, 'contractId' | 'label'>, text: Catalogue): CardAction {
  return {
    action: SHOW_SCORE_ACTION,
    label: text.score.allButton,
    style: 'default',
    for: 'everyone',
    subject: { id: scoreSubject({ contractId, label, page: 0 }), version: 0 },
  };
}

function footnoteOf(view: ScoreView, now: Instant, text: Catalogue): Pick<Card, 'footnote'> {
  const [first] = lostItems(view.score);
  return first ? { footnote: text.score.itemHint(typedScore(view.period, first.id, now, text)) } : {};
}

/** 评分 GZ1.6 of the period that runs, 评分 P3 GZ1.6 of another. */
export function typedScore({ from, isOwn, label, to }: Period, about: string, now: Instant, text: Catalogue): string {
  const isPresent = isOwn && from <= now && now < to;
  return text.score.command(isPresent ? about : `${typedPeriod(label, text)} ${about}`);
}
