import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the tenders print of one rule, gathered by hand beside them: no pack has been asked. */
export interface CatalogueRule {
  readonly table: string;
  /** `GX1.5a`; rules that differ in the last letter only are of one item. */
  readonly id: string;
  readonly item: string;
  /** Name of the item, as the row has it. */
  readonly name: string;
  readonly base?: number;
  readonly kinds: readonly string[];
  /** `0*`: chosen, not printed. Absent: it does not apply. */
  readonly floor?: string;
}

const [, ...lines] = readFileSync(join(import.meta.dirname, 'assessment-catalogue.tsv'), 'utf8')
  .trimEnd()
  .split('\n');

export const catalogue: readonly CatalogueRule[] = lines.map((line) => {
  const [table = '', id = '', name = '', base = '', kinds = '', floor = ''] = line.split('\t');
  return {
    table,
    id,
    item: id.replace(/[a-z]$/, ''),
    name,
    ...(base !== '' && { base: Number(base) }),
    kinds: kinds.split(' '),
    ...(floor !== '' && { floor }),
  };
});
