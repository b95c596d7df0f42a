import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  civilDate,
  civilTime,
  civilTimeWithSeconds,
  dayRange,
  isCivilDate,
  isCivilTime,
  monthDay,
  parseCivil,
} from '../../domain/civil.ts';

const utc = (text: string) => Temporal.Instant.from(text).epochMilliseconds;

describe('date and time in the contract’s zone', () => {
  test.each([
    ['15:59:59.999Z is still the same evening', '2026-03-02T15:59:59.999Z', '2026-03-02', '23:59:59'],
    ['16:00Z is midnight: the next day', '2026-03-02T16:00:00Z', '2026-03-03', '00:00:00'],
    ['seconds are cut off, not rounded', '2026-03-03T01:01:30.999Z', '2026-03-03', '09:01:30'],
    ['a leap day', '2028-02-29T04:00:00Z', '2028-02-29', '12:00:00'],
    ['the last day of a year', '2025-12-31T15:00:00Z', '2025-12-31', '23:00:00'],
    ['before 1970', '1969-12-31T15:59:59.999Z', '1969-12-31', '23:59:59'],
  ])('%s', (_name, instant, date, time) => {
    expect([civilDate(utc(instant)), civilTimeWithSeconds(utc(instant))]).toEqual([date, time]);
    expect(civilTime(utc(instant))).toBe(time.slice(0, 5));
  });

  test('agrees with the zone database for every instant since the last summer time', () => {
    const since1992 = { min: utc('1992-01-01T00:00:00Z'), max: utc('2099-12-31T00:00:00Z') };
    fc.assert(
      fc.property(fc.integer(since1992), (at) => {
        const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('Asia/Shanghai');
        expect(civilDate(at)).toBe(there.toPlainDate().toString());
        expect(civilTimeWithSeconds(at)).toBe(there.toPlainTime().toString().slice(0, 8));
        expect(parseCivil(civilDate(at), civilTimeWithSeconds(at))).toBe(at - (((at % 1000) + 1000) % 1000));
      }),
    );
  });
});

describe('the host’s zone has no say', () => {
  afterEach(() => void vi.unstubAllEnvs());
  test.each(['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'])('%s', (zone) => {
    vi.stubEnv('TZ', zone);
    expect(civilDate(utc('2026-03-02T16:00:00Z'))).toBe('2026-03-03');
    expect(parseCivil('2026-03-03', '09:00')).toBe(utc('2026-03-03T01:00:00Z'));
  });
});

describe('reading dates and times', () => {
  test.each([
    ['start of the day', '2026-03-03', undefined, '2026-03-02T16:00:00Z'],
    ['minutes', '2026-03-03', '08:30', '2026-03-03T00:30:00Z'],
    ['seconds', '2026-03-03', '08:30:59', '2026-03-03T00:30:59Z'],
    ['24:00 is the next midnight', '2026-02-28', '24:00', '2026-02-28T16:00:00Z'],
  ])('%s', (_name, date, time, instant) => {
    expect(parseCivil(date, time)).toBe(utc(instant));
  });

  test.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '26-04-01', '2026-4-1', '2026-04-01T00', ''])(
    '“%s” is no date',
    (date) => {
      expect(isCivilDate(date)).toBe(false);
      expect(() => parseCivil(date)).toThrow(/not a date/);
      expect(() => monthDay(date)).toThrow(/not a date/);
    },
  );

  test.each(['24:01', '25:00', '09:60', '9:00', '09:00:60', '24:00:01', '', 'noon'])('“%s” is no time', (time) => {
    expect(isCivilTime(time)).toBe(false);
    expect(() => parseCivil('2026-03-03', time)).toThrow(/not a time/);
  });

  test.each(['2000-02-29', '2024-02-29', '2026-12-31'])('%s is a date', (date) => {
    expect(isCivilDate(date)).toBe(true);
  });
  test.each(['1900-02-29', '2100-02-29'])('%s: a century is no leap year', (date) => {
    expect(isCivilDate(date)).toBe(false);
  });
});

test('a day’s instants: the first belongs to it, the end is the next day’s first', () => {
  const { from, to } = dayRange('2026-03-03');
  expect([civilDate(from - 1), civilDate(from), civilDate(to - 1), civilDate(to)]).toEqual([
    '2026-03-02',
    '2026-03-03',
    '2026-03-03',
    '2026-03-04',
  ]);
});

test('month and day as in a ticket’s number', () => expect(monthDay('2026-03-03')).toBe('0303'));
