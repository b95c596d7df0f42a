/** What DingTalk's adapter says by itself, in one language. */
export interface DingtalkTexts {
  readonly card: DingtalkCardTexts;
  readonly page: TapPageTexts;
}

/** Words beside a card, and in the place of one, that stand on no neutral card. */
export interface DingtalkCardTexts {
  /** Under a card whose words went ahead as a message. */
  readonly wordsAbove: string;
  /** Title of a card that was tapped and is older than what it is about. */
  readonly superseded: string;
  /** Where to go from there. */
  readonly supersededHint: string;
  /** What may be typed where no button does it. In a group DingTalk passes on only what mentions the bot. */
  readonly typed: Readonly<Record<'group' | 'private', (commands: string, bot: string) => string>>;
  /** One of these commands. */
  readonly command: (typed: string) => string;
  readonly separator: string;
  /** Between what may be typed next. */
  readonly or: string;
  /** `next`: what comes next, and `whole`, with which all the rest is seen; `more`: only that. */
  readonly step: Readonly<
    Record<
      'group' | 'private',
      {
        readonly next: (commands: string, whole: string, bot: string) => string;
        readonly more: (whole: string, bot: string) => string;
      }
    >
  >;
  /** What is due next. */
  readonly due: (label: string, standing: string) => string;
  /** How a sentence that names buttons begins or ends, and how it does where there are none. */
  readonly typedInstead: Readonly<Record<string, string>>;
  /** @param points 1 to 5 */
  readonly rating: (points: number) => string;
  /** What a footnote of a neutral card says here instead: DingTalk does not tell which card a reply is about. */
  readonly footnotes: Readonly<Record<string, string>>;
}

/** Where the result of something appears. */
type Place = 'group' | 'private';

/** The page behind a link that stands for a button. Whoever reads it may be woken from sleep, on a phone. */
export interface TapPageTexts {
  readonly title: string;
  /** Names of the three rows. */
  readonly person: string;
  readonly about: string;
  readonly action: string;
  /** What the button does, whose label is the action's. */
  readonly effect: (person: string, label: string) => string;
  /** The same where the bot then asks for something more. */
  readonly effectAsking: (person: string, label: string) => string;
  /** Behind it, where the bot asks now. */
  readonly asking: string;
  readonly caution: (person: string) => string;
  readonly submitted: Readonly<Record<Place, (bot: string) => string>>;
  /** The same where the bot now asks for something more. */
  readonly submittedAsking: (bot: string) => string;
  readonly submittedBefore: Readonly<Record<Place, (bot: string) => string>>;
  /** Behind what is done. */
  readonly close: string;
  readonly expired: TapPageNotice;
  readonly invalid: TapPageNotice;
  readonly tooMany: TapPageNotice;
  readonly failed: TapPageNotice;
  /** What may be typed instead. */
  readonly instead: Readonly<Record<Place, (bot: string, command: string) => string>>;
}

export interface TapPageNotice {
  readonly heading: string;
  readonly advice: string;
}
