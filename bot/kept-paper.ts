import type { KeptFile } from '../db/records.ts';
import type { PaperOrder } from '../handlers/papers.ts';
import type { MediaFolder } from './media-folder.ts';

const FORMS: Readonly<Record<PaperOrder['format'], { readonly ending: string; readonly mediaType: string }>> = {
  picture: { ending: 'png', mediaType: 'image/png' },
  docx: {
    ending: 'docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  xlsx: { ending: 'xlsx', mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
};
/** What Windows, a shell or a chat might take for something else. */
const UNFIT = /[\\/:*?"<>|\p{Cc}]+/gu;
/** Characters; platforms cut longer names, and with them the ending. */
const NAME_MAX = 80;

/** The paper in the media folder, under the name that people see. */
export async function keepPaper(
  media: Pick<MediaFolder, 'keep'>,
  { format, name }: Pick<PaperOrder, 'format' | 'name'>,
  bytes: Uint8Array,
): Promise<KeptFile> {
  const { mediaType } = FORMS[format];
  return { hash: await media.keep(bytes), name: paperName(format, name), mediaType, size: bytes.byteLength };
}

/** With its ending. */
export function paperName(format: PaperOrder['format'], name: string): string {
  const fit = Array.from(name.replace(UNFIT, ' ').trim()).slice(0, NAME_MAX).join('');
  return `${fit}.${FORMS[format].ending}`;
}
