import type { Update } from '../platforms/types.ts';

/**
 * The update as it may be kept: of a message that was not meant for the bot only that it was there, and whose. What people
 * say to each other is none of ours, and no handler reads it.
 */
export function withoutOverheard(update: Update): Update {
  if (update.type !== 'message' || update.addressed) return update;
  const { attachments: _attachments, quote: _quote, ...message } = update;
  return { ...message, text: '' };
}
