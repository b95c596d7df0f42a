import type { StatementWords } from '../cards/catalogue-statement.ts';
import type { ItemScore, TableScore } from '../domain/assessment/statement.ts';
import type { Choice } from '../domain/contract.ts';

/** What whoever signs has to know beside the figures. */
export interface PaperNote {
  readonly heading: string;
  readonly lines: readonly string[];
}

/**
 * @param ofContract what the pack chooses beside its tables
 * @param copyName what the department or person of a copy is called
 */
export function notesOf(
  score: TableScore,
  ofContract: readonly Choice[],
  items: readonly ItemScore[],
  words: StatementWords,
  copyName: (copy: string) => string,
): readonly PaperNote[] {
  const bounded = items.filter(({ base }) => base !== undefined);
  const floors = bounded.filter(({ isFloorChosen }) => isFloorChosen).map(({ id }) => id);
  const isEach = floors.length > 1 && floors.length === bounded.length;
  const notes: readonly PaperNote[] = [
    { heading: words.headings.open, lines: openLines(score, items, words, copyName) },
    { heading: words.headings.mismatch, lines: score.mismatch === undefined ? [] : [score.mismatch] },
    {
      heading: words.headings.choices,
      lines: score.choices.map((choice) => choiceLine(choice, words)),
    },
    { heading: words.headings.contractChoices, lines: ofContract.map((choice) => choiceLine(choice, words)) },
    {
      heading: words.headings.floors,
      lines: floors.length === 0 ? [] : [isEach ? words.everyFloor : words.floors(floors)],
    },
  ];
  return notes.filter(({ lines }) => lines.length > 0);
}

function choiceLine({ about, chosen, clause, others }: Choice, words: StatementWords): string {
  return `${words.choice(about, chosen, clause)}${others.length === 0 ? '' : words.choiceOthers(others)}`;
}

/** Who has not scored yet is named: an average waits for each of them. */
function openLines(
  { copy: own, open }: TableScore,
  items: readonly ItemScore[],
  words: StatementWords,
  copyName: (copy: string) => string,
): readonly string[] {
  const itemOf = new Map(items.flatMap((item) => item.rules.map((rule) => [rule.id, item.name])));
  const copiesOf = Map.groupBy(open, ({ rule, why }) =>
    why === 'hand_in' ? words.openShort[why] : words.open(rule, itemOf.get(rule) ?? '', why),
  );
  return [...copiesOf].map(([line, all]) => {
    const names = all.flatMap(({ copy, name }) => name ?? (copy === undefined || copy === own ? [] : copyName(copy)));
    return names.length === 0 ? line : words.aside(line, words.list([...new Set(names)]));
  });
}
