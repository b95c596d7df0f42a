import { z } from 'zod';
import { NO_LEAST } from '../domain/assessment/points.ts';
import type { ComparedTable } from '../domain/assessment/signed-statement.ts';

// A least that nothing bounds is no number of JSON.
const span = z.union([
  z.object({ min: z.number(), max: z.number() }),
  z.object({ isLeastUnknown: z.literal(true), max: z.number() }).transform(({ max }) => ({ min: NO_LEAST, max })),
]);
const signedStatement = z.object({
  fen: span,
  parts: z.array(
    z.object({
      isSplit: z.literal(true).optional(),
      period: z.object({ firstDay: z.string(), lastDay: z.string() }),
      tables: z.array(
        z.object({
          id: z.string(),
          copy: z.string().optional(),
          name: z.string(),
          total: span.optional(),
          fen: span,
          isByAgreement: z.literal(true).optional(),
          open: z.array(z.object({ why: z.string() })).optional(),
          sections: z.array(z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), change: span })) })),
        }),
      ),
    }),
  ),
});

/** As much of a signed statement as a card shows. */
export type SignedStatement = z.output<typeof signedStatement>;

/** The text that was signed, or that would be. @throws {ZodError} a record that is damaged */
export function readSignedStatement(json: string): SignedStatement {
  return signedStatement.parse(JSON.parse(json));
}

export function tablesOf({ parts }: SignedStatement): readonly ComparedTable[] {
  return parts.flatMap(({ tables }) => tables);
}
