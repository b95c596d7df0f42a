import type { Changes, ContractEvent, Erasure, Leftovers } from '../db/changes.ts';
import type { Reads } from '../db/reads.ts';
import type { Draft, Member } from '../db/records.ts';
import { maskPersonal } from '../domain/personal-data.ts';
import { eventId, type Ids, type Instant, type PersonId, type TicketId } from '../domain/types.ts';

/** The type of the entries that name what was erased. */
export const ERASED = 'personal_data_erased';
/** Ids of texts that one ledger entry names. */
const NAMED_MAX = 500;

/** Personal data that is to be forgotten; `names` are personal data in it as well. */
export interface Forgotten {
  readonly texts: readonly { readonly id: string; readonly body: string; readonly names: readonly string[] }[];
  /** Tickets whose files' names are looked through. */
  readonly tickets: readonly { readonly id: TicketId; readonly names: readonly string[] }[];
  /** Files of no ticket. */
  readonly files?: readonly { readonly id: string; readonly name: string; readonly names: readonly string[] }[];
  /** Questions: whoever registers one opens a ticket of its words. */
  readonly drafts?: readonly { readonly draft: Draft; readonly names: readonly string[] }[];
  /** Rows that hold such words, and are deleted. */
  readonly leftovers?: Leftovers;
}

export interface ErasureScene {
  readonly store: Pick<Reads, 'attachmentsOf'>;
  readonly ids: Ids;
  readonly now: Instant;
  sha256(text: string): string;
}

/** What the entries say beside what was erased: `kept_for`: its time was over; `asked`: the operator was asked to. */
export interface ErasureCause {
  readonly why: 'kept_for' | 'asked';
  /** Of an entry about one ticket, or one person. */
  readonly ticketId?: TicketId;
  readonly person?: PersonId;
}

/** What is erased of these, with the entries that say so; texts without personal data are marked as looked through. */
export async function erasureOf(
  { ids, now, sha256, store }: ErasureScene,
  { drafts = [], files = [], leftovers, texts, tickets }: Forgotten,
  cause: ErasureCause,
): Promise<{ readonly erasure: Erasure } & Pick<Changes, 'entries'>> {
  const looked = texts.map(({ body, id, names }) => ({ id, body, masked: maskPersonal(body, { names }) }));
  const erased = looked.flatMap(({ body, id, masked }) => (masked === body ? [] : { id, masked }));
  const clean = looked.flatMap(({ body, id, masked }) => (masked === body ? id : []));
  const attachments = [...(await namedFiles(store, tickets)), ...files.flatMap(maskedFile)];
  const questions = drafts.flatMap(({ draft, names }) => {
    const body = maskPersonal(draft.body, { names });
    return body === draft.body ? [] : { seen: draft, body };
  });
  const letters = leftovers === undefined ? 0 : Object.values(leftovers).flat().length;
  const beside = {
    ...(attachments.length > 0 && { files: attachments.map(({ id }) => id) }),
    ...(questions.length > 0 && { drafts: questions.map(({ seen }) => seen.id) }),
    ...(letters > 0 && { letters }),
  };
  const entries: ContractEvent[] = [];
  for (let from = 0; from < Math.max(erased.length, Object.keys(beside).length > 0 ? 1 : 0); from += NAMED_MAX) {
    const some = erased.slice(from, from + NAMED_MAX);
    entries.push({
      ...{ ...cause, id: eventId(ids.next(now)), at: now, type: ERASED },
      texts: some.map(({ id }) => id),
      // What is shown from now on, in the same order: whoever changes it is found.
      hashes: some.map(({ masked }) => sha256(masked)),
      ...(from === 0 && beside),
    });
  }
  return {
    erasure: { texts: erased, clean, attachments, drafts: questions, ...(leftovers && { leftovers }) },
    entries,
  };
}

async function namedFiles(
  store: ErasureScene['store'],
  tickets: Forgotten['tickets'],
): Promise<NonNullable<Erasure['attachments']>> {
  const found: { readonly id: string; readonly name: string }[] = [];
  for (const { id, names } of tickets) {
    for (const { id: file, name } of await store.attachmentsOf(id)) {
      if (name !== undefined) found.push(...maskedFile({ id: file, name, names }));
    }
  }
  return found;
}

function maskedFile({ id, name, names }: NonNullable<Forgotten['files']>[number]) {
  const masked = maskPersonal(name, { names });
  return masked === name ? [] : [{ id, name: masked }];
}

/** Names of those of them who are nobody but the customer's reporters: who works on tickets does so by name. */
export function privateNames(members: readonly Member[], people: readonly PersonId[]): readonly string[] {
  const isPrivate = ({ id, roles }: Member) => people.includes(id) && roles.every((role) => role === 'reporter');
  return members.filter(isPrivate).map(({ name }) => name);
}
