import type { ContractEvent, Outgoing } from '../db/changes.ts';
import { DAY, eventId, HOUR, type Instant } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { supervisorsOf } from './finding-view.ts';
import { endedAt, gradingOf } from './grading.ts';
import type { Routine } from './routine-types.ts';
import { nextEnd, periodGroups } from './sign-scope.ts';
import { tellEach } from './tell-each.ts';

/** After the end of a period at midnight, when people are at work. */
const AFTER_END_MS = 9 * HOUR;
/** What ended before is graded by asking for it; after a long downtime nobody is asked for what is long over. */
const ASKED_WITHIN_MS = 31 * DAY;

/** When a period is over each grader is asked for what only people can give, with ranges and until when. */
export const gradingRound: Routine = {
  name: 'grading',
  nextAt({ contract }, after) {
    const end = nextEnd({ contract }, after - AFTER_END_MS);
    return end === undefined ? undefined : end + AFTER_END_MS;
  },
  async changes(scene, dueAt) {
    const outbox: Outgoing[] = [];
    const entries: ContractEvent[] = [];
    for (const { period, tables } of endedSince(scene, dueAt - AFTER_END_MS)) {
      const card = await gradingOf(scene, period, tables);
      if (!card) continue;
      const key = `grading:${scene.contract.id}:${period.from}:${period.to}`;
      const content = { lines: [], card };
      outbox.push(
        ...(await tellEach(scene, supervisorsOf(scene), (to) => ({ key: `${key}:${to}`, priority: 2, content }))),
      );
      entries.push({
        ...{ id: eventId(scene.ids.next(scene.now)), at: scene.now, type: 'grades_asked' },
        ...{ period: period.label, from: period.from, to: period.to, tables },
      });
    }
    return { outbox, entries };
  },
};

/** The periods that ended from then on until now, each once. */
function endedSince(scene: Scene, from: Instant) {
  const { contract, now } = scene;
  const ends = new Set(periodGroups(scene).map(({ period }) => period.to));
  return [...ends]
    .filter((end) => end >= Math.max(from, now - ASKED_WITHIN_MS) && end <= now)
    .toSorted((a, b) => a - b)
    .flatMap((end) => endedAt(contract.tables, contract.term, end));
}
