const NUMBERED = /^(.+) ([\d-]+)$/;

/** How long a text is where it is shown, and its beginning that is at most so long. */
export interface LabelMeasure {
  readonly length: (text: string) => number;
  readonly clip: (text: string, max: number) => string;
}

/** What a button shows of a longer label. The number at its end stays: 接单 0303-12, it tells the buttons apart. */
export function clipLabel(label: string, max: number, { clip, length }: LabelMeasure): string {
  if (length(label) <= max) return label;
  const [whole, words, number = ''] = NUMBERED.exec(label) ?? [];
  const left = max - length(number) - 1;
  if (whole === undefined || words === undefined || left < 1) return clip(label, max);
  return `${clip(words, left)} ${number}`;
}
