import { z } from 'zod';
import { CATALOGUES } from '../cards/language.ts';
import { wecomPlaces } from '../cards/text.zh.doctor.ts';
import type { SocketEntrance, WecomSettings } from '../platforms/wecom/types.ts';
import { missingSettings, safeAddress, shownName, word } from './platform-settings.ts';

/** What is wrong with a setting of WeCom, said so that it can be put right without reading code. */
export const wecomRemedies = {
  WECOM_BOT_ID: 'copy the Bot ID from the bot’s page; with WECOM_BOT_SECRET it makes the long connection',
  WECOM_BOT_SECRET: 'copy the Secret of the long connection from the bot’s page; it goes with WECOM_BOT_ID',
  WECOM_BOT_NAME:
    'write the bot’s name as people see it behind @, at most 40 characters, without the @ and without quotes; save the file as UTF-8',
  WECOM_WS_URL: 'write wss://HOST of a private gateway, or leave it empty',
  WECOM_API_BASE: 'write https://HOST of a private gateway, or leave it empty',
  WECOM_WEBHOOK_KEY:
    'for the only group write what stands behind key= in the webhook’s address, or the whole address; for several CHATID=KEY,CHATID=KEY',
  WECOM_CORP_ID:
    'copy the corporation’s id; it goes with WECOM_APP_SECRET and WECOM_AGENT_ID, or with WECOM_CALL_SECRET',
  WECOM_APP_SECRET: 'copy the Secret of the self-built app; it goes with WECOM_CORP_ID and WECOM_AGENT_ID',
  WECOM_AGENT_ID: 'write the AgentId of the self-built app, a number; it goes with WECOM_CORP_ID and WECOM_APP_SECRET',
  WECOM_CALL_SECRET: `copy the Secret of a self-built app that is listed at ${wecomPlaces.call} (it may be that of WECOM_APP_SECRET); it goes with WECOM_CORP_ID`,
  WECOM_CALLBACK_TOKEN: 'copy the Token of the callback; it goes with WECOM_CALLBACK_AES_KEY',
  WECOM_CALLBACK_AES_KEY:
    'copy the EncodingAESKey of the callback, 43 letters and digits; it goes with WECOM_CALLBACK_TOKEN',
  WECOM_CALLBACK_RECEIVE_ID: 'leave it empty for a bot of the corporation itself',
} as const;
export type WecomSetting = keyof typeof wecomRemedies;

/** Where WeCom is reached. Without a wrong one of these another WeCom would be asked. */
export const wecomWays: readonly string[] = ['WECOM_WS_URL', 'WECOM_API_BASE'] satisfies readonly WecomSetting[];

/** Their values are never repeated in a message. */
export const wecomSecrets: readonly string[] = [
  'WECOM_BOT_SECRET',
  'WECOM_WEBHOOK_KEY',
  'WECOM_APP_SECRET',
  'WECOM_CALL_SECRET',
  'WECOM_CALLBACK_TOKEN',
  'WECOM_CALLBACK_AES_KEY',
] satisfies readonly WecomSetting[];

/** What is copied from the webhook of the only group: its address, or the end of it. */
const WHOLE_WEBHOOK = /^(?:https:\/\/[^\s,]+[?&])?key=([\w-]{8,64})(?:&[^\s,]*)?$/;
/** A chat's id is no address: that of the webhook ends like an entry. */
const WEBHOOKS = /^(?:[^=,\s/?]+=)?[\w-]{8,64}(?:,[^=,\s/?]+=[\w-]{8,64})*$/;

export const wecomSchema = {
  WECOM_BOT_ID: word.optional(),
  WECOM_BOT_SECRET: word.optional(),
  WECOM_BOT_NAME: shownName.optional(),
  WECOM_WS_URL: safeAddress('wss:', 'ws:').optional(),
  WECOM_API_BASE: safeAddress('https:', 'http:').optional(),
  WECOM_WEBHOOK_KEY: z.string().trim().overwrite(keyOfAddress).regex(WEBHOOKS).transform(webhooksOf).optional(),
  WECOM_CORP_ID: word.optional(),
  WECOM_APP_SECRET: word.optional(),
  WECOM_AGENT_ID: z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number)
    .optional(),
  WECOM_CALL_SECRET: word.optional(),
  WECOM_CALLBACK_TOKEN: word.optional(),
  WECOM_CALLBACK_AES_KEY: z
    .string()
    .regex(/^[A-Za-z0-9]{43}$/)
    .optional(),
  WECOM_CALLBACK_RECEIVE_ID: word.optional(),
};
const wecomObject = z.object(wecomSchema);
type WecomGiven = z.infer<typeof wecomObject>;

const WS_URL = 'wss://openws.work.weixin.qq.com';
const API_BASE = 'https://qyapi.weixin.qq.com';

/** @returns nothing where no setting of WeCom is there, or why what is there does not make a connection */
export function wecomFrom(given: WecomGiven): { settings?: WecomSettings; problems: readonly string[] } {
  const names = Object.keys(wecomRemedies).filter((name): name is WecomSetting => name in given);
  if (names.length === 0) return { problems: [] };
  const problems = [...missingSettings(given, NEEDS, wecomRemedies), ...entranceProblems(given, names)];
  const entrance = entranceOf(given);
  if (problems.length > 0 || !entrance) return { problems };
  const { WECOM_AGENT_ID, WECOM_APP_SECRET, WECOM_CALL_SECRET, WECOM_CORP_ID } = given;
  return {
    problems,
    settings: {
      botName: given.WECOM_BOT_NAME ?? CATALOGUES.zh.botName,
      entrance,
      apiBase: given.WECOM_API_BASE ?? API_BASE,
      webhooks: given.WECOM_WEBHOOK_KEY ?? new Map(),
      ...(WECOM_CORP_ID !== undefined &&
        WECOM_APP_SECRET !== undefined &&
        WECOM_AGENT_ID !== undefined && {
          app: { corpId: WECOM_CORP_ID, secret: WECOM_APP_SECRET, agentId: WECOM_AGENT_ID },
        }),
      ...(WECOM_CORP_ID !== undefined &&
        WECOM_CALL_SECRET !== undefined && { call: { corpId: WECOM_CORP_ID, secret: WECOM_CALL_SECRET } }),
    },
  };
}

/** Settings that are of use only together: each with those that it needs. */
const NEEDS: readonly (readonly [WecomSetting, readonly WecomSetting[]])[] = [
  ['WECOM_BOT_ID', ['WECOM_BOT_SECRET']],
  ['WECOM_BOT_SECRET', ['WECOM_BOT_ID']],
  ['WECOM_WS_URL', ['WECOM_BOT_ID', 'WECOM_BOT_SECRET']],
  ['WECOM_APP_SECRET', ['WECOM_CORP_ID', 'WECOM_AGENT_ID']],
  ['WECOM_AGENT_ID', ['WECOM_CORP_ID', 'WECOM_APP_SECRET']],
  ['WECOM_CALL_SECRET', ['WECOM_CORP_ID']],
  ['WECOM_CALLBACK_TOKEN', ['WECOM_CALLBACK_AES_KEY']],
  ['WECOM_CALLBACK_AES_KEY', ['WECOM_CALLBACK_TOKEN']],
  ['WECOM_CALLBACK_RECEIVE_ID', ['WECOM_CALLBACK_TOKEN', 'WECOM_CALLBACK_AES_KEY']],
];

function entranceProblems(given: WecomGiven, names: readonly WecomSetting[]): readonly string[] {
  const hasSocket = given.WECOM_BOT_ID !== undefined || given.WECOM_BOT_SECRET !== undefined;
  const hasCallback = given.WECOM_CALLBACK_TOKEN !== undefined || given.WECOM_CALLBACK_AES_KEY !== undefined;
  if (hasSocket && hasCallback) {
    return [
      'WECOM_BOT_ID and WECOM_CALLBACK_TOKEN: WeCom takes one way in for a bot; leave out WECOM_BOT_ID and WECOM_BOT_SECRET, or WECOM_CALLBACK_TOKEN and WECOM_CALLBACK_AES_KEY',
    ];
  }
  if (hasSocket || hasCallback) return alone(given);
  return [
    `${names.join(', ')}: there is no way in to WeCom; write WECOM_BOT_ID and WECOM_BOT_SECRET, or WECOM_CALLBACK_TOKEN and WECOM_CALLBACK_AES_KEY`,
  ];
}

/** The corporation's id alone does nothing, and whoever wrote it meant something. */
function alone({ WECOM_AGENT_ID, WECOM_APP_SECRET, WECOM_CALL_SECRET, WECOM_CORP_ID }: WecomGiven): readonly string[] {
  const isUsed = [WECOM_AGENT_ID, WECOM_APP_SECRET, WECOM_CALL_SECRET].some((it) => it !== undefined);
  return WECOM_CORP_ID === undefined || isUsed
    ? []
    : [`WECOM_CORP_ID: is of no use alone; ${wecomRemedies.WECOM_CORP_ID}`];
}

function entranceOf(given: WecomGiven): WecomSettings['entrance'] | undefined {
  const { WECOM_BOT_ID, WECOM_BOT_SECRET, WECOM_CALLBACK_AES_KEY, WECOM_CALLBACK_TOKEN, WECOM_WS_URL } = given;
  if (WECOM_BOT_ID !== undefined && WECOM_BOT_SECRET !== undefined) {
    const wsUrl = WECOM_WS_URL ?? WS_URL;
    return { kind: 'socket', botId: WECOM_BOT_ID, secret: WECOM_BOT_SECRET, wsUrl } satisfies SocketEntrance;
  }
  if (WECOM_CALLBACK_TOKEN === undefined || WECOM_CALLBACK_AES_KEY === undefined) return undefined;
  return {
    kind: 'callback',
    token: WECOM_CALLBACK_TOKEN,
    aesKey: WECOM_CALLBACK_AES_KEY,
    receiveId: given.WECOM_CALLBACK_RECEIVE_ID ?? '',
  };
}

function keyOfAddress(value: string): string {
  return WHOLE_WEBHOOK.exec(value)?.[1] ?? value;
}

function webhooksOf(value: string): ReadonlyMap<string, string> {
  return new Map(
    value.split(',').map((entry): [string, string] => {
      const [key = '', chat = '*'] = entry.split('=').reverse();
      return [chat, key];
    }),
  );
}
