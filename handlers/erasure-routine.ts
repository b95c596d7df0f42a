import type { Changes } from '../db/changes.ts';
import type { FileToErase, TextToErase } from '../db/records.ts';
import { dayOf, startOfDay } from '../domain/civil.ts';
import { erasedBefore } from '../domain/erasure.ts';
import { offPeak } from '../domain/off-peak.ts';
import { HOUR, type Instant } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { erasureOf, privateNames } from './erasure.ts';
import { isPackOutdated } from './pack-in-force.ts';
import type { Routine } from './routine-types.ts';

/** In the night, when nobody waits for the database. */
const RUNS_AT_MS = 3 * HOUR;
const PAGE_MAX = 500;
/** More than some weeks bring; what an older database has beyond it follows in the next nights. */
const TEXTS_MAX = 5_000;

/** Each night personal data of tickets that ended long enough ago is erased. */
export const erasureRoutine: Routine = {
  name: 'erasure',
  nextAt({ contract }, after) {
    if (!contract.personalData) return undefined;
    const day = dayOf(after);
    const runs = [day, day + 1].map((one) => offPeak(startOfDay(one) + RUNS_AT_MS, contract.id));
    return runs.find((at) => at > after);
  },
  async changes(scene): Promise<Changes> {
    const { contract, now } = scene;
    // What is erased is gone: a replica that has not read the newest pack yet leaves it for another night.
    if (!contract.personalData || (await isPackOutdated(scene))) return {};
    const endedBefore = erasedBefore(contract.personalData, now);
    const found = await textsDue(scene, endedBefore);
    // Of words that belong to no ticket nobody can tell whom they name: it may be any of those who only report.
    const everyone = privateNames(
      scene.members,
      scene.members.map(({ id }) => id),
    );
    const namesOf = ({ ticket }: TextToErase) => (ticket ? privateNames(scene.members, ticket.reporters) : everyone);
    const tickets = new Map(found.flatMap((text) => (text.ticket ? [[text.ticket.id, namesOf(text)] as const] : [])));
    const { entries, erasure } = await erasureOf(
      scene,
      {
        texts: found.map((text) => ({ id: text.id, body: text.body, names: namesOf(text) })),
        tickets: [...tickets].map(([id, names]) => ({ id, names })),
        files: (await filesDue(scene, endedBefore)).map((file) => ({ ...file, names: everyone })),
      },
      { why: 'kept_for' },
    );
    return { entries: entries ?? [], erasure: { ...erasure, alertsBefore: endedBefore } };
  },
};

/** Of questions that never became tickets. */
async function filesDue({ contract, store }: Scene, before: Instant): Promise<readonly FileToErase[]> {
  const found: FileToErase[] = [];
  for (let after = ''; ; ) {
    const page = await store.filesToErase(contract.id, before, { after, limit: PAGE_MAX });
    found.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_MAX) return found;
    after = last.id;
  }
}

async function textsDue({ contract, store }: Scene, endedBefore: Instant): Promise<readonly TextToErase[]> {
  const found: TextToErase[] = [];
  for (let after: string | undefined; found.length < TEXTS_MAX; ) {
    const page = await store.textsToErase(contract.id, endedBefore, {
      limit: PAGE_MAX,
      ...(after !== undefined && { after }),
    });
    found.push(...page.texts);
    after = page.last;
    if (after === undefined) break;
  }
  return found;
}
