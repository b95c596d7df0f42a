import type { ServerResponse } from 'node:http';
import type { WindowEvent } from '../platforms/sandbox/api-types.ts';
import type { SandboxServer } from '../platforms/sandbox/server.ts';
import type { SandboxChange } from '../platforms/sandbox/types.ts';

type Change = SandboxChange | Extract<WindowEvent, { type: 'clock' }>;

interface Window {
  readonly viewer: string;
  readonly response: ServerResponse;
}

const CHANGES_KEPT_MAX = 1_000;
const WINDOWS_MAX = 100;
/** A window that reads this much too slowly is cut off; it comes back and resumes. */
const BACKLOG_BYTES_MAX = 2_000_000;
const HEARTBEAT_MS = 15_000;

/** The open windows of the sandbox: each gets what its persona may see, and can resume where it was cut off. */
export class SandboxWindows {
  readonly #server: SandboxServer;
  /** Tells one run of the program from the next: numbers start again. */
  readonly #run: string;
  readonly #changes: { seq: number; change: Change }[] = [];
  readonly #windows = new Set<Window>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  #seq = 0;

  constructor(server: SandboxServer, run: string) {
    this.#server = server;
    this.#run = run;
    this.#unsubscribe = server.subscribe((change) => this.publish(change));
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  /** The id of the newest event: a state that is read now contains everything up to it. */
  get lastEventId(): string {
    return `${this.#run}-${this.#seq}`;
  }

  get isFull(): boolean {
    return this.#windows.size >= WINDOWS_MAX;
  }

  publish(change: Change): void {
    this.#seq += 1;
    this.#changes.push({ seq: this.#seq, change });
    if (this.#changes.length > CHANGES_KEPT_MAX) this.#changes.shift();
    for (const window of this.#windows) this.#tell(window, this.#seq, change);
  }

  /** Sends events to `response` until it closes; first those after `lastEventId`, or a `reset` when they are gone. */
  open(viewer: string, lastEventId: string, response: ServerResponse): void {
    const window: Window = { viewer, response };
    response.on('close', () => this.#windows.delete(window));
    response.write('retry: 1000\n\n');
    const missed = this.#changesAfter(lastEventId);
    if (missed === undefined) write(response, this.lastEventId, { type: 'reset' });
    for (const { seq, change } of missed ?? []) this.#tell(window, seq, change);
    this.#windows.add(window);
  }

  close(): void {
    this.#unsubscribe();
    clearInterval(this.#heartbeat);
    for (const window of this.#windows) window.response.end();
  }

  #changesAfter(lastEventId: string): readonly { seq: number; change: Change }[] | undefined {
    const split = lastEventId.lastIndexOf('-');
    const seq = Number(lastEventId.slice(split + 1));
    const oldest = this.#changes[0]?.seq ?? this.#seq + 1;
    const isKnown = lastEventId.slice(0, split) === this.#run && Number.isInteger(seq) && seq <= this.#seq;
    return isKnown && seq >= oldest - 1 ? this.#changes.filter((change) => change.seq > seq) : undefined;
  }

  #tell(window: Window, seq: number, change: Change): void {
    const event = this.#eventFor(window.viewer, change);
    if (event === undefined) return;
    if (window.response.writableLength > BACKLOG_BYTES_MAX) window.response.destroy();
    else write(window.response, `${this.#run}-${seq}`, event);
  }

  #eventFor(viewer: string, change: Change): WindowEvent | undefined {
    if (change.type !== 'message') return change;
    const message = this.#server.viewOf(change.message, viewer);
    return message && { type: 'message', message };
  }

  #beat(): void {
    for (const window of this.#windows) window.response.write(': still here\n\n');
  }
}

function write(response: ServerResponse, id: string, event: WindowEvent): void {
  response.write(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`);
}
