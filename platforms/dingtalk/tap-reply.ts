import type { TapRepaint } from './types.ts';

/**
 * What DingTalk is answered to a tap, by either way in: only the person who tapped sees it. Without options it would empty the
 * card's other variables.
 */
export function tapReplyOf({ params }: TapRepaint): object {
  return { cardUpdateOptions: { updateCardDataByKey: true }, cardData: { cardParamMap: params } };
}
