import { z } from 'zod';
import type { Reads } from '../db/reads.ts';
import type { LedgerEntry } from '../db/records.ts';
import type { EventId } from '../domain/types.ts';
import type { MediaFolder } from './media-folder.ts';

/** What was kept is not there any more as it was recorded. */
export type FileProblem = { readonly ok: false; readonly eventId: EventId } & (
  | {
      readonly problem: 'file_changed' | 'file_missing';
      readonly hash: string;
      /** Absent: the bot made the file. */
      readonly attachmentId?: string;
    }
  /** The row that says which file it is names another one. */
  | { readonly problem: 'attachment_changed'; readonly attachmentId: string }
);

interface HandedIn {
  readonly eventId: EventId;
  readonly obligationId: string;
  /** Which of its submissions, from 1. */
  readonly submission: number;
}

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const keptSchema = z.object({ attachmentId: z.string(), hash });
const submittedSchema = z.object({ submission: z.int().min(1), record: z.object({ id: z.string() }) });
const postedSchema = z.object({ picture: hash.optional() });

/**
 * Compares the files of a contract with the entries that it is shown: what people sent, the reports that were handed in as the bot made
 * them, and the pictures of the days' summaries.
 * @param media absent: only the rows are compared, not the files
 */
export function fileCheck(
  store: Pick<Reads, 'attachment' | 'obligation'>,
  media: Pick<MediaFolder, 'check'> | undefined,
) {
  let found: FileProblem | undefined;
  const handedIn: HandedIn[] = [];

  const wrongFile = async (eventId: EventId, of: { readonly hash: string; readonly attachmentId?: string }) => {
    const state = (await media?.check(of.hash)) ?? 'intact';
    if (state === 'intact') return undefined;
    return { ok: false, eventId, problem: state === 'changed' ? 'file_changed' : 'file_missing', ...of } as const;
  };

  const inEntry = async ({ body, eventId, type }: LedgerEntry): Promise<FileProblem | undefined> => {
    if (type === 'attachment_kept') {
      const kept = keptSchema.parse(JSON.parse(body));
      const row = await store.attachment(kept.attachmentId);
      if (row?.state === 'kept' && row.hash === kept.hash) return wrongFile(eventId, kept);
      return { ok: false, eventId, problem: 'attachment_changed', attachmentId: kept.attachmentId };
    }
    if (type === 'daily_report_posted') {
      const { picture } = postedSchema.parse(JSON.parse(body));
      return picture === undefined ? undefined : wrongFile(eventId, { hash: picture });
    }
    if (type === 'deliverable_submitted') {
      const { record, submission } = submittedSchema.parse(JSON.parse(body));
      handedIn.push({ eventId, obligationId: record.id, submission });
    }
    return undefined;
  };

  return {
    async look(entries: readonly LedgerEntry[]): Promise<void> {
      for (const entry of entries) found ??= await inEntry(entry);
    },
    /** To be asked when the records are known to be what the ledger says: the hashes of what was handed in are in them. */
    async problem(): Promise<FileProblem | undefined> {
      for (const { eventId, obligationId, submission } of media ? handedIn : []) {
        const obligation = await store.obligation(obligationId);
        if (found || obligation?.type !== 'deliverable') continue;
        for (const file of obligation.submissions[submission - 1]?.files ?? [])
          found ??= await wrongFile(eventId, { hash: file.hash });
      }
      return found;
    },
  };
}
