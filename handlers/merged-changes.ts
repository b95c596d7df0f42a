import type { Changes } from '../db/changes.ts';

/** One commit of several parts, in their order. What is no list is that of the first part which has it. */
export function mergedChanges(...parts: readonly Changes[]): Changes {
  const all = <Item>(of: (part: Changes) => readonly Item[] | undefined): readonly Item[] =>
    parts.flatMap((part) => of(part) ?? []);
  let single: Changes = {};
  for (const part of parts.toReversed()) single = { ...single, ...part };
  return {
    ...single,
    obligations: all(({ obligations }) => obligations),
    events: all(({ events }) => events),
    entries: all(({ entries }) => entries),
    texts: all(({ texts }) => texts),
    setTimers: all(({ setTimers }) => setTimers),
    clearTimers: all(({ clearTimers }) => clearTimers),
    outbox: all(({ outbox }) => outbox),
    newChats: all(({ newChats }) => newChats),
    attachments: all(({ attachments }) => attachments),
  };
}
