/** What a language model suggests about words in doubt. It is always called a suggestion. */
export interface AdviceTexts {
  /** Of the field on the question's card. */
  readonly label: string;
  readonly kinds: Readonly<Record<'incident' | 'request' | 'none', string>>;
  /** @param parts what would be registered: kind, system, level */
  readonly value: (parts: readonly string[]) => string;
  /** The button, and what is typed; the first is the one that hints show. */
  readonly take: string;
  readonly words: readonly string[];
  /** Where a card can't change. */
  readonly news: (value: string) => string;
  /** He taps a card on which another suggestion stands, or none of the words that have come since. */
  readonly outdated: string;
  /** He asks for a suggestion that there is not. */
  readonly nothing: string;
}
