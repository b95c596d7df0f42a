import { CATALOGUES } from '../cards/language.ts';
import type { NewText, NewTimer } from '../db/changes.ts';
import { VersionConflict } from '../db/changes.ts';
import type { TimerRow } from '../db/store.ts';
import { fillByMachine, type ItemFill } from '../domain/obligations/decide-inspection.ts';
import type { Inspection } from '../domain/obligations/obligation-types.ts';
import { planOf } from '../domain/obligations/plan-of.ts';
import type { CheckItem, Probe } from '../domain/obligations/plan-types.ts';
import { MINUTE } from '../domain/types.ts';
import type { Scene } from '../handlers/context.ts';
import { probedMessages } from '../handlers/inspection-probed.ts';
import { obligationWrites } from '../handlers/obligation-commit.ts';
import { type OnWritten, startAttempt } from './attempt.ts';
import type { Deps } from './deps.ts';
import { keyedQueue } from './keyed-queue.ts';
import type { Probed } from './probe-target.ts';
import { contractPeople, sceneOf } from './scene.ts';

/** Rounds of which the machines are asked at once. */
const ROUNDS_AT_ONCE = 4;
/** Targets of one round that are asked at once. */
const TARGETS_AT_ONCE = 8;
/** All that a round asks: after this another process may have a try. */
const IN_HAND_MS = 2 * MINUTE;
const RUNS_MAX = 3;

/** Asks machines what an inspection wants to know of them, behind the timers: a slow target holds up no reminder. */
export interface ProbeWork {
  /** The timer of a round fired. It is moved on for as long as asking may take, and ends with the answers. */
  take(scene: Scene, timer: TimerRow): Promise<void>;
  open(): void;
  close(): void;
  /** Resolves when nothing is being asked. */
  idle(): Promise<void>;
}

export function createProbeWork(deps: Deps, onWritten: OnWritten): ProbeWork {
  const inHand = new Set<string>();
  const queue = keyedQueue({
    limit: ROUNDS_AT_ONCE,
    // The database failed: the timer fires again.
    onError: (error) => deps.log.error({ err: error }, 'what machines told of an inspection could not be written'),
  });
  const work = async (timer: TimerRow): Promise<void> => {
    const seen = await waiting(deps, timer.subject);
    const targets = seen ? targetsOf(deps, seen) : [];
    const answers = await askedAll(deps, targets);
    for (let run = 1; ; run += 1) {
      try {
        return await write(deps, onWritten, timer, answers);
      } catch (error) {
        if (!(error instanceof VersionConflict) || run === RUNS_MAX) throw error;
      }
    }
  };
  return {
    async take(scene, timer) {
      if (!(await waiting(deps, timer.subject))) return scene.commit({});
      await scene.commit({ setTimers: [again(timer, scene.now + IN_HAND_MS)] });
      if (inHand.has(timer.subject)) return;
      inHand.add(timer.subject);
      queue.push(timer.subject, () => work(timer).finally(() => inHand.delete(timer.subject)));
    },
    open: () => queue.open(),
    close: () => queue.close(),
    idle: () => queue.idle(),
  };
}

interface Target {
  readonly item: CheckItem;
  readonly probe: Probe;
}

interface Answer extends Target {
  readonly probed: Probed;
}

/** A round that machines may fill; after its due instant what they see is another day's. */
async function waiting({ clock, store }: Deps, id: string): Promise<Inspection | undefined> {
  const found = await store.obligation(id);
  return found?.type === 'inspection' && found.state === 'open' && clock.now() <= found.dueAt ? found : undefined;
}

function targetsOf({ contracts }: Deps, inspection: Inspection): readonly Target[] {
  const contract = contracts.get(inspection.contractId);
  const plan = contract && planOf(contract, inspection);
  return (plan?.checklist ?? []).flatMap((item) =>
    item.probe && inspection.results[item.id] === undefined ? [{ item, probe: item.probe }] : [],
  );
}

async function askedAll({ log, probe: ask }: Deps, targets: readonly Target[]): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let from = 0; from < targets.length; from += TARGETS_AT_ONCE) {
    const some = targets.slice(from, from + TARGETS_AT_ONCE);
    answers.push(...(await Promise.all(some.map(async (target) => ({ ...target, probed: await ask(target.probe) })))));
  }
  for (const { item, probed } of answers) {
    if (probed.saw === 'unknown') log.warn({ item: item.id, why: probed.why }, 'a machine could not be asked');
  }
  return answers;
}

/** Fills only what nobody has filled meanwhile, and says of which items nothing could be learned. */
async function write(deps: Deps, onWritten: OnWritten, timer: TimerRow, answers: readonly Answer[]): Promise<void> {
  const attempt = startAttempt(deps, { kind: 'none' }, onWritten);
  const clearTimers = [{ key: timer.key }];
  const seen = await waiting(deps, timer.subject);
  const contract = deps.contracts.get(timer.contractId);
  const plan = seen && contract && planOf(contract, seen);
  if (!contract || !plan || !seen) return attempt.commit(timer.contractId, { clearTimers });
  const people = await contractPeople(deps, contract);
  const scene = sceneOf(deps, { contract, ...people, language: 'zh', log: deps.log, attempt });
  const open = answers.filter(({ item }) => seen.results[item.id] === undefined);
  const told = open.flatMap((answer) => filled(scene, answer));
  const unasked = open.filter(({ probed }) => probed.saw === 'unknown').map(({ item }) => item.id);
  const fills = told.map(({ fill }) => fill);
  const decision = fillByMachine(seen, plan, { fills, unasked }, scene.now);
  if (open.length === 0 || !decision.ok) return scene.commit({ clearTimers });
  const { entry, next } = decision;
  const writes = obligationWrites(scene, [{ seen, next, entry }]);
  const texts = told.flatMap(({ text }) => (text ? [text] : []));
  const items = fills.map(({ itemId }) => itemId);
  const outbox = await probedMessages(scene, { inspection: next, plan }, { items, texts });
  await scene.commit({ ...writes, texts, outbox, clearTimers: [...writes.clearTimers, ...clearTimers] });
}

function filled(
  scene: Scene,
  { item, probed }: Answer,
): readonly { readonly fill: ItemFill; readonly text?: NewText }[] {
  const { probe: words } = CATALOGUES.zh.inspection;
  switch (probed.saw) {
    case 'unknown':
      return [];
    case 'value':
      return [{ fill: { itemId: item.id, value: probed.value } }];
    case 'normal': {
      const text = scene.keepText(words.answered(probed.tookMs));
      return [{ fill: { itemId: item.id, outcome: 'normal', note: text.ref }, text }];
    }
    case 'anomaly': {
      const { why } = probed;
      const text = scene.keepText(typeof why === 'string' ? words[why] : words.status(why.status));
      return [{ fill: { itemId: item.id, outcome: 'anomaly', note: text.ref }, text }];
    }
  }
}

function again({ key, kind, subject }: TimerRow, fireAt: number): NewTimer {
  return { key, kind, subject, fireAt };
}
