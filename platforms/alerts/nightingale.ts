import { z } from 'zod';
import { type AlertReader, labels, NOTICES_MAX, noticeOf, unixSeconds } from './reading.ts';

const event = z.object({
  /** Of rule and series: the same for the alert and its recovery. */
  hash: z.string().min(1),
  rule_name: z.string().min(1),
  rule_note: z.string().default(''),
  severity: z.int().optional(),
  group_name: z.string().optional(),
  target_ident: z.string().optional(),
  /** `name=value`; null where there are none. */
  tags: z.array(z.string()).nullish(),
  annotations: labels.nullish(),
  trigger_time: unixSeconds,
  first_trigger_time: unixSeconds.optional(),
  last_eval_time: unixSeconds.optional(),
  is_recovered: z.boolean(),
});
const several = z.array(event).min(1).max(NOTICES_MAX);

export const readNightingale: AlertReader = (body, receivedAt) => {
  // A callback brings one event, a webhook that collects them a list.
  const events = Array.isArray(body) ? several.parse(body) : [event.parse(body)];
  const notices = events.map((one) => {
    const { annotations, first_trigger_time, is_recovered, last_eval_time, rule_note, trigger_time } = one;
    const given = {
      source: 'nightingale',
      fingerprint: one.hash,
      state: is_recovered ? 'recovered' : 'firing',
      name: one.rule_name,
      summary: annotations?.summary || rule_note,
      labels: labelsOf(one),
      startedAt: first_trigger_time ?? trigger_time,
      endedAt: is_recovered ? last_eval_time : undefined,
    } as const;
    return noticeOf(given, receivedAt);
  });
  return { notices, isIdentified: true };
};

function labelsOf({ group_name, severity, tags, target_ident }: z.output<typeof event>): Record<string, string> {
  const tagged = (tags ?? []).flatMap((tag): (readonly [string, string])[] => {
    const at = tag.indexOf('=');
    return at > 0 ? [[tag.slice(0, at), tag.slice(at + 1)]] : [];
  });
  const own = { severity, group_name, target_ident };
  const named = Object.entries(own).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return labels.parse(Object.fromEntries([...named, ...tagged]));
}
