import { expect, test } from 'vitest';
import { MINUTE, personId } from '../../domain/types.ts';
import { dutyLapse } from '../../handlers/duty-lapse.ts';
import { at, covered, givenRoster } from '../domain/roster-fixture.ts';
import { Desk } from './harness.ts';

const END = at('2026-03-04 09:00');
const asked = { ...covered('a', 'b', '2026-03-04 09:00', '2026-03-05'), state: 'asked', askedAt: 0 } as const;

test.each([
  ['is due when it ends', END - 1, END],
  ['that could not be ended then is due a minute later', END, END + MINUTE],
  ['that was left over by a stop is due at once', END + MINUTE, END + MINUTE + 1],
])('a request %s, and is wanted when its timer fires', async (_name, after, expected) => {
  const { contract } = await Desk.open();
  const given = { contract, roster: givenRoster({ changes: [asked], members: [] }).roster };
  expect(dutyLapse.nextAt(given, after)).toBe(expected);
  expect(dutyLapse.nextAt(given, expected - 1)).toBe(expected);
});

test('none is due where nobody is asked', async () => {
  const { contract } = await Desk.open();
  const agreed = { ...asked, state: 'agreed', personId: personId('a') } as const;
  expect(dutyLapse.nextAt({ contract, roster: givenRoster({ changes: [agreed] }).roster }, END)).toBeUndefined();
});
