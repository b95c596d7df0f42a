import { createHash } from 'node:crypto';
import type { Language } from '../cards/catalogue.ts';
import { CATALOGUES } from '../cards/language.ts';
import type { NewText } from '../db/changes.ts';
import type { Member, TaughtName } from '../db/records.ts';
import { dayOf, startOfDay } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import type { Roster } from '../domain/roster-types.ts';
import { DAY } from '../domain/types.ts';
import type { Log, Scene } from '../handlers/context.ts';
import type { Attempt } from './attempt.ts';
import type { Deps } from './deps.ts';
import { packsOver } from './packs-over.ts';

/** Everybody of a contract, who of them is on duty when, and what they call its systems. */
export interface People {
  readonly members: readonly Member[];
  readonly taught: readonly TaughtName[];
  readonly roster: Roster;
}

export interface SceneParts extends People {
  readonly contract: Contract;
  readonly language: Language;
  readonly log: Log;
  readonly attempt: Attempt;
}

/** Changes of the plan that ended before a day ago belong to turns that are over. */
const CHANGES_KEPT_MS = 2 * DAY;

export async function contractPeople(
  { clock, store }: Pick<Deps, 'clock' | 'store'>,
  contract: Contract,
): Promise<People> {
  // The same instant all day long, so that the read is used again.
  const from = startOfDay(dayOf(clock.now())) - CHANGES_KEPT_MS;
  const [members, planned, taught] = await Promise.all([
    store.members(contract.id),
    store.rosterOf(contract.id, from),
    store.taughtNames(contract.id),
  ]);
  return { members, taught, roster: { rotas: contract.rotas, members, ...planned } };
}

export async function rosterOf(deps: Pick<Deps, 'clock' | 'store'>, contract: Contract): Promise<Roster> {
  return (await contractPeople(deps, contract)).roster;
}

/** What any decision is given, whatever caused it. */
export function sceneOf(deps: Deps, { attempt, contract, language, log, members, roster, taught }: SceneParts): Scene {
  const now = deps.clock.now();
  return {
    now,
    contract,
    members,
    roster,
    log,
    store: deps.store,
    platforms: new Set(deps.platforms.keys()),
    ids: deps.ids,
    text: CATALOGUES[language],
    packsOver: (from, to) => packsOver({ store: deps.store, log }, contract, from, to),
    papers: deps.papers,
    ...(deps.fileLink && { fileLink: deps.fileLink }),
    taught,
    hasAdvisor: deps.advisor !== undefined,
    keepText: (body) => newText(deps.ids.next(now), saltOf(deps.random), body),
    sha256,
    commit: (changes) => attempt.commit(contract.id, changes),
  };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function newText(id: string, salt: string, body: string): NewText {
  return { ref: { id, hash: sha256(salt + body) }, salt, body };
}

/** 128 bits: without it a short text could be guessed from its hash, also after its body was erased. */
function saltOf(random: () => number): string {
  const word = () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return word() + word() + word() + word();
}
