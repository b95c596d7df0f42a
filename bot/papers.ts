import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type DurationMs, SECOND } from '../domain/types.ts';
import type { PaperOrder, Papers } from '../handlers/papers.ts';
import { keepPaper } from './kept-paper.ts';
import type { MediaFolder } from './media-folder.ts';
import { withTimeLimit } from './time-limit.ts';

/**
 * A workbook of a hundred thousand tickets takes some ten seconds on a slow machine. Less than whoever waits for it is given: a summary
 * whose picture hangs is posted without it.
 */
export const PAPER_LIMIT_MS: DurationMs = 20 * SECOND;

export type PaperAnswer =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly error: string };

/** It could not be drawn or written; the message holds the thread's own. */
export class PaperFailed extends Error {
  readonly code = 'paper_failed';
}

/** Until it is closed. */
export interface OpenPapers extends Papers {
  /** Ends the thread. What is asked for afterwards fails. */
  close(): Promise<void>;
}

/**
 * Papers made in a thread of their own, which begins with the first one: many a start of the program never needs it. One after the other; a
 * thread that dies, or takes too long over one, is another one for the next.
 */
export function openPapers(
  media: Pick<MediaFolder, 'keep'>,
  {
    limitMs = PAPER_LIMIT_MS,
    script = new URL('./paper-worker.ts', import.meta.url),
  }: { limitMs?: DurationMs; script?: URL } = {},
): OpenPapers {
  let worker: Worker | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  const begin = (): Worker => {
    const begun = new Worker(script);
    // It keeps no process alive that has nothing else to do, and its end between two papers is no news.
    begun.unref();
    begun.on('error', () => undefined);
    begun.on('exit', () => {
      if (worker === begun) worker = undefined;
    });
    return begun;
  };
  const drop = async (): Promise<void> => {
    const gone = worker;
    worker = undefined;
    await gone?.terminate();
  };
  const bytesOf = async (order: PaperOrder): Promise<Uint8Array> => {
    if (isClosed) throw new PaperFailed('papers are closed');
    worker ??= begin();
    const answer = await answered(worker, order, limitMs).catch(async (error: unknown) => {
      await drop();
      throw new PaperFailed(`${order.paper} ${order.format}: ${String(error)}`, { cause: error });
    });
    if (!answer.ok) throw new PaperFailed(`${order.paper} ${order.format}: ${answer.error}`);
    return answer.bytes;
  };
  return {
    async make(order) {
      const bytes = last.then(() => bytesOf(order));
      // Not the bytes: they would stay until the next one.
      last = bytes.then(
        () => undefined,
        () => undefined,
      );
      return keepPaper(media, order, await bytes);
    },
    async close() {
      isClosed = true;
      await drop();
    },
  };
}

async function answered(worker: Worker, order: PaperOrder, limitMs: DurationMs): Promise<PaperAnswer> {
  const ended = new AbortController();
  const { signal } = ended;
  try {
    const message = once(worker, 'message', { signal });
    const exit = once(worker, 'exit', { signal }).then(() => {
      throw new Error('its thread ended');
    });
    // Whichever comes later has nobody to tell.
    for (const later of [message, exit]) later.catch(() => undefined);
    worker.postMessage(withoutRows(order));
    const [answer]: readonly PaperAnswer[] = await withTimeLimit(Promise.race([message, exit]), limitMs, 'a paper');
    if (!answer) throw new Error('its thread said nothing');
    return answer;
  } finally {
    ended.abort();
  }
}

/** A hundred thousand rows are copied for whoever shows them alone. */
function withoutRows(order: PaperOrder): PaperOrder {
  if (order.paper !== 'report' || order.format === 'xlsx') return order;
  const { figures } = order.report;
  return { ...order, report: { ...order.report, figures: { ...figures, tickets: { ...figures.tickets, rows: [] } } } };
}
