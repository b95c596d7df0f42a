import type { Cast } from '../../bot/play/cast.ts';
import { mentionedAccounts, wireLines } from '../../bot/play/content-text.ts';
import type { PlayWorld, Shown } from '../../bot/play/world.ts';
import { zh } from '../../cards/text.zh.ts';
import { stripMention } from '../../platforms/mentions.ts';
import {
  type Capabilities,
  type Delivery,
  type Platform,
  PlatformError,
  type Receiver,
} from '../../platforms/types.ts';
import { typedCommand } from './typed-command.ts';

const CAPABILITIES: Capabilities = {
  reachesRealPeople: false,
  updateCard: 'never',
  privateAnswer: 'none',
  cards: 'none',
  buttonsPerViewer: false,
  replaysMissed: false,
};

/**
 * A platform with none of the optional capabilities: it shows text in groups, and that is all. Whatever else a bot asks of it is
 * an error, so a handler or a dispatcher that relies on a capability is found out.
 */
export function plainWorld(cast: Cast, now: () => number): PlayWorld {
  const shown: Shown[] = [];
  const idByKey = new Map<string, string>();
  let receiver: Receiver | undefined;
  let said = 0;

  function deliver(delivery: Delivery): { handle: string } {
    if (delivery.op !== 'post') throw refused(`it can't ${delivery.op}`);
    if (delivery.content.card) throw refused('it shows no cards');
    const before = idByKey.get(delivery.key);
    if (before !== undefined) return { handle: before };
    const messageId = `m${shown.length}`;
    idByKey.set(delivery.key, messageId);
    const { lines, people } = delivery.content;
    const mentions = mentionedAccounts(lines, undefined, people);
    shown.push({
      at: now(),
      chat: delivery.chat,
      messageId,
      change: 'posted',
      lines: wireLines(lines),
      people,
      mentions,
    });
    return { handle: messageId };
  }

  function adapter(): Platform {
    return {
      name: 'plain',
      capabilities: CAPABILITIES,
      async start(given) {
        receiver = given;
        given.connection('up', 'connected');
      },
      deliver: async (delivery) => deliver(delivery),
      async stop() {
        receiver = undefined;
      },
    };
  }

  return {
    platform: 'plain',
    capabilities: CAPABILITIES,
    adapter,
    shown,
    cut() {
      receiver = undefined;
    },
    privateChat: (person) => `private-${person}`,
    isPrivate: (chat) => chat.startsWith('private-'),
    asText: (command) => typedCommand(command, cast),
    async tap() {
      throw new Error('there is nothing to tap');
    },
    async say({ chat, person, text, replyTo }) {
      said += 1;
      const isPrivate = chat === `private-${person}`;
      const mention = stripMention(text, [zh.botName, 'dutybell', 'bot'], []);
      const quoted = shown.find(({ messageId }) => messageId === replyTo);
      const addressed = isPrivate || mention.mentioned || (quoted !== undefined && quoted.by === undefined);
      const heard = !addressed ? 'not_addressed' : receiver ? 'delivered' : 'bot_away';
      const base = { at: now(), chat, by: person, change: 'posted', people: {}, mentions: [] } as const;
      shown.push({ ...base, messageId: `m${shown.length}`, lines: text.split('\n'), heard });
      if (heard !== 'delivered') return;
      await receiver?.receive({
        platform: 'plain',
        type: 'message',
        updateId: `say-${said}`,
        chat: { externalId: chat, kind: isPrivate ? 'private' : 'group' },
        from: { userId: person },
        sentAt: now(),
        receivedAt: now(),
        text: mention.text,
        addressed: true,
        ...(quoted && { quote: { handle: quoted.messageId, text: quoted.lines.join('\n') } }),
      });
    },
  };
}

function refused(reason: string): PlatformError {
  return new PlatformError(`the plain platform refused: ${reason}`, { code: 'not_supported', retryable: false });
}
