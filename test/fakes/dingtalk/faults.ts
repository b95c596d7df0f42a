import type { Answer } from './answer.ts';

/**
 * How a request ends. `busy`: 500. `html`: a page of a proxy. `timeout`: 504 after it took effect, `timeout_before`: 504 without.
 * `never`: no answer, without effect; `silence`: no answer, and it took effect. `cut`: the line breaks after it took effect.
 */
export type RequestFate =
  | 'answered'
  | 'busy'
  | 'html'
  | 'banned'
  | 'timeout'
  | 'timeout_before'
  | 'never'
  | 'silence'
  | 'cut';

export interface Asked {
  readonly host: 'api' | 'oapi';
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed JSON; absent where there is none. */
  readonly body: unknown;
}

/** What goes wrong at present. A test sets it; nothing goes wrong by itself. */
export interface Faults {
  /** How the gateway answers `connections/open`. */
  gateway: 'answered' | 'unauthorized' | 'bad_request' | 'busy' | 'empty' | 'html' | 'never';
  /** So many upgrades are refused, as with a used ticket; it counts down. */
  upgradesRefused: number;
  /** The upgrade is never answered. */
  upgradesHang: boolean;
  /** A ticket with characters that a query must escape. */
  hasOddTickets: boolean;
  /** The socket is closed as soon as it is open. */
  closesAtOnce: boolean;
  /** `REGISTERED` after `CONNECTED`: the true one does not always send it. */
  registers: boolean;
  /** False: protocol pings are taken and never answered, as on a half-open line. */
  pongs: boolean;
  /** A newer connection ends those before it. */
  newestOnly: boolean;
  /** Pushes go to another program with the same credentials. */
  rivalTakes: boolean;
  /** What is pushed leaves and never arrives. */
  losesPushes: boolean;
  /** What is not acknowledged comes again after a minute. */
  redelivers: 'never' | 'same_message_id' | 'new_message_id';
  /** How taps come: DingTalk's own pages show each of these forms. */
  tapForm: 'both' | 'content' | 'value' | 'params_beside' | 'without_params';
  /** Messages come without `senderStaffId`, as from an app that is not published. */
  hidesStaffIds: boolean;
  /** The quota of the month is used up: messages come without their words. */
  withholdsWords: boolean;
  /** How a request ends. */
  request: (asked: Asked) => RequestFate;
  /** Refuses a request before it is carried out. */
  refuse: (asked: Asked) => Answer | undefined;
  /** Cards are taken, and shown to nobody: 200 with `success: false`. */
  deliversNoCards: boolean;
  /** What a wrong or expired token is answered with. */
  tokenRefusal: 'InvalidAuthentication' | 'unauthorized';
  /** The app may not use cards: 403. */
  forbidsCards: boolean;
  /** 403 on the undocumented template API. */
  forbidsTemplates: boolean;
}

export function noFaults(): Faults {
  return {
    gateway: 'answered',
    upgradesRefused: 0,
    upgradesHang: false,
    hasOddTickets: false,
    closesAtOnce: false,
    registers: true,
    pongs: true,
    newestOnly: false,
    rivalTakes: false,
    losesPushes: false,
    redelivers: 'never',
    tapForm: 'both',
    hidesStaffIds: false,
    withholdsWords: false,
    request: () => 'answered',
    refuse: () => undefined,
    deliversNoCards: false,
    tokenRefusal: 'InvalidAuthentication',
    forbidsCards: false,
    forbidsTemplates: false,
  };
}
