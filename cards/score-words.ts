import { NO_SYSTEM } from '../domain/assessment/derive-faults.ts';
import type { Period } from '../domain/assessment/facts.ts';
import { NO_LEAST, POINT, type Points, type Span } from '../domain/assessment/points.ts';
import type { Charge, ItemScore, Measure, Open, TableScore } from '../domain/assessment/statement.ts';
import { parseCivil } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import { planNamed } from '../domain/obligations/plan-of.ts';
import type { CivilDate } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { changeWords, pointsWords, yuanWords } from './points-words.ts';
import { type CardMember, displayName } from './ticket-view.ts';
import type { Tone } from './types.ts';
import { dayWords } from './words.ts';

/** Whose names a score speaks of. */
export interface ScorePeople {
  readonly contract: Pick<Contract, 'departments' | 'systems'> &
    Partial<Pick<Contract, 'inspections' | 'deliverables'>>;
  readonly members: readonly CardMember[];
}

/** The name of a table, and of whom this copy of it is about. */
export function tableName({ copy, name }: TableScore, people: ScorePeople, text: Catalogue): string {
  return copy === undefined ? name : `${name} ${copyName(copy, people, text)}`;
}

/** A department or a person; of one who is known no more what the record calls him by. */
export function copyName(copy: string, { contract, members }: ScorePeople, text: Catalogue): string {
  const department = contract.departments.find(({ id }) => id === copy);
  if (department) return text.language === 'en' ? department.nameEn : department.name;
  const member = members.find(({ id }) => id === copy);
  return displayName(member?.name ?? copy);
}

/** 2026年3月1日至5月31日; the second year where it is another one. */
export function periodWords({ firstDay, lastDay }: Pick<Period, 'firstDay' | 'lastDay'>, text: Catalogue): string {
  const isSameYear = firstDay.slice(0, 4) === lastDay.slice(0, 4);
  const last = isSameYear ? dayWords(parseCivil(lastDay), text) : yearDay(lastDay, text);
  return text.score.days(yearDay(firstDay, text), last);
}

function yearDay(date: CivilDate, text: Catalogue): string {
  return text.score.ofYear(date.slice(0, 4), dayWords(parseCivil(date), text));
}

export function spanWords({ min, max }: Span, words: (value: number) => string, text: Catalogue): string {
  if (min === max) return words(max);
  return text.score.range(min === NO_LEAST ? text.score.noLeast : words(min), words(max));
}

export function changeSpanWords(span: Span, text: Catalogue): string {
  return spanWords(span, changeWords, text);
}

/** −3; of penalty points that are counted upwards 记分 3. */
export function chargedWords(change: Span, { isAccrual }: Pick<TableScore, 'isAccrual'>, text: Catalogue): string {
  if (!isAccrual || (change.min === 0 && change.max === 0)) return changeSpanWords(change, text);
  return text.score.noted(spanWords({ min: 0 - change.max, max: 0 - change.min }, pointsWords, text));
}

/** The score in a few words: 94.5 / 100 分, 88～96 / 100 分, 不计分. */
export function scoreWords({ base, isAccrual, isUnscored, total }: TableScore, text: Catalogue): string {
  if (isUnscored || !total) return text.score.unscored;
  const figure = spanWords(total, pointsWords, text);
  if (isAccrual) return text.score.noted(figure);
  return base === undefined ? text.score.points(figure) : text.score.ofBase(figure, pointsWords(base));
}

/** The grades that the total may have, with what follows from them, and the verdicts beside them. */
export function gradeWords({ bands, verdicts }: TableScore, text: Catalogue): string {
  const named = bands.map(({ consequence, name }) =>
    consequence === undefined ? name : text.score.consequence(name, consequence),
  );
  const [least = '', present = least] = named;
  const grade = present === least ? present : text.score.gradeSpan(present, least);
  const outcomes = [...new Set(verdicts.map(({ outcome }) => outcome))];
  if (outcomes.length === 0) return grade;
  // A veto that decides the grade is the grade.
  const isBeside = grade !== '' && verdicts.every(({ decidesGrade }) => !decidesGrade);
  return text.score.grades(isBeside ? [grade, ...outcomes] : outcomes);
}

export function moneyWords(
  {
    fen,
    isByAgreement,
    isUnpriced,
    open = [],
  }: Pick<TableScore, 'fen' | 'isByAgreement'> & Partial<Pick<TableScore, 'open'>> & { readonly isUnpriced?: boolean },
  text: Catalogue,
): string {
  const isNone = fen.min === 0 && fen.max === 0;
  const sum = isNone ? [] : [text.score.yuan(spanWords(fen, yuanWords, text))];
  const parts = [
    ...sum,
    ...(isByAgreement ? [text.score.byAgreement] : []),
    ...(isUnpriced || open.some(({ why }) => why === 'price') ? [text.score.noPrice] : []),
  ];
  return parts.length === 0 ? text.score.noMoney : parts.join(text.card.comma);
}

export function itemsOf({ sections }: TableScore): readonly ItemScore[] {
  return sections.flatMap(({ items }) => items);
}

/** Items that cost something, the greatest loss first; of equal ones the table's order. Penalty points that are counted upwards are losses. */
export function lostItems(score: TableScore): readonly ItemScore[] {
  return itemsOf(score)
    .filter((item) => isLost(item, score))
    .toSorted((a, b) => lossOf(b) - lossOf(a));
}

function isLost({ change, rules }: ItemScore, { isAccrual }: TableScore): boolean {
  if (isAccrual && change.max !== 0) return true;
  return rules.some(({ charges, fen, points }) => points.max < 0 || fen.max > 0 || charges.some(isLoss));
}

function isLoss(charge: Charge): boolean {
  return costs(charge) && charge.points.max <= 0;
}

/** As it counts where no more is lost: what a person still has to grade is not. */
function lossOf({ change }: ItemScore): number {
  return Math.abs(change.max);
}

/** It has an effect on points or money, or may have one once a person has said how much. */
export function costs({ because, fen, points }: Charge): boolean {
  return points.min !== 0 || points.max !== 0 || fen.max > 0 || because === 'needs_figure';
}

/** Its grader has not handed it in, and an average waits for it. */
export function isHandInOpen({ open }: TableScore): boolean {
  return open.some(({ why }) => why === 'hand_in');
}

/** Rules of items that lack a figure, each item once. */
export function openItems(score: TableScore): readonly { readonly item: ItemScore; readonly open: readonly Open[] }[] {
  return itemsOf(score).flatMap((item) => {
    const open = score.open.filter(({ rule }) => item.rules.some(({ id }) => id === rule));
    return open.length === 0 ? [] : [{ item, open }];
  });
}

/** Found by the bot and not confirmed, or disputed. */
export function waitingCharges(score: TableScore): readonly Charge[] {
  const charges = itemsOf(score).flatMap(({ rules }) => rules.flatMap((rule) => rule.charges));
  return charges.filter((charge) => (charge.isUnconfirmed || charge.isDisputed) && costs(charge));
}

const SHARE_DIGITS = 2;
/** More than this is no number of cases, but of milliseconds. */
const COUNT_MAX = 100_000;

/** What a finding or a ratio is about: a system, an inspection, a deliverable or a person by the name, anything else as it was recorded. */
export function subjectName(subject: string, people: ScorePeople, text: Catalogue): string {
  if (subject === NO_SYSTEM) return text.score.noSystem;
  const { contract } = people;
  const named = contract.systems.find(({ id }) => id === subject) ?? planNamed(contract, subject);
  if (!named) return copyName(subject, people, text);
  return text.language === 'en' ? named.nameEn : named.name;
}

/** 66.66%（2 / 3）: rounded down, so that a threshold that is missed is never shown as reached. */
export function measureWords({ is, met, subject, total }: Measure, people: ScorePeople, text: Catalogue): string {
  if (is === 'quota') return text.score.quota(met, total);
  if (is === 'mean_mark') return text.score.meanMark(meanWords(met, total));
  const about = subject === undefined ? '' : subjectName(subject, people, text);
  if (total === 0) return [about, text.score.nothingToJudge].filter((part) => part !== '').join(' ');
  const scale = 10 ** SHARE_DIGITS;
  const share = Math.floor((met * 100 * scale) / total) / scale;
  return total > COUNT_MAX
    ? text.score.share(about, String(share))
    : text.score.measure(about, String(share), met, total);
}

/** 8.33: cut off behind two decimals, as a percentage is; nothing hangs on it. */
export function meanWords(sum: Points, count: number): string {
  const hundredth = POINT / 100;
  return pointsWords(Math.floor(sum / Math.max(1, count) / hundredth) * hundredth);
}

export function toneOfScore({ base, total }: TableScore): Tone {
  if (!total || base === undefined) return 'info';
  if (total.max >= base) return 'success';
  return total.max * 10 >= base * 9 ? 'info' : 'warning';
}
