import { CATALOGUES } from '../cards/language.ts';
import type { Changes, NewTimer, Outgoing } from '../db/changes.ts';
import type { TicketAttachment } from '../db/records.ts';
import type { TimerRow } from '../db/store.ts';
import { assert } from '../domain/assert.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { type DurationMs, eventId, MINUTE, SECOND } from '../domain/types.ts';
import type { Scene } from '../handlers/context.ts';
import { PlatformError } from '../platforms/types.ts';
import { type OnWritten, startAttempt } from './attempt.ts';
import { ScanFailed } from './clamd.ts';
import type { Deps } from './deps.ts';
import { withHandedIn } from './handed-in.ts';
import { keyedQueue } from './keyed-queue.ts';
import { mediaTypeOf } from './media-type.ts';
import { cleanName } from './names.ts';

/** Of a file that is kept, from whatever platform. */
export const SIZE_MAX_BYTES = 20 * 1_024 * 1_024;
const SIZE_MAX_WORDS = '20 MB';
/** Each holds its file in memory. */
const FETCHED_AT_ONCE = 4;
/** Waiting for its turn, fetching and writing: after this another process may have a try. */
const IN_HAND_MS: DurationMs = MINUTE;
const RETRY_AFTER_MS: DurationMs = 5 * SECOND;
/** Of a platform that does not say how long a file can be had. */
const TRIED_FOR_MS: DurationMs = 30 * MINUTE;

/** What became of one attempt. */
type Outcome =
  | { readonly kept: Required<Pick<TicketAttachment, 'hash' | 'size' | 'mediaType'>>; readonly name?: string }
  | { readonly lost: string }
  | { readonly failed: string };

/** Fetches pictures and files that came with tickets, behind the timers: a slow download holds up no reminder. */
export interface MediaWork {
  /** The timer of an attachment fired. It is moved on for as long as fetching may take, and ends with the file. */
  take(scene: Scene, timer: TimerRow): Promise<void>;
  open(): void;
  close(): void;
  /** Resolves when nothing is being fetched. */
  idle(): Promise<void>;
}

export function createMediaWork(deps: Deps, onWritten: OnWritten): MediaWork {
  const inHand = new Set<string>();
  const queue = keyedQueue({
    limit: FETCHED_AT_ONCE,
    // The database failed: the timer fires again.
    onError: (error) => deps.log.error({ err: error }, 'what became of a file could not be written'),
  });

  const work = async (timer: TimerRow): Promise<void> => {
    const attachment = await deps.store.attachment(timer.subject);
    // Another process may have been faster.
    if (attachment?.state !== 'waiting') return;
    const outcome = await fetched(deps, attachment);
    const attempt = startAttempt(deps, { kind: 'none' }, onWritten);
    const changes = await changesAfter(deps, attachment, timer, outcome);
    await attempt.commit(attachment.contractId, await withHandedIn(deps, attempt, changes));
  };

  return {
    async take(scene, timer) {
      const attachment = await scene.store.attachment(timer.subject);
      if (attachment?.state !== 'waiting') return scene.commit({});
      await scene.commit({ setTimers: [again(timer, scene.now + IN_HAND_MS)] });
      if (inHand.has(attachment.id)) return;
      inHand.add(attachment.id);
      queue.push(attachment.id, () => work(timer).finally(() => inHand.delete(attachment.id)));
    },
    open: () => queue.open(),
    close: () => queue.close(),
    idle: () => queue.idle(),
  };
}

async function fetched(deps: Deps, attachment: TicketAttachment): Promise<Outcome> {
  const { id, kind, name, platform, source, validUntil } = attachment;
  try {
    const adapter = deps.platforms.get(platform);
    if (!adapter?.fetch) return { failed: 'no_platform' };
    assert(source !== undefined, `the attachment ${id} waits, but does not say for what`);
    const parts = {
      kind,
      source,
      ...(name !== undefined && { name }),
      ...(validUntil !== undefined && { validUntil }),
    };
    const file = await adapter.fetch(parts, { maxBytes: SIZE_MAX_BYTES });
    if (file.bytes.byteLength > SIZE_MAX_BYTES) return { lost: 'too_large' };
    const type = await mediaTypeOf(file.bytes, name ?? file.name);
    if ('refused' in type) return { lost: 'type_refused' };
    if ((await deps.scan?.(file.bytes)) === 'infected') return { lost: 'infected' };
    const hash = await deps.media.keep(file.bytes);
    const found = name ?? cleanName(file.name);
    return { kept: { hash, size: file.bytes.byteLength, ...type }, ...(found !== undefined && { name: found }) };
  } catch (error) {
    const code = error instanceof PlatformError || error instanceof ScanFailed ? error.code : 'not_kept';
    deps.log.warn({ err: error, attachmentId: id, ticketId: attachment.ticketId, code }, 'a file could not be kept');
    return error instanceof PlatformError && !error.retryable ? { lost: code } : { failed: code };
  }
}

async function changesAfter(
  deps: Deps,
  attachment: TicketAttachment,
  timer: TimerRow,
  outcome: Outcome,
): Promise<Changes> {
  const now = deps.clock.now();
  const until = attachment.validUntil ?? attachment.receivedAt + TRIED_FOR_MS;
  if ('failed' in outcome && now + RETRY_AFTER_MS < until) {
    deps.metrics.attachments.inc({ outcome: 'retried' });
    return { setTimers: [again(timer, now + RETRY_AFTER_MS)] };
  }
  const ticket = await deps.store.ticket(attachment.ticketId);
  const obligation = ticket ? undefined : await deps.store.obligation(attachment.ticketId);
  // What it was fetched with is of no more use, and may hold a key.
  const { source: _source, validUntil: _validUntil, ...rest } = attachment;
  const entry = {
    // One outcome is recorded, also where two processes have fetched it.
    id: eventId(`attachment:${attachment.id}:end`),
    at: now,
    // A ticket that is registered from a question has the question's id.
    ...(ticket
      ? { ticketId: ticket.id }
      : obligation
        ? { obligationId: obligation.id }
        : { draftId: attachment.ticketId }),
    attachmentId: attachment.id,
  };
  const clearTimers = [{ key: timer.key }];
  if ('kept' in outcome) {
    const { kept, name } = outcome;
    deps.metrics.attachments.inc({ outcome: 'kept' });
    return {
      attachments: [{ ...rest, ...kept, ...(name !== undefined && { name }), state: 'kept' }],
      entries: [{ ...entry, type: 'attachment_kept', ...kept }],
      clearTimers,
    };
  }
  const why = 'lost' in outcome ? outcome.lost : outcome.failed;
  deps.metrics.attachments.inc({ outcome: 'lost' });
  const about = { attachmentId: attachment.id, ticketId: attachment.ticketId };
  deps.log.error({ ...about, code: 'attachment_lost', why }, 'a file was lost');
  return {
    attachments: [{ ...rest, state: 'lost', lostWhy: why }],
    entries: [{ ...entry, type: 'attachment_lost', why }],
    outbox: [lostAnswer(attachment, ticket, why)],
    clearTimers,
  };
}

/** So that evidence is not missed only when it is wanted. */
function lostAnswer(attachment: TicketAttachment, ticket: Ticket | undefined, why: string): Outgoing {
  const { chatId, id, kind, personId } = attachment;
  const { lost, kind: kinds } = CATALOGUES.zh.media;
  const words = why === 'too_large' || why === 'type_refused' || why === 'infected' ? lost[why] : lost.not_fetched;
  return {
    op: 'answer',
    key: `attachment-lost:${id}`,
    chatId,
    priority: 1,
    to: personId,
    content: { lines: [[words(kinds[kind], ticket?.number, SIZE_MAX_WORDS)]] },
    ...(ticket && { ticketId: ticket.id }),
  };
}

function again({ key, kind, subject }: TimerRow, fireAt: number): NewTimer {
  return { key, kind, subject, fireAt };
}
