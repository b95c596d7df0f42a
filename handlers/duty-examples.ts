import type { RosterCommand } from '../cards/catalogue-roster.ts';
import { displayName } from '../cards/ticket-view.ts';
import { plannedRotas } from '../domain/roster-turns.ts';
import { isSupplier } from '../domain/sides.ts';
import type { UpdateContext } from './context.ts';

/** How a command is typed, with people of the contract other than who is told, engineers before others. */
export function exampleOf({ members, person, text }: UpdateContext, command: RosterCommand): string {
  const able = members
    .filter((member) => member.id !== person.id && isSupplier(member))
    .toSorted((a, b) => Number(b.roles.includes('engineer')) - Number(a.roles.includes('engineer')));
  const [other = displayName(person.name), third = displayName(person.name)] = able.map(({ name }) =>
    displayName(name),
  );
  return text.roster.commands[command].example({ other, third });
}

/** How the reader of a duty table changes it; undefined where he may not, or there is nothing to change. */
export function tableHint(ctx: UpdateContext): string | undefined {
  if (!isSupplier(ctx.actor) || plannedRotas(ctx.roster).length === 0) return undefined;
  return ctx.text.roster.table.hint(exampleOf(ctx, 'ask_stand_in'), exampleOf(ctx, 'take_leave'));
}
