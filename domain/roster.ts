import { plannedRotas, type RosterGiven, serves, type Turn, turnAt } from './roster-turns.ts';
import type { DutyScope, Roster, RosterMember } from './roster-types.ts';
import { isSupplier } from './sides.ts';
import type { Instant, PersonId } from './types.ts';

/**
 * Who is called about a ticket that nobody has taken, first to last: whoever is on duty at that instant, the rest of his rota in
 * its order, then the other engineers. The first planned rota that serves the scope and covers the instant counts. Where none
 * does, it is the engineers in the order of duty, else all engineers, else the managers, so that a report never rings nobody
 * while the supplier has anybody.
 */
export function onDuty(given: RosterGiven, at: Instant, scope: DutyScope = {}): readonly PersonId[] {
  const { roster } = given;
  const onRota = coveringTurns(given, at, scope)
    .map((turn) => calledOn(roster, turn))
    .find((people) => people.length > 0);
  return [...new Set([...(onRota ?? []), ...withoutRota(roster, at)])];
}

/** The turns that cover an instant, of the rotas that serve the scope, in the pack's order. */
export function coveringTurns(given: RosterGiven, at: Instant, scope: DutyScope = {}): readonly Turn[] {
  return plannedRotas(given.roster)
    .filter(({ rota }) => serves(rota, scope))
    .flatMap(({ rota }) => turnAt(given, rota.id, at) ?? []);
}

/**
 * Who has a turn, and who is called after him. A change of the plan counts for a turn as a whole, if it is in force when the
 * turn begins: so a night shift is not handed back at midnight.
 * @returns empty: all of the rota's people are away
 */
export function calledOn(roster: Roster, { plan, index, from }: Turn): readonly PersonId[] {
  const first = index % plan.order.length;
  const order = [...plan.order.slice(first), ...plan.order.slice(0, first)];
  return available(roster, order, from);
}

/**
 * Whoever stands in for a person on turns that begin at this instant, the person himself where nobody does. A substitute who is
 * away or has left gives the turn back to the one for whom he stood in.
 * @returns undefined: neither he nor any of his substitutes is there
 */
export function standIn(roster: Roster, person: PersonId, at: Instant): PersonId | undefined {
  const standing = [person];
  for (;;) {
    const last = standing.at(-1);
    const cover = roster.changes.findLast(
      ({ kind, state, personId, from, to }) =>
        kind === 'cover' && state === 'agreed' && personId === last && from <= at && at < to,
    );
    // Two who have exchanged their turns stand in for each other.
    if (cover?.substituteId === undefined || standing.includes(cover.substituteId)) break;
    standing.push(cover.substituteId);
  }
  return standing.findLast((one) => isSomeoneOfSupplier(roster, one) && !isAway(roster, one, at));
}

export function isAway({ changes }: Roster, person: PersonId, at: Instant): boolean {
  return changes.some(
    ({ kind, state, personId, from, to }) =>
      kind === 'absence' && state === 'agreed' && personId === person && from <= at && at < to,
  );
}

function available(roster: Roster, people: readonly PersonId[], at: Instant): readonly PersonId[] {
  return [...new Set(people.flatMap((person) => standIn(roster, person, at) ?? []))];
}

function isSomeoneOfSupplier({ members }: Roster, id: PersonId): boolean {
  return members.some((member) => member.id === id && isSupplier(member));
}

/** Managers only while no engineer is there, whatever his place; those who are away only where nobody else is left. */
function withoutRota(roster: Roster, at: Instant): readonly PersonId[] {
  const engineers = roster.members.filter(({ roles }) => roles.includes('engineer'));
  const placed = inOrder(engineers);
  const unplaced = engineers.map(({ id }) => id);
  const managers = roster.members.filter(({ roles }) => roles.includes('manager')).map(({ id }) => id);
  const there = [placed, unplaced, managers].map((people) => available(roster, people, at));
  return [...there, placed, managers].find((people) => people.length > 0) ?? [];
}

/** Those who have a place in the order of duty; where nobody has one, all. */
function inOrder(engineers: readonly RosterMember[]): readonly PersonId[] {
  const placed = engineers
    .flatMap(({ id, dutyOrder }) => (dutyOrder === undefined ? [] : [{ id, dutyOrder }]))
    .toSorted((a, b) => a.dutyOrder - b.dutyOrder);
  return placed.length > 0 ? placed.map(({ id }) => id) : engineers.map(({ id }) => id);
}
