import type { Answer } from './answer.ts';

/**
 * What happens to the acknowledgement of a frame that was carried out. `held`: it waits for `releaseAcks`. `lost_with_socket`:
 * the connection breaks instead.
 */
export type AckFate = 'sent' | 'held' | 'never' | 'twice' | 'without_errcode' | 'with_cmd' | 'lost_with_socket';

/** What goes wrong at present. A test sets it; nothing goes wrong by itself. */
export interface Faults {
  /** New connections break off before the WebSocket stands. */
  refusesConnections: boolean;
  subscribe: 'answered' | 'silent' | 'too_many';
  /** False: pings are taken and never answered, as on a half-dead connection. */
  pongs: boolean;
  ack: (frame: { readonly cmd: string; readonly body: unknown }) => AckFate;
  /** Refuses a frame before it is carried out. */
  refuse: (frame: { readonly cmd: string; readonly body: unknown }) => Answer | undefined;
  /** Cards are acknowledged and never shown. */
  losesCards: boolean;
  /** Taps come as the SDK's types have them, not nested. */
  hasFlatTaps: boolean;
  /** Messages carry a `response_url` on the long connection as well. */
  givesResponseUrls: boolean;
  /** How a request to the HTTP side ends; `path` has no query. */
  http: (path: string) => 'answered' | 'error_500' | 'not_json' | 'never';
  /** The app's calls come from an address that is not on its list. */
  blocksAddress: boolean;
}

export function noFaults(): Faults {
  return {
    refusesConnections: false,
    subscribe: 'answered',
    pongs: true,
    ack: () => 'sent',
    refuse: () => undefined,
    losesCards: false,
    hasFlatTaps: false,
    givesResponseUrls: false,
    http: () => 'answered',
    blocksAddress: false,
  };
}
