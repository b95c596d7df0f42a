import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alertGroup, alertRuleFor, NO_ALERT_GROUP } from '../../../domain/alerts/alert-rules.ts';
import type { Alert, AlertNotice } from '../../../domain/alerts/alert-types.ts';
import { type AlertFigures, countAlerts } from '../../../domain/alerts/count-alerts.ts';
import { FLAP_WITHIN_MS, hearAlert, REDELIVERED_WITHIN_MS, takesAlerts } from '../../../domain/alerts/hear-alert.ts';
import { isMonitor, monitorId, monitorSource } from '../../../domain/alerts/monitor.ts';
import type { AlertRule } from '../../../domain/contract.ts';
import { foldTicket } from '../../../domain/fold.ts';
import type { Ticket } from '../../../domain/ticket-types.ts';
import { contractId, eventId, MINUTE, personId, ticketId } from '../../../domain/types.ts';
import { contractWith } from '../fixture.ts';

const T0 = Date.parse('2026-03-03T09:00:00+08:00');
const contract = contractId('gz');
const TICKET = ticketId('t');
const notice = (changes: Partial<AlertNotice> = {}): AlertNotice => ({
  source: 'alertmanager',
  fingerprint: 'f',
  state: 'firing',
  name: 'HttpDown',
  summary: '',
  labels: { job: 'web', instance: 'node-7' },
  startedAt: T0,
  ...changes,
});

describe('the rule for an alert', () => {
  const rules = (...alerts: Partial<AlertRule>[]) => ({
    alerts: alerts.map((rule, index) => ({ id: `r${index}`, match: {}, ...rule })),
  });

  test.each<[string, string, boolean]>([
    ['node-7', 'node-7', true],
    ['node-7', 'node-77', false],
    ['node-*', 'node-7', true],
    ['*-7', 'node-7', true],
    ['n*e-*', 'node-7', true],
    ['*', 'node-7', true],
    ['*', '', true],
    ['node-7*node-7', 'node-7', false],
    ['a*a', 'a', false],
    ['*de*7*', 'node-7', true],
    ['*7*de*', 'node-7', false],
    ['**', 'x', true],
    ['.*', 'node-7', false],
    ['node-?', 'node-7', false],
  ])('%s fits %s: %s', (pattern, instance, fits) => {
    const found = alertRuleFor(rules({ match: { instance: pattern } }), notice({ labels: { instance } }));
    expect(found !== undefined).toBe(fits);
  });

  test('a pattern fits as an expression would', () => {
    const piece = fc.stringMatching(/^[ab*]{0,6}$/);
    fc.assert(
      fc.property(piece, fc.stringMatching(/^[ab]{0,8}$/), (pattern, value) => {
        const whole = new RegExp(`^${pattern.replaceAll('*', '[ab]*')}$`);
        const found = alertRuleFor(rules({ match: { x: pattern } }), notice({ labels: { x: value } }));
        expect(found !== undefined).toBe(whole.test(value));
      }),
    );
  });

  test('the first that fits counts, of its source, with all of its labels; name is the alert’s own', () => {
    const given = rules(
      { source: 'zabbix', match: { name: '*' } },
      { match: { name: 'Http*', job: 'db' } },
      { match: { name: 'Http*', job: 'web' } },
      { match: { name: '*' } },
    );
    expect(alertRuleFor(given, notice())?.id).toBe('r2');
    expect(alertRuleFor(given, notice({ labels: { name: 'HttpDown', job: 'x' } }))?.id).toBe('r3');
    expect(alertRuleFor(given, notice({ source: 'zabbix' }))?.id).toBe('r0');
    expect(alertRuleFor(rules({ match: { toString: '*' } }), notice())).toBeDefined();
  });

  test('one system is one group; without a system the name is', () => {
    expect(alertGroup('web', 'a')).toBe(alertGroup('web', 'b'));
    expect(alertGroup(undefined, 'HTTP Down')).toBe(alertGroup(undefined, 'http down'));
    expect(alertGroup(undefined, 'a')).not.toBe(alertGroup('a', 'a'));
  });

  test.each(['双', '\u{20bb7}', 'é', '😀'])('a group of a long name of %s has room in a key', (letter) => {
    const group = alertGroup(undefined, `x${letter.repeat(200)}`);
    expect(Buffer.byteLength(group)).toBeLessThanOrEqual(255);
    expect(group.isWellFormed()).toBe(true);
  });
});

describe('an alert that is heard of', () => {
  const hear = (changes: Partial<AlertNotice>, seen?: Alert, now = T0, ticket = TICKET) =>
    hearAlert(notice(changes), { contractId: contract, groupKey: 'system:web', seen, ticketId: ticket, now });
  const recovered = (now: number, seen: Alert) => hear({ state: 'recovered' }, seen, now);

  test('is counted, and remembers when it began, was heard of and recovered', () => {
    const once = hear({});
    const twice = hear({ summary: 'now with words' }, once, T0 + 1);
    expect(twice).toMatchObject({ count: 2, firstAt: T0, lastAt: T0 + 1, summary: 'now with words', state: 'firing' });
    const over = recovered(T0 + 2, twice);
    expect(over).toMatchObject({ count: 3, state: 'recovered', recoveredAt: T0 + 2, ticketId: TICKET });
    expect(recovered(T0 + 9, over)).toMatchObject({ count: 4, recoveredAt: T0 + 2 });
  });

  test.each<[string, number, number]>([
    ['just before', FLAP_WITHIN_MS - 1, 1],
    ['at', FLAP_WITHIN_MS, 1],
    ['just after', FLAP_WITHIN_MS + 1, 0],
  ])('that fires anew %s the end of the span flaps %s: %s', (_when, later, flaps) => {
    const over = recovered(T0, hear({}));
    expect(hear({ startedAt: T0 + later }, over, T0 + later)).toMatchObject({ state: 'firing', flaps });
  });

  test('of another ticket begins to flap anew', () => {
    const flapped = hear({ startedAt: T0 + 1 }, recovered(T0, hear({})), T0 + 1);
    expect(flapped.flaps).toBe(1);
    expect(hear({ startedAt: T0 + 2 }, flapped, T0 + 2, ticketId('other')).flaps).toBe(0);
  });

  test.each<[string, number, Alert['state']]>([
    ['just behind', 1, 'recovered'],
    ['as long behind as a source tries again', REDELIVERED_WITHIN_MS, 'recovered'],
    ['longer behind', REDELIVERED_WITHIN_MS + 1, 'firing'],
  ])('as firing since the same time, %s its recovery: %s', (_when, later, state) => {
    expect(hear({}, recovered(T0 + 1, hear({})), T0 + 1 + later).state).toBe(state);
  });

  test.each<[string, Partial<AlertNotice>, Alert['state']]>([
    ['ended before the newer time began', { startedAt: T0, endedAt: T0 + 9 }, 'firing'],
    ['ended as the newer time began', { startedAt: T0, endedAt: T0 + 10 }, 'recovered'],
    ['tells no end', { startedAt: T0 }, 'recovered'],
    ['is of the newer time', { startedAt: T0 + 10, endedAt: T0 + 11 }, 'recovered'],
  ])('that fires anew and hears a recovery which %s: %s', (_which, late, state) => {
    const again = hear({ startedAt: T0 + 10 }, hear({}), T0 + 12);
    expect(hear({ state: 'recovered', ...late }, again, T0 + 13).state).toBe(state);
  });

  test('without a ticket is of no group', () => {
    const given = { contractId: contract, now: T0, groupKey: 'system:web' };
    expect(hearAlert(notice({ state: 'recovered' }), given)).toMatchObject({ groupKey: NO_ALERT_GROUP });
  });
});

const ticket = (changes: Partial<Ticket> = {}): Ticket => ({
  ...foldTicket([
    {
      id: eventId('e'),
      ticketId: TICKET,
      contractId: contract,
      packHash: 'h',
      at: T0,
      by: personId('wang'),
      clocks: [],
      type: 'opened',
      number: 'GZ-260303-01',
      chatId: 'test:ops' as Ticket['chatId'],
      kind: 'incident',
      level: 'normal',
      levelReason: { code: 'default' },
      reporterId: personId('wang'),
      summary: { id: 's', hash: 'h' },
      reportedAt: T0,
      receivedAt: T0,
    },
  ]),
  ...changes,
});
const resolvedAt = (at: number): Partial<Ticket> => ({
  status: 'resolved',
  milestones: { resolved: { at, by: personId('li'), implied: false } },
});

test.each<[string, Partial<Ticket>, boolean]>([
  ['open', {}, true],
  ['on site', { status: 'on_site' }, true],
  ['resolved just now', resolvedAt(T0), true],
  ['resolved as long ago as counts', resolvedAt(T0 - FLAP_WITHIN_MS), true],
  ['resolved longer ago', resolvedAt(T0 - FLAP_WITHIN_MS - 1), false],
  ['closed', { status: 'closed' }, false],
  ['cancelled', { status: 'cancelled' }, false],
  ['merged', { status: 'merged' }, false],
])('a ticket that is %s takes what fires: %s', (_how, changes, takes) => {
  expect(takesAlerts(ticket(changes), T0)).toBe(takes);
});

describe('counting the alerts of a ticket', () => {
  let made = 0;
  const env = (now: number) => ({ now, contract: contractWith(), newEventId: () => eventId(`c${++made}`) });
  const figures = (changes: Partial<AlertFigures> = {}): AlertFigures => ({
    ...{ alerts: 1, firing: 1, notices: 2, flaps: 0 },
    ...changes,
  });
  /** Counts one after the other, a minute apart, as long as something changes. */
  const told = (start: Ticket, ...all: readonly Partial<AlertFigures>[]) => {
    let current = start;
    return all.map((changes, index) => {
      const counted = countAlerts(current, figures(changes), env(T0 + index * MINUTE));
      current = counted?.ticket ?? current;
      return counted?.news ?? (counted ? 'counted' : 'nothing');
    });
  };

  test('what was counted is not counted again, and one alert that was heard of once needs no count', () => {
    expect(told(ticket(), { notices: 1 }, {}, {}, { notices: 3 })).toEqual([
      'nothing',
      'counted',
      'nothing',
      'counted',
    ]);
  });

  test('all recovered is told once, and that one fires anew once', () => {
    const all = [{ firing: 0 }, { firing: 0, notices: 9 }, { flaps: 1 }, { flaps: 1, notices: 4 }];
    expect(told(ticket(), ...all)).toEqual(['recovered', 'counted', 'refired', 'counted']);
    expect(told(ticket(), { alerts: 3, firing: 1 })).toEqual(['counted']);
  });

  test('from the third time on it is told once that they come and go, and then nothing', () => {
    const all = [2, 3, 3, 4].flatMap((flaps) => [
      { firing: 0, flaps },
      { firing: 1, flaps },
    ]);
    expect(told(ticket(), ...all)).toEqual([
      ...['recovered', 'refired'],
      ...['unsteady', 'counted'],
      ...['counted', 'counted'],
      ...['counted', 'counted'],
    ]);
  });

  test('what fires after the resolution is told once for each resolution', () => {
    const once = ticket(resolvedAt(T0));
    expect(told(once, {}, { notices: 3 })).toEqual(['after_resolution', 'counted']);
    const alerts = { ...figures(), told: { what: 'after_resolution', at: T0 - 1 } } as const;
    expect(told({ ...once, alerts }, { notices: 3 })).toEqual(['after_resolution']);
    expect(told(once, { firing: 0 })).toEqual(['counted']);
  });

  test('a reopening begins anew', () => {
    const alerts = { ...figures({ flaps: 3 }), told: { what: 'unsteady', at: T0 - 1 } } as const;
    const reopened = { at: T0, by: personId('qian'), reason: { id: 'r', hash: 'h' } };
    expect(told(ticket({ alerts, reopened }), { firing: 0 })).toEqual(['recovered']);
  });

  test('a ticket that is over is left as it is', () => {
    expect(told(ticket({ status: 'closed' }), { notices: 9 }, { firing: 0 })).toEqual(['nothing', 'nothing']);
  });

  test('counting moves no button, no step and no clock', () => {
    const before = ticket();
    const after = countAlerts(before, figures(), env(T0))?.ticket;
    expect(after).toEqual({ ...before, writes: before.writes + 1, alerts: figures() });
  });
});

test('monitoring is no person, and no person is monitoring', () => {
  expect(monitorSource(monitorId('zabbix'))).toBe('zabbix');
  expect(isMonitor(personId('01JABC'))).toBe(false);
});
