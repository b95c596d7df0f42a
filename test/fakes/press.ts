import type { Tapping } from '../../bot/play/world.ts';
import type { Screen } from './screen.ts';

/** How somebody presses a button on what his phone shows. */
export interface Press<Tap> {
  readonly tap: Tap;
  /** False: the bot has to ask for the rest of the form. */
  readonly isWhole: boolean;
}

/** Whether something that must be filled in is not: then the bot asks for it. */
export function needsMore(screen: Screen, { action, messageId, subject }: Tapping, filled: readonly string[]): boolean {
  const card = screen.meant(messageId);
  const meant = card?.actions.find((each) => each.action === action && (each.subject ?? card.subject)?.id === subject);
  return (meant?.form ?? []).some(({ name, required }) => required && !filled.includes(name));
}
