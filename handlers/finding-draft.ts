import { cleanText } from '../domain/plain-text.ts';
import { type Attached, attachedTo } from './attachments.ts';
import type { RawInput } from './command-input.ts';
import type { MessageContext, UpdateContext } from './context.ts';
import { quotedTicket } from './find-ticket.ts';

/** What was said so far, with the id that the finding will have: pictures can be had only when they come. */
export interface Draft {
  readonly id: string;
  readonly input: RawInput;
  readonly attached: Attached;
}

export async function draftOf(ctx: UpdateContext, input: RawInput): Promise<Draft> {
  const id = input.id ?? ctx.ids.next(ctx.now);
  const { update } = ctx;
  const quote = update.type === 'message' ? cleanText(update.quote?.text ?? '') : '';
  const ticket = isMessage(ctx) ? await quotedTicket(ctx) : undefined;
  const came = { ...(quote !== '' && { quote }), ...(ticket && { ticket: ticket.id }) };
  return { id, input: { ...came, ...input, id }, attached: attachedTo(ctx, { findingId: id }) };
}

function isMessage(ctx: UpdateContext): ctx is MessageContext {
  return ctx.update.type === 'message';
}
