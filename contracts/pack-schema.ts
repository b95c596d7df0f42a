import { z } from 'zod';
import { ROLES } from '../domain/types.ts';
import { dateForm, durationForm, includeForm, keyForm, prefixForm, timeForm, wording } from './forms.ts';
import { yuanForm } from './forms-assessment.ts';
import { alerts } from './schema-alerts.ts';
import { tables } from './schema-assessment.ts';
import { calendars, holidayChanges, holidayYears } from './schema-calendars.ts';
import { chains, clocks, quietHours, silence } from './schema-clocks.ts';
import { attendance, rotas } from './schema-duty.ts';
import { defaultLevel, levels, matrix, schemes, vip } from './schema-levels.ts';
import { checklists, deliverables, inspections, reporting } from './schema-obligations.ts';
import { chats, choices, departments, places, profiles, projects, systemClasses, systems } from './schema-parts.ts';
import { personalData } from './schema-personal-data.ts';
import { sameFault } from './schema-same-fault.ts';

/** What an included file can give as well. */
const sharedShape = {
  calendars,
  holidayYears: holidayYears.default({}),
  holidayChanges: holidayChanges.default({}),
  systemClasses: systemClasses.default({}),
  levels,
  schemes: schemes.exactOptional(),
  chains,
  silence: silence.default([]),
  quietHours: quietHours.exactOptional(),
  suspension: z
    .strictObject({
      approval: z
        .enum(['none', 'supervisor'])
        .describe("supervisor: a pause counts from its request once the customer's side has approved."),
    })
    .describe('What pausing a ticket takes.'),
  levelChange: z.array(z.enum(ROLES)).min(1).describe("The roles that may change a ticket's level or system."),
  anomalyLevels: z
    .array(z.string())
    .min(1)
    .exactOptional()
    .describe(
      'Levels of inspection anomalies without a sign of another, at most one of each scheme; left out: as any report.',
    ),
  reopen: z
    .enum(['resume', 'restart'])
    .describe('What the resolve clock does when the reporter says that it is not solved.'),
  sameFault: sameFault.exactOptional(),
  autoCloseAfter: durationForm.describe('A resolved ticket that nobody confirms closes by itself after this.'),
  undoWithin: durationForm.describe('The same person may take his last step back within this.'),
  tables: tables.default({}),
  checklists: checklists.default({}),
  inspections: inspections.default({}),
  deliverables: deliverables.default({}),
  reporting: reporting.prefault({}),
  personalData: personalData.exactOptional(),
};

const ownShape = {
  id: keyForm.describe('The contract; never changes, since tickets point to it.'),
  name: wording.describe('The full name of the contract.'),
  shortName: wording.describe('How people call it.'),
  numberPrefix: prefixForm.describe('First part of ticket numbers: GZ in GZ-260303-07.'),
  zone: z.literal('Asia/Shanghai').describe('Of every time in the pack.'),
  term: z
    .strictObject({ from: dateForm.describe('First day.'), to: dateForm.describe('Last day.') })
    .describe('When the service is owed.'),
  parties: z
    .strictObject({ customer: wording.describe('Who pays.'), supplier: wording.describe('Who works.') })
    .describe('Who has signed it.'),
  departments: departments.default([]),
  chats: chats.default([]),
  places: places.default([]),
  projects: projects.default([]),
  profiles: profiles.default([]),
  systems,
  defaultLevel: defaultLevel.exactOptional(),
  matrix: matrix.exactOptional(),
  vip: vip.exactOptional(),
  defaultScheme: z
    .string()
    .exactOptional()
    .describe('With `schemes`: the one of systems that name none, and of reports without a system.'),
  clocks,
  rotas: rotas.default([]),
  rosterNotice: durationForm.prefault('24h').describe('How long before a gap in the roster the manager is told.'),
  attendance: attendance.exactOptional(),
  digestAt: timeForm.exactOptional().describe('When the manager gets his digest each day.'),
  choices: choices.default([]),
  alerts: alerts.default([]),
  price: yuanForm
    .exactOptional()
    .describe('Price of the whole contract in yuan, of which penalties are a share; left out: shares are shown alone.'),
};

export const include = z
  .array(includeForm)
  .describe(
    "Shared files, relative to the pack's; the pack's own keys win, and a later file wins over an earlier one.",
  );

/** A pack with what it includes. The field names are those of `Contract`; durations are texts. */
export const packSchema = z.strictObject({ ...ownShape, ...sharedShape });
export type Pack = z.output<typeof packSchema>;

/** A file that packs include. */
export const sharedSchema = z.strictObject(sharedShape).partial();

/** A pack as it is written: what its includes give may be left out. */
export const packFileSchema = z.strictObject({ include: include.exactOptional(), ...ownShape, ...sharedSchema.shape });
