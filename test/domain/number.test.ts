import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateOfDay, monthDay } from '../../domain/civil.ts';
import { parseTicketReference, ticketNumber } from '../../domain/number.ts';

describe('a ticket’s number', () => {
  test.each([
    [1, 'GZ-260303-01'],
    [99, 'GZ-260303-99'],
    [100, 'GZ-260303-100'],
    [9999, 'GZ-260303-9999'],
  ])('%i', (daily, number) => expect(ticketNumber('GZ', '2026-03-03', daily)).toBe(number));

  test.each([0, -1, 1.5, 10_000])('%d is no daily number', (daily) => {
    expect(() => ticketNumber('GZ', '2026-03-03', daily)).toThrow(/daily/);
  });
});

describe('what people say instead', () => {
  test.each([
    ['12', { daily: 12 }],
    ['7号', { daily: 7 }],
    ['7 号', { daily: 7 }],
    ['第7号', { daily: 7 }],
    ['#7', { daily: 7 }],
    ['No.7', { daily: 7 }],
    ['07', { daily: 7 }],
    ['１２', { daily: 12 }],
    ['０３０３－７', { daily: 7, monthDay: '0303' }],
    ['0303-7', { daily: 7, monthDay: '0303' }],
    ['0303—07', { daily: 7, monthDay: '0303' }],
    ['0229-1', { daily: 1, monthDay: '0229' }],
    ['260303-7', { daily: 7, monthDay: '0303' }],
    ['gz-260303-07', { number: 'GZ-260303-07' }],
    ['GZ-260303-7', { number: 'GZ-260303-07' }],
    [' ＧＺ－２６０３０３－０７ ', { number: 'GZ-260303-07' }],
    ['GZ - 260303 - 107', { number: 'GZ-260303-107' }],
  ])('%s', (text, reference) => expect(parseTicketReference(text)).toEqual(reference));

  test.each([
    '',
    '0',
    '00',
    '7个',
    '12345',
    '1331-1',
    '0230-1',
    '0303-0',
    'GZ-261399-07',
    'GZ-260303-00',
    '7.5',
    '-7',
    '网站',
  ])('“%s” is none', (text) => expect(parseTicketReference(text)).toBeUndefined());

  test('every number that is given out is understood, whole and by its day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 18_262, max: 25_000 }), fc.integer({ min: 1, max: 9999 }), (day, daily) => {
        const number = ticketNumber('GZ', dateOfDay(day), daily);
        expect(parseTicketReference(number.toLowerCase())).toEqual({ number });
        expect(parseTicketReference(number.slice(3))).toEqual({ daily, monthDay: monthDay(dateOfDay(day)) });
      }),
    );
  });
});
