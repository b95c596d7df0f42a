import { VersionConflict } from '../db/changes.ts';
import type { Draft } from '../db/records.ts';
import type { TimerRow } from '../db/store.ts';
import { civilDate } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import { levelOf, schemeFor } from '../domain/contract-lookup.ts';
import { maskPersonal } from '../domain/personal-data.ts';
import { clip } from '../domain/plain-text.ts';
import { type DurationMs, MINUTE } from '../domain/types.ts';
import { adviceChanges, adviceTimerKey } from '../handlers/advise-draft.ts';
import type { Scene } from '../handlers/context.ts';
import type { AdviceLevel, AdviceQuestion, Advisor, Suggestion } from './advice-types.ts';
import { type OnWritten, startAttempt } from './attempt.ts';
import type { Deps } from './deps.ts';
import { keyedQueue } from './keyed-queue.ts';
import { contractPeople, sceneOf } from './scene.ts';

const ASKED_AT_ONCE = 4;
/** Waiting for its turn, asking and writing: after this another process may have a try. */
const IN_HAND_MS: DurationMs = MINUTE;
/** A suggestion helps whoever is looking at the question now; after a downtime nobody is. */
const ASKED_WITHIN_MS: DurationMs = 10 * MINUTE;
const TEXT_MAX = 500;
const MEANING_MAX = 80;

/** Asks a language model about words in doubt, behind the timers: a slow model holds up nothing. */
export interface AdviceWork {
  /** The timer of a question fired. It is moved on for as long as asking may take, and ends with the answer. */
  take(scene: Scene, timer: TimerRow): Promise<void>;
  open(): void;
  close(): void;
  /** Resolves when nothing is being asked. */
  idle(): Promise<void>;
}

export function createAdviceWork(deps: Deps, onWritten: OnWritten): AdviceWork {
  const inHand = new Set<string>();
  const queue = keyedQueue({
    limit: ASKED_AT_ONCE,
    // The database failed: the timer fires again.
    onError: (error) => deps.log.error({ err: error }, 'a suggestion could not be written'),
  });
  const count = (outcome: string) => deps.metrics.advice.inc({ outcome });
  const work = async (advisor: Advisor, timer: TimerRow): Promise<void> => {
    const suggestion = await suggested(deps, advisor, timer);
    await write(deps, onWritten, { timer, suggestion, model: advisor.model });
  };
  return {
    async take(scene, timer) {
      const { advisor } = deps;
      const later = { key: timer.key, kind: timer.kind, subject: timer.subject, fireAt: scene.now + IN_HAND_MS };
      if (inHand.has(timer.key)) return scene.commit({ setTimers: [later] });
      if (!advisor || !(await waiting(deps, timer))) return scene.commit({});
      let isWithinLimit = false;
      await scene.commit(async (tx) => {
        isWithinLimit = (await tx.nextAdviceOfDay(civilDate(scene.now))) <= advisor.dailyLimit;
        return isWithinLimit ? { setTimers: [later] } : {};
      });
      if (!isWithinLimit) return count('over_limit');
      inHand.add(timer.key);
      queue.push(timer.key, () => work(advisor, timer).finally(() => inHand.delete(timer.key)));
    },
    open: () => queue.open(),
    close: () => queue.close(),
    idle: () => queue.idle(),
  };
}

/** The question, where nobody has answered it and its words are still those that the timer is about. */
async function waiting({ clock, store }: Deps, { key, subject }: TimerRow): Promise<Draft | undefined> {
  const draft = await store.draft(subject);
  const isAsked = draft?.answer === undefined && draft !== undefined && adviceTimerKey(draft) === key;
  return isAsked && clock.now() - draft.receivedAt <= ASKED_WITHIN_MS ? draft : undefined;
}

async function suggested(deps: Deps, advisor: Advisor, timer: TimerRow): Promise<Suggestion | undefined> {
  const draft = await waiting(deps, timer);
  const contract = deps.contracts.get(timer.contractId);
  if (!draft || !contract) return undefined;
  const members = await deps.store.members(contract.id);
  const names = members.map(({ name }) => name);
  const advice = await advisor.ask(questionOf(contract, maskPersonal(draft.body, { names })));
  deps.metrics.advice.inc({ outcome: advice.outcome });
  if (advice.outcome === 'suggested') return advice.suggestion;
  // Without what was said or answered.
  deps.log.warn({ draftId: draft.id, outcome: advice.outcome, why: advice.why }, 'the language model was of no help');
  return undefined;
}

function questionOf(contract: Contract, masked: string): AdviceQuestion {
  const levelsFor = (systemId: string | undefined): readonly AdviceLevel[] =>
    schemeFor(contract, systemId).levels.flatMap((id) => {
      const level = levelOf(contract, id);
      if (!level) return [];
      const { meaning, name } = level;
      return [{ id, name, ...(meaning !== undefined && { meaning: clip(meaning, MEANING_MAX) }) }];
    });
  return {
    text: clip(masked, TEXT_MAX),
    systems: contract.systems.map(({ aliases, id, name }) => ({ id, name, aliases, levels: levelsFor(id) })),
    levels: levelsFor(undefined),
  };
}

/** What came while somebody answered, or said more, comes to nothing. */
async function write(
  deps: Deps,
  onWritten: OnWritten,
  { model, suggestion, timer }: { timer: TimerRow; suggestion: Suggestion | undefined; model: string },
): Promise<void> {
  const attempt = startAttempt(deps, { kind: 'none' }, onWritten);
  const clearTimers = [{ key: timer.key }];
  const contract = deps.contracts.get(timer.contractId);
  const draft = suggestion && (await waiting(deps, timer));
  if (!suggestion || !draft || !contract) return attempt.commit(timer.contractId, { clearTimers });
  const people = await contractPeople(deps, contract);
  const scene = sceneOf(deps, { contract, ...people, language: 'zh', log: deps.log, attempt });
  const chat = (await deps.store.chatsOf(contract.id)).find(({ id }) => id === draft.chatId);
  const changes = adviceChanges({ ...scene, chat }, draft, suggestion, model);
  try {
    await scene.commit({ ...changes, clearTimers });
  } catch (error) {
    if (!(error instanceof VersionConflict)) throw error;
    await startAttempt(deps, { kind: 'none' }, onWritten).commit(contract.id, { clearTimers });
  }
}
