import { z } from 'zod';
import { VersionConflict } from '../db/changes.ts';
import type { OpenStore } from '../db/open.ts';
import type { LedgerEntry } from '../db/records.ts';
import { maskPersonal } from '../domain/personal-data.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import type { ContractId, Ids, Instant, PersonId, TicketId } from '../domain/types.ts';
import { type ErasureCause, erasureOf } from '../handlers/erasure.ts';
import { sha256 } from './scene.ts';
import { parsed, textRefs } from './verify-rows.ts';

const BATCH_MAX = 200;
const RUNS_MAX = 5;
/** More than a bot writes between two seals. */
const UNSEALED_MAX = 100_000;
const aboutDraft = z.object({ draftId: z.string() });

type Store = Pick<
  OpenStore,
  | 'accountsOf'
  | 'attachmentsOf'
  | 'commit'
  | 'draftsAbout'
  | 'entries'
  | 'keptTexts'
  | 'leftoversOf'
  | 'sealedEntries'
  | 'ticketEvents'
  | 'unsealedEntries'
>;

export interface ErasureRequest {
  readonly store: Store;
  readonly ids: Ids;
  readonly now: Instant;
  /** Nothing is changed. */
  readonly isDryRun: boolean;
}

/** What was erased, or would be. */
export interface ErasedPart {
  /** Texts that were there to be looked through. */
  readonly looked: number;
  readonly texts: readonly { readonly id: string; readonly masked: string }[];
  readonly files: readonly { readonly id: string; readonly name: string }[];
  /** Ids of questions that ask about such words. */
  readonly questions: readonly string[];
  /** Dead letters and messages of the sandbox that are deleted. */
  readonly leftovers: number;
}

/**
 * Erases the personal data of whatever was said about a ticket: of its texts, and of what could bring them back.
 * @param names that are personal data in it as well
 */
export async function eraseTicket(
  request: ErasureRequest,
  { contractId, id }: Pick<Ticket, 'contractId' | 'id'>,
  names: readonly string[],
): Promise<ErasedPart> {
  const events = await request.store.ticketEvents(id);
  const asked = await textsAsked(request.store, contractId, new Set([id]));
  const texts = [...textRefs(events).map((ref) => ref.id), ...asked];
  return erase(request, contractId, { texts, tickets: [id], names }, { why: 'asked', ticketId: id });
}

/** The same for what a person said anywhere in a contract, and for all that was said about tickets that he reported. */
export async function erasePerson(
  request: ErasureRequest,
  contract: ContractId,
  person: PersonId,
  names: readonly string[],
): Promise<ErasedPart> {
  const tickets = new Set<TicketId>();
  const texts: string[] = [];
  for await (const { body, ticketId: about, type } of ledgerOf(request.store, contract)) {
    const entry = parsed(body);
    const isHis = isBy(entry, person);
    if (type === 'opened' && about !== undefined && isReportOf(entry, person)) tickets.add(about);
    if (isHis || (about !== undefined && tickets.has(about))) texts.push(...textRefs(entry).map(({ id }) => id));
  }
  texts.push(...(await textsAsked(request.store, contract, tickets)));
  return erase(request, contract, { texts, tickets: [...tickets], names }, { why: 'asked', person });
}

/** The words of questions that became these tickets: they were kept before there was a ticket. */
async function textsAsked(store: Store, contract: ContractId, tickets: ReadonlySet<TicketId>): Promise<string[]> {
  const entries = await store.entries(contract, ['draft_asked', 'draft_registered'], 0, Number.MAX_SAFE_INTEGER);
  const said = entries.map(({ body, ticketId }) => ({ entry: parsed(body), ticketId }));
  const draftOf = (entry: unknown) => aboutDraft.safeParse(entry).data?.draftId;
  const theirs = said.flatMap(({ entry, ticketId }) =>
    ticketId && tickets.has(ticketId) ? (draftOf(entry) ?? []) : [],
  );
  const drafts = new Set(theirs);
  return said.flatMap(({ entry }) => (drafts.has(draftOf(entry) ?? '') ? textRefs(entry).map(({ id }) => id) : []));
}

async function* ledgerOf(store: Store, contract: ContractId): AsyncGenerator<LedgerEntry> {
  // Read first: what is sealed meanwhile is not missed.
  const unsealed = await store.unsealedEntries(contract, UNSEALED_MAX);
  for (let after = 0; ; ) {
    const entries = await store.sealedEntries(contract, after, BATCH_MAX);
    yield* entries;
    const last = entries.at(-1)?.seal?.seq;
    if (last === undefined || entries.length < BATCH_MAX) break;
    after = last;
  }
  yield* unsealed;
}

/** He did it, it is his report, whoever registered it, or his words that were asked about. */
function isBy(entry: unknown, person: PersonId): boolean {
  if (typeof entry !== 'object' || entry === null) return false;
  if (('by' in entry && entry.by === person) || ('saidBy' in entry && entry.saidBy === person)) return true;
  return isReportOf(entry, person) || ('report' in entry && isReportOf(entry.report, person));
}

function isReportOf(report: unknown, person: PersonId): boolean {
  return typeof report === 'object' && report !== null && 'reporterId' in report && report.reporterId === person;
}

/** Who answers a question meanwhile is done in a moment. */
async function erase(...what: Parameters<typeof eraseOnce>): Promise<ErasedPart> {
  for (let run = 1; ; run += 1) {
    try {
      return await eraseOnce(...what);
    } catch (error) {
      if (!(error instanceof VersionConflict) || run === RUNS_MAX) throw error;
    }
  }
}

async function eraseOnce(
  { ids, isDryRun, now, store }: ErasureRequest,
  contractId: ContractId,
  {
    names,
    texts,
    tickets,
  }: { readonly names: readonly string[]; readonly texts: readonly string[]; readonly tickets: readonly TicketId[] },
  cause: ErasureCause,
): Promise<ErasedPart> {
  const bodies = await bodiesOf(store, [...new Set(texts)]);
  const { person } = cause;
  const drafts = await store.draftsAbout(contractId, { tickets, ...(person !== undefined && { person }) });
  const accounts = person === undefined ? [] : ((await store.accountsOf(contractId)).get(person) ?? []);
  const words = [...bodies, ...drafts].flatMap(({ body }) => wordsOf(body, names));
  const forgotten = {
    texts: bodies.map(({ body, id }) => ({ id, body, names })),
    tickets: tickets.map((id) => ({ id, names })),
    drafts: drafts.map((draft) => ({ draft, names })),
    leftovers: await store.leftoversOf(contractId, { tickets, words: [...new Set(words)], accounts }),
  };
  const { entries = [], erasure } = await erasureOf({ ids, now, sha256, store }, forgotten, cause);
  // What is clean now is looked through again when its time is over: more names may be known by then.
  const { clean: _seenAgain, ...erased } = erasure;
  if (!isDryRun && entries.length > 0) {
    await store.commit({ contractId, now, cause: { kind: 'none' } }, { entries, erasure: erased });
  }
  return {
    looked: bodies.length,
    texts: erased.texts ?? [],
    files: erased.attachments ?? [],
    questions: (erased.drafts ?? []).map(({ seen }) => seen.id),
    leftovers: Object.values(forgotten.leftovers).flat().length,
  };
}

/** Shorter ones stand in texts that have nothing to do with it. */
const NUMBER_MIN = 7;
const STARS = /\*(?:[ .-]{0,3}\*)*/g;

/** By which a text with personal data is found elsewhere, also where only a part of it is shown: all of it, and the numbers in it. */
function wordsOf(body: string, names: readonly string[]): readonly string[] {
  const masked = maskPersonal(body, { names });
  if (masked === body) return [];
  const hidden = [...masked.matchAll(STARS)].map(({ 0: stars, index }) => body.slice(index, index + stars.length));
  return [body, ...hidden.filter((number) => number.length >= NUMBER_MIN)];
}

async function bodiesOf(store: Store, ids: readonly string[]) {
  const found: { readonly id: string; readonly body: string }[] = [];
  for (let from = 0; from < ids.length; from += BATCH_MAX) {
    const kept = await store.keptTexts(ids.slice(from, from + BATCH_MAX));
    for (const [id, { body }] of kept) if (body !== undefined) found.push({ id, body });
  }
  return found;
}
