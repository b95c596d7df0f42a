import { z } from 'zod';
import type { Reads } from '../db/reads.ts';
import type { LedgerEntry } from '../db/records.ts';
import type { EventId } from '../domain/types.ts';
import type { MediaFolder } from './media-folder.ts';

/** What was kept with a ticket is not there any more as it was recorded. */
export type FileProblem = { readonly ok: false; readonly attachmentId: string; readonly eventId: EventId } & (
  | { readonly problem: 'file_changed' | 'file_missing'; readonly hash: string }
  /** The row that says which file it is names another one. */
  | { readonly problem: 'attachment_changed' }
);

const keptSchema = z.object({ attachmentId: z.string(), hash: z.string().regex(/^[0-9a-f]{64}$/) });

/** @param media absent: only the rows are compared, not the files */
export async function changedFile(
  store: Pick<Reads, 'attachment'>,
  media: Pick<MediaFolder, 'check'> | undefined,
  entries: readonly LedgerEntry[],
): Promise<FileProblem | undefined> {
  for (const { body, eventId, type } of entries) {
    if (type !== 'attachment_kept') continue;
    const entry = keptSchema.parse(JSON.parse(body));
    const at = { ok: false, attachmentId: entry.attachmentId, eventId } as const;
    const row = await store.attachment(entry.attachmentId);
    if (row?.state !== 'kept' || row.hash !== entry.hash) return { ...at, problem: 'attachment_changed' };
    const file = (await media?.check(entry.hash)) ?? 'intact';
    if (file === 'changed') return { ...at, problem: 'file_changed', hash: entry.hash };
    if (file === 'missing') return { ...at, problem: 'file_missing', hash: entry.hash };
  }
  return undefined;
}
