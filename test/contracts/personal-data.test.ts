import { expect, test } from 'vitest';
import { parseKept } from '../../contracts/durations.ts';
import { DAY } from '../../domain/types.ts';
import { pack, parse, problemsOf } from './pack-text.ts';

test.each([
  ['30 days', 30],
  ['365 days', 365],
  ['9999 days', 9_999],
  ['29 days', undefined],
  ['365d', undefined],
  ['365 workdays', undefined],
  ['10000 days', undefined],
  ['', undefined],
])('%j is kept for %s days', (text, days) => {
  expect(parseKept(text)).toBe(days === undefined ? undefined : days * DAY);
});

test('a pack that says nothing keeps it as long as the ticket, and a time that is too short is a mistake', () => {
  expect(parse(pack).personalData).toBeUndefined();
  expect(parse(`${pack}personalData: { keepFor: 30 days }\n`).personalData).toEqual({ keepForMs: 30 * DAY });
  const [problem] = problemsOf(() => parse(`${pack}personalData: { keepFor: 29 days }\n`));
  expect(problem).toMatchObject({ path: 'personalData.keepFor', remedy: expect.stringContaining('30 days') });
});
