import { type PrivateWay, platformError, ringInTurn } from '../private-ring.ts';
import { createRinging, type Ringing, type RingingDeps, type RingRequest } from '../ringing.ts';
import { clipBytes } from '../text-bytes.ts';
import type { PlatformError } from '../types.ts';
import { slowedError } from './api-errors.ts';
import { LIMITS } from './limits.ts';
import { isBegun, mentionParts } from './message-parts.ts';
import { RECEIVERS_MAX } from './open-api.ts';
import type { LinksRequest, PrivateLinks } from './private-links.ts';
import type { Reach } from './reach.ts';
import type { DingWay, OpenApi, RobotMessage } from './types.ts';

/** The line that rings where the words stand already. */
const RING = 'ring ';

export interface DingtalkRing extends RingRequest, LinksRequest {
  /** What the ring itself says; none: the words stand there already, or will. */
  readonly messages: readonly RobotMessage[];
  /** Begins the names of their parts. */
  readonly form: string;
  /** What rings instead where the words stand already. */
  readonly line: RobotMessage;
}

export interface DingtalkRingingDeps extends Pick<RingingDeps, 'log' | 'onMissed' | 'parts'> {
  readonly openApi: Pick<OpenApi, 'ding' | 'sendToPeople'>;
  readonly reach: Reach;
  /** Absent: there are no links. */
  readonly links?: PrivateLinks;
  readonly ding?: DingWay;
}

/** By a mention in the group, else each in private; the calls of a chain's last step are DING. */
export function createDingtalkRinging(deps: DingtalkRingingDeps): Ringing<DingtalkRing> {
  const { ding, links, log, onMissed, openApi, parts, reach } = deps;
  return createRinging<DingtalkRing>({
    name: 'dingtalk',
    bell: {
      has: ({ chat }) => reach.canMention(chat),
      fits: ({ messages }) => messages.length > 0,
      async ring(request, userIds) {
        const { chat, form, key, line, messages, rings, spending } = request;
        const isSaying = messages.length > 0 && !isBegun(parts, { key, form });
        const said = isSaying ? { form, messages } : { form: RING, messages: [line] };
        const at = rings.filter(({ userId }) => userIds.includes(userId));
        await mentionParts(reach, parts, { chat, key, spending, ...said }, at);
      },
    },
    inPrivate: ringInTurn([...(links ? [byLinks(links)] : []), byApi(openApi)]),
    parts,
    log,
    ...(ding && { call: (userIds, { spending, text }) => openApi.ding(userIds, text, ding, spending) }),
    ...(onMissed && { onMissed }),
  });
}

/** With what there is to tap, for those who have something to do. */
function byLinks(links: PrivateLinks): PrivateWay<DingtalkRing> {
  return async (userIds, request, onRung) => {
    const errors: PlatformError[] = [];
    for (const person of request.rings.filter(({ userId }) => userIds.includes(userId))) {
      try {
        if (await links.send(request, person)) onRung(person.userId);
      } catch (error) {
        errors.push(platformError(error));
      }
    }
    return errors;
  };
}

/** As many at once as one call takes. */
function byApi(openApi: Pick<OpenApi, 'sendToPeople'>): PrivateWay<DingtalkRing> {
  return async (userIds, { spending, text }, onRung) => {
    const message = { kind: 'text', text: clipBytes(text, LIMITS.markdownBytes) } as const;
    const errors: PlatformError[] = [];
    for (let from = 0; from < userIds.length; from += RECEIVERS_MAX) {
      const some = userIds.slice(from, from + RECEIVERS_MAX);
      try {
        const { never, slowed } = await openApi.sendToPeople(some, message, spending);
        for (const userId of some) if (!never.includes(userId) && !slowed.includes(userId)) onRung(userId);
        if (slowed.length > 0) errors.push(slowedError());
      } catch (error) {
        errors.push(platformError(error));
      }
    }
    return errors;
  };
}
