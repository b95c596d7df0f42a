import type { Deliverable, Inspection, Obligation } from '../../domain/obligations/obligation-types.ts';
import type { Instant } from '../../domain/types.ts';

type Write = (at: Instant) => string;

function baseOf(of: Obligation, iso: Write) {
  return {
    id: of.id,
    contract: of.contractId,
    plan: of.planId,
    period: of.period.label,
    window: of.window,
    ordinal: of.ordinal,
    department: of.department ?? null,
    binding: of.binding,
    state: of.state,
    opens_at: iso(of.opensAt),
    due_at: iso(of.dueAt),
    planned_at: of.plannedAt === undefined ? null : iso(of.plannedAt),
    missed_at: of.missedAt === undefined ? null : iso(of.missedAt),
    told: of.told,
    version: of.version,
  };
}

export function inspectionJson(round: Inspection, iso: Write) {
  const results = Object.entries(round.results).map(([id, { at, by, isAutomatic, outcome, ticket, value }]) => [
    id,
    {
      outcome,
      value: value ?? null,
      at: iso(at),
      by: by ?? null,
      automatic: isAutomatic ?? false,
      ticket: ticket?.number ?? null,
    },
  ]);
  return {
    ...baseOf(round, iso),
    done_at: round.doneAt === undefined ? null : iso(round.doneAt),
    done_by: round.doneBy ?? null,
    items: Object.fromEntries(results),
  };
}

export function deliverableJson(paper: Deliverable, iso: Write) {
  const { draft, reviews, submissions } = paper;
  return {
    ...baseOf(paper, iso),
    draft: draft
      ? { made_at: iso(draft.madeAt), posted_at: draft.postedAt === undefined ? null : iso(draft.postedAt) }
      : null,
    submissions: submissions.map(({ at, by, files, way }) => ({ at: iso(at), by, way, files })),
    reviews: reviews.map(({ at, by, isAccepted }) => ({ at: iso(at), by, accepted: isAccepted })),
  };
}
