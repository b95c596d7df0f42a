import { pino } from 'pino';
import type { Advisor } from '../../bot/advice-types.ts';
import { type OnWritten, startAttempt } from '../../bot/attempt.ts';
import type { Scan } from '../../bot/clamd.ts';
import { type MovableClock, standingClock } from '../../bot/clock.ts';
import type { Deps } from '../../bot/deps.ts';
import { ulidIds } from '../../bot/ids.ts';
import { createBot } from '../../bot/main.ts';
import { memoryMedia } from '../../bot/media-folder.ts';
import { createMetrics } from '../../bot/metrics.ts';
import type { Pack } from '../../bot/packs.ts';
import { plainPapers } from '../../bot/plain-papers.ts';
import type { Bot } from '../../bot/types.ts';
import { loadContracts } from '../../contracts/load.ts';
import type { Changes, Outgoing } from '../../db/changes.ts';
import { type OpenStore, openStore } from '../../db/open.ts';
import type { OutboxRow } from '../../db/store.ts';
import { parseCivil } from '../../domain/civil.ts';
import type { Contract } from '../../domain/contract.ts';
import { type ContractId, chatId, contractId, type Instant, personId } from '../../domain/types.ts';
import type { Routine } from '../../handlers/routine-types.ts';
import type { ActionUpdate, MessageUpdate } from '../../platforms/types.ts';
import { FakePlatform } from './fake-platform.ts';

/** A Tuesday morning of the contract's term. */
export const NINE: Instant = parseCivil('2026-03-03', '09:00');
export const CONTRACT: ContractId = contractId('guangzhou-credit');
export const OPS = chatId('fake', 'ops');

const loaded = (await loadContracts('contracts')).find((each) => each.contract.id === CONTRACT)!;
export const { contract, value: packValue }: { contract: Contract; value: unknown } = loaded;

/** A database with two groups and some people, and a clock that stands at nine unless the test has another. */
export interface Stand {
  readonly store: OpenStore;
  readonly clock: MovableClock;
  readonly platform: FakePlatform;
  readonly random: () => number;
  /** What workers are given, for those that are tested alone. */
  readonly deps: Deps;
  /** Opens the same database once more, as a process that starts anew does. */
  reopen(): Promise<OpenStore>;
  close(): Promise<void>;
}

export async function setStand(
  url: string,
  platform = new FakePlatform(),
  clock: MovableClock = standingClock(NINE),
): Promise<Stand> {
  const random = seeded();
  const opened: OpenStore[] = [];
  const open = async () => {
    const store = await openStore(url, { clock, random });
    let closing: Promise<void> | undefined;
    const closedOnce: OpenStore = {
      ...store,
      close() {
        closing ??= store.close();
        return closing;
      },
    };
    opened.push(closedOnce);
    return closedOnce;
  };
  const store = await open();
  await store.migrate();
  await seat(store);
  const media = memoryMedia();
  const deps: Deps = {
    store,
    clock,
    random,
    ids: ulidIds(random),
    log: pino({ level: 'silent' }),
    metrics: createMetrics(),
    media,
    papers: plainPapers(media),
    probe: async () => ({ saw: 'unknown', why: 'nobody asks in tests' }),
    admins: [],
    owner: 'this process',
    contracts: new Map([[contract.id, contract]]),
    routines: [],
    platforms: new Map([[platform.name, platform]]),
    pause: async () => undefined,
  };
  return {
    ...{ store, clock, platform, random, deps },
    reopen: open,
    async close() {
      for (const each of opened) await each.close();
    },
  };
}

export interface BotParts {
  readonly store?: OpenStore;
  /** Of a second process: its own connection. */
  readonly platform?: FakePlatform;
  readonly instanceId?: string;
  readonly drive?: 'live' | 'manual';
  readonly routines?: readonly Routine[];
  readonly advisor?: Advisor;
  readonly scan?: Scan;
  /** What the file of this process holds; the shipped pack when absent. */
  readonly pack?: Pack;
}

/** The whole program on a stand, under its standing clock. */
export function botOn(stand: Stand, parts: BotParts = {}): Bot {
  const { clock, deps, random, store } = stand;
  const { pack = { contract, value: packValue } } = parts;
  return createBot({
    ...{ clock, random, store: parts.store ?? store },
    ids: deps.ids,
    log: deps.log,
    metrics: deps.metrics,
    media: deps.media,
    platforms: [parts.platform ?? stand.platform],
    contracts: [pack.contract],
    packValues: new Map([[CONTRACT, pack.value]]),
    routines: parts.routines ?? [],
    drive: parts.drive ?? 'manual',
    ...(parts.advisor && { advisor: parts.advisor }),
    ...(parts.scan && { scan: parts.scan }),
    ...(parts.instanceId !== undefined && { instanceId: parts.instanceId }),
  });
}

/** Commits without a cause, as far as the test of one worker needs. */
export async function commit(deps: Deps, changes: Changes): Promise<readonly OutboxRow[]> {
  let rows: readonly OutboxRow[] = [];
  const onWritten: OnWritten = (written) => {
    rows = written.rows;
  };
  await startAttempt(deps, { kind: 'none' }, onWritten).commit(CONTRACT, changes);
  return rows;
}

let made = 0;
export function saying(text: string, more: { from?: string; chat?: string; addressed?: boolean } = {}): MessageUpdate {
  made += 1;
  return {
    ...base(more.chat ?? 'ops', more.from ?? 'wang'),
    updateId: `m${made}`,
    type: 'message',
    text,
    addressed: more.addressed ?? true,
  };
}

export function tapping(action: string, subject: string, version: number, from: string): ActionUpdate {
  made += 1;
  return { ...base('ops', from), updateId: `t${made}`, type: 'action', action, subject, version, form: {} };
}

export function post(key: string, more: Partial<Pick<Outgoing, 'chatId' | 'priority' | 'validUntil'>> = {}): Outgoing {
  return { key, chatId: OPS, priority: 1, ...more, op: 'post', content: { lines: [[key]] } };
}

function base(chat: string, from: string) {
  return {
    platform: 'fake',
    chat: { externalId: chat, kind: 'group' as const },
    from: { userId: from, name: from },
    receivedAt: NINE,
  };
}

async function seat(store: OpenStore): Promise<void> {
  const platform = 'fake';
  for (const externalId of ['ops', 'hall']) {
    const id = chatId(platform, externalId);
    await store.saveChat({ id, platform, externalId, kind: 'group', title: externalId, contractId: CONTRACT });
  }
  for (const { dutyOrder, key, name, roles } of loaded.people?.people ?? []) {
    const id = await store.savePerson({ id: personId(key), name }, { platform, userId: key });
    await store.saveMember(CONTRACT, { personId: id, roles, ...(dutyOrder !== undefined && { dutyOrder }) });
  }
}

/** Numerical Recipes' generator: the same numbers in every run. */
function seeded(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
