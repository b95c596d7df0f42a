import type { LedgerEntry } from '../../db/records.ts';
import { clockUse } from '../../domain/clocks.ts';
import type { Contract } from '../../domain/contract.ts';
import type { TicketClock } from '../../domain/ticket-types.ts';
import type { ContractId, Instant } from '../../domain/types.ts';
import { statementJson } from '../../reports/statement-json.ts';
import type { PaperNames } from '../../reports/statement-names.ts';
import { wordsOf } from './check-shown.ts';
import { actionsFor } from './choose-card.ts';
import { deliverableJson, inspectionJson } from './obligation-json.ts';
import type { Nag, SeenTicket } from './observe.ts';
import type { Played } from './play-state.ts';
import { writeDate, writeTime } from './when.ts';
import type { Shown } from './world.ts';

/** What `play --json` prints for a scenario. Instants are ISO 8601 in the contract's zone. */
export function resultOf(played: Played, contracts: readonly Contract[]) {
  const { cast, end, failures, scenario, shown } = played;
  return {
    name: scenario.name,
    file: scenario.file,
    ok: failures.length === 0,
    failures,
    messages: shown.map(messageOf),
    cards: standingCards(shown).map((card) =>
      cardOf(
        card,
        cast.people.map(({ key }) => key),
      ),
    ),
    tickets: end.tickets.map(ticketOf),
    clocks: end.tickets.flatMap(({ ticket }) => {
      const contract = contracts.find(({ id }) => id === ticket.contractId);
      return contract
        ? ticket.clocks.map((clock) => clockOf(clock, { number: ticket.number, contract, now: end.now }))
        : [];
    }),
    nags: end.nags.map(nagOf),
    inspections: end.obligations.flatMap((one) => (one.type === 'inspection' ? [inspectionJson(one, iso)] : [])),
    deliverables: end.obligations.flatMap((one) => (one.type === 'deliverable' ? [deliverableJson(one, iso)] : [])),
    scores: played.scores.map((score) => statementJson(score, namesOf(score.contractId, cast, contracts))),
    ledger: end.ledgers.flatMap(({ entries }) => entries.map(entryOf)),
    verified: end.ledgers.every(({ verified }) => verified === 'ok'),
  };
}

function namesOf(contractId: ContractId, { people }: Played['cast'], contracts: readonly Contract[]): PaperNames {
  const contract = contracts.find(({ id }) => id === contractId) ?? { departments: [], systems: [] };
  const names = new Map(people.map(({ id, name }): [string, string] => [id, name]));
  return { contract, nameOfPerson: (id) => names.get(id) ?? id };
}

export function iso(at: Instant): string {
  return `${writeDate(at)}T${writeTime(at)}+08:00`;
}

const isoOrNull = (at: Instant | undefined): string | null => (at === undefined ? null : iso(at));

function messageOf(shown: Shown) {
  return {
    at: iso(shown.at),
    chat: shown.chat,
    by: shown.by ?? null,
    to: shown.onlyFor ?? null,
    id: shown.messageId,
    change: shown.change,
    text: wordsOf(shown),
    mentions: shown.mentions,
    card: shown.card !== undefined,
    ...(shown.form !== undefined && { form: shown.form }),
    ...(shown.heard && { heard: shown.heard }),
  };
}

function standingCards(shown: readonly Shown[]): readonly Shown[] {
  const cards = shown.filter((entry) => entry.card && entry.onlyFor === undefined);
  return [...new Map(cards.map((entry) => [entry.messageId, entry])).values()];
}

function cardOf(shown: Shown, people: readonly string[]) {
  const { card } = shown;
  return {
    chat: shown.chat,
    id: shown.messageId,
    title: card?.title ?? '',
    badge: card?.badge ?? null,
    tone: card?.tone ?? 'neutral',
    subject: card?.subject ?? null,
    text: wordsOf(shown),
    offers: Object.fromEntries(people.map((key) => [key, card ? actionsFor(card, shown.people, key) : []])),
  };
}

function ticketOf({ summary, ticket }: SeenTicket) {
  const milestones = Object.entries(ticket.milestones);
  return {
    number: ticket.number,
    status: ticket.status,
    kind: ticket.kind,
    level: ticket.level,
    level_reason: ticket.levelReason,
    system: ticket.systemId ?? null,
    reporter: ticket.reporterId,
    assignee: ticket.assigneeId ?? null,
    summary,
    reported_at: iso(ticket.reportedAt),
    received_at: iso(ticket.receivedAt),
    closed_at: isoOrNull(ticket.closedAt),
    milestones: Object.fromEntries(
      milestones.map(([name, mark]) => [name, { at: iso(mark.at), by: mark.by, implied: mark.implied }]),
    ),
    rating: ticket.rating ?? null,
    reopenings: ticket.reopenings,
    suspended: ticket.suspension !== undefined,
    version: ticket.version,
  };
}

function clockOf(clock: TicketClock, { contract, now, number }: { contract: Contract; now: Instant; number: string }) {
  const use = clockUse(clock, contract, now);
  return {
    ticket: number,
    id: clock.id,
    clock: clock.clock,
    binding: clock.binding,
    state: use.state,
    started_at: iso(clock.startedAt),
    due_at: isoOrNull(use.dueAt),
    stopped_at: isoOrNull(clock.stoppedAt),
    target_ms: use.targetMs,
    used_ms: use.usedMs ?? null,
    left_ms: use.leftMs ?? null,
    breached: clock.breached,
    clause: clock.clause,
  };
}

function nagOf(nag: Nag) {
  return {
    at: iso(nag.at),
    ticket: nag.ticket,
    clock: nag.clock,
    id: nag.clockId,
    stage: nag.stage,
    due_at: iso(nag.dueAt),
    planned_at: iso(nag.plannedAt),
    late: nag.late,
    to: nag.to,
  };
}

function entryOf(entry: LedgerEntry) {
  const event: unknown = JSON.parse(entry.body);
  return {
    contract: entry.contractId,
    seq: entry.seal?.seq ?? null,
    hash: entry.seal?.hash ?? null,
    at: iso(entry.at),
    type: entry.type,
    ticket: entry.ticketId ?? null,
    event,
  };
}
