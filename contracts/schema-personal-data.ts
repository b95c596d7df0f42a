import { z } from 'zod';
import { KEPT_PATTERN, parseKept } from './durations.ts';
import { formed } from './forms.ts';

const keepFor = formed(
  parseKept,
  'is no time for which personal data is kept',
  'write at least 30 days, such as 365 days',
  KEPT_PATTERN,
);

export const personalData = z
  .strictObject({
    keepFor: keepFor.describe(
      "Days by the calendar after a ticket's end; then telephone, identity and card numbers in its texts are erased. At least 30.",
    ),
  })
  .describe('How long personal data is kept; left out: as long as the ticket.');
