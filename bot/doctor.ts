import { z } from 'zod';
import { DOCTOR_TEST_LINE, wecomPlaces } from '../cards/text.zh.doctor.ts';
import { StoreError } from '../db/engine.ts';
import { type OpenStore, openStore } from '../db/open.ts';
import type { Contract } from '../domain/contract.ts';
import { type Clock, SECOND } from '../domain/types.ts';
import { bad, type Finding, ok, warn } from '../platforms/finding.ts';
import { examineWecom, hostAndPort } from '../platforms/wecom/doctor.ts';
import type { WecomSettings } from '../platforms/wecom/types.ts';
import { type Config, InvalidConfig } from './config.ts';
import { CONNECTION_LEASE_MS } from './connections.ts';
import { examineServerClock } from './doctor-clock.ts';
import { examineContracts, examineGroups } from './doctor-contracts.ts';
import { examineAdmins, examineInstance, examineTrial, nameless } from './doctor-database.ts';
import { examineMedia, examineSettings, type GivenSettings } from './doctor-settings.ts';
import { ulidIds } from './ids.ts';
import { createLog } from './log.ts';
import { readPacks } from './pack-folder.ts';

const READYZ_LIMIT_MS = 5 * SECOND;
/** Longer than the connection is tried. */
const LEASE_MS = 30 * SECOND;

export interface DoctorTools extends GivenSettings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly http: typeof fetch;
  /** Posts a line where nothing else shows whether it works. */
  readonly send: boolean;
}

/** Looks at everything that has to be right before people in a group can rely on the bot. Nothing of it changes anything. */
export async function examine(config: Config, tools: DoctorTools): Promise<readonly Finding[]> {
  const findings: Finding[] = [...(await examineSettings(config, tools)), await examineMedia(config.mediaDir)];
  const packs = await readPacks(config.contractsDir).catch((error: unknown) => packsProblem(error));
  if ('grade' in packs) findings.push(packs);
  else
    findings.push(ok('packs', `${packs.length} can be read: ${packs.map(({ contract }) => contract.id).join(', ')}`));

  const program = await programFinding(config, tools.http);
  findings.push(program);
  const opened = await openStore(config.databaseUrl, { ...tools, openFor: 'existing' }).catch((error: unknown) =>
    databaseProblem(error),
  );
  if ('grade' in opened) {
    if (config.wecom && config.instanceId === undefined) findings.push(nameless(undefined));
    // A database that is missing may be one that was looked for in the wrong place.
    const isKnown = opened.grade !== 'bad' && program.grade === 'warn';
    const why = isKnown ? undefined : 'without its database nobody knows whether a program holds the connection';
    return [...findings, opened, ...(await wecomFindings(config, tools, why))];
  }
  try {
    findings.push(ok('database', `the ${opened.engine} database answers and is up to date`));
    const holder = program.grade === 'warn' ? LEASE_STANDS : HELD;
    const contracts = 'grade' in packs ? [] : packs.map(({ contract }) => contract);
    return [...findings, ...(await storeFindings(config, tools, opened, { contracts, holder }))];
  } finally {
    await opened.close();
  }
}

const HELD = 'a running program holds the connection; its /readyz tells how it is';
const LEASE_STANDS = `a program that does not answer here holds the connection: after a crash for ${CONNECTION_LEASE_MS / SECOND} s more at most, so run this again then; if it stays so, one runs on another machine or port`;

async function storeFindings(
  config: Config,
  tools: DoctorTools,
  store: OpenStore,
  known: { readonly contracts: readonly Contract[]; readonly holder: string },
): Promise<readonly Finding[]> {
  const instance = await examineInstance(config, store);
  const clock = await examineServerClock(store, tools.clock);
  if (!config.wecom) return [instance, ...clock];
  const { contracts, holder } = known;
  const findings: Finding[] = [
    instance,
    ...clock,
    ...(await examineTrial(store, contracts, tools.clock.now())),
    ...(await examineAdmins(store, config.admins, 'wecom', wecomPlaces.userId)),
    ...(await examineContracts(store, contracts, 'wecom', config.admins)),
    ...(await examineGroups(store, 'wecom', config.wecom.webhooks)),
  ];
  const wecom =
    instance.grade === 'bad'
      ? await wecomFindings(config, tools, 'this is not the installation that the database belongs to')
      : await alone(store, tools, (isFree) => wecomFindings(config, tools, isFree ? undefined : holder));
  return [...findings, ...wecom];
}

/** A second connection would end the first: it is tried only where nobody has one, and nobody makes one meanwhile. */
async function alone<T>(
  store: OpenStore,
  { clock, random }: DoctorTools,
  job: (isFree: boolean) => Promise<T>,
): Promise<T> {
  const owner = `doctor:${ulidIds(random).next(clock.now())}`;
  const isFree = await store.acquireLease('connection:wecom', owner, clock.now(), LEASE_MS);
  try {
    return await job(isFree);
  } finally {
    await store.releaseLeases(owner, clock.now());
  }
}

async function wecomFindings(
  { publicUrl, wecom }: Config,
  { clock, http, random, send }: DoctorTools,
  whyNotConnect: string | undefined,
): Promise<readonly Finding[]> {
  if (!wecom) return [];
  return examineWecom({
    settings: wecom,
    places: wecomPlaces,
    deps: { clock, http, random, pause, log: createLog('silent') },
    ...(whyNotConnect !== undefined && { whyNotConnect }),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(send && { testLine: DOCTOR_TEST_LINE }),
  });
}

const readyzShape = z.object({ reasons: z.array(z.string()) });

async function programFinding({ host, port, wecom }: Config, http: typeof fetch): Promise<Finding> {
  const local = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const address = `http://${local.includes(':') ? `[${local}]` : local}:${port}/readyz`;
  try {
    const response = await http(address, { signal: AbortSignal.timeout(READYZ_LIMIT_MS) });
    const text = await response.text();
    if (response.status === 200) return ok('program', `${address} says that it is ready`);
    const reasons = reasonsIn(text) ?? text.slice(0, 500);
    const line = wecom && reasons.includes('connection to wecom') ? lineOf(wecom) : '';
    return bad('program', `${address} answers ${response.status}: ${reasons}`, `${line}the log has more`);
  } catch {
    const remedy = 'dutybell start; where it runs on another machine or port, this is as it should be';
    return warn('program', `no program answers at ${address}`, remedy);
  }
}

function reasonsIn(text: string): string | undefined {
  try {
    return readyzShape.parse(JSON.parse(text)).reasons.join('; ');
  } catch {
    return undefined;
  }
}

/** What has to be reached for the connection. */
function lineOf({ entrance }: WecomSettings): string {
  return entrance.kind === 'socket' ? `let this machine reach ${hostAndPort(entrance.wsUrl)}; ` : '';
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

function databaseProblem(error: unknown): Finding {
  if (!(error instanceof StoreError)) throw error;
  if (error.code === 'store_missing')
    return warn('database', 'there is none yet', 'the first "dutybell start" makes it');
  return bad('database', withoutStop(error.message), 'mend that, or DATABASE_URL');
}

function packsProblem(error: unknown): Finding {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  // Its sentence has the remedy.
  if (error instanceof InvalidConfig) return { grade: 'bad', about: 'packs', seen: error.message };
  return bad('packs', withoutStop(error.message), 'dutybell check CONTRACTS_DIR says what is wrong where');
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
