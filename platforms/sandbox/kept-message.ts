import { z } from 'zod';
import { personId } from '../../domain/types.ts';
import type { KeptMessage } from './history.ts';
import type { SandboxMessage } from './types.ts';

const instant = z.int();
const person = z.string().transform(personId);
const account = z.object({ userId: z.string(), name: z.string().exactOptional() });

const bold = z.object({ bold: z.string() });
const line = z.array(z.union([z.string(), bold, z.object({ mention: person })]));
const wireLine = z.array(z.union([z.string(), bold, z.object({ mention: account })]));

const fieldBase = { name: z.string(), label: z.string(), required: z.boolean() };
const formField = z.discriminatedUnion('type', [
  z.object({
    ...fieldBase,
    type: z.literal('text'),
    maxLength: z.int(),
    placeholder: z.string().exactOptional(),
  }),
  z.object({
    ...fieldBase,
    type: z.literal('select'),
    options: z.array(z.object({ value: z.string(), label: z.string() })),
  }),
  z.object({ ...fieldBase, type: z.literal('rating'), max: z.int() }),
]);

const subject = z.object({ id: z.string(), version: z.int() });

// Loose: what a later version of the card adds survives being kept.
const card = z.looseObject({
  tone: z.enum(['neutral', 'info', 'warning', 'danger', 'success']),
  title: z.string(),
  badge: z.string().exactOptional(),
  lines: z.array(line),
  fields: z.array(z.looseObject({ label: z.string(), value: line })),
  clocks: z.array(
    z.looseObject({
      label: z.string(),
      startedAt: instant,
      dueAt: instant,
      stoppedAt: instant.exactOptional(),
      pausedAt: instant.exactOptional(),
      breached: z.boolean(),
    }),
  ),
  actions: z.array(
    z.looseObject({
      action: z.string(),
      label: z.string(),
      style: z.enum(['primary', 'default', 'danger']),
      for: z.union([z.literal('everyone'), z.array(person)]),
      subject: subject.exactOptional(),
      form: z.array(formField).exactOptional(),
      command: z.string().exactOptional(),
    }),
  ),
  subject: subject.exactOptional(),
  footnote: z.string().exactOptional(),
});

const file = z.object({
  kind: z.enum(['image', 'document']),
  name: z.string(),
  mediaType: z.string(),
  size: z.int(),
  hash: z.string(),
});

const base = {
  id: z.string(),
  chat: z.string(),
  order: z.int(),
  at: instant,
  quote: z.object({ id: z.string(), text: z.string() }).exactOptional(),
};

const message = z.discriminatedUnion('from', [
  z.object({
    ...base,
    from: z.literal('person'),
    userId: z.string(),
    clientId: z.string(),
    text: z.string(),
    files: z.array(file).exactOptional(),
    heard: z.enum(['sending', 'delivered', 'not_addressed', 'bot_away', 'failed']),
  }),
  z.object({
    ...base,
    from: z.literal('bot'),
    deliveryKey: z.string(),
    content: z.object({
      card: card.exactOptional(),
      lines: z.array(wireLine),
      people: z.record(z.string(), account),
    }),
    file: file.exactOptional(),
    onlyFor: z.string().exactOptional(),
    hadClocks: z.literal(true).exactOptional(),
    updatedAt: instant.exactOptional(),
  }),
]);

/** The row that keeps a message. */
export function toKept(kept: SandboxMessage): KeptMessage {
  return { id: kept.id, chat: kept.chat, order: kept.order, body: JSON.stringify(kept), at: kept.at };
}

/**
 * The message in a kept row; `undefined` for one that an older version of the sandbox wrote in another form: a demo's old
 * bubble is not worth a program that does not start.
 */
export function fromKept(row: KeptMessage): SandboxMessage | undefined {
  let body: unknown;
  try {
    body = JSON.parse(row.body);
  } catch {
    return undefined;
  }
  const parsed = message.safeParse(body);
  if (!parsed.success) return undefined;
  const kept = parsed.data;
  // Whoever was saying it is gone: its fate is unknown, and the person may say it again.
  if (kept.from === 'person' && kept.heard === 'sending') return { ...kept, heard: 'failed' };
  return kept;
}
