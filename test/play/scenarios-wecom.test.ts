import { afterEach, expect } from 'vitest';
import { zh } from '../../cards/text.zh.ts';
import { type WecomWorld, wecomWorld } from '../fakes/wecom/world.ts';
import { describeScenarios } from './scenario-suite.ts';

const played: WecomWorld[] = [];

// The true adapter and the vendor's SDK, against a fake server that checks every limit.
describeScenarios({
  async world(cast, now) {
    const world = await wecomWorld(cast, zh.botName, now);
    played.push(world);
    return world;
  },
  // It names the second of a tap, no more.
  lacks: ['exact_taps'],
});

afterEach(() => {
  for (const { fake } of played.splice(0)) {
    // A card that is refused goes as text, which a scenario might not notice.
    expect(fake.transcript.refusals()).toEqual([]);
    const cut = fake.rooms.messages.flatMap((message) => message.cut.map((place) => ({ place, card: message.card })));
    expect(cut).toEqual([]);
    const most = fake.rooms.messages.map(({ room }) => (room.kind === 'group' ? `group ${room.chatId}` : ''));
    for (const room of new Set(most)) expect(fake.bot.quota.mostPerMinute(room)).toBeLessThanOrEqual(30);
  }
});
