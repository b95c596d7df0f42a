import { decodeKey, type TappedButton } from '../button-key.ts';
import { NOTHING_CHOSEN_ACTION } from '../types.ts';
import { LIMITS } from './limits.ts';

/** The button that does what is chosen in the drop-down, and the drop-down itself. */
export const CHOSEN = 'chosen';
/** The option that means that nothing is chosen. */
export const NO_CHOICE = 'none';

const QUESTION = /^(?<action>[a-z][a-z0-9_]*)\.(?<field>[a-z][a-z0-9_]*)$/;

/** The question that asks a field of an action's form on the card itself. */
export function questionKey(action: string, field: string): string {
  return `${action}.${field}`;
}

/**
 * What a tap asks for.
 * @param eventKey the key of the tapped button
 * @param selected the chosen option's id of each question, `selected_items` of the event
 * @returns undefined for a key that is none of ours
 */
export function readTap(eventKey: string, selected: Readonly<Record<string, string>>): TappedButton | undefined {
  const tapped = decodeKey(eventKey, LIMITS.keyBytes);
  if (tapped?.action !== CHOSEN) return tapped && { ...tapped, form: formOf(tapped.action, selected) };
  const choice = selected[CHOSEN] ?? NO_CHOICE;
  if (choice === NO_CHOICE) return { ...tapped, action: NOTHING_CHOSEN_ACTION, form: {} };
  const chosen = decodeKey(choice, LIMITS.keyBytes);
  return chosen && { ...chosen, form: formOf(chosen.action, selected) };
}

/** Questions of the other actions on the card are none of this tap's. */
function formOf(action: string, selected: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(selected).flatMap(([question, option]) => {
      const parts = QUESTION.exec(question)?.groups;
      if (parts?.action !== action || parts.field === undefined) return [];
      // That it was asked is worth knowing: nobody has to ask again.
      return [[parts.field, option === NO_CHOICE ? '' : option]];
    }),
  );
}
