import { VersionConflict } from '../db/changes.ts';
import type { Store } from '../db/store.ts';
import { AssertionFailed } from '../domain/assert.ts';
import type { Contract } from '../domain/contract.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import type { ContractId, Instant, TicketId } from '../domain/types.ts';
import { recalculateTicket } from '../handlers/recalculate-ticket.ts';
import { wakeKey } from '../handlers/ticket-changes.ts';
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
 * Open tickets go by the calendars of a pack that came into force, each in a transaction of its own. One that the pack can't be
 * applied to stays as it was, and keeps no other from its turn.
 * @param since when the pack came into force  @param mayGoOn asked before each; it throws where this process has to leave the rest to another run
 */
export async function recalculateTickets(
  deps: Deps,
  onWritten: OnWritten,
  contract: Contract,
  { mayGoOn, since }: { readonly mayGoOn: () => Promise<void>; readonly since: Instant },
): Promise<void> {
  for await (const { id } of ticketsWithClocks(deps.store, contract.id)) {
    await mayGoOn();
    await recalculateOne(deps, onWritten, { contract, since }, id);
  }
}

async function recalculateOne(
  deps: Deps,
  onWritten: OnWritten,
  { contract, since }: { readonly contract: Contract; readonly since: Instant },
  id: TicketId,
): Promise<void> {
  const log = deps.log.child({ ticketId: id });
  for (let run = 1; ; run += 1) {
    // The timer first: one that is set after that belongs to a later ticket, and does not stand here any more.
    const timer = await deps.store.timer(wakeKey(id));
    const ticket = await deps.store.ticket(id);
    if (!ticket) return;
    const attempt = startAttempt(deps, { kind: 'none' }, onWritten);
    const scene = sceneOf(deps, { ...(await contractPeople(deps, contract)), contract, language: 'zh', log, attempt });
    try {
      await recalculateTicket(scene, ticket, { since, timer });
      return;
    } catch (error) {
      if (error instanceof AssertionFailed) {
        log.error({ err: error, code: 'not_recalculated' }, 'a new pack could not be applied to a ticket');
        return;
      }
      if (!(error instanceof VersionConflict) || run === CONFLICT_RUNS_MAX) throw error;
    }
  }
}
