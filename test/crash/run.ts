import { setTimeout as delay } from 'node:timers/promises';
import { openStore } from '../../db/open.ts';
import { type ContractId, chatId, personId } from '../../domain/types.ts';
import { type ChatServer, chatServer } from './chat-server.ts';
import { type Child, startChild } from './child-process.ts';
import { postJson } from './http.ts';
import { CHATS, type Load, PEOPLE, runLoad } from './load.ts';
import { counts, PLATFORM } from './wire.ts';

/** A process is left to do up to so many things that can be seen from outside, and then a few more milliseconds. */
const DEEDS_MAX = 16;
const LAST_MOMENT_MAX_MS = 30;
const LIFE_MAX_MS = 3_000;
/** So many of the processes are killed while they start. */
const KILLED_STARTING_RATE = 0.2;
const STARTING_MAX_MS = 400;
const DRAIN_MAX_MS = 60_000;
/** Long enough for each timer of a ticket of this contract to fire. */
const QUIET_MS = 1_000;

export interface CrashRun {
  readonly load: Load;
  readonly server: ChatServer;
  /** How the last process ended, which was asked to. */
  readonly lastExit: { code: number | null; signal: string | null };
  readonly lastWords: string;
}

export interface CrashRunOptions {
  readonly databaseUrl: string;
  readonly contract: ContractId;
  readonly kills: number;
  readonly seed: string;
  readonly random: () => number;
}

/** Kills bots under load, then lets the last one finish what is left, and stops it. */
export async function crashRun(options: CrashRunOptions): Promise<CrashRun> {
  const { kills, random } = options;
  await seat(options);
  const server = await chatServer(random);
  const start = (n: number): Child =>
    startChild({
      databaseUrl: options.databaseUrl,
      parentUrl: `http://127.0.0.1:${server.port}`,
      seed: `${options.seed}:${n}`,
    });
  let child = start(0);
  child.begin();
  let isOver = false;
  const loading = runLoad({ random, server, isOver: () => isOver, bot: () => upAgain(() => child) });
  for (let kill = 1; kill <= kills; kill += 1) {
    const next = start(kill);
    if (random() < KILLED_STARTING_RATE) {
      await delay(random() * STARTING_MAX_MS);
    } else {
      await Promise.race([child.up, failed(child)]);
      await deeds(server, Math.floor(random() * DEEDS_MAX));
      await delay(random() * LAST_MOMENT_MAX_MS);
    }
    await child.kill();
    child = next;
    child.begin();
  }
  isOver = true;
  const load = await loading;
  const url = await child.up;
  await drained(url, child);
  await postJson(`${url}/stop`, {});
  const lastExit = await child.exited;
  await server.close();
  return { load, server, lastExit, lastWords: child.stderr() };
}

/** Waits until messages have arrived; not for ever, since there may be none left to come. */
async function deeds(server: ChatServer, count: number): Promise<void> {
  const until = Date.now() + LIFE_MAX_MS;
  const target = server.deliveries + count;
  while (server.deliveries < target && Date.now() < until) await delay(1);
}

/** A bot that ends by itself while it starts is a defect, not a crash of ours. */
async function failed(child: Child): Promise<never> {
  const { code } = await child.exited;
  throw new Error(`a bot did not start (exit code ${code}):\n${child.stderr()}`);
}

/** The address of whichever bot is up; a killed one never comes up, so the question is asked again and again. */
async function upAgain(current: () => Child): Promise<string> {
  for (;;) {
    const url = await Promise.race([current().up, delay(50)]);
    if (url !== undefined) return url;
  }
}

async function seat({ contract, databaseUrl }: CrashRunOptions): Promise<void> {
  const store = await openStore(databaseUrl, { clock: { now: () => Date.now() }, random: () => 0 });
  await store.migrate();
  for (const key of CHATS) {
    const chat = { id: chatId(PLATFORM, key), platform: PLATFORM, externalId: key, title: key } as const;
    await store.saveChat({ ...chat, kind: 'group', contractId: contract });
  }
  for (const person of PEOPLE) {
    const id = await store.savePerson(
      { id: personId(person.key), name: person.name },
      { platform: PLATFORM, userId: person.key },
    );
    const duty = 'dutyOrder' in person ? { dutyOrder: person.dutyOrder } : {};
    await store.saveMember(contract, { personId: id, roles: person.roles, ...duty });
  }
  await store.close();
}

async function drained(url: string, child: Child): Promise<void> {
  const until = Date.now() + DRAIN_MAX_MS;
  let quietSince: number | undefined;
  for (;;) {
    const left = counts.parse(await Promise.race([postJson(`${url}/counts`, {}), failed(child)]));
    const isQuiet = left.inboxPending + left.outboxPending + left.timersOverdue + left.unsealed === 0;
    const now = Date.now();
    quietSince = isQuiet ? (quietSince ?? now) : undefined;
    if (quietSince !== undefined && now - quietSince >= QUIET_MS) return;
    if (now > until) throw new Error(`the bot did not come to rest: ${JSON.stringify(left)}\n${child.stderr()}`);
    await delay(100);
  }
}
