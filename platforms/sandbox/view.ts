import type { Card, CardAction, Inline, Line } from '../../cards/types.ts';
import type { AccountRef, WireContent, WireInline, WireLine } from '../types.ts';
import type { CardView, MessageView, SandboxFile, SandboxMessage } from './types.ts';

type People = WireContent['people'];

/** What one account sees of a message; `undefined` when it is for somebody else's eyes. */
export function viewMessage(message: SandboxMessage, viewer: string): MessageView | undefined {
  if (message.from === 'person') return message;
  if (message.onlyFor !== undefined && message.onlyFor !== viewer) return undefined;
  const { content, deliveryKey: _ours, file, ...rest } = message;
  const card = content.card === undefined ? undefined : viewCard(content.card, content.people, viewer);
  const mentionsViewer = [...content.lines, ...(card?.lines ?? []), ...(card?.fields ?? []).map((field) => field.value)]
    .flat()
    .some((run) => typeof run === 'object' && 'mention' in run && run.mention.userId === viewer);
  return {
    ...rest,
    lines: content.lines,
    mentionsViewer,
    ...(card && { card }),
    ...(file && { file: viewFile(file) }),
  };
}

function viewFile({ hash: _kept, ...file }: SandboxFile): Omit<SandboxFile, 'hash'> {
  return file;
}

/** A card with the buttons that are for this viewer; the others are named, so that one knows whom it waits for. */
export function viewCard(card: Card, people: People, viewer: string): CardView {
  const isFor = (action: CardAction) => action.for === 'everyone' || usersOf(action.for, people).includes(viewer);
  return {
    ...card,
    lines: card.lines.map((line) => resolveLine(line, people)),
    fields: card.fields
      .filter((field) => !field.isInClocks)
      .map((field) => ({ label: field.label, value: resolveLine(field.value, people) })),
    actions: card.actions.filter(isFor).map(({ for: _audience, ...action }) => action),
    othersActions: card.actions
      .filter((action) => !isFor(action))
      .map(({ action, label, for: audience }) => ({
        action,
        label,
        users: audience === 'everyone' ? [] : usersOf(audience, people),
      })),
  };
}

/** A message as plain text, for a quote: what a reply's quoted line shows and what the bot may find a number in. */
export function messageAsText(message: SandboxMessage): string {
  if (message.from === 'person') {
    const names = (message.files ?? []).map(({ name }) => name);
    return [message.text, ...names].filter((words) => words !== '').join('\n');
  }
  if (message.file) return message.file.name;
  const { content } = message;
  const cardLines = content.card
    ? [content.card.title, ...content.card.lines.map((line) => lineAsText(resolveLine(line, content.people)))]
    : [];
  return [...content.lines.map(lineAsText), ...cardLines].filter((line) => line !== '').join('\n');
}

function lineAsText(line: WireLine): string {
  return line
    .map((run) => {
      if (typeof run === 'string') return run;
      return 'bold' in run ? run.bold : `@${run.mention.name ?? run.mention.userId}`;
    })
    .join('');
}

function usersOf(audience: readonly string[], people: People): readonly string[] {
  return audience.flatMap((person) => people[person]?.userId ?? []);
}

function resolveLine(line: Line, people: People): WireLine {
  return line.map((run) => resolveInline(run, people));
}

function resolveInline(run: Inline, people: People): WireInline {
  if (typeof run === 'string' || 'bold' in run) return run;
  // Somebody without an account here cannot be rung; his id still tells readers that a person was meant.
  const account: AccountRef | undefined = people[run.mention];
  return account === undefined ? `@${run.mention}` : { mention: account };
}
