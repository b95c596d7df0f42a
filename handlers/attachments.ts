import type { Changes } from '../db/changes.ts';
import type { TicketAttachment } from '../db/records.ts';
import { cleanText, clip } from '../domain/plain-text.ts';
import { eventId, type TicketId, ticketId } from '../domain/types.ts';
import { amendedCommit } from './amended-commit.ts';
import type { MessageContext, UpdateContext } from './context.ts';
import { answer, say } from './messages.ts';

/** A file's name as it is kept, in graphemes. */
const NAME_KEPT_MAX = 120;

/** Whether pictures or files came with it. */
export function hasAttachments({ update }: Pick<UpdateContext, 'update'>): boolean {
  return update.type === 'message' && (update.attachments ?? []).length > 0;
}

/** What came with a message, on its way to be fetched. `setTimers` and `entries` go to those of the change that it belongs to. */
export interface Attached {
  readonly attachments: readonly TicketAttachment[];
  readonly setTimers: NonNullable<Changes['setTimers']>;
  readonly entries: NonNullable<Changes['entries']>;
}

/**
 * The pictures and files of a message belong to a ticket, to a finding of an assessment, to an inspection or a deliverable, or to a
 * question whether words are a report: a ticket that is registered from it has the question's id. The ledger says that they came; their names, which people chose, are not in it.
 */
export function attachedTo(
  ctx: UpdateContext,
  owner:
    | { readonly ticketId: TicketId }
    | { readonly draftId: string }
    | { readonly findingId: string }
    | { readonly obligationId: string },
): Attached {
  const { chat, contract, ids, now, person, update } = ctx;
  const came = update.type === 'message' ? (update.attachments ?? []) : [];
  const belongsTo = ownerId(owner);
  const attachments = came.map(({ kind, name, source, validUntil }): TicketAttachment => {
    const shownName = name === undefined ? '' : clip(cleanText(name).replace(/\s+/gu, ' '), NAME_KEPT_MAX);
    return {
      id: ids.next(now),
      contractId: contract.id,
      ticketId: belongsTo,
      chatId: chat.id,
      personId: person.id,
      platform: update.platform,
      kind,
      ...(shownName !== '' && { name: shownName }),
      receivedAt: update.receivedAt,
      source,
      ...(validUntil !== undefined && { validUntil }),
      state: 'waiting',
    };
  });
  return {
    attachments,
    setTimers: attachments.map(({ id }) => ({ key: `media:${id}`, kind: 'fetch_media', subject: id, fireAt: now })),
    entries: attachments.map(({ id, kind }, index) => ({
      id: eventId(ids.next(now)),
      at: now,
      by: person.id,
      type: 'attachment_added',
      ...owner,
      attachmentId: id,
      kind,
      // Somebody else may have sent it.
      ...(came[index]?.quoted && { quoted: true }),
    })),
  };
}

function ownerId(owner: Parameters<typeof attachedTo>[1]): TicketId {
  if ('ticketId' in owner) return owner.ticketId;
  if ('obligationId' in owner) return ticketId(owner.obligationId);
  return ticketId('draftId' in owner ? owner.draftId : owner.findingId);
}

/**
 * Whoever sent pictures that nothing has taken is told so, whatever else he is told: he would think that they are kept. From here on
 * for whatever handles the message.
 */
export function tellIfNotTaken(ctx: MessageContext): void {
  if (!hasAttachments(ctx)) return;
  ctx.commit = amendedCommit(ctx, (changes) => withNotTaken(ctx, changes));
}

function withNotTaken(ctx: MessageContext, changes: Changes): Changes {
  const { attachments = [], outbox = [] } = changes;
  if (attachments.length > 0) return changes;
  const { attachment, card, media } = ctx.text;
  const kinds = new Set((ctx.update.attachments ?? []).map(({ kind }) => media.kind[kind]));
  const told = say(attachment.notTaken([...kinds].join(card.comma)));
  const mine = outbox.find(({ chatId, op }) => op === 'answer' && chatId === ctx.chat.id);
  if (!mine) return { ...changes, outbox: [...outbox, answer(ctx, told)] };
  const { content } = mine;
  const both = { ...mine, content: { ...content, lines: [...content.lines, ...told.lines] } };
  return { ...changes, outbox: outbox.map((one) => (one === mine ? both : one)) };
}

/** The change, with what came along. */
export function withAttached(changes: Changes, { attachments, entries, setTimers }: Attached): Changes {
  if (attachments.length === 0) return changes;
  return {
    ...changes,
    attachments,
    setTimers: [...(changes.setTimers ?? []), ...setTimers],
    entries: [...(changes.entries ?? []), ...entries],
  };
}
