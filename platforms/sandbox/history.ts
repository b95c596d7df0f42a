import type { Instant } from '../../domain/types.ts';

/** A message of the sandbox's chats as it is kept: `body` is the sandbox server's own JSON. */
export interface KeptMessage {
  readonly id: string;
  readonly chat: string;
  /** Sorts the messages of a chat. */
  readonly order: number;
  readonly body: string;
  /** When it was said: it is forgotten when its time is over. Absent: it stays. */
  readonly at?: Instant;
}

/** Where the sandbox's chat server keeps what was said, so that a restart or a second window shows it. */
export interface SandboxHistory {
  /** Newest `limit` messages of every chat, in order. */
  load(limit: number): Promise<readonly KeptMessage[]>;
  /** Inserts, or replaces the message of the same id. */
  save(message: KeptMessage): Promise<void>;
  clear(): Promise<void>;
}
