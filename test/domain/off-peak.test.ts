import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import { offPeak } from '../../domain/off-peak.ts';
import { MINUTE, SECOND } from '../../domain/types.ts';

const at = (time: string) => parseCivil('2026-03-03', time);

test.each([
  ['08:59', 0],
  ['09:01', 0],
  ['09:29', 0],
  ['09:31', 0],
  ['08:50', 0],
])('%s is no peak', (time, delay) => {
  expect(offPeak(at(time), 'gz') - at(time)).toBe(delay);
});

test.each(['00:00', '08:30', '09:00', '23:30'])(
  '%s is moved by one to four minutes, always the same for a key',
  (time) => {
    const minutes = (offPeak(at(time), 'gz') - at(time)) / MINUTE;
    expect([1, 2, 3, 4]).toContain(minutes);
    expect(offPeak(at(time), 'gz')).toBe(offPeak(at(time), 'gz'));
  },
);

test('the last second of a peak’s minute is moved, the one before it is not', () => {
  expect(offPeak(at('09:01') - 1, 'gz')).toBeGreaterThan(at('09:01'));
  expect(offPeak(at('09:00') - SECOND, 'gz')).toBe(at('09:00') - SECOND);
});

test('what was moved stays where it is, and keys spread over the four minutes', () => {
  const instant = fc.integer({ min: at('00:00'), max: at('23:59') });
  fc.assert(
    fc.property(instant, fc.string(), (when, key) => {
      expect(offPeak(offPeak(when, key), key)).toBe(offPeak(when, key));
    }),
  );
  const keys = Array.from({ length: 100 }, (_, index) => `contract-${index}`);
  expect(new Set(keys.map((key) => offPeak(at('09:00'), key))).size).toBe(4);
});
