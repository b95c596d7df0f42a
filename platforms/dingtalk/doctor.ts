import { type DurationMs, SECOND } from '../../domain/types.ts';
import { checkClock } from '../clock-check.ts';
import { bad, type Finding, ok, warn } from '../finding.ts';
import { hostAndPort } from '../host-and-port.ts';
import { isUnreached } from '../reach-check.ts';
import { createApiClient } from './api-client.ts';
import { examineAccess } from './doctor-access.ts';
import { examineDoors } from './doctor-doors.ts';
import { examineWays } from './doctor-ways.ts';
import { type Examination, REQUEST_LIMIT_MS } from './examination.ts';
import type { Quota } from './quota.ts';
import { streamEntrance } from './stream-entrance.ts';
import type { DingtalkSettings } from './types.ts';

const CONNECT_LIMIT_MS: DurationMs = 25 * SECOND;

/** What the examination asks is no ticket’s, and is not counted: the console’s own count is the true one. */
const UNCOUNTED: Quota = { count() {}, async exhausted() {}, async settle() {} };

/** Looks at everything of DingTalk’s that the settings name. Each part is looked at, whatever the others meet. */
export async function examineDingtalk(examination: Examination): Promise<readonly Finding[]> {
  const { deps, settings } = examination;
  const { clock, http } = deps;
  const api = createApiClient(settings, { clock, http, quota: UNCOUNTED }, REQUEST_LIMIT_MS);
  const parts = [
    examineAccess(examination, api),
    settings.entrance.kind === 'stream' ? examineConnection(examination) : undefined,
    examineDoors(examination),
    examineClock(examination),
    examineWays(examination, api),
  ];
  const findings = await Promise.all(parts.flatMap((part) => part ?? []));
  return findings.flat();
}

interface Seen {
  readonly isUp: boolean;
  /** Not the line, but who we are. */
  readonly isRefused: boolean;
  readonly reason: string;
}

async function examineConnection({ deps, places, settings, whyNotConnect }: Examination): Promise<readonly Finding[]> {
  if (whyNotConnect !== undefined) return [ok('connection', `not tried: ${whyNotConnect}`)];
  const state = Promise.withResolvers<Seen>();
  let missed = 0;
  const entrance = streamEntrance({ ...settings, ...deps });
  const timer = setTimeout(
    () => state.resolve({ isUp: false, isRefused: false, reason: 'no answer' }),
    CONNECT_LIMIT_MS,
  );
  try {
    await entrance.start({
      async callback() {
        missed += 1;
        throw new Error('the examination takes no messages');
      },
      connection: (now, reason, how) => state.resolve({ isUp: now === 'up', isRefused: how === 'refused', reason }),
    });
    const seen = await state.promise;
    if (!seen.isUp) return [connectionProblem(settings, places, seen)];
  } finally {
    clearTimeout(timer);
    await entrance.stop();
  }
  const connected = ok('connection', 'DingTalk lets the bot connect by Stream');
  const remedy = 'ask in the groups whether somebody has just written to the bot, and to write it again';
  return missed === 0 ? [connected] : [connected, warn('connection', 'a message came while it was tried', remedy)];
}

function connectionProblem(
  { apiBase }: DingtalkSettings,
  places: Examination['places'],
  { isRefused, reason }: Seen,
): Finding {
  if (isRefused) {
    const remedy = `copy both anew, without blanks: ${places.credentials}; a secret that was made anew ends the old one`;
    return bad('connection', 'DingTalk refuses DINGTALK_CLIENT_ID with DINGTALK_CLIENT_SECRET', remedy);
  }
  const reach = `let this machine reach ${hostAndPort(apiBase)} and wss-open-connection.dingtalk.com on port 443`;
  const remedy = isUnreached(reason)
    ? reach
    : `${reach}; choose Stream and release the app: ${places.robot}; ${places.release}`;
  return bad('connection', `there is no connection (${reason})`, remedy);
}

async function examineClock({ deps, settings }: Examination): Promise<readonly Finding[]> {
  const { apiBase, oapiBase } = settings;
  const shared = { owner: 'DingTalk', limitMs: REQUEST_LIMIT_MS };
  const [api, old] = await Promise.all([
    checkClock({ ...shared, base: apiBase, uses: 'cards, messages and connections go there' }, deps),
    checkClock({ ...shared, base: oapiBase, uses: 'mentions that ring in a group go there' }, deps),
  ]);
  return [...api, ...old.filter(({ about, grade }) => about === 'api' && grade !== 'ok')];
}
