import type { DeliverableCommand } from '../cards/catalogue-deliverable.ts';
import type { Card } from '../cards/types.ts';
import { durationWords } from '../cards/words.ts';
import type { Changes } from '../db/changes.ts';
import type { PendingForm, TicketAttachment } from '../db/records.ts';
import { type ContractId, contractId } from '../domain/types.ts';
import { type Attached, withAttached } from './attachments.ts';
import type { UpdateContext } from './context.ts';
import { answer, say } from './messages.ts';
import { ANSWERED_WITHIN_MS, liveForms, withoutForm } from './pending-form.ts';

/** What somebody is asked for before anything is written about a deliverable. */
export interface AskedForDeliverable {
  readonly command: Extract<DeliverableCommand, 'deliver_submit' | 'deliver_return'>;
  /** As a button names it; absent: files have come, and nobody has said of what. */
  readonly subject?: string;
  readonly note?: string;
  /** Ids of files that have come. */
  readonly files: readonly string[];
  readonly lines: readonly string[];
  readonly card?: Card;
  /** What came with what he said can't be had later. */
  readonly attached?: Attached;
}

/** What he was asked, as it waits for him. */
export interface WaitingDeliverable {
  readonly form: PendingForm;
  readonly command: AskedForDeliverable['command'];
  readonly contractId: ContractId;
  readonly subject?: string;
  readonly note?: string;
  readonly files: readonly string[];
}

const UNNAMED = '?';

export async function askForDeliverable(ctx: UpdateContext, asked: AskedForDeliverable): Promise<void> {
  const { card, command, files, lines, note, subject } = asked;
  const [giveUp = ''] = ctx.text.asking.giveUpWords;
  // The question for a reason says itself what ends it.
  const end = command === 'deliver_return' ? [] : [ctx.text.deliverable.asking.giveUp(giveUp)];
  const content = { ...say(...lines, ...end), ...(card && { card }) };
  const changes: Changes = {
    outbox: [answer(ctx, content)],
    pendingForm: {
      chatId: ctx.chat.id,
      personId: ctx.person.id,
      subject: subject ?? `${ctx.contract.id}|${UNNAMED}`,
      command,
      input: { ...(note !== undefined && { note }), ...(files.length > 0 && { files: files.join(' ') }) },
      askedAt: ctx.now,
    },
  };
  await ctx.commit(asked.attached ? withAttached(changes, asked.attached) : changes);
}

/** How long he has, in words. */
export function answeredWithin({ text }: Pick<UpdateContext, 'text'>): string {
  return durationWords(ANSWERED_WITHIN_MS, text);
}

/** What he was asked last, if it was about a deliverable. */
export async function waitingDeliverable(ctx: UpdateContext): Promise<WaitingDeliverable | undefined> {
  const [form] = await liveForms(ctx);
  if (form?.command !== 'deliver_submit' && form?.command !== 'deliver_return') return undefined;
  const { command, input, subject } = form;
  const [of = ''] = subject.split('|');
  return {
    form,
    command,
    contractId: contractId(of),
    ...(!subject.endsWith(`|${UNNAMED}`) && { subject }),
    ...(input.note !== undefined && { note: input.note }),
    files: (input.files ?? '').split(' ').filter((id) => id !== ''),
  };
}

/** It is answered by what he does now, or given up. */
export function withoutWaiting(waiting: WaitingDeliverable | undefined): Pick<Changes, 'pendingForm'> {
  return withoutForm(waiting?.form);
}

/** Files that came before he said of what they are. */
export async function filesBefore(
  { store }: Pick<UpdateContext, 'store'>,
  waiting: WaitingDeliverable | undefined,
): Promise<readonly TicketAttachment[]> {
  const found = await Promise.all((waiting?.files ?? []).map((id) => store.attachment(id)));
  return found.flatMap((one) => (one && one.state !== 'lost' ? [one] : []));
}
