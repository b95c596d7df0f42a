import { z } from 'zod';
import { type AlertReader, labels, noticeOf, unixSeconds } from './reading.ts';

/** What the media type's script sends that the guide gives; Zabbix fills macros in as texts. */
const schema = z.object({
  /** `{EVENT.ID}`: of the problem, also in its recovery. */
  event_id: z.string().min(1),
  /** `{TRIGGER.ID}`. */
  trigger_id: z.string().min(1),
  host: z.string().min(1),
  name: z.string().min(1),
  /** `{EVENT.OPDATA}` or `{ALERT.MESSAGE}`. */
  message: z.string().default(''),
  /** `{EVENT.VALUE}`: 1 is a problem, 0 a recovery. */
  value: z.enum(['0', '1']),
  severity: z.string().default(''),
  /** `{EVENT.TAGSJSON}`. */
  tags: z.array(z.object({ tag: z.string(), value: z.string().default('') })).default([]),
  /** `{EVENT.TIMESTAMP}`; absent where the version does not know it. */
  timestamp: z
    .string()
    .regex(/^\d{1,12}$/u)
    .transform(Number)
    .pipe(unixSeconds)
    .optional(),
});

export const readZabbix: AlertReader = (body, receivedAt) => {
  const { host, message, name, severity, tags, timestamp, trigger_id, value } = schema.parse(body);
  const given = {
    source: 'zabbix',
    fingerprint: `${trigger_id}:${host}`,
    state: value === '1' ? 'firing' : 'recovered',
    name,
    summary: message,
    labels: labels.parse({ ...Object.fromEntries(tags.map((one) => [one.tag, one.value])), host, severity }),
    startedAt: timestamp,
  } as const;
  return { notices: [noticeOf(given, receivedAt)], isIdentified: true };
};
