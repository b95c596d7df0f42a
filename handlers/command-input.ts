import { z } from 'zod';
import type { CardMember } from '../cards/ticket-view.ts';
import { timeWords } from '../cards/time-words.ts';
import type { NewText } from '../db/changes.ts';
import { assert } from '../domain/assert.ts';
import type { ProposedLevel } from '../domain/intake-level.ts';
import { cleanText } from '../domain/plain-text.ts';
import { readTime } from '../domain/spoken-time.ts';
import { LATE_STEPS, type Ticket, type TicketCommand, type TicketCommandType } from '../domain/ticket-types.ts';
import { type Actor, type Instant, personId, type TextRef } from '../domain/types.ts';
import type { NamedSystem } from './named-system.ts';

/** What came with a command, be it a card's form or what was typed: nothing of it is trusted. */
export type RawInput = Readonly<Record<string, string>>;

/** What a command needs that is not in its input. */
export interface CommandGiven {
  readonly now: Instant;
  readonly members: readonly CardMember[];
  keepText(body: string): NewText;
  /** The level that the ticket gets with another system; for `change_system`. */
  readonly levelIn?: (systemId: string) => ProposedLevel;
  /** The system that the input's `to` names; for `change_system`. */
  readonly system?: NamedSystem;
  /** The ticket that the input's `into` names; for `merge`. */
  readonly main?: Ticket;
}

export type MadeCommand =
  | { readonly ok: true; readonly command: TicketCommand; readonly texts: readonly NewText[] }
  /** Names of fields that are missing or empty. */
  | { readonly ok: false; readonly missing: readonly string[] }
  /** A field is filled in, and nobody can tell what it means. */
  | { readonly ok: false; readonly unreadable: 'at' | 'into' | 'to'; readonly said: string };

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
const withTime = z.object({ at: text });
const withLateStep = z.object({ step: z.enum(LATE_STEPS), at: text, reason: text });
const withMain = z.object({ into: text });

/** Makes a command of the domain from raw input. Texts are cleaned here, on their way in, and kept by `keepText`. */
export function makeCommand(type: TicketCommandType, raw: RawInput, given: CommandGiven): MadeCommand {
  const texts: NewText[] = [];
  const keep = (body: string): TextRef => {
    const kept = given.keepText(body);
    texts.push(kept);
    return kept.ref;
  };
  const made = <Input>(
    schema: z.ZodType<Input>,
    command: (input: Input) => TicketCommand | Unreadable,
  ): MadeCommand => {
    const parsed = schema.safeParse(raw);
    if (!parsed.success) {
      return { ok: false, missing: [...new Set(parsed.error.issues.map(({ path }) => String(path[0] ?? '')))] };
    }
    const result = command(parsed.data);
    return 'unreadable' in result ? { ok: false, ...result } : { ok: true, command: result, texts };
  };
  const reasonIfAny = (reason: string) => (reason === '' ? {} : { reason: keep(reason) });
  switch (type) {
    case 'acknowledge':
    case 'arrive':
    case 'report_up':
    case 'resume':
    case 'undo':
    case 'approve_suspension':
    case 'refuse_suspension':
    case 'request_arrival':
    case 'approve_late_entry':
    case 'refuse_late_entry':
    case 'accept_due':
    case 'refuse_due':
      return made(nothing, () => ({ type }));
    case 'diagnose':
    case 'work_around':
    case 'progress':
    case 'supplement':
    case 'report_fault':
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
      return made(withTarget, ({ to, reason }) => ({ type, to: actorOf(to, given.members), ...reasonIfAny(reason) }));
    case 'change_level':
      return made(withLevel, ({ to, reason }) => ({ type, to, reason: keep(reason) }));
    case 'change_system':
      return made(withTarget, ({ reason }) => {
        const named = systemOf(given);
        if (!named.ok) return { unreadable: 'to', said: named.said };
        const to = named.systemId;
        return { type, to, ...levelOf(to, given), ...reasonIfAny(reason === '' ? named.reason : reason) };
      });
    case 'propose_due':
      return made(withTime, ({ at }) => instantIn(at, given.now, 'promised', (dueAt) => ({ type, dueAt })));
    case 'enter_late':
      return made(withLateStep, ({ step, at, reason }) =>
        instantIn(at, given.now, 'done', (claimedAt) => ({ type, step, claimedAt, reason: keep(reason) })),
      );
    case 'merge':
      return made(withMain, ({ into }) =>
        given.main ? { type, into: given.main } : { unreadable: 'into', said: into },
      );
  }
}

type Unreadable = Omit<Extract<MadeCommand, { unreadable: string }>, 'ok'>;

function systemOf({ system }: CommandGiven): NamedSystem {
  assert(system, 'a change of system needs to know which one is named');
  return system;
}

function levelOf(systemId: string, { levelIn }: CommandGiven): ProposedLevel {
  assert(levelIn, 'a change of system needs to know the level that comes with it');
  return levelIn(systemId);
}

/** The whole field has to be the instant. */
function instantIn(
  said: string,
  now: Instant,
  about: 'done' | 'promised',
  command: (at: Instant) => TicketCommand,
): TicketCommand | Unreadable {
  const time = readTime(said, timeWords, now, about);
  return time?.rest === '' ? command(time.at) : { unreadable: 'at', said };
}

/** Somebody who is not of the contract has no role in it, and the domain refuses him. */
function actorOf(id: string, members: readonly CardMember[]): Actor {
  const member = members.find((one) => one.id === id);
  return { id: personId(id), roles: member?.roles ?? [] };
}
