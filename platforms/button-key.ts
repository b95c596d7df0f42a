import { NOTHING_CHOSEN_ACTION } from '../types.ts';
import { LIMITS } from './limits.ts';

/** What a button or an option of a drop-down stands for. */
export interface ButtonKey {
  readonly action: string;
  readonly version: number;
  /** May hold dots. */
  readonly subject: string;
}

/** A tap with what was chosen on the card. */
export interface TappedButton extends ButtonKey {
  readonly form: Readonly<Record<string, string>>;
}

/** The button that does what is chosen in the drop-down, and the drop-down itself. */
export const CHOSEN = 'chosen';
/** The option that means that nothing is chosen. */
export const NO_CHOICE = 'none';

const KEY = /^(?<action>[a-z][a-z0-9_]*)\.(?<version>0|[1-9]\d{0,14})\.(?<subject>[\x21-\x7e]+)$/;
const QUESTION = /^(?<action>[a-z][a-z0-9_]*)\.(?<field>[a-z][a-z0-9_]*)$/;

/** @returns undefined for what a card can't carry: too long, or with characters that WeCom need not keep */
export function encodeKey({ action, version, subject }: ButtonKey): string | undefined {
  const key = `${action}.${version}.${subject}`;
  return KEY.test(key) && key.length <= LIMITS.keyBytes ? key : undefined;
}

export function decodeKey(key: string): ButtonKey | undefined {
  const parts = key.length <= LIMITS.keyBytes ? KEY.exec(key)?.groups : undefined;
  const { action, version, subject } = parts ?? {};
  if (action === undefined || version === undefined || subject === undefined) return undefined;
  return { action, version: Number(version), subject };
}

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
  const tapped = decodeKey(eventKey);
  if (tapped?.action !== CHOSEN) return tapped && { ...tapped, form: formOf(tapped.action, selected) };
  const choice = selected[CHOSEN] ?? NO_CHOICE;
  if (choice === NO_CHOICE) return { ...tapped, action: NOTHING_CHOSEN_ACTION, form: {} };
  const chosen = decodeKey(choice);
  return chosen && { ...chosen, form: formOf(chosen.action, selected) };
}

/** Questions of the other actions on the card are none of this tap's. */
function formOf(action: string, selected: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(selected).flatMap(([question, option]) => {
      const parts = QUESTION.exec(question)?.groups;
      return parts?.action === action && parts.field !== undefined && option !== NO_CHOICE
        ? [[parts.field, option]]
        : [];
    }),
  );
}
