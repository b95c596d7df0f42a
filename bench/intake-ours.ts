import { createInbox } from '../bot/inbox.ts';
import { memoryMedia } from '../bot/media-folder.ts';
import { createMetrics } from '../bot/metrics.ts';
import { plainPapers } from '../bot/plain-papers.ts';
import { updatePipeline } from '../bot/updates.ts';
import { openStore } from '../db/open.ts';
import type { Contract } from '../domain/contract.ts';
import type { Contender } from './intake-contender.ts';
import { benchReport } from './report.ts';
import { ids, PLATFORM, seat, silent, wallClock } from './stage.ts';
import { questions } from './statement-count.ts';

const CHATS = 32;

/** The product's own way: inbox, pipeline, router, handler, decision, commit. The dispatcher is not part of it. */
export async function ours(url: string, contract: Contract): Promise<Contender> {
  const store = await openStore(url, { clock: wallClock, random: Math.random });
  await seat(store, contract, { chats: CHATS, people: 1 });
  const waiting = new Map<string, () => void>();
  const media = memoryMedia();
  const deps = {
    store,
    ids,
    clock: wallClock,
    random: Math.random,
    log: silent,
    metrics: createMetrics(),
    media,
    papers: plainPapers(media),
    probe: async () => ({ saw: 'unknown' as const, why: 'nothing is asked here' }),
    admins: [],
    owner: 'bench',
    contracts: new Map([[contract.id, contract]]),
    routines: [],
    platforms: new Map(),
    pause: async () => undefined,
  };
  const inbox = createInbox(deps, updatePipeline(deps), ({ rows }) => {
    for (const { outgoing } of rows) {
      waiting.get(outgoing.chatId)?.();
      waiting.delete(outgoing.chatId);
    }
  });
  inbox.open();
  return {
    url,
    async handleOne(chat) {
      const committed = new Promise<void>((resolve) => waiting.set(`${PLATFORM}:g${chat}`, resolve));
      await inbox.receive(benchReport(chat, 'p0'));
      await committed;
    },
    statements: () => questions(url),
    async close() {
      await inbox.idle();
      inbox.close();
      await store.close();
    },
  };
}
