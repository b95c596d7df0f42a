import { z } from 'zod';
import { list, number, part, text, texts } from './outline-forms.ts';

const item = part({
  id: text,
  name: text,
  system: text,
  reading: part({ min: number, max: number, warn: text }).optional(),
  probe: part({ http: text, tcp: text, certificate: text, prometheus: text }).optional(),
});

const every = z.union([z.string(), texts]).optional().catch(undefined);
const window = part({ name: text, opens: text, due: text });
const plan = part({
  name: text,
  every,
  from: text,
  calendar: text,
  opens: text,
  due: text,
  windows: list(window).optional(),
  binding: text,
  project: text,
  departments: z
    .union([z.literal('all'), texts])
    .optional()
    .catch(undefined),
  systems: texts,
  since: text,
  until: text,
  kind: text,
  report: text,
  words: texts,
  checklist: list(z.union([z.string(), item])),
});

/** Of recurring duties what refers to something, and their moments. */
export const obligationsOutline = {
  checklists: z.record(z.string(), list(item)).catch({}),
  inspections: z.record(z.string(), plan).catch({}),
  deliverables: z.record(z.string(), plan).catch({}),
  reporting: part({ daily: part({ calendar: text, on: text }).optional() }).optional(),
};

export type OutlinePlan = z.output<typeof plan>;
export type OutlineCheckItem = z.output<typeof item>;
