import { refusalSentence } from '../cards/refusal-sentence.ts';
import { systemChoiceCard } from '../cards/system-question-card.ts';
import { typedCommand } from '../cards/ticket-actions.ts';
import type { Card } from '../cards/types.ts';
import { cleanText, clip } from '../domain/plain-text.ts';
import type { Ask } from './act.ts';
import type { RawInput } from './command-input.ts';
import type { UpdateContext } from './context.ts';
import { likelySystems, namedSystem, offeredBefore, offeredInput, SYSTEMS_OFFERED_MAX } from './named-system.ts';
import { fieldsOf } from './pending-form.ts';
import { viewOf } from './scene-ticket.ts';

/** How much of a name that fits no system is repeated, in graphemes. */
const NAME_SHOWN_MAX = 20;

/** How somebody is asked which system a ticket is about. */
export interface AskedSystem {
  readonly sentences: readonly string[];
  /** Absent: nothing is known that could be offered. */
  readonly card?: Card;
  /** What his answer is read with. */
  readonly input: RawInput;
}

/**
 * Which system: those that go by what was said, or where nothing was, or nothing does, those that it is likely to be. Any other one can
 * be named.
 * @returns undefined where nothing was said and the form lists all of them
 */
export async function askedSystem(ctx: UpdateContext, ask: Ask): Promise<AskedSystem | undefined> {
  const { input, ticket, type } = ask;
  const said = cleanText(input.to ?? '');
  const isListed = fieldsOf(ctx, type, ticket).some((field) => field.name === 'to' && field.type === 'select');
  if (isListed && said === '') return undefined;
  const named = said === '' ? [] : systemsNamed(ctx, ask, said);
  const fitting = named.filter((id) => id !== ticket.systemId);
  const likely = isListed && fitting.length === 0 ? [] : await likelySystems(ctx, ticket);
  const possible = fitting.length > 0 ? fitting : likely;
  const offered =
    possible.length > SYSTEMS_OFFERED_MAX
      ? [...new Set([...possible.filter((id) => likely.includes(id)), ...possible])]
      : possible;
  const shown = offered.slice(0, SYSTEMS_OFFERED_MAX);
  const view = await viewOf(ctx, ticket);
  return {
    sentences: sentencesOf(ctx, ask, {
      said,
      fitting: fitting.length,
      ownId: named.find((id) => id === ticket.systemId),
      offered: shown.length,
    }),
    ...(shown.length > 0 && {
      card: systemChoiceCard(view, { askedOf: ctx.person.id, offered: shown }, ctx.now, ctx.text),
    }),
    input: offeredInput(shown),
  };
}

function systemsNamed(ctx: UpdateContext, { input, ticket }: Ask, said: string): readonly string[] {
  const named = namedSystem(ctx, said, ticket, offeredBefore(input));
  return named.ok ? [] : named.possible;
}

interface Offering {
  readonly said: string;
  /** Systems that go by it, without the ticket's own, to which it can't be changed. */
  readonly fitting: number;
  /** The ticket's own, where it goes by it as well. */
  readonly ownId: string | undefined;
  /** Systems on the card. */
  readonly offered: number;
}

function sentencesOf(
  ctx: UpdateContext,
  { ticket, type }: Ask,
  { fitting, offered, ownId, said }: Offering,
): readonly string[] {
  const { now, text } = ctx;
  const { dialogue, input } = text;
  const name = clip(said.replace(/\s+/gu, ' '), NAME_SHOWN_MAX);
  if (fitting > 0) return [dialogue.system.fits(name, fitting > offered)];
  const problem = ownId === undefined ? dialogue.system.unknown(name) : sameSystem(ctx, type, ownId);
  return [
    said === '' ? dialogue.system.how : problem,
    ...(offered > 0 ? [dialogue.system.likely] : []),
    input.example(typedCommand(type, ticket, now, text)),
  ];
}

function sameSystem(
  { contract, members, now, person, text }: UpdateContext,
  command: Ask['type'],
  systemId: string,
): string {
  const asked = { command, askedBy: person.id, contract, members, now };
  return refusalSentence({ reason: 'same_system', systemId }, asked, text);
}
