import { type DeliverableView, deliverableCard } from '../../cards/deliverable-card.ts';
import { deliverableListCard, whichDeliverableCard } from '../../cards/deliverable-list-card.ts';
import { codeAmong } from '../../domain/obligations/obligation-code.ts';
import type { Deliverable } from '../../domain/obligations/obligation-types.ts';
import { DAY, HOUR, personId } from '../../domain/types.ts';
import { contractWith, li, qian, words } from '../domain/fixture.ts';
import { deliverable, deliverablePlan, REPORT_DUE, submission } from '../domain/obligation-fixture.ts';
import type { Examples } from './example-cards.ts';

const contract = contractWith({
  departments: [{ id: 'north', name: '刑事侦查总队', nameEn: 'Criminal police', aliases: [], calendars: {} }],
  deliverables: [
    deliverablePlan(),
    deliverablePlan({ id: 'drill', name: '应急演练', nameEn: 'Drill', kind: 'activity' }),
    deliverablePlan({
      id: 'log',
      name: '运维台账',
      nameEn: 'Log',
      kind: 'document',
      review: 'none',
      lateIn: 'workdays',
    }),
  ],
});
const members = [
  { id: li.id, name: '李工', roles: li.roles, posts: [] },
  { id: qian.id, name: '钱监理', roles: qian.roles, posts: [] },
  { id: personId('zhao'), name: '赵经理', roles: ['manager'], posts: [] },
] as const;
const texts = new Map([
  ['note', '见附件，第三章已补充'],
  ['reason', '缺少巡检统计'],
]);
const NOW = REPORT_DUE - 6 * HOUR;

function viewOf(changes: Partial<Deliverable> = {}, more: Partial<DeliverableView> = {}): DeliverableView {
  const one = deliverable(changes);
  return {
    ...{ deliverable: one, contract, members, texts, files: [], daysLate: 0, code: codeAmong(one) },
    ...{ submitters: [li.id, personId('zhao')], reviewers: [qian.id], ...more },
  };
}
const handedIn = submission(NOW - HOUR, { note: words('note') });
const files = { files: ['周报_2026-W06.docx', '周报_2026-W06.xlsx'] };
const returned = { at: NOW - 1_000, by: qian.id, isAccepted: false, reason: words('reason') } as const;

const single: Examples = (text) =>
  [
    viewOf(),
    viewOf({ state: 'submitted', submissions: [handedIn] }, files),
    viewOf({ state: 'returned', submissions: [handedIn], reviews: [returned] }, files),
    viewOf(
      { state: 'accepted', submissions: [handedIn], reviews: [{ at: NOW, by: qian.id, isAccepted: true }] },
      files,
    ),
    viewOf({ dueAt: REPORT_DUE - 3 * DAY, department: 'north', planId: 'log' }, { daysLate: 2 }),
  ].map((view) => ({ lines: [], card: deliverableCard(view, NOW, text) }));

const several = () => [
  viewOf({ id: 'late', dueAt: REPORT_DUE - 3 * DAY }, { daysLate: 3 }),
  viewOf({ id: 'back', state: 'returned', submissions: [handedIn], reviews: [returned] }),
  viewOf({ id: 'soon', planId: 'drill' }),
  viewOf({ id: 'there', planId: 'drill', state: 'submitted', submissions: [handedIn] }),
  ...Array.from({ length: 8 }, (_, place) =>
    viewOf({ id: `log${place}`, planId: 'log', department: 'north', dueAt: REPORT_DUE + place * DAY }),
  ),
];
const report = { number: 'GZ-260203-01', dueAt: NOW + HOUR, example: '故障报告 GZ-260203-01' };

const lists: Examples = (text) => [
  { lines: [], card: deliverableListCard({ views: several(), faultReports: [report], reader: li.id }, NOW, text) },
  { lines: [], card: deliverableListCard({ views: several(), faultReports: [], reader: qian.id }, NOW, text) },
  { lines: [], card: deliverableListCard({ views: [], faultReports: [], reader: li.id }, NOW, text) },
  {
    lines: [],
    card: whichDeliverableCard(
      several().slice(0, 3),
      { title: text.deliverable.asking.whichTitle, command: 'deliver_submit' },
      NOW,
      text,
    ),
  },
];

export const deliverableExamples: readonly (readonly [string, Examples])[] = [
  ['deliverables', single],
  ['deliverable lists', lists],
];
