import { assert } from '../domain/assert.ts';
import type { Instant } from '../domain/types.ts';
import type { MovableClock } from './clock.ts';
import type { Bot } from './types.ts';

/** More instants than a year of a busy contract has: a bot that is due for ever would otherwise hang its caller. */
const STEPS_MAX = 1_000_000;

/**
 * Runs the clock forward, and lets everything that becomes due on the way happen at its own instant: the clock goes on when
 * all of it is handled and delivered.
 * @param target an instant, or `next`: to the next instant at which something is due, if there is one
 */
export async function advance(bot: Bot, clock: MovableClock, target: Instant | 'next'): Promise<void> {
  const release = clock.hold();
  try {
    await bot.settle();
    await stepTo(bot, clock, target);
  } finally {
    release();
  }
}

async function stepTo(bot: Bot, clock: MovableClock, target: Instant | 'next'): Promise<void> {
  if (target === 'next') {
    const due = await bot.nextDueAt();
    if (due !== undefined) await step(bot, clock, due);
    return;
  }
  for (let steps = 0; ; steps += 1) {
    const due = await bot.nextDueAt();
    if (due === undefined || due >= target) break;
    assert(steps < STEPS_MAX, 'the bot is due again and again without end');
    await step(bot, clock, due);
  }
  await step(bot, clock, target);
}

async function step(bot: Bot, clock: MovableClock, at: Instant): Promise<void> {
  clock.jumpTo(at);
  await bot.clockMoved();
  await bot.settle();
}
