import type { MessageUpdate } from '../platforms/types.ts';
import { PLATFORM } from './stage.ts';

let made = 0;

/** A report that is a ticket of its own, also where others have reported the same; each is another update. */
export function benchReport(chat: number, person: string, mark = ''): MessageUpdate {
  return said(chat, person, `登记 信用广州网站打不开了，大厅没法办业务${mark}`);
}

export function said(chat: number, person: string, text: string): MessageUpdate {
  made += 1;
  const now = Date.now();
  return {
    platform: PLATFORM,
    updateId: `u${made}`,
    chat: { externalId: `g${chat}`, kind: 'group' },
    from: { userId: person, name: person },
    sentAt: now,
    receivedAt: now,
    type: 'message',
    text,
    addressed: true,
  };
}
