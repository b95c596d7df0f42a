import { cutTo, type Lines } from '../line.ts';
import type { RuleKinds } from '../rule-kinds.ts';

type Kind = NonNullable<RuleKinds['sampled']>;

/** How many findings a sample can have. */
export const sampleRoom = ({ size, perOne }: Kind): number => size * (perOne ?? 1);

/** What cannot be of the sample costs nothing. */
export function withinSample(kind: Kind, lines: Lines): Lines {
  let room = sampleRoom(kind);
  return lines.map((line) => {
    if (line.units === 0) return line;
    const units = Math.min(line.units, room);
    room -= units;
    return cutTo(line, units, 'beyond_sample');
  });
}
