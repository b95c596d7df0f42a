import { expect, test } from 'vitest';
import type { PendingForm, TicketAttachment } from '../../db/records.ts';
import { contractId, DAY, MINUTE, personId, ticketId } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { chat, freshStore, meta, someChat, T0, unique } from './fixtures.ts';

const li = personId('li');
const form: PendingForm = {
  chatId: chat,
  personId: li,
  subject: 't-1',
  command: 'resolve',
  input: { cause: '硬件' },
  askedAt: T0,
};
const picture = (fields: Partial<TicketAttachment> = {}): TicketAttachment => ({
  id: unique('attachment'),
  contractId: contractId('contract'),
  ticketId: ticketId('t-1'),
  chatId: chat,
  personId: li,
  platform: 'wecom',
  kind: 'image',
  receivedAt: T0,
  source: '{"url":"https://example.invalid/a","key":"k"}',
  validUntil: T0 + 5 * MINUTE,
  state: 'waiting',
  ...fields,
});

describeEngines((open) => {
  test('a form waits for one person in one chat; a later one takes its place, and it can be given up', async () => {
    const { store } = await freshStore(await open());
    await store.commit(meta(), { pendingForm: form });
    expect(await store.pendingForm(chat, li)).toEqual(form);
    expect(await store.pendingForm(chat, personId('wang'))).toBeUndefined();
    expect(await store.pendingForm(someChat(), li)).toBeUndefined();
    const later = { ...form, subject: 't-2', command: 'suspend', input: {}, askedAt: T0 + 1 };
    await store.commit(meta(), { pendingForm: later });
    expect(await store.pendingForm(chat, li)).toEqual(later);
    await store.commit(meta(), { pendingForm: { none: { chatId: chat, personId: personId('wang') } } });
    expect(await store.pendingForm(chat, li)).toEqual(later);
    await store.commit(meta(), { pendingForm: { none: { chatId: chat, personId: li } } });
    expect(await store.pendingForm(chat, li)).toBeUndefined();
  });

  test('what somebody was asked is found wherever he was asked it, the newest first', async () => {
    const { store } = await freshStore(await open());
    const elsewhere = { ...form, chatId: someChat(), askedAt: T0 + 1 };
    for (const asked of [form, elsewhere, { ...form, personId: personId('wang') }]) {
      await store.commit(meta(), { pendingForm: asked });
    }
    expect(await store.pendingFormsOf(li)).toEqual([elsewhere, form]);
    expect(await store.pendingFormsOf(personId('zhou'))).toEqual([]);
  });

  test('a form that nobody has answered is swept, and no younger one', async () => {
    const { store } = await freshStore(await open());
    await store.commit(meta(), { pendingForm: form });
    expect(await store.sweep({ olderThan: T0 }, 9)).toBe(0);
    expect(await store.sweep({ olderThan: T0 + 1 }, 9)).toBe(1);
    expect(await store.pendingForm(chat, li)).toBeUndefined();
  });

  test('an attachment waits, is kept, and then what it was fetched with is forgotten', async () => {
    const { store } = await freshStore(await open());
    const waiting = picture();
    await store.commit(meta(), { attachments: [waiting] });
    expect(await store.attachment(waiting.id)).toEqual(waiting);
    const { source: _source, validUntil: _validUntil, ...rest } = waiting;
    const kept = { ...rest, state: 'kept' as const, name: '截图 1.png', hash: 'ab12', size: 3, mediaType: 'image/png' };
    await store.commit(meta(), { attachments: [kept] });
    expect(await store.attachment(waiting.id)).toEqual(kept);
    expect(await store.attachment('no such')).toBeUndefined();
    await expect(store.commit(meta(), { attachments: [{ ...kept, source: 'key' }] })).rejects.toThrow('forgotten');
  });

  test('a ticket’s attachments come oldest first', async () => {
    const { store } = await freshStore(await open());
    const { source: _source, ...rest } = picture();
    const later = picture({ receivedAt: T0 + 1 });
    const lost = { ...rest, id: unique('attachment'), state: 'lost' as const, lostWhy: 'too_large' };
    const kept = ['c', 'a', 'b'].map((id) => ({ ...rest, id, state: 'kept' as const, hash: id, receivedAt: T0 + 2 }));
    await store.commit(meta(), { attachments: [later, lost, ...kept] });
    await store.commit(meta(), { attachments: [picture({ ticketId: ticketId('t-9') })] });
    const ids = (found: readonly TicketAttachment[]) => found.map(({ id }) => id);
    expect(ids(await store.attachmentsOf(ticketId('t-1')))).toEqual([lost.id, later.id, 'a', 'b', 'c']);
    expect(await store.sweep({ olderThan: T0 + 365 * DAY }, 99), 'they belong to their ticket').toBe(0);
  });
});
