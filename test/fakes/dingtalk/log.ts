/** One frame or request, as it passed. */
export interface Passed {
  readonly at: number;
  readonly channel: 'gateway' | 'socket' | 'api' | 'oapi' | 'callback';
  /** Seen from DingTalk. */
  readonly direction: 'in' | 'out';
  /** Number of the socket, counted from 1. */
  readonly socket?: number;
  /** `POST /v1.0/…` of a request, without its query. */
  readonly request?: string;
  readonly what: unknown;
}

export interface Complaint {
  readonly at: number;
  readonly what: string;
}

/** What passed, and what the bot did that it must not do. */
export interface Log {
  readonly all: readonly Passed[];
  /** What was refused, and what the true service would not refuse and yet is wrong. */
  readonly complaints: readonly Complaint[];
  add(passed: Omit<Passed, 'at'>): void;
  complain(what: string): void;
  /** Bodies of requests, in order. @param request `POST /v1.0/card/instances/createAndDeliver` */
  requests(request: string): readonly unknown[];
}

export function createLog(now: () => number): Log {
  const all: Passed[] = [];
  const complaints: Complaint[] = [];
  return {
    all,
    complaints,
    add: (passed) => void all.push({ at: now(), ...passed }),
    complain: (what) => void complaints.push({ at: now(), what }),
    requests: (request) =>
      all.filter((passed) => passed.direction === 'in' && passed.request === request).map(({ what }) => what),
  };
}
