import { describe, expect, test } from 'vitest';
import { eventId, ticketId } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import {
  freshStore,
  LEASE,
  meta,
  openTicket,
  outcomes,
  someChat,
  someContract,
  someDraft,
  someEntry,
  someEvent,
  somePost,
  someTicket,
  someTimer,
  someUpdate,
  T0,
  unique,
  written,
} from './fixtures.ts';

describeEngines((open) => {
  test('a commit writes ticket, events, entries, texts, timers, draft and messages, and all come back', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const ticket = someTicket({ contractId: contract });
    const event = someEvent(ticket);
    const entry = someEntry();
    const draft = someDraft({ contractId: contract });
    const message = somePost({ chatId: someChat() });
    const timer = someTimer();
    const text = { ref: { id: unique('text'), hash: 'h' }, salt: 's', body: '信用广州网站打不开了' };

    const rows = await store.commit(meta(contract), {
      ticket: { next: ticket },
      events: [event],
      entries: [entry],
      texts: [text],
      newDraft: draft,
      setTimers: [timer],
      outbox: [message],
    });

    expect(rows).toMatchObject([{ contractId: contract, outgoing: message, attempts: 0, createdAt: T0, dueAt: T0 }]);
    expect(await store.ticket(ticket.id)).toEqual(ticket);
    expect(await store.ticketEvents(ticket.id)).toEqual([event]);
    expect(await store.entries(contract, ['bot_deaf'], T0, T0 + 1)).toMatchObject([
      { eventId: entry.id, recordedAt: T0 },
    ]);
    expect(await store.texts([text.ref.id, 'unknown'])).toEqual(new Map([[text.ref.id, text.body]]));
    expect(await store.draft(draft.id)).toEqual(draft);
    expect(await store.claimTimers(T0, { token: 't', until: T0 + 1 }, 9)).toMatchObject([
      { key: timer.key, contractId: contract },
    ]);
    expect(await store.pendingOutbox(message.chatId, 9)).toEqual(rows);
  });

  test.each([
    [
      'the same event twice',
      (ticket: ReturnType<typeof someTicket>) => ({
        events: [someEvent(ticket, { id: 'taken' }), someEvent(ticket, { id: 'taken' })],
      }),
    ],
    [
      'a text whose id exists',
      () => ({ texts: ['a', 'b'].map((body) => ({ ref: { id: 'same', hash: 'h' }, salt: 's', body })) }),
    ],
  ])('when one statement fails nothing is left: %s', async (_name, broken) => {
    const { store } = await freshStore(await open());
    const ticket = someTicket();
    const update = someUpdate();
    const put = await store.putUpdate(update, LEASE);
    const cause = { kind: 'update', seq: put.outcome === 'accepted' ? put.seq : 0, owner: LEASE.owner } as const;

    const failing = store.commit(meta(undefined, cause), {
      ticket: { next: ticket },
      entries: [someEntry()],
      setTimers: [someTimer()],
      outbox: [somePost()],
      newDraft: someDraft(),
      ...broken(ticket),
    });

    await expect(failing).rejects.toThrow();
    expect(await store.ticket(ticket.id)).toBeUndefined();
    expect(await store.ticketEvents(ticket.id)).toEqual([]);
    expect(await store.unsealedContracts()).toEqual([]);
    expect(await store.counts(T0)).toMatchObject({ inboxPending: 1, outboxPending: 0, timersOverdue: 0, unsealed: 0 });
  });

  test('an error of the build undoes the number that it drew', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const failing = store.commit(meta(contract), async (tx) => {
      expect(await tx.nextDailyNumber(contract, '2026-03-03')).toBe(1);
      throw new Error('refused');
    });
    await expect(failing).rejects.toThrow('refused');
    const numbers: number[] = [];
    await store.commit(meta(contract), async (tx) => {
      numbers.push(await tx.nextDailyNumber(contract, '2026-03-03'));
      return {};
    });
    expect(numbers).toEqual([1]);
  });

  test('of two who change the ticket that both have read, one wins and the other is told', async () => {
    const { store } = await freshStore(await open());
    const seen = await openTicket(store);
    const change = (assignee: string) => {
      const next = written(seen, { status: 'acknowledged', level: assignee });
      return store
        .commit(meta(), { ticket: { seen, next }, events: [someEvent(next)], outbox: [somePost({ key: assignee })] })
        .then(() => assignee);
    };
    const results = await outcomes([change('li'), change('zhang')]);
    expect(results).toContain('version_conflict');
    const winner = results.find((result) => result !== 'version_conflict');
    expect(await store.ticket(seen.id)).toMatchObject({ level: winner, writes: 2 });
    expect(await store.ticketEvents(seen.id)).toHaveLength(2);
    expect((await store.pendingOutbox(someTicket().chatId, 9)).map((row) => row.outgoing.key)).toEqual([winner]);
  });

  describe('two tickets in one commit: a merging', () => {
    test('are written together, and the events of each keep their own order', async () => {
      const { store } = await freshStore(await open());
      const [seen, main] = [await openTicket(store), await openTicket(store)];
      const next = written(seen, { status: 'merged' });
      const mainNext = written(main, { writes: main.writes + 2 });
      const [first, second] = [someEvent(main, { id: unique('z') }), someEvent(main, { id: unique('a') })];
      await store.commit(meta(), {
        ticket: { seen, next },
        otherTicket: { seen: main, next: mainNext },
        events: [first, someEvent(seen), second],
      });
      expect(await store.ticket(seen.id)).toEqual(next);
      expect(await store.ticket(main.id)).toEqual(mainNext);
      expect((await store.ticketEvents(main.id)).slice(1).map(({ id }) => id)).toEqual([first.id, second.id]);
      expect(await store.ticketEvents(seen.id)).toHaveLength(2);
    });

    test('are both left alone when somebody changed the other one', async () => {
      const { store } = await freshStore(await open());
      const [seen, main] = [await openTicket(store), await openTicket(store)];
      await store.commit(meta(), { ticket: { seen: main, next: written(main) }, events: [someEvent(main)] });
      const merging = store.commit(meta(), {
        ticket: { seen, next: written(seen, { status: 'merged' }) },
        otherTicket: { seen: main, next: written(main) },
        events: [someEvent(seen), someEvent(main)],
      });
      await expect(merging).rejects.toMatchObject({ code: 'version_conflict' });
      expect(await store.ticket(seen.id)).toEqual(seen);
      expect(await store.ticketEvents(seen.id)).toHaveLength(1);
    });

    test('two at once into each other: one is done, and the other is told', async () => {
      const { store } = await freshStore(await open());
      const [one, two] = [await openTicket(store), await openTicket(store)];
      const merge = (seen: typeof one, main: typeof two) =>
        store.commit(meta(), {
          ticket: { seen, next: written(seen, { status: 'merged' }) },
          otherTicket: { seen: main, next: written(main) },
          events: [someEvent(seen), someEvent(main)],
        });
      const results = await outcomes([merge(one, two), merge(two, one)]);
      expect(results.filter((result) => result === 'version_conflict')).toHaveLength(1);
      expect(await store.ticketEvents(one.id)).toHaveLength(2);
      expect(await store.ticketEvents(two.id)).toHaveLength(2);
    });

    test('that are one and the same are a mistake of the program', async () => {
      const { store } = await freshStore(await open());
      const seen = await openTicket(store);
      const next = written(seen);
      const twice = store.commit(meta(), { ticket: { seen, next }, otherTicket: { seen, next } });
      await expect(twice).rejects.toMatchObject({ code: 'assertion_failed' });
    });
  });

  test('a draft is answered once', async () => {
    const { store } = await freshStore(await open());
    const seen = someDraft();
    await store.commit(meta(), { newDraft: seen });
    const answer = (word: string) => store.commit(meta(), { answeredDraft: { seen, answer: word } }).then(() => word);
    const results = await outcomes([answer('incident'), answer('not')]);
    expect(results.filter((result) => result === 'version_conflict')).toHaveLength(1);
    expect(await store.draft(seen.id)).toMatchObject({
      version: 2,
      answer: results.find((word) => word !== 'version_conflict'),
    });
  });

  test('a draft gets other words only as it was seen', async () => {
    const { store } = await freshStore(await open());
    const seen = someDraft({ details: { isRequest: true } });
    await store.commit(meta(), { newDraft: seen });
    expect(await store.draft(seen.id)).toEqual(seen);
    const said = { body: '双公示系统', reportedAt: seen.reportedAt + 1, receivedAt: seen.receivedAt + 2 };
    const next = { ...seen, ...said, details: { suggestion: { kind: 'incident', systemId: 'etl' } } as const };
    const reword = () => store.commit(meta(), { rewordedDraft: { seen, next } }).then(() => 'done');
    expect((await outcomes([reword(), reword()])).toSorted()).toEqual(['done', 'version_conflict']);
    expect(await store.draft(seen.id)).toEqual({ ...next, version: 2 });
    const { details: _details, ...plain } = { ...next, version: 2 };
    await store.commit(meta(), { rewordedDraft: { seen: { ...next, version: 2 }, next: plain } });
    expect(await store.draft(seen.id)).toEqual({ ...plain, version: 3 });
  });

  describe('the update that caused it', () => {
    const cases = [
      ['is settled', { owner: LEASE.owner, times: 1 }, [[]]],
      ['can not be settled by another worker', { owner: 'worker-b', times: 1 }, ['lease_lost']],
      ['can not be settled twice', { owner: LEASE.owner, times: 2 }, [[], 'lease_lost']],
    ] as const;
    test.each(cases)('%s', async (_name, { owner, times }, expected) => {
      const { store } = await freshStore(await open());
      const put = await store.putUpdate(someUpdate(), LEASE);
      const seq = put.outcome === 'accepted' ? put.seq : 0;
      const results: unknown[] = [];
      for (let time = 0; time < times; time += 1) {
        results.push(...(await outcomes([store.commit(meta(undefined, { kind: 'update', seq, owner }), {})])));
      }
      expect(results).toEqual(expected);
      const isSettled = expected[0] !== 'lease_lost';
      expect((await store.counts(T0)).inboxPending).toBe(isSettled ? 0 : 1);
    });

    test('whose lease was taken over: nothing of the late worker is written', async () => {
      const { store } = await freshStore(await open());
      const put = await store.putUpdate(someUpdate(), LEASE);
      await store.claimUpdates(LEASE.until, { owner: 'worker-b', until: LEASE.until + 1 }, 9);
      const seq = put.outcome === 'accepted' ? put.seq : 0;
      const late = store.commit(meta(undefined, { kind: 'update', seq, owner: LEASE.owner }), { outbox: [somePost()] });
      await expect(late).rejects.toMatchObject({ code: 'lease_lost' });
      expect((await store.counts(T0)).outboxPending).toBe(0);
    });
  });

  describe('messages', () => {
    test('keep the order of the commit, and a key is written once, also beside new ones', async () => {
      const { store } = await freshStore(await open());
      const chat = someChat();
      const post = (key: string) => somePost({ key, chatId: chat });
      const first = await store.commit(meta(), { outbox: ['b', 'a', 'c'].map(post) });
      const again = await store.commit(meta(), { outbox: ['d', 'a', 'e', 'b'].map(post) });
      const same = await store.commit(meta(), { outbox: [post('a')] });
      const none = await store.commit(meta(), { outbox: ['c', 'b'].map(post) });
      const keys = (rows: typeof first) => rows.map((row) => row.outgoing.key);
      expect([first, again, same, none].map(keys)).toEqual([['b', 'a', 'c'], ['d', 'e'], [], []]);
      expect(keys(await store.pendingOutbox(chat, 9))).toEqual(['b', 'a', 'c', 'd', 'e']);
    });

    test('of one key in one commit: the first counts', async () => {
      const { store } = await freshStore(await open());
      const chat = someChat();
      const rows = await store.commit(meta(), {
        outbox: ['one', 'two'].map((text) => somePost({ key: 'k', chatId: chat }, text)),
      });
      expect(rows.map((row) => row.outgoing.content.lines)).toEqual([[['one']]]);
    });

    test('of one key from two commits at once are written once', async () => {
      const { store } = await freshStore(await open());
      const post = (other: string) => [somePost({ key: other }), somePost({ key: 'shared' })];
      const rows = await Promise.all(['x', 'y', 'z'].map((other) => store.commit(meta(), { outbox: post(other) })));
      const keys = rows.flat().map((row) => row.outgoing.key);
      expect(keys.toSorted()).toEqual(['shared', 'x', 'y', 'z']);
    });
  });

  test('32 tickets at once get the numbers 1 to 32', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const openOne = async () => {
      const id = ticketId(unique('ticket'));
      await store.commit(meta(contract), async (tx) => {
        const daily = await tx.nextDailyNumber(contract, '2026-03-03');
        const next = someTicket({ id, contractId: contract, number: `GZ-260303-${String(daily).padStart(2, '0')}` });
        return { ticket: { next }, events: [someEvent(next)] };
      });
      return id;
    };
    const ids = await Promise.all(Array.from({ length: 32 }, openOne));
    const tickets = await Promise.all(ids.map((id) => store.ticket(id)));
    const numbers = tickets.map((ticket) => Number(ticket?.number.slice(-2))).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 32 }, (_, index) => index + 1));
  });

  test('a contract and a day have numbers of their own', async () => {
    const { store } = await freshStore(await open());
    const [one, two] = [someContract(), someContract()];
    const drawn: number[] = [];
    await store.commit(meta(one), async (tx) => {
      for (const [contract, day] of [
        [one, '2026-03-03'],
        [one, '2026-03-03'],
        [two, '2026-03-03'],
        [one, '2026-03-04'],
      ] as const) {
        drawn.push(await tx.nextDailyNumber(contract, day));
      }
      return {};
    });
    expect(drawn).toEqual([1, 2, 1, 1]);
  });

  test('questions to a language model are counted for each day, whatever the contract, and not where they were not committed', async () => {
    const { store } = await freshStore(await open());
    const drawn: number[] = [];
    const draw = async (day: string, contract = someContract()) => {
      await store.commit(meta(contract), async (tx) => {
        drawn.push(await tx.nextAdviceOfDay(day));
        if (day === 'refused') throw new Error('refused');
        return {};
      });
    };
    await draw('2026-03-03');
    await draw('2026-03-04');
    await expect(draw('refused')).rejects.toThrow('refused');
    await Promise.all([draw('2026-03-03'), draw('2026-03-03'), draw('refused').catch(() => undefined)]);
    expect(drawn.toSorted((a, b) => a - b)).toEqual([1, 1, 1, 1, 2, 3]);
  });

  test('an event without its ticket is a mistake of the program and is not written', async () => {
    const { store } = await freshStore(await open());
    const ticket = await openTicket(store);
    const orphan = store.commit(meta(), { events: [someEvent(ticket, { id: 'orphan' })] });
    await expect(orphan).rejects.toMatchObject({ code: 'assertion_failed' });
    const entries = await store.ticketEvents(ticket.id);
    expect(entries.map((event) => event.id)).not.toContain(eventId('orphan'));
  });
});
