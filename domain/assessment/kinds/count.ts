import type { Lines, Priced } from '../line.ts';
import type { Points } from '../points.ts';
import { eachLoses } from '../priced.ts';

/** The same for each occurrence. Without points the number alone matters: to money, or to a veto. */
export const count = ({ points = 0 }: { readonly points?: Points }, lines: Lines): Priced => eachLoses(lines, points);
