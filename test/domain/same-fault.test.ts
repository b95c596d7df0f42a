import { describe, expect, test } from 'vitest';
import type { SameFaultRule } from '../../domain/contract.ts';
import type { SymptomFamily } from '../../domain/intake.ts';
import { type ReportedFault, sameFault } from '../../domain/same-fault.ts';
import type { Ticket } from '../../domain/ticket-types.ts';
import { chatId } from '../../domain/types.ts';
import { li, MINUTE, minutes, resolve, Story, wang, zhou } from './fixture.ts';

const rule: SameFaultRule = { withinMs: 30 * MINUTE, same: 'join', similar: 'ask' };
const site = new Story().ticket;
const said: ReportedFault = { systemId: 'site', family: 'unavailable', reporterId: zhou.id, reportedAt: minutes(5) };

const inWork = (ticket: Ticket = site, families: readonly SymptomFamily[] = ['unavailable']) => ({
  ticket,
  families,
  isMonitoring: false,
});
const verdict = (report: Partial<ReportedFault>, fault = inWork(), by: SameFaultRule = rule) =>
  sameFault([fault], { ...said, ...report }, by)?.verdict;

describe('another person’s report', () => {
  test.each<[string, Partial<ReportedFault>, string | undefined]>([
    ['of the same symptom joins', {}, 'join'],
    ['joins just before the window ends', { reportedAt: minutes(30) - 1 }, 'join'],
    ['joins at its end', { reportedAt: minutes(30) }, 'join'],
    ['is another fault just after it', { reportedAt: minutes(30) + 1 }, undefined],
    ['joins if it was said before and heard later', { reportedAt: minutes(-30) }, 'join'],
    ['is another fault if it was said long before', { reportedAt: minutes(-30) - 1 }, undefined],
    ['of another symptom is asked about', { family: 'data' }, 'ask'],
    ['of no symptom that is known is asked about', { family: 'other' }, 'ask'],
    ['of no symptom at all is asked about', { family: undefined }, 'ask'],
    ['of another system is another fault', { systemId: 'portal' }, undefined],
    ['of no system joins nothing', { systemId: undefined }, undefined],
    ['for a department is asked about where the ticket is for none', { departmentId: 'hq' }, 'ask'],
    ['by monitoring joins, whatever is wrong', { isMonitoring: true, family: undefined }, 'join'],
  ])('%s', (_name, report, expected) => {
    expect(verdict(report)).toBe(expected);
  });

  test.each<Partial<ReportedFault>>([{}, { isMonitoring: true }, { reporterId: wang.id, family: undefined }])(
    '%o never joins a service request',
    (report) => {
      const wish = inWork(new Story({}, { kind: 'service_request' }).ticket, []);
      expect(verdict(report, wish)).toBeUndefined();
    },
  );

  test('of another department is nobody else’s business', () => {
    const ofHq = inWork(new Story({}, { departmentId: 'hq' }).ticket);
    expect(verdict({ departmentId: 'branch' }, ofHq)).toBeUndefined();
    expect(verdict({ departmentId: 'hq' }, ofHq)).toBe('join');
  });

  test('of another department is asked about in the group of both', () => {
    const { chatId: shared } = site;
    const ofHq = inWork(new Story({}, { departmentId: 'hq' }).ticket);
    expect(verdict({ departmentId: 'branch', chatId: shared }, ofHq)).toBe('ask');
    expect(verdict({ departmentId: 'branch', chatId: chatId('sandbox', 'branch') }, ofHq)).toBeUndefined();
  });

  test('is counted from the newest report, not from the first', () => {
    const merged = [
      { joinedId: 'a', chatId: chatId('sandbox', 'ops'), reporterId: li.id, reportedAt: minutes(25) },
    ] as const;
    expect(verdict({ reportedAt: minutes(55) }, inWork({ ...site, merged }))).toBe('join');
  });

  test('of what is resolved is another fault', () => {
    expect(verdict({}, inWork(new Story().act(minutes(2), li, resolve).ticket))).toBeUndefined();
  });

  test('of what monitoring has reported joins, whatever he says is wrong', () => {
    expect(verdict({ family: 'data' }, { ...inWork(), families: [], isMonitoring: true })).toBe('join');
  });

  test('is asked about, or opened, where the pack wants that', () => {
    expect(verdict({}, inWork(), { ...rule, same: 'ask' })).toBe('ask');
    expect(verdict({ family: 'data' }, inWork(), { ...rule, similar: 'open' })).toBeUndefined();
  });

  test('joins the ticket that says the same rather than the newer one that may be', () => {
    const newer = inWork({ ...new Story({}, { reportedAt: minutes(4), receivedAt: minutes(4) }).ticket }, ['data']);
    expect(sameFault([newer, inWork()], said, rule)?.fault.ticket).toBe(site);
  });
});

describe('the reporter’s own words again', () => {
  const own = { reporterId: wang.id };
  test.each<[string, Partial<ReportedFault>, string | undefined]>([
    ['of the same symptom repeat it', {}, 'repeat'],
    ['without a known symptom repeat it', { family: undefined }, 'repeat'],
    ['of another symptom are asked about', { family: 'data' }, 'ask'],
    ['of another system are another fault', { systemId: 'portal' }, undefined],
    ['after the window are another fault', { reportedAt: minutes(30) + 1 }, undefined],
  ])('%s', (_name, report, expected) => {
    expect(verdict({ ...own, ...report })).toBe(expected);
  });

  test('go to his own ticket rather than to a newer one of somebody else', () => {
    const newer = { ...new Story({}, { reportedAt: minutes(4), receivedAt: minutes(4) }).ticket, reporterId: zhou.id };
    const found = sameFault([inWork(newer), inWork(site, ['login'])], { ...said, ...own }, rule);
    expect(found).toMatchObject({ verdict: 'repeat', fault: { ticket: site } });
  });

  test('repeat it also for somebody who has joined', () => {
    const merged = [{ joinedId: 'a', chatId: chatId('sandbox', 'ops'), reporterId: zhou.id, reportedAt: minutes(1) }];
    expect(verdict({}, inWork({ ...site, merged }))).toBe('repeat');
  });
});
