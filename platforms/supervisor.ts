import { type Clock, type DurationMs, HOUR, type Instant, MINUTE, SECOND } from '../domain/types.ts';

/** How a connection ended, or why there was none. */
export interface Loss {
  /**
   * `lost`: the line failed. `kicked`: another one took our place, so another instance of the bot is running. `refused`: the
   * other side does not accept who we are.
   */
  readonly kind: 'lost' | 'kicked' | 'refused';
  /** For the log: no secrets, and nothing that people wrote. */
  readonly reason: string;
  /** When the other side was heard last, where nothing may have come for a while before the loss was noticed. */
  readonly since?: Instant;
}

/** One connection, from its opening to its end; it is never used again after that. */
export interface SupervisedConnection {
  /** Resolves when the other side has accepted us; it may never do so. */
  readonly accepted: Promise<void>;
  /** Resolves, at whatever time, when it is over. */
  readonly ended: Promise<Loss>;
  /**
   * Resolves when the other side announces its end and delivers nothing by it any more: a new one is opened at once, while this one
   * still takes what is owed to it. Absent: the other side never announces it.
   */
  readonly retiring?: Promise<Loss>;
  /** Ends it at once; also one that has ended already. */
  close(): void;
}

export interface SupervisorOptions<C extends SupervisedConnection> {
  /** The platform; the codes in the log begin with it: `wecom_kicked`. Its name is on each line of its log already. */
  readonly platform: string;
  readonly clock: Clock;
  /** In [0, 1): jitter. */
  readonly random: () => number;
  /** Waits; rejects when the signal is aborted. */
  readonly pause: (ms: DurationMs, signal: AbortSignal) => Promise<void>;
  readonly log: Record<'warn' | 'error', (fields: object, message: string) => void>;
  /** Makes a new connection; each is used once, so that nothing of an old one can harm it. */
  open(): C;
  /** The line came, or went; also that it does not come back for another kind of reason. */
  onState(state: 'up' | 'down', reason: string, how?: Loss['kind'], since?: Instant): void;
  /** How long, in real time, the other side may take to accept us. Absent: 10 s. */
  readonly acceptWithinMs?: DurationMs;
  /** How long, in real time, a connection whose end was announced is kept. Absent: 10 s. */
  readonly lingerMs?: DurationMs;
}

export interface Supervisor<C> {
  /** The connection that was accepted and has not ended. */
  readonly current: C | undefined;
  /** Gives the present connection up, if it is still this one: it turned out to be dead. */
  drop(connection: C, reason: string): void;
  /** Resolves when nothing is open any more. That the line is gone is not told: whoever stops knows it. */
  stop(): Promise<void>;
}

interface Pace {
  /** Waits are between half of it and all of it; it doubles with each failure. */
  readonly firstMs: DurationMs;
  readonly longestMs: DurationMs;
  /** Failures are forgotten when a connection has stood for so long. */
  readonly calmAfterMs: DurationMs;
}

/**
 * Two instances that both come back at once would kick each other for ever, so whoever was kicked waits for a minute at least,
 * longer with every time, and forgets it only after hours of quiet.
 */
const PACES: Readonly<Record<Loss['kind'], Pace>> = {
  lost: { firstMs: 2 * SECOND, longestMs: MINUTE, calmAfterMs: MINUTE },
  kicked: { firstMs: 2 * MINUTE, longestMs: 10 * MINUTE, calmAfterMs: 3 * HOUR },
  refused: { firstMs: 10 * MINUTE, longestMs: 10 * MINUTE, calmAfterMs: 0 },
};
const ACCEPT_WITHIN_MS = 10 * SECOND;
const LINGER_MS = 10 * SECOND;
/** An announced end is followed by a new connection at once only so often: a server that sends each away must not be stormed. */
const AT_ONCE_EVERY_MS = MINUTE;

/** How it ended with a connection; an announced end leaves it open for a while. */
interface End {
  readonly loss: Loss;
  readonly isAnnounced?: true;
}

/** Keeps one connection open for ever: each that ends is followed by a new one, patiently. It begins at once. */
export function supervise<C extends SupervisedConnection>(options: SupervisorOptions<C>): Supervisor<C> {
  const { clock, log, pause, platform } = options;
  const stopping = new AbortController();
  const waits = reconnectWaits(options.random);
  const lingering = lingeringConnections(options.lingerMs ?? LINGER_MS);
  let current: C | undefined;
  let told: 'up' | Loss['kind'] | undefined;
  let giveUp: (connection: C, loss: Loss) => void = () => undefined;
  let handedOverAt: Instant | undefined;

  const tell = (news: 'up' | Loss['kind'], { reason, since }: Pick<Loss, 'reason' | 'since'>) => {
    if (told === news || stopping.signal.aborted) return;
    told = news;
    if (news === 'up') options.onState('up', reason);
    else options.onState('down', reason, news, since);
  };

  /** One connection from its opening to its end, or to the announcement of that. */
  const live = async (): Promise<End> => {
    const connection = options.open();
    const dropped = Promise.withResolvers<Loss>();
    giveUp = (which, loss) => {
      if (which === connection) dropped.resolve(loss);
    };
    const stopped = () => dropped.resolve({ kind: 'lost', reason: 'it was stopped' });
    stopping.signal.addEventListener('abort', stopped, { once: true });
    const over = Promise.race([connection.ended, dropped.promise]);
    let end: End | undefined;
    try {
      const refusal = await accepted(connection, over, options.acceptWithinMs ?? ACCEPT_WITHIN_MS);
      if (refusal) return { loss: refusal };
      const since = clock.now();
      current = connection;
      tell('up', { reason: 'connected' });
      end = await endOf(connection, over);
      waits.stoodFor(clock.now() - since);
      return end;
    } finally {
      stopping.signal.removeEventListener('abort', stopped);
      current = undefined;
      if (end?.isAnnounced) lingering.keep(connection);
      else connection.close();
    }
  };

  /** @returns how long to wait before the next one */
  const waitAfter = ({ isAnnounced, loss }: End): DurationMs => {
    const now = clock.now();
    if (!isAnnounced || (handedOverAt !== undefined && now - handedOverAt < AT_ONCE_EVERY_MS))
      return waits.next(loss.kind);
    handedOverAt = now;
    return 0;
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const end = await live().catch((error: unknown): End => ({ loss: { kind: 'lost', reason: String(error) } }));
      if (stopping.signal.aborted) return;
      const { loss } = end;
      const retryInMs = waitAfter(end);
      const fields = { code: `${platform}_${loss.kind}`, reason: loss.reason, retryInMs };
      if (loss.kind === 'lost') log.warn(fields, end.isAnnounced ? HANDED_OVER : NEWS.lost);
      else log.error(fields, NEWS[loss.kind]);
      tell(loss.kind, loss);
      // Only a stop ends it early, and the loop sees that.
      if (retryInMs > 0) await pause(retryInMs, stopping.signal).catch(() => undefined);
    }
  };

  const running = run();
  return {
    get current() {
      return current;
    },
    drop: (connection, reason) => giveUp(connection, { kind: 'lost', reason }),
    async stop() {
      stopping.abort();
      await running;
      lingering.close();
    },
  };
}

const HANDED_OVER =
  'the platform is about to end this connection, and delivers nothing by it any more; another one is opened';
const NEWS: Readonly<Record<Loss['kind'], string>> = {
  lost: 'there is no connection to the platform; another one is tried',
  kicked: 'another instance took the connection over: two programs run with the same bot; stop one of them',
  refused: 'the platform does not accept the id and secret of the bot; correct the settings',
};

function endOf({ retiring }: SupervisedConnection, over: Promise<Loss>): Promise<End> {
  const ended = over.then((loss): End => ({ loss }));
  const announced = retiring?.then((loss): End => ({ loss, isAnnounced: true }));
  return announced ? Promise.race([ended, announced]) : ended;
}

/** Those whose end was announced, until it comes or the time is over. */
function lingeringConnections(lingerMs: DurationMs) {
  const endings = new Set<() => void>();
  return {
    keep(connection: SupervisedConnection): void {
      const end = () => {
        if (!endings.delete(end)) return;
        clearTimeout(timer);
        connection.close();
      };
      // Real time, as the other side counts it.
      const timer = setTimeout(end, lingerMs);
      endings.add(end);
      void connection.ended.then(end);
    },
    close(): void {
      for (const end of endings) end();
    },
  };
}

/** @returns why it was not accepted */
async function accepted(
  connection: SupervisedConnection,
  over: Promise<Loss>,
  withinMs: DurationMs,
): Promise<Loss | undefined> {
  const late = Promise.withResolvers<Loss>();
  // Real time, as the network's: a virtual clock that leaps must not end a handshake.
  const timer = setTimeout(() => late.resolve({ kind: 'lost', reason: 'no answer to the handshake' }), withinMs);
  try {
    return await Promise.race([connection.accepted.then(() => undefined), over, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** How long to wait before the next connection. */
function reconnectWaits(random: () => number) {
  const failures = new Map<Loss['kind'], number>();
  return {
    stoodFor(ms: DurationMs): void {
      for (const kind of failures.keys()) if (ms >= PACES[kind].calmAfterMs) failures.delete(kind);
    },
    next(kind: Loss['kind']): DurationMs {
      const { firstMs, longestMs } = PACES[kind];
      const before = failures.get(kind) ?? 0;
      failures.set(kind, before + 1);
      const ceilingMs = Math.min(longestMs, firstMs * 2 ** Math.min(before, 30));
      return Math.ceil((ceilingMs * (1 + random())) / 2);
    },
  };
}
