import type { Instant } from '../../domain/types.ts';
import type { MessageView, RoomView, SandboxPersona } from './types.ts';

/** What `GET /sandbox/api/state` answers. */
export interface SandboxState {
  readonly botName: string;
  readonly botConnected: boolean;
  /** Whose eyes the rooms were read with. */
  readonly viewer: string;
  readonly personas: readonly SandboxPersona[];
  readonly rooms: readonly RoomView[];
  readonly now: Instant;
  readonly nextDueAt?: Instant;
  /** Events after this one are not in the state. */
  readonly lastEventId: string;
}

/** What a window is told by `GET /sandbox/api/events`. After `reset` it has to read the whole state again. */
export type WindowEvent =
  | { readonly type: 'message'; readonly message: MessageView }
  | { readonly type: 'bot'; readonly connected: boolean }
  | { readonly type: 'clock'; readonly now: Instant; readonly nextDueAt?: Instant }
  | { readonly type: 'reset' };

/** What a refused request answers; the page has a sentence in each language for every `error`. */
export interface SandboxError {
  readonly error: string;
  readonly message: string;
}
