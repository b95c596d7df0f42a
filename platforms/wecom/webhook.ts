import { createHash } from 'node:crypto';
import { type Clock, type Instant, MINUTE } from '../../domain/types.ts';
import { createSendBudget } from '../send-budget.ts';
import { byteLength, clipBytes } from '../text-bytes.ts';
import { PlatformError, type WireFile } from '../types.ts';
import { createUploads, mediaForm } from '../uploads.ts';
import { type ApiClient, mediaIdOf } from './api-client.ts';
import { WEBHOOK_PICTURE_MAX, WECOM_HOLDS, wecomKindOf } from './files.ts';
import type { WecomSettings } from './types.ts';

/** Messages a minute for one webhook key. */
const PER_MINUTE = 20;
/** Bytes of a webhook's text; a longer one is refused. */
const TEXT_MAX = 2_048;
/** Bytes of a webhook's markdown. */
export const WEBHOOK_MARKDOWN_MAX = 4_096;
/** `api freq out of limit`: the key is barred for a while. */
const OVER_LIMIT = '45009';
/** `invalid webhook url`: somebody has to mend it. */
const WRONG_KEY = '93000';
/** How soon a wrong key is tried again. */
const WRONG_KEY_REST_MS = 10 * MINUTE;

/** The groups' webhooks (消息推送): they only send, and they are the one documented way to a mention that rings. */
export interface Webhooks {
  /** Whether that group has one. @throws what `WebhooksDeps.onlyGroup` does */
  has(chatId: string): Promise<boolean>;
  /** Whether `text` would say all of it. */
  fits(content: string): boolean;
  /**
   * A text that rings those mentioned; what is too long of it is cut.
   * @param mentioned user ids
   * @throws {PlatformError} without a request: `rate_limited` when the key's minute is used up, 93000 again for ten minutes
   */
  text(chatId: string, content: string, mentioned: readonly string[]): Promise<void>;
  /** @param content at most `WEBHOOK_MARKDOWN_MAX` bytes  @throws {PlatformError} as `text` */
  markdown(chatId: string, content: string): Promise<void>;
  /** A picture or document of at most 20 MB. @throws {PlatformError} as `text` */
  file(chatId: string, file: WireFile): Promise<void>;
}

export interface WebhooksDeps {
  readonly api: ApiClient;
  readonly clock: Clock;
  /** Chat id of the bot's group, where it has one only. Absent: nobody knows, and the key of the only group is not used. */
  readonly onlyGroup?: () => Promise<string | undefined>;
}

export function createWebhooks({ webhooks }: Pick<WecomSettings, 'webhooks'>, deps: WebhooksDeps): Webhooks {
  const { api, clock, onlyGroup } = deps;
  const budget = createSendBudget([{ messagesMax: PER_MINUTE, lengthMs: MINUTE }]);
  const uploads = createUploads({ clock, ...WECOM_HOLDS });
  const wrong = new Map<string, { readonly error: PlatformError; readonly until: Instant }>();
  const keyOf = async (chatId: string): Promise<string | undefined> => {
    const key = webhooks.get(chatId);
    const ofOnly = webhooks.get('*');
    if (key !== undefined || ofOnly === undefined) return key;
    // Of several groups nobody knows whose it is, and what one contract's group reads is not for another's.
    return (await onlyGroup?.()) === chatId ? ofOnly : undefined;
  };

  async function requireKey(chatId: string): Promise<string> {
    const key = await keyOf(chatId);
    if (key !== undefined) return key;
    throw new PlatformError('this group has no webhook', { code: 'no_webhook', retryable: false });
  }

  async function sendDocument(chatId: string, file: WireFile): Promise<void> {
    const key = await requireKey(chatId);
    // What one webhook was given no other one knows.
    await uploads.send(key, file, {
      async upload() {
        const query = { key, type: 'file' };
        return mediaIdOf(await api.request({ path: '/cgi-bin/webhook/upload_media', query, form: mediaForm(file) }));
      },
      send: (mediaId) => send(chatId, { msgtype: 'file', file: { media_id: mediaId } }),
    });
  }

  async function send(chatId: string, body: object): Promise<void> {
    const key = await requireKey(chatId);
    const known = wrong.get(key);
    if (known && clock.now() < known.until) throw known.error;
    const retryAfterMs = budget.take(key, clock.now());
    if (retryAfterMs > 0) {
      throw new PlatformError('the webhook has no room now', { code: 'rate_limited', retryable: true, retryAfterMs });
    }
    try {
      await api.request({ path: '/cgi-bin/webhook/send', query: { key }, body });
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      if (error.code === OVER_LIMIT) budget.rest(key, clock.now(), MINUTE);
      if (error.code === WRONG_KEY) wrong.set(key, { error, until: clock.now() + WRONG_KEY_REST_MS });
      throw error;
    }
  }

  return {
    has: async (chatId) => (await keyOf(chatId)) !== undefined,
    fits: (content) => byteLength(withoutMentions(content)) <= TEXT_MAX,
    text(chatId, content, mentioned) {
      const shown = clipBytes(withoutMentions(content), TEXT_MAX);
      return send(chatId, { msgtype: 'text', text: { content: shown, mentioned_list: mentioned } });
    },
    markdown: (chatId, content) => send(chatId, { msgtype: 'markdown', markdown: { content } }),
    async file(chatId, file) {
      const { bytes } = file;
      if (wecomKindOf(file, WEBHOOK_PICTURE_MAX) === 'file') return sendDocument(chatId, file);
      const image = {
        base64: Buffer.from(bytes).toString('base64'),
        md5: createHash('md5').update(bytes).digest('hex'),
      };
      await send(chatId, { msgtype: 'image', image });
    },
  };
}

/** What people wrote can't ring anybody: `<@userid>` in a text does. */
function withoutMentions(content: string): string {
  return content.replaceAll('<@', '\uff1c@');
}
