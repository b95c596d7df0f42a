import type { UpdateContext } from '../../handlers/context.ts';
import type { ActionUpdate, JoinUpdate, MessageUpdate, Update } from '../../platforms/types.ts';

const base = {
  platform: 'test',
  updateId: 'u1',
  chat: { externalId: 'ops', kind: 'group' },
  from: { userId: 'wang', name: '王敏' },
  receivedAt: 0,
} as const;

export const message = (text: string, addressed = true): MessageUpdate => ({
  ...base,
  type: 'message',
  text,
  addressed,
});
export const tap = (action: string): ActionUpdate => ({
  ...base,
  type: 'action',
  action,
  subject: 't',
  version: 1,
  form: {},
});
export const join: JoinUpdate = { ...base, type: 'join' };

/** A router looks at nothing of a context but its update. */
export const contextOf = (update: Update) => ({ update }) as UpdateContext;
