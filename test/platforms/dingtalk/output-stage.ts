import { CATALOGUES } from '../../../cards/language.ts';
import type { Card } from '../../../cards/types.ts';
import { type Instant, personId, ticketId } from '../../../domain/types.ts';
import { CARD_VARIABLES } from '../../../platforms/dingtalk/card-contract.ts';
import { createOutput, type Output, type OutputParts } from '../../../platforms/dingtalk/output.ts';
import type { CardParams, DingtalkSettings } from '../../../platforms/dingtalk/types.ts';
import type { AccountRef, Delivery } from '../../../platforms/types.ts';
import type { Answer } from '../../fakes/dingtalk/answer.ts';
import type { RequestFate } from '../../fakes/dingtalk/faults.ts';
import { type FakeDingtalk, type FakeOptions, startFakeDingtalk } from '../../fakes/dingtalk/server.ts';
import { memoryNotes } from '../../support/memory-notes.ts';

/** 2026-03-03T09:00+08:00 */
const NINE = 1_772_499_600_000;
export const APP = { clientId: 'dingfake', clientSecret: 'app-secret-0123456789', robotCode: 'dingfake' } as const;
export const TEMPLATE = '11111111-1111-4111-8111-111111111111.schema';
export const ROBOT = { accessToken: 'robot-token-0123456789', secret: 'SECtest0123456789abcdef' } as const;
export const OPS = 'cidOPS==';
export const NET = 'cidNET==';

export const CREATE = '/v1.0/card/instances/createAndDeliver';
export const CARDS = '/v1.0/card/instances';
export const GROUP = '/v1.0/robot/groupMessages/send';
export const SINGLE = '/v1.0/robot/oToMessages/batchSend';
export const DING = '/v1.0/robot/ding/send';

export const li: AccountRef = { userId: 'li', name: '李工' };
export const wang: AccountRef = { userId: 'wang', name: '王敏' };
export const guest: AccountRef = { userId: '$:LWCP_v1:$abc', name: '外单位周工', isGuest: true };
export const people = { p1: li, p2: wang };
export const card: Card = {
  tone: 'danger',
  title: '工单 7 网站打不开',
  badge: '待接单',
  lines: [['窗口反映「网站打不开」']],
  fields: [],
  clocks: [],
  subject: { id: 't7', version: 3 },
  actions: [
    { action: 'acknowledge', label: '接单', style: 'primary', for: [personId('p1')], command: '接单 7' },
    { action: 'arrive', label: '到场', style: 'default', for: [personId('p1')], command: '到场 7' },
  ],
};

type Post = Extract<Delivery, { op: 'post' }>;
export const posting = (more: Partial<Post> = {}): Post => ({
  op: 'post',
  key: 'k1',
  chat: OPS,
  ticketId: ticketId('t7'),
  content: { card, lines: [], people },
  ...more,
});
export const saying = (text: string, more: Partial<Post> = {}): Post =>
  posting({ content: { lines: [[text]], people }, ...more });

export interface OutputStage {
  readonly fake: FakeDingtalk;
  readonly notes: ReturnType<typeof memoryNotes>;
  /** Codes of warnings and errors. */
  readonly warned: unknown[];
  readonly missed: string[];
  /** What was counted: `call`, `message`, `exhausted calls`. */
  readonly counted: string[];
  /** Params that were given to taps, by the tap's delivery. */
  readonly given: { readonly deliveryId: string; readonly params: object }[];
  /** Taps that nothing repaints. */
  readonly ended: string[];
  readonly now: () => Instant;
  pass(ms: number): void;
  output(settings?: Partial<DingtalkSettings> & { hasTemplate?: boolean }, more?: Partial<OutputParts>): Output;
  /** Somebody speaks to the bot in that chat, which brings its address. */
  opensSession(output: Output, chat: string): Promise<string>;
  /** What people see in a group: `session text → li: words`. */
  seen(chatId?: string): readonly string[];
  /** The same, of what each got in private. */
  private(userId: string): readonly string[];
  /** The texts of complaints. */
  complaints(): readonly string[];
  /** Of the requests to that path so far. */
  bodies(path: string, method?: string): readonly Record<string, unknown>[];
  /** What a card or its change carries. */
  paramsIn(body: unknown): CardParams;
  refuseWith(path: string, answer: Answer): void;
  endWith(path: string, fate: RequestFate): void;
  /** Ends both. */
  allWell(): void;
  close(): Promise<void>;
}

export async function setStage(options: Partial<FakeOptions> = {}): Promise<OutputStage> {
  let now = NINE;
  const fake = await startFakeDingtalk({
    app: APP,
    botName: '值班铃',
    now: () => now,
    templates: [
      { id: TEMPLATE, name: 'dutybell', variables: CARD_VARIABLES.map(({ name }) => name), isPublished: true },
    ],
    ...options,
  });
  for (const [userId, name] of [
    ['li', '李工'],
    ['wang', '王敏'],
    ['zhao', '赵强'],
  ] as const)
    fake.members.people.set(userId, { userId, name });
  fake.members.addGroup({ chatId: OPS, title: '运维群', robot: { token: ROBOT.accessToken, secret: ROBOT.secret } });
  fake.members.addGroup({ chatId: NET, title: '网络群' });
  const stage = { warned: [] as unknown[], missed: [] as string[], counted: [] as string[] };
  const given: { readonly deliveryId: string; readonly params: object }[] = [];
  const ended: string[] = [];
  const notes = memoryNotes();
  const clock = { now: () => now };
  const note = (fields: { readonly code?: unknown }) => void stage.warned.push(fields.code);
  const log = { debug: () => undefined, info: () => undefined, warn: note, error: note };
  const seenIn = (room: Parameters<FakeDingtalk['rooms']['in']>[0]) =>
    fake.rooms
      .in(room)
      .map(
        ({ card, form, rings, text }) =>
          `${form}${rings.length > 0 ? ` → ${rings.join()}` : ''}: ${card?.title ?? text}`,
      );

  return {
    ...stage,
    ...{ ended, fake, given, notes, now: () => now },
    pass(ms) {
      now += ms;
    },
    output: ({ hasTemplate = true, ...settings } = {}, more = {}) =>
      createOutput(
        {
          ...APP,
          botName: '值班铃',
          entrance: { kind: 'stream' },
          apiBase: fake.apiBase,
          oapiBase: fake.oapiBase,
          ...(hasTemplate && { cardTemplateId: TEMPLATE }),
          robots: new Map(),
          isEconomy: false,
          monthly: { calls: 5_000, messages: 3_000 },
          ...settings,
        },
        {
          deps: { clock, http: fetch, log, notes },
          words: { ...CATALOGUES.zh.dingtalk, en: CATALOGUES.en.dingtalk },
          quota: {
            count: (kind, ticketId) => void stage.counted.push(ticketId === undefined ? kind : `${kind} ${ticketId}`),
            exhausted: async (of) => void stage.counted.push(`exhausted ${of}`),
            settle: async () => undefined,
          },
          taps: {
            async give(deliveryId, { params }) {
              given.push({ deliveryId, params });
              return true;
            },
            giveAll: async () => undefined,
            end: (deliveryId) => void ended.push(deliveryId),
          },
          onMissed: (how, people) => void stage.missed.push(`${how} ${people}`),
          ...more,
        },
      ),
    async opensSession(output, chat) {
      const isGroup = !chat.startsWith('user:');
      const room = isGroup
        ? ({ kind: 'group', chatId: chat } as const)
        : ({ kind: 'single', userId: chat.slice('user:'.length) } as const);
      const session = fake.webhooks.openSession(room);
      await output.sessions.heard(chat, session);
      return session.url;
    },
    seen: (chatId = OPS) => seenIn({ kind: 'group', chatId }),
    private: (userId) => seenIn({ kind: 'single', userId }),
    complaints: () => fake.log.complaints.map(({ what }) => what),
    bodies: (path, method = 'POST') => fake.log.requests(`${method} ${path}`) as readonly Record<string, unknown>[],
    paramsIn: (body) => (body as { cardData: { cardParamMap: CardParams } }).cardData.cardParamMap,
    refuseWith(path, answer) {
      fake.faults.refuse = (asked) => (asked.path === path ? answer : undefined);
    },
    endWith(path, fate) {
      fake.faults.request = (asked) => (asked.path === path ? fate : 'answered');
    },
    allWell() {
      fake.faults.refuse = () => undefined;
      fake.faults.request = () => 'answered';
    },
    close: () => fake.close(),
  };
}
