import type { Evidence, Period } from '../domain/assessment/facts.ts';
import { type Fen, NO_LEAST, POINT, type Points, type Span } from '../domain/assessment/points.ts';
import type { Band } from '../domain/assessment/rule-kinds.ts';
import type {
  Charge,
  ItemScore,
  Measure,
  RuleScore,
  SectionScore,
  Statement,
  TableScore,
} from '../domain/assessment/statement.ts';
import { civilDate, civilTimeWithSeconds } from '../domain/civil.ts';
import type { Choice } from '../domain/contract.ts';
import { type Instant, SECOND } from '../domain/types.ts';
import { moneyText } from './figures.ts';
import { copyName, type PaperNames, subjectName } from './statement-names.ts';

// For programs: points are decimal numbers, money is yuan as a text and fen as a whole number, instants carry their offset. Keys
// always come in this order, and what is absent is left out. Where something is named by an id its name stands beside it.

export function statementJson(
  { asOf, contractId, contractName, fen, label, ledger, madeAt, parts }: Statement,
  names: PaperNames,
) {
  return {
    contract: contractId,
    name: contractName,
    period: label,
    madeAt: instant(madeAt),
    ...(asOf !== undefined && { asOf: instant(asOf) }),
    ...(ledger && { ledger: { seq: ledger.seq, hash: ledger.hash } }),
    money: money(fen),
    parts: parts.map(({ choices, isSplit, packHash, period, tables }) => ({
      pack: packHash,
      period: periodJson(period),
      ...(isSplit && { isSplit }),
      choices: choices.map(choiceJson),
      tables: tables.map((table) => tableJson(table, names)),
    })),
  };
}

function periodJson({ firstDay, from, isOwn, label, lastDay, to }: Period) {
  return { label, firstDay, lastDay, from: instant(from), to: instant(to), isOwn };
}

function tableJson(score: TableScore, names: PaperNames) {
  const { base, confirmed, copy, total } = score;
  return {
    id: score.id,
    name: score.name,
    ...(copy !== undefined && { copy, copyName: copyName(copy, names) }),
    clause: score.clause,
    ...(base !== undefined && { base: points(base) }),
    ...(score.isAccrual && { isAccrual: true }),
    ...(score.isUnscored && { isUnscored: true }),
    ...(total && { total: span(total) }),
    ...(confirmed && { confirmed: span(confirmed) }),
    isOpen: score.open.length > 0,
    grades: score.bands.map(bandJson),
    verdicts: score.verdicts.map(({ decidesGrade, findings, outcome, rule }) => ({
      rule,
      outcome,
      ...(decidesGrade && { decidesGrade }),
      findings,
    })),
    money: money(score.fen),
    ...(score.isByAgreement && { isByAgreement: true }),
    sections: score.sections.map((section) => sectionJson(section, names)),
    open: score.open.map(({ copy: of, name, rule, why }) => ({
      ...(why === 'hand_in' ? { table: rule } : { rule }),
      ...(of !== undefined && { copy: of }),
      ...(name !== undefined && { name }),
      why,
    })),
    ...(score.mismatch !== undefined && { mismatch: score.mismatch }),
    choices: score.choices.map(choiceJson),
  };
}

function choiceJson({ about, chosen, clause, others }: Choice) {
  return { about, chosen, others, ...(clause !== undefined && { clause }) };
}

function bandJson({ consequence, name }: Band) {
  return { name, ...(consequence !== undefined && { consequence }) };
}

function sectionJson({ base, change, id, items, name, score }: SectionScore, names: PaperNames) {
  return {
    id,
    name,
    ...(base !== undefined && { base: points(base) }),
    ...(score && { score: span(score) }),
    change: span(change),
    items: items.map((item) => itemJson(item, names)),
  };
}

function itemJson(
  { base, change, clause, id, isAtFloor, isFloorChosen, name, rules, score }: ItemScore,
  names: PaperNames,
) {
  return {
    id,
    name,
    clause,
    ...(base !== undefined && { base: points(base) }),
    ...(score && { score: span(score) }),
    change: span(change),
    ...(isFloorChosen && { isFloorChosen: true }),
    ...(isAtFloor && { isAtFloor: true }),
    rules: rules.map((rule) => ruleJson(rule, names)),
  };
}

function ruleJson(
  { charges, fen, id, kinds, measures, open, points: change, text, tick }: RuleScore,
  names: PaperNames,
) {
  return {
    id,
    text,
    kinds,
    change: span(change),
    money: money(fen),
    ...(measures.length > 0 && {
      measures: measures.map((measure) => ({
        ...subjectJson(measure.subject, names),
        ...measureJson(measure),
      })),
    }),
    ...(tick && { tick }),
    charges: charges.map((charge) => chargeJson(charge, names)),
    open: open.map(({ why }) => why),
  };
}

function measureJson({ is, met, total }: Measure) {
  if (is === 'quota') return { is, count: met, max: total };
  return is ? { is, sum: points(met), of: total } : { met, total };
}

function chargeJson(charge: Charge, names: PaperNames) {
  const { at, because, evidence, fen, findingId, mark, note, quantity, reason, subject, ticketNumber } = charge;
  return {
    ...(findingId !== undefined && { finding: findingId }),
    ...(at !== undefined && { at: instant(at) }),
    ...subjectJson(subject, names),
    ...(ticketNumber !== undefined && { ticket: ticketNumber }),
    quantity,
    change: span(charge.points),
    ...(mark !== undefined && { mark: points(mark) }),
    money: money(fen),
    ...(because && { because }),
    ...(charge.isUnconfirmed && { isUnconfirmed: true }),
    ...(charge.isDisputed && { isDisputed: true }),
    ...(charge.isInDeafness && { isInDeafness: true }),
    ...(note !== undefined && { note }),
    ...(reason !== undefined && { reason }),
    evidence: evidence.map(evidenceJson),
  };
}

/** A name of its own only where it is another than what is recorded. */
function subjectJson(subject: string | undefined, names: PaperNames) {
  if (subject === undefined) return {};
  const name = subjectName(subject, names);
  return { subject, ...(name !== subject && { subjectName: name }) };
}

function evidenceJson({ kind, ref }: Evidence) {
  return { kind, ref };
}

/** A number where nothing is open, and the least and the greatest where something is; of a least that nothing bounds only that. */
function span({ max, min }: Span) {
  if (min === NO_LEAST) return { isLeastUnknown: true, max: points(max) };
  return min === max ? points(min) : { min: points(min), max: points(max) };
}

function points(value: Points): number {
  return value / POINT;
}

function money({ max, min }: Span) {
  return min === max ? sum(min) : { min: sum(min), max: sum(max) };
}

function sum(fen: Fen) {
  return { yuan: moneyText(fen), fen };
}

function instant(at: Instant): string {
  const ms = String(at % SECOND).padStart(3, '0');
  return `${civilDate(at)}T${civilTimeWithSeconds(at)}.${ms}+08:00`;
}
