import { z } from 'zod';
import type { DurationMs } from '../../domain/types.ts';
import type { SandboxHistory } from './history.ts';

/** No room has an empty key, so a message log takes no notice of the row. */
const ROW = { id: 'clock', chat: '', order: 0 } as const;
const body = z.object({ aheadMs: z.int().nonnegative() });

/** Keeps how far the sandbox's clock was run ahead of the machine's, so that it runs on while the program is down. */
export async function keepLead(history: Pick<SandboxHistory, 'save'>, aheadMs: DurationMs): Promise<void> {
  await history.save({ ...ROW, body: JSON.stringify({ aheadMs }) });
}

/** As it was kept last; 0 before. */
export async function keptLead(history: Pick<SandboxHistory, 'load'>): Promise<DurationMs> {
  const row = (await history.load(1)).find(({ id }) => id === ROW.id);
  return row === undefined ? 0 : body.parse(JSON.parse(row.body)).aheadMs;
}
