import type { Contract } from '../domain/contract.ts';
import type { ContractId } from '../domain/types.ts';
import { ROUTINES } from '../handlers/routines.ts';
import { type SteadyClock, steadyClock } from './clock.ts';
import type { Deps } from './deps.ts';
import { memoryMedia } from './media-folder.ts';
import { createMetrics } from './metrics.ts';
import { type Life, mortal } from './mortal.ts';
import { plainPapers } from './plain-papers.ts';
import type { Bot, BotOptions } from './types.ts';
import { Workers } from './workers.ts';

/** The only reader of the wall clock. */
export const systemClock: SteadyClock = steadyClock({ wall: () => Date.now(), steady: () => performance.now() });

/** Builds the program out of its parts; nothing happens before `start`. */
export function createBot(options: BotOptions): Bot {
  const life: Life = { isOver: false };
  const contracts = new Map(options.contracts.map((contract): [ContractId, Contract] => [contract.id, contract]));
  const media = options.media ?? memoryMedia();
  const deps: Deps = {
    store: mortal(options.store, life),
    clock: options.clock,
    ids: options.ids,
    random: options.random,
    log: options.log,
    metrics: options.metrics ?? createMetrics(),
    media,
    papers: mortal(options.papers ?? plainPapers(media), life),
    probe: options.probe ?? (async () => ({ saw: 'unknown', why: 'nothing is asked over the network here' })),
    ...(options.scan && { scan: options.scan }),
    ...(options.fileLink && { fileLink: options.fileLink }),
    ...(options.advisor && { advisor: options.advisor }),
    admins: options.admins ?? [],
    owner: options.ids.next(options.clock.now()),
    contracts,
    routines: options.routines ?? ROUTINES,
    platforms: new Map(options.platforms.map((platform) => [platform.name, mortal(platform, life)])),
    pause: options.drive === 'live' ? (ms) => new Promise((resolve) => setTimeout(resolve, ms)) : async () => undefined,
  };
  const replace = (contract: Contract) => void contracts.set(contract.id, contract);
  return new Workers(deps, life, { ...options, replace });
}
