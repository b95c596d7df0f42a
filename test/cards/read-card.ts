import type { Card, Line } from '../../cards/types.ts';

/** A line as text; whom it rings stands as `@id`. */
export function readLine(line: Line): string {
  return line.map((run) => (typeof run === 'string' ? run : 'mention' in run ? `@${run.mention}` : run.bold)).join('');
}

/** What a card says to its reader, a line each: `[badge] (tone)`, and for a button `<label> style, for whom, {form}, typed`. */
export function readCard(card: Card): readonly string[] {
  return [
    `${card.title}${card.badge === undefined ? '' : ` [${card.badge}]`} (${card.tone})`,
    ...card.lines.map(readLine),
    ...card.fields.map(({ label, value }) => `${label}: ${readLine(value)}`),
    ...card.actions.map(readAction),
    ...(card.footnote === undefined ? [] : [card.footnote]),
  ];
}

function readAction({ label, style, for: audience, command, form }: Card['actions'][number]): string {
  const who = audience === 'everyone' ? audience : audience.join(' ');
  const fields = form?.map(({ name, required }) => (required ? name : `${name}?`)).join(' ');
  return [`<${label}> ${style}`, who, fields && `{${fields}}`, command].filter(Boolean).join(', ');
}
