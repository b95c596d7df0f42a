import type { ChineseTools } from './chinese-tools.ts';

/** The units of a text by their sound: what sounds alike, or alike in the south, has the same key. */
export function soundKeys(text: string, chinese: ChineseTools): readonly string[] {
  return chinese.syllables(text).map((syllable, at) => (syllable === '' ? text.charAt(at) : soundKey(syllable)));
}

/** zh and z, ch and c, sh and s, n and l, -ing and -in, -eng and -en, -ang and -an are told apart by few. */
export function soundKey(syllable: string): string {
  return syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^n/, 'l')
    .replace(/(?<=[aei]n)g$/, '');
}

/** Names, step by step by their sound; a character of the name itself is taken whatever it sounds like there. */
interface SoundNode<Meaning> {
  readonly bySound: Map<string, SoundNode<Meaning>>;
  readonly byCharacter: Map<string, SoundNode<Meaning>>;
  readonly ends: Meaning[];
}

export interface SoundMatch<Meaning> {
  readonly start: number;
  readonly end: number;
  readonly meanings: readonly Meaning[];
}

export type SoundFinder<Meaning> = (text: string, keys: readonly string[]) => readonly SoundMatch<Meaning>[];

/** Finds what sounds like a name, all of them, the shorter before the longer at each place. */
export function soundFinder<Meaning>(
  entries: Iterable<readonly [name: string, meaning: Meaning]>,
  chinese: ChineseTools,
): SoundFinder<Meaning> {
  const root = newNode<Meaning>();
  for (const [name, meaning] of entries) {
    let node = root;
    for (const [at, key] of soundKeys(name, chinese).entries()) node = stepInto(node, key, name.charAt(at));
    if (!node.ends.includes(meaning)) node.ends.push(meaning);
  }
  return (text, keys) => {
    const found: SoundMatch<Meaning>[] = [];
    for (let start = 0; start < text.length; start += 1) {
      let node: SoundNode<Meaning> | undefined = root;
      for (let at = start; node !== undefined && at < text.length; at += 1) {
        node = node.byCharacter.get(text.charAt(at)) ?? node.bySound.get(keys[at] ?? '');
        if (node && node.ends.length > 0) found.push({ start, end: at + 1, meanings: node.ends });
      }
    }
    return found;
  };
}

function newNode<Meaning>(): SoundNode<Meaning> {
  return { bySound: new Map(), byCharacter: new Map(), ends: [] };
}

function stepInto<Meaning>(node: SoundNode<Meaning>, key: string, character: string): SoundNode<Meaning> {
  const next = node.bySound.get(key) ?? newNode<Meaning>();
  node.bySound.set(key, next);
  if (!node.byCharacter.has(character)) node.byCharacter.set(character, next);
  return next;
}
