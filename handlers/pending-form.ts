import { formFor } from '../cards/forms.ts';
import type { TicketView } from '../cards/ticket-view.ts';
import type { FormField } from '../cards/types.ts';
import type { Changes } from '../db/changes.ts';
import type { PendingForm } from '../db/records.ts';
import { cleanText } from '../domain/plain-text.ts';
import type { Ticket, TicketCommandType } from '../domain/ticket-types.ts';
import { MINUTE, ticketId } from '../domain/types.ts';
import { tellIfNotTaken } from './attachments.ts';
import type { RawInput } from './command-input.ts';
import type { MessageContext, Scene, UpdateContext } from './context.ts';
import { tellGuest } from './guest.ts';
import { commitAnswer, say } from './messages.ts';

/** How long somebody's next words are what he was asked for. */
export const ANSWERED_WITHIN_MS = 10 * MINUTE;

/** The fields of a command's form; none where a tap is enough. */
export function fieldsOf(scene: Scene, type: TicketCommandType, ticket: Ticket): readonly FormField[] {
  const { contract, members, text } = scene;
  const view: TicketView = { ticket, contract, members, onDuty: [], texts: new Map() };
  return formFor(type, view, text) ?? [];
}

/** What somebody was asked, and about which ticket. */
export interface Asked {
  readonly form: PendingForm;
  readonly ticket: Ticket;
  /** The ticket is of another contract than the chat in which he speaks now: it can't be decided here. */
  readonly isElsewhere: boolean;
}

/** What the person was asked last and has not answered. */
export async function lastAsked(ctx: UpdateContext): Promise<Asked | undefined> {
  const [form] = await liveForms(ctx);
  const ticket = form && (await ctx.store.ticket(ticketId(form.subject)));
  return ticket && { form, ticket, isElsewhere: ticket.contractId !== ctx.contract.id };
}

/**
 * What he says in private answers the other contract's question in that contract. Where he is none of its people he is told where it
 * belongs: it would be taken for something about this contract.
 */
export async function answerElsewhere(
  ctx: MessageContext,
  { ticket }: Asked,
  answerThere: (there: MessageContext) => Promise<void>,
): Promise<void> {
  const there = await ctx.inContract?.(ticket.contractId);
  if (there) {
    tellIfNotTaken(there);
    tellGuest(there);
    return answerThere(there);
  }
  const { asking, question } = ctx.text;
  const [register = ''] = question.registerWords;
  await commitAnswer(ctx, say(asking.elsewhere(ticket.number, register)));
}

/**
 * What he was asked and may still answer, the newest first. In his private chat also what he was asked in a group: some platforms
 * ask him there.
 */
export async function liveForms({ chat, person, store, update }: UpdateContext): Promise<readonly PendingForm[]> {
  const asked = async (): Promise<readonly PendingForm[]> => {
    if (chat.kind === 'private') return store.pendingFormsOf(person.id);
    const form = await store.pendingForm(chat.id, person.id);
    return form ? [form] : [];
  };
  // When he said it counts: the bot may get to it late.
  const since = update.receivedAt - ANSWERED_WITHIN_MS;
  return (await asked()).filter(({ askedAt }) => askedAt >= since);
}

/** What was filled in before into the same form. */
export async function pendingFormFor(
  ctx: UpdateContext,
  { ticket, type }: { readonly ticket: Ticket; readonly type: TicketCommandType },
): Promise<PendingForm | undefined> {
  if (fieldsOf(ctx, type, ticket).length === 0) return undefined;
  return (await liveForms(ctx)).find((form) => form.subject === ticket.id && form.command === type);
}

/** It is answered, or given up. */
export function withoutForm(form: PendingForm | undefined): Pick<Changes, 'pendingForm'> {
  return form ? { pendingForm: { none: { chatId: form.chatId, personId: form.personId } } } : {};
}

/**
 * What was written before, and what is written now, which goes before it where it says anything.
 * @param shown the fields of a form that was sent off: one that may be empty, and is, was emptied
 */
export function filledIn(form: PendingForm | undefined, input: RawInput, shown: readonly FormField[] = []): RawInput {
  if (!form) return input;
  const said = Object.entries(input).filter(([, value]) => cleanText(value) !== '');
  const mayBeEmpty = new Set(shown.filter(({ required }) => !required).map(({ name }) => name));
  const kept = Object.entries(form.input).filter(([name]) => !(mayBeEmpty.has(name) && Object.hasOwn(input, name)));
  return { ...input, ...Object.fromEntries(kept), ...Object.fromEntries(said) };
}
