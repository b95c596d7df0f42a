import { generateReqId, WSClient, type WSClientOptions, WsCmd } from '@wecom/aibot-node-sdk';
import { z } from 'zod';
import { type FakeOptions, type FakeWecom, startFakeWecom } from './server.ts';

export const BOT = { id: 'aibTEST', secret: 'SECRET', name: '值班铃' } as const;
/** 2026-03-03T09:00+08:00 */
export const NINE = 1_772_499_600_000;

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const callback = z.object({
  headers: z.object({ req_id: z.string() }),
  body: z.looseObject({ msgid: z.string().optional(), msgtype: z.string() }),
});
export type Heard = z.infer<typeof callback>;

/** A fake with a group of two and a clock that a test moves. */
export interface FakeStand {
  readonly fake: FakeWecom;
  /** The true SDK, subscribed unless the test connects it itself. */
  client(options?: Partial<WSClientOptions>): WSClient;
  connect(options?: Partial<WSClientOptions>): Promise<WSClient>;
  /** What the client was told, in order. */
  readonly heard: Heard[];
  pass(ms: number): void;
  close(): Promise<void>;
}

export async function setFake(options: Partial<FakeOptions> = {}): Promise<FakeStand> {
  let now = NINE;
  const fake = await startFakeWecom({ bot: BOT, now: () => now, ...options });
  for (const [userId, name] of [
    ['wang', '王敏'],
    ['li', '李工'],
  ] as const)
    fake.members.people.set(userId, { userId, name });
  fake.members.groups.set('wrOPS', {
    chatId: 'wrOPS',
    title: '运维群',
    webhookKey: 'HOOK',
    hasBot: true,
    isOpen: true,
  });
  const clients: WSClient[] = [];
  const heard: Heard[] = [];
  const client: FakeStand['client'] = (more = {}) => {
    const made = new WSClient({ botId: BOT.id, secret: BOT.secret, wsUrl: fake.wsUrl, logger: silent, ...more });
    made.on('message', (frame) => void heard.push(callback.parse(frame)));
    made.on('event', (frame) => void heard.push(callback.parse(frame)));
    clients.push(made);
    return made;
  };
  return {
    fake,
    client,
    async connect(more) {
      const made = client(more);
      const authenticated = new Promise<void>((resolve) => made.once('authenticated', () => resolve()));
      made.connect();
      await authenticated;
      return made;
    },
    heard,
    pass(ms) {
      now += ms;
    },
    async close() {
      for (const each of clients) each.disconnect();
      await fake.close();
    },
  };
}

/** A card with buttons that WeCom takes. */
export function buttonCard(taskId: string, more: object = {}): object {
  return {
    card_type: 'button_interaction',
    main_title: { title: '空调不制冷' },
    button_list: [{ text: '接单', style: 1, key: 'acknowledge.1.T1' }],
    task_id: taskId,
    ...more,
  };
}

export const cardBody = (card: object) => ({ msgtype: 'template_card', template_card: card });
export const markdown = (content: string) => ({ msgtype: 'markdown', markdown: { content } });

/** What the SDK's own `sendMessage` does; its types have no `chat_type`. */
export function push(client: WSClient, to: { readonly group: string } | { readonly single: string }, body: object) {
  const address = 'group' in to ? { chatid: to.group, chat_type: 2 } : { chatid: to.single, chat_type: 1 };
  return client.reply({ headers: { req_id: generateReqId(WsCmd.SEND_MSG) } }, { ...address, ...body }, WsCmd.SEND_MSG);
}
