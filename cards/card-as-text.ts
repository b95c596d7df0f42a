import type { Card, CardField, Inline, Line } from './types.ts';

/**
 * A card for platforms that show none: its words, then how each button's effect is had by typing. Clocks are left out, since the
 * fields say their due instants; so are buttons without a typed form.
 */
export function cardAsLines(card: Card): readonly Line[] {
  const hints = card.actions.flatMap(({ hint }) => (hint === undefined ? [] : [hint]));
  return [
    card.badge === undefined ? [{ bold: card.title }] : [{ bold: card.title }, ` [${card.badge}]`],
    ...card.lines,
    ...card.fields.map(fieldAsLine),
    ...(hints.length > 0 ? [[hints.join(' / ')]] : []),
    ...(card.footnote === undefined ? [] : [[card.footnote]]),
  ];
}

/** The colon of the label's own script. */
export function fieldAsLine({ label, value }: CardField): Line {
  const colon: Inline = /\p{Script=Han}/u.test(label) ? '：' : ': ';
  return [label + colon, ...value];
}
