import { cardLines, cardTitle } from './content-text.ts';
import type { Failure, Mark, Played } from './play-state.ts';
import { writeDate, writeTime } from './when.ts';
import type { Shown } from './world.ts';

const INDENT = ' '.repeat(14);

/**
 * The play as people saw it, a line for each thing that happened: `09:01:30  群 │ 李工: …`. An arrow names the only reader of a
 * message, `↻` a card that changed in its place.
 */
export function transcript(played: Played, botName: string): string {
  const lines: string[] = [`\u25b6 ${played.scenario.name}  (${played.scenario.file})`];
  let day = '';
  for (const { at, text } of merged(played, botName)) {
    if (writeDate(at) !== day) {
      day = writeDate(at);
      lines.push(`\u2500\u2500 ${day} \u2500\u2500`);
    }
    lines.push(`${writeTime(at).padEnd(INDENT.length)}${text}`);
  }
  return lines.join('\n');
}

interface Happening {
  readonly at: number;
  readonly text: string;
}

function merged(played: Played, botName: string): readonly Happening[] {
  const names = new Map(played.cast.people.map((person) => [person.key, person.name]));
  const titles = new Map([
    ...played.cast.chats.map(({ key, title }) => [key, title] as const),
    ...played.cast.people.map(({ key, name }) => [played.privateChat(key), `${name} \u21c4 ${botName}`] as const),
  ]);
  const writer = {
    botName,
    name: (key: string) => names.get(key) ?? key,
    title: (key: string) => titles.get(key) ?? key,
  };
  const happenings: Happening[] = [];
  const marks = [...played.marks];
  for (const [place, shown] of played.shown.entries()) {
    while (marks[0] && marks[0].after <= place) happenings.push(writeMark(writer, marks.shift()));
    happenings.push({ at: shown.at, text: writeShown(writer, shown) });
  }
  return [...happenings, ...marks.map((mark) => writeMark(writer, mark))];
}

interface Writer {
  readonly botName: string;
  name(key: string): string;
  title(key: string): string;
}

function writeMark(writer: Writer, mark: Mark | undefined): Happening {
  if (!mark) return { at: 0, text: '' };
  const where = mark.chat === undefined ? '' : `${writer.title(mark.chat)} \u2502 `;
  const who = mark.by === undefined ? '\u2014 ' : `${writer.name(mark.by)} `;
  return { at: mark.at, text: `${where}${who}${mark.text}` };
}

function writeShown(writer: Writer, shown: Shown): string {
  const speaker = shown.by === undefined ? writer.botName : writer.name(shown.by);
  const reader = shown.onlyFor === undefined ? '' : ` \u2192 ${writer.name(shown.onlyFor)}`;
  const changed = shown.change === 'updated' ? ' \u21bb' : '';
  const unheard = shown.heard === undefined || shown.heard === 'delivered' ? '' : `  (${shown.heard})`;
  const file = shown.file === undefined ? [] : [`\u25a4 ${shown.file}`];
  const body = [...shown.lines, ...writeCard(writer, shown), ...file].filter((line) => line !== '');
  const form = shown.form === undefined ? '' : ` [${shown.form}]`;
  const head = `${writer.title(shown.chat)} \u2502 ${speaker}${reader}${changed}${form}: `;
  return head + body.join(`\n${INDENT}  \u2502 `) + unheard;
}

function writeCard(writer: Writer, { card, people }: Shown): readonly string[] {
  if (!card) return [];
  const readers = (action: (typeof card.actions)[number]): string => {
    if (action.for === 'everyone') return '';
    return ` ${action.for.map((id) => people[id]?.name ?? writer.name(id)).join('/')}`;
  };
  const buttons = card.actions.map((action) => `[${action.label}${readers(action)}]`);
  return [`\u25a0 ${cardTitle(card)}`, ...cardLines(card, people), buttons.join(' ')];
}

export function writeFailure(failure: Failure): string {
  const { actual, expected, file, line, what } = failure;
  return `${file}:${line}: ${what}\n    expected: ${expected}\n    actual:   ${actual}`;
}
