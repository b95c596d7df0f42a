import { loadContracts } from '../contracts/load.ts';
import { contractId } from '../domain/types.ts';
import { say, withStore } from './command-store.ts';
import { type Verdict, verifyLedger } from './verify.ts';

/** @param only a contract's id; absent: every contract of CONTRACTS_DIR */
export async function verify(only: string | undefined): Promise<void> {
  await withStore(async (store, { contractsDir }) => {
    const ids =
      only === undefined ? (await loadContracts(contractsDir)).map(({ contract }) => contract.id) : [contractId(only)];
    for (const id of ids) {
      const verdict = await verifyLedger(store, id);
      say(`${id}: ${inWords(verdict)}`);
      if (!verdict.ok) process.exitCode = 1;
    }
  });
}

function inWords(verdict: Verdict): string {
  if (verdict.ok) {
    const tail = verdict.unsealed > 0 ? `, ${verdict.unsealed} not sealed yet` : '';
    return `ok, ${verdict.entries} entries, head ${verdict.head}${tail}`;
  }
  const where = `entry ${verdict.seq}${verdict.eventId === undefined ? '' : ` (event ${verdict.eventId})`}`;
  switch (verdict.problem) {
    case 'changed':
      return `BROKEN at ${where}: it, or what stands before it, is not what was sealed`;
    case 'columns_differ':
      return `BROKEN at ${where}: its columns tell another story than its sealed text`;
    case 'gap':
    case 'unsealed':
      return `BROKEN at ${where}: an entry is missing before it, or has lost its seal`;
    case 'cut_off':
      return `BROKEN at ${where}: the ledger ends before it, though more was sealed`;
    case 'head_differs':
      return `BROKEN at ${where}: the stored head of the chain is another one`;
  }
}
