import { createHash } from 'node:crypto';
import type { Language } from '../cards/catalogue.ts';
import { CATALOGUES } from '../cards/language.ts';
import type { Member, NewText } from '../db/store.ts';
import type { Contract } from '../domain/contract.ts';
import type { Log, Scene } from '../handlers/context.ts';
import type { Attempt } from './attempt.ts';
import type { Deps } from './deps.ts';

export interface SceneParts {
  readonly contract: Contract;
  readonly members: readonly Member[];
  readonly language: Language;
  readonly log: Log;
  readonly attempt: Attempt;
}

/** What any decision is given, whatever caused it. */
export function sceneOf(deps: Deps, { attempt, contract, language, log, members }: SceneParts): Scene {
  const now = deps.clock.now();
  return {
    now,
    contract,
    members,
    log,
    store: deps.store,
    ids: deps.ids,
    text: CATALOGUES[language],
    keepText: (body) => newText(deps.ids.next(now), saltOf(deps.random), body),
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
