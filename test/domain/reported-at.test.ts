import { expect, test } from 'vitest';
import { reportedAt } from '../../domain/reported-at.ts';
import { MINUTE } from '../../domain/types.ts';

const receivedAt = 10 * MINUTE;

test.each([
  ['no time of the platform: the receipt', undefined, receivedAt],
  ['sent when received', receivedAt, receivedAt],
  ['sent 5 minutes before receipt is believed', receivedAt - 5 * MINUTE, receivedAt - 5 * MINUTE],
  ['one millisecond less than 5 minutes', receivedAt - 5 * MINUTE + 1, receivedAt - 5 * MINUTE + 1],
  ['one millisecond more is not', receivedAt - 5 * MINUTE - 1, receivedAt],
  ['sent after its receipt is a wrong clock', receivedAt + 1, receivedAt],
])('%s (design 6)', (_name, sentAt, expected) => {
  expect(reportedAt({ receivedAt, ...(sentAt !== undefined && { sentAt }) })).toBe(expected);
});
