import type { OpenStore } from '../db/open.ts';
import type { Member } from '../db/records.ts';
import { reportersOf } from '../domain/merge.ts';
import { contractId, type PersonId } from '../domain/types.ts';
import { privateNames } from '../handlers/erasure.ts';
import { say, withStore } from './command-store.ts';
import { type ErasedPart, type ErasureRequest, erasePerson, eraseTicket } from './erase-request.ts';
import { ticketOf } from './explain-ticket.ts';
import { ulidIds } from './ids.ts';
import { InvalidQuestion } from './invalid-question.ts';
import { systemClock } from './main.ts';
import { readPacks } from './pack-folder.ts';

export interface EraseOptions {
  readonly ticket?: string;
  readonly person?: string;
  readonly contract?: string;
  readonly dryRun?: true;
}

/**
 * Erases personal data before its time, because somebody asked for it: of one ticket, or of one person. Exit code 0 also where there is
 * none left. @throws {InvalidQuestion}
 */
export async function erase({ contract, dryRun, person, ticket }: EraseOptions): Promise<void> {
  if ((ticket === undefined) === (person === undefined)) {
    throw new InvalidQuestion('erase what? Write either --ticket GZ-260303-07 or --person with an id or a name');
  }
  await withStore(async (store, { contractsDir }) => {
    const request = { store, ids: ulidIds(Math.random), now: systemClock.now(), isDryRun: dryRun === true };
    if (ticket !== undefined) {
      const contracts = (await readPacks(contractsDir)).map((loaded) => loaded.contract);
      const found = (await ticketOf(store, contracts, ticket, contract)).ticket;
      const names = privateNames(await store.members(found.contractId), reportersOf(found));
      tell(found.number, await eraseTicket(request, found, names), request);
    }
    if (person !== undefined) await ofPerson(store, request, { said: person, contract });
  });
}

async function ofPerson(
  store: OpenStore,
  request: ErasureRequest,
  { contract: only, said }: { readonly said: string; readonly contract: string | undefined },
): Promise<void> {
  const recorded = await store.recordedContracts();
  const contracts = only === undefined ? recorded : recorded.filter((id) => id === contractId(only));
  if (contracts.length === 0) {
    throw new InvalidQuestion(`--contract ${only ?? ''}: the database has ${recorded.join(', ') || 'no contract yet'}`);
  }
  const members = new Map<PersonId, Member>();
  for (const id of contracts) for (const member of await store.members(id)) members.set(member.id, member);
  const meant = [...members.values()].filter(({ id, name }) => id === said || name === said);
  const [him, ...others] = meant;
  if (!him) throw new InvalidQuestion(`--person ${said}: nobody has this id or this name in ${contracts.join(', ')}`);
  if (others.length > 0) {
    throw new InvalidQuestion(
      `--person ${said}: several people have this name; write one of their ids: ${meant.map(({ id }) => id).join(', ')}`,
    );
  }
  // Asked for by himself: his name goes whatever he is.
  for (const id of contracts) tell(`${id}, ${him.id}`, await erasePerson(request, id, him.id, [him.name]), request);
  say('His name and his accounts in the list of people stay: they say who did what. "people import" changes them.');
}

function tell(what: string, part: ErasedPart, { isDryRun }: ErasureRequest): void {
  const { files, leftovers, looked, questions, texts } = part;
  if (texts.length + files.length + questions.length + leftovers === 0) {
    say(`${what}: no personal data in ${looked} texts; nothing to erase.`);
    return;
  }
  const verb = isDryRun ? 'would be erased' : 'was erased';
  const names = files.length === 0 ? '' : ` and ${files.length} file names`;
  say(`${what}: personal data ${verb} in ${texts.length} of ${looked} texts${names}. What is shown of them:`);
  if (questions.length > 0) say(`  The words of ${questions.length} questions of the bot go as well.`);
  if (leftovers > 0) say(`  Dead letters and messages of the sandbox that hold them are deleted: ${leftovers}.`);
  for (const { id, masked } of texts) say(`  ${id}  ${masked.replace(/\s+/gu, ' ')}`);
  for (const { id, name } of files) say(`  ${id}  ${name}`);
}
