import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../domain/types.ts';
import { PlatformError } from '../../../platforms/types.ts';
import { isAlarm, isUnsent, needsNewConnection, refusesCard, sdkError } from '../../../platforms/wecom/errors.ts';

const ack = (errcode: unknown) => ({ headers: { req_id: 'R' }, errcode, errmsg: 'no, hint: [1], from ip: 10.0.0.1' });
const facts = (thrown: unknown) => {
  const error = sdkError('aibot_send_msg', thrown);
  const { code, retryAfterMs, retryable } = error;
  const isUnsure = () => error.isUnsure;
  const isShut = () => error.isShut;
  const marks = { refusesCard, needsNewConnection, isAlarm, isUnsure, isUnsent, isShut };
  const set = Object.entries(marks).flatMap(([name, is]) => (is(error) ? [name] : []));
  return [code, retryable, retryAfterMs, set.join()];
};

describe('what WeCom answers', () => {
  test.each([
    [846607, true, MINUTE, ''],
    [846609, true, SECOND, 'needsNewConnection'],
    [846605, false, undefined, ''],
    [846608, false, undefined, ''],
    [853000, false, undefined, 'isAlarm'],
    [93001, true, MINUTE, 'isAlarm,isShut'],
    [93006, false, undefined, ''],
    [42014, false, undefined, 'refusesCard'],
    [40016, false, undefined, 'refusesCard'],
    [42039, false, undefined, 'refusesCard'],
    [40058, false, undefined, 'refusesCard'],
    [40201, false, undefined, ''],
    [45009, true, MINUTE, ''],
    [-1, true, 5 * SECOND, ''],
    // Unknown ones: a request that is wrong will be so again; of anything else nobody knows.
    [40099, false, undefined, 'refusesCard'],
    [999_999, true, undefined, ''],
  ])('%s', (errcode, retryable, retryAfterMs, marks) => {
    expect(facts(ack(errcode))).toEqual([String(errcode), retryable, retryAfterMs, marks]);
  });

  test('without a number is no answer that anybody can trust', () => {
    expect(facts(ack(undefined))).toEqual(['bad_answer', true, undefined, 'isUnsure']);
    expect(facts(undefined)).toEqual(['bad_answer', true, undefined, 'isUnsure']);
  });
});

describe('what the SDK throws', () => {
  test.each([
    ['Reply ack timeout (5000ms) for reqId: R', 'no_answer', 'isUnsure'],
    ['WebSocket connection closed (code: 1006), reply for reqId: R cancelled', 'connection_lost', 'isUnsure'],
    ['Connection manually closed, reply for reqId: R cancelled', 'connection_lost', 'isUnsure'],
    ['Server disconnected due to new connection, reply for reqId: R cancelled', 'connection_lost', 'isUnsure'],
    ['WebSocket not connected, unable to send data', 'not_connected', 'isUnsent,isShut'],
    ['something new', 'sdk_error', 'isUnsure'],
  ])('%s', (message, code, marks) => {
    expect(facts(new Error(message))).toEqual([code, true, undefined, marks]);
  });

  test('an error of ours stays what it is', () => {
    const ours = new PlatformError('full', { code: 'rate_limited', retryable: true });
    expect(sdkError('x', ours)).toBe(ours);
  });
});
