import { z } from 'zod';
import { POINT } from '../domain/assessment/points.ts';
import type { Band, RuleKinds, WeightedPart } from '../domain/assessment/rule-kinds.ts';
import { formed, wording } from './forms.ts';
import { percentForm, shareForm, yuanForm } from './forms-assessment.ts';

/** Kinds that decide by the whole: averages of graders, and grades. */

const END = /^(?:>|<=)\d{1,5}(?:\.\d{1,6})?$/;
const endForm = (mark: '>' | '<=', meaning: string) =>
  z.union([
    z.number().min(0),
    formed(
      (text) => (END.test(text) && text.startsWith(mark) ? Number(text.slice(mark.length)) : undefined),
      'is no end of a grade',
      `write a number, or "${mark}60" (${meaning})`,
      `^${mark}\\d{1,5}(?:\\.\\d{1,6})?$`,
    ).transform((value) => ({ value })),
  ]);

const band = z.strictObject({
  from: endForm('>', 'more than 60').exactOptional().describe('Included; ">60": not.'),
  to: endForm('<=', '60 included').exactOptional().describe('Not included; "<=60": included.'),
  name: wording.describe('The grade.'),
  consequence: wording.exactOptional().describe('What it means for the payment, in the words of the text.'),
  share: shareForm.exactOptional().describe('What is owed: 0.5% of contract.'),
  yuan: yuanForm.exactOptional().describe('What is owed, in yuan.'),
  byAgreement: z.literal(true).exactOptional().describe('The two sides agree on the money.'),
});

export const bands = z
  .strictObject({
    of: z.enum(['total', 'satisfied']).describe('Of the total, or of the number of satisfied ticks.'),
    steps: z.array(band).min(1).describe('The grades, without overlap.'),
  })
  .transform(
    ({ of, steps }): NonNullable<RuleKinds['bands']> => ({
      of,
      steps: steps.map((step) => bandOf(step, of === 'total' ? POINT : 1)),
    }),
  )
  .describe('Grades of a total, and their money. Steps without from and to: the text prints no limits.');

type End = number | { readonly value: number };
const limitOf = (end: End): number => (typeof end === 'number' ? end : end.value);

function bandOf({ from, to, share, yuan, byAgreement, ...named }: z.output<typeof band>, unit: number): Band {
  const money = share ? { share } : yuan !== undefined ? { fen: yuan } : byAgreement ? { byAgreement } : undefined;
  return {
    ...named,
    ...(from !== undefined && { from: Math.round(limitOf(from) * unit) }),
    ...(typeof from === 'object' && { isFromOpen: true }),
    ...(to !== undefined && { to: Math.round(limitOf(to) * unit) }),
    ...(typeof to === 'object' && { isToClosed: true }),
    ...(money && { money }),
  };
}

const part = z
  .strictObject({
    weight: percentForm.describe('Of the whole.'),
    table: z.string().exactOptional().describe('Id of a table.'),
    copy: z.string().exactOptional().describe('Id of a department: its copy of the table.'),
    rule: z.string().exactOptional().describe('Id of another rule of weighted graders.'),
    name: wording.describe('Who grades.'),
  })
  .transform(({ weight, table, copy, rule, name }, context): WeightedPart => {
    if (table !== undefined && rule === undefined) return { weight, table, name, ...(copy !== undefined && { copy }) };
    if (rule !== undefined && table === undefined && copy === undefined) return { weight, rule, name };
    const remedy = 'name either a table (with the copy of a department) or a rule';
    context.addIssue({ code: 'custom', message: 'it is not clear what is averaged', params: { remedy } });
    return z.NEVER;
  });

export const weightedGraders = z
  .strictObject({ parts: z.array(part).min(2).describe('Their weights add up to 100%.') })
  .describe('Several grade; their totals are averaged by weight.');
