import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One duty that the tenders print with a cadence, gathered by hand beside them: no pack has been asked. */
export interface CatalogueDuty {
  readonly contract: string;
  /** A row of the catalogue; several plans may be made of one. */
  readonly duty: string;
  /** Lines of the tenders. */
  readonly source: string;
  /** Id of the plan; of the name of a clock, where the duty falls by each fault. */
  readonly plan: string;
  readonly kind: string;
  /** How often in a period: 2/day, 5/quarter, request. */
  readonly cadence: string;
  readonly due: string;
  /** How many there are in the whole service, of all departments together. */
  readonly count: number;
}

const [, ...lines] = readFileSync(join(import.meta.dirname, 'duties-catalogue.tsv'), 'utf8')
  .trimEnd()
  .split('\n');

export const duties: readonly CatalogueDuty[] = lines.map((line) => {
  const [contract = '', duty = '', source = '', plan = '', kind = '', cadence = '', due = '', count = ''] =
    line.split('\t');
  return { contract, duty, source, plan, kind, cadence, due, count: Number(count) };
});
