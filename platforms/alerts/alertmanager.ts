import { hash } from 'node:crypto';
import { z } from 'zod';
import { type AlertReader, goTime, labels, NOTICES_MAX, noticeOf } from './reading.ts';

/** The webhook's body, version 4. Grafana's alerting writes the same with more fields. */
const schema = z.object({
  alerts: z
    .array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels,
        annotations: labels.default({}),
        startsAt: goTime,
        endsAt: goTime.optional(),
        /** Absent in old versions. */
        fingerprint: z.string().min(1).optional(),
      }),
    )
    .min(1)
    .max(NOTICES_MAX),
});

/** The words for people, the first that is there. */
const SUMMARIES = ['summary', 'description', 'message'] as const;

export const readAlertmanager: AlertReader = (body, receivedAt) => {
  const notices = schema.parse(body).alerts.map((alert) => {
    const given = {
      source: 'alertmanager',
      fingerprint: alert.fingerprint ?? fingerprintOf(alert.labels),
      state: alert.status === 'firing' ? 'firing' : 'recovered',
      name: alert.labels.alertname ?? 'alert',
      summary: SUMMARIES.map((name) => alert.annotations[name]).find((text) => text) ?? '',
      labels: alert.labels,
      startedAt: alert.startsAt,
      endedAt: alert.endsAt,
    } as const;
    return noticeOf(given, receivedAt);
  });
  return { notices, isIdentified: true };
};

function fingerprintOf(of: Readonly<Record<string, string>>): string {
  return hash('sha256', JSON.stringify(Object.entries(of).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}
