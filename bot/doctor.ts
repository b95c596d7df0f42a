import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { DOCTOR_TEST_LINE, wecomPlaces } from '../cards/text.zh.doctor.ts';
import type { LoadedContract } from '../contracts/load.ts';
import { StoreError } from '../db/engine.ts';
import { type OpenStore, openStore } from '../db/open.ts';
import { type Clock, SECOND } from '../domain/types.ts';
import { bad, type Finding, ok, warn } from '../platforms/finding.ts';
import { examineWecom } from '../platforms/wecom/doctor.ts';
import type { Config } from './config.ts';
import { examineContract, examineGroups } from './doctor-contracts.ts';
import { ulidIds } from './ids.ts';
import { createLog } from './log.ts';
import { readPacks } from './pack-folder.ts';

const READYZ_LIMIT_MS = 5 * SECOND;
/** Longer than the connection is tried. */
const LEASE_MS = 30 * SECOND;

export interface DoctorTools {
  readonly clock: Clock;
  readonly random: () => number;
  readonly http: typeof fetch;
  /** Posts a line where nothing else shows whether it works. */
  readonly send: boolean;
}

/** Looks at everything that has to be right before people in a group can rely on the bot. Nothing of it changes anything. */
export async function examine(config: Config, tools: DoctorTools): Promise<readonly Finding[]> {
  const findings: Finding[] = [...settingsFindings(config), await mediaFinding(config.mediaDir)];
  const packs = await readPacks(config.contractsDir).catch((error: unknown) => packsProblem(error));
  if (typeof packs === 'string')
    findings.push(bad('packs', packs, 'dutybell check CONTRACTS_DIR says what is wrong where'));
  else
    findings.push(ok('packs', `${packs.length} can be read: ${packs.map(({ contract }) => contract.id).join(', ')}`));

  findings.push(await programFinding(config, tools.http));
  const opened = await openStore(config.databaseUrl, { ...tools, openFor: 'existing' }).catch((error: unknown) =>
    databaseProblem(error),
  );
  if ('grade' in opened) {
    const why = opened.grade === 'bad' ? 'without the database nobody knows whether a program holds it' : undefined;
    return [...findings, opened, ...(await wecomFindings(config, tools, why))];
  }
  try {
    findings.push(ok('database', `the ${opened.engine} database answers and is up to date`));
    return [...findings, ...(await storeFindings(config, tools, opened, typeof packs === 'string' ? [] : packs))];
  } finally {
    await opened.close();
  }
}

async function storeFindings(
  config: Config,
  tools: DoctorTools,
  store: OpenStore,
  packs: readonly LoadedContract[],
): Promise<readonly Finding[]> {
  const instance = await instanceFinding(config, store);
  if (!config.wecom) return [instance];
  const findings: Finding[] = [instance];
  for (const { contract } of packs) findings.push(...(await examineContract(store, contract, 'wecom', config.admins)));
  findings.push(...(await examineGroups(store, 'wecom', config.wecom.webhooks)));
  const wecom =
    instance.grade === 'bad'
      ? await wecomFindings(config, tools, 'this is not the installation that the database belongs to')
      : await alone(store, tools, (why) => wecomFindings(config, tools, why));
  return [...findings, ...wecom];
}

/** A second connection would end the first: it is tried only where nobody has one, and nobody makes one meanwhile. */
async function alone<T>(
  store: OpenStore,
  { clock, random }: DoctorTools,
  job: (whyNotConnect: string | undefined) => Promise<T>,
): Promise<T> {
  const owner = `doctor:${ulidIds(random).next(clock.now())}`;
  const isFree = await store.acquireLease('connection:wecom', owner, clock.now(), LEASE_MS);
  try {
    return await job(isFree ? undefined : 'a running program holds the connection; its /readyz tells how it is');
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

function settingsFindings({ admins, instanceId, wecom }: Config): readonly Finding[] {
  if (!wecom) {
    const remedy = 'for WeCom follow docs/wecom.md: WECOM_BOT_ID and WECOM_BOT_SECRET in .env';
    return [warn('settings', 'no platform is set, so only the sandbox is served', remedy)];
  }
  const way = wecom.entrance.kind === 'socket' ? 'the long connection' : 'the callback URL';
  const findings: Finding[] = [ok('settings', `WeCom by ${way}, as "${wecom.botName}"`)];
  if (instanceId === undefined) {
    const remedy = 'write a name of your choice into .env, for example INSTANCE_ID=gz-credit-1';
    findings.push(bad('settings', 'INSTANCE_ID is not set, so nothing is sent to real people', remedy));
  }
  if (admins.length === 0) {
    const remedy = 'ADMINS=wecom:USERID in .env, or import the managers before the first message';
    findings.push(
      warn('settings', 'ADMINS is empty: only a contract’s manager or supervisor may bind its group', remedy),
    );
  }
  return findings;
}

async function instanceFinding({ instanceId }: Config, store: OpenStore): Promise<Finding> {
  const kept = (await store.instance())?.id;
  if (kept === undefined) return ok('instance', 'the database belongs to nobody yet; the first start takes it');
  if (kept === instanceId) return ok('instance', `the database belongs to ${kept}, as this installation is called`);
  const remedy = `INSTANCE_ID=${kept} in .env if this is that installation; "dutybell adopt" if it was moved on purpose; nothing if this is a copy`;
  return bad('instance', `the database belongs to ${kept}, so nothing is sent from here`, remedy);
}

async function mediaFinding(dir: string): Promise<Finding> {
  try {
    await access(dir, constants.R_OK | constants.W_OK);
    return ok('media', `${dir} can be written`);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return ok('media', `${dir} is made by the start`);
    }
    return bad('media', `${dir} can’t be written`, 'make it writable for the user of the program, or set MEDIA_DIR');
  }
}

async function programFinding({ host, port }: Config, http: typeof fetch): Promise<Finding> {
  const local = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const address = `http://${local.includes(':') ? `[${local}]` : local}:${port}/readyz`;
  try {
    const response = await http(address, { signal: AbortSignal.timeout(READYZ_LIMIT_MS) });
    const text = await response.text();
    if (response.status === 200) return ok('program', `${address} says that it is ready`);
    const remedy = 'what it says is the reason; the log has more';
    return bad('program', `${address} answers ${response.status}: ${text.slice(0, 500)}`, remedy);
  } catch {
    const remedy = 'dutybell start; where it runs on another machine or port, this is as it should be';
    return warn('program', `no program answers at ${address}`, remedy);
  }
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

function packsProblem(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  return withoutStop(error.message);
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
