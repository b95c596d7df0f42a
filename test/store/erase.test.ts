// What is erased is gone, and what may not be erased yet is not even looked at.
import { expect, test } from 'vitest';
import type { NewText } from '../../db/changes.ts';
import type { OpenStore } from '../../db/open.ts';
import type { Alert } from '../../domain/alerts/alert-types.ts';
import { reportersOf } from '../../domain/merge.ts';
import type { Ticket } from '../../domain/ticket-types.ts';
import { type ContractId, DAY, type Instant, personId, ticketId } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { chat, freshStore, meta, someContract, somePost, someTicket, someUpdate, T0, unique } from './fixtures.ts';

const text = (fields: Partial<NewText> = {}): NewText => {
  const id = unique('text');
  return { ref: { id, hash: 'h' }, salt: 's', body: `of ${id}`, ...fields };
};

/** A ticket with one text. @returns the text's id */
async function told(store: OpenStore, contract: ContractId, fields: Partial<Ticket>, at: Instant = T0) {
  const next = someTicket({ contractId: contract, ...fields });
  const kept = text({ ticketId: next.id });
  await store.commit({ ...meta(contract), now: at }, { ticket: { next }, texts: [kept] });
  return { id: kept.ref.id, body: kept.body, ticket: { id: next.id, reporters: reportersOf(next) } };
}

describeEngines((open) => {
  test('only texts of tickets that ended long enough ago are due, and of no ticket those that are as old', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const closed = { status: 'closed', closedAt: T0 } as const;
    const joined = { chatId: chat, joinedId: 'j', reporterId: personId('chen'), reportedAt: T0 };
    const due = await told(store, contract, { ...closed, merged: [joined] });
    expect(due.ticket.reporters).toContain('chen');
    await told(store, contract, {});
    await told(store, contract, { status: 'closed', closedAt: T0 + 1 });
    await told(store, contract, closed, T0 + DAY);
    await told(store, someContract(), closed);
    const loose = text();
    await store.commit(meta(contract), { texts: [loose] });
    const lost = text({ ticketId: ticketId('nobody') });
    await store.commit(meta(contract), { texts: [lost] });

    const ask = (before: Instant, page: { after?: string; limit: number } = { limit: 9 }) =>
      store.textsToErase(contract, before, page);
    expect(await ask(T0)).toEqual({ texts: [] });
    const found = [due, { id: loose.ref.id, body: loose.body }].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(await ask(T0 + 1)).toEqual({ texts: found });
    const paged: unknown[] = [];
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page = await ask(T0 + 1, { after, limit: 1 });
      paged.push(...page.texts);
      after = page.last;
    }
    expect(paged).toEqual(found);

    await store.commit(meta(contract), {
      erasure: { texts: [{ id: due.id, masked: 'o*' }], clean: [loose.ref.id] },
    });
    expect(await ask(T0 + 1)).toEqual({ texts: [] });
    expect(await store.texts([due.id, loose.ref.id])).toEqual(
      new Map([
        [due.id, 'o*'],
        [loose.ref.id, loose.body],
      ]),
    );
    expect(await store.keptTexts([due.id])).toEqual(new Map([[due.id, { hash: 'h', salt: '', masked: 'o*' }]]));
  });

  test('alerts are deleted once nothing was heard of them for so long, but not while their ticket is open', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const inWork = someTicket({ contractId: contract });
    const over = someTicket({ contractId: contract, status: 'closed', closedAt: T0 });
    for (const next of [inWork, over]) await store.commit(meta(contract), { ticket: { next } });
    const alert = (lastAt: Instant, ticket?: Ticket, of = contract): Alert => ({
      ...{ id: unique('alert'), contractId: of, groupKey: 'g', state: 'firing', source: 'plain', name: 'Down' },
      ...{ summary: '王芳 13800138000', firstAt: T0, startedAt: T0, lastAt, count: 1, flaps: 0, version: 1 },
      ...(ticket && { ticketId: ticket.id }),
    });
    const [loose, ended, waited, young] = [alert(T0), alert(T0, over), alert(T0, inWork), alert(T0 + 1, over)];
    const others = alert(T0, undefined, someContract());
    const all = [loose, ended, waited, young, others];
    for (const next of all) await store.commit(meta(next.contractId), { alerts: [{ next }] });
    const left = async () => {
      const found = new Set((await store.alerts(all.map(({ id }) => id))).map(({ id }) => id));
      return all.map(({ id }) => id).filter((id) => found.has(id));
    };
    await store.commit(meta(contract), { erasure: { alertsBefore: T0 } });
    expect(await left()).toHaveLength(all.length);
    await store.commit(meta(contract), { erasure: { alertsBefore: T0 + 1 } });
    expect(await left()).toEqual([waited, young, others].map(({ id }) => id));
  });

  test('dead letters and what the sandbox showed go when their time is over, and not before', async () => {
    const { store } = await freshStore(await open());
    const [row] = await store.commit(meta(), { outbox: [somePost()] });
    await store.settleOutbox([{ seq: row!.seq, outcome: 'dead', error: 'x' }], T0);
    const heard = await store.putUpdate(someUpdate(), { owner: 'a', until: T0 });
    const seq = heard.outcome === 'accepted' ? heard.seq : 0;
    await store.failUpdate(seq, 'a', { error: 'x', now: T0 });
    const said = (id: string, at?: Instant) => ({ id, chat, order: 1, body: '{}', ...(at !== undefined && { at }) });
    for (const message of [said('old', T0), said('clock')]) await store.sandboxHistory.save(message);

    expect(await store.sweep({ olderThan: T0 + 1 }, 9)).toBe(0);
    expect(await store.sweep({ olderThan: T0, forgetBefore: T0 }, 9)).toBe(0);
    expect(await store.deadLetters(9)).toHaveLength(2);
    expect(await store.sweep({ olderThan: T0, forgetBefore: T0 + 1 }, 9)).toBe(3);
    expect(await store.deadLetters(9)).toEqual([]);
    expect(await store.sandboxHistory.load(9)).toEqual([said('clock')]);
  });
});
