import type { WecomCardTexts } from '../../cards/catalogue-wecom.ts';
import type { Card, CardAction, FormField } from '../../cards/types.ts';
import { encodeKey } from '../button-key.ts';
import { clipLabel } from '../card-label.ts';
import { otherForm } from '../card-texts.ts';
import { byteLength } from '../text-bytes.ts';
import { cardData, clipUnits, withoutBracket } from '../wire-text.ts';
import { LIMITS } from './limits.ts';
import { CHOSEN, NO_CHOICE, questionKey } from './tapped.ts';
import type { CardOption, CardSelection, TemplateCard } from './types.ts';

type Button = Extract<TemplateCard, { card_type: 'button_interaction' }>['button_list'][number];

/** The buttons of a card; of the actions that find no room, what to type is all that is left. */
export interface CardButtons {
  readonly buttons: readonly Button[];
  readonly selection?: CardSelection;
  readonly isAbridged: boolean;
}

/** WeCom wants one. */
const NO_LABEL = '…';
const UNITS = { length: (text: string) => text.length, clip: clipUnits };

interface KeyedAction {
  readonly action: CardAction;
  readonly key: string;
}

const STYLES: Readonly<Record<CardAction['style'], Button['style']>> = { primary: 1, default: 2, danger: 3 };
/** A longer label in Chinese is reported to be cut, though WeCom takes it. */
const HAN_LABEL = 4;

/** At most six buttons; where there are more actions, the later ones are in a drop-down with a button of its own. */
export function cardButtons(card: Card, texts: WecomCardTexts): CardButtons {
  const actions = keyedActions(card);
  const isKeyless = card.actions.some((action) => keyOf(action, card) === undefined);
  const whole = actions.find(({ action }) => action.action === card.wholeBy);
  const run = card.subject && encodeKey({ ...card.subject, subject: card.subject.id, action: CHOSEN }, LIMITS.keyBytes);
  if (actions.length <= LIMITS.buttons || run === undefined) {
    const shown = withWhole(actions, whole, LIMITS.buttons);
    const selection = shown.flatMap(({ action }) => optionalQuestion(action, texts) ?? [])[0];
    return {
      buttons: shown.map((one) => button(one, texts)),
      ...(selection && { selection }),
      isAbridged: isKeyless || shown.length < actions.length,
    };
  }
  const shown = withWhole(actions, whole, LIMITS.buttons - 1);
  const hidden = actions.filter((one) => !shown.includes(one));
  const options = hidden.slice(0, LIMITS.options - 1);
  return {
    buttons: [...shown.map((one) => button(one, texts)), { text: texts.run, style: STYLES.default, key: run }],
    selection: {
      question_key: CHOSEN,
      title: texts.moreActions,
      option_list: [
        { id: NO_CHOICE, text: texts.choose },
        ...options.map(({ action, key }) => ({ id: key, text: buttonText(action, texts) })),
      ],
      selected_id: NO_CHOICE,
    },
    isAbridged: isKeyless || options.length < hidden.length,
  };
}

/** The first ones, and in any case the one that tells the whole. */
function withWhole(actions: readonly KeyedAction[], whole: KeyedAction | undefined, max: number) {
  const first = actions.slice(0, max);
  if (whole === undefined || first.includes(whole)) return first;
  return [...actions.slice(0, max - 1), whole];
}

/** Those that a card can carry. Two of the same key would do the same. */
function keyedActions(card: Card): readonly KeyedAction[] {
  const byKey = new Map<string, KeyedAction>();
  for (const action of card.actions) {
    const key = keyOf(action, card);
    if (key !== undefined && !byKey.has(key)) byKey.set(key, { action, key });
  }
  return [...byKey.values()];
}

/** The key of an action's button on that card; undefined where it can have none. */
export function keyOf({ action, subject }: CardAction, card: Card): string | undefined {
  const about = subject ?? card.subject;
  return about && encodeKey({ action, version: about.version, subject: about.id }, LIMITS.keyBytes);
}

function button({ action, key }: KeyedAction, texts: WecomCardTexts): Button {
  return { text: buttonText(action, texts), style: STYLES[action.style], key };
}

/** @returns at most ten characters, and a short form of what is longer than a button shows */
export function buttonText({ label }: Pick<CardAction, 'label'>, texts: WecomCardTexts): string {
  const shown = cardData(label) || NO_LABEL;
  const room = /\p{Script=Han}/u.test(shown) ? HAN_LABEL : LIMITS.buttonText;
  const short = shown.length > room ? shortened(shown, texts) : shown;
  return clipLabel(short, LIMITS.buttonText, UNITS);
}

/** 上报主管 7 begins with a long form as well. */
function shortened(label: string, { buttonLabels }: WecomCardTexts): string {
  const long = Object.keys(buttonLabels).find((one) => label === one || label.startsWith(`${one} `));
  return long === undefined ? label : (otherForm(buttonLabels, long) ?? long) + label.slice(long.length);
}

/** The one field of a form, where nobody has to fill it in and a drop-down can ask it: the rating of a confirmation. */
function optionalQuestion({ action, form }: CardAction, texts: WecomCardTexts): CardSelection | undefined {
  const [field, ...others] = form ?? [];
  if (field === undefined || others.length > 0 || field.required) return undefined;
  return question(action, field, texts);
}

/**
 * A drop-down for a field of an action's form.
 * @returns undefined for what a drop-down can't ask: text, more options than it holds, options that look alike once they are cut
 */
export function question(action: string, field: FormField, texts: WecomCardTexts): CardSelection | undefined {
  const options = optionsOf(field, texts);
  if (options === undefined || options.length === 0 || options.length >= LIMITS.options) return undefined;
  const none = field.type === 'rating' && !field.required ? texts.unrated : texts.choose;
  const shown = [{ id: NO_CHOICE, text: none }, ...options].map(({ id, text }) => ({
    id,
    text: clipUnits(cardData(text), LIMITS.optionText),
  }));
  const isDistinct = (['id', 'text'] as const).every(
    (part) => new Set(shown.map((option) => option[part])).size === shown.length,
  );
  const fits = shown.every(({ id, text }) => id !== '' && text !== '' && byteLength(id) <= LIMITS.keyBytes);
  if (!isDistinct || !fits) return undefined;
  return {
    question_key: questionKey(action, field.name),
    title: selectionTitle(cardData(field.label)),
    option_list: shown,
    selected_id: NO_CHOICE,
  };
}

function selectionTitle(label: string): string {
  return clipUnits(label.length > LIMITS.selectionTitle ? withoutBracket(label) : label, LIMITS.selectionTitle);
}

function optionsOf(field: FormField, texts: WecomCardTexts): readonly CardOption[] | undefined {
  switch (field.type) {
    case 'text':
      return undefined;
    case 'select':
      return field.options.map(({ value, label }) => ({ id: value, text: label }));
    case 'rating':
      return Array.from({ length: field.max }, (_, index) => field.max - index).map((points) => ({
        id: `${points}`,
        text: texts.rating(points),
      }));
  }
}
