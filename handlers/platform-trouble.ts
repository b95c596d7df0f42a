import { z } from 'zod';
import type { Catalogue } from '../cards/catalogue.ts';
import { mentions, withRole } from '../cards/ticket-view.ts';
import type { Changes, Outgoing } from '../db/changes.ts';
import { civilDate, dayRange } from '../domain/civil.ts';
import { eventId } from '../domain/types.ts';
import type { PlatformTrouble } from '../platforms/types.ts';
import type { Scene } from './context.ts';
import { commonGroups } from './group-chat.ts';
import { withoutLeadingSpace } from './messages.ts';

const told = z.object({ platform: z.string(), code: z.string(), of: z.string() });

/** The name that people have for a platform. */
export function platformName(platform: string, text: Catalogue): string {
  return text.platform.names[platform] ?? platform;
}

/**
 * The contract's managers are told what they have to settle with a platform, once a day: in a group there, and in one of each other
 * platform, since what is in trouble may not bring the news.
 * @returns nothing where they were told today
 */
export async function troubleChanges(
  scene: Scene,
  platform: string,
  trouble: PlatformTrouble,
): Promise<Pick<Changes, 'entries' | 'outbox'>> {
  const { contract, ids, members, now, store, text } = scene;
  const { code, of } = trouble;
  const day = civilDate(now);
  const entries = await store.entries(contract.id, ['platform_trouble'], dayRange(day).from, now + 1);
  const isTold = entries.some(({ body }) => {
    const seen = told.safeParse(JSON.parse(body)).data;
    return seen?.platform === platform && seen.code === code && seen.of === of;
  });
  if (isTold) return {};
  const managers = mentions(withRole(members, 'manager'));
  const words = code === 'quota_low' ? text.platform.quotaLow : text.platform.quotaExhausted;
  const line = words[of](managers, platformName(platform, text), usedWords(trouble));
  const groups = await commonGroups(scene);
  return {
    entries: [{ id: eventId(ids.next(now)), at: now, type: 'platform_trouble', platform, ...trouble }],
    outbox: groups.map(
      ({ id }): Outgoing => ({
        op: 'post',
        key: `trouble:${contract.id}:${platform}:${code}:${of}:${day}:${id}`,
        chatId: id,
        priority: 1,
        content: { lines: [withoutLeadingSpace(line)] },
      }),
    ),
  };
}

function usedWords({ limit, used }: PlatformTrouble): string {
  return used === undefined || limit === undefined ? '' : `${used}/${limit}`;
}
