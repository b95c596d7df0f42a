import type { DingtalkCardTexts } from '../../cards/catalogue-dingtalk.ts';
import type { Card, CardAction, FormField } from '../../cards/types.ts';
import type { TappedButton } from '../button-key.ts';
import { clipLabel } from '../card-label.ts';
import { cardData } from '../wire-text.ts';
import type { CardButton } from './card-contract.ts';
import { COLUMNS } from './columns.ts';
import { LIMITS } from './limits.ts';
import { tapParamsOf } from './tap-params.ts';
import type { CardParams } from './types.ts';

export interface CardButtons {
  readonly buttons: readonly CardButton[];
  /** Actions that no button does, or not all of them: what is typed is left. */
  readonly typed: readonly CardAction[];
}

/** One action with what its button hands back. */
export interface Tappable {
  readonly action: CardAction;
  readonly label: string;
  readonly button: TappedButton;
  readonly params: CardParams;
}

/** A button wants one. */
const NO_LABEL = '…';

const COLOURS: Readonly<Record<CardAction['style'], CardButton['color']>> = {
  primary: 'blue',
  default: 'gray',
  danger: 'red',
};

/** At most eight buttons, the most useful first. @param chat into which the card is posted, as its buttons hand it back */
export function cardButtons(card: Card, chat: string): CardButtons {
  const tappables = tappablesOf(card, chat);
  const whole = tappables.find(({ action }) => action.action === card.wholeBy);
  const shown = withWhole(tappables, whole);
  const done = new Set(shown.filter(({ action }) => !asksMore(action)).map(({ params }) => JSON.stringify(params)));
  const typed = card.actions.filter((action) => !done.has(JSON.stringify(tappableOf(action, card, chat)?.params)));
  return { buttons: shown.map(buttonOf), typed };
}

/**
 * The options of the first thing that the card's first action asks, each as a button.
 * @returns undefined where no buttons can ask it: no choice, or one of too many
 */
export function choiceButtons(card: Card, chat: string, texts: DingtalkCardTexts): readonly CardButton[] | undefined {
  const [action] = card.actions;
  const field = action?.form?.find(({ required }) => required);
  if (!action || !field) return undefined;
  const options = optionsOf(field, texts);
  const buttons = options.flatMap(({ value, label }): readonly CardButton[] => {
    const tappable = tappableOf(action, card, chat, { [field.name]: value });
    return tappable ? [buttonOf({ ...tappable, action: { ...action, style: 'default' }, label })] : [];
  });
  const isWhole = buttons.length === options.length && new Set(buttons.map(({ text }) => text)).size === options.length;
  return options.length > 0 && options.length <= LIMITS.buttons && isWhole ? buttons : undefined;
}

/** Those that a button can carry. Two that hand back the same would do the same. */
export function tappablesOf(card: Card, chat: string): readonly Tappable[] {
  const byParams = new Map<string, Tappable>();
  for (const action of card.actions) {
    const tappable = tappableOf(action, card, chat);
    const key = JSON.stringify(tappable?.params);
    if (tappable && !byParams.has(key)) byParams.set(key, tappable);
  }
  return [...byParams.values()];
}

/** What a button shows of a label. */
export function buttonText(label: string): string {
  return clipLabel(cardData(label) || NO_LABEL, LIMITS.buttonColumns, COLUMNS);
}

/** What it asks without need is asked by nothing: the rating of a confirmation. */
function asksMore({ form = [] }: CardAction): boolean {
  return form.length > 0 && form.every(({ required }) => !required);
}

/** The first ones, and in any case the one that tells the whole. */
function withWhole(tappables: readonly Tappable[], whole: Tappable | undefined): readonly Tappable[] {
  const first = tappables.slice(0, LIMITS.buttons);
  if (whole === undefined || first.includes(whole)) return first;
  return [...tappables.slice(0, LIMITS.buttons - 1), whole];
}

function tappableOf(
  action: CardAction,
  card: Card,
  chat: string,
  form: TappedButton['form'] = {},
): Tappable | undefined {
  const about = action.subject ?? card.subject;
  if (!about) return undefined;
  const button = { action: action.action, version: about.version, subject: about.id, form };
  const params = tapParamsOf(button, chat);
  return params && { action, label: action.label, button, params };
}

function buttonOf({ action, label, params }: Pick<Tappable, 'action' | 'label' | 'params'>): CardButton {
  return {
    text: buttonText(label),
    color: COLOURS[action.style],
    status: 'normal',
    event: { type: 'sendCardRequest', params: { actionId: action.action, params } },
  };
}

function optionsOf(
  field: FormField,
  texts: DingtalkCardTexts,
): readonly { readonly value: string; readonly label: string }[] {
  switch (field.type) {
    case 'text':
      return [];
    case 'select':
      return field.options;
    case 'rating':
      return Array.from({ length: field.max }, (_, index) => field.max - index).map((points) => ({
        value: `${points}`,
        label: texts.rating(points),
      }));
  }
}
