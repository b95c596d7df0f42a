import { describe, expect, test } from 'vitest';
import type { Contract } from '../../domain/contract.ts';
import { foldTicket } from '../../domain/fold.ts';
import type { OpenTicket } from '../../domain/ticket.ts';
import type { Ticket } from '../../domain/ticket-types.ts';
import { type Actor, ticketId } from '../../domain/types.ts';
import {
  actor,
  changeLevel,
  HOUR,
  li,
  MINUTE,
  mergeInto,
  minutes,
  qian,
  resolve,
  richPack,
  rule,
  Story,
  suspend,
  T0,
  vagueReport,
  wang,
  zhao,
  zhou,
} from './fixture.ts';

const SATURDAY = T0 + 4 * 24 * HOUR;
const saturday = (count: number) => SATURDAY + count * MINUTE;

/** Another report of the same fault, a minute later. */
const other = (changes: Partial<Contract> = {}, input: Partial<OpenTicket> = {}, base?: OpenTicket) =>
  new Story(
    changes,
    {
      id: ticketId('ticket-2'),
      number: 'GZ-2',
      reporterId: zhou.id,
      reportedAt: minutes(1),
      receivedAt: minutes(1),
      ...input,
    },
    base,
  );
const normal = { level: 'normal' };
const onSaturday = { ...normal, reportedAt: SATURDAY, receivedAt: SATURDAY };
const request = { type: 'request_arrival' } as const;

/** A report whose arrival somebody asked for on a day of rest. */
const requested = () => other(richPack(), onSaturday).act(saturday(2), actor('zhou', 'reporter'), request);
/** One whose target was agreed on: due in so many minutes. */
const dated = (dueIn: number, input: Partial<OpenTicket> = {}) =>
  agreedOn(other(richPack(), { ...normal, ...input }), dueIn);
function agreedOn(story: Story, dueIn: number): Story {
  const dueAt = minutes(dueIn);
  const [clock] = story.ticket.clocks.filter(({ target }) => 'agreed' in target);
  const clocks = story.ticket.clocks.map((one) => (one === clock ? { ...one, target: { until: dueAt }, dueAt } : one));
  story.ticket = { ...story.ticket, clocks };
  return story;
}

/** What the merged ticket is, what the main one is, and why the supplier's people may not merge. */
const cases: readonly (readonly [string, () => Story, () => Story, string | undefined])[] = [
  ['an open main of the same kind', () => other(), () => new Story(), undefined],
  [
    'a resolved main, whose clocks move no more',
    () => other(),
    () => new Story().act(minutes(2), li, resolve),
    'merge_main_resolved',
  ],
  ['a milder main', () => other(), () => new Story({}, normal), 'merge_milder_level'],
  ['a graver main', () => other({}, normal), () => new Story(), undefined],
  [
    'a main that was made milder',
    () => other(),
    () => new Story().act(minutes(2), qian, changeLevel('normal')),
    'merge_milder_level',
  ],
  ['a main of another system', () => other(), () => new Story({}, { systemId: 'portal' }), 'merge_other_system'],
  ['a main without a system', () => other(), () => new Story({}, {}, vagueReport), undefined],
  ['a main with one, where this has none', () => other({}, {}, vagueReport), () => new Story(), undefined],
  [
    'a main whose date nobody has agreed on',
    () => dated(300),
    () => new Story(richPack(), normal),
    'merge_loses_promise',
  ],
  [
    'a main whose date is later',
    () => dated(300),
    () => agreedOn(new Story(richPack(), normal), 301),
    'merge_loses_promise',
  ],
  ['a main with the same date', () => dated(300), () => agreedOn(new Story(richPack(), normal), 300), undefined],
  ['a main with an earlier date', () => dated(300), () => agreedOn(new Story(richPack(), normal), 299), undefined],
  [
    'a main for which nobody was asked to come',
    requested,
    () => new Story(richPack(), onSaturday),
    'merge_loses_promise',
  ],
  [
    'a main for which somebody was',
    requested,
    () => new Story(richPack(), onSaturday).act(saturday(3), wang, request),
    undefined,
  ],
  [
    'a main where somebody came unasked',
    requested,
    () => new Story(richPack(), onSaturday).act(saturday(3), li, { type: 'arrive' }),
    undefined,
  ],
];
const merger = (by: Actor, into: Story, duplicate: Story) =>
  duplicate.refused(saturday(5), by, mergeInto(into.ticket))?.reason;

describe('merging does not let the supplier off', () => {
  test.each(cases)('into %s', (_name, duplicate, main, reason) => {
    expect(merger(zhao, main(), duplicate())).toBe(reason);
    expect(merger(actor('both', 'manager', 'supervisor'), main(), duplicate())).toBe(reason);
    const taken = duplicate().act(saturday(4), li, { type: 'acknowledge' });
    expect(merger(li, main(), taken)).toBe(reason);
  });

  test.each(cases)('a supervisor may all the same: %s', (_name, duplicate, main) => {
    expect(merger(qian, main(), duplicate())).toBeUndefined();
  });

  test('a level that the pack has no more counts against him, on either side', () => {
    const gone = (story: Story): Ticket => ({ ...story.ticket, level: 'gone' });
    expect(other().refused(minutes(5), zhao, mergeInto(gone(new Story())))?.reason).toBe('merge_milder_level');
    const duplicate = other();
    duplicate.ticket = gone(duplicate);
    expect(duplicate.refused(minutes(5), zhao, mergeInto(new Story().ticket))?.reason).toBe('merge_milder_level');
  });
});

describe('what the merged ticket has missed by then', () => {
  const mergedAt = (minute: number) => {
    const duplicate = other();
    new Story().absorb(minutes(minute), zhao, duplicate);
    expect(foldTicket(duplicate.history)).toEqual(duplicate.ticket);
    return duplicate;
  };
  /** Due in the sixth minute. */
  test('stays missed, from the first millisecond on', () => {
    const over = mergedAt(6 + 1 / 60_000).clock('critical.arrive');
    expect(over).toMatchObject({ breached: true, breach: { dueAt: minutes(6), by: 'stop' } });
    expect(over).not.toHaveProperty('voidedAt');
  });
  test('what is not over by then ends without judgement', () => {
    const duplicate = mergedAt(6);
    expect(duplicate.clock('critical.arrive')).toMatchObject({ breached: false, voidedAt: minutes(6) });
    expect(mergedAt(7).clock('critical.resolve')).toMatchObject({ breached: false, voidedAt: minutes(7) });
  });
  test('a pause does not make it be over, nor hide that it was', () => {
    const clocks = [rule('critical', 'resolve', { ms: 10 * MINUTE }, { pausable: true })];
    const paused = (minute: number) => {
      const duplicate = other({ clocks })
        .act(minutes(minute), li, suspend)
        .act(minutes(minute), qian, { type: 'approve_suspension' });
      new Story({ clocks }).absorb(minutes(60), zhao, duplicate);
      return duplicate.clock('critical.resolve');
    };
    expect(paused(11)).toMatchObject({ voidedAt: minutes(60), breached: false });
    expect(paused(12)).toMatchObject({ stoppedAt: minutes(60), breached: true, breach: { dueAt: minutes(11) } });
  });
});

describe('whose report was merged', () => {
  const chen = actor('chen', 'reporter');
  const merged = () =>
    new Story().absorb(minutes(3), zhao, other({}, { reporterId: chen.id })).act(minutes(4), li, resolve);
  const confirm = { type: 'confirm' } as const;
  const reopen = { type: 'reopen', reason: { id: 'r', hash: 'h' } } as const;
  test('knows whether it works again', () => {
    expect(merged().refused(minutes(5), chen, confirm)).toBeUndefined();
    expect(merged().refused(minutes(5), chen, reopen)).toBeUndefined();
    expect(new Story().act(minutes(4), li, resolve).refused(minutes(5), chen, confirm)?.reason).toBe('not_reporter');
  });
  test('cancels nothing of the main reporter’s', () => {
    const main = new Story().absorb(minutes(3), zhao, other({}, { reporterId: chen.id }));
    const refusal = main.refused(minutes(5), chen, { type: 'cancel', reason: { id: 'r', hash: 'h' } });
    expect(refusal).toEqual({ reason: 'not_reporter', reporterId: wang.id });
  });
  test('has no say if he works for the supplier', () => {
    const main = new Story()
      .absorb(minutes(3), zhao, other({}, { reporterId: li.id, isRelayed: true }))
      .act(minutes(4), li, resolve);
    expect(main.refused(minutes(5), li, confirm)?.reason).toBe('not_reporter');
    expect(main.refused(minutes(5), actor('chen', 'reporter', 'engineer'), reopen)?.reason).toBe('not_reporter');
  });
});
