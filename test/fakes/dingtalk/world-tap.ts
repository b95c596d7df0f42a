import type { Tapping } from '../../../bot/play/world.ts';
import type { Press } from '../press.ts';
import { needsMore } from '../press.ts';
import type { Screen } from '../screen.ts';
import type { CardFace, DingtalkRooms } from './card-face.ts';
import type { PersonTaps } from './people.ts';
import { pressableOf } from './world-card.ts';

/**
 * How somebody presses it on what his phone shows: the button, or that of the choice.
 * @returns undefined where he can't, or where some of the form would be lost, since nobody asks for what need not be filled in
 */
export function pressOf(rooms: DingtalkRooms, screen: Screen, tapping: Tapping): Press<PersonTaps> | undefined {
  const { form, messageId, person } = tapping;
  const present = rooms.view(messageId, person);
  const screens = [...(present ? [present] : []), ...(rooms.message(messageId)?.screens ?? []).toReversed()];
  const face = screens.find((each) => buttonFor(each, tapping) !== undefined);
  const chosen = face && buttonFor(face, tapping);
  if (!face || !chosen) return undefined;
  const filled = Object.keys(chosen.filled);
  const isWhole = filled.length === Object.keys(form).length;
  if (!isWhole && !needsMore(screen, tapping, filled)) return undefined;
  const tap = {
    ...{ messageId, from: person, button: (button: CardFace['buttons'][number]) => button.params === chosen.params },
    ...(face !== present && { onOldScreen: true as const }),
  };
  return { tap, isWhole };
}

function buttonFor(face: CardFace, { action, form, subject, version = 0 }: Tapping) {
  const meant = pressableOf(face).filter(
    ({ tap: { button } }) => button.action === action && button.subject === subject && button.version === version,
  );
  const found = meant.find(({ tap: { button } }) =>
    Object.entries(button.form).every(([name, value]) => form[name] === value),
  );
  return found && { params: found.button.params, filled: found.tap.button.form };
}
