import type { Card, CardAction } from '../../cards/types.ts';
import { personId } from '../../domain/types.ts';
import type { KeptMessage, SandboxHistory } from '../../platforms/sandbox/history.ts';
import { sandboxPlatform } from '../../platforms/sandbox/platform.ts';
import { SandboxServer } from '../../platforms/sandbox/server.ts';
import type { Delivery, Platform, Receiver, Update, WireContent } from '../../platforms/types.ts';

export const START = Date.parse('2026-03-03T09:00:00+08:00');

const PERSONAS = [
  { key: 'wang', name: '王敏', title: '大厅窗口', roles: ['reporter'], team: '广州信用' },
  { key: 'li', name: '李工', roles: ['engineer'], team: '广州信用' },
  { key: 'zhao', name: '赵经理', roles: ['manager'], team: '广州信用' },
  { key: 'ma', name: '马丽娜', roles: ['reporter'], team: '克拉玛依政务' },
] as const;

/** Persons by id and by account are told apart here: the ids of the database are not the platform's. */
export const PEOPLE: WireContent['people'] = {
  'p-wang': { userId: 'wang', name: '王敏' },
  'p-li': { userId: 'li', name: '李工' },
};

/** A bot that writes down what it hears. */
export interface ListeningBot extends Receiver {
  readonly heard: Update[];
  readonly connections: string[];
}

export function listeningBot(): ListeningBot {
  const ids = new Set<string>();
  const heard: Update[] = [];
  const connections: string[] = [];
  return {
    heard,
    connections,
    async receive(update) {
      if (ids.has(update.updateId)) return 'duplicate';
      ids.add(update.updateId);
      heard.push(update);
      return 'accepted';
    },
    connection: (state) => connections.push(state),
    trouble: () => undefined,
  };
}

/** A history that keeps rows as a database does: as text. */
export function keepingHistory(): SandboxHistory & { rows: Map<string, KeptMessage> } {
  const rows = new Map<string, KeptMessage>();
  return {
    rows,
    load: async () => [...rows.values()],
    save: async (message) => void rows.set(message.id, message),
    clear: async () => rows.clear(),
  };
}

export function openSandbox(options: { history?: SandboxHistory; announceJoin?: boolean } = {}) {
  const clock = { at: START };
  const server = new SandboxServer({
    chats: [
      {
        key: 'ops',
        title: '信用广州运维群',
        team: '广州信用',
        system: { zh: '信用广州网站', en: 'Credit Guangzhou website' },
      },
      {
        key: 'other',
        title: '监管平台运维群',
        team: '广州信用',
        system: { zh: '信用广州网站', en: 'Credit Guangzhou website' },
      },
      {
        key: 'ka',
        title: '政务服务中心运维群',
        team: '克拉玛依政务',
        system: { zh: '政务服务网', en: 'Service site' },
      },
    ],
    personas: PERSONAS,
    botName: '值班铃',
    now: () => clock.at,
    ...options,
  });
  let said = 0;
  return {
    clock,
    server,
    platform: sandboxPlatform(server),
    /** Says something under a new client id. */
    say: (
      persona: string,
      text: string,
      more: { chat?: string; replyTo?: string; clientId?: string; files?: readonly string[] } = {},
    ) => {
      said += 1;
      return server.say({ chat: 'ops', persona, text, clientId: `c${said}`, ...more });
    },
  };
}

export function lines(text: string): WireContent {
  return { lines: [[text]], people: PEOPLE };
}

export function cardWith(actions: readonly CardAction[], version = 1): Card {
  return {
    tone: 'danger',
    title: 'GZ-260303-01',
    lines: [[{ mention: personId('p-li') }, ' 请接单']],
    fields: [],
    clocks: [],
    actions,
    subject: { id: 'ticket-1', version },
  };
}

export const acknowledgeForLi: CardAction = {
  action: 'acknowledge',
  label: '接单',
  style: 'primary',
  for: [personId('p-li')],
};

/** Posts a card to the group. */
export async function postCard(platform: Platform, actions: readonly CardAction[], version = 1): Promise<string> {
  const content: WireContent = { card: cardWith(actions, version), lines: [], people: PEOPLE };
  const receipt = await platform.deliver({ key: `card-${version}`, chat: 'ops', op: 'post', content });
  return receipt.handle!;
}

export const post = (key: string, content: WireContent): Delivery => ({ key, chat: 'ops', op: 'post', content });
