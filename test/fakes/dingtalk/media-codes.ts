import { createExpiringFiles, type Found, type MediaFile } from '../expiring-files.ts';
import { type Answer, OLD_OK, ok, oldRefusal } from './answer.ts';

const CODE_MS = 2 * 3_600_000;
const URL_MS = 10 * 60_000;
const MEGABYTE = 1024 * 1024;
const SIZES: Readonly<Record<string, number>> = {
  image: 20 * MEGABYTE,
  video: 20 * MEGABYTE,
  file: 20 * MEGABYTE,
  voice: 2 * MEGABYTE,
};
const TYPES = ['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'zip', 'pdf', 'rar'];

/** Files that people sent, by the codes that name them; and those that the bot uploads. */
export interface MediaCodes {
  /** @returns its `downloadCode` */
  put(file: MediaFile): string;
  /** Where it can be fetched for ten minutes; undefined: the code is wrong or expired. */
  urlOf(code: string): string | undefined;
  /** @param id the last part of that address's path */
  get(id: string): Found;
  upload(type: string, file: MediaFile | undefined): Answer;
  /** What it was given under that id. */
  held(mediaId: string): (MediaFile & { readonly type: string }) | undefined;
}

export function createMediaCodes(now: () => number, origin: () => string): MediaCodes {
  const sent = createExpiringFiles(CODE_MS, now);
  const fetchable = createExpiringFiles(URL_MS, now);
  const held = new Map<string, MediaFile & { readonly type: string }>();
  return {
    put: (file) => `CODE-${sent.put(file)}`,
    urlOf(code) {
      const found = code.startsWith('CODE-') ? sent.get(code.slice('CODE-'.length)) : { status: 404 as const };
      return found.status === 200 ? `${origin()}/files/${fetchable.put(found)}` : undefined;
    },
    get: (id) => fetchable.get(id),
    held: (id) => held.get(id),
    upload(type, file) {
      const most = SIZES[type];
      if (most === undefined) return oldRefusal(40004, '不合法的媒体文件类型');
      if (!file) return oldRefusal(41005, '缺少多媒体文件数据');
      if (file.bytes.length > most) return oldRefusal(40006, '不合法的文件大小');
      const extension = (file.name ?? '').split('.').at(-1)?.toLowerCase() ?? '';
      if (type === 'file' && !TYPES.includes(extension)) return oldRefusal(40005, '不合法的文件类型');
      const id = `@lAz${held.size + 1}`;
      held.set(id, { ...file, type });
      return ok({ ...OLD_OK_BODY, media_id: id, created_at: now(), type });
    },
  };
}

const OLD_OK_BODY = OLD_OK.body as { readonly errcode: 0; readonly errmsg: 'ok' };
