import { z } from 'zod';
import { CATALOGUES } from '../cards/language.ts';
import type { DingtalkSettings } from '../platforms/dingtalk/types.ts';
import { robotsFlaw, robotsOf } from './dingtalk-robots.ts';
import { missingSettings, safeAddress, shownName, word } from './platform-settings.ts';

/** What is wrong with a setting of DingTalk, said so that it can be put right without reading code. */
export const dingtalkRemedies = {
  DINGTALK_CLIENT_ID:
    'copy the Client ID (AppKey) from the app’s page; with DINGTALK_CLIENT_SECRET it makes the connection',
  DINGTALK_CLIENT_SECRET: 'copy the Client Secret (AppSecret) from the app’s page; it goes with DINGTALK_CLIENT_ID',
  DINGTALK_ROBOT_CODE: 'copy the RobotCode from the robot’s page, or leave it empty where it is the Client ID',
  DINGTALK_BOT_NAME:
    'write the robot’s name as people see it behind @, at most 40 characters, without the @ and without quotes; save the file as UTF-8',
  DINGTALK_MODE: 'write stream or http',
  DINGTALK_CARD_SECRET:
    'think of 16 to 100 letters and digits that nobody can guess, with which DingTalk shall sign taps on cards; it goes with DINGTALK_MODE=http',
  DINGTALK_API_BASE: 'write https://HOST of a private gateway, or leave it empty',
  DINGTALK_OAPI_BASE: 'write https://HOST of a private gateway, or leave it empty',
  DINGTALK_FILE_HOSTS:
    'write the hosts from which a private edition gives out files, for example DINGTALK_FILE_HOSTS=files.example.gov.cn:8443,*.oss.example.gov.cn; each HOST, HOST:PORT or *.HOST, without https://',
  DINGTALK_CARD_TEMPLATE_ID: 'copy the id of the published card template, which ends in .schema',
  DINGTALK_ROBOTS:
    'for the only group write TOKEN:SECRET of its custom robot, or the whole address of its webhook and :SECRET; for several CID=TOKEN:SECRET,CID=TOKEN:SECRET; TOKEN is what stands behind access_token=, SECRET begins with SEC and is left out where the robot has none',
  DINGTALK_DING: 'write app, sms or phone, or leave it empty',
  DINGTALK_ECONOMY: 'write on or off',
  DINGTALK_MONTHLY_CALLS: 'write how many calls a month the organisation’s edition allows, for example 5000',
  DINGTALK_MONTHLY_MESSAGES: 'write how many Webhook and Stream messages a month it allows, for example 3000',
} as const;
export type DingtalkSetting = keyof typeof dingtalkRemedies;

/** How, and where, DingTalk is reached. Without a wrong one of these another DingTalk would be asked, or by another way. */
export const dingtalkWays: readonly string[] = [
  'DINGTALK_MODE',
  'DINGTALK_API_BASE',
  'DINGTALK_OAPI_BASE',
] satisfies readonly DingtalkSetting[];

/** Their values are never repeated in a message. */
export const dingtalkSecrets: readonly string[] = [
  'DINGTALK_CLIENT_SECRET',
  'DINGTALK_CARD_SECRET',
  'DINGTALK_ROBOTS',
] satisfies readonly DingtalkSetting[];

const TEMPLATE_ID = /^[\w-]{8,100}\.schema$/;

/** What can be seen of a value that is refused, without repeating a secret; undefined: nothing but its form. */
export const dingtalkFlaws: Readonly<Partial<Record<string, (value: string) => string | undefined>>> = {
  DINGTALK_CARD_TEMPLATE_ID(value) {
    const [, id] = /^(.*)\.schema$/.exec(value.trim()) ?? [];
    if (id === undefined) return 'it does not end in .schema';
    if (!/^[\w-]*$/.test(id)) return 'what stands before .schema holds a sign that no id has';
    return `what stands before .schema is too ${id.length < 8 ? 'short' : 'long'} for an id`;
  },
  DINGTALK_ROBOTS: robotsFlaw,
};

const FILE_HOST = String.raw`(?:(?:\*\.[a-z\d-]+\.)?[a-z\d-]+(?:\.[a-z\d-]+)*)(?::[1-9]\d{0,4})?`;
const FILE_HOSTS = new RegExp(`^\\s*${FILE_HOST}(?:\\s*,\\s*${FILE_HOST})*\\s*$`, 'i');

const monthly = z
  .string()
  .regex(/^[1-9]\d{0,11}$/)
  .transform(Number)
  .optional();

export const dingtalkSchema = {
  DINGTALK_CLIENT_ID: word.optional(),
  DINGTALK_CLIENT_SECRET: word.optional(),
  DINGTALK_ROBOT_CODE: word.optional(),
  DINGTALK_BOT_NAME: shownName.optional(),
  DINGTALK_MODE: z.enum(['stream', 'http']).optional(),
  DINGTALK_CARD_SECRET: z
    .string()
    .regex(/^[\w-]{16,100}$/)
    .optional(),
  DINGTALK_API_BASE: safeAddress('https:', 'http:').optional(),
  DINGTALK_OAPI_BASE: safeAddress('https:', 'http:').optional(),
  DINGTALK_FILE_HOSTS: z
    .string()
    .regex(FILE_HOSTS)
    .transform((value) =>
      value
        .toLowerCase()
        .split(',')
        .map((host) => host.trim()),
    )
    .optional(),
  DINGTALK_CARD_TEMPLATE_ID: z.string().regex(TEMPLATE_ID).optional(),
  DINGTALK_ROBOTS: z
    .string()
    .transform((value, context) => {
      const robots = robotsOf(value);
      if (robots) return robots;
      context.addIssue({ code: 'custom', message: 'no robots' });
      return z.NEVER;
    })
    .optional(),
  DINGTALK_DING: z.enum(['app', 'sms', 'phone']).optional(),
  DINGTALK_ECONOMY: z.enum(['on', 'off']).optional(),
  DINGTALK_MONTHLY_CALLS: monthly,
  DINGTALK_MONTHLY_MESSAGES: monthly,
};
const dingtalkObject = z.object(dingtalkSchema);
type DingtalkGiven = z.infer<typeof dingtalkObject>;

const API_BASE = 'https://api.dingtalk.com';
const OAPI_BASE = 'https://oapi.dingtalk.com';
/** What the free edition allows the whole organisation. */
const FREE_EDITION = { calls: 5_000, messages: 3_000 };

/**
 * @param publicUrl where the pages are opened, and where HTTP callbacks arrive
 * @returns nothing where no setting of DingTalk is there, or why what is there does not make a connection
 */
export function dingtalkFrom(
  given: DingtalkGiven,
  publicUrl: string | undefined,
): { settings?: DingtalkSettings; problems: readonly string[] } {
  const names = Object.keys(dingtalkRemedies).filter((name): name is DingtalkSetting => name in given);
  if (names.length === 0) return { problems: [] };
  const problems = [...missingIn(given, names), ...entranceProblems(given, publicUrl)];
  const { DINGTALK_CARD_TEMPLATE_ID, DINGTALK_CLIENT_ID, DINGTALK_CLIENT_SECRET, DINGTALK_DING } = given;
  if (problems.length > 0 || DINGTALK_CLIENT_ID === undefined || DINGTALK_CLIENT_SECRET === undefined) {
    return { problems };
  }
  return {
    problems,
    settings: {
      botName: given.DINGTALK_BOT_NAME ?? CATALOGUES.zh.botName,
      clientId: DINGTALK_CLIENT_ID,
      clientSecret: DINGTALK_CLIENT_SECRET,
      robotCode: given.DINGTALK_ROBOT_CODE ?? DINGTALK_CLIENT_ID,
      entrance: entranceOf(given),
      apiBase: given.DINGTALK_API_BASE ?? API_BASE,
      oapiBase: given.DINGTALK_OAPI_BASE ?? OAPI_BASE,
      robots: given.DINGTALK_ROBOTS ?? new Map(),
      isEconomy: given.DINGTALK_ECONOMY === 'on',
      monthly: {
        calls: given.DINGTALK_MONTHLY_CALLS ?? FREE_EDITION.calls,
        messages: given.DINGTALK_MONTHLY_MESSAGES ?? FREE_EDITION.messages,
      },
      ...(DINGTALK_CARD_TEMPLATE_ID !== undefined && { cardTemplateId: DINGTALK_CARD_TEMPLATE_ID }),
      ...(DINGTALK_DING !== undefined && { ding: DINGTALK_DING }),
      ...(given.DINGTALK_FILE_HOSTS !== undefined && { fileHosts: given.DINGTALK_FILE_HOSTS }),
      ...(publicUrl !== undefined && { publicUrl }),
    },
  };
}

function missingIn(given: DingtalkGiven, names: readonly DingtalkSetting[]): readonly string[] {
  const credentials = ['DINGTALK_CLIENT_ID', 'DINGTALK_CLIENT_SECRET'] as const;
  const needs = names.map((name) => [name, credentials.filter((other) => other !== name)] as const);
  return missingSettings(given, needs, dingtalkRemedies);
}

function entranceProblems(given: DingtalkGiven, publicUrl: string | undefined): readonly string[] {
  const hasSecret = given.DINGTALK_CARD_SECRET !== undefined;
  if (given.DINGTALK_MODE !== 'http') {
    return hasSecret
      ? [
          'DINGTALK_CARD_SECRET: is of no use without DINGTALK_MODE=http; the Stream connection needs no secret for taps',
        ]
      : [];
  }
  const secret = `DINGTALK_CARD_SECRET: is missing, and DINGTALK_MODE=http is of no use without it; ${dingtalkRemedies.DINGTALK_CARD_SECRET}`;
  const example = 'for example PUBLIC_URL=https://dutybell.example.gov.cn';
  const isSafe = safeAddress('https:', 'http:').safeParse(publicUrl).success;
  const address =
    publicUrl === undefined
      ? `PUBLIC_URL: is missing, and DINGTALK_MODE=http is of no use without it; write the address that DingTalk calls, ${example}`
      : `PUBLIC_URL: is not https, and with DINGTALK_MODE=http whoever reads one request on its way could speak as anybody; write the https address of the reverse proxy, ${example}`;
  return [...(hasSecret ? [] : [secret]), ...(isSafe ? [] : [address])];
}

function entranceOf({ DINGTALK_CARD_SECRET, DINGTALK_MODE }: DingtalkGiven): DingtalkSettings['entrance'] {
  return DINGTALK_MODE === 'http' && DINGTALK_CARD_SECRET !== undefined
    ? { kind: 'http', cardSecret: DINGTALK_CARD_SECRET }
    : { kind: 'stream' };
}
