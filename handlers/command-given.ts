import { schemeFor } from '../domain/contract-lookup.ts';
import type { ProposedLevel } from '../domain/intake-level.ts';
import { parseTicketReference } from '../domain/number.ts';
import { cleanText } from '../domain/plain-text.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import type { Ask } from './act.ts';
import type { CommandGiven } from './command-input.ts';
import type { UpdateContext } from './context.ts';
import { findByReference } from './find-ticket.ts';
import { namedSystem, offeredBefore } from './named-system.ts';
import { understood } from './understood.ts';

/** What a command needs beside its input, read where it needs it. */
export async function commandGiven(ctx: UpdateContext, { ticket, type, input }: Ask): Promise<CommandGiven> {
  const given = { now: ctx.now, members: ctx.members, keepText: (body: string) => ctx.keepText(body) };
  if (type === 'merge') {
    const { into = '' } = input;
    const meant = parseTicketReference(into);
    const main = meant && (await findByReference(ctx, meant));
    return { ...given, ...(main && { main }) };
  }
  if (type !== 'change_system') return given;
  const texts = await ctx.store.texts([ticket.summary.id]);
  const report = texts.get(ticket.summary.id);
  const system = namedSystem(ctx, cleanText(input.to ?? ''), ticket, offeredBefore(input));
  return { ...given, system, levelIn: (systemId) => levelWith(ctx, ticket, systemId, report) };
}

/**
 * The level that a ticket has once it is about another system: its own, where that system has it; else what the report says under
 * the new system's scheme. What a matrix has found is found anew, since the system's class may be one side of it.
 * @param report absent where it was erased
 */
function levelWith(ctx: UpdateContext, ticket: Ticket, systemId: string, report: string | undefined): ProposedLevel {
  const { level, levelReason, reporterId } = ticket;
  const scheme = schemeFor(ctx.contract, systemId);
  const isOfScheme = scheme.levels.includes(level);
  if (isOfScheme && levelReason.code !== 'matrix') return { level, levelReason };
  if (report === undefined) return isOfScheme ? { level, levelReason } : defaultOf(scheme.defaultLevel);
  const proposed = understood(ctx, report, { reporterId, systemId });
  return proposed.levelReason.code === 'default'
    ? defaultOf(proposed.level)
    : { level: proposed.level, levelReason: proposed.levelReason };
}

function defaultOf(level: string): ProposedLevel {
  return { level, levelReason: { code: 'system' } };
}
