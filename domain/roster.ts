import type { PersonId, Role } from './types.ts';

/** A person of the contract, as far as duty is concerned. */
export interface RosterMember {
  readonly id: PersonId;
  readonly roles: readonly Role[];
  /** Place in the order in which engineers are called; absent: not on the rota. */
  readonly dutyOrder?: number;
}

/**
 * Who is called about a ticket that nobody has taken, first to last: the engineers on the rota in its order, else all
 * engineers, else the managers, so that a report never rings nobody while the supplier has anybody.
 */
export function onDuty(members: readonly RosterMember[]): readonly PersonId[] {
  const engineers = members.filter((member) => member.roles.includes('engineer'));
  const rota = engineers
    .flatMap(({ id, dutyOrder }) => (dutyOrder === undefined ? [] : [{ id, dutyOrder }]))
    .toSorted((a, b) => a.dutyOrder - b.dutyOrder);
  if (rota.length > 0) return rota.map((member) => member.id);
  if (engineers.length > 0) return engineers.map((member) => member.id);
  return members.filter((member) => member.roles.includes('manager')).map((member) => member.id);
}
