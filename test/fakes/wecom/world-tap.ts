import type { Tapping } from '../../../bot/play/world.ts';
import { encodeKey } from '../../../platforms/button-key.ts';
import { LIMITS } from '../../../platforms/wecom/limits.ts';
import { CHOSEN, questionKey } from '../../../platforms/wecom/tapped.ts';
import { needsMore, type Press } from '../press.ts';
import type { Screen } from '../screen.ts';
import { selectionsOf } from './card-check.ts';
import type { WecomRooms } from './card-kind.ts';
import type { WireCard } from './card-schema.ts';
import { keysOf, type PersonTaps } from './people.ts';

/**
 * How somebody presses it on what his phone shows: on the button, or in the drop-down and on the button beside it.
 * @returns undefined where he can't, or where some of the form would be lost, since nobody asks for what need not be filled in
 */
export function pressOf(rooms: WecomRooms, screen: Screen, tapping: Tapping): Press<PersonTaps> | undefined {
  const { action, form, messageId, person, subject, version = 0 } = tapping;
  const key = encodeKey({ action, version, subject }, LIMITS.keyBytes);
  const present = rooms.view(messageId, person);
  const screens = [...(present ? [present] : []), ...(rooms.message(messageId)?.screens ?? []).toReversed()];
  const card = key === undefined ? undefined : screens.find((each) => buttonFor(each, key) !== undefined);
  const button = card && key !== undefined ? buttonFor(card, key) : undefined;
  if (!card || !button) return undefined;
  const asked = Object.entries(form).filter(([field, value]) => asks(card, questionKey(action, field), value));
  const chosen = Object.fromEntries(asked.map(([field, value]) => [questionKey(action, field), value]));
  const isWhole = asked.length === Object.keys(form).length;
  if (
    !isWhole &&
    !needsMore(
      screen,
      tapping,
      asked.map(([field]) => field),
    )
  )
    return undefined;
  const tap = {
    ...{ messageId, from: person, key: button.key, chosen: { ...chosen, ...button.chosen } },
    ...(card !== present && { onOldScreen: true as const }),
  };
  return { tap, isWhole };
}

function buttonFor(card: WireCard, key: string): { key: string; chosen: Record<string, string> } | undefined {
  if (keysOf(card).includes(key)) return { key, chosen: {} };
  const more = selectionsOf(card).find((selection) => selection.question_key === CHOSEN);
  const run = keysOf(card).find((each) => each.startsWith(`${CHOSEN}.`));
  const isThere = more?.option_list.some(({ id }) => id === key);
  return isThere && run !== undefined ? { key: run, chosen: { [CHOSEN]: key } } : undefined;
}

function asks(card: WireCard, question: string, value: string): boolean {
  const selection = selectionsOf(card).find((each) => each.question_key === question);
  return selection?.option_list.some(({ id }) => id === value) ?? false;
}
