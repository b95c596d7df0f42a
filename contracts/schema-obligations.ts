import { z } from 'zod';
import { WEEKDAYS } from '../domain/calendar.ts';
import { type Probe, REPORT_KINDS } from '../domain/obligations/plan-types.ts';
import { dateForm, keyForm, passage, timeForm, wording } from './forms.ts';
import { daysForm, momentForm, placeForm, readingForm, reminderForm, urlForm } from './forms-obligations.ts';

/** What a contract wants done again and again. */

/** How often, in the words of a pack. */
export const RHYTHMS = [
  'day',
  'workday',
  'rest day',
  'week',
  'month',
  '2 months',
  'quarter',
  'half year',
  'year',
  'service',
] as const;
export const ON_REQUEST = 'on request';
const TIMES_MAX = 100;

const named = {
  name: wording.describe('As people see it, in Chinese.'),
  nameEn: wording.exactOptional().describe('As people see it, in English; left out: the Chinese name.'),
};

const probe = z
  .strictObject({
    http: urlForm.exactOptional().describe('Address of a page that has to answer.'),
    status: z.int().min(100).max(599).exactOptional().describe('With http: its status; left out: 200 to 299.'),
    contains: wording.exactOptional().describe('With http: what the page has to say.'),
    tcp: placeForm.exactOptional().describe('host:port that has to take connections.'),
    certificate: placeForm.exactOptional().describe('host:port; the reading is the days that it is valid yet.'),
    prometheus: passage.exactOptional().describe('A query with one value, which is the reading.'),
  })
  .transform((written, context): Probe => {
    const [found, ...more] = probesIn(written);
    const isBelow = written.http === undefined && (written.status !== undefined || written.contains !== undefined);
    if (found !== undefined && more.length === 0 && !isBelow) return found;
    const message = isBelow ? 'status and contains belong to http' : 'it is not clear what is looked at';
    const remedy = 'give it one of http, tcp, certificate, prometheus';
    context.addIssue({ code: 'custom', message, params: { remedy } });
    return z.NEVER;
  })
  .describe('A machine can tell by itself.');

function probesIn({
  http,
  status,
  contains,
  tcp,
  certificate,
  prometheus,
}: {
  readonly http?: string;
  readonly status?: number;
  readonly contains?: string;
  readonly tcp?: { readonly host: string; readonly port: number };
  readonly certificate?: { readonly host: string; readonly port: number };
  readonly prometheus?: string;
}): readonly Probe[] {
  const page = { ...(status !== undefined && { status }), ...(contains !== undefined && { contains }) };
  return [
    ...(http === undefined ? [] : [{ kind: 'http', url: http, ...page } as const]),
    ...(tcp ? [{ kind: 'tcp', ...tcp } as const] : []),
    ...(certificate ? [{ kind: 'certificate', ...certificate } as const] : []),
    ...(prometheus === undefined ? [] : [{ kind: 'prometheus', query: prometheus } as const]),
  ];
}

const reading = z
  .strictObject({
    unit: wording.describe('As people write it behind the value: °C, %.'),
    min: readingForm.exactOptional().describe('Less is an anomaly.'),
    max: readingForm.exactOptional().describe('More is an anomaly.'),
    warn: daysForm.exactOptional().describe('"7 days": a drift that would cross a limit within so many days is told.'),
  })
  .describe('A value is read; without it the item is normal or not.');

const item = z.strictObject({
  id: keyForm.describe('Unique in the plan.'),
  group: wording.describe('Under which heading it stands, such as servers.'),
  ...named,
  hint: passage.exactOptional().describe('What to look at, in the words of the text.'),
  reading: reading.exactOptional(),
  photo: z.literal(true).exactOptional().describe('A photo is wanted with it.'),
  system: z.string().exactOptional().describe('Id of the system that it is about.'),
  probe: probe.exactOptional(),
});

export const checklists = z
  .record(keyForm, z.array(item).min(1))
  .describe('Lists of items by name, which plans of inspection put together.');

const days = z.array(z.enum(WEEKDAYS)).min(1);
const everyForm = `write ${[...RHYTHMS, ON_REQUEST].join(', ')}, or a list of weekdays`;
const opens = momentForm.describe('From when on it may be done; without a time: at 09:00.');
const due = momentForm.describe('The last moment that is in time; without a time: until 24:00.');

const planShape = {
  ...named,
  clause: wording.describe('Where the tender says so.'),
  from: z
    .enum(['calendar', 'service'])
    .exactOptional()
    .describe(
      'Of months and longer: of the calendar, or counted from the first day of the service; left out: calendar.',
    ),
  times: z
    .int()
    .min(1)
    .max(TIMES_MAX)
    .default(1)
    .describe('How often in a period (in each of its windows); left out: once.'),
  calendar: keyForm
    .default('working')
    .describe('Key of `calendars`, for workdays and days of rest; left out: working.'),
  opens: opens.exactOptional(),
  due: due.exactOptional(),
  windows: z
    .array(z.strictObject({ ...named, opens, due }))
    .min(1)
    .exactOptional()
    .describe('In place of opens and due, where it falls at several times of a period, such as morning and afternoon.'),
  binding: z
    .enum(['contract', 'internal'])
    .default('contract')
    .describe("internal: the supplier's own, which counts in no score; left out: contract."),
  project: z.string().exactOptional().describe('Id of a project.'),
  departments: z
    .union([z.literal('all'), z.array(z.string()).min(1)], { error: 'write all, or a list of ids of departments' })
    .exactOptional()
    .describe('One for each of these departments; left out: one for the contract.'),
  systems: z.array(z.string()).default([]).describe('Ids of the systems that it is about.'),
  remind: z
    .array(reminderForm)
    .exactOptional()
    .describe('How long before it is due they are reminded; left out: 30m in a rhythm of days, else 3 days and 1 day.'),
  since: dateForm.exactOptional().describe('First day on which it is owed; left out: that of the service.'),
  until: dateForm.exactOptional().describe('Last day on which it is owed; left out: that of the service.'),
};

const inspection = z.strictObject({
  ...planShape,
  every: z
    .union([z.enum([...RHYTHMS, ON_REQUEST]), days], { error: everyForm })
    .describe('In which rhythm; on request: people ask for it.'),
  checklist: z
    .array(z.union([z.string(), item], { error: 'write the name of a checklist, or an item' }))
    .min(1)
    .describe('Names of `checklists`, and items of its own.'),
});

const deliverable = z.strictObject({
  ...planShape,
  every: z
    .union([z.enum(RHYTHMS), days], { error: everyForm.replace(`, ${ON_REQUEST}`, '') })
    .describe('In which rhythm; service: once in the whole service.'),
  kind: z
    .enum(['report', 'document', 'activity'])
    .describe('activity: a drill, a training, a scan, a backup, with its record.'),
  report: z.enum(REPORT_KINDS).exactOptional().describe('The bot drafts it of the same period.'),
  review: z
    .enum(['supervisor', 'none'])
    .default('supervisor')
    .describe("supervisor: settled when the customer's side accepts it. none: when it is handed in."),
  lateIn: z.enum(['days', 'workdays']).default('days').describe('In which days lateness is counted.'),
  words: z.array(wording).default([]).describe('Other words by which people name it.'),
});

export const inspections = z.record(keyForm, inspection).describe('Rounds with a checklist, by id.');
export const deliverables = z.record(keyForm, deliverable).describe('Documents and activities that are owed, by id.');
export type WrittenInspection = z.output<typeof inspection>;
export type WrittenDeliverable = z.output<typeof deliverable>;
export type WrittenItem = z.output<typeof item>;

export const reporting = z
  .strictObject({
    daily: z
      .strictObject({
        at: timeForm.describe('At about this time; some minutes later, so that not all contracts speak at once.'),
        on: z.enum(['every_day', 'workdays']).default('workdays').describe('Left out: workdays.'),
        calendar: keyForm.default('working').describe('Key of `calendars`, for workdays; left out: working.'),
      })
      .exactOptional()
      .describe("The day's summary in the group; left out: none."),
    preview: z
      .enum(['manager', 'none'])
      .default('manager')
      .describe('manager: a drafted report is posted when a manager says so. none: it is posted by itself.'),
  })
  .describe("How the bot's own reports are posted.");
