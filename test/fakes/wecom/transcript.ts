/** One frame or request, as it passed. */
export interface Passed {
  readonly at: number;
  readonly channel: 'socket' | 'webhook' | 'app' | 'media' | 'response_url' | 'callback';
  /** Seen from WeCom. */
  readonly direction: 'in' | 'out';
  /** Number of the socket, counted from 1. */
  readonly socket?: number;
  readonly what: unknown;
}

export interface Transcript {
  readonly all: readonly Passed[];
  add(passed: Omit<Passed, 'at'>): void;
  /** Frames of a command, in order. */
  frames(cmd: string, direction?: Passed['direction']): readonly unknown[];
  /** What was refused, on any channel: the numbers, in order. */
  refusals(): readonly number[];
  /**
   * How many frames a socket still sent after WeCom told it that another connection took its place. A ping does not count: it may
   * have been on its way.
   */
  framesAfterKick(socket: number): number;
}

export function createTranscript(now: () => number): Transcript {
  const all: Passed[] = [];
  return {
    all,
    add: (passed) => void all.push({ at: now(), ...passed }),
    frames: (cmd, direction = 'in') =>
      all
        .filter((passed) => passed.channel === 'socket' && passed.direction === direction && cmdOf(passed.what) === cmd)
        .map(({ what }) => what),
    refusals: () => all.flatMap(({ direction, what }) => (direction === 'out' ? refusalIn(what) : [])),
    framesAfterKick(socket) {
      const ofSocket = all.filter((passed) => passed.socket === socket);
      const kick = ofSocket.findIndex(({ direction, what }) => direction === 'out' && isKick(what));
      return kick < 0
        ? 0
        : ofSocket.slice(kick).filter(({ direction, what }) => direction === 'in' && cmdOf(what) !== 'ping').length;
    },
  };
}

function refusalIn(what: unknown): readonly number[] {
  const code = typeof what === 'object' && what !== null && 'errcode' in what ? what.errcode : 0;
  return typeof code === 'number' && code !== 0 ? [code] : [];
}

export function cmdOf(frame: unknown): unknown {
  return typeof frame === 'object' && frame !== null && 'cmd' in frame ? frame.cmd : undefined;
}

function isKick(frame: unknown): boolean {
  return JSON.stringify(frame)?.includes('"disconnected_event"') ?? false;
}
