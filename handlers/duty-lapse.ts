import { mentions } from '../cards/ticket-view.ts';
import type { Changes, ContractEvent, Outgoing, RosterWrite } from '../db/store.ts';
import { openRequests, requestEndsAt, requestId } from '../domain/duty-change.ts';
import { DAY } from '../domain/types.ts';
import { dutyWrites, refreshRequest, requestView } from './duty-changes.ts';
import { groupOf } from './group-chat.ts';
import type { Routine } from './routine-types.ts';

/** A request to swap that nobody has answered ends when its day has come, and the asker is told. */
export const dutyLapse: Routine = {
  name: 'duty_lapse',
  nextAt({ roster }, after) {
    const ends = openRequests(roster.changes).map(requestEndsAt);
    if (ends.length === 0) return undefined;
    const later = ends.filter((end) => end > after);
    // Those that have ended are written by the run that is due; a day later at the latest.
    return later.length > 0 ? Math.min(...later) : after + DAY;
  },
  async changes(scene): Promise<Changes> {
    const roster: RosterWrite[] = [];
    const entries: ContractEvent[] = [];
    const outbox: Outgoing[] = [];
    const group = await groupOf(scene);
    for (const { id } of openRequests(scene.roster.changes).map(([first]) => ({ id: first && requestId(first) }))) {
      // As it stands now: it may have been answered a moment ago.
      const request = id === undefined ? [] : await scene.store.dutyRequest(id);
      const isOver = request.every(({ state }) => state === 'asked') && requestEndsAt(request) <= scene.now;
      if (request.length === 0 || !isOver) continue;
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
      if (!group) continue;
      const lines = [scene.text.roster.request.lapsed(mentions([view.asker]))];
      const key = `duty-lapsed:${view.id}`;
      outbox.push({ op: 'post', key, chatId: group.id, priority: 1, content: { lines } });
    }
    return { roster, entries, outbox };
  },
};
