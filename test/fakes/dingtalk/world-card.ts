import type { Card, CardAction, FormField, Tone } from '../../../cards/types.ts';
import { type ReadTap, readTapParams } from '../../../platforms/dingtalk/tap-params.ts';
import type { CardFace, FaceButton } from './card-face.ts';

const TONES: readonly (readonly [mark: string, tone: Tone])[] = [
  ['🔴', 'danger'],
  ['🟡', 'warning'],
  ['🔵', 'info'],
  ['🟢', 'success'],
];
const BADGE = /^(?<title>.*) \[(?<badge>[^[\]]+)\]$/;

/** A card of the platform as a neutral one, as far as it still shows: what scenarios ask about and press. */
export function neutralCard(face: CardFace): Card {
  const lines = plainMarkdown(face.content);
  const [tone, whole] = toneOf(titleOf(face, lines));
  const { badge, title = whole } = BADGE.exec(whole)?.groups ?? {};
  const pressable = pressableOf(face);
  const [first] = pressable;
  return {
    tone,
    title,
    ...(badge !== undefined && { badge }),
    lines: lines.map((line) => [line]),
    fields: [],
    clocks: [],
    actions: actionsOf(pressable),
    ...(first && { subject: subjectOf(first) }),
    ...(pressable.some(({ tap }) => Object.keys(tap.button.form).length > 0) && { asksForm: true }),
  };
}

interface Pressable {
  readonly button: FaceButton;
  readonly tap: ReadTap;
}

/** Buttons that are ours. */
export function pressableOf(face: CardFace): readonly Pressable[] {
  return face.buttons.flatMap((button) => {
    const tap = readTapParams(button.params);
    return tap ? [{ button, tap }] : [];
  });
}

/** The lines of a text, without what makes them markdown. */
export function plainMarkdown(text: string): readonly string[] {
  return text
    .replaceAll('**', '')
    .split('\n')
    .map((line) => line.replace(/^- /, '').trim())
    .filter((line) => line !== '');
}

/** One that has no room on top stands whole as the first line. */
function titleOf({ title }: CardFace, [first]: readonly string[]): string {
  return title.endsWith('…') && first?.startsWith(title.slice(0, -1)) ? first : title;
}

function toneOf(title: string): readonly [Tone, string] {
  const found = TONES.find(([mark]) => title.startsWith(mark));
  return found ? [found[1], title.slice(found[0].length).trim()] : ['neutral', title];
}

const subjectOf = ({ tap: { button } }: Pressable) => ({ id: button.subject, version: button.version });

/** Buttons that only differ in what they fill in are one action with a choice. */
function actionsOf(pressable: readonly Pressable[]): readonly CardAction[] {
  const groups = Map.groupBy(pressable, ({ tap }) => `${tap.button.action} ${tap.button.subject}`);
  return [...groups.values()].flatMap((group): readonly CardAction[] => {
    const [first] = group;
    if (!first) return [];
    const { action } = first.tap.button;
    const form = formOf(group);
    const label = first.button.text;
    return [
      ...[
        { action, label, style: 'default', for: 'everyone', subject: subjectOf(first), ...(form && { form }) } as const,
      ],
    ];
  });
}

function formOf(group: readonly Pressable[]): readonly FormField[] | undefined {
  const [name] = Object.keys(group[0]?.tap.button.form ?? {});
  if (name === undefined) return undefined;
  const options = group.map(({ button, tap }) => ({ value: tap.button.form[name] ?? '', label: button.text }));
  return [{ name, label: name, type: 'select', required: true, options }];
}
