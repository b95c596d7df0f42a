import { z } from 'zod';
import type { CardKind, Message, Rooms } from '../rooms.ts';

/** Values of a card's variables, as they were sent. */
export type Params = Readonly<Record<string, string>>;

export interface FaceButton {
  readonly text: string;
  readonly color: string;
  readonly actionId: string;
  /** What comes back when it is pressed. */
  readonly params: Params;
}

/** A card as a phone shows it. */
export interface CardFace {
  readonly outTrackId: string;
  readonly params: Params;
  readonly title: string;
  readonly content: string;
  readonly buttons: readonly FaceButton[];
}

export type DingtalkRooms = Rooms<CardFace>;
export type DingtalkMessage = Message<CardFace>;

export const CARD_FORM = 'card';
/** How many buttons a group of buttons shows, and how long their words are, as far as anybody says. */
const SHOWN = { buttons: 8, labelColumns: 20 } as const;

/** A Chinese character is as broad as two letters. */
function columns(text: string): number {
  return Array.from(text, (char) => (/[\u2e80-\u{1faff}]/u.test(char) ? 2 : 1)).reduce(
    (sum: number, width) => sum + width,
    0,
  );
}

export const DINGTALK_CARDS: CardKind<CardFace> = {
  draw(sent) {
    const cut = [
      ...(sent.buttons.length > SHOWN.buttons ? ['buttons'] : []),
      ...sent.buttons.flatMap(({ text }) => (columns(text) > SHOWN.labelColumns ? [`label ${text}`] : [])),
    ];
    return { card: sent, cut };
  },
  idOf: ({ outTrackId }) => outTrackId,
  formOf: () => CARD_FORM,
};

const COLORS = ['blue', 'gray', 'red', 'green', 'orange', 'purple'] as const;

/** A list variable of a group of buttons (按钮组), as the card platform documents it. */
const buttonList = z.array(
  z.strictObject({
    text: z.string().min(1),
    color: z.enum(COLORS),
    status: z.enum(['normal', 'disabled']),
    event: z.strictObject({
      type: z.literal('sendCardRequest'),
      params: z.strictObject({ actionId: z.string().min(1), params: z.record(z.string(), z.string()) }),
    }),
  }),
);

/**
 * Draws the card of our template. What can't be drawn is a complaint, and is not there: the true client shows a gap.
 * @param variables of the template
 */
export function drawFace(
  outTrackId: string,
  params: Params,
  variables: readonly string[],
  complain: (what: string) => void,
): CardFace {
  for (const name of Object.keys(params))
    if (!variables.includes(name)) complain(`the template has no variable ${name}`);
  for (const name of variables) if (params[name] === undefined) complain(`the card has no value for ${name}`);
  const { btns = '[]', content = '', title = '' } = params;
  const parsed = buttonList.safeParse(jsonOf(btns));
  if (!parsed.success) complain(`btns can't be drawn: ${parsed.error.issues[0]?.message} in ${btns.slice(0, 200)}`);
  const buttons = (parsed.data ?? [])
    .filter(({ status }) => status === 'normal')
    .map(({ color, event, text }): FaceButton => ({ text, color, ...event.params }));
  return { outTrackId, params, title, content, buttons };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
