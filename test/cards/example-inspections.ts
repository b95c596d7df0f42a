import { inspectionCard } from '../../cards/inspection-card.ts';
import { inspectionItemCard } from '../../cards/inspection-item-card.ts';
import { inspectionListCard } from '../../cards/inspection-list-card.ts';
import { inspectionStatisticsCard } from '../../cards/inspection-statistics-card.ts';
import type { RoundView } from '../../cards/inspection-view.ts';
import type { CardMember } from '../../cards/ticket-view.ts';
import { parseCivil } from '../../domain/civil.ts';
import type { CheckResult, Inspection } from '../../domain/obligations/obligation-types.ts';
import type { CheckItem, InspectionPlan } from '../../domain/obligations/plan-types.ts';
import { HOUR, MINUTE, ticketId } from '../../domain/types.ts';
import { li, words, zhou } from '../domain/fixture.ts';
import { inspection, inspectionPlan, ROUND_DUE, ROUND_OPENS, roundDone } from '../domain/obligation-fixture.ts';
import type { Examples } from './example-cards.ts';

const [HOME, ROOM] = inspectionPlan().checklist as readonly [CheckItem, CheckItem];
const WATER: CheckItem = { id: 'water', group: '机房', name: '漏水检测', nameEn: 'Leaks', photo: true };
const DISK: CheckItem = {
  ...{ id: 'disk', group: '主机', name: '磁盘使用率', nameEn: 'Disk in use', hint: '取各主机的最大值' },
  reading: { unit: '%', max: 85_000, warnDays: 7 },
  probe: { kind: 'prometheus', query: 'max(disk_used)' },
};
const PLAN = inspectionPlan({ checklist: [HOME, ROOM, WATER, DISK] });
const NOW = ROUND_OPENS + 40 * MINUTE;
const normal: CheckResult = { outcome: 'normal', at: ROUND_OPENS + 5 * MINUTE, by: li.id };
const hot: CheckResult = {
  ...normal,
  outcome: 'anomaly',
  value: 28_500,
  note: words('signal'),
  attachments: ['a', 'b'],
};

const members: readonly CardMember[] = [
  { id: li.id, name: '李工', roles: li.roles, posts: [] },
  { id: zhou.id, name: '周工', roles: zhou.roles, posts: [] },
];
const texts = new Map([['signal', '机房没有信号']]);

function viewOf(round: Inspection, more: Partial<RoundView> = {}): RoundView {
  return {
    ...{ inspection: round, plan: PLAN, contract: { departments: [] }, members, texts },
    ...{ series: new Map(), drifts: [], ...more },
  };
}
const one = (card: ReturnType<typeof inspectionCard>) => ({ lines: [], card });

const begun = () => inspection({ id: 'begun', version: 3, results: { site: normal, room: hot }, unasked: ['disk'] });
const rising = {
  series: new Map([['disk', [70_000, 72_000, 75_000, 77_000, 80_000]]]),
  drifts: [{ item: DISK, limit: 85_000, crossesAt: NOW + 50 * HOUR }],
};
const ticket = { id: ticketId('t1'), number: 'GZ-260202-01' };

const rounds: Examples = (text) => [
  one(inspectionCard(viewOf(inspection(), rising), NOW, text)),
  one(inspectionCard(viewOf(begun()), NOW, text)),
  one(inspectionCard(viewOf(roundDone(undefined)), ROUND_DUE + 1, text)),
  one(
    inspectionCard(
      viewOf(roundDone(ROUND_DUE + HOUR, { results: { room: { ...hot, ticket } } })),
      ROUND_DUE + HOUR,
      text,
    ),
  ),
];

const items: Examples = (text) => [
  one(inspectionItemCard(viewOf(begun(), rising), DISK, NOW, text)),
  one(inspectionItemCard(viewOf(begun()), WATER, NOW, text)),
  one(inspectionItemCard(viewOf(begun()), ROOM, NOW, text)),
];

const WEEKLY: InspectionPlan = { ...PLAN, id: 'weekly', name: '数据库健康检查和容量监控', nameEn: 'Database check' };
const listed = (round: Inspection, plan = PLAN, people = [li.id]) => ({ view: viewOf(round, { plan }), people });
const yesterday = inspection({
  ...{ id: 'yesterday', state: 'missed', opensAt: parseCivil('2026-02-01', '08:30') },
  dueAt: parseCivil('2026-02-01', '10:30'),
});

const lists: Examples = (text) => [
  one(inspectionListCard('mine', [listed(inspection()), listed(begun(), WEEKLY)], NOW, text)),
  one(
    inspectionListCard(
      'open',
      [listed(yesterday), listed(inspection()), listed(begun(), WEEKLY, [zhou.id])],
      NOW,
      text,
    ),
  ),
  one(inspectionListCard('today', [listed(roundDone(ROUND_DUE, { results: { room: hot } }))], NOW, text)),
  one(inspectionListCard('today', [], NOW, text)),
];

const statistics: Examples = (text) => {
  const due = [roundDone(ROUND_DUE), roundDone(ROUND_DUE + 1), roundDone(undefined)];
  return [
    one(inspectionStatisticsCard({ period: '2026-02', plans: [{ plan: PLAN, due }] }, text)),
    one(inspectionStatisticsCard({ period: '2026-02', plans: [] }, text)),
  ];
};

export const inspectionExamples: readonly (readonly [string, Examples])[] = [
  ['inspection rounds', rounds],
  ['inspection items', items],
  ['inspection lists', lists],
  ['inspection statistics', statistics],
];
