import { type Clock, type DurationMs, type Instant, SECOND } from '../../domain/types.ts';
import type { PlatformLog } from '../deps.ts';
import type { ActionUpdate, MessageUpdate, Receiver } from '../types.ts';
import type { PostedCards } from './posted-cards.ts';
import type { Quota } from './quota.ts';
import type { Session, SessionWebhooks } from './session-webhooks.ts';
import { toUpdate, type UpdateInput } from './to-update.ts';
import type { EntranceEvents, TapAnswers, TapRepaint } from './types.ts';

/** DingTalk names no tap: one that comes again so soon, while nobody has answered it, is the same. */
const SAME_TAP_MS: DurationMs = 3 * SECOND;

export interface EarParts extends UpdateInput {
  readonly clock: Clock;
  readonly log: PlatformLog;
  readonly receiver: Pick<Receiver, 'receive'>;
  readonly sessions: Pick<SessionWebhooks, 'heard'>;
  readonly answers: Pick<TapAnswers, 'wait'>;
  readonly posted: Pick<PostedCards, 'cardOf'>;
  readonly quota: Pick<Quota, 'count' | 'exhausted' | 'settle'>;
}

/** What takes a callback in, by whichever way. */
export function createEar(parts: EarParts): EntranceEvents['callback'] {
  const { answers, log, posted, quota, receiver, sessions } = parts;
  const once = oncePerTap(parts.clock);

  const note = async (chat: string, session: Session): Promise<void> => {
    try {
      await sessions.heard(chat, session);
    } catch (error) {
      log.warn({ err: error }, 'it could not be noted how to answer in a chat');
    }
  };

  /** DingTalk names a quoted card by the message that shows it. */
  const withCard = async (update: MessageUpdate): Promise<MessageUpdate> => {
    const handle = update.quote?.handle;
    const card = handle === undefined ? undefined : await posted.cardOf(handle);
    return card === undefined ? update : { ...update, quote: { ...update.quote, handle: card } };
  };

  /** It never fails, and DingTalk shall not wait for it. */
  const heard = () => {
    quota.count('message');
    void quota.settle();
  };

  const takeMessage = async (update: MessageUpdate, session: Session | undefined): Promise<void> => {
    // Before the message: its answer may need it at once.
    if (session) await note(update.chat.externalId, session);
    await receiver.receive(await withCard(update));
    heard();
    if (update.withheld) await quota.exhausted('messages');
  };

  const takeTap = async (update: ActionUpdate, deliveryId: string): Promise<TapRepaint | undefined> => {
    // Before it is stored: it may be answered at once.
    const { handle, receivedAt } = update;
    const answer = answers.wait({ deliveryId, receivedAt, ...(handle !== undefined && { outTrackId: handle }) });
    const outcome = await receiver.receive(update);
    heard();
    return outcome === 'duplicate' ? undefined : answer;
  };

  return async (raw) => {
    const parsed = toUpdate(raw, parts);
    if ('ignored' in parsed) {
      log.info({ deliveryId: raw.deliveryId, why: parsed.ignored }, 'a callback is left alone');
      heard();
      return undefined;
    }
    const { session, update } = parsed;
    if (update.type === 'action') return once(update, () => takeTap(update, raw.deliveryId));
    await takeMessage(update, session);
    return undefined;
  };
}

interface RecentTap {
  readonly at: Instant;
  readonly result: Promise<TapRepaint | undefined>;
  isAnswered: boolean;
}

/** Takes a tap that comes twice, under two names, in quick succession for one. */
function oncePerTap(clock: Clock) {
  const recent = new Map<string, RecentTap>();

  return async (
    { action, form, from, handle, subject, version }: ActionUpdate,
    take: () => Promise<TapRepaint | undefined>,
  ): Promise<TapRepaint | undefined> => {
    const now = clock.now();
    for (const [key, { at }] of recent) if (now < at || now - at > SAME_TAP_MS) recent.delete(key);
    const key = JSON.stringify([handle, from.userId, action, version, subject, form]);
    const before = recent.get(key);
    if (before && !before.isAnswered) return before.result;
    const tap: RecentTap = { at: now, result: take(), isAnswered: false };
    recent.set(key, tap);
    try {
      const repaint = await tap.result;
      tap.isAnswered = repaint !== undefined;
      return repaint;
    } catch (error) {
      // It is not stored: the next one counts.
      if (recent.get(key) === tap) recent.delete(key);
      throw error;
    }
  };
}
