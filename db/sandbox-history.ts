import { desc, eq } from 'drizzle-orm';
import type { SandboxHistory } from '../platforms/sandbox/history.ts';
import type { Access } from './engine.ts';

export function sandboxHistory({ engine, tables }: Access): SandboxHistory {
  const { sandboxMessages: messages } = tables;
  return {
    async load(limit) {
      const chats = await engine.read((db) => db.selectDistinct({ chat: messages.chat }).from(messages));
      const newest = (chat: string) =>
        engine.read((db) =>
          db.select().from(messages).where(eq(messages.chat, chat)).orderBy(desc(messages.position)).limit(limit),
        );
      const rows = await Promise.all(chats.map(({ chat }) => newest(chat)));
      return rows.flatMap((ofChat) =>
        ofChat.reverse().map(({ id, chat, position, body, saidAt }) => ({
          ...{ id, chat, order: position, body },
          ...(saidAt !== null && { at: saidAt }),
        })),
      );
    },
    async save({ id, chat, order, body, at }) {
      const row = { id, chat, position: order, body, saidAt: at ?? null };
      const set = ['chat', 'position', 'body', 'saidAt'] as const;
      await engine.writeOnce((db) => engine.upsert(db, messages, [row], { key: [messages.id], set }));
    },
    async clear() {
      await engine.writeOnce((db) => db.delete(messages));
    },
  };
}
