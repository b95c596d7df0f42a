import { expect, test } from 'vitest';
import { sources } from '../../contracts/schema-sources.ts';

test.each([
  [{ inspection_missed: {} }, { source: 'inspection_missed', plans: [], late: true }],
  [
    { inspection_missed: { plans: ['daily'], late: false } },
    { source: 'inspection_missed', plans: ['daily'], late: false },
  ],
  [{ deliverable_late: {} }, { source: 'deliverable_late', plans: [], missing: false }],
  [
    { deliverable_late: { plans: ['weekly'], missing: true } },
    { source: 'deliverable_late', plans: ['weekly'], missing: true },
  ],
  [{ deliverable_returned: { plans: ['weekly'] } }, { source: 'deliverable_returned', plans: ['weekly'] }],
  [{ duty_ratio: {} }, { source: 'duty_ratio', plans: [], of: 'all' }],
  [{ duty_ratio: { of: 'inspections' } }, { source: 'duty_ratio', plans: [], of: 'inspections' }],
])('a source of recurring duties is read as another one: %j', (written, read) => {
  expect(sources.parse([written])).toEqual([read]);
});

test.each([
  [{ inspection_missed: { missing: true } }],
  [{ deliverable_late: { late: true } }],
  [{ deliverable_late: { kinds: 'all' } }],
  [{ duty_ratio: { of: 'rounds' } }],
  [{ duty_ratio: {}, deliverable_late: {} }],
])('what no source has is taken for one: %j', (written) => {
  expect(sources.safeParse([written]).success).toBe(false);
});
