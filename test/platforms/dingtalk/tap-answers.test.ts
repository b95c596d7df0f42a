import { expect, test, vi } from 'vitest';
import { createTapAnswers } from '../../../platforms/dingtalk/tap-answers.ts';
import type { TapAnswers } from '../../../platforms/dingtalk/types.ts';

const clock = { now: () => 1_000 };
const repaint = { params: { title: '已接单' } };

test('whoever waits for a tap gets what the card becomes, and whoever gives it learns that it was wanted', async () => {
  const answers = createTapAnswers(clock);
  const waited = answers.wait({ deliveryId: 'tap1', receivedAt: 1_000 });
  expect(await answers.give('tap1', repaint)).toBe(true);
  expect(await waited).toBe(repaint);
  expect(await answers.give('tap1', repaint)).toBe(false);
});

test.each([
  ['to one', (answers: TapAnswers) => answers.give('tap1', repaint)],
  ['to all', (answers: TapAnswers) => answers.giveAll('dCARD', repaint)],
])('an answer that is given %s is on its way before giving it is over', async (_name, give) => {
  const answers = createTapAnswers(clock);
  const events: string[] = [];
  const entrance = (async () => {
    await answers.wait({ deliveryId: 'tap1', receivedAt: 1_000, outTrackId: 'dCARD' });
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    events.push('acknowledged');
  })();
  await give(answers);
  events.push('given');
  await entrance;
  expect(events).toEqual(['acknowledged', 'given']);
});

test('one that nothing repaints ends at once, and what was given before stays', async () => {
  const answers = createTapAnswers(clock);
  const waited = answers.wait({ deliveryId: 'tap1', receivedAt: 1_000 });
  answers.end('tap1');
  expect(await waited).toBeUndefined();
  expect(await answers.give('tap1', repaint)).toBe(false);
  const repainted = answers.wait({ deliveryId: 'tap2', receivedAt: 1_000 });
  await answers.give('tap2', repaint);
  answers.end('tap2');
  expect(await repainted).toBe(repaint);
});

test('one that nobody answers ends in time, and nobody is waiting then', async () => {
  const answers = createTapAnswers(clock, 20);
  expect(await answers.wait({ deliveryId: 'tap1', receivedAt: 1_000 })).toBeUndefined();
  expect(await answers.give('tap1', repaint)).toBe(false);
});

test.each([
  ['that was received long ago is not waited for', 1_500, 0],
  ['of which some time is spent waits for the rest', 400, 1_100],
  ['received just now waits for all of it', 0, 1_500],
  ['received in the future, by a clock that was set back, waits no longer than any', -9_000, 1_500],
])('a tap %s', async (_name, agoMs, waitsMs) => {
  vi.useFakeTimers();
  try {
    const answers = createTapAnswers(clock);
    let isOver = false;
    const waited = answers.wait({ deliveryId: 'tap1', receivedAt: 1_000 - agoMs }).then(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(Math.max(0, waitsMs - 1));
    expect(isOver).toBe(waitsMs === 0);
    await vi.advanceTimersByTimeAsync(1);
    await waited;
    expect(isOver).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test('the same tap in two frames gets one answer', async () => {
  const answers = createTapAnswers(clock);
  const both = Promise.all([
    answers.wait({ deliveryId: 'tap1', receivedAt: 1_000 }),
    answers.wait({ deliveryId: 'tap1', receivedAt: 1_000 }),
  ]);
  await answers.give('tap1', repaint);
  expect(await both).toEqual([repaint, repaint]);
});

test('all who have tapped one card get what it becomes, and nobody who has tapped another', async () => {
  const answers = createTapAnswers(clock);
  const wait = (deliveryId: string, outTrackId: string) => answers.wait({ deliveryId, receivedAt: 1_000, outTrackId });
  const both = Promise.all([wait('tap1', 'dA'), wait('tap2', 'dA')]);
  const other = wait('tap3', 'dB');
  await answers.giveAll('dA', repaint);
  expect(await both).toEqual([repaint, repaint]);
  answers.stop();
  expect(await other).toBeUndefined();
});

test('a stop ends all waits', async () => {
  const answers = createTapAnswers(clock);
  const both = Promise.all([
    answers.wait({ deliveryId: 'tap1', receivedAt: 1_000 }),
    answers.wait({ deliveryId: 'tap2', receivedAt: 1_000 }),
  ]);
  answers.stop();
  expect(await both).toEqual([undefined, undefined]);
});
