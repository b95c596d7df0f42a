import { inEveryLanguage } from '../cards/language.ts';
import type { FormField } from '../cards/types.ts';
import { cleanText } from '../domain/plain-text.ts';
import type { TicketCommandType } from '../domain/ticket-types.ts';
import type { RawInput } from './command-input.ts';

/** What stands in brackets in the examples: everybody has to replace it by his own words. */
const IN_EXAMPLES: ReadonlySet<string> = new Set(
  inEveryLanguage(({ commands }) => Object.values(commands).map(({ sample }) => sample))
    .flatMap((sample) => [...sample.matchAll(/[\uff1c\u2039]([^\uff1e\u203a]+)[\uff1e\u203a]/gu)])
    .flatMap(([, words]) => (words === undefined ? [] : folded(words))),
);

/**
 * Takes out what was copied from an example or from the form itself (its labels, its hints, dots), as if it had not been written.
 * @returns also what was taken out, as it was written
 */
export function withoutExampleWords(
  input: RawInput,
  type: TicketCommandType,
  fields: readonly FormField[],
): { readonly input: RawInput; readonly copied: readonly string[] } {
  const copied = fields
    .filter((field) => field.type === 'text' && isExample(cleanText(input[field.name] ?? ''), type, field))
    .map(({ name }) => name);
  const kept = Object.fromEntries(
    Object.entries(input).map(([name, value]) => [name, copied.includes(name) ? '' : value]),
  );
  return { input: kept, copied: copied.map((name) => cleanText(input[name] ?? '')) };
}

function isExample(said: string, type: TicketCommandType, field: FormField): boolean {
  if (/^[.\s]+$/u.test(said.normalize('NFKC'))) return true;
  const words = folded(said);
  if (IN_EXAMPLES.has(words)) return true;
  const label = folded(field.label.replace(/[(\uff08].*$/u, ''));
  const named = inEveryLanguage(({ commands }) => commands[type].words).map((word) => folded(word) + label);
  const hints = field.type === 'text' && field.placeholder !== undefined ? [folded(field.placeholder)] : [];
  return [label, ...named, ...hints].includes(words);
}

/** Without brackets, marks and spaces around it. */
function folded(words: string): string {
  const plain = [...words.normalize('NFKC').toLowerCase()];
  const isWord = (letter: string) => !/[\p{P}\s<>]/u.test(letter);
  return plain.slice(plain.findIndex(isWord), plain.findLastIndex(isWord) + 1).join('');
}
