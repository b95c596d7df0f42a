import { z } from 'zod';

/** What a robot says by the API: `msgKey` and exactly its fields, as JSON text. */
const title = z.string().min(1);
const url = z.string().min(1);
const actionCard = (count: number) =>
  z.strictObject({
    title,
    text: z.string().min(1),
    ...Object.fromEntries(
      Array.from({ length: count }, (_, place) => [
        [`actionTitle${place + 1}`, title],
        [`actionURL${place + 1}`, url],
      ]).flat(),
    ),
  });

const KEYS: Readonly<Record<string, z.ZodType>> = {
  sampleText: z.strictObject({ content: z.string().min(1) }),
  sampleMarkdown: z.strictObject({ title, text: z.string().min(1) }),
  sampleImageMsg: z.strictObject({ photoURL: url }),
  sampleLink: z.strictObject({ title, text: z.string(), picUrl: z.string(), messageUrl: url }),
  sampleActionCard: z.strictObject({ title, text: z.string().min(1), singleTitle: title, singleURL: url }),
  sampleActionCard2: actionCard(2),
  sampleActionCard3: actionCard(3),
  sampleActionCard4: actionCard(4),
  sampleActionCard5: actionCard(5),
  sampleActionCard6: z.strictObject({
    ...{ title, text: z.string().min(1), buttonTitle1: title, buttonUrl1: url, buttonTitle2: title, buttonUrl2: url },
  }),
  sampleAudio: z.strictObject({ mediaId: z.string(), duration: z.string() }),
  sampleFile: z.strictObject({
    mediaId: z.string(),
    fileName: z.string().min(1),
    fileType: z.enum(['xlsx', 'pdf', 'zip', 'rar', 'doc', 'docx']),
  }),
};

const PARAM_BYTES = 15_000;

export interface Link {
  readonly title: string;
  readonly url: string;
}

/** What people see of a message that is no card. */
export interface Said {
  readonly form: string;
  readonly text: string;
  readonly links: readonly Link[];
  /** The file that it shows, as DingTalk calls it. */
  readonly mediaId?: string;
  readonly fileName?: string;
}

const seen = z.looseObject({
  title: z.string().optional(),
  text: z.string().optional(),
  content: z.string().optional(),
  singleTitle: z.string().optional(),
  singleURL: z.string().optional(),
  photoURL: z.string().optional(),
  mediaId: z.string().optional(),
  fileName: z.string().optional(),
});

/** @returns what it says, or the code of why it is refused */
export function readRobotMessage(msgKey: string, msgParam: string): Said | `invalidParameter.${string}` {
  const schema = KEYS[msgKey];
  if (!schema) return 'invalidParameter.msgKey.invalid';
  if (Buffer.byteLength(msgParam) > PARAM_BYTES) return 'invalidParameter.msgParam.tooLong';
  const value = jsonOf(msgParam);
  if (!schema.safeParse(value).success) return 'invalidParameter.msgParam.invalid';
  const params = seen.parse(value);
  const { fileName, photoURL, mediaId = photoURL } = params;
  return {
    ...{ form: formOf(msgKey), text: params.text ?? params.content ?? '', links: linksOf(params) },
    ...(mediaId !== undefined && { mediaId }),
    ...(fileName !== undefined && { fileName }),
  };
}

function formOf(msgKey: string): string {
  if (msgKey === 'sampleText') return 'text';
  if (msgKey === 'sampleMarkdown') return 'markdown';
  return msgKey.startsWith('sampleActionCard') ? 'action_card' : msgKey;
}

function linksOf(params: Readonly<Record<string, unknown>>): readonly Link[] {
  const pairs = Object.entries(params).flatMap(([key, value]) => {
    const at = /^(?:action|button|single)Title(?<place>\d?)$/.exec(key)?.groups?.place;
    if (at === undefined) return [];
    const target = params[`actionURL${at}`] ?? params[`buttonUrl${at}`] ?? params[`singleURL${at}`];
    return [{ title: String(value), url: String(target) }];
  });
  return pairs;
}

const at = z.looseObject({
  atUserIds: z.array(z.string()).max(50).optional(),
  atMobiles: z.array(z.string()).optional(),
  isAtAll: z.boolean().optional(),
});

/** What a webhook takes: of a session, and of a custom robot. */
export const webhookBody = z.discriminatedUnion('msgtype', [
  z.looseObject({
    msgtype: z.literal('text'),
    text: z.strictObject({ content: z.string().min(1) }),
    at: at.optional(),
  }),
  z.looseObject({
    msgtype: z.literal('markdown'),
    markdown: z.strictObject({ title, text: z.string().min(1) }),
    at: at.optional(),
  }),
  z.looseObject({
    msgtype: z.literal('actionCard'),
    actionCard: z.looseObject({
      title,
      text: z.string().min(1),
      singleTitle: z.string().optional(),
      singleURL: z.string().optional(),
      btns: z.array(z.strictObject({ title, actionURL: url })).optional(),
    }),
    at: at.optional(),
  }),
  z.looseObject({ msgtype: z.literal('link'), link: z.looseObject({ title, text: z.string(), messageUrl: url }) }),
  z.looseObject({ msgtype: z.literal('empty') }),
]);
export type WebhookBody = z.infer<typeof webhookBody>;

export interface WebhookSaid extends Said {
  /** Those whose phones ring: who is in the list, and named in the words. */
  readonly named: readonly string[];
  /** In the list, and not in the words: nothing rings. */
  readonly unnamed: readonly string[];
}

export function readWebhook(body: WebhookBody): WebhookSaid {
  const listed = body.msgtype === 'link' || body.msgtype === 'empty' ? [] : (body.at?.atUserIds ?? []);
  const said = saidBy(body);
  const isNamed = (userId: string) => said.text.includes(`@${userId}`);
  return { ...said, named: listed.filter(isNamed), unnamed: listed.filter((userId) => !isNamed(userId)) };
}

function saidBy(body: WebhookBody): Said {
  switch (body.msgtype) {
    case 'text':
      return { form: 'text', text: body.text.content, links: [] };
    case 'markdown':
      return { form: 'markdown', text: body.markdown.text, links: [] };
    case 'actionCard': {
      const { btns = [], singleTitle, singleURL, text } = body.actionCard;
      const only = singleTitle === undefined ? [] : [{ title: singleTitle, url: singleURL ?? '' }];
      const links = btns.map((each) => ({ title: each.title, url: each.actionURL }));
      return { form: 'action_card', text, links: [...links, ...only] };
    }
    case 'link':
      return { form: 'link', text: body.link.text, links: [] };
    case 'empty':
      return { form: 'empty', text: '', links: [] };
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
