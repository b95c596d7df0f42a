import { findingSubject, shownCodes } from '../domain/assessment/finding-code.ts';
import type { Span } from '../domain/assessment/points.ts';
import type { Charge, ItemScore, Open } from '../domain/assessment/statement.ts';
import { clip } from '../domain/plain-text.ts';
import type { ContractId, Instant, TicketId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import type { AssessmentCommand } from './catalogue-assessment.ts';
import { yuanWords } from './points-words.ts';
import { allScores, handInField, refOf, type ScoreView, SHOW_SCORE_ACTION, typedScore } from './score-card.ts';
import { scoreSubject } from './score-ref.ts';
import {
  chargedWords,
  costs,
  isHandInOpen,
  itemsOf,
  measureWords,
  openItems,
  periodWords,
  type ScorePeople,
  spanWords,
  subjectName,
  tableName,
} from './score-words.ts';
import { SHOW_TICKET_ACTION } from './ticket-actions.ts';
import type { Card, CardAction, CardField, Line } from './types.ts';
import { instantWords } from './words.ts';

/** Findings that one card lists, the newest; the statement has all. */
export const FINDINGS_SHOWN_MAX = 12;
const TICKETS_OFFERED_MAX = 3;
const FINDINGS_OFFERED_MAX = 3;
const SHOW_FINDING_ACTION: AssessmentCommand = 'show_finding';
const NOTE_SHOWN_MAX = 60;
const RULE_SHOWN_MAX = 120;

/** A ticket that findings are about, by its number. */
export type TicketsByNumber = ReadonlyMap<string, { readonly id: TicketId; readonly version: number }>;

export interface ItemTickets {
  readonly tickets: TicketsByNumber;
  /** Numbers of those that a ratio of the item is not whole for. */
  readonly missed: readonly string[];
}

/** GZ1.8: the rule's words, what was found, what each of it costs, and where it stands. */
export function findingListCard(
  view: ScoreView,
  item: ItemScore,
  { missed, tickets }: ItemTickets,
  now: Instant,
  text: Catalogue,
): Card {
  const { labels } = text.score;
  const charges = chargesOf(item);
  const shown = charges.slice(-FINDINGS_SHOWN_MAX);
  const left = charges.length - shown.length;
  const codes = shownCodes(charges.flatMap(({ findingId }) => findingId ?? []));
  const charged = [...shown.filter(costs), ...shown].flatMap(ticketNumbersOf);
  const [offered] = findingActions(shown, codes, view.contractId);
  return {
    tone: item.change.max < 0 ? 'warning' : 'info',
    title: text.score.item(item.id, item.name),
    badge: pointsOf(item.change, view, text),
    lines: [
      ...item.rules.map((rule): Line => [clip(rule.text, RULE_SHOWN_MAX)]),
      ...(charges.length === 0 && missed.length === 0 ? [[text.score.findings.none]] : []),
      ...(left > 0 ? [[text.score.findings.earlier(left)]] : []),
    ],
    fields: [
      { label: labels.table, value: [`${tableName(view.score, view, text)} ${periodWords(view.period, text)}`] },
      { label: labels.clause, value: [item.clause] },
      ...measureFields(item, view, text),
      ...shown.map((charge) => chargeField(charge, { codes, people: view }, now, text)),
      ...(missed.length > 0 ? [{ label: labels.tickets, value: [missed.join(text.card.comma)] }] : []),
      ...openRows(view, item, text),
    ],
    clocks: [],
    actions: [
      ...ticketActions([...charged, ...missed], tickets, text),
      ...findingActions(shown, codes, view.contractId),
      backToTable(view, text),
    ],
    subject: { id: scoreSubject({ ...refOf(view), item: item.id }), version: 0 },
    ...(offered && {
      footnote: text.score.findings.hint(text.assessment.commands.show_finding.example(offered.label)),
    }),
  };
}

/** 未评项: each with what it waits for. */
export function openListCard(view: ScoreView, now: Instant, text: Catalogue): Card {
  const open = openItems(view.score);
  const [first] = open;
  const fields = [
    ...(isHandInOpen(view.score) ? [handInField(text)] : []),
    ...open.map(({ item, open: why }) => ({
      label: text.score.item(item.id, item.name),
      value: [openWords(why, text)],
    })),
  ];
  return {
    tone: fields.length === 0 ? 'success' : 'info',
    title: text.score.openTitle(tableName(view.score, view, text)),
    badge: String(fields.length),
    lines: fields.length === 0 ? [[text.score.nothingOpen]] : [],
    fields,
    clocks: [],
    actions: [backToTable(view, text)],
    subject: { id: scoreSubject(refOf(view)), version: 0 },
    ...(first && { footnote: text.score.itemHint(typedScore(view.period, first.item.id, now, text)) }),
  };
}

/** The findings of an item in the order of their instants; those that cost nothing are told as well, with the reason. */
export function chargesOf({ rules }: ItemScore): readonly Charge[] {
  return rules.flatMap(({ charges }) => charges).toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
}

function measureFields({ rules }: ItemScore, people: ScorePeople, text: Catalogue): readonly CardField[] {
  const measures = rules.flatMap((rule) => rule.measures);
  if (measures.length === 0) return [];
  const words = measures.map((measure) => measureWords(measure, people, text)).join(text.card.comma);
  return [{ label: text.score.labels.measure, value: [words] }];
}

interface Telling {
  /** By findings' ids. */
  readonly codes: ReadonlyMap<string, string>;
  readonly people: ScoreView;
}

function chargeField(charge: Charge, { codes, people }: Telling, now: Instant, text: Catalogue): CardField {
  const code = charge.findingId === undefined ? undefined : codes.get(charge.findingId);
  return { label: code ?? text.score.labels.effect, value: [chargeWords(charge, people, now, text)] };
}

/** 3月3日 09:05:00，GZ-260303-02，−1 分，待确认. */
function chargeWords(charge: Charge, people: ScoreView, now: Instant, text: Catalogue): string {
  const { at, because, fen, note, quantity, reason, subject, ticketNumber } = charge;
  const { findings } = text.score;
  const tickets = ticketNumber === undefined ? charge.evidence.filter(({ kind }) => kind === 'ticket') : [];
  const numbers = tickets.slice(0, TICKETS_OFFERED_MAX).map(({ ref }) => ref);
  const quoted = (words: string) => text.card.quoted(clip(words.replace(/\s+/gu, ' '), NOTE_SHOWN_MAX));
  const parts = [
    at === undefined ? '' : instantWords(at, now, text, 'always'),
    ticketNumber ?? numbers.join(text.card.comma),
    subject === undefined ? '' : subjectName(subject, people, text),
    quantity === 1 ? '' : findings.quantity(String(quantity)),
    pointsOf(charge.points, people, text),
    fen.max > 0 ? text.score.yuan(spanWords(fen, yuanWords, text)) : '',
    because === undefined ? '' : text.score.because[because],
    ...standingWords(charge, text),
    note === undefined ? '' : findings.noted(quoted(note)),
    reason === undefined ? '' : findings.reason(quoted(reason)),
  ];
  return findings.charge(parts.filter((part) => part !== ''));
}

/** −1 分; 记分 1. */
function pointsOf(change: Span, { score }: ScoreView, text: Catalogue): string {
  const words = chargedWords(change, score, text);
  return score.isAccrual && change.min !== 0 ? words : text.score.points(words);
}

function standingWords({ isDisputed, isInDeafness, isUnconfirmed }: Charge, text: Catalogue): readonly string[] {
  return [
    ...(isDisputed ? [text.score.disputed] : isUnconfirmed ? [text.score.unconfirmed] : []),
    ...(isInDeafness ? [text.score.findings.inDeafness] : []),
  ];
}

function openRows({ score }: ScoreView, item: ItemScore, text: Catalogue): readonly CardField[] {
  const mine = openItems(score).find((one) => one.item === item);
  return mine ? [{ label: text.score.labels.open, value: [openWords(mine.open, text)] }] : [];
}

function openWords(open: readonly Open[], text: Catalogue): string {
  const namesOf = Map.groupBy(open, ({ why }) => why);
  const words = [...namesOf].map(([why, all]) => {
    const names = [...new Set(all.flatMap(({ name }) => name ?? []))];
    return names.length === 0
      ? text.score.open[why]
      : text.score.open[why] + text.card.bracketed(names.join(text.card.comma));
  });
  return words.join(text.card.comma);
}

/** @param named those that cost something first */
function ticketActions(named: readonly string[], tickets: TicketsByNumber, text: Catalogue): readonly CardAction[] {
  return [...new Set(named)]
    .flatMap((number): readonly CardAction[] => {
      const subject = tickets.get(number);
      if (!subject) return [];
      const label = text.score.findings.ticketButton(number);
      return [{ action: SHOW_TICKET_ACTION, label, style: 'default', for: 'everyone', subject }];
    })
    .slice(0, TICKETS_OFFERED_MAX);
}

/** The tickets that a charge is about, by their numbers. */
export function ticketNumbersOf({ evidence, ticketNumber }: Charge): readonly string[] {
  const named = evidence.flatMap(({ kind, ref }) => (kind === 'ticket' ? [ref] : []));
  return ticketNumber === undefined ? named : [ticketNumber, ...named];
}

/** What somebody has to say something about comes first. */
function findingActions(
  charges: readonly Charge[],
  codes: ReadonlyMap<string, string>,
  contract: ContractId,
): readonly CardAction[] {
  const isWaiting = ({ isDisputed, isUnconfirmed }: Charge) => isDisputed === true || isUnconfirmed === true;
  const ordered = [...charges.filter(isWaiting), ...charges.filter((charge) => !isWaiting(charge))];
  return ordered
    .flatMap(({ at, findingId }): readonly CardAction[] => {
      const code = findingId === undefined ? undefined : codes.get(findingId);
      if (at === undefined || findingId === undefined || code === undefined) return [];
      const subject = { id: findingSubject(contract, { at, id: findingId }), version: 0 };
      return [{ action: SHOW_FINDING_ACTION, label: code, style: 'default', for: 'everyone', subject }];
    })
    .slice(0, FINDINGS_OFFERED_MAX);
}

function backToTable(view: ScoreView, text: Catalogue): CardAction {
  const back = allScores(view, text);
  return {
    ...back,
    action: SHOW_SCORE_ACTION,
    label: text.score.tableButton,
    subject: { id: scoreSubject(refOf(view)), version: 0 },
  };
}

export function itemOf({ score }: Pick<ScoreView, 'score'>, id: string): ItemScore | undefined {
  return itemsOf(score).find((item) => item.id === id);
}
