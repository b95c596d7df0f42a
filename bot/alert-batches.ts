import type { InboxRow } from '../db/store.ts';
import type { AlertUpdate } from '../platforms/types.ts';

/** Requests that are handled as one, and alerts in them: a commit holds up others as long as it takes. */
const BATCH_MAX: { readonly requests: number; readonly alerts: number } = { requests: 50, alerts: 500 };

/** What waits in this process of monitoring's requests: in a storm those of one group are handled together, in the order of receipt. */
export interface AlertBatches {
  /** Of an update of another kind it takes no notice. */
  add(row: InboxRow): void;
  /** What waits behind a row and is of its group, which then waits no longer. @returns undefined where it was handled with another one */
  behind(row: InboxRow): readonly InboxRow[] | undefined;
}

export function alertBatches(): AlertBatches {
  const waiting = new Map<number, InboxRow>();
  return {
    add(row) {
      if (row.update.type === 'alert') waiting.set(row.seq, row);
    },
    behind({ seq, update }) {
      if (update.type !== 'alert') return [];
      if (!waiting.delete(seq)) return undefined;
      const taken: InboxRow[] = [];
      let alerts = update.notices.length;
      for (const row of waiting.values()) {
        if (!isOfGroup(row, update)) continue;
        alerts += noticesOf(row).length;
        if (alerts > BATCH_MAX.alerts || taken.length === BATCH_MAX.requests - 1) break;
        taken.push(row);
      }
      for (const row of taken) waiting.delete(row.seq);
      return taken;
    },
  };
}

/** One update that says what all of them say. */
export function withAlerts(update: InboxRow['update'], behind: readonly InboxRow[]): InboxRow['update'] {
  if (update.type !== 'alert' || behind.length === 0) return update;
  return { ...update, notices: [...update.notices, ...behind.flatMap(noticesOf)] };
}

function noticesOf({ update }: InboxRow): AlertUpdate['notices'] {
  return update.type === 'alert' ? update.notices : [];
}

function isOfGroup({ update }: InboxRow, { contractId, groupKey, systemId }: AlertUpdate): boolean {
  return (
    update.type === 'alert' &&
    update.contractId === contractId &&
    update.groupKey === groupKey &&
    update.systemId === systemId
  );
}
