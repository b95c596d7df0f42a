import type { OutboxRow } from '../db/store.ts';
import type { Log } from '../handlers/context.ts';
import type { MediaFolder } from './media-folder.ts';

/** A disk that is away for a moment comes back; one that refuses the file must not hold up the chat, nor the file's words. */
const READS_MAX = 4;

/**
 * Of the file that a row sends.
 * @returns nothing where it sends none, it is not kept any more as it was made, or it could not be read several times
 * @throws what the disk says, the first times
 */
export async function bytesOf(
  { log, media }: { readonly log: Log; readonly media: Pick<MediaFolder, 'read'> },
  { attempts, outgoing }: OutboxRow,
): Promise<Uint8Array | undefined> {
  if (outgoing.op !== 'file') return undefined;
  const { hash } = outgoing.file;
  const about = { code: 'media_missing', hash, key: outgoing.key };
  try {
    const bytes = await media.read(hash);
    if (!bytes) log.error(about, 'a file to be sent is not there; its words are said');
    return bytes;
  } catch (error) {
    if (attempts + 1 < READS_MAX) throw error;
    log.error({ err: error, ...about }, 'a file to be sent can not be read; its words are said');
    return undefined;
  }
}
