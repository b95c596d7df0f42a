import { describe, expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import { recalculate } from '../../domain/recalculation.ts';
import {
  contractWith,
  envAt,
  hqHours,
  li,
  MINUTE,
  minutes,
  qian,
  resolve,
  Story,
  suspend,
  workweekUntil,
} from './fixture.ts';

const usual = contractWith().calendars;
const shorter = { ...usual, working: hqHours };
const story = () => new Story({}, { level: 'normal' });
const at = parseCivil;

describe('a calendar that was corrected', () => {
  test('moves what is open: targets stay, due instants follow', () => {
    const moved = story().recalculate(minutes(10), shorter);
    expect(moved.clock('normal.resolve')).toMatchObject({ dueAt: at('2026-03-03', '14:00'), target: { workdays: 1 } });
    expect(moved.history.at(-1)).toMatchObject({
      type: 'calendar_changed',
      packHash: 'pack-hash',
      clocks: [{ op: 'due', id: 'normal.resolve', dueAt: at('2026-03-03', '14:00') }],
    });
  });

  test('writes nothing where nothing moves, and nothing twice', () => {
    const same = story();
    expect(recalculate(same.ticket, envAt(minutes(10), same.contract))).toBeUndefined();
    const moved = same.recalculate(minutes(10), shorter);
    expect(recalculate(moved.ticket, envAt(minutes(11), moved.contract))).toBeUndefined();
  });

  test('a clock that is over stays over, and one that was judged stays judged', () => {
    const over = story().recalculate(at('2026-03-04', '08:00'), shorter);
    over.recalculate(at('2026-03-05', '09:00'), usual);
    expect(over.clock('normal.resolve').dueAt).toBe(at('2026-03-03', '18:00'));
    const met = story().act(minutes(60), li, resolve).recalculate(minutes(61), shorter);
    expect(met.clock('normal.resolve').dueAt).toBe(at('2026-03-03', '18:00'));
  });

  test('an over clock that is paused and resumed under the new one keeps the due instant that it missed', () => {
    const late = at('2026-03-03', '18:00') + MINUTE;
    const over = story().act(late, li, suspend).act(late, qian, { type: 'approve_suspension' });
    over.recalculate(late, shorter).act(late + MINUTE, li, { type: 'resume' });
    expect(over.clock('normal.resolve').dueAt).toBe(at('2026-03-03', '18:00'));
  });

  test('an earlier due instant is told at once, and not as late', () => {
    const clocks = contractWith().clocks.filter(({ id }) => id === 'normal.resolve');
    const moved = new Story({ clocks }, { level: 'normal' });
    expect(moved.recalculate(at('2026-03-03', '14:20'), shorter).wake(at('2026-03-03', '14:20'))).toEqual([
      'normal.resolve e1',
    ]);
  });

  test('a table that ends earlier forgets no due instant; one that reaches further tells one', () => {
    const known = story().recalculate(minutes(10), { ...usual, working: workweekUntil('2026-03-02') });
    expect(known.clock('normal.resolve').dueAt).toBe(at('2026-03-03', '18:00'));
    const evening = { reportedAt: minutes(60), receivedAt: minutes(60) };
    const calendars = { ...usual, working: workweekUntil('2026-03-03') };
    const unknown = new Story({ calendars }, { level: 'normal', ...evening });
    expect(unknown.clock('normal.resolve').dueAt).toBeUndefined();
    expect(unknown.recalculate(minutes(61), usual).clock('normal.resolve').dueAt).toBe(at('2026-03-04', '10:00'));
  });

  test('overtakes the step before: what it changed can’t be taken back over it', () => {
    const taken = story().act(minutes(9), li, { type: 'acknowledge' }).recalculate(minutes(10), shorter);
    expect(taken.refused(minutes(10), li, { type: 'undo' })?.reason).toBe('undo_overtaken');
  });
});
