import { describe, expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import { erasedBefore, forgottenBefore } from '../../domain/erasure.ts';
import { DAY } from '../../domain/types.ts';

const keep = (days: number) => ({ keepForMs: days * DAY });

describe('a ticket that ended on 3 March and is kept for 30 days is erased once 2 April is over', () => {
  const ended = { early: parseCivil('2026-03-03', '00:00'), late: parseCivil('2026-03-04', '00:00') - 1 };
  test.each([
    ['a moment before', parseCivil('2026-04-03', '00:00') - 1, false],
    ['at midnight', parseCivil('2026-04-03', '00:00'), true],
    ['in the night after it', parseCivil('2026-04-03', '03:02'), true],
  ])('%s', (_name, now, isErased) => {
    expect(ended.late < erasedBefore(keep(30), now)).toBe(isErased);
    expect(ended.early < erasedBefore(keep(30), now)).toBe(isErased);
    expect(ended.late + 1 < erasedBefore(keep(30), now), 'of the next day').toBe(false);
  });
});

test('what belongs to no one contract goes by the strictest of them', () => {
  const now = parseCivil('2026-04-03', '03:02');
  expect(forgottenBefore([{ personalData: keep(365) }, {}, { personalData: keep(30) }], now)).toBe(
    erasedBefore(keep(30), now),
  );
  expect(forgottenBefore([{}], now)).toBeUndefined();
});
