import { z } from 'zod';
import { StoreError } from '../db/engine.ts';
import { type OpenStore, openStore } from '../db/open.ts';
import type { Contract } from '../domain/contract.ts';
import { type Clock, SECOND } from '../domain/types.ts';
import { bad, type Finding, ok, warn } from '../platforms/finding.ts';
import { type Config, InvalidConfig } from './config.ts';
import { CONNECTION_LEASE_MS } from './connections.ts';
import { examineAlerts } from './doctor-alerts.ts';
import { examineClamd } from './doctor-clamd.ts';
import { examineServerClock } from './doctor-clock.ts';
import { boundGroups, examineContracts, examineGroups } from './doctor-contracts.ts';
import { examineAdmins, examineInstance, examineTrial, nameless } from './doctor-database.ts';
import { examineModel } from './doctor-model.ts';
import { type ExaminedPlatform, examinedPlatforms } from './doctor-platforms.ts';
import { examinePrometheus } from './doctor-prometheus.ts';
import { examineMedia, examineSettings, type GivenSettings, unlessRefused } from './doctor-settings.ts';
import { examineUsage } from './doctor-usage.ts';
import { ulidIds } from './ids.ts';
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
  return unlessRefused(await examineAll(config, tools), tools.problems);
}

async function examineAll(config: Config, tools: DoctorTools): Promise<readonly Finding[]> {
  const findings: Finding[] = [...(await examineSettings(config, tools)), await examineMedia(config.mediaDir)];
  findings.push(...(await examineClamd(config)), ...(await examineModel(config, tools)), ...examineAlerts(config));
  const packs = await readPacks(config.contractsDir).catch((error: unknown) => packsProblem(error));
  if ('grade' in packs) findings.push(packs);
  else
    findings.push(
      ok('packs', `${packs.length} can be read: ${packs.map(({ contract }) => contract.id).join(', ')}`),
      ...(await examinePrometheus(
        config,
        packs.map(({ contract }) => contract),
        tools,
      )),
    );

  const platforms = examinedPlatforms(config);
  const program = await programFinding(config, platforms, tools.http);
  findings.push(program);
  const opened = await openStore(config.databaseUrl, { ...tools, openFor: 'existing' }).catch((error: unknown) =>
    databaseProblem(error),
  );
  if ('grade' in opened) {
    if (platforms.length > 0 && config.instanceId === undefined) findings.push(nameless(undefined));
    // A database that is missing may be one that was looked for in the wrong place.
    const isKnown = opened.grade !== 'bad' && program.grade === 'warn';
    const why = isKnown ? undefined : 'without its database nobody knows whether a program holds the connection';
    const circumstances = { groups: [], whyNotConnect: why };
    const looks = platforms.map(async (one) => headed(platforms, one, await one.examine(tools, circumstances)));
    return [...findings, opened, ...(await Promise.all(looks)).flat()];
  }
  try {
    findings.push(ok('database', `the ${opened.engine} database answers and is up to date`));
    const holder = program.grade === 'warn' ? LEASE_STANDS : HELD;
    const contracts = 'grade' in packs ? [] : packs.map(({ contract }) => contract);
    return [...findings, ...(await storeFindings(config, tools, opened, { contracts, holder, platforms }))];
  } finally {
    await opened.close();
  }
}

const HELD = 'a running program holds the connection; its /readyz tells how it is';
const LEASE_STANDS = `a program that does not answer here holds the connection: after a crash for ${CONNECTION_LEASE_MS / SECOND} s more at most, so run this again then; if it stays so, one runs on another machine or port`;
const ANOTHERS = 'this is not the installation that the database belongs to';

interface Known {
  readonly contracts: readonly Contract[];
  /** Who has a connection that is not free. */
  readonly holder: string;
  readonly platforms: readonly ExaminedPlatform[];
}

async function storeFindings(
  config: Config,
  tools: DoctorTools,
  store: OpenStore,
  { contracts, holder, platforms }: Known,
): Promise<readonly Finding[]> {
  const names = platforms.map(({ name }) => name);
  const instance = await examineInstance(config, names, store);
  const clock = await examineServerClock(store, tools.clock);
  if (platforms.length === 0) return [instance, ...clock];
  const findings: Finding[] = [
    instance,
    ...clock,
    ...(await examineTrial(store, contracts, { now: tools.clock.now(), platforms: names })),
    ...(await Promise.all(platforms.map((one) => examineAdmins(store, config.admins, one)))).flat(),
    ...(await examineContracts(store, contracts, platforms, config.admins)),
  ];
  for (const one of platforms) {
    const groups = await boundGroups(store, one);
    const look = (whyNotConnect: string | undefined) =>
      one.examine(tools, { groups, notes: store.notes, whyNotConnect });
    findings.push(
      ...headed(platforms, one, [
        ...(await examineGroups(store, one)),
        ...(await examineUsage(store, config, one.name, tools.clock.now())),
        ...(instance.grade === 'bad'
          ? await look(ANOTHERS)
          : await alone(store, tools, one, (isFree) => look(isFree ? undefined : holder))),
      ]),
    );
  }
  return findings;
}

/** Where there are several platforms, the headings say whose each finding is. */
function headed(
  platforms: readonly ExaminedPlatform[],
  { name }: ExaminedPlatform,
  findings: readonly Finding[],
): readonly Finding[] {
  return platforms.length === 1 ? findings : findings.map((one) => ({ ...one, about: `${name} ${one.about}` }));
}

/** A second connection would take messages from the first: it is tried only where nobody has one, and nobody makes one meanwhile. */
async function alone<T>(
  store: OpenStore,
  { clock, random }: DoctorTools,
  { hasOneConnection, name }: ExaminedPlatform,
  job: (isFree: boolean) => Promise<T>,
): Promise<T> {
  if (!hasOneConnection) return job(true);
  const owner = `doctor:${ulidIds(random).next(clock.now())}`;
  const isFree = await store.acquireLease(`connection:${name}`, owner, clock.now(), LEASE_MS);
  try {
    return await job(isFree);
  } finally {
    await store.releaseLeases(owner, clock.now());
  }
}

const readyzShape = z.object({ reasons: z.array(z.string()) });

async function programFinding(
  { host, port }: Config,
  platforms: readonly ExaminedPlatform[],
  http: typeof fetch,
): Promise<Finding> {
  const local = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const address = `http://${local.includes(':') ? `[${local}]` : local}:${port}/readyz`;
  try {
    const response = await http(address, { signal: AbortSignal.timeout(READYZ_LIMIT_MS) });
    const text = await response.text();
    if (response.status === 200) return ok('program', `${address} says that it is ready`);
    const reasons = reasonsIn(text) ?? text.slice(0, 500);
    const lost = platforms.filter(({ line, name }) => line !== undefined && reasons.includes(`connection to ${name}`));
    const lines = lost.map(({ line }) => `let this machine reach ${line}; `).join('');
    return bad('program', `${address} answers ${response.status}: ${reasons}`, `${lines}the log has more`);
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
