import { z } from 'zod';
import type { CardMember } from '../cards/ticket-view.ts';
import type { NewText } from '../db/store.ts';
import { cleanText } from '../domain/plain-text.ts';
import type { TicketCommand, TicketCommandType } from '../domain/ticket-types.ts';
import { type Actor, personId, type TextRef } from '../domain/types.ts';

/** What came with a command, be it a card's form or what was typed: nothing of it is trusted. */
export type RawInput = Readonly<Record<string, string>>;

export type MadeCommand =
  | { readonly ok: true; readonly command: TicketCommand; readonly texts: readonly NewText[] }
  | { readonly ok: false; readonly missing: readonly string[] };

const text = z.string().transform(cleanText).pipe(z.string().min(1));
const optionalText = z
  .string()
  .optional()
  .transform((raw) => cleanText(raw ?? ''));
/** An empty field is no rating; what is no number becomes one that the domain refuses. */
const rating = z
  .string()
  .optional()
  .transform((raw) => (raw === undefined || raw.trim() === '' ? undefined : Number(raw)));

const nothing = z.object({});
const withText = z.object({ text });
const withReason = z.object({ reason: text });
const withCause = z.object({ cause: text, action: text });
const withRating = z.object({ rating });
const withTarget = z.object({ to: text, reason: optionalText });
const withLevel = z.object({ to: text, reason: text });

/**
 * Makes a command of the domain from raw input. Texts are cleaned here, on their way in, and kept by `keepText`.
 * @returns the names of the fields that are missing or empty
 */
export function makeCommand(
  type: TicketCommandType,
  raw: RawInput,
  given: { readonly members: readonly CardMember[]; keepText(body: string): NewText },
): MadeCommand {
  const texts: NewText[] = [];
  const keep = (body: string): TextRef => {
    const kept = given.keepText(body);
    texts.push(kept);
    return kept.ref;
  };
  const made = <Input>(schema: z.ZodType<Input>, command: (input: Input) => TicketCommand): MadeCommand => {
    const parsed = schema.safeParse(raw);
    if (parsed.success) return { ok: true, command: command(parsed.data), texts };
    return { ok: false, missing: [...new Set(parsed.error.issues.map(({ path }) => String(path[0] ?? '')))] };
  };
  switch (type) {
    case 'acknowledge':
    case 'arrive':
    case 'report_up':
    case 'resume':
    case 'undo':
    case 'approve_suspension':
    case 'refuse_suspension':
      return made(nothing, () => ({ type }));
    case 'diagnose':
    case 'work_around':
    case 'progress':
    case 'supplement':
      return made(withText, (input) => ({ type, text: keep(input.text) }));
    case 'resolve':
      return made(withCause, ({ cause, action }) => ({ type, cause: keep(cause), action: keep(action) }));
    case 'reopen':
    case 'suspend':
    case 'cancel':
      return made(withReason, ({ reason }) => ({ type, reason: keep(reason) }));
    case 'confirm':
      return made(withRating, (input) => ({ type, ...(input.rating !== undefined && { rating: input.rating }) }));
    case 'transfer':
      return made(withTarget, ({ to, reason }) => ({
        type,
        to: actorOf(to, given.members),
        ...(reason !== '' && { reason: keep(reason) }),
      }));
    case 'change_level':
      return made(withLevel, ({ to, reason }) => ({ type, to, reason: keep(reason) }));
  }
}

/** Somebody who is not of the contract has no role in it, and the domain refuses him. */
function actorOf(id: string, members: readonly CardMember[]): Actor {
  const member = members.find((one) => one.id === id);
  return { id: personId(id), roles: member?.roles ?? [] };
}
