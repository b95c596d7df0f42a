import { z } from 'zod';
import { durationForm } from './forms.ts';

export const sameFault = z
  .strictObject({
    within: durationForm.describe('Counted from the newest report of the ticket that is in work.'),
    same: z
      .enum(['join', 'ask'])
      .describe('Another person reports the same symptom of the same system: it joins the ticket, or he is asked.'),
    similar: z
      .enum(['ask', 'open'])
      .describe('Another symptom of that system, or none that is known: he is asked, or it is a ticket of its own.'),
  })
  .describe('When reports of several people are one outage; left out: each is a ticket of its own.');
