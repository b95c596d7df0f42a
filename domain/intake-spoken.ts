import { alternatives } from './alternatives.ts';

/** A text as it was meant; of each unit, and of the end, where it stands in what was said. */
export interface Smoothed {
  readonly text: string;
  readonly origins: readonly number[];
}

/** @returns undefined where nothing was to be left out */
export type SpeechSmoother = (foldedText: string) => Smoothed | undefined;

/** Further back nobody looks for names that are not as they stand in the pack. In UTF-16 units. */
const SMOOTHED_MAX = 200;
/** 政府政府那个门户网网站 takes two, and 党政党党政通. */
const ROUNDS = 3;

/**
 * Leaves out what is said while thinking: 呃, 那个; what is begun again (信用 信用广州, Q B 呃 Q B X X); and the spaces of what is
 * spelled (G P S).
 * @param hesitations folded
 */
export function speechSmoother(hesitations: readonly string[]): SpeechSmoother {
  const thinking = `\\|?(?:${alternatives(hesitations)})\\|?`;
  const patterns = [
    // Letters one by one, or digits in groups: what stands between them goes.
    new RegExp(`(?<=(?<![a-z])[a-z])(?: |${thinking})+(?=[a-z](?![a-z]))|(?<=\\d) (?=\\d)`, 'gu'),
    new RegExp(thinking, 'gu'),
    /(\p{Script=Han}{1,4}|[a-z]{2,4})(?=\1)/gu,
    /(?<![a-z])([a-z])(?=\1[a-z])/gu,
  ];
  const starts = new RegExp(`${thinking}|(\\p{Script=Han}{1,4})\\1|(?<![a-z\\d])[a-z\\d]+ [a-z\\d]`, 'u');
  return (said) => {
    const start = said.slice(0, SMOOTHED_MAX);
    if (!starts.test(start)) return undefined;
    let smoothed: Smoothed = { text: start, origins: Array.from({ length: start.length + 1 }, (_, at) => at) };
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = smoothed.text;
      for (const pattern of patterns) smoothed = without(smoothed, pattern);
      if (smoothed.text === before) break;
    }
    return smoothed.text === start ? undefined : smoothed;
  };
}

function without({ text, origins }: Smoothed, pattern: RegExp): Smoothed {
  const kept: number[] = [];
  let left = '';
  let reached = 0;
  for (const { 0: gone, index } of text.matchAll(pattern)) {
    left += text.slice(reached, index);
    for (let at = reached; at < index; at += 1) kept.push(origins[at] ?? 0);
    reached = index + gone.length;
  }
  left += text.slice(reached);
  kept.push(...origins.slice(reached));
  return { text: left, origins: kept };
}
