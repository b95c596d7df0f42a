import { unreachable } from '../domain/assert.ts';
import { civilDate, civilTimeWithSeconds } from '../domain/civil.ts';
import { contractId } from '../domain/types.ts';
import { say, withStore } from './command-store.ts';
import { readMediaFolder } from './media-folder.ts';
import { findPosted, type PostedVerdict } from './verify-posted.ts';
import { type ContractVerdict, verifyContract } from './verify-rows.ts';

export interface VerifyOptions {
  /** A contract's id. */
  readonly contract?: string;
  /** A ledger's head that somebody has on paper or in a chat: is it still in the chain? */
  readonly posted?: string;
}

/**
 * Every contract that the database knows is checked, whether or not its pack is still there.
 * Exit code 1: something is not what was recorded, or what was posted is in no chain. 2: there is nothing to check under that name, or
 * it is no hash.
 */
export async function verify({ contract: only, posted }: VerifyOptions): Promise<void> {
  await withStore(async (store, config) => {
    const media = readMediaFolder(config.mediaDir);
    const recorded = await store.recordedContracts();
    const ids = only === undefined ? recorded : recorded.filter((id) => id === contractId(only));
    if (ids.length === 0) {
      const known = recorded.length === 0 ? 'it has none yet' : `it has ${recorded.join(', ')}`;
      const what = only === undefined ? 'no contract' : `no contract ${only}`;
      process.stderr.write(`There is ${what} in the database's ledger: ${known}.\n`);
      process.exitCode = 2;
    }
    for (const id of ids) {
      const verdict = await verifyContract(store, id, media);
      say(`${id}: ${inWords(verdict)}`);
      if (!verdict.ok) process.exitCode = 1;
    }
    if (posted !== undefined && ids.length > 0) tellPosted(await findPosted(store, posted, ids));
  });
}

function tellPosted(verdict: PostedVerdict): void {
  switch (verdict.is) {
    case 'in_chain': {
      const { contractId: id, eventId, recordedAt, seq, type } = verdict.entry;
      const when = `${civilDate(recordedAt)} ${civilTimeWithSeconds(recordedAt)}`;
      say(
        `posted: ok, it is the seal of entry ${seq} of ${id} (event ${eventId}, ${type}), recorded ${when} Beijing time`,
      );
      return;
    }
    case 'in_no_chain':
      say('posted: BROKEN: it is the seal of no entry, so this ledger is not the one that it was taken from');
      process.exitCode = 1;
      return;
    case 'no_hash':
      process.stderr.write('What was posted has 64 characters of 0-9 and a-f. Write --posted HASH with all of them.\n');
      process.exitCode = 2;
      return;
  }
}

function inWords(verdict: ContractVerdict): string {
  if (verdict.ok) {
    const tail = verdict.unsealed > 0 ? `, ${verdict.unsealed} not sealed yet` : '';
    return `ok, ${verdict.entries} entries, head ${verdict.head}${tail}`;
  }
  switch (verdict.problem) {
    case 'changed':
      return `BROKEN at ${placeOf(verdict)}: it, or what stands before it, is not what was sealed`;
    case 'columns_differ':
      return `BROKEN at ${placeOf(verdict)}: its columns tell another story than its sealed text`;
    case 'gap':
    case 'unsealed':
      return `BROKEN at ${placeOf(verdict)}: an entry is missing before it, or has lost its seal`;
    case 'cut_off':
      return `BROKEN at ${placeOf(verdict)}: the ledger ends before it, though more was sealed`;
    case 'head_differs':
      return `BROKEN at ${placeOf(verdict)}: the stored head of the chain is another one`;
    case 'ticket_changed':
      return `BROKEN at ticket ${verdict.ticketId}: what it shows is not what its ledger entries say`;
    case 'ticket_lost':
      return `BROKEN at ticket ${verdict.ticketId}: it has ledger entries, but the ticket itself is gone`;
    case 'record_changed':
      return `BROKEN at record ${verdict.recordId}: it is not what its ledger entries say`;
    case 'record_lost':
      return `BROKEN at record ${verdict.recordId}: it has ledger entries, but the record itself is gone`;
    case 'file_changed':
      return `BROKEN at ${fileOf(verdict)}: its bytes are not those that were kept`;
    case 'file_missing':
      return `BROKEN at ${fileOf(verdict)}: it is not in MEDIA_DIR; restore that folder, or run this where it is`;
    case 'attachment_changed':
      return `BROKEN at attachment ${verdict.attachmentId}: it names another file than its ledger entry`;
    case 'text_changed':
      return `BROKEN at text ${verdict.textId} of event ${verdict.eventId}: it is not the text that was recorded`;
    case 'text_lost':
      return `BROKEN at text ${verdict.textId} of event ${verdict.eventId}: its words are gone, and no entry says that they were erased`;
    default:
      return unreachable(verdict);
  }
}

function fileOf({ attachmentId, eventId, hash }: Extract<ContractVerdict, { readonly hash: string }>): string {
  return `file ${hash} of ${attachmentId === undefined ? `event ${eventId}` : `attachment ${attachmentId}`}`;
}

function placeOf({ eventId, seq }: { readonly seq: number; readonly eventId?: string }): string {
  return `entry ${seq}${eventId === undefined ? '' : ` (event ${eventId})`}`;
}
