import { zh } from '../cards/text.zh.ts';
import { alertGroup, alertRuleFor, NO_ALERT_GROUP } from '../domain/alerts/alert-rules.ts';
import type { AlertNotice } from '../domain/alerts/alert-types.ts';
import { monitorId } from '../domain/alerts/monitor.ts';
import type { AlertRule, Contract } from '../domain/contract.ts';
import { schemeFor } from '../domain/contract-lookup.ts';
import type { Understanding } from '../domain/intake.ts';
import { cleanText } from '../domain/plain-text.ts';
import { type SaidIn, understood } from './understood.ts';

export interface PlacedAlert {
  /** What it says, as a ticket's report. */
  readonly body: string;
  readonly understood: Understanding;
}

/** The words of a notice as a report of people's: the bot speaks the language of its groups about it. */
function alertWords({ name, summary }: AlertNotice): string {
  return cleanText(zh.alerts.report(name, summary));
}

/** How grave an alert is, and what it says beside its system: by the pack's rule, else as its words are read. */
export function placeAlert(said: SaidIn, notice: AlertNotice, systemId: string | undefined): PlacedAlert {
  const { contract } = said;
  const body = alertWords(notice);
  const rule = alertRuleFor(contract, notice);
  const reporterId = monitorId(notice.source);
  const read = understood(said, body, { reporterId, ...(systemId !== undefined && { systemId }) });
  const { further: _further, ...own } = read;
  const known = { ...own, ...(systemId !== undefined && { systemId }) };
  return { body, understood: { ...known, ...levelByRule(contract, rule, known.systemId) } };
}

export interface AlertGroup {
  readonly groupKey: string;
  readonly systemId?: string;
}

/**
 * What alerts have to have in common to be one fault: by the pack's rule, else as their words are read, else as their labels are. They
 * are handled together.
 */
export function groupOfAlert(said: SaidIn, notice: AlertNotice): AlertGroup {
  const rule = alertRuleFor(said.contract, notice);
  if (rule?.ignore) return { groupKey: NO_ALERT_GROUP };
  const systemId = rule?.system ?? systemSaid(said, notice);
  return { groupKey: alertGroup(systemId, notice.name), ...(systemId !== undefined && { systemId }) };
}

function systemSaid(said: SaidIn, notice: AlertNotice): string | undefined {
  const given = { reporterId: monitorId(notice.source) };
  const labels = Object.values(notice.labels).join('\n');
  return understood(said, alertWords(notice), given).systemId ?? understood(said, cleanText(labels), given).systemId;
}

function levelByRule(
  contract: Contract,
  rule: AlertRule | undefined,
  systemId: string | undefined,
): Partial<Understanding> {
  const level = schemeFor(contract, systemId).levels.find((id) => id === rule?.level);
  return level === undefined ? {} : { level, levelReason: { code: 'alert' } };
}
