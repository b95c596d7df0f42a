import { z } from 'zod';
import { keyForm, passage, wording } from './forms.ts';

const name = wording.describe('As people see it, in Chinese.');
const nameEn = wording.describe('As people see it, in English.');

const level = z.strictObject({
  id: keyForm.describe('Never changes, since tickets point to it.'),
  name,
  nameEn,
  rank: z.int().min(1).max(9).describe('1 is the gravest. Unique within a scheme.'),
  meaning: passage
    .exactOptional()
    .describe('What it means in the words of the contract; shown where a level is chosen.'),
  statements: z
    .array(wording)
    .default([])
    .describe('Phrases by which the reporter himself decides for the level; they outweigh signs.'),
  signs: z.array(wording).default([]).describe('Words in a report that speak for the level.'),
  chain: keyForm.exactOptional().describe('Key of `chains`; left out: `default`.'),
});

const axisValue = z.strictObject({
  id: keyForm.describe('Unique on its side of the table.'),
  name,
  nameEn,
  words: z.array(wording).default([]).describe('Words in a report that speak for it.'),
  classes: z
    .array(z.string())
    .default([])
    .describe('Keys of `systemClasses`: systems that have the value by themselves; words outweigh it.'),
});

const axis = z.strictObject({
  name,
  nameEn,
  otherwise: z.string().describe('Id of the value when nothing in the report speaks for one.'),
  values: z.array(axisValue).min(1).describe('The gravest first.'),
});

export const matrix = z
  .strictObject({
    rows: axis.describe('The first side of the table.'),
    columns: axis.describe('The second side of the table.'),
    cells: z
      .array(z.array(z.string().min(1)))
      .describe(
        'One list for each row value, in order; in it one level for each column value. "?" in front of a level: the contract does not print the combination, so a human is asked.',
      ),
  })
  .describe('The level is found in a table of two axes, such as impact and urgency.');

export const levels = z.array(level).min(1).describe('All levels of the pack.');

export const defaultLevel = z.string().describe('Level of a report with no sign of another.');
export const vip = z.string().describe('Level of whatever a person with the post vip reports.');

export const schemes = z
  .array(
    z.strictObject({
      id: keyForm.describe('Unique in the pack.'),
      levels: z.array(z.string()).min(1).describe('Ids of levels that go together.'),
      defaultLevel,
      matrix: matrix.exactOptional(),
      vip: vip.exactOptional(),
    }),
  )
  .min(1)
  .describe(
    'Sets of levels, where systems differ in them. With `schemes` there is no top-level defaultLevel, matrix or vip.',
  );
