import type { Card, CardAction, CardSubject } from '../../cards/types.ts';
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
  /** Id of what the button is about. */
  readonly subject: string;
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
    standing.find((candidate) => buttonOf(candidate.card, wanted) !== undefined) ??
    standing[0];
  const button = pressed && buttonOf(pressed.card, wanted);
  const subject = button?.subject ?? (pressed && subjectsOf(pressed.card).find((one) => isAbout(one, wanted)));
  if (!pressed || !subject) return undefined;
  return {
    messageId: pressed.messageId,
    subject: subject.id,
    version: subject.version,
    label: button?.label ?? wanted.action,
    offered: offersTo(pressed, wanted),
  };
}

/** Actions of a card that a person may see. */
export function actionsFor(card: Card, people: Shown['people'], person: string): readonly string[] {
  return card.actions.filter((action) => isFor(action, people, person)).map(({ action }) => action);
}

function isFor(action: CardAction, people: Shown['people'], person: string): boolean {
  return action.for === 'everyone' || action.for.some((id) => people[id]?.userId === person);
}

/** The button of the wanted name, for the wanted ticket where the card has several. */
function buttonOf({ actions, subject }: Card, wanted: Wanted): CardAction | undefined {
  return actions.find((action) => action.action === wanted.action && isAbout(action.subject ?? subject, wanted));
}

function subjectsOf({ actions, subject }: Card): readonly CardSubject[] {
  return [subject, ...actions.map((action) => action.subject)].filter((one) => one !== undefined);
}

function isAbout(subject: CardSubject | undefined, wanted: Wanted): boolean {
  return wanted.subject === undefined || subject?.id === wanted.subject;
}

function appearanceOf(entry: Shown, wanted: Wanted): readonly Appearance[] {
  const { card, messageId, people } = entry;
  if (entry.chat !== wanted.chat || !card?.subject) return [];
  if (entry.onlyFor !== undefined && entry.onlyFor !== wanted.person) return [];
  if (!subjectsOf(card).some((subject) => isAbout(subject, wanted))) return [];
  return [{ messageId, card, people }];
}

function latestOfEach(appearances: readonly Appearance[]): readonly Appearance[] {
  return [...new Map(appearances.map((appearance) => [appearance.messageId, appearance])).values()];
}

function offersTo(candidate: Appearance, wanted: Wanted): boolean {
  const button = buttonOf(candidate.card, wanted);
  return button !== undefined && isFor(button, candidate.people, wanted.person);
}
