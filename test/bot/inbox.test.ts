import { afterEach, describe, expect, test } from 'vitest';
import { startAttempt } from '../../bot/attempt.ts';
import { createInbox, type Inbox, UPDATE_LEASE_MS } from '../../bot/inbox.ts';
import {
  CONFLICT_RUNS_MAX,
  HANDLING_LIMIT_MS,
  TURN_RETRY_MS,
  UPDATE_ATTEMPTS_MAX,
  UPDATE_BEGINNINGS_MAX,
} from '../../bot/update-runs.ts';
import type { HandleUpdate } from '../../bot/updates.ts';
import { zh } from '../../cards/text.zh.ts';
import { VersionConflict } from '../../db/changes.ts';
import { assert } from '../../domain/assert.ts';
import { chatId, MINUTE, SECOND } from '../../domain/types.ts';
import type { Update } from '../../platforms/types.ts';
import { describeEngines } from '../support/engines.ts';
import { CONTRACT, NINE, OPS, post, type Stand, saying, setStand } from './stand.ts';

const textOf = (update: Update) => (update.type === 'message' ? update.text : update.type);

describeEngines((openDatabase) => {
  const stands: Stand[] = [];
  afterEach(async () => {
    for (const stand of stands.splice(0)) await stand.close();
  });

  async function begin() {
    const stand = await setStand(await openDatabase());
    stands.push(stand);
    const open = (handle: HandleUpdate, limitMs = HANDLING_LIMIT_MS, owner = 'this process') =>
      createInbox({ ...stand.deps, owner }, handle, () => undefined, limitMs);
    return { ...stand, open };
  }

  async function handleAll(inbox: Inbox): Promise<void> {
    inbox.open();
    await inbox.idle();
  }

  /** Says the update's text in its chat: an effect that can be counted. */
  const echo: HandleUpdate = (update, attempt) =>
    attempt.commit(CONTRACT, { outbox: [post(textOf(update), { chatId: chatId('fake', update.chat.externalId) })] });

  test('an update is kept before it is accepted, and handled once however often it comes', async () => {
    const { open, store } = await begin();
    const inbox = open(echo);
    const update = saying('x');
    expect(await inbox.receive(update)).toBe('accepted');
    expect((await store.counts(NINE)).inboxPending).toBe(1);
    expect(await inbox.receive(update)).toBe('duplicate');
    await handleAll(inbox);
    expect(await inbox.receive(update)).toBe('duplicate');
    await inbox.idle();
    expect((await store.pendingOutbox(OPS, 10)).map((row) => row.outgoing.key)).toEqual(['x']);
    expect((await store.counts(NINE)).inboxPending).toBe(0);
  });

  test('updates of one chat are handled one after the other, in the order of receipt; those of two chats at once', async () => {
    const { open } = await begin();
    const steps: string[] = [];
    const release = Promise.withResolvers<void>();
    const inbox = open(async (update) => {
      steps.push(`${textOf(update)} begins`);
      if (textOf(update) === 'a1') await release.promise;
      if (textOf(update) === 'b1') release.resolve();
      steps.push(`${textOf(update)} ends`);
    });
    for (const text of ['a1', 'a2']) await inbox.receive(saying(text));
    await inbox.receive(saying('b1', { chat: 'hall' }));
    await handleAll(inbox);
    expect(steps.filter((step) => step.startsWith('a'))).toEqual(['a1 begins', 'a1 ends', 'a2 begins', 'a2 ends']);
    expect(steps.indexOf('b1 begins')).toBeLessThan(steps.indexOf('a1 ends'));
  });

  test('whoever lost against somebody else runs again on fresh data', async () => {
    const { deps, open, store } = await begin();
    let runs = 0;
    const inbox = open(async (update, attempt) => {
      runs += 1;
      if (runs < 3) throw new VersionConflict('somebody was faster');
      await echo(update, attempt, deps.log);
    });
    await inbox.receive(saying('x'));
    await handleAll(inbox);
    expect(runs).toBe(3);
    expect(await store.pendingOutbox(OPS, 10)).toHaveLength(1);
  });

  test('an update that loses every time is tried again later', async () => {
    const { clock, open } = await begin();
    let runs = 0;
    const inbox = open(async () => {
      runs += 1;
      throw new VersionConflict('somebody was faster');
    });
    await inbox.receive(saying('x'));
    await handleAll(inbox);
    expect(runs).toBe(CONFLICT_RUNS_MAX);
    clock.jumpTo(NINE + SECOND);
    expect(await inbox.recover()).toBe(1);
  });

  describe('two processes', () => {
    test('handle the updates of one chat in the order of receipt, whoever received them', async () => {
      const { clock, open } = await begin();
      const handled: string[] = [];
      const release = Promise.withResolvers<void>();
      const handle: HandleUpdate = async (update) => {
        if (textOf(update) === '1') await release.promise;
        handled.push(textOf(update));
      };
      const [one, other] = [open(handle, HANDLING_LIMIT_MS, 'one'), open(handle, HANDLING_LIMIT_MS, 'other')];
      for (const each of [one, other]) each.open();
      await one.receive(saying('1'));
      await other.receive(saying('2'));
      await other.receive(saying('elsewhere', { chat: 'hall' }));
      await other.idle();
      expect(handled).toEqual(['elsewhere']);
      release.resolve();
      await one.idle();
      clock.jumpTo(NINE + TURN_RETRY_MS);
      expect(await other.recover()).toBe(1);
      await other.idle();
      expect(handled).toEqual(['elsewhere', '1', '2']);
    });

    test('what a dead process has left in a chat comes before what is said there now', async () => {
      const { clock, open, store } = await begin();
      const handled: string[] = [];
      for (const text of ['1 old', '2 old']) {
        await store.putUpdate(saying(text), { owner: 'dead', until: NINE + UPDATE_LEASE_MS });
      }
      const next = open(async (update) => void handled.push(textOf(update)));
      next.open();
      await next.receive(saying('3 new'));
      await next.idle();
      expect(handled).toEqual([]);
      clock.jumpTo(NINE + UPDATE_LEASE_MS);
      expect(await next.recover()).toBe(3);
      await next.idle();
      expect(handled).toEqual(['1 old', '2 old', '3 new']);
    });
  });

  describe('an update that fails', () => {
    test('does not hold up its chat, and is tried again until it is a dead letter with an answer', async () => {
      const { clock, open, store } = await begin();
      const handled: string[] = [];
      const inbox = open(async (update) => {
        if (textOf(update) === '坏消息') throw new Error('the handler breaks');
        handled.push(textOf(update));
      });
      await inbox.receive(saying('坏消息'));
      await inbox.receive(saying('fine'));
      await handleAll(inbox);
      expect(handled).toEqual(['fine']);

      for (let attempts = 2; attempts <= UPDATE_ATTEMPTS_MAX; attempts += 1) {
        expect(await store.deadLetters(10)).toEqual([]);
        clock.jumpTo((await store.nextDueAt())!);
        expect(await inbox.recover()).toBe(1);
        await inbox.idle();
      }
      expect(await store.deadLetters(10)).toMatchObject([{ box: 'inbox', attempts: UPDATE_ATTEMPTS_MAX }]);
      expect(await inbox.recover()).toBe(0);
      const answers = await store.pendingOutbox(OPS, 10);
      expect(answers.map((row) => row.outgoing.content.lines)).toEqual([[[zh.system.failed]]]);
    });

    test('through a fault of the program is a dead letter at once', async () => {
      const { open, store } = await begin();
      const inbox = open(async () => assert(false, 'this can not be: 13800138000'));
      await inbox.receive(saying('x'));
      await handleAll(inbox);
      expect(await store.deadLetters(10)).toMatchObject([{ box: 'inbox', attempts: 1 }]);
      expect((await store.deadLetters(10))[0]?.error).toContain('this can not be: ***********');
    });

    test('and was not said to the bot gets no answer', async () => {
      const { open, store } = await begin();
      const inbox = open(async () => assert(false, 'this can not be'));
      await inbox.receive(saying('x', { addressed: false }));
      await handleAll(inbox);
      expect(await store.pendingOutbox(OPS, 10)).toEqual([]);
    });

    test('can be tried again by the operator', async () => {
      const { clock, open, store } = await begin();
      const broken = open(async () => assert(false, 'this can not be'));
      await broken.receive(saying('x'));
      await handleAll(broken);
      const [letter] = await store.deadLetters(1);
      await store.retryDeadLetter('inbox', letter!.id, clock.now());
      const repaired = open(echo);
      expect(await repaired.recover()).toBe(1);
      await handleAll(repaired);
      expect((await store.pendingOutbox(OPS, 10)).map((row) => row.outgoing.key)).toContain('x');
    });

    test('after its commit counts as handled', async () => {
      const { clock, deps, open, store } = await begin();
      const inbox = open(async (update, attempt) => {
        await echo(update, attempt, deps.log);
        throw new Error('afterwards');
      });
      await inbox.receive(saying('x'));
      await handleAll(inbox);
      clock.jumpTo(NINE + 10 * MINUTE);
      expect(await inbox.recover()).toBe(0);
      expect(await store.deadLetters(1)).toEqual([]);
    });
  });

  test('a handler that hangs is given up and tried again; what it still does has no effect', async () => {
    const { clock, deps, open, store } = await begin();
    const late = Promise.withResolvers<void>();
    const outcomes: unknown[] = [];
    const inbox = open(async (update, attempt) => {
      await late.promise;
      await echo(update, attempt, deps.log).catch((error: unknown) => outcomes.push(error));
    }, 5);
    await inbox.receive(saying('x'));
    await handleAll(inbox);
    late.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(outcomes).toMatchObject([{ code: 'lease_lost' }]);
    expect(await store.pendingOutbox(OPS, 10)).toEqual([]);
    clock.jumpTo(NINE + SECOND);
    expect(await inbox.recover()).toBe(1);
  });

  test('a second commit of one cause is refused', async () => {
    const { deps, store } = await begin();
    const attempt = startAttempt(deps, { kind: 'none' }, () => undefined);
    await attempt.commit(CONTRACT, { outbox: [post('a')] });
    await expect(attempt.commit(CONTRACT, { outbox: [post('b')] })).rejects.toThrow('one cause is committed once');
    expect((await store.pendingOutbox(OPS, 10)).map((row) => row.outgoing.key)).toEqual(['a']);
  });

  describe('after a crash', () => {
    test('what was accepted is taken up by another process when the lease has run out, not before', async () => {
      const { clock, open, store } = await begin();
      const crashed = open(echo);
      await crashed.receive(saying('x'));
      const next = open(echo, HANDLING_LIMIT_MS, 'next process');
      clock.jumpTo(NINE + UPDATE_LEASE_MS - 1);
      expect(await next.recover()).toBe(0);
      clock.jumpTo(NINE + UPDATE_LEASE_MS);
      expect(await next.recover()).toBe(1);
      await handleAll(next);
      expect(await store.pendingOutbox(OPS, 10)).toHaveLength(1);

      await handleAll(crashed);
      expect(await store.pendingOutbox(OPS, 10), 'the first one was only slow: it has no effect any more').toHaveLength(
        1,
      );
      expect(await store.deadLetters(1)).toEqual([]);
    });

    test('an update that ends the process each time is given up', async () => {
      const { clock, open, store } = await begin();
      await open(echo).receive(saying('打不开'));
      for (let crashes = 1; crashes < UPDATE_BEGINNINGS_MAX; crashes += 1) {
        clock.jumpTo(clock.now() + UPDATE_LEASE_MS);
        const begun = Promise.withResolvers<void>();
        const ending = open(
          () => {
            begun.resolve();
            return new Promise(() => undefined);
          },
          HANDLING_LIMIT_MS,
          `process ${crashes}`,
        );
        await ending.recover();
        ending.open();
        await begun.promise;
      }
      clock.jumpTo(clock.now() + UPDATE_LEASE_MS);
      const last = open(echo, HANDLING_LIMIT_MS, 'last process');
      await last.recover();
      await handleAll(last);
      expect(await store.deadLetters(10)).toMatchObject([{ box: 'inbox' }]);
      expect((await store.pendingOutbox(OPS, 10)).map((row) => row.outgoing.content.lines)).toEqual([
        [[zh.system.failed]],
      ]);
    });

    test('the ends of processes use up none of the attempts that failures have', async () => {
      const { clock, open, store } = await begin();
      await open(echo).receive(saying('x'));
      for (let crashes = 1; crashes < UPDATE_ATTEMPTS_MAX; crashes += 1) {
        clock.jumpTo(clock.now() + UPDATE_LEASE_MS);
        const [row] = await store.claimUpdates(
          clock.now(),
          { owner: `p${crashes}`, until: clock.now() + UPDATE_LEASE_MS },
          1,
        );
        await store.beginUpdate(row!.seq, `p${crashes}`);
      }
      clock.jumpTo(clock.now() + UPDATE_LEASE_MS);
      const last = open(async () => Promise.reject(new Error('for the moment')), HANDLING_LIMIT_MS, 'last process');
      await last.recover();
      await handleAll(last);
      expect(await store.deadLetters(1)).toEqual([]);
    });

    test('an update that only waited while processes ended is not to blame, and is handled', async () => {
      const { clock, open, store } = await begin();
      await open(echo).receive(saying('打不开'));
      for (let crashes = 1; crashes < 2 * UPDATE_BEGINNINGS_MAX; crashes += 1) {
        clock.jumpTo(clock.now() + UPDATE_LEASE_MS);
        await open(echo, HANDLING_LIMIT_MS, `process ${crashes}`).recover();
      }
      clock.jumpTo(clock.now() + UPDATE_LEASE_MS);
      const last = open(echo, HANDLING_LIMIT_MS, 'last process');
      await last.recover();
      await handleAll(last);
      expect(await store.deadLetters(10)).toEqual([]);
      expect(await store.pendingOutbox(OPS, 10)).toHaveLength(1);
    });

    test('a clock that is run forward does not make a living process handle an update twice', async () => {
      const { clock, open, store } = await begin();
      let runs = 0;
      const inbox = open(async (update, attempt) => {
        runs += 1;
        await attempt.commit(CONTRACT, { outbox: [post(textOf(update))] });
      });
      await inbox.receive(saying('x'));
      clock.jumpTo(NINE + 10 * MINUTE);
      expect(await inbox.recover()).toBe(1);
      await handleAll(inbox);
      expect(runs).toBe(1);
      expect((await store.counts(clock.now())).inboxPending).toBe(0);
    });
  });
});
