import type { AlertTexts } from './catalogue-alerts.ts';
import { plural } from './plural.ts';

export const alertTextsEn: AlertTexts = {
  source: {
    alertmanager: 'Prometheus alert',
    nightingale: 'Nightingale alert',
    zabbix: 'Zabbix alert',
    plain: 'Monitoring',
  },
  report: (name, summary) => (summary === '' || summary === name ? `Alert: ${name}` : `Alert: ${name}, ${summary}`),
  label: 'Alerts',
  counts: ({ alerts, firing, flaps, notices }) =>
    alerts === 0
      ? 'none'
      : [
          firing === 0 ? `${plural(alerts, 'alert')}, all recovered` : `${plural(alerts, 'alert')}, ${firing} firing`,
          plural(notices, 'notice'),
          ...(flaps > 0 ? [`fired anew ${plural(flaps, 'time')}`] : []),
        ].join(', '),
  one: ({ fires, heard, notices, said }) =>
    `${said} (${fires ? 'firing' : 'recovered'}, ${plural(notices, 'notice')}, last ${heard})`,
  recovered: (who, number, alerts) => [
    ...who,
    ` All alerts of ${number} (${alerts}) have recovered. Please check that the service works; if it does, tap "Resolve" and say cause and action.`,
  ],
  refired: (who, number, flaps) => [
    ...who,
    ` Alerts of ${number} fire again after a recovery (${plural(flaps, 'time')}). Please go on.`,
  ],
  unsteady: (number, flaps) => [
    `Alerts of ${number} come and go (${plural(flaps, 'time')}). From now on each recovery is not told; the card shows how often.`,
  ],
  afterResolution: (who, number, firing) => [
    ...who,
    ` ${number} is resolved, but ${plural(firing, 'alert')} still ${firing === 1 ? 'fires' : 'fire'}. Please check whether it is solved.`,
  ],
};
