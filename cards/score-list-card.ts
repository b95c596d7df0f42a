import { isPeriodLabel } from '../domain/assessment/period.ts';
import type { Statement, StatementPart, TableScore } from '../domain/assessment/statement.ts';
import type { ContractId, Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { typedPeriod } from './period-name.ts';
import { pointsWords } from './points-words.ts';
import { SHOW_SCORE_ACTION, typedScore } from './score-card.ts';
import { scoreSubject } from './score-ref.ts';
import {
  copyName,
  gradeWords,
  isHandInOpen,
  moneyWords,
  openItems,
  periodWords,
  type ScorePeople,
  scoreWords,
  tableName,
} from './score-words.ts';
import type { Card, CardAction, CardField } from './types.ts';
import { dayWords } from './words.ts';

/** Tables that one page lists: as many as have a button of their own on every platform, beside the one that turns the page. */
export const TABLES_PER_PAGE = 5;

/** A table's score with the part of the statement that it stands in. */
export interface ListedScore {
  readonly part: StatementPart;
  readonly score: TableScore;
}

export interface ScoreListView extends ScorePeople {
  readonly contractId: ContractId;
  /** Where only one table, or one's copies, were asked for. */
  readonly table?: string;
  readonly copy?: string;
  /** What was asked for. */
  readonly label: string;
  readonly statement: Pick<Statement, 'fen'>;
  /** Of the whole answer. */
  readonly scores: readonly ListedScore[];
  /** From 0. */
  readonly page: number;
}

/** The scores of several tables, those that lost the largest share first; each leads to its own card. */
export function scoreListCard(view: ScoreListView, now: Instant, text: Catalogue): Card {
  const { contractId, label, scores } = view;
  const pages = Math.max(1, Math.ceil(scores.length / TABLES_PER_PAGE));
  const page = Math.min(view.page, pages - 1);
  const shown = inOrder(scores).slice(page * TABLES_PER_PAGE, (page + 1) * TABLES_PER_PAGE);
  const periods = [...new Set(scores.map(({ part }) => periodWords(part.period, text)))];
  const [only = '', ...others] = periods;
  const [first] = shown;
  const isMixed = others.length > 0;
  return {
    tone: 'info',
    title: isMixed ? text.score.listTitleMixed : text.score.listTitle(only),
    ...(pages > 1 && { badge: text.score.page(page + 1, pages) }),
    lines: [
      [text.score.tablesCount(new Set(scores.map(({ score }) => `${score.id} ${score.copy ?? ''}`)).size)],
      ...(scores.some(({ part }) => part.isSplit) ? [[text.score.part]] : []),
      ...(scores.every(({ part }) => part.period.isOwn || part.isSplit) ? [] : [[text.score.notOwn]]),
    ],
    fields: [...shown.map((one) => listedField(one, view, isMixed, text)), ...moneyField(view, text)],
    clocks: [],
    actions: [
      ...shown.map((one) => tableAction(one, view, text)),
      ...(pages > 1 ? [nextPage(view, (page + 1) % pages, now, text)] : []),
    ],
    subject: { id: scoreSubject({ contractId, label, page }), version: 0 },
    ...(first && {
      footnote: text.score.tableHint(typedScore(first.part.period, aboutOf(first.score, view, text), now, text)),
    }),
  };
}

/** What follows from a grade is owed for a whole period alone. */
function moneyField({ scores, statement }: ScoreListView, text: Catalogue): readonly CardField[] {
  const isOwed = statement.fen.max > 0 || scores.some(({ part }) => part.period.isOwn);
  return isOwed ? [{ label: text.score.labels.moneyTotal, value: [moneyWords(statement, text)] }] : [];
}

/** Whether a table can lose points by what is known; those that only wait, and those without points, come last. */
function inOrder(scores: readonly ListedScore[]): readonly ListedScore[] {
  return scores.toSorted((a, b) => urgencyOf(b.score) - urgencyOf(a.score));
}

/** Share of the points that is lost, 0 to 1; penalty points that are counted upwards are more than any share. */
function urgencyOf({ base, fen, isAccrual, isUnscored, total }: TableScore): number {
  if (isUnscored) return -2;
  if (isAccrual && total) return total.max > 0 ? 1 + total.max : 0;
  if (base === undefined || base === 0 || !total) return fen.max > 0 ? 1 : -1;
  return 1 - total.max / base;
}

function listedField({ part, score }: ListedScore, people: ScorePeople, isMixed: boolean, text: Catalogue): CardField {
  const open = openItems(score).length + (isHandInOpen(score) ? 1 : 0);
  const { base, total } = score;
  // The figure with what is not graded counted in full; the least would frighten before anybody has graded.
  const figure =
    total && base !== undefined && !score.isUnscored
      ? text.score.ofBase(pointsWords(total.max), pointsWords(base))
      : scoreWords(score, text);
  const grade =
    part.period.isOwn && open === 0 ? gradeWords({ ...score, bands: withoutConsequences(score) }, text) : '';
  const money = score.fen.max > 0 || score.isByAgreement ? moneyWords(score, text) : '';
  const words = [
    isMixed ? periodWords(part.period, text) : '',
    figure,
    grade,
    money,
    open > 0 ? text.score.openShort(open) : '',
  ];
  return {
    label: `${score.id} ${tableName(score, people, text)}`,
    value: [words.filter((word) => word !== '').join(text.card.dot)],
  };
}

function withoutConsequences({ bands }: TableScore): TableScore['bands'] {
  return bands.map(({ consequence: _, ...band }) => band);
}

function tableAction({ part, score }: ListedScore, view: ScoreListView, text: Catalogue): CardAction {
  const { contractId, label } = view;
  const { copy, id } = score;
  const about = {
    ...{ contractId, label, table: id },
    ...(copy !== undefined && { copy }),
    ...(part.isSplit && { since: part.period.from }),
  };
  const name = copy === undefined ? id : copyName(copy, view, text);
  return {
    action: SHOW_SCORE_ACTION,
    label: part.isSplit ? text.score.stretchButton(name, dayWords(part.period.from, text)) : name,
    style: 'default',
    for: 'everyone',
    subject: { id: scoreSubject(about), version: 0 },
  };
}

function nextPage(view: ScoreListView, page: number, now: Instant, text: Catalogue): CardAction {
  const { contractId, copy, label, table } = view;
  const typed = typedPage(view, page, now, text);
  const asked = { contractId, label, ...(table !== undefined && { table }), ...(copy !== undefined && { copy }) };
  return {
    action: SHOW_SCORE_ACTION,
    label: text.score.nextButton,
    style: 'primary',
    for: 'everyone',
    subject: { id: scoreSubject({ ...asked, page }), version: 0 },
    ...(typed !== undefined && { command: typed, hint: text.card.typed(text.score.nextButton, typed) }),
  };
}

/** @returns undefined where no words name the period: tables of several lengths, of another day than today */
function typedPage(view: ScoreListView, page: number, now: Instant, text: Catalogue): string | undefined {
  const { copy, label, scores, table } = view;
  const isPresent = scores.every(({ part: { period } }) => period.from <= now && now < period.to);
  if (!isPeriodLabel(label) && !isPresent) return undefined;
  const words = [
    ...(isPeriodLabel(label) ? [typedPeriod(label, text)] : []),
    ...(table === undefined ? [] : [table]),
    ...(copy === undefined ? [] : [copyName(copy, view, text)]),
    text.score.typedPage(page + 1),
  ];
  return text.score.command(words.join(' '));
}

/** How a table is named in typing: its id, which is short. */
function aboutOf({ copy, id }: TableScore, people: ScorePeople, text: Catalogue): string {
  return copy === undefined ? id : `${id} ${copyName(copy, people, text)}`;
}
