import { z } from 'zod';

const text = z.string().optional().catch(undefined);
const texts = z.array(z.string().catch('')).catch([]);
const outlineSchema = z.object({
  term: z.object({ from: text, to: text }).catch({}),
  calendars: z.record(z.string(), z.unknown()).catch({}),
  levels: z
    .array(
      z
        .object({ id: text, rank: z.number().optional().catch(undefined), statements: texts, signs: texts })
        .catch({ statements: [], signs: [] }),
    )
    .catch([]),
  defaultLevel: text,
  clocks: z
    .array(
      z
        .object({ id: text, clock: text, levels: texts, systems: texts, target: text, calendar: text })
        .catch({ levels: [], systems: [] }),
    )
    .catch([]),
  reminders: z.array(z.object({ permille: z.number().optional().catch(undefined) }).catch({})).catch([]),
  escalation: z.array(z.object({ after: text }).catch({})).catch([]),
  systems: z.array(z.object({ id: text, name: text, nameEn: text, aliases: texts }).catch({ aliases: [] })).catch([]),
});

/**
 * The parts of a pack that refer to each other, as far as they can be read: what is malformed is left out here (the schema names
 * it), so that one mistake does not hide the others.
 */
export type Outline = z.output<typeof outlineSchema>;

/** @returns undefined when the document is no map at all */
export function outlineOf(value: unknown): Outline | undefined {
  return outlineSchema.safeParse(value).data;
}
