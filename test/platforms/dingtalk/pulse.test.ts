import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SECOND } from '../../../domain/types.ts';
import { createPulse, PING_EVERY_MS } from '../../../platforms/dingtalk/pulse.ts';
import type { Loss } from '../../../platforms/supervisor.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const clock = { now: () => Date.now() };

test.each([0, 1, 4_999, 5_000, 12_345, 19_999])(
  'a line that is dead from %i ms on is given up 60 to 65 seconds later, since then',
  async (heardMs) => {
    const losses: (Loss & { readonly at: number })[] = [];
    const pulse = createPulse(clock, PING_EVERY_MS);
    pulse.start({ ping: () => undefined }, (loss) => void losses.push({ ...loss, at: Date.now() }));
    await vi.advanceTimersByTimeAsync(heardMs);
    pulse.heard();
    const since = Date.now();
    await vi.advanceTimersByTimeAsync(60 * SECOND - 1);
    expect(losses).toEqual([]);
    await vi.advanceTimersByTimeAsync(5 * SECOND + 1);
    expect(losses).toMatchObject([{ kind: 'lost', since }]);
    await vi.advanceTimersByTimeAsync(600 * SECOND);
    expect(losses).toHaveLength(1);
  },
);

test('a line on which only pings are answered lives on, and is asked every twenty seconds', async () => {
  let pings = 0;
  let losses = 0;
  const pulse = createPulse(clock, PING_EVERY_MS);
  const ping = () => {
    pings += 1;
    pulse.heard();
  };
  pulse.start({ ping }, () => {
    losses += 1;
  });
  await vi.advanceTimersByTimeAsync(200 * SECOND);
  expect([pings, losses]).toEqual([10, 0]);
  pulse.stop();
  await vi.advanceTimersByTimeAsync(200 * SECOND);
  expect([pings, losses]).toEqual([10, 0]);
});
