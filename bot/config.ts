import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { assert } from '../domain/assert.ts';
import type { AlertSettings } from '../platforms/alerts/proof.ts';
import type { DingtalkSettings } from '../platforms/dingtalk/types.ts';
import type { WecomSettings } from '../platforms/wecom/types.ts';
import type { ClamdAddress } from './clamd.ts';
import { clamdRemedies, clamdSchema } from './clamd-config.ts';
import {
  dingtalkFlaws,
  dingtalkFrom,
  dingtalkRemedies,
  dingtalkSchema,
  dingtalkSecrets,
  dingtalkWays,
} from './dingtalk-config.ts';
import { LOG_LEVELS } from './log.ts';
import {
  type ModelSetting,
  type ModelSettings,
  modelFrom,
  modelRemedies,
  modelSchema,
  modelSecrets,
} from './model-config.ts';
import { PLATFORMS } from './people-words.ts';
import { missingSettings } from './platform-settings.ts';
import { mendedPublicUrl, publicUrl } from './public-url.ts';
import { isOwnName } from './sandbox-guard.ts';
import { wecomFrom, wecomRemedies, wecomSchema, wecomSecrets, wecomWays } from './wecom-config.ts';

/** A setting is missing or makes no sense; the message names each one with its remedy. */
export class InvalidConfig extends Error {
  readonly code = 'invalid_config';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'InvalidConfig';
    this.problems = problems;
  }
}

/** What is wrong with a setting, said so that it can be put right without reading code. */
const remedies = {
  PORT: 'write a number from 0 to 65535, for example PORT=3000 (0 takes any free port)',
  HOST: 'write the address of a network interface, for example HOST=127.0.0.1',
  DATABASE_URL:
    'write file:./data/dutybell.db, or mysql://user:password@host:3306/database; special characters in a password are %-encoded',
  PUBLIC_URL:
    'write the address at which people open the pages, for example PUBLIC_URL=https://dutybell.example.gov.cn',
  CONTRACTS_DIR: 'write the folder of the contract packs, for example CONTRACTS_DIR=./contracts',
  INSTANCE_ID: 'write 1 to 64 letters, digits, dots, hyphens or underscores, for example INSTANCE_ID=gz-credit-1',
  LOG_LEVEL: `write one of ${LOG_LEVELS.join(', ')}`,
  SANDBOX: 'write auto, on or off',
  MEDIA_DIR: 'write the folder for pictures and files of tickets, for example MEDIA_DIR=./data/media',
  PROMETHEUS_URL:
    'write the address of Prometheus, for example PROMETHEUS_URL=http://10.0.0.8:9090; what needs a password is not asked',
  ALERT_TOKEN:
    'write 16 to 200 letters and digits of your choice, for example what "openssl rand -hex 32" prints; monitoring sends it along',
  ALERT_SECRET:
    'write 16 to 200 letters and digits of your choice, with which monitoring signs each request; leave it empty where a source can sign nothing',
  ADMINS: `write PLATFORM:USERID of each person who may say which contract a group belongs to, for example ADMINS=wecom:zhangsan,wecom:lisi; PLATFORM is one of ${PLATFORMS.join(', ')}`,
  ...wecomRemedies,
  ...dingtalkRemedies,
  ...modelRemedies,
  ...clamdRemedies,
} as const;
type Setting = keyof typeof remedies;

/** In the folder in which the program is started. */
export const ENV_FILE = '.env';
const packsOfTheCheckout = join(import.meta.dirname, '..', 'contracts');

/** A guide's placeholder. */
const DOTS = /\.\.\.|…/;
const ADMIN_ENTRY = `(?:${PLATFORMS.join('|')}):(?![^,\\s]*(?:${DOTS.source}))[^,\\s]+`;
const ADMIN_ENTRIES = new RegExp(`^\\s*${ADMIN_ENTRY}(?:\\s*,\\s*${ADMIN_ENTRY})*\\s*$`);

/** A guide's dots are none. */
const alertSecret = z.string().regex(/^(?!.*(?:\.\.\.|…))[\x21-\x7e]{16,200}$/);

const schema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.int().max(65_535))
    .default(3000),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/)
    .default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^(file:.+|:memory:|mysql:\/\/.+)$/)
    .default('file:./data/dutybell.db'),
  PUBLIC_URL: publicUrl.optional(),
  CONTRACTS_DIR: z.string().default(packsOfTheCheckout),
  INSTANCE_ID: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS).optional(),
  SANDBOX: z.enum(['auto', 'on', 'off']).default('auto'),
  MEDIA_DIR: z.string().default('./data/media'),
  PROMETHEUS_URL: z.url({ protocol: /^https?$/ }).optional(),
  ALERT_TOKEN: alertSecret.optional(),
  ALERT_SECRET: alertSecret.optional(),
  ADMINS: z.string().regex(ADMIN_ENTRIES).transform(adminsOf).default([]),
  ...wecomSchema,
  ...dingtalkSchema,
  ...modelSchema,
  ...clamdSchema,
});

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  readonly publicUrl?: string;
  readonly contractsDir: string;
  readonly instanceId?: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** The sandbox is served: asked for, or `auto` and no real platform is configured. */
  readonly hasSandbox: boolean;
  /** Where pictures and files of tickets are kept. */
  readonly mediaDir: string;
  /** Who looks for viruses in them before they are kept; absent: nobody. */
  readonly clamd?: ClamdAddress;
  /** Where inspections ask for values; absent: items with such a query are left to people. */
  readonly prometheusUrl?: string;
  /** How monitoring proves that it is; absent: it reports nothing. */
  readonly alerts?: AlertSettings;
  readonly admins: readonly Admin[];
  readonly wecom?: WecomSettings;
  readonly dingtalk?: DingtalkSettings;
  /** A language model that is shown words in doubt; absent: none is. */
  readonly model?: ModelSettings;
  /** The setting without which the others of the model are of no use. */
  readonly modelLacks?: ModelSetting;
}

/** An account that may say which contract a group belongs to, whether or not its person is in a roster. */
export interface Admin {
  readonly platform: string;
  readonly userId: string;
}

/**
 * Reads the settings. An empty value counts as absent, so that a line of `.env` can be left open.
 * @param isWatched somebody watches the terminal: he wants the address, not a line of JSON for each update
 * @throws {InvalidConfig} names every setting that is wrong
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, isWatched = false): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([name, value]) => isSetting(name) && value?.trim()));
  const parsed = schema.safeParse(present);
  if (!parsed.success) {
    const names = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
    throw new InvalidConfig([...names].filter(isSetting).map((name) => problemOf(name, present[name] ?? '')));
  }
  const { ADMINS, CONTRACTS_DIR, DATABASE_URL, HOST, INSTANCE_ID, LOG_LEVEL, MEDIA_DIR, PORT, PUBLIC_URL, SANDBOX } =
    parsed.data;
  const wecom = wecomFrom(parsed.data);
  const dingtalk = dingtalkFrom(parsed.data, PUBLIC_URL);
  const problems = [
    ...wecom.problems,
    ...dingtalk.problems,
    ...missingSettings(parsed.data, [['ALERT_SECRET', ['ALERT_TOKEN']]], remedies),
  ];
  if (problems.length > 0) throw new InvalidConfig(problems);
  const alerts = alertsFrom(parsed.data);
  if (wecom.settings?.entrance.kind === 'callback' && PUBLIC_URL === undefined && isOwnName(HOST)) {
    throw new InvalidConfig([
      `PUBLIC_URL: is missing, and WECOM_CALLBACK_TOKEN is of no use without it: at ${HOST} whatever a proxy passes on under another name is refused, WeCom’s calls too; write the address that WeCom calls, for example PUBLIC_URL=https://dutybell.example.gov.cn`,
    ]);
  }
  const hasRealPlatform = wecom.settings !== undefined || dingtalk.settings !== undefined;
  const hasSandbox = SANDBOX === 'on' || (SANDBOX === 'auto' && !hasRealPlatform);
  if (hasSandbox && !isOwnName(HOST)) {
    throw new InvalidConfig([
      `HOST: whoever reaches the sandbox may speak as anybody, so it is not served at ${HOST}; write HOST=127.0.0.1, or SANDBOX=off`,
    ]);
  }
  return {
    port: PORT,
    host: HOST,
    databaseUrl: DATABASE_URL,
    contractsDir: CONTRACTS_DIR,
    logLevel: LOG_LEVEL ?? (isWatched ? 'warn' : 'info'),
    hasSandbox,
    mediaDir: MEDIA_DIR,
    admins: ADMINS,
    ...modelFrom(parsed.data),
    ...(alerts && { alerts }),
    ...(parsed.data.CLAMD && { clamd: parsed.data.CLAMD }),
    ...(wecom.settings !== undefined && { wecom: wecom.settings }),
    ...(dingtalk.settings !== undefined && { dingtalk: dingtalk.settings }),
    ...(PUBLIC_URL !== undefined && { publicUrl: PUBLIC_URL }),
    ...(parsed.data.PROMETHEUS_URL !== undefined && { prometheusUrl: parsed.data.PROMETHEUS_URL }),
    ...(INSTANCE_ID !== undefined && { instanceId: INSTANCE_ID }),
  };
}

/**
 * The settings without those that are wrong, for whoever looks at the rest meanwhile.
 * @returns the problems of those that were left out, none where all is right
 */
export function readUsableConfig(env: Readonly<Record<string, string | undefined>>): {
  readonly config: Config;
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  const left = { ...env };
  for (;;) {
    try {
      return { config: readConfig(left), problems };
    } catch (error) {
      if (!(error instanceof InvalidConfig)) throw error;
      // What is missing only because it was left out is no news.
      if (problems.length === 0) problems.push(...error.problems);
      const wrong = Object.keys(left).filter((name) =>
        error.problems.some((problem) => settingsOf(problem).includes(name)),
      );
      // What lacks another one is of no use, and what does not say where its platform is would ask somebody else.
      const astray = wrong.filter((name) => wecomWays.includes(name) || dingtalkWays.includes(name));
      const useless = ofTheSamePlatform(wrong.length > 0 ? astray : error.problems, Object.keys(left));
      const dropped = [...wrong, ...useless];
      assert(dropped.length > 0, 'a problem names its setting');
      for (const name of dropped) delete left[name];
    }
  }
}

function ofTheSamePlatform(problems: readonly string[], names: readonly string[]): readonly string[] {
  const platforms = [wecomRemedies, dingtalkRemedies];
  const meant = platforms.filter((known) =>
    Object.keys(known).some((name) => problems.some((it) => it.includes(name))),
  );
  return names.filter((name) => meant.some((known) => name in known));
}

/** Which settings a problem is about. */
export function settingsOf(problem: string): readonly string[] {
  const [about = ''] = problem.split(': ');
  return about.split(/, | and /);
}

/** The settings of this process. @throws {InvalidConfig} */
export function currentConfig(isWatched = false): Config {
  return readConfig(process.env, isWatched);
}

/** As `readUsableConfig`, of this process. */
export function currentUsableConfig(): ReturnType<typeof readUsableConfig> {
  return readUsableConfig(process.env);
}

/**
 * Takes the settings of an `.env` file into the environment, where they are not set already. Without such a file nothing happens.
 * @returns the names in it that nothing reads: spelling mistakes
 */
export function loadEnvFile(path: string): readonly string[] {
  const names = namesIn(path);
  if (names.length > 0) process.loadEnvFile(path);
  return names.filter((name) => !isSetting(name));
}

function namesIn(envFile: string): readonly string[] {
  try {
    return Object.keys(parseEnv(readFileSync(envFile, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function alertsFrom({ ALERT_SECRET: secret, ALERT_TOKEN: token }: z.output<typeof schema>): AlertSettings | undefined {
  return token === undefined ? undefined : { token, ...(secret !== undefined && { secret }) };
}

function adminsOf(value: string): readonly Admin[] {
  return value.split(',').map((entry) => {
    const [platform = '', ...userId] = entry.trim().split(':');
    return { platform, userId: userId.join(':') };
  });
}

function isSetting(name: string): name is Setting {
  return name in remedies;
}

function problemOf(name: Setting, value: string): string {
  const mend = name === 'PUBLIC_URL' ? mendedPublicUrl(value) : undefined;
  const flaw = mend ? `: ${mend.flaw}` : flawOf(name, value);
  const remedy = mend ? `write ${name}=${mend.mended}` : remedies[name];
  const shown = isSecret(name) ? '' : ` "${value.replace(/\/\/[^/\s]*@/, '//***@').slice(0, 60)}"`;
  return `${name}: the value${shown} can't be used${flaw}; ${remedy}`;
}

/** A database's address may hold a password. */
function isSecret(name: string): boolean {
  return (
    name === 'DATABASE_URL' ||
    name === 'ALERT_TOKEN' ||
    name === 'ALERT_SECRET' ||
    wecomSecrets.includes(name) ||
    dingtalkSecrets.includes(name) ||
    modelSecrets.includes(name)
  );
}

/** What can be seen of it without telling it. */
function flawOf(name: Setting, value: string): string {
  if (DOTS.test(value)) return ', its dots stand for the true one';
  if (value.includes('\uFFFD')) return ', the file is not saved as UTF-8';
  const own = dingtalkFlaws[name]?.(value);
  if (own !== undefined) return `: ${own}`;
  return /\s/.test(value.trim()) ? ', it has a blank in it' : '';
}
