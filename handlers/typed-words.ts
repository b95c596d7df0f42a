import { CATALOGUES } from '../cards/language.ts';
import { lexicon } from '../cards/lexicon.zh.ts';
import { foldText } from '../domain/phrase-finder.ts';

let known: ReadonlySet<string> | undefined;

/** Folded: every word by which a message is understood, and every one that may be typed to the bot, in each language. */
export function wordsWithMeaning(): ReadonlySet<string> {
  // Lists of the catalogues are what may be typed; sentences are functions and single strings.
  known ??= new Set(
    [...listed(lexicon), ...Object.values(CATALOGUES).flatMap(listed)].map((word) => foldText(word).text),
  );
  return known;
}

function listed(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'string');
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listed) : [];
}
