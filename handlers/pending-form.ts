import { formFor } from '../cards/forms.ts';
import type { TicketView } from '../cards/ticket-view.ts';
import type { FormField } from '../cards/types.ts';
import type { Changes } from '../db/changes.ts';
import type { PendingForm } from '../db/records.ts';
import { cleanText } from '../domain/plain-text.ts';
import type { Ticket, TicketCommandType } from '../domain/ticket-types.ts';
import { MINUTE } from '../domain/types.ts';
import type { RawInput } from './command-input.ts';
import type { Scene, UpdateContext } from './context.ts';

/** How long somebody's next words are what he was asked for. */
export const ANSWERED_WITHIN_MS = 10 * MINUTE;

/** The fields of a command's form; none where a tap is enough. */
export function fieldsOf(scene: Scene, type: TicketCommandType, ticket: Ticket): readonly FormField[] {
  const { contract, members, text } = scene;
  const view: TicketView = { ticket, contract, members, onDuty: [], texts: new Map() };
  return formFor(type, view, text) ?? [];
}

/**
 * What the person was asked last and has not answered. In his private chat also what he was asked in a group: some platforms ask
 * him there.
 */
export async function pendingForm(ctx: UpdateContext): Promise<PendingForm | undefined> {
  const { chat, contract, now, person, store } = ctx;
  const elsewhere = chat.kind === 'private' ? await store.chatsOf(contract.id) : [];
  const groups = elsewhere.filter(({ kind }) => kind === 'group').map(({ id }) => id);
  const found = await Promise.all([chat.id, ...groups].map((id) => store.pendingForm(id, person.id)));
  const live = found.flatMap((form) => (form && now - form.askedAt <= ANSWERED_WITHIN_MS ? [form] : []));
  return live.toSorted((a, b) => b.askedAt - a.askedAt)[0];
}

/** What was filled in before into the same form. */
export async function pendingFormFor(
  ctx: UpdateContext,
  { ticket, type }: { readonly ticket: Ticket; readonly type: TicketCommandType },
): Promise<PendingForm | undefined> {
  if (fieldsOf(ctx, type, ticket).length === 0) return undefined;
  const form = await pendingForm(ctx);
  return form?.ticketId === ticket.id && form.command === type ? form : undefined;
}

/** It is answered, or given up. */
export function withoutForm(form: PendingForm | undefined): Pick<Changes, 'pendingForm'> {
  return form ? { pendingForm: { none: { chatId: form.chatId, personId: form.personId } } } : {};
}

/** What was written before, and what is written now, which goes before it where it says anything. */
export function filledIn(form: PendingForm | undefined, input: RawInput): RawInput {
  const said = Object.entries(input).filter(([, value]) => cleanText(value) !== '');
  return form ? { ...input, ...form.input, ...Object.fromEntries(said) } : input;
}
