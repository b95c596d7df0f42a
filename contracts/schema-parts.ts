import { z } from 'zod';
import { keyForm, passage, wording } from './forms.ts';
import { yuanForm } from './forms-assessment.ts';

const name = wording.describe('As people see it, in Chinese.');
const nameEn = wording.exactOptional().describe('As people see it, in English; left out: the Chinese name.');
const scheme = z.string().exactOptional().describe('Id of a scheme of levels.');
const department = z.string().exactOptional().describe('Id of a department.');
const aliases = z.array(wording).default([]);

export const departments = z
  .array(
    z.strictObject({
      id: keyForm.describe('Unique in the pack.'),
      name,
      nameEn,
      aliases: aliases.describe('What people call it.'),
      calendars: z
        .record(z.string(), z.string())
        .default({})
        .describe('Hours of its own: which calendar it means by the key of another one.'),
    }),
  )
  .describe('Units of the customer.');

/** Names of places. */
export const places = z
  .array(wording)
  .describe('Places that a report may name, beside floors, rooms and windows, which are found by their form.');

export const chats = z
  .array(
    z.strictObject({
      id: keyForm.describe('Unique in the pack.'),
      title: wording.describe('Name of the group.'),
      department,
    }),
  )
  .describe('Groups that the contract wants.');

export const projects = z
  .array(
    z.strictObject({
      id: keyForm.describe('Unique in the pack.'),
      name,
      nameEn,
      clause: wording.exactOptional().describe('Where the tender says so.'),
      department,
      scheme,
      price: yuanForm.exactOptional(),
    }),
  )
  .describe('Parts of the contract with a department, clocks and a score of their own.');

export const systemClasses = z.record(keyForm, wording).describe('Names of the classes of systems by key.');

export const profiles = z
  .array(
    z.strictObject({
      id: keyForm.describe('Unique in the pack.'),
      name,
      scheme,
      clause: wording.exactOptional().describe('Where the tender says so.'),
    }),
  )
  .describe('Service levels that several systems share.');

export const systems = z
  .array(
    z.strictObject({
      id: keyForm.describe('Never changes, since tickets point to it.'),
      name: wording.describe('As the tender writes it.'),
      nameEn,
      aliases: aliases.describe('What people call it in a chat; a name or alias belongs to one system.'),
      class: z.string().exactOptional().describe('Key of `systemClasses`.'),
      department,
      project: z.string().exactOptional().describe('Id of a project.'),
      profile: z.string().exactOptional().describe('Id of a profile.'),
      scheme: z
        .string()
        .exactOptional()
        .describe('Id of a scheme, where neither its profile nor its project says the right one.'),
    }),
  )
  .min(1)
  .describe('What is maintained, and how people call it.');

export const choices = z
  .array(
    z.strictObject({
      about: passage.describe('What the text leaves open.'),
      chosen: passage.describe('How the pack reads it.'),
      others: z.array(passage).default([]).describe('Other readings that could be defended.'),
      clause: wording.exactOptional().describe('Where the text leaves it open.'),
    }),
  )
  .describe('What the text leaves open, and how the pack reads it.');
