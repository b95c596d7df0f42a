import { en } from '../cards/text.en.ts';
import { durationWords, targetWords } from '../cards/words.ts';
import { loadPack } from '../contracts/load.ts';
import type { OpenStore } from '../db/open.ts';
import { civilDate, civilTimeWithSeconds } from '../domain/civil.ts';
import { isOpen } from '../domain/clocks.ts';
import type { Contract } from '../domain/contract.ts';
import { canonicalJson } from '../domain/ledger.ts';
import { recalculate } from '../domain/recalculation.ts';
import type { Ticket, TicketClock } from '../domain/ticket-types.ts';
import { eventId, type Instant } from '../domain/types.ts';
import { packFilesOf, reportProblems } from './command-check.ts';
import { say, withStore } from './command-store.ts';
import { withKeptCalendars } from './kept-calendars.ts';
import { createLog } from './log.ts';
import { systemClock } from './main.ts';
import { ticketsWithClocks } from './recalculation.ts';

/**
 * Prints what the packs would change about the open tickets of a database, without changing anything.
 * @param url absent: DATABASE_URL
 */
export async function checkAgainst(paths: readonly string[], url: string | undefined): Promise<void> {
  await withStore(async (store) => {
    for (const path of paths) {
      await reportProblems(async () => {
        for (const file of await packFilesOf(path)) {
          await reportProblems(async () => {
            const pack = await loadPack(file);
            for await (const line of differences(store, pack, systemClock.now())) say(`${file}: ${line}`);
          });
        }
      });
    }
  }, url);
}

/** What an edited pack would change, a line for each clock, and a summary. */
export async function* differences(
  store: Pick<OpenStore, 'packInForce' | 'ticketsWithClocks'>,
  pack: { readonly contract: Contract; readonly value: unknown },
  now: Instant,
): AsyncGenerator<string> {
  const { id } = pack.contract;
  const inForce = await store.packInForce(id);
  const { contract } = withKeptCalendars(createLog('error'), pack, inForce?.body);
  let open = 0;
  let moved = 0;
  let kept = 0;
  for await (const ticket of ticketsWithClocks(store, id)) {
    open += 1;
    const moves = movesOf(ticket, contract, now);
    const stays = ticket.clocks.flatMap((clock) => keptTarget(ticket, clock, contract, now) ?? []);
    if (moves.length > 0) moved += 1;
    if (stays.length > 0) kept += 1;
    yield* moves;
    yield* stays;
  }
  if (inForce === undefined) yield `no pack of ${id} was in force in this database yet`;
  else if (inForce.hash === contract.hash) yield 'it is the pack in force';
  yield `of ${open} open tickets ${moved} would be due at another time; ${kept} keep a target that this pack changes`;
}

function movesOf(ticket: Ticket, contract: Contract, now: Instant): readonly string[] {
  const changed = recalculate(ticket, { contract, now, newEventId: () => eventId('unwritten') });
  return (changed?.ticket.clocks ?? []).flatMap((clock) => {
    const before = ticket.clocks.find(({ id }) => id === clock.id);
    if (before === undefined || before.dueAt === clock.dueAt || clock.dueAt === undefined) return [];
    const from = before.dueAt === undefined ? 'unknown' : instantText(before.dueAt);
    return [
      `${nameOf(ticket, clock)}: due ${from} → ${instantText(clock.dueAt)}${byHowMuch(before.dueAt, clock.dueAt)}`,
    ];
  });
}

function keptTarget(ticket: Ticket, clock: TicketClock, contract: Contract, now: Instant): string | undefined {
  const rule = contract.clocks.find(({ id }) => id === clock.ruleId);
  if (!isOpen(clock) || !rule || 'until' in clock.target) return undefined;
  if (canonicalJson(rule.target) === canonicalJson(clock.target)) return undefined;
  const words = [clock.target, rule.target].map((target) => targetWords(target, now, en));
  return `${nameOf(ticket, clock)}: keeps its target of ${words[0]}; new tickets get ${words[1]}`;
}

function nameOf({ number }: Ticket, { id }: TicketClock): string {
  return `${number} ${id}`;
}

function instantText(at: Instant): string {
  return `${civilDate(at)} ${civilTimeWithSeconds(at)}`;
}

function byHowMuch(from: Instant | undefined, to: Instant): string {
  if (from === undefined) return '';
  return ` (${durationWords(Math.abs(to - from), en)} ${to > from ? 'later' : 'earlier'})`;
}
