import { createHash } from 'node:crypto';
import { z } from 'zod';
import { createQuota } from '../quota.ts';
import { UPLOAD } from './allowances.ts';
import { type Answer, OK, refusal } from './answer.ts';

const SESSION_MS = 30 * 60_000;
const MEDIA_MS = 3 * 24 * 3_600_000;

const initBody = z.looseObject({
  type: z.enum(['file', 'image', 'voice', 'video']),
  filename: z.string().min(1),
  total_size: z.int().positive(),
  total_chunks: z.int().min(1).max(100),
  md5: z.string(),
});
const chunkBody = z.looseObject({ upload_id: z.string(), chunk_index: z.int().min(0), base64_data: z.string() });
const finishBody = z.looseObject({ upload_id: z.string() });

interface Session {
  readonly init: z.infer<typeof initBody>;
  readonly at: number;
  readonly chunks: Map<number, Buffer>;
}

/** Bytes of what is handed over; a picture or a video is at least so long, and anything at most. */
const SIZES = { image: 10, video: 10, voice: 2, file: 20 } as const;
const MEGABYTE = 1024 * 1024;
const LEAST_BYTES = 5;
const NAME_BYTES = 256;

/** A file that WeCom holds. */
export interface HeldFile {
  readonly type: keyof typeof SIZES;
  readonly name: string;
  readonly bytes: Buffer;
}

/** Why a file is not taken. */
export function refuseFile({ bytes, name, type }: HeldFile): Answer | undefined {
  if (bytes.length < LEAST_BYTES || bytes.length > SIZES[type] * MEGABYTE) return refusal(40006);
  if (Buffer.byteLength(name) > NAME_BYTES) return refusal(40058, 'filename');
  return type === 'image' && !isPicture(bytes) ? refusal(40009) : undefined;
}

function isPicture(bytes: Buffer): boolean {
  return ['89504e47', 'ffd8ff'].some((beginning) => bytes.toString('hex').startsWith(beginning));
}

export interface Uploads {
  init(body: unknown): Answer;
  chunk(body: unknown): Answer;
  finish(body: unknown): Answer;
  /** While it is held, for three days. */
  held(mediaId: string): HeldFile | undefined;
}

/** Media that the bot sends: begun, brought in pieces in any order, ended. */
export function createUploads(now: () => number): Uploads {
  const sessions = new Map<string, Session>();
  const media = new Map<string, { readonly at: number; readonly file: HeldFile }>();
  const quota = createQuota(UPLOAD, now);
  const sessionOf = (id: string): Session | undefined => {
    const found = sessions.get(id);
    return found && now() - found.at <= SESSION_MS ? found : undefined;
  };
  return {
    init(body) {
      const parsed = initBody.safeParse(body);
      if (!parsed.success) return refusal(40058, parsed.error.issues[0]?.message);
      if (!quota.take('bot')) return refusal(45009);
      const id = `UP${sessions.size + 1}`;
      sessions.set(id, { init: parsed.data, at: now(), chunks: new Map() });
      return { ...OK, body: { upload_id: id } };
    },
    chunk(body) {
      const parsed = chunkBody.safeParse(body);
      const session = parsed.success ? sessionOf(parsed.data.upload_id) : undefined;
      if (!parsed.success || !session) return refusal(40058, 'upload_id');
      const { base64_data: data, chunk_index: index } = parsed.data;
      if (index >= session.init.total_chunks) return refusal(40058, 'chunk_index');
      if (!session.chunks.has(index)) session.chunks.set(index, Buffer.from(data, 'base64'));
      return OK;
    },
    finish(body) {
      const parsed = finishBody.safeParse(body);
      const session = parsed.success ? sessionOf(parsed.data.upload_id) : undefined;
      if (!session) return refusal(40058, 'upload_id');
      const { init } = session;
      const pieces = Array.from({ length: init.total_chunks }, (_, index) => session.chunks.get(index));
      const whole = Buffer.concat(pieces.filter((piece) => piece !== undefined));
      if (whole.length !== init.total_size || createHash('md5').update(whole).digest('hex') !== init.md5)
        return refusal(40058, 'md5');
      const file = { type: init.type, name: init.filename, bytes: whole };
      const refused = refuseFile(file);
      if (refused) return refused;
      const id = `MEDIA${media.size + 1}`;
      media.set(id, { at: now(), file });
      return { ...OK, body: { type: init.type, media_id: id, created_at: Math.floor(now() / 1000) } };
    },
    held(id) {
      const found = media.get(id);
      return found && now() - found.at <= MEDIA_MS ? found.file : undefined;
    },
  };
}
