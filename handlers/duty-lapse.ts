import type { DutyRequestView } from '../cards/duty-request-card.ts';
import { mentions } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import type { Changes, ContractEvent, Outgoing, RosterWrite } from '../db/changes.ts';
import { openRequests, requestEndsAt, requestId } from '../domain/duty-change.ts';
import type { DutyChange } from '../domain/roster-types.ts';
import { type ChatId, MINUTE } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { dutyWrites, refreshRequest, requestView } from './duty-changes.ts';
import { groupOf } from './group-chat.ts';
import type { Routine } from './routine-types.ts';

/** A request to swap that nobody has answered ends when its day has come, and the asker is told. */
export const dutyLapse: Routine = {
  name: 'duty_lapse',
  nextAt({ roster }, after) {
    const ends = openRequests(roster.changes).map(requestEndsAt);
    if (ends.length === 0) return undefined;
    // Whatever should have ended one at its time did not: it is due again a minute later, or at once after that.
    const due = ends.map((end) => (end > after ? end : Math.max(end + MINUTE, after + 1)));
    return Math.min(...due);
  },
  async changes(scene): Promise<Changes> {
    const due = openRequests(scene.roster.changes).filter((request) => requestEndsAt(request) <= scene.now);
    const group = await groupOf(scene, { people: due.flatMap((request) => request.map(({ askedBy }) => askedBy)) });
    return lapsedRequests(scene, due, group?.id, ({ asker }) => scene.text.roster.request.lapsed(mentions([asker])));
  },
};

/** Ends requests that nobody has answered: their cards show it, and those concerned are told. @param chatId of the group, if there is one */
export async function lapsedRequests(
  scene: Scene,
  requests: readonly (readonly DutyChange[])[],
  chatId: ChatId | undefined,
  line: (view: DutyRequestView) => Line,
): Promise<{
  readonly roster: readonly RosterWrite[];
  readonly entries: readonly ContractEvent[];
  readonly outbox: readonly Outgoing[];
}> {
  const roster: RosterWrite[] = [];
  const entries: ContractEvent[] = [];
  const outbox: Outgoing[] = [];
  for (const [first] of requests) {
    // As it stands now: it may have been answered a moment ago.
    const request = first ? await scene.store.dutyRequest(requestId(first)) : [];
    if (request.length === 0 || request.some(({ state }) => state !== 'asked')) continue;
    const steps = request.map((seen) => {
      const next = { ...seen, state: 'withdrawn', version: seen.version + 1 } as const;
      return { seen, next };
    });
    const writes = dutyWrites(scene, steps, 'duty_swap_lapsed');
    const view = requestView(
      scene,
      steps.map(({ next }) => next),
      'lapsed',
    );
    roster.push(...writes.roster);
    entries.push(...writes.entries);
    if (!view) continue;
    outbox.push(...(await refreshRequest(scene, view)));
    if (chatId === undefined) continue;
    const key = `duty-lapsed:${view.id}`;
    outbox.push({ op: 'post', key, chatId, priority: 1, content: { lines: [line(view)] } });
  }
  return { roster, entries, outbox };
}
