import { bad, type Finding, ok, warn } from '../finding.ts';
import { hostAndPort } from '../host-and-port.ts';
import { PlatformError } from '../types.ts';
import type { ApiClient, ApiRequest } from './api-client.ts';
import { CARD_IS_GONE } from './api-codes.ts';
import type { Examination } from './examination.ts';

/** No file and no card are called so: DingTalk says so, or that the app lacks the right to ask. */
const NAMED_NOWHERE = 'dutybell-doctor';
const DENIED = 'Forbidden.AccessDenied.AccessTokenPermissionDenied';
const NOT_TRUSTED = 'Forbidden.AccessDenied.IpNotInWhiteList';

type Looked = Pick<Examination, 'places' | 'settings'>;

/** Are the credentials right, and has the app what it needs? Each permission costs one call of the month’s quota. */
export async function examineAccess(examination: Looked, api: ApiClient): Promise<readonly Finding[]> {
  try {
    await api.signIn();
  } catch (error) {
    return [credentialsProblem(examination, error)];
  }
  const { settings } = examination;
  const accepted = ok('credentials', 'DingTalk accepts the Client ID and its secret');
  const messages = await examinePermission(examination, api, messagePermission(settings.robotCode));
  const cards = settings.cardTemplateId === undefined ? [] : await examinePermission(examination, api, CARD_PERMISSION);
  return [accepted, ...messages, ...cards];
}

interface Permission {
  readonly about: string;
  readonly scope: string;
  readonly allows: string;
  readonly request: ApiRequest;
  /** What DingTalk says where the permission is there. */
  readonly isGranted: (code: string) => boolean;
}

const messagePermission = (robotCode: string): Permission => ({
  about: 'messages',
  scope: 'qyapi_robot_sendmsg',
  allows: 'write messages and fetch pictures',
  request: {
    method: 'POST',
    path: '/v1.0/robot/messageFiles/download',
    body: { downloadCode: NAMED_NOWHERE, robotCode },
  },
  isGranted: (code) => /downloadCode/i.test(code),
});

const CARD_PERMISSION: Permission = {
  about: 'cards',
  scope: 'Card.Instance.Write',
  allows: 'post cards',
  request: {
    method: 'PUT',
    path: '/v1.0/card/instances',
    body: {
      outTrackId: NAMED_NOWHERE,
      cardData: { cardParamMap: { title: NAMED_NOWHERE } },
      cardUpdateOptions: { updateCardDataByKey: true },
    },
  },
  isGranted: (code) => code === CARD_IS_GONE,
};

async function examinePermission(
  { places }: Looked,
  api: ApiClient,
  { about, allows, isGranted, request, scope }: Permission,
): Promise<readonly Finding[]> {
  const granted = ok(about, `the app may ${allows} (${scope})`);
  try {
    await api.request(request);
    return [granted];
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const { code, message } = error;
    if (isGranted(code)) return [granted];
    if (code === DENIED) {
      const needed = /it needs ([\w., ]+);/.exec(message)?.[1] ?? scope;
      const remedy = `open ${needed} at ${places.permissions}; then release the app anew: ${places.release}`;
      return [bad(about, `the app may not ${allows}`, remedy)];
    }
    if (/robotCode/i.test(code)) {
      const remedy = `DINGTALK_ROBOT_CODE as it stands at ${places.robot}; where it is the Client ID leave it out`;
      return [bad(about, `DingTalk knows no such robot of this app (${code})`, remedy)];
    }
    if (code === NOT_TRUSTED) return [notTrusted(about, places, message)];
    return [warn(about, `whether the app may ${allows} is not known: ${message}`, 'docs/dingtalk.md has the code')];
  }
}

function credentialsProblem({ places, settings }: Looked, error: unknown): Finding {
  if (!(error instanceof PlatformError)) throw error;
  const { code, message } = error;
  if (code === 'invalidClientIdOrSecret' || code === 'authFailed') {
    const remedy = `copy both anew, without blanks: ${places.credentials}`;
    return bad('credentials', 'DingTalk refuses DINGTALK_CLIENT_ID with DINGTALK_CLIENT_SECRET', remedy);
  }
  if (code === NOT_TRUSTED) return notTrusted('credentials', places, message);
  const remedy = `let this machine reach ${hostAndPort(settings.apiBase)}; docs/dingtalk.md has the code`;
  return bad('credentials', `they could not be tried: ${message}`, remedy);
}

function notTrusted(about: string, places: Examination['places'], message: string): Finding {
  const seen = `DingTalk lets no request from this machine in (${message})`;
  return bad(about, seen, `add this machine’s public address at ${places.addresses}, or leave that list empty`);
}
