import { z } from 'zod';
import { tablesOutline } from './outline-assessment.ts';
import { list, number, part, text, texts } from './outline-forms.ts';
import { obligationsOutline } from './outline-obligations.ts';

const map = z.record(z.string(), z.unknown()).catch({});

const scope = { levels: texts, systems: texts, profiles: texts, projects: texts };
const steps = list(part({ after: text }));
const escalation = list(part({ after: text, call: z.boolean().optional().catch(undefined) }));
const axis = part({ otherwise: text, values: list(part({ id: text, name: text, words: texts, classes: texts })) });
const matrix = part({ rows: axis, columns: axis, cells: list(texts) });
const scheme = { levels: texts, defaultLevel: text, vip: text, matrix: matrix.optional() };
const outlineSchema = z.object({
  term: part({ from: text, to: text }),
  calendars: map,
  holidayYears: map,
  holidayChanges: map,
  departments: list(
    part({ id: text, name: text, nameEn: text, aliases: texts, calendars: z.record(z.string(), text).catch({}) }),
  ),
  chats: list(part({ id: text, department: text })),
  projects: list(part({ id: text, department: text, scheme: text })),
  profiles: list(part({ id: text, scheme: text })),
  systemClasses: map,
  systems: list(
    part({
      id: text,
      name: text,
      nameEn: text,
      aliases: texts,
      class: text,
      department: text,
      project: text,
      profile: text,
      scheme: text,
    }),
  ),
  levels: list(part({ id: text, rank: number, statements: texts, signs: texts, chain: text })),
  schemes: list(part({ id: text, ...scheme })).optional(),
  defaultScheme: text,
  defaultLevel: text,
  matrix: matrix.optional(),
  vip: text,
  anomalyLevels: texts,
  clocks: list(
    part({
      id: text,
      clock: text,
      ...scope,
      target: text,
      calendar: text,
      binding: text,
      pausable: z.boolean().optional().catch(undefined),
      onRequestOutside: text,
      reportedIn: text,
      reportedOutside: text,
      chain: text,
    }),
  ),
  chains: z
    .record(z.string(), part({ reminders: list(part({ permille: number })), escalation }))
    .optional()
    .catch(undefined),
  silence: list(part({ levels: texts, calendar: text, steps })),
  quietHours: part({ levels: texts, from: text, to: text }).optional(),
  rotas: list(
    part({
      id: text,
      on: text,
      calendar: text,
      rotate: text,
      weekday: text,
      departments: texts,
      projects: texts,
      systems: texts,
    }),
  ),
  attendance: part({ calendar: text, openAt: text, signInBy: text, absentAt: text, signOutFrom: text }).optional(),
  alerts: list(part({ id: text, system: text, level: text })),
  tables: tablesOutline,
  ...obligationsOutline,
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

/** The only scheme of a pack in the short form. */
export const ONLY_SCHEME = 'default';

export interface OutlineScheme {
  readonly id: string | undefined;
  readonly levels: readonly string[];
  readonly defaultLevel: string | undefined;
  readonly vip: string | undefined;
  readonly matrix: Outline['matrix'];
  /** Where it stands in the document. */
  readonly path: readonly PropertyKey[];
}

/** The schemes that are written, or the one that the short form stands for. */
export function schemesOf(outline: Outline): readonly OutlineScheme[] {
  if (outline.schemes !== undefined) {
    return outline.schemes.map(({ id, levels, defaultLevel, vip, matrix }, index) => {
      return { id, levels, defaultLevel, vip, matrix, path: ['schemes', index] };
    });
  }
  const { defaultLevel, vip, matrix } = outline;
  const levels = outline.levels.flatMap(({ id }) => id ?? []);
  return [{ id: ONLY_SCHEME, levels, defaultLevel, vip, matrix, path: [] }];
}
