import { randomFillSync } from 'node:crypto';
import type Router from '@koa/router';
import type { Logger } from 'pino';
import { CATALOGUES } from '../cards/language.ts';
import type { LoadedContract } from '../contracts/load.ts';
import { type OpenStore, openStore } from '../db/open.ts';
import { type Ids, type Instant, MINUTE, SECOND } from '../domain/types.ts';
import { warmUpLanguage } from '../language/warm-up.ts';
import { keepLead, keptLead } from '../platforms/sandbox/kept-lead.ts';
import { sandboxPlatform } from '../platforms/sandbox/platform.ts';
import { SandboxServer } from '../platforms/sandbox/server.ts';
import type { Platform } from '../platforms/types.ts';
import { advance } from './advance.ts';
import type { Advisor } from './advice-types.ts';
import { mountAlerts } from './alert-route.ts';
import { clamdScan } from './clamd.ts';
import { type MovableClock, movableClock } from './clock.ts';
import { recordClockSteps } from './clock-steps.ts';
import type { Config } from './config.ts';
import { fileLinks, linkKeyOf, mountFiles } from './file-links.ts';
import { type HttpServer, listen } from './http.ts';
import { ulidIds } from './ids.ts';
import { createBot, systemClock } from './main.ts';
import { type MediaFolder, openMediaFolder } from './media-folder.ts';
import { createMetrics } from './metrics.ts';
import type { ModelSettings } from './model-config.ts';
import { readPacks } from './pack-folder.ts';
import { createPackWatch, type PackWatch } from './pack-watch.ts';
import { type OpenPapers, openPapers } from './papers.ts';
import type { PlatformParts } from './platform-parts.ts';
import { withoutSlash } from './platform-settings.ts';
import { networkProber } from './probe-target.ts';
import { createPulse, type Pulse } from './pulse.ts';
import { type SandboxDeps, type SandboxPage, sandboxRoutes } from './sandbox-http.ts';
import { seatSandbox } from './sandbox-seats.ts';
import { warnOfDingtalk, warnOfTime } from './start-warnings.ts';
import type { Bot, Line } from './types.ts';

const WARM_UP_AFTER_MS = 1_000;

/** A change is taken at the second look, so within twice this. */
const PACKS_EVERY_MS = 3 * SECOND;
/** Tens of thousands of tickets may be due at another time. */
const PACKS_STUCK_AFTER_MS = 10 * MINUTE;

export interface RunningProgram {
  /** Where the pages are. */
  readonly url: string;
  /** The lines to real people that this process shall have. */
  lines(): readonly Line[];
  /** Reads the contract packs again, at once. */
  readPacksAgain(): Promise<void>;
  stop(): Promise<void>;
}

/** Opens the database, starts the bot and serves its pages. @throws an error with a remedy when it can't */
export async function startProgram(config: Config, log: Logger): Promise<RunningProgram> {
  const clock = movableClock(systemClock);
  const random = secureRandom();
  const ids = ulidIds(random);
  const loaded = await readPacks(config.contractsDir);
  const contracts = loaded.map(({ contract }) => contract);
  const { host, port, publicUrl } = config;
  const publicAddress = publicUrl === undefined ? {} : { publicUrl };
  const store = await openStore(config.databaseUrl, { clock, random, log, openFor: 'running' });
  let http: HttpServer | undefined;
  let page: SandboxPage | undefined;
  let endClockSteps: (() => Promise<void>) | undefined;
  try {
    await store.migrate();
    endClockSteps = recordClockSteps(systemClock, { store, clock, ids, contracts, log });
    const server = config.hasSandbox ? await openSandbox(store, loaded, clock, ids) : undefined;
    const { dingtalk } = config;
    const metrics = createMetrics(dingtalk ? [{ platform: 'dingtalk', monthly: dingtalk.monthly }] : []);
    const real = await openRealPlatforms(config, { clock, log, metrics, random, store, ...publicAddress });
    const platforms = [...(server ? [sandboxPlatform(server)] : []), ...real];
    const isTrial = onlyMadeUpPeople(platforms);
    if (isTrial) await resumeTrialClock(clock, store);
    if (dingtalk) warnOfDingtalk(dingtalk, log);
    await warnOfTime(contracts, { store, platforms, now: clock.now(), log });
    const media = await openMediaFolder(config.mediaDir, clock);
    const papers = openPapers(media);
    const linkKey = await linkKeyOf(store);
    // In a trial everybody sits at this machine.
    const pages = () => publicUrl ?? (isTrial ? http && withoutSlash(http.url) : undefined);
    const bot = createBot({
      store,
      clock,
      random,
      log,
      metrics,
      ids,
      platforms,
      contracts,
      packValues: new Map(loaded.map(({ contract, value }) => [contract.id, value])),
      admins: config.admins,
      media,
      papers,
      fileLink: fileLinks(linkKey, pages, clock),
      probe: networkProber({
        now: systemClock.now,
        ...(config.prometheusUrl !== undefined && { prometheusUrl: config.prometheusUrl }),
      }),
      ...(config.clamd && { scan: clamdScan(config.clamd) }),
      ...(config.model && { advisor: await openAdvisor(config.model) }),
      drive: 'live',
      ...(config.instanceId !== undefined && { instanceId: config.instanceId }),
    });
    const jump = async (target: Instant | 'next') => {
      await advance(bot, clock, target);
      await keepLead(store.sandboxHistory, Math.ceil(clock.aheadMs));
    };
    http = await listen({
      ...{ host, port, bot, store, clock, metrics, log },
      ...publicAddress,
      mount(router) {
        for (const platform of real) platform.mount?.(router);
        if (config.alerts) mountAlerts(router, config.alerts, { bot, clock, ids, log });
        mountFiles(router, { key: linkKey, media, clock });
        if (server)
          page = sandboxRoutes(
            router,
            sandboxDeps({ server, bot, clock, media, log, publicUrl, ...(isTrial && { jump }) }),
          );
      },
    });
    await bot.start();
    void page?.warmUp();
    // The first report then finds the dictionary loaded; requests of the start itself come first.
    setTimeout(warmUpLanguage, WARM_UP_AFTER_MS).unref();
    const packs = createPackWatch(config.contractsDir, bot, log);
    const packPulse = packsPulse(packs, log);
    packPulse.start();
    return {
      url: publicUrl ?? http.url,
      lines: () => bot.lines(),
      readPacksAgain: () => packs.look('now'),
      stop: () => stopProgram({ bot, papers, http, page, endClockSteps, packPulse }),
    };
  } catch (error) {
    page?.close();
    await endClockSteps?.();
    await http?.close();
    await store.close();
    throw error;
  }
}

/** Those that the settings name. Their SDKs are loaded only when they are used: starting takes part of a second. */
async function openRealPlatforms(
  { dingtalk, wecom }: Pick<Config, 'dingtalk' | 'wecom'>,
  parts: PlatformParts,
): Promise<readonly (Platform & { mount?(router: Router): void })[]> {
  return [
    ...(wecom ? [(await import('./wecom.ts')).openWecom(wecom, parts)] : []),
    ...(dingtalk ? [(await import('./dingtalk.ts')).openDingtalk(dingtalk, parts)] : []),
  ];
}

/** Its client is loaded only when a model is asked. */
async function openAdvisor(settings: ModelSettings): Promise<Advisor> {
  return (await import('./advisor.ts')).networkAdvisor(settings);
}

/** An edited pack is in force within seconds. */
function packsPulse(packs: PackWatch, log: Logger): Pulse {
  return createPulse(async () => {
    await packs
      .look()
      .catch((error: unknown) => log.error({ err: error }, 'the contract packs could not be read again'));
    return PACKS_EVERY_MS;
  }, PACKS_STUCK_AFTER_MS);
}

/** Whether nobody real is reached, so that the clock of the whole program may be run forward for a trial. */
export function onlyMadeUpPeople(platforms: readonly Pick<Platform, 'capabilities'>[]): boolean {
  return platforms.every((platform) => !platform.capabilities.reachesRealPeople);
}

/**
 * A trial's clock runs on while the program is down, as far ahead of the machine's as it was led: a stop is as long there as
 * here, and the bot finds it. After a crash in the middle of a leap it is at least where the bot was last seen, since a
 * ledger's instants shall not run backwards.
 */
export async function resumeTrialClock(
  clock: MovableClock,
  store: Pick<OpenStore, 'presence' | 'sandboxHistory'>,
): Promise<void> {
  clock.jumpTo(clock.now() + (await keptLead(store.sandboxHistory)));
  clock.jumpTo((await store.presence('sandbox')) ?? 0);
  await keepLead(store.sandboxHistory, Math.ceil(clock.aheadMs));
}

async function openSandbox(
  store: OpenStore,
  loaded: readonly LoadedContract[],
  clock: MovableClock,
  ids: Ids,
): Promise<SandboxServer> {
  return new SandboxServer({
    ...(await seatSandbox(store, loaded, { now: clock.now(), ids })),
    botName: CATALOGUES.zh.botName,
    now: () => clock.now(),
    history: store.sandboxHistory,
    announceJoin: true,
  });
}

function sandboxDeps(parts: {
  readonly server: SandboxServer;
  readonly bot: Bot;
  readonly clock: MovableClock;
  readonly media: MediaFolder;
  readonly log: Logger;
  readonly jump?: NonNullable<SandboxDeps['advance']>;
  readonly publicUrl: string | undefined;
}): SandboxDeps {
  const { bot, clock, jump, log, media, publicUrl, server } = parts;
  return {
    ...{ server, clock, media, log },
    nextDueAt: () => bot.nextDueAt(),
    ...(jump && { advance: jump }),
    ...(publicUrl !== undefined && { publicUrl }),
  };
}

async function stopProgram(parts: {
  readonly bot: Bot;
  readonly papers: OpenPapers;
  readonly http: HttpServer | undefined;
  readonly page: SandboxPage | undefined;
  readonly endClockSteps: (() => Promise<void>) | undefined;
  readonly packPulse: Pulse;
}): Promise<void> {
  parts.page?.close();
  // A pack that is being put in force ends only when the bot stops.
  const packsEnded = parts.packPulse.stop();
  await parts.http?.close();
  await parts.endClockSteps?.();
  await parts.bot.stop();
  await parts.papers.close();
  await packsEnded;
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
