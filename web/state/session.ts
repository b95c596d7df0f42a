import type { Instant } from '../../domain/types.ts';
import type { SandboxState, WindowEvent } from '../../platforms/sandbox/api-types.ts';
import type { MessageView, RoomView, SandboxPersona } from '../../platforms/sandbox/types.ts';

/** The sandbox's clock as this window last heard of it: `now` held when the browser's own timer said `heardAtMs`. */
export interface HeardClock {
  readonly now: Instant;
  readonly heardAtMs: number;
  readonly nextDueAt?: Instant;
}

/** Everything that the page shows of the server. */
export interface Session {
  readonly viewer: string;
  readonly botName: string;
  readonly botConnected: boolean;
  readonly personas: readonly SandboxPersona[];
  readonly rooms: readonly RoomView[];
  readonly clock: HeardClock;
  /** Whether changes arrive. */
  readonly isLive: boolean;
}

export type SessionEvent =
  | { readonly type: 'loaded'; readonly state: SandboxState; readonly heardAtMs: number }
  | { readonly type: 'told'; readonly event: Exclude<WindowEvent, { type: 'reset' }>; readonly heardAtMs: number }
  | { readonly type: 'live'; readonly isLive: boolean };

/** The next session; a pure function, for `useReducer`. */
export function reduceSession(session: Session | undefined, event: SessionEvent): Session | undefined {
  if (event.type === 'loaded') return fromState(event.state, event.heardAtMs, session?.isLive ?? false);
  if (session === undefined) return undefined;
  if (event.type === 'live') return { ...session, isLive: event.isLive };
  const told = event.event;
  switch (told.type) {
    case 'message':
      return { ...session, rooms: session.rooms.map((room) => withMessage(room, told.message)) };
    case 'bot':
      return { ...session, botConnected: told.connected };
    case 'clock':
      return { ...session, clock: heardClock(told, event.heardAtMs) };
  }
}

function fromState(state: SandboxState, heardAtMs: number, isLive: boolean): Session {
  const { viewer, botName, botConnected, personas, rooms } = state;
  return { viewer, botName, botConnected, personas, rooms, clock: heardClock(state, heardAtMs), isLive };
}

function heardClock(told: { now: Instant; nextDueAt?: Instant }, heardAtMs: number): HeardClock {
  return { now: told.now, heardAtMs, ...(told.nextDueAt !== undefined && { nextDueAt: told.nextDueAt }) };
}

/** A message that is told again replaces itself; a new one goes where its order says. */
function withMessage(room: RoomView, message: MessageView): RoomView {
  if (message.chat !== room.key) return room;
  const others = room.messages.filter((other) => other.id !== message.id);
  const place = others.findLastIndex((other) => other.order < message.order) + 1;
  return { ...room, messages: others.toSpliced(place, 0, message) };
}
