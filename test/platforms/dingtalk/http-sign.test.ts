// Requests that are DingTalk's, and those that are not.
import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { HOUR } from '../../../domain/types.ts';
import { cardSignature, signRefusal } from '../../../platforms/dingtalk/http-sign.ts';
import { signatureOf } from '../../../platforms/dingtalk/webhook-sign.ts';

const SECRET = 'SECtest0123456789abcdef';
const AT = 1_700_000_000_000;
const timestamp = String(AT);
/** DingTalk's documented way, computed apart from the code. */
const ROBOT = '/lfnxUUu80FwVTsIlv2F1cMGBb+PxEKAwYh/bsRxXcc=';
const robotAt = (at: number) => signatureOf(SECRET, at);
const refusal = (signed: { timestamp?: string; signature?: string }, now = AT) =>
  signRefusal({ timestamp, signature: ROBOT, ...signed }, robotAt, now);

describe('the signature of a robot message', () => {
  test('is that of the known example', () => {
    expect(signatureOf(SECRET, AT)).toBe(ROBOT);
    expect(refusal({})).toBeUndefined();
  });

  test.each([
    [-HOUR - 1, 'timestamp_off'],
    [-HOUR, undefined],
    [HOUR, undefined],
    [HOUR + 1, 'timestamp_off'],
  ])('counts by DingTalk’s clock and ours, %d ms apart: %s', (apartMs, expected) => {
    expect(refusal({}, AT + apartMs)).toBe(expected);
  });

  test.each([
    ['none', { signature: '' }, 'unsigned'],
    ['without a time', { timestamp: '' }, 'unsigned'],
    ['with a time in seconds', { timestamp: '1700000000' }, 'unsigned'],
    ['with a time in another form', { timestamp: `0${timestamp}` }, 'unsigned'],
    ['with a time that is no number', { timestamp: '17000000000e0' }, 'unsigned'],
    ['as it stands in an address', { signature: encodeURIComponent(ROBOT) }, 'unsigned'],
    ['cut short', { signature: ROBOT.slice(0, -2) }, 'unsigned'],
    ['of another time', { timestamp: String(AT + 1) }, 'signature_wrong'],
    ['by another secret', { signature: signatureOf('SECother', AT) }, 'signature_wrong'],
    ['of a card', { signature: cardSignature(SECRET, AT) }, 'signature_wrong'],
  ])('is refused: %s', (_name, signed, expected) => {
    expect(refusal(signed)).toBe(expected);
  });
});

test('the signature of a tap on a card is that of its time alone', () => {
  const expected = createHmac('sha256', 'mySecret').update('1700000000000').digest('base64');
  expect(cardSignature('mySecret', AT)).toBe(expected);
  const signed = { timestamp, signature: expected };
  expect(signRefusal(signed, (at) => cardSignature('mySecret', at), AT)).toBeUndefined();
});
