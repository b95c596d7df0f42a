import { expect, test } from 'vitest';
import { createExchange } from '../../../platforms/wecom/callback-exchanges.ts';
import { group } from './callback-cast.ts';

const never = new AbortController().signal;

function open() {
  const stored = Promise.withResolvers<boolean>();
  const kept: (string | undefined)[] = [];
  const exchange = createExchange({
    ...{ reqId: 'R1', answerable: 'message', to: group, stored: stored.promise },
    keep: async (body) => void kept.push(body),
  });
  return { exchange, kept, stored };
}

test('what was given and could not be written was not said, and a repeat does not say it either', async () => {
  const { exchange, kept, stored } = open();
  stored.resolve(true);
  const waiting = exchange.wait(never);
  const giving = exchange.give('{"a":1}');
  const answer = await waiting;
  expect(answer.body).toBe('{"a":1}');
  answer.written(false);
  expect(await giving).toBe(false);
  expect(kept).toEqual(['{"a":1}', undefined]);
  expect((await exchange.wait(never)).body).toBeUndefined();
  expect(exchange.isAbandoned).toBe(false);
});

test('of two who wait one written answer is enough', async () => {
  const { exchange, kept, stored } = open();
  stored.resolve(true);
  const waiting = [exchange.wait(never), exchange.wait(never)];
  const giving = exchange.give('x');
  const [first, second] = await Promise.all(waiting);
  first?.written(false);
  second?.written(true);
  expect(await giving).toBe(true);
  expect(kept).toEqual(['x']);
});

test('whoever leaves twice leaves once', async () => {
  const { exchange } = open();
  const [gone, stays] = [new AbortController(), exchange.wait(never)];
  const waiting = exchange.wait(gone.signal);
  gone.abort();
  expect(exchange.isOpen).toBe(true);
  await exchange.end();
  (await waiting).written(false);
  await stays;
  expect(exchange.isAbandoned).toBe(false);
});

test('of two things that are given at once the first is said', async () => {
  const { exchange, stored } = open();
  const waiting = exchange.wait(never);
  const [first, second] = [exchange.give('1'), exchange.give('2')];
  stored.resolve(true);
  (await waiting).written(true);
  expect(await Promise.all([first, second])).toEqual([true, false]);
});

test('nothing is given once its end is being made', async () => {
  const { exchange, stored } = open();
  stored.resolve(true);
  const waiting = exchange.wait(never);
  const making = Promise.withResolvers<string>();
  const ending = exchange.end(() => making.promise);
  expect(await exchange.give('late')).toBe(false);
  making.resolve('stream');
  await ending;
  expect((await waiting).body).toBe('stream');
});

test('what was answered before wins over what is given meanwhile', async () => {
  const { exchange, stored } = open();
  const waiting = exchange.wait(never);
  const giving = exchange.give('new');
  exchange.repeat('old');
  stored.resolve(false);
  expect(await giving).toBe(false);
  expect((await waiting).body).toBe('old');
});
