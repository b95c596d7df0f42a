import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR } from '../../../domain/types.ts';
import { createSaidParts } from '../../../platforms/said-parts.ts';
import { createApiClient } from '../../../platforms/wecom/api-client.ts';
import { createAppMessages } from '../../../platforms/wecom/app.ts';
import { createCalls } from '../../../platforms/wecom/calls.ts';
import { createDirectory } from '../../../platforms/wecom/directory.ts';
import { createWecomRinging, type WecomRinging } from '../../../platforms/wecom/ringing.ts';
import { createSpeakers } from '../../../platforms/wecom/speakers.ts';
import { createWebhooks } from '../../../platforms/wecom/webhook.ts';
import { type FakeStand, NINE, setFake } from '../../fakes/wecom/sdk-client.ts';
import { memoryNotes } from '../../support/memory-notes.ts';

const APP = { corpId: 'ww1', secret: 'APP-SECRET', agentId: 1_000_002, mayCall: true } as const;
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

let stand: FakeStand;
let now: number;
let ringing: WecomRinging;
let missed: string[];

beforeEach(async () => {
  stand = await setFake({ apps: [APP] });
  now = NINE;
  missed = [];
  const clock = { now: () => now };
  const api = createApiClient(stand.fake, { clock, http: fetch });
  ringing = createWecomRinging({
    webhooks: createWebhooks({ webhooks: new Map([['wrOPS', 'HOOK']]) }, { api, clock }),
    app: createAppMessages(APP, { api, clock }),
    calls: createCalls(APP, api),
    speakers: createSpeakers({ clock, notes: memoryNotes() }),
    parts: createSaidParts(),
    log,
    onMissed: (how, people) => void missed.push(`${how} ${people}`),
  });
});
afterEach(() => stand.close());

function pass(ms: number): void {
  now += ms;
  stand.pass(ms);
}
const ring = (key: string) =>
  ringing.ring({ key, chat: 'wrOPS', rings: [{ userId: 'li' }], text: `工单 ${key} 即将超时` });
const rung = () => stand.fake.rooms.messages.map(({ rings, room }) => `${room.kind}: ${rings.join()}`);

test('twenty rings go by the webhook, the next by the app, and nothing is lost', async () => {
  for (let count = 0; count < 25; count += 1) await ring(String(count));
  expect(rung()).toEqual([...Array(20).fill('group: li'), ...Array(5).fill('app: li')]);
  expect(missed).toEqual([]);
});

test('a token that was taken back, and one that is over, is replaced unnoticed', async () => {
  stand.fake.members.groups.delete('wrOPS');
  await ring('1');
  stand.fake.app.revokeTokens();
  await ring('2');
  pass(2 * HOUR);
  await ring('3');
  expect(rung()).toEqual(['app: li', 'app: li', 'app: li']);
  expect(stand.fake.app.tokensGiven).toBe(3);
});

test('WeCom drops no message of the app unseen: whoever has had thirty is counted', async () => {
  stand.fake.members.groups.delete('wrOPS');
  for (let count = 0; count < 31; count += 1) await ring(String(count));
  expect(rung()).toHaveLength(30);
  expect(missed).toEqual(['ring 1']);
});

test('a call reaches those who are there', async () => {
  const people = [{ userId: 'li' }, { userId: 'nobody' }];
  await ringing.ring({ key: 'k', chat: 'wrOPS', rings: people, calls: people, text: '工单 12 已超时' });
  expect(stand.fake.app.calls).toEqual(['li']);
  expect(missed).toEqual(['call 1']);
});

test('WeCom knows a name', async () => {
  const clock = { now: () => now };
  const api = createApiClient(stand.fake, { clock, http: fetch });
  const directory = createDirectory(APP, { api, clock, log, notes: memoryNotes() });
  while ((await directory.nameOf('li')) === undefined) await setImmediate();
  expect(await directory.nameOf('li')).toBe('李工');
  directory.stop();
});
