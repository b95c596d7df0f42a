import type { Instant } from '../../domain/types.ts';
import { sandboxPlatform } from '../../platforms/sandbox/platform.ts';
import { SandboxServer } from '../../platforms/sandbox/server.ts';
import type { Refused, SandboxMessage } from '../../platforms/sandbox/types.ts';
import type { Cast } from './cast.ts';
import { mentionedAccounts, wireLines } from './content-text.ts';
import { bytesOf, mediaTypeOf } from './sent-bytes.ts';
import type { PlayWorld, Shown } from './world.ts';

const GONE: ReadonlySet<string> = new Set(['no_card', 'unknown_message'] satisfies Refused['refusal'][]);

/** Everybody of a scenario is in each of its groups. */
const ALL = 'all';

/** The sandbox's chat server as a scenario's world: the same server that the page in the browser talks to. */
export function sandboxWorld(cast: Cast, botName: string, now: () => Instant): PlayWorld {
  const server = new SandboxServer({
    chats: cast.chats.map(({ key, title }) => ({ key, title, team: ALL, system: { zh: '', en: '' } })),
    personas: cast.people.map(({ key, name, roles }) => ({ key, name, roles, team: ALL })),
    botName,
    now,
  });
  const shown: Shown[] = [];
  const places = new Map<string, number>();
  server.subscribe((change) => {
    if (change.type !== 'message') return;
    const { message } = change;
    // A person's message is told again when its fate is known: that is no second appearance.
    const place = message.from === 'person' ? places.get(message.id) : undefined;
    const entry = entryOf(message);
    if (place === undefined) places.set(message.id, shown.push(entry) - 1);
    else shown[place] = entry;
  });

  let made = 0;
  const clientId = (): string => {
    made += 1;
    return `c${made}`;
  };
  const check = (result: { ok: true } | { ok: false; refusal: string }): void => {
    if (!result.ok) throw new Error(`the sandbox refused it: ${result.refusal}`);
  };
  // The capabilities are the adapter's own; this one is never started.
  const { capabilities, name } = sandboxPlatform(server);
  return {
    platform: name,
    capabilities,
    shown,
    adapter: () => sandboxPlatform(server),
    cut: () => server.disconnect(),
    privateChat: (person) => `private-${person}`,
    isPrivate: (chat) => chat.startsWith('private-'),
    async say({ attachments, chat, person, text, replyTo }) {
      const files = attachments?.map(
        ({ kind, name = '' }) => server.upload({ bytes: bytesOf(kind), name, mediaType: mediaTypeOf(kind) }).hash,
      );
      check(
        await server.say({
          chat,
          persona: person,
          clientId: clientId(),
          text,
          ...(files && { files }),
          ...(replyTo !== undefined && { replyTo }),
        }),
      );
    },
    async tap({ chat, person, messageId, action, subject, form, version }) {
      const tap = { chat, persona: person, clientId: clientId(), messageId, action, subject, form };
      const tapped = await server.tap({ ...tap, ...(version !== undefined && { version }) });
      // It was chosen from what was once shown.
      if (!tapped.ok && GONE.has(tapped.refusal)) return 'no_button';
      check(tapped);
      return 'done';
    },
  };
}

function entryOf(message: SandboxMessage): Shown {
  const base = { chat: message.chat, messageId: message.id };
  if (message.from === 'person') {
    const heard = message.heard === 'sending' ? {} : { heard: message.heard };
    const { at, text, userId } = message;
    return { ...base, ...heard, at, by: userId, change: 'posted', lines: text.split('\n'), people: {}, mentions: [] };
  }
  const { file } = message;
  const { card, lines, people } = message.content;
  return {
    ...base,
    at: message.updatedAt ?? message.at,
    change: message.updatedAt === undefined ? 'posted' : 'updated',
    ...(message.onlyFor !== undefined && { onlyFor: message.onlyFor }),
    lines: wireLines(lines),
    ...(card && { card }),
    ...(file && { file: file.name }),
    people,
    mentions: mentionedAccounts(lines, card, people),
  };
}
