import { z } from 'zod';
import { assert } from '../../domain/assert.ts';
import type { Conversation } from '../conversations.ts';
import type { PlatformLog } from '../deps.ts';
import { unclear } from '../http-exchange.ts';
import { byteLength, clipBytes } from '../text-bytes.ts';
import { createTurns } from '../turns.ts';
import { PlatformError } from '../types.ts';
import { mediaForm } from '../uploads.ts';
import type { ApiClient } from './api-client.ts';
import { UNDELIVERED } from './api-codes.ts';
import { cardCallbackOf } from './card-callback.ts';
import type { DingtalkSettings, DingWay, NewCard, OpenApi, RobotFile, RobotMessage, Spending } from './types.ts';

/** Receivers of one private message. */
export const RECEIVERS_MAX = 20;
const DING_RECEIVERS_MAX = 200;
/** Bytes of `msgParam`, which is JSON. */
const PARAM_MAX = 15_000;
/** Ids are those of the organisation's people. */
const STAFF_IDS = 1;
const REMIND_TYPES: Readonly<Record<DingWay, number>> = { app: 1, sms: 2, phone: 3 };

const deliveredShape = z.object({
  result: z.object({
    deliverResults: z
      .array(
        z.object({
          success: z.boolean(),
          errorMsg: z.string().nullish(),
          carrierId: z.string().min(1).optional().catch(undefined),
        }),
      )
      .default([]),
  }),
});
const idsShape = z.array(z.string()).nullish().catch(undefined);
const sentShape = z.object({ invalidStaffIdList: idsShape, flowControlledStaffIdList: idsShape });
const dingShape = z.object({ failedList: z.record(z.string(), z.unknown()).nullish().catch(undefined) });
const uploadedShape = z.object({ media_id: z.string().min(1) });
const downloadShape = z.object({ downloadUrl: z.string().min(1) });

type Settings = Pick<DingtalkSettings, 'cardTemplateId' | 'clientId' | 'entrance' | 'robotCode'>;

export function createOpenApi(settings: Settings, api: ApiClient, log: Pick<PlatformLog, 'warn'>): OpenApi {
  const { robotCode } = settings;
  const inTurn = createTurns();

  /** What DingTalk took is not said, or rung, once more because it can't be read to whom it got. */
  async function taken<T>(path: string, body: object, spending: Spending, shape: z.ZodType<T>): Promise<T | undefined> {
    const answer = await api.request({ method: 'POST', path, body, spending });
    const read = shape.safeParse(answer);
    if (!read.success)
      log.warn({ code: 'dingtalk_answer_unread', path }, 'an answer can not be read; it counts as done');
    return read.data;
  }

  return {
    createCard: (card, to, spending) =>
      inTurn(card.outTrackId, async () => {
        const path = '/v1.0/card/instances/createAndDeliver';
        const answer = await api.request({ method: 'POST', path, body: newCardBody(settings, card, to), spending });
        const { data } = deliveredShape.safeParse(answer);
        const refused = data?.result.deliverResults.find(({ success }) => !success);
        if (!refused) return data?.result.deliverResults[0]?.carrierId;
        throw new PlatformError(`DingTalk has made a card and not delivered it: ${refused.errorMsg ?? 'no reason'}`, {
          ...{ code: UNDELIVERED, retryable: false },
        });
      }),
    updateCard: ({ outTrackId, params }, spending) =>
      inTurn(outTrackId, async () => {
        const body = {
          outTrackId,
          cardData: { cardParamMap: params },
          // Without it all that is not named is lost.
          cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
          userIdType: STAFF_IDS,
        };
        await api.request({ method: 'PUT', path: '/v1.0/card/instances', body, spending });
      }),
    async upload(file, kind, spending) {
      const answer = await api.upload({
        path: '/media/upload',
        query: { type: kind },
        form: mediaForm(file),
        spending,
      });
      const uploaded = uploadedShape.safeParse(answer);
      if (uploaded.success) return uploaded.data.media_id;
      throw unclear('DingTalk took a file and did not say how it calls it', 'bad_answer');
    },
    async sendToGroup(openConversationId, message, spending) {
      const body = { ...sampleOf(message), openConversationId, robotCode };
      await taken('/v1.0/robot/groupMessages/send', body, spending, z.object({}));
    },
    async sendToPeople(userIds, message, spending) {
      assert(userIds.length > 0 && userIds.length <= RECEIVERS_MAX, 'one to twenty receivers');
      const body = { ...sampleOf(message), robotCode, userIds };
      const answer = await taken('/v1.0/robot/oToMessages/batchSend', body, spending, sentShape);
      const among = (listed: readonly string[] | null | undefined) =>
        userIds.filter((userId) => listed?.includes(userId) === true);
      return { never: among(answer?.invalidStaffIdList), slowed: among(answer?.flowControlledStaffIdList) };
    },
    async ding(userIds, content, way, spending) {
      assert(userIds.length > 0 && userIds.length <= DING_RECEIVERS_MAX, 'one to two hundred receivers');
      const body = { robotCode, remindType: REMIND_TYPES[way], receiverUserIdList: userIds, content };
      const answer = await taken('/v1.0/robot/ding/send', body, spending, dingShape);
      // Whether a person is the key of his reason, or named under it, is not documented.
      const failed = JSON.stringify(answer?.failedList ?? {});
      return userIds.filter((userId) => failed.includes(JSON.stringify(userId)));
    },
    async downloadUrl(downloadCode) {
      const path = '/v1.0/robot/messageFiles/download';
      const body = { downloadCode, robotCode };
      const spending = { urgency: 'chatter' } as const;
      return downloadShape.parse(await api.request({ method: 'POST', path, body, spending })).downloadUrl;
    },
    async registerCardCallback(callback) {
      const path = '/v1.0/card/callbacks/register';
      const spending = { urgency: 'urgent' } as const;
      await api.request({ method: 'POST', path, body: { ...callback, forceUpdate: true }, spending });
    },
  };
}

function newCardBody(settings: Settings, { at = [], outTrackId, params, summary }: NewCard, to: Conversation): object {
  const { cardTemplateId, robotCode } = settings;
  assert(cardTemplateId !== undefined, 'there is no card template');
  const space = {
    supportForward: false,
    lastMessageI18n: { ZH_CN: summary },
    notification: { alertContent: summary, notificationOff: false },
  };
  const names = Object.fromEntries(at.map(({ name, userId }) => [userId, name ?? userId]));
  const delivery =
    to.kind === 'group'
      ? {
          openSpaceId: `dtv1.card//IM_GROUP.${to.chatId}`,
          imGroupOpenSpaceModel: space,
          imGroupOpenDeliverModel: { robotCode, ...(at.length > 0 && { atUserIds: names }) },
        }
      : {
          openSpaceId: `dtv1.card//IM_ROBOT.${to.userId}`,
          imRobotOpenSpaceModel: space,
          imRobotOpenDeliverModel: { spaceType: 'IM_ROBOT', robotCode },
        };
  return {
    cardTemplateId,
    outTrackId,
    ...cardCallbackOf(settings),
    cardData: { cardParamMap: params },
    ...delivery,
    userIdType: STAFF_IDS,
  };
}

/** A message by one of DingTalk's samples. */
function sampleOf(message: RobotMessage | RobotFile): { readonly msgKey: string; readonly msgParam: string } {
  switch (message.kind) {
    case 'text':
      return { msgKey: 'sampleText', msgParam: fitted(message.text, (content) => ({ content })) };
    case 'markdown': {
      const { text, title } = message;
      return { msgKey: 'sampleMarkdown', msgParam: fitted(text, (clipped) => ({ title, text: clipped })) };
    }
    case 'action_card':
      return actionCardOf(message);
    case 'image':
      return { msgKey: 'sampleImageMsg', msgParam: JSON.stringify({ photoURL: message.mediaId }) };
    case 'file': {
      const { ending: fileType, mediaId, name: fileName } = message;
      return { msgKey: 'sampleFile', msgParam: JSON.stringify({ mediaId, fileName, fileType }) };
    }
  }
}

function actionCardOf(message: RobotMessage & { kind: 'action_card' }): {
  readonly msgKey: string;
  readonly msgParam: string;
} {
  const { buttons, text, title } = message;
  const [first, ...others] = buttons;
  assert(first !== undefined && buttons.length <= 5, 'an ActionCard has one to five buttons');
  if (others.length === 0) {
    const single = { singleTitle: first.title, singleURL: first.url };
    return { msgKey: 'sampleActionCard', msgParam: fitted(text, (clipped) => ({ title, text: clipped, ...single })) };
  }
  const links = Object.fromEntries(
    buttons.flatMap((button, index) => [
      [`actionTitle${index + 1}`, button.title],
      [`actionURL${index + 1}`, button.url],
    ]),
  );
  return {
    msgKey: `sampleActionCard${buttons.length}`,
    msgParam: fitted(text, (clipped) => ({ title, text: clipped, ...links })),
  };
}

/** As JSON that is not longer than DingTalk takes: each line break and quotation mark takes two bytes there. */
function fitted(text: string, paramOf: (text: string) => object): string {
  const param = JSON.stringify(paramOf(text));
  const bytes = byteLength(param);
  // The same part of the words as there is room for the whole, so that a few rounds are enough however they are escaped.
  const kept = Math.floor((byteLength(text) * PARAM_MAX) / bytes);
  return bytes <= PARAM_MAX ? param : fitted(clipBytes(text, kept), paramOf);
}
