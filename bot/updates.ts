import { CATALOGUES, languageOf } from '../cards/language.ts';
import { LeaseLost, type Outgoing, VersionConflict } from '../db/changes.ts';
import type { Chat } from '../db/records.ts';
import { takeAlerts } from '../handlers/alert.ts';
import type { Log, UpdateContext } from '../handlers/context.ts';
import { registerHandlers } from '../handlers/routes.ts';
import { meetUnboundChat } from '../handlers/unbound-chat.ts';
import type { Update } from '../platforms/types.ts';
import { alertScene } from './alert-scene.ts';
import type { Attempt } from './attempt.ts';
import type { Deps } from './deps.ts';
import { Composer } from './router.ts';
import { loadContext, NO_CONTRACT } from './update-context.ts';

/** Handles one update in one attempt. */
export type HandleUpdate = (update: Update, attempt: Attempt, log: Log) => Promise<void>;

/** The pipeline: load what is known about chat and person, then the handlers. */
export function updatePipeline(deps: Deps): HandleUpdate {
  const handlers = new Composer();
  registerHandlers(handlers);
  const router = new Composer();
  router.errorBoundary(logAndThrow, handlers.middleware());
  const run = router.middleware();
  return async (update, attempt, log) => {
    if (update.type === 'alert') return takeAlerts(await alertScene(deps, update, attempt, log));
    const loaded = await loadContext(deps, update, attempt, log);
    if (loaded.kind === 'ready') {
      await run(loaded.ctx, async () => log.debug({}, 'no handler took this update'));
    } else if (loaded.chat.contractId === undefined) {
      await meetUnboundChat(loaded.ctx);
    } else if (isForBot(update)) {
      // It is another process's contract, or the pack is gone.
      await attempt.commit(NO_CONTRACT, { outbox: [sayUnbound(update, loaded.chat)] });
    }
  };
}

/** The boundary knows whom the error met; what becomes of the update is the inbox's decision. */
async function logAndThrow(error: unknown, ctx: UpdateContext): Promise<void> {
  if (!(error instanceof VersionConflict || error instanceof LeaseLost)) {
    ctx.log.error({ err: error, contractId: ctx.contract.id, chatId: ctx.chat.id }, 'a handler failed');
  }
  throw error;
}

function isForBot(update: Update): boolean {
  return update.type !== 'message' || update.addressed;
}

function sayUnbound(update: Update, chat: Chat): Outgoing {
  const { system } = CATALOGUES[update.type === 'message' ? languageOf(update.text) : 'zh'];
  return {
    key: `unbound:${update.platform}:${update.updateId}`,
    chatId: chat.id,
    priority: 2,
    op: 'post',
    content: { lines: [[chat.kind === 'private' ? system.noContract : system.contractMissing]] },
  };
}

/** What a person is told whose update failed for good. */
export function apologyFor(update: Update, chat: Chat): Outgoing {
  const { system } = CATALOGUES[update.type === 'message' ? languageOf(update.text) : 'zh'];
  return {
    key: `failed:${update.platform}:${update.updateId}`,
    chatId: chat.id,
    priority: 1,
    op: 'post',
    content: { lines: [[system.failed]] },
  };
}
