import { createHash } from 'node:crypto';
import { z } from 'zod';
import { createQuota, type Quota } from '../quota.ts';
import { WEBHOOK } from './allowances.ts';
import { type Answer, isRefusal, OK, refusal } from './answer.ts';
import { checkCard } from './card-check.ts';
import type { WecomRooms } from './card-kind.ts';
import { bytes } from './card-schema.ts';
import { createHeldFiles, type FormFile } from './held-files.ts';
import type { Members } from './members.ts';

const TEXT_BYTES = 2048;
const MARKDOWN_BYTES = 4096;
const IMAGE_BYTES = 2 * 1024 * 1024;
const MENTION = /<@([^>\s]+)>/g;

const people = z.array(z.string()).optional();
const webhookBody = z.discriminatedUnion('msgtype', [
  z.looseObject({
    msgtype: z.literal('text'),
    text: z.looseObject({ content: z.string(), mentioned_list: people, mentioned_mobile_list: people }),
  }),
  z.looseObject({ msgtype: z.literal('markdown'), markdown: z.looseObject({ content: z.string() }) }),
  z.looseObject({ msgtype: z.literal('markdown_v2'), markdown_v2: z.looseObject({ content: z.string() }) }),
  z.looseObject({ msgtype: z.literal('image'), image: z.looseObject({ base64: z.string(), md5: z.string() }) }),
  z.looseObject({ msgtype: z.literal('file'), file: z.looseObject({ media_id: z.string() }) }),
  z.looseObject({ msgtype: z.literal('template_card'), template_card: z.unknown() }),
]);

export interface Webhooks {
  send(key: string, body: unknown): Answer;
  /** Holds a file for the webhook of that key alone. */
  upload(key: string, type: string, file: FormFile | undefined): Answer;
  readonly quota: Quota;
}

/** Messages that a group's webhook posts: they can ring people, and nobody can answer them. */
export function createWebhooks(rooms: WecomRooms, members: Members, now: () => number): Webhooks {
  const quota = createQuota(WEBHOOK, now);
  const held = createHeldFiles(now);
  const groupOf = (key: string) => [...members.groups.values()].find(({ webhookKey }) => webhookKey === key);
  return {
    quota,
    upload: (key, type, file) =>
      groupOf(key) ? held.take(key, type === 'file' || type === 'voice' ? type : undefined, file) : refusal(93000),
    send(key, body) {
      const group = groupOf(key);
      // It is a bot of its own: the intelligent one may be in the group or not.
      if (!group) return refusal(93000);
      const parsed = webhookBody.safeParse(body);
      if (!parsed.success) return refusal(40008, parsed.error.issues[0]?.message);
      if (!quota.take(key)) return refusal(45009);
      const base = {
        room: { kind: 'group', chatId: group.chatId },
        from: 'webhook',
        form: parsed.data.msgtype,
      } as const;
      switch (parsed.data.msgtype) {
        case 'text': {
          const { content, mentioned_list: named = [] } = parsed.data.text;
          if (content === '' && named.length === 0) return refusal(44004);
          if (bytes(content) > TEXT_BYTES) return refusal(40058, 'text.content exceed max length 2048');
          rooms.post({ ...base, text: content, rings: rung([...named, ...mentionsIn(content)], members) });
          return OK;
        }
        case 'markdown': {
          const { content } = parsed.data.markdown;
          if (bytes(content) > MARKDOWN_BYTES) return refusal(40058, 'markdown.content exceed max length 4096');
          rooms.post({ ...base, text: content, rings: rung(mentionsIn(content), members) });
          return OK;
        }
        case 'markdown_v2': {
          const { content } = parsed.data.markdown_v2;
          if (bytes(content) > MARKDOWN_BYTES) return refusal(40058, 'markdown_v2.content exceed max length 4096');
          rooms.post({ ...base, text: content });
          return OK;
        }
        case 'image': {
          const raw = Buffer.from(parsed.data.image.base64, 'base64');
          if (raw.length === 0 || raw.length > IMAGE_BYTES) return refusal(40009);
          if (createHash('md5').update(raw).digest('hex') !== parsed.data.image.md5) return refusal(301019);
          rooms.post({ ...base, file: { bytes: raw } });
          return OK;
        }
        case 'file': {
          const file = held.get(key, parsed.data.file.media_id);
          if (file?.type !== 'file') return refusal(40007);
          rooms.post({ ...base, file });
          return OK;
        }
        case 'template_card': {
          const checked = checkCard(parsed.data.template_card);
          if (isRefusal(checked)) return checked;
          const { card } = checked;
          if (card.card_type !== 'text_notice' && card.card_type !== 'news_notice') return refusal(40008);
          rooms.post({ ...base, form: card.card_type, card });
          return OK;
        }
      }
    },
  };
}

const mentionsIn = (content: string): readonly string[] => [...content.matchAll(MENTION)].map(([, id = '']) => id);

/** Somebody who is not there is not rung, and nobody is told so. */
function rung(named: readonly string[], { people: known }: Members): readonly string[] {
  const all = named.includes('@all') ? [...known.keys()] : named;
  return [...new Set(all)].filter((userId) => known.has(userId));
}
