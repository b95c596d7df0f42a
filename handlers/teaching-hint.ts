import { z } from 'zod';
import type { Changes } from '../db/changes.ts';
import { mayTeach } from '../domain/taught-name.ts';
import { eventId } from '../domain/types.ts';
import type { UpdateContext } from './context.ts';
import { say, updateKey } from './messages.ts';
import { exampleOf } from './teach.ts';

/** More people than a contract has. */
const HINTED_MAX = 1_000;
const hinted = z.object({ by: z.string() });

/**
 * He has just told the system of a report that named none which the bot knows: once he is told that he can teach it what people call
 * the system. Nothing for those who may not.
 */
export async function teachingHint(ctx: UpdateContext, systemId: string): Promise<Pick<Changes, 'entries' | 'outbox'>> {
  const { actor, chat, contract, ids, now, person, store, text } = ctx;
  if (!mayTeach(actor)) return {};
  const before = await store.entries(contract.id, ['teaching_hinted'], 0, now + 1, HINTED_MAX);
  if (before.some(({ body }) => hinted.safeParse(JSON.parse(body)).data?.by === person.id)) return {};
  const { hint, sample } = text.teaching;
  return {
    entries: [{ id: eventId(ids.next(now)), at: now, by: person.id, type: 'teaching_hinted' }],
    outbox: [
      {
        ...{ op: 'answer', key: `teaching:${updateKey(ctx)}`, chatId: chat.id, priority: 2, to: person.id },
        content: say(hint(exampleOf(ctx, sample, systemId))),
        // A hint is worth no message to a whole group.
        onlyAlone: true,
      },
    ],
  };
}
