import type { DingtalkSettings } from './types.ts';

/** What a created card says of where its taps go. */
export type CardCallback =
  | { readonly callbackType: 'STREAM' }
  | { readonly callbackType: 'HTTP'; readonly callbackRouteKey: string };

/** Without it, or with the other one, taps on a card reach nobody. */
export function cardCallbackOf({ clientId, entrance }: Pick<DingtalkSettings, 'clientId' | 'entrance'>): CardCallback {
  if (entrance.kind === 'stream') return { callbackType: 'STREAM' };
  // Of the app and not of the address, so that cards which stand already follow when the address changes.
  return { callbackType: 'HTTP', callbackRouteKey: `dutybell-${clientId}` };
}
