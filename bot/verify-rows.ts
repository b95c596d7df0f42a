import { z } from 'zod';
import type { AuditedText, AuditReads, TicketRow } from '../db/audit.ts';
import type { LedgerEntry } from '../db/records.ts';
import type { Store } from '../db/store.ts';
import { foldTicket } from '../domain/fold.ts';
import { canonicalJson } from '../domain/ledger.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import type { ContractId, EventId, TextRef, TicketId } from '../domain/types.ts';
import { ERASED } from '../handlers/erasure.ts';
import type { MediaFolder } from './media-folder.ts';
import { sha256 } from './scene.ts';
import { type LedgerReads, type Verdict, verifyLedger } from './verify.ts';
import { type FileProblem, fileCheck } from './verify-files.ts';
import { type RecordProblem, recordCheck } from './verify-records.ts';

const BATCH_MAX = 200;
const erasureSchema = z.object({ texts: z.array(z.string()), hashes: z.array(z.string()) });
/** A ticket that people work on meanwhile is read again. */
const READS_MAX = 5;

/** What people are shown that is not what the ledger says, though the chain is whole. */
export type RowProblem =
  /**
   * `changed`: the ticket's row, or what scores are made of beside it, is not the fold of its events. `lost`: it has events and no
   * row.
   */
  | { readonly ok: false; readonly problem: 'ticket_changed' | 'ticket_lost'; readonly ticketId: TicketId }
  /**
   * `text_changed`: it is not the one that was hashed when it was written, or when its personal data was erased. `text_lost`: its words are gone, and no entry says that
   * personal data was erased from it.
   */
  | {
      readonly ok: false;
      readonly problem: 'text_changed' | 'text_lost';
      readonly textId: string;
      readonly eventId: EventId;
    };

export type ContractVerdict = Verdict | RowProblem | RecordProblem | FileProblem;

interface EventText {
  readonly ref: TextRef;
  readonly eventId: EventId;
}

type Reads = LedgerReads & AuditReads & Pick<Store, 'ticketEvents' | 'entries' | 'attachment' | 'obligation'>;

/**
 * Checks everything of a contract against its ledger: the chain, the texts and what was erased of them, and each ticket's row,
 * which is what cards and lists show, what people said about scores or did of what they owe, and the files that were sent and handed in.
 * Names the first that differs. May run beside a working bot.
 * @param media absent: files are not read
 */
export async function verifyContract(
  store: Reads,
  contract: ContractId,
  media?: Pick<MediaFolder, 'check'>,
): Promise<ContractVerdict> {
  const texts = textCheck(store, contract);
  const files = fileCheck(store, media);
  const records = await recordCheck(store, contract);
  const verdict = await verifyLedger(store, contract, async (entries) => {
    records.look(entries);
    await texts.look(entries);
    await files.look(entries);
  });
  if (!verdict.ok) return verdict;
  const record = await records.problem(verdict.entries);
  return (
    (await texts.problem()) ?? record ?? (await changedTicket(store, contract)) ?? (await files.problem()) ?? verdict
  );
}

function textCheck(store: Reads, contract: ContractId) {
  let changed: RowProblem | undefined;
  /** Those without words, with what is shown instead, and the first event that has them. */
  const gone = new Map<string, { readonly eventId: EventId; readonly masked: string | undefined }>();
  const compare = ({ eventId, ref }: EventText, kept: ReadonlyMap<string, AuditedText>) => {
    const text = kept.get(ref.id);
    if (text && text.body === undefined && !gone.has(ref.id)) gone.set(ref.id, { eventId, masked: text.masked });
    if (text?.body === undefined || (text.hash === ref.hash && sha256(text.salt + text.body) === ref.hash)) return;
    changed ??= { ok: false, problem: 'text_changed', textId: ref.id, eventId };
  };
  return {
    async look(entries: readonly LedgerEntry[]): Promise<void> {
      for (let from = 0; from < entries.length; from += BATCH_MAX) {
        const refs = entries
          .slice(from, from + BATCH_MAX)
          .flatMap(({ body, eventId }) => textRefs(parsed(body)).map((ref): EventText => ({ ref, eventId })));
        const kept = await store.keptTexts(refs.map(({ ref }) => ref.id));
        for (const ref of refs) compare(ref, kept);
      }
    },
    async problem(): Promise<RowProblem | undefined> {
      if (changed || gone.size === 0) return changed;
      // Read last: what is erased meanwhile has its entry by now.
      const erasures = await store.entries(contract, [ERASED], 0, Number.MAX_SAFE_INTEGER);
      const erased = erasures.flatMap(({ body }) => {
        const { hashes, texts } = erasureSchema.parse(JSON.parse(body));
        return texts.map((id, place) => ({ id, hash: hashes[place] }));
      });
      const hashesOf = Map.groupBy(erased, ({ id }) => id);
      for (const [textId, { eventId, masked }] of gone) {
        const hashes = hashesOf.get(textId);
        if (!hashes) return { ok: false, problem: 'text_lost', textId, eventId };
        // Of two erasures at once the one that came first is shown.
        const isShown = masked !== undefined && hashes.some(({ hash }) => hash === sha256(masked));
        if (!isShown) return { ok: false, problem: 'text_changed', textId, eventId };
      }
      return undefined;
    },
  };
}

/** Every reference to a text, wherever an entry has it: an object of an id and a hash, and nothing else. */
export function textRefs(value: unknown): readonly TextRef[] {
  if (typeof value !== 'object' || value === null) return [];
  const fields = Object.entries(value);
  if ('id' in value && 'hash' in value && fields.length === 2) {
    const { hash, id } = value;
    if (typeof id === 'string' && typeof hash === 'string') return [{ id, hash }];
  }
  return fields.flatMap(([, field]) => textRefs(field));
}

/** The event in an entry's body; undefined: it is no JSON. */
export function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Not sealed yet, or the chain would have been broken there; as an event of a ticket it is missed in the fold.
    return undefined;
  }
}

async function changedTicket(store: Reads, contract: ContractId): Promise<RowProblem | undefined> {
  for (let after = ''; ; ) {
    const tickets = await store.ticketDocs(contract, after, BATCH_MAX);
    for (const row of tickets) {
      if (!(await isItsFold(store, row.id, row))) return { ok: false, problem: 'ticket_changed', ticketId: row.id };
    }
    const last = tickets.at(-1);
    if (last === undefined || tickets.length < BATCH_MAX) break;
    after = last.id;
  }
  const lost = await store.lostTicket(contract);
  return lost && { ok: false, problem: 'ticket_lost', ticketId: lost };
}

async function isItsFold(store: Reads, id: TicketId, read: TicketRow): Promise<boolean> {
  let row: TicketRow | undefined = read;
  for (let reads = 0; reads < READS_MAX && row !== undefined; reads += 1) {
    const events = await store.ticketEvents(id);
    if (!row.isOutcomeOther && isFold(row.doc, events)) return true;
    const again = await store.ticketDoc(id);
    // Nobody has written it meanwhile, so it is no matter of when it was read.
    if (again?.doc === row.doc) return false;
    row = again;
  }
  return false;
}

/** Before documents listed transfers, those of a ticket were in its events only: the list may lack its oldest, and nothing else. */
function asWritten(fold: Ticket, stored: unknown): Ticket {
  const { transfers, ...rest } = fold;
  if (!transfers || typeof stored !== 'object' || stored === null) return fold;
  const listed = 'transfers' in stored && Array.isArray(stored.transfers) ? stored.transfers.length : 0;
  return listed === 0 ? rest : { ...rest, transfers: transfers.slice(-listed) };
}

function isFold(doc: string, events: Parameters<typeof foldTicket>[0]): boolean {
  try {
    const stored: unknown = JSON.parse(doc);
    return canonicalJson(asWritten(foldTicket(events), stored)) === canonicalJson(stored);
  } catch {
    // No events, events that can't follow each other, or a column that is no JSON any more.
    return false;
  }
}
