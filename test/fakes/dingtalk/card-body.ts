import { z } from 'zod';
import { type Answer, refusal } from './answer.ts';

const params = z.looseObject({ cardParamMap: z.record(z.string(), z.unknown()) });
const spaceModel = z.looseObject({ supportForward: z.boolean() });

export const createBody = z.looseObject({
  cardTemplateId: z.string().optional(),
  outTrackId: z.string().optional(),
  callbackType: z.string().optional(),
  callbackRouteKey: z.string().optional(),
  cardData: params.optional(),
  privateData: z.record(z.string(), params).optional(),
  openSpaceId: z.string().optional(),
  imGroupOpenSpaceModel: spaceModel.optional(),
  imRobotOpenSpaceModel: spaceModel.optional(),
  imGroupOpenDeliverModel: z
    .looseObject({ robotCode: z.string(), atUserIds: z.record(z.string(), z.string()).optional() })
    .optional(),
  imRobotOpenDeliverModel: z.looseObject({ spaceType: z.literal('IM_ROBOT') }).optional(),
  userIdType: z.literal(1).optional(),
});
export type CreateBody = z.infer<typeof createBody>;

export const updateBody = z.looseObject({
  outTrackId: z.string().min(1),
  cardData: params.optional(),
  privateData: z.record(z.string(), params).optional(),
  cardUpdateOptions: z
    .looseObject({ updateCardDataByKey: z.boolean().optional(), updatePrivateDataByKey: z.boolean().optional() })
    .optional(),
  userIdType: z.literal(1).optional(),
});

export const registerBody = z.looseObject({
  callbackRouteKey: z.string().min(1),
  callbackUrl: z.url(),
  apiSecret: z.string().min(1).optional(),
  forceUpdate: z.boolean().optional(),
});

/** What the bot answers a tap with. */
export const tapResponse = z.looseObject({
  cardUpdateOptions: z
    .looseObject({ updateCardDataByKey: z.boolean().optional(), updatePrivateDataByKey: z.boolean().optional() })
    .optional(),
  cardData: params.optional(),
  userPrivateData: params.optional(),
});

const KEY_BYTES = 100;
/** What the page's table allows; another page says 100 KB for all values together. */
const VALUE_BYTES = 1024;
const ALL_BYTES = 100 * 1024;

/** @returns the values, or why they are refused; what only one of the pages forbids is noted */
export function checkParams(
  given: Readonly<Record<string, unknown>>,
  note: (what: string) => void,
): Readonly<Record<string, string>> | Answer {
  const checked: Record<string, string> = {};
  for (const [key, value] of Object.entries(given)) {
    if (typeof value !== 'string') return refusal('param.invalid', `cardParamMap.${key} is no string`);
    if (Buffer.byteLength(key) > KEY_BYTES) return refusal('param.invalid', `the key ${key} is too long`);
    if (Buffer.byteLength(value) > VALUE_BYTES) note(`${key} has ${Buffer.byteLength(value)} bytes`);
    checked[key] = value;
  }
  const all = Buffer.byteLength(JSON.stringify(checked));
  return all > ALL_BYTES ? refusal('param.invalid', `the values have ${all} bytes`) : checked;
}

export const isAnswer = (value: object): value is Answer => 'status' in value && 'body' in value;

export interface Space {
  readonly type: 'IM_GROUP' | 'IM_ROBOT';
  readonly id: string;
}

const SPACE = /^dtv1\.card\/\/(?<type>im_group|im_robot)\.(?<id>.+)$/i;

/** @returns undefined for what is no list of spaces */
export function spacesOf(openSpaceId: string): readonly Space[] | undefined {
  const spaces = openSpaceId.split(';').map((each): Space | undefined => {
    const { id, type } = SPACE.exec(each)?.groups ?? {};
    if (id === undefined || type === undefined) return undefined;
    return { type: type.toUpperCase() === 'IM_GROUP' ? 'IM_GROUP' : 'IM_ROBOT', id };
  });
  const known = spaces.filter((space) => space !== undefined);
  return known.length === spaces.length ? known : undefined;
}
