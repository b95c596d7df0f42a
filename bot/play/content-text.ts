import type { Card, Inline, Line } from '../../cards/types.ts';
import type { WireContent, WireInline, WireLine } from '../../platforms/types.ts';

type People = WireContent['people'];

/** The words of a message, a line each, with mentions as `@name`: what scenarios look for and transcripts print. */
export function wireLines(lines: readonly WireLine[]): readonly string[] {
  return lines.map((line) => line.map(wireWord).join(''));
}

/** The words of a card below its title; buttons and clocks are not among them. */
export function cardLines(card: Card, people: People): readonly string[] {
  return [
    ...card.lines.map((line) => lineText(line, people)),
    ...card.fields.map((field) => `${field.label}: ${lineText(field.value, people)}`),
    ...(card.footnote === undefined ? [] : [card.footnote]),
  ];
}

export function cardTitle(card: Card): string {
  return card.badge === undefined ? card.title : `${card.title} [${card.badge}]`;
}

/** Accounts that a message rings. */
export function mentionedAccounts(
  lines: readonly WireLine[],
  card: Card | undefined,
  people: People,
): readonly string[] {
  const said = lines.flat().flatMap((run) => (typeof run === 'object' && 'mention' in run ? [run.mention.userId] : []));
  const inCard = [...(card?.lines ?? []), ...(card?.fields ?? []).map((field) => field.value)]
    .flat()
    .flatMap((run) => (typeof run === 'object' && 'mention' in run ? (people[run.mention]?.userId ?? []) : []));
  return [...new Set([...said, ...inCard])];
}

function lineText(line: Line, people: People): string {
  return line.map((run) => word(run, people)).join('');
}

function word(run: Inline, people: People): string {
  if (typeof run === 'string') return run;
  if ('bold' in run) return run.bold;
  const account = people[run.mention];
  return `@${account?.name ?? account?.userId ?? run.mention}`;
}

function wireWord(run: WireInline): string {
  if (typeof run === 'string') return run;
  return 'bold' in run ? run.bold : `@${run.mention.name ?? run.mention.userId}`;
}
