import { randomFillSync } from 'node:crypto';
import type { Logger } from 'pino';
import { CATALOGUES } from '../cards/language.ts';
import { type LoadedContract, loadContracts } from '../contracts/load.ts';
import { type OpenStore, openStore } from '../db/open.ts';
import { sandboxPlatform } from '../platforms/sandbox/platform.ts';
import { SandboxServer } from '../platforms/sandbox/server.ts';
import { advance } from './advance.ts';
import { type MovableClock, movableClock } from './clock.ts';
import type { Config } from './config.ts';
import { type HttpServer, listen } from './http.ts';
import { ulidIds } from './ids.ts';
import { createBot, systemClock } from './main.ts';
import { createMetrics } from './metrics.ts';
import { type SandboxPage, sandboxRoutes } from './sandbox-http.ts';
import { seatSandbox } from './sandbox-seats.ts';
import type { Bot } from './types.ts';

export interface RunningProgram {
  /** Where the pages are. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Opens the database, starts the bot and serves its pages. @throws an error with a remedy when it can't */
export async function startProgram(config: Config, log: Logger): Promise<RunningProgram> {
  const clock = movableClock(systemClock);
  const random = secureRandom();
  const loaded = await loadContracts(config.contractsDir);
  const store = await openStore(config.databaseUrl, { clock, random, log });
  let http: HttpServer | undefined;
  let page: SandboxPage | undefined;
  try {
    await store.migrate();
    const server = config.hasSandbox ? await openSandbox(store, loaded, clock) : undefined;
    const metrics = createMetrics();
    const bot = createBot({
      store,
      clock,
      random,
      log,
      metrics,
      ids: ulidIds(random),
      platforms: server ? [sandboxPlatform(server)] : [],
      contracts: loaded.map(({ contract }) => contract),
      drive: 'live',
      ...(config.instanceId !== undefined && { instanceId: config.instanceId }),
    });
    const { host, port } = config;
    http = await listen({
      ...{ host, port, bot, store, clock, metrics, log },
      mount(router) {
        if (server) page = sandboxRoutes(router, sandboxDeps(server, bot, clock, log, config));
      },
    });
    await bot.start();
    void page?.warmUp();
    return { url: config.publicUrl ?? http.url, stop: () => stopProgram(bot, http, page) };
  } catch (error) {
    page?.close();
    await http?.close();
    await store.close();
    throw error;
  }
}

async function openSandbox(
  store: OpenStore,
  loaded: readonly LoadedContract[],
  clock: MovableClock,
): Promise<SandboxServer> {
  // Its clock may have been run forward before the last stop; time goes on from there, since a ledger never runs backwards.
  clock.jumpTo((await store.presence('sandbox')) ?? 0);
  return new SandboxServer({
    ...(await seatSandbox(store, loaded)),
    botName: CATALOGUES.zh.botName,
    now: () => clock.now(),
    history: store.sandboxHistory,
    announceJoin: true,
  });
}

function sandboxDeps(server: SandboxServer, bot: Bot, clock: MovableClock, log: Logger, { publicUrl }: Config) {
  return {
    server,
    clock,
    log,
    nextDueAt: () => bot.nextDueAt(),
    advance: (target: number | 'next') => advance(bot, clock, target),
    ...(publicUrl !== undefined && { publicUrl }),
  };
}

async function stopProgram(bot: Bot, http: HttpServer | undefined, page: SandboxPage | undefined): Promise<void> {
  page?.close();
  await http?.close();
  await bot.stop();
}

/** In [0, 1), not to be guessed: salts come from it. */
function secureRandom(): () => number {
  const words = new Uint32Array(256);
  let next = words.length;
  return () => {
    if (next === words.length) {
      randomFillSync(words);
      next = 0;
    }
    const word = words[next] ?? 0;
    next += 1;
    return word / 2 ** 32;
  };
}
