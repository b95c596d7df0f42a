import { expect, test } from 'vitest';
import type { Cast } from '../../bot/play/cast.ts';
import { checkObligations } from '../../bot/play/check-obligations.ts';
import { expectation } from '../../bot/play/expectation.ts';
import { deliverableJson, inspectionJson } from '../../bot/play/obligation-json.ts';
import { iso } from '../../bot/play/result.ts';
import { MINUTE, personId, ticketId } from '../../domain/types.ts';
import { deliverable, inspection, REPORT_DUE, ROUND_DUE, roundDone, submission } from '../domain/obligation-fixture.ts';

const cast: Cast = {
  chats: [],
  people: [{ key: 'li', id: personId('li'), name: '李工', roles: ['engineer'], posts: [] }],
  contracts: [],
  plans: [],
};
const ticket = { id: ticketId('t'), number: 'GZ-260202-01' };
const obligations = [
  roundDone(undefined, { id: 'before', period: { ...inspection().period, label: '2026-02-01' } }),
  roundDone(ROUND_DUE + MINUTE, {
    told: ['before:1800000', 'due'],
    results: {
      site: { outcome: 'normal', at: ROUND_DUE, by: personId('li') },
      room: { outcome: 'anomaly', value: 29_500, at: ROUND_DUE, isAutomatic: true, ticket },
    },
  }),
  deliverable({
    state: 'returned',
    submissions: [submission(REPORT_DUE - MINUTE)],
    reviews: [{ at: REPORT_DUE, by: personId('qian'), isAccepted: false }],
    draft: { madeAt: REPORT_DUE - MINUTE, postedAt: REPORT_DUE - MINUTE },
  }),
];
const mismatches = (written: object) =>
  checkObligations(expectation.parse(written), { obligations, cast }).map(({ what }) => what);

test.each([
  ['how many of a plan', { inspections: { plan: 'daily', count: 2 } }],
  ['how many in which state', { inspections: { plan: 'daily', states: { done: 1, missed: 1 } } }],
  ['that there is none', { inspections: { plan: 'other', count: 0 } }],
  ['that there is one', { inspections: [{ plan: 'daily' }], deliverables: { plan: 'weekly' } }],
  [
    'the one of a period',
    { inspections: { plan: 'daily', period: '2026-02-01', state: 'missed', by: null, done_at: null } },
  ],
  [
    'all of the newest round',
    {
      inspections: {
        plan: 'daily',
        state: 'done',
        by: 'li',
        opens: '08:30:00',
        due: '2026-02-02 10:30:00',
        done_at: '10:31:00',
        told: ['due', 'before:1800000'],
        items: { room: 'anomaly', site: 'normal' },
        tickets: ['GZ-260202-01'],
      },
    },
  ],
  [
    'all of a deliverable',
    {
      deliverables: {
        plan: 'weekly',
        state: 'returned',
        by: 'li',
        due: '2026-02-06 00:00:00',
        submitted_at: '23:59:00',
        submissions: 1,
        returned: 1,
        posted: true,
      },
    },
  ],
])('what is so is told as wrong: %s', (_name, written) => {
  expect(mismatches(written)).toEqual([]);
});

test.each<[string, object, readonly string[]]>([
  ['too many', { inspections: { plan: 'daily', count: 1 } }, ['inspections.daily.count']],
  ['another state', { inspections: { plan: 'daily', states: { done: 2 } } }, ['inspections.daily.states']],
  ['none of that plan', { deliverables: { plan: 'daily' } }, ['deliverables.daily']],
  ['none of that period', { inspections: { plan: 'daily', period: '2026-03-01' } }, ['inspections.daily.2026-03-01']],
  ['none of that department', { inspections: { plan: 'daily', department: 'x' } }, ['inspections.daily.x']],
  [
    'an item that nobody looked at',
    { inspections: { plan: 'daily', items: { site: 'normal' } } },
    ['inspections.daily.items'],
  ],
  ['somebody else', { deliverables: { plan: 'weekly', by: null } }, ['deliverables.weekly.by']],
  ['nothing posted', { deliverables: { plan: 'weekly', posted: false } }, ['deliverables.weekly.posted']],
])('what is not so passes: %s', (_name, written, wrong) => {
  expect(mismatches(written)).toEqual(wrong);
});

test('a name that no expectation has passes for one', () => {
  expect(expectation.safeParse({ inspections: { plan: 'daily', stat: 'done' } }).success).toBe(false);
  expect(expectation.safeParse({ inspections: { plan: 'daily', state: 'owed' } }).success).toBe(false);
});

test('the result of a play leaves out who looked, what was read, or what was handed in', () => {
  const [, round, paper] = obligations;
  if (round?.type !== 'inspection' || paper?.type !== 'deliverable') throw new Error('as above');
  expect(inspectionJson(round, iso)).toMatchObject({
    plan: 'daily',
    period: '2026-02-02',
    state: 'done',
    due_at: '2026-02-02T10:30:00+08:00',
    done_at: '2026-02-02T10:31:00+08:00',
    items: { room: { outcome: 'anomaly', value: 29_500, automatic: true, by: null, ticket: 'GZ-260202-01' } },
  });
  expect(deliverableJson(paper, iso)).toMatchObject({
    state: 'returned',
    draft: { posted_at: '2026-02-05T23:59:00+08:00' },
    submissions: [{ by: 'li', way: 'file', files: [{ name: '周报.docx' }] }],
    reviews: [{ accepted: false }],
  });
});
