import { alwaysCalendar, type WorkingCalendarSpec, workingCalendar } from '../../domain/calendar.ts';
import { parseCivil } from '../../domain/civil.ts';
import {
  type Chain,
  type ClockName,
  type ClockRule,
  type Contract,
  DEFAULT_CHAIN,
  type Level,
  type Target,
} from '../../domain/contract.ts';
import type { Refusal } from '../../domain/decision-types.ts';
import type { Env } from '../../domain/env.ts';
import { recalculate } from '../../domain/recalculation.ts';
import { decideWake } from '../../domain/reminders.ts';
import { decide, type OpenTicket, openTicket } from '../../domain/ticket.ts';
import type { LateStep, Ticket, TicketClock, TicketCommand, TicketEvent } from '../../domain/ticket-types.ts';
import {
  type Actor,
  type CivilDate,
  chatId,
  contractId,
  eventId,
  HOUR,
  type Instant,
  MINUTE,
  personId,
  type Role,
  SECOND,
  type TextRef,
  ticketId,
} from '../../domain/types.ts';

/** A Tuesday, 09:00 in Guangzhou. */
export const T0 = parseCivil('2026-03-03', '09:00');
export const minutes = (count: number): Instant => T0 + count * MINUTE;

export const actor = (name: string, ...roles: Role[]): Actor => ({ id: personId(name), roles });
export const wang = actor('wang', 'reporter');
export const li = actor('li', 'engineer');
export const zhou = actor('zhou', 'engineer');
export const zhao = actor('zhao', 'manager');
export const qian = actor('qian', 'supervisor');
export const everyone = [wang, li, zhou, zhao, qian];

export const words = (id: string): TextRef => ({ id, hash: `hash of ${id}` });

export const rule = (of: string, clock: ClockName, target: Target, extra: Partial<ClockRule> = {}): ClockRule => ({
  id: `${of}.${clock}`,
  clock,
  levels: [of],
  systems: [],
  profiles: [],
  projects: [],
  target,
  calendar: 'always',
  binding: 'contract',
  pausable: false,
  clause: `clause of ${of}.${clock}`,
  ...extra,
});

export const level = (id: string, rank: number): Level => ({
  id,
  name: id,
  nameEn: id,
  rank,
  signs: [],
  statements: [],
  chain: DEFAULT_CHAIN,
});

/** Named as Guangzhou's are. */
export const namedLevels: readonly Level[] = [
  { ...level('critical', 1), name: '影响业务', nameEn: 'Business affected' },
  { ...level('normal', 2), name: '不影响业务', nameEn: 'Business not affected' },
];

export const usualChain: Chain = {
  reminders: [
    { permille: 500, to: ['responsible'] },
    { permille: 800, to: ['responsible', 'manager'] },
  ],
  escalation: [
    { afterMs: 0, to: ['responsible', 'manager'] },
    { afterMs: 15 * MINUTE, to: ['manager'] },
    { afterMs: 30 * MINUTE, to: ['supervisor'] },
  ],
};

/** The clocks of a contract like Guangzhou's: a strict level around the clock, a mild one that resolves in working time. */
export function contractWith(changes: Partial<Contract> = {}): Contract {
  return {
    id: contractId('test'),
    name: 'Test contract',
    shortName: 'Test',
    numberPrefix: 'GZ',
    hash: 'pack-hash',
    zone: 'Asia/Shanghai',
    parties: { customer: 'Customer', supplier: 'Supplier' },
    term: { from: '2025-06-01', to: '2026-05-31' },
    calendars: { always: alwaysCalendar(), working: workweek },
    departments: [],
    chats: [],
    projects: [],
    tables: [],
    inspections: [],
    deliverables: [],
    alerts: [],
    places: [],
    reporting: { preview: 'none' },
    profiles: [],
    systemClasses: {},
    systems: [
      { id: 'site', name: 'Site', nameEn: 'Site', aliases: [] },
      { id: 'portal', name: 'Portal', nameEn: 'Portal', aliases: [] },
    ],
    levels: [level('critical', 1), level('normal', 2)],
    schemes: [{ id: 'default', levels: ['critical', 'normal'], defaultLevel: 'critical' }],
    defaultScheme: 'default',
    clocks: [
      rule('critical', 'respond', { ms: 5 * MINUTE }, { binding: 'internal' }),
      rule('critical', 'arrive', { ms: 5 * MINUTE }),
      rule('critical', 'diagnose', { ms: 10 * MINUTE }),
      rule('critical', 'report_up', { ms: 10 * MINUTE }),
      rule('critical', 'resolve', { ms: 2 * HOUR }, { pausable: true }),
      rule('critical', 'update', { ms: HOUR }, { pausable: true }),
      rule('normal', 'respond', { ms: 30 * MINUTE }, { binding: 'internal' }),
      rule('normal', 'arrive', { ms: 30 * MINUTE }),
      rule('normal', 'diagnose', { ms: 10 * MINUTE }),
      rule('normal', 'report_up', { ms: HOUR }),
      rule('normal', 'resolve', { workdays: 1 }, { pausable: true, calendar: 'working' }),
    ],
    chains: { [DEFAULT_CHAIN]: usualChain },
    silence: [],
    rotas: [],
    rosterNoticeMs: 24 * HOUR,
    suspension: { approval: 'supervisor' },
    levelChange: ['supervisor'],
    reopen: 'resume',
    autoCloseAfterMs: 24 * HOUR,
    undoWithinMs: 2 * MINUTE,
    choices: [],
    ...changes,
  };
}

/** A contract that has everything: dates, what is agreed on, what waits for a request, reports, silence, quiet hours, departments. */
export function richPack(): Partial<Contract> {
  const { clocks, calendars } = contractWith();
  const own = clocks.map((one) => (one.id === 'normal.arrive' ? { ...one, onRequestOutside: 'working' } : one));
  return {
    calendars: { ...calendars, hq: hqHours },
    departments: [{ id: 'hq', name: 'HQ', nameEn: 'HQ', aliases: [], calendars: { working: 'hq' } }],
    systems: [
      { id: 'site', name: 'Site', nameEn: 'Site', aliases: [] },
      { id: 'portal', name: 'Portal', nameEn: 'Portal', aliases: [], department: 'hq' },
    ],
    levels: [{ ...level('critical', 1), chain: 'urgent' }, level('normal', 2)],
    chains: {
      [DEFAULT_CHAIN]: usualChain,
      urgent: {
        reminders: [{ permille: 300, to: ['responsible'] }, ...usualChain.reminders],
        escalation: [0, 5, 10, 15].map((after) => ({ afterMs: after * MINUTE, to: ['manager'] as const })),
      },
    },
    clocks: [
      ...own,
      rule('critical', 'fault_report', { workdays: 1 }, { calendar: 'working' }),
      rule('normal', 'fault_report', { days: 3 }, { calendar: 'working' }),
      rule('critical', 'workaround', { workdayEnds: 1 }, { calendar: 'working' }),
      rule('normal', 'workaround', { agreed: true }),
      rule(
        'portal',
        'resolve',
        { ms: 4 * HOUR },
        { levels: [], systems: ['portal'], calendar: 'working', pausable: true },
      ),
    ],
    silence: [
      {
        levels: ['critical'],
        calendar: 'always',
        steps: [20, 40].map((after) => ({ afterMs: after * MINUTE, to: ['responsible'] as const })),
      },
      { levels: [], calendar: 'working', steps: [{ afterMs: HOUR, to: ['responsible', 'manager'] }] },
    ],
    quietHours: { levels: ['normal'], from: '22:00', to: '07:30' },
  };
}

/** Mon to Fri 09:00–12:00, 13:00–18:00, with a few odd days around the Qingming holiday of 2026. */
const officeHours = [
  { from: '09:00', to: '12:00' },
  { from: '13:00', to: '18:00' },
];
const spec: WorkingCalendarSpec = {
  weekly: {
    mon: officeHours,
    tue: officeHours,
    wed: officeHours,
    thu: officeHours,
    fri: officeHours,
    sat: [],
    sun: [],
  },
  statutory: {},
  days: {
    '2026-04-06': 'holiday',
    '2026-04-11': 'workday',
    '2026-04-30': [{ from: '09:00', to: '12:00' }],
  },
  daysFrom: '2026-01-01',
  daysTo: '2026-12-31',
};
export const workweek = workingCalendar(spec);
const shortDay = [{ from: '10:00', to: '14:00' }];
const hqWeek = { mon: shortDay, tue: shortDay, wed: shortDay, thu: shortDay, fri: shortDay, sat: [], sun: [] };
/** Mon to Fri 10:00–14:00. */
export const hqHours = workingCalendar({ ...spec, weekly: hqWeek });
/** The same, with a table of holidays that ends with this day. */
export const workweekUntil = (daysTo: CivilDate) => workingCalendar({ ...spec, daysTo });

let ids = 0;
export function envAt(now: Instant, contract: Contract = contractWith()): Env {
  return {
    now,
    contract,
    newEventId: () => {
      ids += 1;
      return eventId(`event-${ids}`);
    },
  };
}

export const report: OpenTicket = {
  id: ticketId('ticket-1'),
  number: 'GZ-260303-01',
  chatId: chatId('sandbox', 'ops'),
  kind: 'incident',
  systemId: 'site',
  level: 'critical',
  levelReason: { code: 'default' },
  reporterId: wang.id,
  summary: words('summary'),
  reportedAt: T0,
  receivedAt: T0,
};

const { systemId: _named, ...vague } = report;
/** The same without a system. */
export const vagueReport: OpenTicket = vague;

/** A ticket as a test lives through it, with every event so far. */
export class Story {
  contract: Contract;
  ticket: Ticket;
  readonly history: TicketEvent[];

  constructor(changes: Partial<Contract> = {}, input: Partial<OpenTicket> = {}, base: OpenTicket = report) {
    this.contract = contractWith(changes);
    const opened = openTicket({ ...base, ...input }, envAt(input.receivedAt ?? T0, this.contract));
    this.ticket = opened.ticket;
    this.history = [...opened.events];
  }

  /** Asserts success: a test that expects a refusal calls `refused`. */
  act(at: Instant, by: Actor, command: TicketCommand, seenVersion?: number): this {
    const decision = this.decide(at, by, command, seenVersion);
    if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.refusal)}`);
    this.ticket = decision.ticket;
    this.history.push(...decision.events);
    return this;
  }

  refused(at: Instant, by: Actor, command: TicketCommand, seenVersion?: number): Refusal | undefined {
    const decision = this.decide(at, by, command, seenVersion);
    return decision.ok ? undefined : decision.refusal;
  }

  /** Posts what is due, and tells which stages: `arrive breach`. */
  wake(at: Instant): string[] {
    const wake = decideWake(this.ticket, envAt(at, this.contract));
    if (!wake) return [];
    this.ticket = wake.ticket;
    this.history.push(...wake.events);
    return wake.events.flatMap((event) =>
      event.type === 'reminded'
        ? event.reminders.map((reminder) => `${reminder.clockId} ${reminder.stage}${reminder.late ? ' late' : ''}`)
        : event.type === 'silence_noticed'
          ? [`silence ${event.step}`]
          : [event.type],
    );
  }

  /** The same fault was reported by another ticket, which is merged into this one. */
  absorb(at: Instant, by: Actor, duplicate: Story): this {
    const decision = decide(duplicate.ticket, mergeInto(this.ticket), by, envAt(at, this.contract));
    if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.refusal)}`);
    duplicate.ticket = decision.ticket;
    duplicate.history.push(...decision.events);
    this.ticket = decision.other!.next;
    this.history.push(...decision.other!.events);
    return this;
  }

  /** The pack's calendars are others from now on. */
  recalculate(at: Instant, calendars: Contract['calendars']): this {
    this.contract = { ...this.contract, calendars };
    const moved = recalculate(this.ticket, envAt(at, this.contract));
    this.ticket = moved?.ticket ?? this.ticket;
    this.history.push(...(moved?.events ?? []));
    return this;
  }

  /** Another life from here on. */
  copy(): Story {
    const twin = new Story();
    return Object.assign(twin, { contract: this.contract, ticket: this.ticket, history: [...this.history] });
  }

  clock(id: string): TicketClock {
    const found = this.ticket.clocks.find((clock) => clock.id === id);
    if (!found) throw new Error(`no clock ${id} among ${this.ticket.clocks.map((clock) => clock.id).join(', ')}`);
    return found;
  }

  private decide(at: Instant, by: Actor, command: TicketCommand, seenVersion?: number) {
    return decide(this.ticket, command, by, { ...envAt(at, this.contract), seenVersion, history: this.history });
  }
}

export const resolve: TicketCommand = { type: 'resolve', cause: words('cause'), action: words('action') };
export const suspend: TicketCommand = { type: 'suspend', reason: words('waiting') };
export const reopen: TicketCommand = { type: 'reopen', reason: words('still broken') };
export const progress: TicketCommand = { type: 'progress', text: words('progress') };
export const diagnose: TicketCommand = { type: 'diagnose', text: words('diagnosis') };
export const changeLevel = (to: string): TicketCommand => ({ type: 'change_level', to, reason: words('level') });
export const changeSystem = (to: string, level = 'critical'): TicketCommand => ({
  type: 'change_system',
  to,
  level,
  levelReason: { code: 'default' },
});
export const proposeDue = (dueAt: Instant): TicketCommand => ({ type: 'propose_due', dueAt });
export const acceptDue: TicketCommand = { type: 'accept_due' };
export const refuseDue: TicketCommand = { type: 'refuse_due' };
export const enterLate = (step: LateStep, claimedAt: Instant): TicketCommand => ({
  type: 'enter_late',
  step,
  claimedAt,
  reason: words('no signal'),
});
export const reportFault: TicketCommand = { type: 'report_fault', text: words('fault report') };
export const mergeInto = (into: Ticket): TicketCommand => ({ type: 'merge', into });
export const transferTo = (to: Actor): TicketCommand => ({ type: 'transfer', to });

export { HOUR, MINUTE, SECOND };
