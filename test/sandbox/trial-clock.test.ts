import { describe, expect, test } from 'vitest';
import { movableClock } from '../../bot/clock.ts';
import { resumeTrialClock } from '../../bot/start.ts';
import { keepLead, keptLead } from '../../platforms/sandbox/kept-lead.ts';
import { MessageLog } from '../../platforms/sandbox/message-log.ts';
import { keepingHistory, START } from './cast.ts';

const MINUTE = 60_000;

describe('the sandbox’s clock after a restart', () => {
  test.each([
    ['has never been led: it is the machine’s', 0, 90_000, undefined, 90_000],
    ['was led ten minutes ahead: it ran on while the program was down', 10 * MINUTE, 90_000, 10 * MINUTE, 690_000],
    [
      'was being led when the program was killed: not behind the last sign of life',
      0,
      90_000,
      30 * MINUTE,
      30 * MINUTE,
    ],
  ])('%s', async (_name, leadMs, downMs, seenAfterMs, expectedMs) => {
    const history = keepingHistory();
    await keepLead(history, 5);
    await keepLead(history, leadMs);
    const clock = movableClock({ now: () => START + downMs });
    const presence = async () => (seenAfterMs === undefined ? undefined : START + seenAfterMs);
    await resumeTrialClock(clock, { presence, sandboxHistory: history });
    expect(clock.now()).toBe(START + expectedMs);
    expect(await keptLead(history), 'the next restart goes on from there').toBe(expectedMs - downMs);
  });

  test('what is kept for the clock is no message', async () => {
    const history = keepingHistory();
    await keepLead(history, MINUTE);
    const log = new MessageLog({ rooms: ['ops', ''], history, now: () => START, onKept: () => undefined });
    await log.load();
    expect([log.room('ops')?.all(), log.room('')?.all()]).toEqual([[], []]);
  });
});
