import { z } from 'zod';
import { ALERT_SOURCES } from '../domain/contract.ts';
import { keyForm, wording } from './forms.ts';

const rule = z
  .strictObject({
    id: keyForm.describe('Of the rule; unique in the pack.'),
    source: z.enum(ALERT_SOURCES).exactOptional().describe('The source that it is for; left out: every one.'),
    match: z
      .record(wording, wording)
      .refine((labels) => Object.keys(labels).length > 0, { params: { remedy: 'name a label and what it has to be' } })
      .describe(
        "Labels of the alert (or name, the alert's own) and what they have to be; * stands for any characters.",
      ),
    system: z.string().exactOptional().describe('Id of the system; left out: as the words of the alert are read.'),
    level: z.string().exactOptional().describe("Id of a level of that system's scheme; left out: as of any report."),
    ignore: z.literal(true).exactOptional().describe('Such an alert makes no ticket.'),
  })
  .refine(({ ignore, level, system }) => !ignore || (level === undefined && system === undefined), {
    message: 'what is ignored has no system and no level',
    path: ['ignore'],
    params: { remedy: 'delete system and level, or ignore' },
  });

export const alerts = z
  .array(rule)
  .describe('Which system an alert of monitoring is about, and how grave it is. The first rule that fits counts.');
