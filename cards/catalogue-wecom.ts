/** What WeCom's adapter says by itself, in one language. */
export interface WecomTexts {
  readonly card: WecomCardTexts;
  readonly callback: WecomCallbackTexts;
}

/** In callback mode: what stands in a message that is still being made. */
export interface WecomCallbackTexts {
  readonly working: string;
  /** Its end, when the answer is a card, which stands below it. */
  readonly seeCard: string;
  /** Its end, when no answer came in time. */
  readonly received: string;
}

/** Words on a template card that stand on no neutral card. */
export interface WecomCardTexts {
  /** A drop-down before anything is chosen. At most 10 characters. */
  readonly choose: string;
  /** Title of the drop-down with the actions that found no button. At most 13 characters. */
  readonly moreActions: string;
  /** The button that does what is chosen there. At most 10 characters. */
  readonly run: string;
  /** @param points 1 to 5; at most 10 characters */
  readonly rating: (points: number) => string;
  readonly unrated: string;
  /** Under a card whose words went ahead as text. */
  readonly wordsAbove: string;
  /** In the place of a tapped card that is older than what it is about. At most 26 characters. */
  readonly superseded: string;
  /** What to do then. At most 112 characters. */
  readonly supersededHint: string;
  /** Between several clocks on one row. */
  readonly separator: string;
  /** Labels that are too long for a card's narrow places, by their long form: of buttons 10 characters, of rows 5. */
  readonly buttonLabels: Readonly<Record<string, string>>;
  readonly rowLabels: Readonly<Record<string, string>>;
  /** What a footnote of a neutral card says here instead: WeCom does not tell which card a reply is about. */
  readonly footnotes: Readonly<Record<string, string>>;
  /** Below what may be typed: in a group WeCom passes on only what mentions the bot. */
  readonly typedToMe: string;
}
