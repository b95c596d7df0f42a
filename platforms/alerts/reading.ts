import { hash } from 'node:crypto';
import { z } from 'zod';
import type { AlertNotice } from '../../domain/alerts/alert-types.ts';
import { clip } from '../../domain/plain-text.ts';
import type { Instant } from '../../domain/types.ts';

/** What the body of a request says. */
export interface ReadAlerts {
  readonly notices: readonly AlertNotice[];
  /** The body names the time or the event, so that the same body twice is the same thing twice. */
  readonly isIdentified: boolean;
}

/** How a source writes. @throws {z.ZodError} it is not of that form */
export type AlertReader = (body: unknown, receivedAt: Instant) => ReadAlerts;

/** Graphemes of what is kept. */
const NAME_MAX = 200;
const SUMMARY_MAX = 1_000;
const LABEL_MAX = 200;
const LABELS_MAX = 64;
/** Alerts of one request: far more than any source puts into a megabyte. */
export const NOTICES_MAX = 5_000;
const FINGERPRINT = /^[\w.:-]{1,64}$/u;

/** RFC 3339, as Go writes it: nanoseconds and any offset. Its zero time stands for none. */
export const goTime = z.iso.datetime({ offset: true, local: false }).transform((text) => {
  const at = Date.parse(text);
  return at > 0 ? at : undefined;
});

/** Seconds since 1970; 0 stands for none. */
export const unixSeconds = z
  .number()
  .nonnegative()
  .max(8_640_000_000_000)
  .transform((seconds) => (seconds === 0 ? undefined : Math.floor(seconds * 1_000)));

/** Names and values of labels, of any kind of value that a source may write. */
export const labels = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
  .transform((given) =>
    Object.fromEntries(
      Object.entries(given)
        .slice(0, LABELS_MAX)
        .map(([name, value]) => [clip(name, LABEL_MAX), clip(String(value ?? ''), LABEL_MAX)]),
    ),
  );

type Given = Omit<AlertNotice, 'startedAt' | 'endedAt'> & {
  readonly startedAt: Instant | undefined;
  readonly endedAt?: Instant | undefined;
};

/** Within bounds, whatever the source wrote. What begins later than it is heard of began when it was heard of. */
export function noticeOf({ endedAt, startedAt, ...given }: Given, receivedAt: Instant): AlertNotice {
  return {
    ...given,
    name: clip(given.name.trim(), NAME_MAX),
    summary: clip(given.summary.trim(), SUMMARY_MAX),
    fingerprint: shortFingerprint(given.fingerprint),
    startedAt: Math.min(startedAt ?? receivedAt, receivedAt),
    ...(given.state === 'recovered' && { endedAt: Math.min(endedAt ?? receivedAt, receivedAt) }),
  };
}

function shortFingerprint(fingerprint: string): string {
  return FINGERPRINT.test(fingerprint) ? fingerprint : hash('sha256', fingerprint);
}
