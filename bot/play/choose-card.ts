import type { Card } from '../../cards/types.ts';
import type { Shown } from './world.ts';

export interface Wanted {
  readonly chat: string;
  readonly person: string;
  readonly action: string;
  /** Id of the ticket whose card is meant; absent: whichever card is newest. */
  readonly subject?: string;
  /** `first`: as the card looked when it first offered the action, a screen that was never reloaded. */
  readonly card: 'newest' | 'first';
}

export interface Chosen {
  readonly messageId: string;
  readonly version: number;
  readonly label: string;
  /** The platform showed the button to this person. Otherwise it is a tap that somebody made up, or on a shared screen. */
  readonly offered: boolean;
}

interface Appearance {
  readonly messageId: string;
  readonly card: Card;
  readonly people: Shown['people'];
}

/**
 * The button that a person presses: the newest card that offers it to him; else the newest that offers it to somebody; else
 * the ticket's newest card, whatever it offers (the press is then one that no screen showed).
 */
export function chooseCard(shown: readonly Shown[], wanted: Wanted): Chosen | undefined {
  const appearances = shown.flatMap((entry) => appearanceOf(entry, wanted));
  const standing = wanted.card === 'first' ? appearances : latestOfEach(appearances).toReversed();
  const pressed =
    standing.find((candidate) => offersTo(candidate, wanted)) ??
    standing.find((candidate) => candidate.card.actions.some(({ action }) => action === wanted.action)) ??
    standing[0];
  const subject = pressed?.card.subject;
  if (!pressed || !subject) return undefined;
  const label = pressed.card.actions.find(({ action }) => action === wanted.action)?.label ?? wanted.action;
  return { messageId: pressed.messageId, version: subject.version, label, offered: offersTo(pressed, wanted) };
}

/** Actions of a card that a person may see. */
export function actionsFor(card: Card, people: Shown['people'], person: string): readonly string[] {
  return card.actions
    .filter((action) => action.for === 'everyone' || action.for.some((id) => people[id]?.userId === person))
    .map(({ action }) => action);
}

function appearanceOf(entry: Shown, wanted: Wanted): readonly Appearance[] {
  const { card, messageId, people } = entry;
  if (entry.chat !== wanted.chat || !card?.subject) return [];
  if (entry.onlyFor !== undefined && entry.onlyFor !== wanted.person) return [];
  if (wanted.subject !== undefined && card.subject.id !== wanted.subject) return [];
  return [{ messageId, card, people }];
}

function latestOfEach(appearances: readonly Appearance[]): readonly Appearance[] {
  return [...new Map(appearances.map((appearance) => [appearance.messageId, appearance])).values()];
}

function offersTo(candidate: Appearance, wanted: Wanted): boolean {
  return actionsFor(candidate.card, candidate.people, wanted.person).includes(wanted.action);
}
