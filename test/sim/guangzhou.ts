import { loadContracts } from '../../contracts/load.ts';
import type { Contract } from '../../domain/contract.ts';

export async function guangzhou(): Promise<Contract> {
  const found = (await loadContracts('contracts')).find(({ contract }) => contract.id === 'guangzhou-credit');
  if (!found) throw new Error('the pack guangzhou-credit is gone');
  return found.contract;
}
