/** A stretch of a text; `end` is exclusive, in UTF-16 units. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * What a dictionary knows of Chinese. Passed in, since it is a package with data of some megabytes; whoever has none reads names
 * as they are written.
 */
export interface ChineseTools {
  /** Toneless pinyin (`lü` as `lv`), one for each UTF-16 unit of the text; '' where it has no sound. */
  syllables(text: string): readonly string[];
  /** The words of a text, from left to right and without a gap. */
  words(text: string): readonly TextSpan[];
}
