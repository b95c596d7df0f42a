import type { AlertRule, Contract } from '../contract.ts';
import { foldText } from '../phrase-finder.ts';
import type { AlertNotice } from './alert-types.ts';

/** A pattern's characters that stand for themselves; `*` stands for any. */
const LITERAL_PARTS = /[^*]+/gu;

/** The first rule of the pack that fits a notice. */
export function alertRuleFor({ alerts }: Pick<Contract, 'alerts'>, notice: AlertNotice): AlertRule | undefined {
  return alerts.find(
    ({ match, source }) =>
      (source === undefined || source === notice.source) &&
      Object.entries(match).every(([label, pattern]) => fits(pattern, shownAs(notice, label))),
  );
}

/** A label that is called `name` is seen only where the notice has none: the alert's own name is meant. */
function shownAs({ labels, name }: AlertNotice, label: string): string {
  return label === 'name' ? name : Object.hasOwn(labels, label) ? (labels[label] ?? '') : '';
}

/** Linear in the value: no pattern of a pack makes the bot think long. */
function fits(pattern: string, value: string): boolean {
  if (!pattern.includes('*')) return pattern === value;
  const parts = pattern.match(LITERAL_PARTS) ?? [];
  const first = pattern.startsWith('*') ? undefined : parts[0];
  const last = pattern.endsWith('*') ? undefined : parts.at(-1);
  if (first !== undefined && !value.startsWith(first)) return false;
  if (last !== undefined && !value.endsWith(last)) return false;
  const end = value.length - (last?.length ?? 0);
  let place = first?.length ?? 0;
  for (const part of parts.slice(first === undefined ? 0 : 1, last === undefined ? undefined : -1)) {
    const found = value.indexOf(part, place);
    if (found < 0) return false;
    place = found + part.length;
  }
  return place <= end;
}

/** UTF-16 units of a folded name. Each is at most three bytes, and a key of the database has 255. */
const GROUP_NAME_MAX = 80;

/** Alerts of one group make one ticket: those of one system and, where none is known, those of one name. */
export function alertGroup(systemId: string | undefined, name: string): string {
  return systemId === undefined
    ? `name:${foldText(name).text.slice(0, GROUP_NAME_MAX).toWellFormed()}`
    : `system:${systemId}`;
}

/** The group of what makes no ticket. */
export const NO_ALERT_GROUP = 'none';
