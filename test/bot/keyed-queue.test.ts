import { describe, expect, test } from 'vitest';
import { keyedQueue } from '../../bot/keyed-queue.ts';

const quiet = { limit: 2, onError: () => undefined };

describe('a queue with keys', () => {
  test('runs jobs of one key in their order, never two at once, and of several keys up to the limit', async () => {
    const queue = keyedQueue(quiet);
    const running: string[] = [];
    const log: string[] = [];
    let most = 0;
    const job = (key: string, name: string) => async () => {
      expect(running).not.toContain(key);
      running.push(key);
      most = Math.max(most, running.length);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(name);
      running.splice(running.indexOf(key), 1);
    };
    queue.open();
    for (const name of ['a1', 'a2', 'b1', 'c1', 'a3', 'b2']) queue.push(name.charAt(0), job(name.charAt(0), name));
    await queue.idle();
    expect(log.filter((name) => name.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(log.filter((name) => name.startsWith('b'))).toEqual(['b1', 'b2']);
    expect(log).toHaveLength(6);
    expect(most).toBe(2);
    expect(queue.size).toBe(0);
  });

  test('holds everything until it is opened, and again after it is closed', async () => {
    const queue = keyedQueue(quiet);
    const log: string[] = [];
    const note = (name: string) => async () => {
      log.push(name);
    };
    queue.push('a', note('a1'));
    await queue.idle();
    expect(log).toEqual([]);
    expect(queue.size).toBe(1);
    queue.open();
    await queue.idle();
    queue.close();
    queue.push('a', note('a2'));
    await queue.idle();
    expect(log).toEqual(['a1']);
  });

  test('goes on after a job that fails, and tells of it', async () => {
    const errors: unknown[] = [];
    const queue = keyedQueue({ limit: 1, onError: (error) => errors.push(error) });
    const log: string[] = [];
    queue.open();
    queue.push('a', async () => {
      throw new Error('broken');
    });
    queue.push('a', async () => {
      log.push('next');
    });
    await queue.idle();
    expect(log).toEqual(['next']);
    expect(errors).toMatchObject([{ message: 'broken' }]);
  });

  test('a job may push another one; idle waits for it', async () => {
    const queue = keyedQueue(quiet);
    const log: string[] = [];
    queue.open();
    queue.push('a', async () => {
      queue.push('a', async () => {
        log.push('inner');
      });
    });
    await queue.idle();
    expect(log).toEqual(['inner']);
  });
});
