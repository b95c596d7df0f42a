import { z } from 'zod';
import type { RuleKinds } from '../domain/assessment/rule-kinds.ts';
import { formed, passage, wording } from './forms.ts';
import { floorForm, pointsForm, tablePeriodForm } from './forms-assessment.ts';
import { kindShape } from './schema-kinds.ts';
import { choices } from './schema-parts.ts';
import { sources } from './schema-sources.ts';

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const idForm = formed(
  (text) => (ID.test(text) ? text : undefined),
  'is no id of a table, an item or a rule',
  'use up to 63 letters, digits, "-", "_" and "."',
  ID.source,
);
const words = z.array(wording).default([]);
const clause = wording.exactOptional().describe("Where the tender says so; left out: the table's.");

/** A rule before it knows its item. */
const rule = z
  .strictObject({
    id: idForm
      .exactOptional()
      .describe('Unique in the pack; left out where the item has one rule, which has its id then.'),
    text: passage.describe('What it takes or gives, in the words of the text.'),
    words: words.describe('Short words by which a supervisor records it, such as rude or late.'),
    from: sources,
    ...kindShape,
  })
  .transform(({ id, text, words: own, from, ...figures }, context) => {
    const kinds: RuleKinds = figures;
    if (Object.keys(kinds).length === 0) {
      const remedy = 'give it at least one, such as count: { points: 1 }';
      context.addIssue({ code: 'custom', message: 'the rule has no kind', params: { remedy } });
    }
    return { ...(id !== undefined && { id }), text, words: own, from, kinds };
  });

const item = z.strictObject({
  id: idForm.describe('Unique in the pack.'),
  name: wording.describe('As the text writes it.'),
  points: pointsForm.exactOptional().describe('What it is worth; left out: nothing is printed.'),
  floor: floorForm
    .prefault('0*')
    .describe('0: it stops at zero. "0*": so chosen, the text does not say. none: it goes below zero.'),
  clause,
  rules: z.array(rule).min(1).describe('What takes or gives points in it.'),
});

const section = z.strictObject({
  id: idForm.describe('Unique in the table.'),
  name: wording.describe('As the text writes it.'),
  points: pointsForm.exactOptional().describe('What its items are worth together.'),
  items: z.array(item).min(1).describe('In the order of the text.'),
});

const table = z.strictObject({
  name: wording.describe('As the text writes it.'),
  clause: wording.describe('Where the tender has it.'),
  words: words.describe('Words by which people ask for it, beside its name.'),
  project: z.string().exactOptional().describe('Id of a project: of its tickets only.'),
  departments: z
    .union([z.literal('all'), z.array(z.string()).min(1)], { error: 'write all, or a list of ids of departments' })
    .exactOptional()
    .describe('One copy for each of these departments, of its tickets only.'),
  perPerson: z.literal(true).exactOptional().describe('One for each person.'),
  period: tablePeriodForm.describe('3 months of the service, 1 month of the calendar, whole service.'),
  graders: z.array(wording).default([]).describe('Who grades, as printed.'),
  base: pointsForm.exactOptional().describe('What an untouched period scores; left out: it has no points.'),
  accrual: z.literal(true).exactOptional().describe('Penalty points that count upwards, without a base.'),
  floor: floorForm.prefault('0*').describe('Of the total, as of an item.'),
  ceiling: pointsForm.exactOptional().describe('The total never shows more.'),
  unscored: z.literal(true).exactOptional().describe('Targets and duties alone: no score is made of it.'),
  mismatch: passage
    .exactOptional()
    .describe('The points that are printed do not add up: how, and what was made of it. Shown beside the score.'),
  choices: choices.default([]),
  sections: z.array(section).min(1).describe('In the order of the text.'),
});

export const tables = z
  .record(idForm, table)
  .describe('By what the service is assessed: the tables of the tender, by id.');

export type WrittenTable = z.output<typeof table>;
