import { assert } from './assert.ts';
import { calendarOf, dueOf, instantOfShare, isOpen, openPause } from './clocks.ts';
import { type Audience, type Chain, type Contract, DEFAULT_CHAIN } from './contract.ts';
import { levelOf } from './contract-lookup.ts';
import { afterQuietHours } from './quiet-hours.ts';
import type { Stage, Ticket, TicketClock } from './ticket-types.ts';
import type { Instant } from './types.ts';

/** A stage of a clock that has not been posted, and the instant from which it is owed. */
export interface PlannedStage {
  readonly stage: Stage;
  readonly at: Instant;
  readonly to: readonly Audience[];
  /** They are telephoned as well. */
  readonly isCall: boolean;
  /** It waits for the end of the quiet hours. */
  readonly held: boolean;
}

type Stepped = Omit<PlannedStage, 'held' | 'isCall'> & { readonly call?: true };

const BREACH: Stage = 'breach';

/**
 * The stages that a clock still owes, in their order; none while it is paused or after its end. Shares of the target are
 * counted as the target is, the breach comes one millisecond after the last instant that counts, and the chain goes
 * up by the wall clock from there. Of the supplier's own targets the customer is never told. A stage that a posted one has overtaken is not owed any more, and none while nobody can say
 * when the clock is due.
 * @param ticket its level says which chain, and whether quiet hours hold
 */
export function stagesOwed(clock: TicketClock, ticket: Ticket, contract: Contract): readonly PlannedStage[] {
  if (!isOpen(clock) || openPause(clock)) return [];
  const dueAt = dueOf(clock, contract);
  if (dueAt === undefined) return [];
  const chain = chainFor(clock, ticket, contract);
  const earliest = clock.armedAt ?? clock.startedAt;
  const posted = Math.max(-1, ...clock.stages.map(placeOf));
  return [...sharesOf(clock, chain, contract), ...overdueStages(dueAt, chain)]
    .filter(({ stage }) => placeOf(stage) > posted)
    .map(({ call, stage, at: plannedAt, to }) => {
      const owedAt = Math.max(plannedAt, earliest);
      const at = afterQuietHours(owedAt, ticket.level, contract);
      return { stage, at, to: audiencesOf(clock, to), isCall: call === true, held: at > owedAt };
    });
}

/** The customer's own people: what the supplier has only promised himself is no business of theirs. */
const CUSTOMERS: readonly Audience[] = ['supervisor', 'customer_lead', 'reporter'];

/** A step that was the customer's alone still rings somebody: the managers. */
function audiencesOf({ binding }: TicketClock, to: readonly Audience[]): readonly Audience[] {
  if (binding === 'contract') return to;
  const own = to.filter((audience) => !CUSTOMERS.includes(audience));
  return own.length > 0 ? own : ['manager'];
}

/** The rule's own chain, else that of the ticket's level; a rule that an edited pack has no more says none. */
function chainFor(clock: TicketClock, ticket: Ticket, contract: Contract): Chain {
  const rule = contract.clocks.find(({ id }) => id === clock.ruleId);
  const key = rule?.chain ?? levelOf(contract, ticket.level)?.chain ?? DEFAULT_CHAIN;
  const chain = contract.chains[key] ?? contract.chains[DEFAULT_CHAIN];
  assert(chain, `contract ${contract.id} has no chain`);
  return chain;
}

/** 50 %, 80 %: named by their share, so that another chain never posts one twice. */
function sharesOf(clock: TicketClock, chain: Chain, contract: Contract): readonly Stepped[] {
  const calendar = calendarOf(clock, contract);
  return chain.reminders.flatMap(({ permille, to }) => {
    const at = instantOfShare(clock, calendar, permille);
    return at === undefined ? [] : [{ stage: `p${permille}`, at, to }];
  });
}

/** The breach itself is told even where a pack's chain does not begin with it. */
function overdueStages(dueAt: Instant, chain: Chain): readonly Stepped[] {
  const breach = chain.escalation.find((step) => step.afterMs === 0);
  const later = chain.escalation.filter((step) => step.afterMs > 0);
  return [
    { stage: BREACH, at: dueAt + 1, to: breach?.to ?? ['responsible', 'manager'], ...(breach?.call && { call: true }) },
    ...later.map(({ afterMs, call, to }, index) => ({
      stage: `e${index + 1}`,
      at: dueAt + afterMs,
      to,
      ...(call && { call }),
    })),
  ];
}

/** All stages in one order, whichever chain they are of: shares, the breach, the steps up. */
function placeOf(stage: Stage): number {
  const afterShares = 1_000_000;
  if (stage === BREACH) return afterShares;
  return stage.startsWith('p') ? Number(stage.slice(1)) : afterShares + Number(stage.slice(1));
}
