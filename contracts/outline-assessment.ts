import { z } from 'zod';
import { list, number, part, text, texts } from './outline-forms.ts';

const limit = z.union([z.number(), z.string()]).optional().catch(undefined);
const flag = z.literal(true).optional().catch(undefined);
const given = z.unknown().optional();
const source = z
  .record(z.string(), part({ clocks: texts, levels: texts, systems: texts, plans: texts, of: text, state: text }))
  .catch({});

const bandStep = part({ from: limit, to: limit, share: text, yuan: number, byAgreement: flag });
const elapsedStep = part({ over: text, upTo: text, never: flag, from: number, to: number });

const rule = part({
  id: text,
  from: list(source),
  exemption: part({ of: texts }).optional(),
  'no-double-count': part({ with: texts, of: texts }).optional(),
  'judged-range': part({ from: number, to: number }).optional(),
  progressive: part({ plus: number, times: number }).optional(),
  'ratio-threshold': part({ steps: list(part({ under: text, upTo: text, points: number })) }).optional(),
  'graded-by-elapsed': part({ steps: list(elapsedStep) }).optional(),
  'human-graded': part({ brackets: list(part({ from: number, to: number })) }).optional(),
  'per-percentage-point': given,
  availability: given,
  target: given,
  quota: given,
  satisfaction: given,
  accrue: given,
  'tiered-state': part({ states: list(part({ id: text })) }).optional(),
  'weighted-graders': part({
    parts: list(part({ weight: text, table: text, copy: text, rule: text })),
  }).optional(),
  bands: part({ of: text, steps: list(bandStep) }).optional(),
  'money-fixed': part({ per: text, yuan: number, share: text }).optional(),
});

const item = part({ id: text, points: number, rules: list(rule) });
const section = part({ id: text, points: number, items: list(item) });

/** Of the tables what refers to something, and the points that have to add up. */
export const tablesOutline = z
  .record(
    z.string(),
    part({
      project: text,
      departments: z
        .union([z.literal('all'), texts])
        .optional()
        .catch(undefined),
      base: number,
      accrual: flag,
      unscored: flag,
      mismatch: text,
      sections: list(section),
    }),
  )
  .catch({});

export type OutlineTable = z.output<typeof tablesOutline>[string];
export type OutlineItem = OutlineTable['sections'][number]['items'][number];
export type OutlineRule = OutlineItem['rules'][number];
