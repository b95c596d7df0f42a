import { ALERT_SOURCES, type AlertSource } from '../../domain/contract.ts';
import { readAlertmanager } from './alertmanager.ts';
import { readNightingale } from './nightingale.ts';
import { readPlain } from './plain.ts';
import type { AlertReader } from './reading.ts';
import { readZabbix } from './zabbix.ts';

export const ALERT_READERS: Readonly<Record<AlertSource, AlertReader>> = {
  alertmanager: readAlertmanager,
  nightingale: readNightingale,
  zabbix: readZabbix,
  plain: readPlain,
};

export function isAlertSource(name: string): name is AlertSource {
  return ALERT_SOURCES.some((source) => source === name);
}
