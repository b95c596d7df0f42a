import { type Store, VersionConflict } from '../db/store.ts';
import type { Contract } from '../domain/contract.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import type { ContractId } from '../domain/types.ts';
import { recalculateTicket } from '../handlers/recalculate-ticket.ts';
import { type OnWritten, startAttempt } from './attempt.ts';
import type { Deps } from './deps.ts';
import { contractPeople, sceneOf } from './scene.ts';
import { CONFLICT_RUNS_MAX } from './update-runs.ts';

const PAGE_MAX = 200;

/** Every ticket that has clocks left, oldest report first. One that is opened meanwhile may or may not be among them. */
export async function* ticketsWithClocks(
  store: Pick<Store, 'ticketsWithClocks'>,
  contract: ContractId,
): AsyncGenerator<Ticket> {
  for (let after: Ticket | undefined; ; ) {
    const page = await store.ticketsWithClocks(contract, { limit: PAGE_MAX, ...(after && { after }) });
    yield* page;
    after = page.at(-1);
    if (page.length < PAGE_MAX) return;
  }
}

/**
 * Open tickets go by the calendars of a pack that came into force, each in a transaction of its own.
 * @param packs.previous what they went by, where that is known
 * @returns how many are due at another time now
 */
export async function recalculateTickets(
  deps: Deps,
  onWritten: OnWritten,
  packs: { readonly contract: Contract; readonly previous: Contract | undefined },
): Promise<number> {
  let moved = 0;
  for await (const ticket of ticketsWithClocks(deps.store, packs.contract.id)) {
    if (await recalculated(deps, onWritten, packs, ticket)) moved += 1;
  }
  return moved;
}

async function recalculated(
  deps: Deps,
  onWritten: OnWritten,
  { contract, previous }: { readonly contract: Contract; readonly previous: Contract | undefined },
  seen: Ticket,
): Promise<boolean> {
  let ticket: Ticket | undefined = seen;
  for (let run = 1; ticket; run += 1) {
    const attempt = startAttempt(deps, { kind: 'none' }, onWritten);
    const people = await contractPeople(deps, contract);
    const log = deps.log.child({ ticketId: ticket.id });
    const scene = sceneOf(deps, { ...people, contract, language: 'zh', log, attempt });
    try {
      return await recalculateTicket(scene, ticket, previous);
    } catch (error) {
      if (!(error instanceof VersionConflict) || run === CONFLICT_RUNS_MAX) throw error;
      ticket = await deps.store.ticket(ticket.id);
    }
  }
  return false;
}
