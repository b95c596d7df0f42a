import { expect, test } from 'vitest';
import { requestCard } from '../../cards/approval-card.ts';
import { cardAsLines } from '../../cards/card-as-text.ts';
import { eventSentence } from '../../cards/event-sentence.ts';
import { helpCard } from '../../cards/help-card.ts';
import { CATALOGUES } from '../../cards/language.ts';
import { listCard, whichTicketCard } from '../../cards/list-card.ts';
import { answeredQuestionCard, questionCard } from '../../cards/question-card.ts';
import { reminderPost } from '../../cards/reminder-card.ts';
import { settledCard, ticketCard } from '../../cards/ticket-card.ts';
import type { TicketView } from '../../cards/ticket-view.ts';
import { timelineCard } from '../../cards/timeline-card.ts';
import { todayCard } from '../../cards/today-card.ts';
import type { Card, Line } from '../../cards/types.ts';
import { decide } from '../../domain/ticket.ts';
import { DAY, type Instant, MINUTE, personId, ticketId } from '../../domain/types.ts';
import { contractWith, envAt, li, minutes, qian, Story, T0, wang, words, zhao, zhou } from '../domain/fixture.ts';
import { readCard, readLine } from './read-card.ts';

// What people see, as text, for a reader to judge. `vitest -u` writes the files anew; the diff is what is reviewed.

const pack = {
  systems: [{ id: 'site', name: '信用广州网站', nameEn: 'Credit Guangzhou website', aliases: [] }],
  levels: [
    {
      id: 'critical',
      name: '影响业务',
      nameEn: 'Business affected',
      rank: 1,
      signs: [],
      statements: [],
      chain: 'default',
    },
    {
      id: 'normal',
      name: '不影响业务',
      nameEn: 'Business not affected',
      rank: 2,
      signs: [],
      statements: [],
      chain: 'default',
    },
  ],
};
const members = [
  { id: wang.id, name: '王敏', roles: wang.roles, posts: [] },
  { id: li.id, name: '李工', roles: li.roles, posts: [], dutyOrder: 1 },
  { id: zhou.id, name: '周工', roles: zhou.roles, posts: [], dutyOrder: 2 },
  { id: personId('zhao'), name: '赵经理', roles: ['manager'], posts: [] },
  { id: qian.id, name: '钱监理', roles: qian.roles, posts: [] },
] as const;
const texts = new Map([
  ['summary', '信用广州网站打不开了，\n大厅没法办业务'],
  ['cause', '证书过期'],
  ['action', '更换证书'],
  ['power', '等待机房恢复供电'],
  ['login', '首页能打开，登录报错'],
  ['finding', '浏览器提示证书无效'],
  ['signal', '机房没有信号'],
]);
const resolution = { type: 'resolve', cause: words('cause'), action: words('action') } as const;

const fresh = () => new Story(pack, { levelReason: { code: 'sign', word: '打不开' } });
const taken = () => fresh().act(minutes(1.5), li, { type: 'acknowledge' });
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

function viewOf(story: Story, bodies: ReadonlyMap<string, string> = texts): TicketView {
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

test.each(Object.entries(ticketCards))('a ticket: %s', async (name, { story, now, bodies }) => {
  const view = viewOf(story(), bodies);
  await golden(`ticket ${name}`, (text) => [ticketCard(view, now, text)]);
});

test('a ticket that follows another one, and the one that it follows', async () => {
  const main = taken();
  const other = new Story(pack, {
    id: ticketId('ticket-2'),
    number: 'GZ-260303-02',
    reportedAt: minutes(2),
    receivedAt: minutes(2),
    levelReason: { code: 'vip' },
  });
  const merged = decide(other.ticket, { type: 'merge', into: main.ticket }, zhao, envAt(minutes(3), main.contract));
  if (!merged.ok || !merged.other) throw new Error('the merging was refused');
  const shown = [merged.ticket, merged.other.next].map((ticket) => ({ ...viewOf(main), ticket }));
  await golden('merged', (text) => [
    ...shown.map((view) => ticketCard(view, minutes(3), text)),
    ...[...merged.events, ...(merged.other?.events ?? [])].map((event): readonly Line[] => [
      [eventSentence(event, viewOf(main), minutes(3), text)],
    ]),
  ]);
});

test('a ticket without a system offers to name it', async () => {
  const { systemId, ...unnamed } = fresh().ticket;
  await golden('ticket without a system', (text) => [ticketCard({ ...viewOf(fresh()), ticket: unnamed }, T0, text)]);
});

test('requests, with the buttons that decide them', async () => {
  const late = taken().act(minutes(9), li, {
    type: 'enter_late',
    step: 'arrive',
    claimedAt: minutes(3),
    reason: words('signal'),
  });
  const open = new Story(matrixPack, { levelReason: { code: 'matrix', row: 'general', column: 'all', ask: true } });
  await golden('requests', (text) => [
    requestCard(viewOf(asked()), 'suspension', minutes(20), text),
    requestCard(viewOf(late), 'late_entry', minutes(9), text),
    requestCard(viewOf(open), 'level', T0, text),
    settledCard(viewOf(asked()), text.card.settledRequest, minutes(21), text),
  ]);
});

test.each([
  ['half of the time is over', fresh, minutes(2.5)],
  ['somebody took it, arrival is due', taken, minutes(4)],
  ['over by a millisecond', fresh, minutes(5) + 1],
  ['after an hour of downtime, escalated', taken, minutes(65)],
] as const)('a reminder: %s', async (name, begin, at) => {
  const story = begin();
  story.wake(at);
  const reminders = story.history.flatMap((event) => (event.type === 'reminded' ? event.reminders : []));
  await golden(`reminder ${name}`, (text) => {
    const { card, lines } = reminderPost(viewOf(story), { reminders, deaf: [{ from: 0, to: at }] }, at, text);
    return [lines, card];
  });
});

test('a timeline with a reopening, a suspension, an undo and deaf spans', async () => {
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
  await golden('timeline', (text) => [
    timelineCard({ view: viewOf(story), events: story.history, deaf }, minutes(60), text),
  ]);
});

test('a timeline of a ticket that was open for weeks stays a card that a phone can show', () => {
  const story = taken();
  for (let round = 0; round < 300; round += 1) {
    story.act(minutes(10 + round * 20), li, { type: 'progress', text: words('report') });
    story.act(minutes(15 + round * 20), li, { type: 'suspend', reason: words('power') });
    story.act(minutes(16 + round * 20), qian, { type: 'approve_suspension' });
    story.act(minutes(18 + round * 20), li, { type: 'resume' });
  }
  const deaf = Array.from({ length: 200 }, (_, index) => ({ from: minutes(index), to: minutes(index + 0.5) }));
  const card = timelineCard({ view: viewOf(story), events: story.history, deaf }, minutes(7_000), CATALOGUES.zh);
  expect(card.lines.length).toBeLessThanOrEqual(41);
  expect(card.fields.length).toBeLessThanOrEqual(20);
  const said = card.fields.map(({ label, value }) => `${label} ${value.join('')}`);
  expect(said).toContain('进展通报 300 / 300 次达标');
  expect(said).toContain('暂停计时 此前另有 295 条');
  expect(said).toContain('机器人离线 此前另有 195 条');
});

test('lists, and the question which ticket is meant', async () => {
  const views = [viewOf(fresh()), viewOf(resolved())];
  await golden('lists', (text) => [
    listCard('open_tickets', { views, total: 12, isCapped: false }, minutes(6), text),
    listCard('overdue', { views: views.slice(0, 1), total: 500, isCapped: true }, minutes(6), text),
    listCard('my_tickets', { views: [], total: 0, isCapped: false }, minutes(6), text),
    whichTicketCard(
      views,
      text.commands.acknowledge.label,
      `${text.commands.acknowledge.words[0]} 1`,
      minutes(6),
      text,
    ),
  ]);
});

test('a question and its answers', async () => {
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
  await golden('question', (text) => [
    questionCard(draft, contract, minutes(1), text),
    answeredQuestionCard(draft, contract, { registeredAs: 'GZ-260303-01' }, text),
    answeredQuestionCard(draft, contract, {}, text),
  ]);
});

test('help and the day’s figures', async () => {
  const { contract } = fresh();
  const closed = resolved().act(minutes(50), wang, { type: 'confirm', rating: 4 });
  const tickets = [fresh().ticket, closed.ticket, asked().ticket];
  await golden('help and today', (text) => [
    helpCard(contract, { isSupplier: true, isCustomer: true, isSupervisor: true, duty: ['A', 'B'] }, text),
    helpCard(contract, { isSupplier: false, isCustomer: true, isSupervisor: false, duty: [] }, text),
    todayCard({ tickets, late: { count: 1, isCapped: false }, cappedAt: 3 }, contract, minutes(6), text),
  ]);
});

test('a card for a platform that has none says how each button’s effect is typed', async () => {
  await golden('card as text', (text) => [cardAsLines(ticketCard(viewOf(taken()), minutes(1.5), text))]);
});

/** Both languages in one file, so that a reviewer sees what one of them lacks. */
async function golden(name: string, show: (text: (typeof CATALOGUES)['zh']) => readonly (Card | readonly Line[])[]) {
  const pages = Object.values(CATALOGUES).map((text) =>
    show(text)
      .map((part) => ('title' in part ? readCard(part) : part.map(readLine)).join('\n'))
      .join('\n\n'),
  );
  await expect(`${pages.join('\n\n---\n\n')}\n`).toMatchFileSnapshot(`golden/${name.replace(/[ ,]+/g, '-')}.txt`);
}

test('a card never shows more of a report than a phone can take', () => {
  const long = new Map([['summary', '打不开'.repeat(3_000)]]);
  const [shown] = ticketCard(viewOf(fresh(), long), T0 + MINUTE, CATALOGUES.zh).lines;
  expect(readLine(shown ?? [])).toHaveLength(122);
});
