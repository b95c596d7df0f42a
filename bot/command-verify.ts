import { unreachable } from '../domain/assert.ts';
import { contractId } from '../domain/types.ts';
import { say, withStore } from './command-store.ts';
import { readMediaFolder } from './media-folder.ts';
import { type ContractVerdict, verifyContract } from './verify-rows.ts';

/**
 * Every contract that the database knows is checked, whether or not its pack is still there.
 * @param only a contract's id
 * Exit code 1: something is not what was recorded. 2: there is nothing to check under that name.
 */
export async function verify(only: string | undefined): Promise<void> {
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
  });
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
      return `BROKEN at assessment record ${verdict.recordId}: it is not what its ledger entries say`;
    case 'record_lost':
      return `BROKEN at assessment record ${verdict.recordId}: it has ledger entries, but the record itself is gone`;
    case 'file_changed':
      return `BROKEN at file ${verdict.hash} of attachment ${verdict.attachmentId}: its bytes are not those that were kept`;
    case 'file_missing':
      return `BROKEN at file ${verdict.hash} of attachment ${verdict.attachmentId}: it is not in MEDIA_DIR; restore that folder, or run this where it is`;
    case 'attachment_changed':
      return `BROKEN at attachment ${verdict.attachmentId}: it names another file than its ledger entry`;
    case 'text_changed':
      return `BROKEN at text ${verdict.textId} of event ${verdict.eventId}: it is not the text that was recorded`;
    default:
      return unreachable(verdict);
  }
}

function placeOf({ eventId, seq }: { readonly seq: number; readonly eventId?: string }): string {
  return `entry ${seq}${eventId === undefined ? '' : ` (event ${eventId})`}`;
}
