import type { ItemScore, TableScore } from '../domain/assessment/statement.ts';
import type { Catalogue } from './catalogue.ts';
import { changeWords, pointsWords, yuanWords } from './points-words.ts';
import { chargedWords, gradeWords, itemsOf, moneyWords, type ScorePeople, tableName } from './score-words.ts';
import type { Card, CardField, Line } from './types.ts';

/** Items of one table that a card names. */
const ITEMS_SHOWN_MAX = 6;

/** A score as it is, and as it would be. */
export interface ComparedScore {
  readonly before: TableScore;
  readonly after: TableScore;
}

export interface WhatIfView extends ScorePeople {
  /** The ticket's. */
  readonly number: string;
  readonly compared: readonly ComparedScore[];
}

/** 如果 12 号单超时: what changes, table by table, and by which items. */
export function whatIfCard({ compared, number, ...people }: WhatIfView, text: Catalogue): Card {
  const { whatIf } = text.score;
  const changed = compared.filter(isChanged);
  return {
    tone: changed.length === 0 ? 'success' : 'warning',
    title: whatIf.title(number),
    lines: [
      [whatIf.assumed],
      ...(changed.length === 0 ? [[whatIf.same]] : changed.flatMap((one) => itemLines(one, text))),
    ],
    fields: changed.flatMap((one) => tableFields(one, people, text)),
    clocks: [],
    actions: [],
  };
}

function isChanged({ after, before }: ComparedScore): boolean {
  return (
    after.total?.max !== before.total?.max || after.total?.min !== before.total?.min || after.fen.max !== before.fen.max
  );
}

/** −1 事件/业务响应时间达标率（GZ1.6）. */
function itemLines({ after, before }: ComparedScore, text: Catalogue): readonly Line[] {
  const was = new Map(itemsOf(before).map((item) => [item.id, item]));
  const lines = itemsOf(after).flatMap((item) => changedItem(item, was.get(item.id), after, text));
  const left = lines.length - ITEMS_SHOWN_MAX;
  return [...lines.slice(0, ITEMS_SHOWN_MAX), ...(left > 0 ? [[text.score.moreLost(left)]] : [])];
}

function changedItem(item: ItemScore, was: ItemScore | undefined, table: TableScore, text: Catalogue): readonly Line[] {
  const points = item.change.max - (was?.change.max ?? 0);
  const fen = moneyOf(item) - (was ? moneyOf(was) : 0);
  if (points === 0 && fen === 0) return [];
  const change =
    points === 0 ? text.score.yuan(yuanWords(fen)) : chargedWords({ min: points, max: points }, table, text);
  return [[text.score.lost(change, item.id, item.name, '')]];
}

function moneyOf({ rules }: ItemScore): number {
  return rules.reduce((sum, { fen }) => sum + fen.max, 0);
}

function tableFields({ after, before }: ComparedScore, people: ScorePeople, text: Catalogue): readonly CardField[] {
  const { labels, whatIf } = text.score;
  const name = tableName(after, people, text);
  const [was, is] = [before.total?.max ?? 0, after.total?.max ?? 0];
  const grades = [gradeWords(before, text), gradeWords(after, text)];
  const money = [moneyWords(before, text), moneyWords(after, text)];
  const moved = ([from = '', to = '']: readonly string[]) => text.score.moved(from, to);
  return [
    ...(was === is
      ? []
      : [{ label: name, value: [whatIf.change(pointsWords(was), pointsWords(is), changeWords(is - was))] }]),
    ...(grades[0] === grades[1] ? [] : [{ label: labels.grade, value: [moved(grades)] }]),
    ...(money[0] === money[1] ? [] : [{ label: labels.money, value: [moved(money)] }]),
  ];
}
