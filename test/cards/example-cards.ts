import { requestCard } from '../../cards/approval-card.ts';
import type { Catalogue } from '../../cards/catalogue.ts';
import { digestEntry, digestPost } from '../../cards/digest-card.ts';
import { eventSentence } from '../../cards/event-sentence.ts';
import { formCard } from '../../cards/form-card.ts';
import { formFor } from '../../cards/forms.ts';
import { helpCard } from '../../cards/help-card.ts';
import { listCard, whichTicketCard } from '../../cards/list-card.ts';
import { answeredQuestionCard, questionCard } from '../../cards/question-card.ts';
import { reminderPost } from '../../cards/reminder-card.ts';
import { settledCard, ticketCard } from '../../cards/ticket-card.ts';
import type { TicketView } from '../../cards/ticket-view.ts';
import { timelineCard } from '../../cards/timeline-card.ts';
import { todayCard } from '../../cards/today-card.ts';
import type { Card, Line } from '../../cards/types.ts';
import { decide } from '../../domain/ticket.ts';
import { DAY, type Instant, personId, ticketId } from '../../domain/types.ts';
import {
  contractWith,
  envAt,
  li,
  minutes,
  namedLevels,
  qian,
  Story,
  T0,
  wang,
  words,
  zhao,
  zhou,
} from '../domain/fixture.ts';
import { deliverablePlan, inspectionPlan } from '../domain/obligation-fixture.ts';
import { deliverableExamples } from './example-deliverables.ts';
import { inspectionExamples } from './example-inspections.ts';
import { reportExamples } from './example-reports.ts';
import { comparisons, findings, scoredTable, scoreList, scores } from './example-scores.ts';

/** What is said at once: lines, a card, or both. */
export interface Example {
  readonly lines: readonly Line[];
  readonly card?: Card;
}

export type Examples = (text: Catalogue) => readonly Example[];

const pack = {
  systems: [{ id: 'site', name: '信用广州网站', nameEn: 'Credit Guangzhou website', aliases: [] }],
  levels: namedLevels,
};
export const members = [
  { id: wang.id, name: '王敏', roles: wang.roles, posts: [] },
  { id: li.id, name: '李工', roles: li.roles, posts: [], dutyOrder: 1 },
  { id: zhou.id, name: '周工', roles: zhou.roles, posts: [], dutyOrder: 2 },
  { id: personId('zhao'), name: '赵经理', roles: ['manager'], posts: [] },
  { id: qian.id, name: '钱监理', roles: qian.roles, posts: [] },
] as const;
/** What people wrote. */
export const texts = new Map([
  ['summary', '信用广州网站打不开了，\n大厅没法办业务'],
  ['cause', '证书过期'],
  ['action', '更换证书'],
  ['power', '等待机房恢复供电'],
  ['login', '首页能打开，登录报错'],
  ['finding', '浏览器提示证书无效'],
  ['signal', '机房没有信号'],
]);
const resolution = { type: 'resolve', cause: words('cause'), action: words('action') } as const;

export const fresh = () => new Story(pack, { levelReason: { code: 'sign', word: '打不开' } });
export const taken = () => fresh().act(minutes(1.5), li, { type: 'acknowledge' });
const resolved = () =>
  taken()
    .act(minutes(4), li, { type: 'arrive' })
    .act(minutes(8), li, { type: 'diagnose', text: words('finding') })
    .act(minutes(40), li, resolution);
const asked = () => taken().act(minutes(20), li, { type: 'suspend', reason: words('power') });

const agreedClocks = contractWith().clocks.map((rule) =>
  rule.clock === 'resolve' ? { ...rule, target: { agreed: true } as const, pausable: false } : rule,
);

const axis = (id: string, name: string, nameEn: string) => ({
  name,
  nameEn,
  otherwise: id,
  values: [{ id, name, nameEn, words: [], classes: [] }],
});
const matrixPack = {
  ...pack,
  schemes: [
    {
      id: 'default',
      levels: ['critical', 'normal'],
      defaultLevel: 'critical',
      matrix: {
        rows: axis('general', '一般系统', 'General system'),
        columns: axis('all', '半数以上用户', 'Half of the users or more'),
        cells: [[{ level: 'critical', ask: true }]],
      },
    },
  ],
};

export function viewOf(story: Story, bodies: ReadonlyMap<string, string> = texts): TicketView {
  return { ticket: story.ticket, contract: story.contract, members, onDuty: [li.id, zhou.id], texts: bodies };
}

const ticketCards: Record<
  string,
  { readonly story: () => Story; readonly now: Instant; readonly bodies?: Map<string, string> }
> = {
  open: { story: fresh, now: T0 },
  'open, nobody came in time': { story: fresh, now: minutes(5) + 1 },
  acknowledged: { story: taken, now: minutes(1.5) },
  'on site without having acknowledged': {
    story: () => fresh().act(minutes(4), li, { type: 'arrive' }),
    now: minutes(4),
  },
  'suspension asked for': { story: asked, now: minutes(20) },
  suspended: { story: () => asked().act(minutes(30), qian, { type: 'approve_suspension' }), now: minutes(30) },
  resolved: { story: resolved, now: minutes(40) },
  'resolved from afar': {
    story: () => taken().act(minutes(4), li, resolution),
    now: minutes(4),
  },
  'to be agreed on': { story: () => new Story({ ...pack, clocks: agreedClocks }), now: minutes(1) },
  reopened: {
    story: () => resolved().act(minutes(50), wang, { type: 'reopen', reason: words('login') }),
    now: minutes(50),
  },
  closed: { story: () => resolved().act(minutes(50), wang, { type: 'confirm', rating: 5 }), now: minutes(60) },
  cancelled: {
    story: () => fresh().act(minutes(3), wang, { type: 'cancel', reason: words('login') }),
    now: minutes(9),
  },
  'late entry asked for': {
    story: () =>
      resolved().act(minutes(45), li, {
        type: 'enter_late',
        step: 'arrive',
        claimedAt: minutes(3),
        reason: words('signal'),
      }),
    now: minutes(45),
  },
  'late entry approved': {
    story: () =>
      resolved()
        .act(minutes(45), li, { type: 'enter_late', step: 'arrive', claimedAt: minutes(3), reason: words('signal') })
        .act(minutes(46), qian, { type: 'approve_late_entry' }),
    now: minutes(46),
  },
  'with progress': {
    story: () => taken().act(minutes(30), li, { type: 'progress', text: words('power') }),
    now: minutes(31),
  },
  'seen the next day': { story: taken, now: T0 + DAY },
  'text erased': { story: taken, now: minutes(2), bodies: new Map() },
};

const one = (card: Card): Example => ({ lines: [], card });

const tickets = Object.entries(ticketCards).map(([name, { story, now, bodies }]): readonly [string, Examples] => [
  `ticket ${name}`,
  (text) => [one(ticketCard(viewOf(story(), bodies), now, text))],
]);

const merged: Examples = (text) => {
  const main = taken();
  const other = new Story(pack, {
    id: ticketId('ticket-2'),
    number: 'GZ-260303-02',
    reportedAt: minutes(2),
    receivedAt: minutes(2),
    levelReason: { code: 'vip' },
  });
  const decision = decide(other.ticket, { type: 'merge', into: main.ticket }, zhao, envAt(minutes(3), main.contract));
  if (!decision.ok || !decision.other) throw new Error('the merging was refused');
  const shown = [decision.ticket, decision.other.next].map((ticket) => ({ ...viewOf(main), ticket }));
  return [
    ...shown.map((view) => one(ticketCard(view, minutes(3), text))),
    ...[...decision.events, ...decision.other.events].map((event) => ({
      lines: [[eventSentence(event, viewOf(main), minutes(3), text)]],
    })),
  ];
};

const withoutSystem: Examples = (text) => {
  const { systemId, ...unnamed } = fresh().ticket;
  return [one(ticketCard({ ...viewOf(fresh()), ticket: unnamed }, T0, text))];
};

const requests: Examples = (text) => {
  const late = taken().act(minutes(9), li, {
    type: 'enter_late',
    step: 'arrive',
    claimedAt: minutes(3),
    reason: words('signal'),
  });
  const open = new Story(matrixPack, { levelReason: { code: 'matrix', row: 'general', column: 'all', ask: true } });
  return [
    one(requestCard(viewOf(asked()), 'suspension', minutes(20), text)),
    one(requestCard(viewOf(late), 'late_entry', minutes(9), text)),
    one(requestCard(viewOf(open), 'level', T0, text)),
    one(settledCard(viewOf(asked()), text.card.settledRequest, minutes(21), text)),
  ];
};

const reminders = (
  [
    ['half of the time is over', fresh, minutes(2.5)],
    ['somebody took it, arrival is due', taken, minutes(4)],
    ['over by a millisecond', fresh, minutes(5) + 1],
    ['after an hour of downtime, escalated', taken, minutes(65)],
  ] as const
).map(([name, begin, at]): readonly [string, Examples] => [
  `reminder ${name}`,
  (text) => {
    const story = begin();
    story.wake(at);
    const due = story.history.flatMap((event) => (event.type === 'reminded' ? event.reminders : []));
    return [reminderPost(viewOf(story), { reminders: due, deaf: [{ from: 0, to: at }] }, at, text)];
  },
]);

const digest: Examples = (text) => {
  const entries = ['GZ-260303-01', 'GZ-260303-02', 'GZ-260303-03'].map((number, index) => {
    const story = index === 1 ? taken() : fresh();
    story.wake(minutes(index === 2 ? 4 : 6));
    const due = story.history.flatMap((event) => (event.type === 'reminded' ? event.reminders : []));
    const view = viewOf(story);
    const named = { ...view, ticket: { ...view.ticket, id: ticketId(`ticket-${index}`), number } };
    const planned = { reminders: due, deaf: [] };
    return digestEntry(named, planned, reminderPost(named, planned, minutes(6), text), minutes(6), text);
  });
  return [digestPost(entries, text)];
};

const form: Examples = (text) => {
  const view = viewOf(taken());
  const fields = (formFor('transfer', view, text) ?? []).filter(({ required }) => required);
  return [one(formCard({ ticket: view.ticket, command: 'transfer', fields, askedOf: li.id }, minutes(2), text))];
};

const timeline: Examples = (text) => {
  const story = taken();
  story.wake(minutes(4));
  story
    .act(minutes(5), li, { type: 'arrive' })
    .act(minutes(6), li, { type: 'undo' })
    .act(minutes(7), li, { type: 'arrive' })
    .act(minutes(20), li, { type: 'suspend', reason: words('power') })
    .act(minutes(30), qian, { type: 'approve_suspension' })
    .act(minutes(45), li, { type: 'resume' })
    .act(minutes(46), li, { type: 'transfer', to: zhou })
    .act(minutes(50), zhou, resolution)
    .act(minutes(55), wang, { type: 'reopen', reason: words('login') })
    .act(minutes(56), qian, { type: 'change_level', to: 'normal', reason: words('login') });
  const deaf = [{ from: minutes(10), to: minutes(12) }, { from: minutes(58) }];
  return [one(timelineCard({ view: viewOf(story), events: story.history, deaf, alerts: [] }, minutes(60), text))];
};

const lists: Examples = (text) => {
  const views = [viewOf(fresh()), viewOf(resolved())];
  const { label, words: typed } = text.commands.acknowledge;
  return [
    one(listCard('open_tickets', { views, total: 12, isCapped: false }, minutes(6), text)),
    one(listCard('overdue', { views: views.slice(0, 1), total: 500, isCapped: true }, minutes(6), text)),
    one(listCard('my_tickets', { views: [], total: 0, isCapped: false }, minutes(6), text)),
    one(whichTicketCard(views, { title: text.list.whichOne(label), example: `${typed[0]} 1` }, minutes(6), text)),
  ];
};

const question: Examples = (text) => {
  const draft = {
    id: 'draft-1',
    version: 1,
    body: '网站是不是\n打不开了？',
    reportedAt: T0,
    systemId: 'site',
    level: 'critical',
    mayRegister: [wang.id, li.id],
    mayDismiss: [wang.id],
  };
  const { contract } = fresh();
  return [
    one(questionCard(draft, contract, minutes(1), text)),
    one(
      questionCard(
        { ...draft, advice: { kind: 'request', systemId: 'site', level: 'critical' } },
        contract,
        minutes(1),
        text,
      ),
    ),
    one(questionCard({ ...draft, advice: { kind: 'none' } }, contract, minutes(1), text)),
    one(answeredQuestionCard(draft, contract, { registeredAs: 'GZ-260303-01' }, text)),
    one(answeredQuestionCard(draft, contract, {}, text)),
  ];
};

const helpAndToday: Examples = (text) => {
  const { contract } = fresh();
  const closed = resolved().act(minutes(50), wang, { type: 'confirm', rating: 4 });
  const all = [fresh().ticket, closed.ticket, asked().ticket];
  return [
    one(
      helpCard(
        {
          ...contract,
          tables: [scoredTable],
          inspections: [inspectionPlan()],
          deliverables: [deliverablePlan({ report: 'weekly' })],
        },
        {
          isInGroup: true,
          isSupplier: true,
          isCustomer: true,
          isSupervisor: true,
          isManager: true,
          readsScores: true,
          duty: ['A', 'B'],
        },
        text,
      ),
    ),
    one(
      helpCard(
        contract,
        {
          isInGroup: false,
          isSupplier: false,
          isCustomer: true,
          isSupervisor: false,
          isManager: false,
          readsScores: false,
          duty: [],
        },
        text,
      ),
    ),
    one(todayCard({ tickets: all, late: { count: 1, isCapped: false }, cappedAt: 3 }, contract, minutes(6), text)),
  ];
};

/** What people see most, by a name for its golden file. Every platform renders these. */
export const EXAMPLES: ReadonlyMap<string, Examples> = new Map([
  ...tickets,
  ['merged', merged],
  ['ticket without a system', withoutSystem],
  ['requests', requests],
  ...reminders,
  ['digest', digest],
  ['form', form],
  ['timeline', timeline],
  ['lists', lists],
  ['question', question],
  ['help and today', helpAndToday],
  ['scores', scores],
  ['score list', scoreList],
  ['findings of an item', findings],
  ['ranking and what if', comparisons],
  ...inspectionExamples,
  ...deliverableExamples,
  ...reportExamples,
]);
