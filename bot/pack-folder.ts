import { type LoadedContract, loadContracts } from '../contracts/load.ts';
import { InvalidConfig } from './config.ts';

/**
 * The packs of CONTRACTS_DIR.
 * @throws {InvalidConfig} there is no such folder, or none that can be read; two packs seat made-up people in the same group
 * @throws {InvalidPack}
 */
export async function readPacks(folder: string): Promise<readonly LoadedContract[]> {
  const loaded = await loadContracts(folder).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const problem = { ENOENT: 'there is no folder', ENOTDIR: 'not a folder:', EACCES: 'not allowed to read' }[
      String(code)
    ];
    if (problem === undefined) throw error;
    throw new InvalidConfig([
      `CONTRACTS_DIR: ${problem} ${folder}; write the folder of your contract packs, or leave it empty for those that come with the program`,
    ]);
  });
  const owners = new Map<string, string>();
  for (const { contract, people } of loaded) {
    for (const { key } of people?.chats ?? []) {
      const owner = owners.get(key);
      if (owner !== undefined) {
        throw new InvalidConfig([
          `demo/${contract.id}.people.yaml: the chat "${key}" is also in demo/${owner}.people.yaml; a group belongs to one contract, so give one of them another key`,
        ]);
      }
      owners.set(key, contract.id);
    }
  }
  return loaded;
}
