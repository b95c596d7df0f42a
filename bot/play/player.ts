import type { Logger } from 'pino';
import type { Contract } from '../../domain/contract.ts';
import type { Instant } from '../../domain/types.ts';
import { standingClock } from '../clock.ts';
import { fillIn, perform } from './act.ts';
import { report } from './alert.ts';
import { type Cast, castOf } from './cast.ts';
import { check } from './check.ts';
import { checkScores } from './check-score.ts';
import { toList } from './mismatch.ts';
import { observe } from './observe.ts';
import type { Scenario } from './parse.ts';
import { fail, mark, type Play, type Played } from './play-state.ts';
import type { Step } from './read-step.ts';
import { scoresTouched } from './scores.ts';
import { Stage } from './stage.ts';
import type { PlayWorld } from './world.ts';

export interface PlayOptions {
  /** An empty database, or one of an earlier play that was emptied. */
  readonly url: string;
  readonly contracts: readonly Contract[];
  readonly world: (cast: Cast, now: () => Instant) => PlayWorld | Promise<PlayWorld>;
  readonly log: Logger;
  /** What everything comes to is worked out at the end. */
  readonly wantsScores?: boolean;
}

/**
 * Plays a scenario with the true program on a clock that stands still between its steps.
 * @throws {NotForPlay} the database is somebody's installation
 */
export async function play(scenario: Scenario, options: PlayOptions): Promise<Played> {
  const cast = castOf(scenario);
  const clock = standingClock(scenario.start);
  const now = (): Instant => clock.now();
  const world = await options.world(cast, now);
  const { log, url, wantsScores = false } = options;
  const contracts = servedContracts(cast, options.contracts);
  try {
    const stage = await Stage.set({
      url,
      contracts,
      cast,
      world,
      clock,
      log,
      recurring: scenario.recurring,
      seed: scenario.name,
    });
    return await playOn(stage, { scenario, cast, contracts, world, now, wantsScores });
  } finally {
    await world.close?.();
  }
}

/** Those of its groups: the program looks after each that it has. All of them where a group has still to be told its contract. */
function servedContracts(cast: Cast, contracts: readonly Contract[]): readonly Contract[] {
  if (!cast.chats.every(({ isBound }) => isBound)) return contracts;
  return contracts.filter(({ id }) => cast.contracts.includes(id));
}

async function playOn(
  stage: Stage,
  given: Pick<Play, 'scenario' | 'cast' | 'contracts' | 'world' | 'now'> & { readonly wantsScores: boolean },
): Promise<Played> {
  const { cast, now, scenario, world } = given;
  const group = cast.chats[0]?.key ?? '';
  const current: Play = { ...given, stage, failures: [], marks: [], openForms: [], group, seenUntil: 0 };
  try {
    for (const step of scenario.steps) await playStep(current, step);
    const { line = 1 } = scenario.steps.at(-1) ?? {};
    for (const actual of world.complaints?.() ?? [])
      fail(current, line, { what: 'platform', expected: 'none', actual });
    const end = await observe(stage.store, cast.contracts, { now: now(), verifies: true });
    const scores = given.wantsScores ? await scoresTouched(current) : [];
    const { failures, marks } = current;
    return { scenario, cast, failures, marks, end, scores, shown: world.shown, privateChat: world.privateChat };
  } finally {
    await stage.strike();
  }
}

async function playStep(play: Play, step: Step): Promise<void> {
  const { stage } = play;
  await stage.runTo(step.at);
  switch (step.kind) {
    case 'act':
      for (const act of step.acts) await perform(play, act, step.line);
      if (step.handled) await settle(play);
      break;
    case 'alert':
      await report(play, step.alert, step.line);
      if (step.handled) await settle(play);
      break;
    case 'redeliver':
      for (let time = 0; time < step.times; time++) await redeliver(play, step.line);
      await stage.settle();
      break;
    case 'down':
      mark(play, { text: 'down' });
      await stage.down();
      break;
    case 'up':
      mark(play, { text: 'up' });
      await stage.up();
      await settle(play);
      break;
    case 'wait':
      break;
  }
  if (step.expect) await expectAt(play, step.line, step.expect);
}

/** Until the bot has nothing to do, and nobody anything to fill in that it asks for. */
async function settle(play: Play): Promise<void> {
  do await play.stage.settle();
  while (await fillIn(play));
}

async function redeliver(play: Play, line: number): Promise<void> {
  mark(play, { text: 'delivered again' });
  if (await play.stage.redeliver()) return;
  fail(play, line, { what: 'redeliver', expected: 'an update that was delivered', actual: 'none, or the bot is down' });
}

async function expectAt(play: Play, line: number, expect: NonNullable<Step['expect']>): Promise<void> {
  const { cast, contracts, stage, world } = play;
  const verifies = expect.verify !== undefined;
  const seen = await observe(stage.store, cast.contracts, { now: play.now(), verifies });
  const fresh = world.shown.slice(play.seenUntil);
  play.seenUntil = world.shown.length;
  const mismatches = [
    ...check(expect, { seen, world, fresh, cast, contracts }),
    ...(await checkScores(play, toList(expect.score))),
  ];
  for (const mismatch of mismatches) fail(play, line, mismatch);
}
