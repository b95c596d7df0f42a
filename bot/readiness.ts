import { type Instant, SECOND } from '../domain/types.ts';
import type { Deps } from './deps.ts';
import type { Presence } from './presence.ts';
import type { Speech } from './speech.ts';
import { withTimeLimit } from './time-limit.ts';
import type { Troubles } from './troubles.ts';

const PING_LIMIT_MS = 2 * SECOND;

/** Whether the program can do its work, and in words why it can't. */
export async function readiness(state: {
  readonly deps: Pick<Deps, 'store' | 'clock'>;
  readonly isStarted: boolean;
  /** Since when the work loop meets errors. */
  readonly failingSince: Instant | undefined;
  /** What the instance guard says. */
  readonly mute: string | undefined;
  readonly presence: Pick<Presence, 'disconnected'>;
  readonly speech: Pick<Speech, 'muteSince'>;
  readonly troubles: Pick<Troubles, 'exhausted'>;
}): Promise<{ ready: boolean; reasons: string[] }> {
  const reasons: string[] = [];
  if (!state.isStarted) reasons.push('the bot is starting');
  try {
    await withTimeLimit(state.deps.store.ping(), PING_LIMIT_MS, 'the database');
  } catch (error) {
    reasons.push(`the database does not answer: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (state.failingSince !== undefined) {
    reasons.push(`the work loop has failed since ${new Date(state.failingSince).toISOString()}; the log says why`);
  }
  if (state.mute !== undefined) reasons.push(state.mute);
  for (const { platform, reason } of state.presence.disconnected()) {
    reasons.push(`the connection to ${platform} is lost: ${reason}`);
  }
  for (const { from, platform } of state.speech.muteSince(state.deps.clock.now())) {
    reasons.push(`${platform} has taken no message since ${new Date(from).toISOString()}`);
  }
  for (const { of, platform } of state.troubles.exhausted(state.deps.clock.now())) {
    reasons.push(`${platform} has used up the month's quota of ${of}: messages are lost or can't be sent`);
  }
  return { ready: reasons.length === 0, reasons };
}
