import { DINGTALK_TEST_LINE, DOCTOR_TEST_LINE, dingtalkPlaces, wecomPlaces } from '../cards/text.zh.doctor.ts';
import type { DingtalkSettings } from '../platforms/dingtalk/types.ts';
import type { Finding } from '../platforms/finding.ts';
import { hostAndPort } from '../platforms/host-and-port.ts';
import type { PlatformNotes } from '../platforms/notes.ts';
import type { WecomSettings } from '../platforms/wecom/types.ts';
import type { Config } from './config.ts';
import type { DoctorTools } from './doctor.ts';
import { createLog } from './log.ts';
import { pause } from './pause.ts';

/** A platform of real people, as the examination goes through them. */
export interface ExaminedPlatform {
  /** `wecom`, as in `ADMINS`. */
  readonly name: string;
  /** What its settings make of it, in words. */
  readonly settings: string;
  /** Where a user id stands. */
  readonly userIdPlace: string;
  /** Where the bot is added to a group. */
  readonly botInGroupPlace: string;
  /** What to do about people whose user id it does not tell; absent: it always does. */
  readonly guestRemedy?: string;
  /** Only one program can have its connection. */
  readonly hasOneConnection: boolean;
  /** What has to be reached for the connection; absent: nothing, the platform comes to us. */
  readonly line?: string;
  readonly webhooks: GroupWebhooks;
  examine(tools: DoctorTools, circumstances: Circumstances): Promise<readonly Finding[]>;
}

/** Ways to ring in a group, each set for one group by its id, or by `*` for the only one. */
export interface GroupWebhooks {
  /** `webhook`, as findings are headed. */
  readonly about: string;
  readonly chats: readonly string[];
  /** `one key`. */
  readonly single: string;
  /** How several are written. */
  readonly form: string;
}

export interface Circumstances {
  /** Why a connection is not tried: a second one would take messages from the first. */
  readonly whyNotConnect: string | undefined;
  /** What the platform calls the groups that belong to a contract. */
  readonly groups: readonly string[];
  /** Absent: there is no database yet. */
  readonly notes?: PlatformNotes;
}

type Configured = Pick<Config, 'wecom' | 'dingtalk' | 'publicUrl'>;

/** Those that the settings name. */
export function examinedPlatforms({ dingtalk, publicUrl, wecom }: Configured): readonly ExaminedPlatform[] {
  return [...(wecom ? [examinedWecom(wecom, publicUrl)] : []), ...(dingtalk ? [examinedDingtalk(dingtalk)] : [])];
}

function examinedWecom(settings: WecomSettings, publicUrl: string | undefined): ExaminedPlatform {
  const { botName, entrance, webhooks } = settings;
  const isSocket = entrance.kind === 'socket';
  return {
    name: 'wecom',
    settings: `WeCom by ${isSocket ? 'the long connection' : 'the callback URL'}, as "${botName}"`,
    userIdPlace: wecomPlaces.userId,
    botInGroupPlace: wecomPlaces.botInGroup,
    hasOneConnection: true,
    ...(entrance.kind === 'socket' && { line: hostAndPort(entrance.wsUrl) }),
    webhooks: {
      about: 'webhook',
      chats: [...webhooks.keys()],
      single: 'one key',
      form: 'WECOM_WEBHOOK_KEY=CHATID=KEY,CHATID=KEY',
    },
    async examine({ clock, http, random, send }, { whyNotConnect }) {
      const { examineWecom } = await import('../platforms/wecom/doctor.ts');
      return examineWecom({
        settings,
        places: wecomPlaces,
        deps: { clock, http, random, pause, log: createLog('silent') },
        ...(whyNotConnect !== undefined && { whyNotConnect }),
        ...(publicUrl !== undefined && { publicUrl }),
        ...(send && { testLine: DOCTOR_TEST_LINE }),
      });
    },
  };
}

function examinedDingtalk(settings: DingtalkSettings): ExaminedPlatform {
  const { apiBase, botName, entrance, robots } = settings;
  const isStream = entrance.kind === 'stream';
  return {
    name: 'dingtalk',
    settings: `DingTalk by ${isStream ? 'the Stream connection' : 'HTTP callbacks'}, as "${botName}"`,
    userIdPlace: dingtalkPlaces.userId,
    botInGroupPlace: dingtalkPlaces.botInGroup,
    guestRemedy: `they are of another organisation, or the app is not released for them: ${dingtalkPlaces.release}; they can report, and not be rung or take a ticket`,
    hasOneConnection: isStream,
    ...(isStream && { line: `${hostAndPort(apiBase)} and wss-open-connection.dingtalk.com on port 443` }),
    webhooks: {
      about: 'robot',
      chats: [...robots.keys()],
      single: 'one custom robot',
      form: 'DINGTALK_ROBOTS=CID=TOKEN:SECRET,CID=TOKEN:SECRET',
    },
    async examine({ clock, http, random, send }, { groups, notes, whyNotConnect }) {
      const { examineDingtalk } = await import('../platforms/dingtalk/doctor.ts');
      return examineDingtalk({
        settings,
        places: dingtalkPlaces,
        deps: { clock, http, random, pause, log: createLog('silent') },
        ...(whyNotConnect !== undefined && { whyNotConnect }),
        ...(notes && { notes }),
        ...(send && { testLine: DINGTALK_TEST_LINE, groups }),
      });
    },
  };
}
