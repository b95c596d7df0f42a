import { z } from 'zod';
import { type AlertReader, goTime, labels, NOTICES_MAX, noticeOf } from './reading.ts';

const alert = z.strictObject({
  name: z.string().trim().min(1),
  state: z.enum(['firing', 'recovered']),
  summary: z.string().default(''),
  labels: labels.default({}),
  /** What tells this alert from others of its name; the name and the labels where absent. */
  fingerprint: z.string().min(1).optional(),
  /** RFC 3339: `2026-03-03T09:00:00+08:00`. */
  started_at: goTime.optional(),
  /** The sender's own id of this notice: it may be sent again. */
  event_id: z.string().min(1).optional(),
});
const several = z.strictObject({ alerts: z.array(alert).min(1).max(NOTICES_MAX) });

export const readPlain: AlertReader = (body, receivedAt) => {
  const isList = typeof body === 'object' && body !== null && 'alerts' in body;
  const alerts = isList ? several.parse(body).alerts : [alert.parse(body)];
  const notices = alerts.map(({ fingerprint, labels: of, name, started_at, state, summary }) => {
    const sorted = Object.entries(of).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const own = fingerprint ?? JSON.stringify([name, sorted]);
    const given = {
      source: 'plain',
      fingerprint: own,
      state,
      name,
      summary,
      labels: of,
      startedAt: started_at,
    } as const;
    return noticeOf(given, receivedAt);
  });
  // A script that names neither means what it says each time.
  return { notices, isIdentified: alerts.every(({ event_id, started_at }) => (event_id ?? started_at) !== undefined) };
};
