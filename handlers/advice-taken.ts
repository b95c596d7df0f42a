import type { AdviceView } from '../cards/advice-parts.ts';
import type { Draft } from '../db/records.ts';
import type { Contract } from '../domain/contract.ts';
import { levelOf, schemeFor } from '../domain/contract-lookup.ts';
import type { Understanding } from '../domain/intake.ts';
import type { TicketKind } from '../domain/ticket-types.ts';
import type { PersonId } from '../domain/types.ts';
import { type SaidIn, understood } from './understood.ts';

export interface TakenAdvice {
  readonly kind: TicketKind;
  readonly understood: Understanding;
}

/**
 * What is registered when somebody follows a model's suggestion. What the rules have read stays: the suggestion names a system only
 * where they found none, and its level counts only where it is graver than theirs, as if whoever taps had said it.
 * @returns undefined where there is none, or it is to register nothing
 */
export function adviceTaken(scene: SaidIn, draft: Draft, by: PersonId): TakenAdvice | undefined {
  const { body, details, personId } = draft;
  const suggestion = details?.suggestion;
  if (!suggestion || suggestion.kind === 'none') return undefined;
  const kind = suggestion.kind === 'request' ? 'service_request' : 'incident';
  const own = understood(scene, body, { reporterId: personId });
  const isIgnored = own.systemId !== undefined && own.systemId !== suggestion.systemId;
  const { level, systemId } = isIgnored ? { systemId: own.systemId } : suggestion;
  const read = systemId === undefined ? own : understood(scene, body, { reporterId: personId, systemId });
  if (level === undefined || !isGraver(scene.contract, read, level)) return { kind, understood: read };
  return { kind, understood: { ...read, level, levelReason: { code: 'person', by } } };
}

/** As the question's card shows it. */
export function adviceView(scene: SaidIn, draft: Draft): AdviceView | undefined {
  const suggestion = draft.details?.suggestion;
  if (!suggestion) return undefined;
  const taken = adviceTaken(scene, draft, draft.personId);
  if (!taken) return { kind: 'none' };
  const { level, systemId } = taken.understood;
  return { kind: suggestion.kind, level, ...(systemId !== undefined && { systemId }) };
}

/** A level of the same scheme; the pack may have changed since it was suggested. */
function isGraver(contract: Contract, { level, systemId }: Understanding, suggested: string): boolean {
  const [own, other] = [levelOf(contract, level), levelOf(contract, suggested)];
  const isOfScheme = schemeFor(contract, systemId).levels.includes(suggested);
  return isOfScheme && own !== undefined && other !== undefined && other.rank < own.rank;
}
