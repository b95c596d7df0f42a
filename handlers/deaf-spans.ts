import { z } from 'zod';
import type { DeafSpan } from '../cards/timeline-card.ts';
import type { LedgerEntry } from '../db/records.ts';
import type { DeafStretch } from '../domain/assessment/deaf-stretch.ts';
import { type ChatId, DAY, type Instant } from '../domain/types.ts';
import type { Scene } from './context.ts';

const DEAFNESS = ['bot_deaf', 'bot_mute'] as const;
/** What the record of deafness says; more than that is not needed here. */
const deafness = z.object({ platform: z.string().optional(), from: z.number(), to: z.number() });

/** An interval is recorded when it is over; one that was longer than this is not looked for behind a ticket's end. */
const LONGEST_GAP_MS = 30 * DAY;
const ENTRIES_MAX = 5_000;

/** Times that touch [from, until] in which the bot could not hear or speak on the chat's platform, the oldest first. */
export async function deafSpans(
  scene: Scene,
  chat: ChatId,
  from: Instant,
  until: Instant,
): Promise<readonly DeafSpan[]> {
  const stretches = await deafStretches(scene, from, until);
  return stretches
    .filter(({ platform }) => platform === undefined || chat.startsWith(`${platform}:`))
    .map((span) => ({ from: span.from, to: span.to }));
}

/** The same on every platform. */
export async function deafStretches(
  { store, contract, now }: Pick<Scene, 'store' | 'contract' | 'now'>,
  from: Instant,
  until: Instant,
): Promise<readonly DeafStretch[]> {
  const recordedBy = Math.min(now, until + LONGEST_GAP_MS) + 1;
  const entries = await store.entries(contract.id, DEAFNESS, from, recordedBy, ENTRIES_MAX);
  return entries
    .flatMap((entry) => spanOf(entry))
    .filter((span) => span.from <= until && span.to >= from)
    .map(({ platform, ...span }) => ({ ...(platform !== undefined && { platform }), from: span.from, to: span.to }));
}

function spanOf({ body }: LedgerEntry): z.infer<typeof deafness>[] {
  const parsed = deafness.safeParse(JSON.parse(body));
  return parsed.success ? [parsed.data] : [];
}
