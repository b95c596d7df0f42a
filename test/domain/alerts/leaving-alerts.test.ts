import { describe, expect, test } from 'vitest';
import { leavingAlerts } from '../../../domain/alerts/leaving-alerts.ts';
import { monitorId } from '../../../domain/alerts/monitor.ts';
import type { MergedReport } from '../../../domain/ticket-types.ts';
import { chatId, personId, ticketId } from '../../../domain/types.ts';
import { Story, T0 } from '../fixture.ts';

const PEOPLE = { wang: personId('wang'), zabbix: monitorId('zabbix'), plain: monitorId('plain') } as const;
type Who = keyof typeof PEOPLE;

/** `plain`: has joined; `plain:T2`: was the ticket T2. */
function reportOf(words: string): MergedReport {
  const [who = '', of] = words.split(':');
  const reporterId = Object.entries(PEOPLE).find(([name]) => name === who)?.[1];
  if (!reporterId) throw new Error(`nobody is called ${who}`);
  const named = of === undefined ? { joinedId: who } : { ticketId: ticketId(of) };
  return { ...named, reporterId, chatId: chatId('sandbox', 'ops'), reportedAt: T0 };
}

describe('with a report leave', () => {
  test.each<[leaves: string, by: Who, others: readonly string[], from: readonly string[] | undefined, source?: string]>(
    [
      ['wang', 'plain', [], undefined],
      ['wang:T2', 'plain', ['plain:T3'], undefined],
      ['plain', 'wang', [], ['main']],
      ['plain', 'wang', ['wang'], ['main']],
      ['plain', 'zabbix', [], ['main'], 'plain'],
      ['plain', 'wang', ['zabbix'], ['main'], 'plain'],
      ['plain', 'wang', ['wang:T2'], ['main', 'T2']],
      ['plain', 'wang', ['zabbix:T2'], ['main', 'T2'], 'plain'],
      // It joined what had no report of the same source: the main ticket.
      ['plain', 'wang', ['plain:T2'], ['main'], 'plain'],
      ['plain', 'plain', ['wang:T2'], ['T2'], 'plain'],
      ['plain:T2', 'wang', [], ['T2']],
      ['plain:T2', 'plain', ['zabbix:T3'], ['T2']],
      ['plain:T2', 'wang', ['zabbix'], ['T2'], 'plain'],
    ],
  )('%s out of the ticket of %s with %j: the alerts of %j, of %s', (leaves, by, others, from, source) => {
    const report = reportOf(leaves);
    const main = { ...new Story().ticket, id: ticketId('main'), reporterId: PEOPLE[by] };
    const merged = [...others.map(reportOf), report];
    expect(leavingAlerts({ ...main, merged }, report)).toEqual(
      from && { from, ...(source !== undefined && { source }) },
    );
  });
});
