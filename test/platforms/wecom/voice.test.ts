// What WeCom allows a bot to say in one conversation, and the part of it that is kept for what is urgent.
import { expect, test } from 'vitest';
import { MINUTE } from '../../../domain/types.ts';
import type { Conversation } from '../../../platforms/conversations.ts';
import { createSaidParts } from '../../../platforms/said-parts.ts';
import { PlatformError } from '../../../platforms/types.ts';
import type { Carrier, WecomMessage } from '../../../platforms/wecom/types.ts';
import { createVoice, PER_MINUTE } from '../../../platforms/wecom/voice.ts';

const group: Conversation = { kind: 'group', chatId: 'wrOPS' };
const words: WecomMessage = { msgtype: 'markdown', markdown: { content: '一体化平台已恢复' } };

test('chatter, however many parts it has, leaves a fifth of the minute to a breach', async () => {
  let said = 0;
  const take = async () => {
    said += 1;
  };
  const carrier: Carrier = { canPush: true, start: take, stop: take, send: take, answerTap: take };
  const quiet = () => undefined;
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const voice = createVoice({ carrier, clock: { now: () => 0 }, log, parts: createSaidParts() });

  const refusals: unknown[] = [];
  const say = (urgency: 'urgent' | 'chatter') =>
    voice.say(group, words, { urgency }).catch((error: unknown) => void refusals.push(error));
  for (let part = 0; part < PER_MINUTE; part += 1) await say('chatter');
  expect(said).toBe((PER_MINUTE * 4) / 5);
  expect(refusals[0]).toBeInstanceOf(PlatformError);
  expect(refusals[0]).toMatchObject({ code: 'rate_limited', retryAfterMs: MINUTE });
  for (let part = 0; part < PER_MINUTE; part += 1) await say('urgent');
  expect(said, 'and no more than WeCom allows').toBe(PER_MINUTE);
});
