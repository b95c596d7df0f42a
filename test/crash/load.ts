import { setTimeout as delay } from 'node:timers/promises';
import type { CardAction, FormField } from '../../cards/types.ts';
import type { AccountRef, Update } from '../../platforms/types.ts';
import type { ChatServer, ShownCard } from './chat-server.ts';
import { postJson } from './http.ts';
import { PLATFORM } from './wire.ts';

export const CHATS = ['c1', 'c2', 'c3', 'c4'] as const;
export const PEOPLE = [
  { key: 'wang', name: '王敏', roles: ['reporter'] },
  { key: 'li', name: '李工', roles: ['engineer'], dutyOrder: 1 },
  { key: 'zhou', name: '周工', roles: ['engineer'], dutyOrder: 2 },
  { key: 'zhao', name: '赵经理', roles: ['manager'] },
  { key: 'qian', name: '钱监理', roles: ['supervisor'] },
] as const;

const REPORT_RATE = 0.25;
const REPEAT_RATE = 0.05;
const PACE_MS = 40;
/** Steps that a tap can ask for; others have nothing to do with what is tested. */
const TAPPED = ['acknowledge', 'arrive', 'diagnose', 'progress', 'supplement', 'resolve', 'confirm', 'reopen', 'undo'];

export interface LoadOptions {
  readonly random: () => number;
  readonly server: ChatServer;
  /** Resolves with the address of a bot that listens. */
  readonly bot: () => Promise<string>;
  readonly isOver: () => boolean;
}

/** What the platform was told had been received: the bot may lose none of it. */
export interface Load {
  readonly acknowledged: string[];
  /** Marks in the texts of reports, each of which must open one ticket. */
  readonly reports: string[];
  readonly taps: number;
}

/** People in all chats report faults and press buttons until it is over. */
export async function runLoad(options: LoadOptions): Promise<Load> {
  const load = { acknowledged: [], reports: [], taps: 0 };
  await Promise.all(CHATS.map((chat) => runChat(chat, options, load)));
  return load;
}

async function runChat(
  chat: string,
  options: LoadOptions,
  load: { acknowledged: string[]; reports: string[]; taps: number },
) {
  const { isOver, random, server } = options;
  for (let act = 0; !isOver(); act += 1) {
    const updateId = `${chat}-${act}`;
    const tap = random() < REPORT_RATE ? undefined : chooseTap(server.cardsIn(chat), random);
    if (tap) load.taps += 1;
    else load.reports.push(updateId);
    const update = tap ? tapUpdate(chat, updateId, tap) : reportUpdate(chat, updateId);
    await post(update, options);
    load.acknowledged.push(updateId);
    if (random() < REPEAT_RATE) await post(update, options);
    await delay(random() * PACE_MS);
  }
}

/** The platform tries until it is answered: what was not acknowledged comes again, with the same id. */
async function post(update: Update, { bot }: LoadOptions): Promise<void> {
  for (;;) {
    const url = await bot();
    try {
      await postJson(url, update);
      return;
    } catch {
      await delay(10);
    }
  }
}

interface Tap {
  readonly shown: ShownCard;
  readonly action: CardAction;
  readonly by: string;
}

function chooseTap(cards: readonly ShownCard[], random: () => number): Tap | undefined {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const offered = cards.flatMap((shown) =>
    shown.card.actions.filter(({ action }) => TAPPED.includes(action)).map((action) => ({ shown, action })),
  );
  // New cards are few among the old ones, and their buttons still lead somewhere.
  const chosen = pick(offered.slice(-24));
  if (!chosen) return undefined;
  const by = chosen.action.for === 'everyone' ? PEOPLE[0].key : pick(chosen.action.for);
  return by === undefined ? undefined : { ...chosen, by };
}

function base(chat: string, updateId: string, from: AccountRef) {
  const now = Date.now();
  return {
    platform: PLATFORM,
    updateId,
    chat: { externalId: chat, kind: 'group' as const },
    from,
    sentAt: now,
    receivedAt: now,
  };
}

function reportUpdate(chat: string, updateId: string): Update {
  const from = { userId: 'wang', name: '王敏' };
  return {
    ...base(chat, updateId, from),
    type: 'message',
    text: `信用广州网站打不开了 <${updateId}>`,
    addressed: true,
  };
}

function tapUpdate(chat: string, updateId: string, { action, by, shown }: Tap): Update {
  const { subject } = shown.card;
  const form = Object.fromEntries((action.form ?? []).map((field) => [field.name, valueFor(field, updateId)]));
  return {
    ...base(chat, updateId, { userId: by }),
    type: 'action',
    action: action.action,
    subject: subject?.id ?? '',
    version: subject?.version ?? 0,
    form,
    handle: shown.handle,
  };
}

function valueFor(field: FormField, updateId: string): string {
  if (field.type === 'rating') return '5';
  return field.type === 'select' ? (field.options[0]?.value ?? '') : `<${updateId}>`;
}
