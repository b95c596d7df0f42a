import { z } from 'zod';
import { type Verdict, verifyLedger } from '../../bot/verify.ts';
import { openStore } from '../../db/open.ts';
import type { LedgerEntry } from '../../db/records.ts';
import type { Store } from '../../db/store.ts';
import type { Ticket, TicketEvent } from '../../domain/ticket-types.ts';
import type { ContractId } from '../../domain/types.ts';
import { selectRows } from './rows.ts';

const PAGE = 1_000;

const inboxRow = z.object({
  update_id: z.string(),
  state: z.string(),
  attempts: z.coerce.number(),
  error: z.string().nullable(),
});
const outboxRow = z.object({
  seq: z.coerce.number(),
  outgoing_key: z.string(),
  state: z.string(),
  error: z.string().nullable(),
  created_at: z.coerce.number(),
  body: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.object({ ticketId: z.string().optional(), priority: z.number(), op: z.string(), chatId: z.string() })),
});
const timerRow = z.object({ timer_key: z.string(), fire_at: z.coerce.number(), state: z.string() });

export interface SeenTicket {
  readonly ticket: Ticket;
  readonly events: readonly TicketEvent[];
  readonly summary: string;
}

/** What is left in the database when it is all over. */
export interface Evidence {
  readonly inbox: readonly z.infer<typeof inboxRow>[];
  readonly outbox: readonly z.infer<typeof outboxRow>[];
  readonly timers: readonly z.infer<typeof timerRow>[];
  readonly tickets: readonly SeenTicket[];
  readonly entries: readonly LedgerEntry[];
  readonly verdict: Verdict;
}

export async function gather(url: string, contract: ContractId): Promise<Evidence> {
  const store = await openStore(url, { clock: { now: () => Date.now() }, random: () => 0 });
  try {
    const entries = await sealedEntries(store, contract);
    const opened = entries.flatMap((entry) => (entry.type === 'opened' && entry.ticketId ? [entry.ticketId] : []));
    const tickets: SeenTicket[] = [];
    for (const id of opened) {
      const ticket = await store.ticket(id);
      if (!ticket) throw new Error(`the ledger opens ${id}, but there is no such ticket`);
      const texts = await store.texts([ticket.summary.id]);
      tickets.push({ ticket, events: await store.ticketEvents(id), summary: texts.get(ticket.summary.id) ?? '' });
    }
    return {
      inbox: await selectRows(url, 'SELECT update_id, state, attempts, error FROM inbox', inboxRow),
      outbox: await selectRows(
        url,
        'SELECT seq, outgoing_key, state, error, created_at, body FROM outbox ORDER BY seq',
        outboxRow,
      ),
      timers: await selectRows(url, 'SELECT timer_key, fire_at, state FROM timers', timerRow),
      tickets,
      entries,
      verdict: await verifyLedger(store, contract),
    };
  } finally {
    await store.close();
  }
}

async function sealedEntries(store: Store, contract: ContractId): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for (;;) {
    const page = await store.sealedEntries(contract, entries.at(-1)?.seal?.seq ?? 0, PAGE);
    entries.push(...page);
    if (page.length < PAGE) return entries;
  }
}
