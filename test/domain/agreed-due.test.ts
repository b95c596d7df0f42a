import { describe, expect, test } from 'vitest';
import { clockUse } from '../../domain/clocks.ts';
import type { Contract } from '../../domain/contract.ts';
import { nextWakeAt } from '../../domain/reminders.ts';
import type { TicketCommand } from '../../domain/ticket-types.ts';
import { type Actor, type Instant, ticketId } from '../../domain/types.ts';
import {
  acceptDue,
  actor,
  changeLevel,
  li,
  MINUTE,
  mergeInto,
  minutes,
  proposeDue,
  qian,
  refuseDue,
  reopen,
  resolve,
  rule,
  Story,
  transferTo,
  wang,
  words,
  zhao,
  zhou,
} from './fixture.ts';

const agreedOn = (...of: string[]): Partial<Contract> => ({
  clocks: of.map((level) => rule(level, 'resolve', { agreed: true }, { calendar: 'working' })),
});
const story = () => new Story(agreedOn('critical'));
const id = 'critical.resolve';
const state = (of: Story, now: Instant) => clockUse(of.clock(id), of.contract, now).state;
const taken = () => story().act(minutes(1), li, { type: 'acknowledge' });
/** Agreed at minute 60 on minute 180. */
const agreed = () =>
  taken()
    .act(minutes(60), wang, proposeDue(minutes(180)))
    .act(minutes(60), li, acceptDue);

test('without a date it has no due instant and no stages, and misses nothing', () => {
  const open = story();
  expect(open.clock(id)).not.toHaveProperty('dueAt');
  expect(state(open, minutes(999))).toBe('unagreed');
  expect(nextWakeAt(open.ticket, open.contract)).toBeUndefined();
  expect(state(open.act(minutes(999), li, resolve), minutes(999))).toBe('met');
});

describe('a date that one side names', () => {
  test.each([
    ['the reporter', wang, 'customer', li],
    ['a supervisor', qian, 'customer', zhao],
    ['the engineer who is responsible', li, 'supplier', wang],
    ['a manager', zhao, 'supplier', qian],
  ] satisfies [string, Actor, string, Actor][])(
    'by %s counts once the other side accepts it',
    (_name, by, side, other) => {
      const proposed = taken().act(minutes(60), by, proposeDue(minutes(180)));
      expect(proposed.ticket.dueProposal).toEqual({
        clockId: id,
        dueAt: minutes(180),
        by: by.id,
        side,
        proposedAt: minutes(60),
      });
      expect(state(proposed, minutes(999))).toBe('unagreed');
      proposed.act(minutes(61), other, acceptDue);
      expect(proposed.ticket).not.toHaveProperty('dueProposal');
      expect(proposed.clock(id)).toMatchObject({ target: { until: minutes(180) }, dueAt: minutes(180) });
    },
  );

  test.each([
    ['the reporter about what a supervisor has proposed', qian, wang],
    ['a supervisor about what the reporter has proposed', wang, qian],
    ['the engineer about what his manager has proposed', zhao, li],
    ['the manager about what the engineer has proposed', li, zhao],
    ['himself', li, li],
  ])('is not accepted and not refused by %s', (_name, by, answering) => {
    const proposed = taken().act(minutes(60), by, proposeDue(minutes(180)));
    expect(proposed.refused(minutes(61), answering, acceptDue)).toEqual({ reason: 'own_side' });
    expect(proposed.refused(minutes(61), answering, refuseDue)).toEqual({ reason: 'own_side' });
  });

  test.each([
    ['another engineer', zhou, 'not_assignee'],
    ['another reporter', actor('chen', 'reporter'), 'not_reporter'],
  ])('is no business of %s', (_name, by, reason) => {
    expect(taken().refused(minutes(60), by, proposeDue(minutes(180)))?.reason).toBe(reason);
    const proposed = taken().act(minutes(60), by === zhou ? wang : li, proposeDue(minutes(180)));
    expect(proposed.refused(minutes(61), by, acceptDue)?.reason).toBe(reason);
  });

  test('of a report that the supplier’s own people passed on takes a supervisor', () => {
    const relayed = new Story(agreedOn('critical'), { reporterId: li.id, isRelayed: true });
    relayed.act(minutes(1), li, proposeDue(minutes(180)));
    expect(relayed.refused(minutes(2), wang, acceptDue)).toMatchObject({ reason: 'role', needed: ['supervisor'] });
    expect(state(relayed.act(minutes(2), qian, acceptDue), minutes(2))).toBe('running');
  });

  test('that is refused is gone, and another may be proposed', () => {
    const refused = taken()
      .act(minutes(60), li, proposeDue(minutes(180)))
      .act(minutes(61), wang, refuseDue);
    expect(refused.history.at(-1)).toMatchObject({ type: 'due_refused', proposal: { dueAt: minutes(180), by: 'li' } });
    expect(refused.ticket).not.toHaveProperty('dueProposal');
    expect(state(refused, minutes(61))).toBe('unagreed');
    expect(refused.refused(minutes(62), wang, acceptDue)).toEqual({ reason: 'no_due_proposal' });
    expect(refused.refused(minutes(62), wang, proposeDue(minutes(150)))).toBeUndefined();
  });

  test('takes the place of the one before, whichever side it is of: a button of that one is outdated', () => {
    const proposed = taken().act(minutes(60), li, proposeDue(minutes(180)));
    const seen = proposed.ticket.version;
    proposed.act(minutes(61), zhao, proposeDue(minutes(300)));
    expect(proposed.refused(minutes(62), wang, acceptDue, seen)?.reason).toBe('outdated');
    expect(proposed.refused(minutes(62), wang, acceptDue, proposed.ticket.version)).toBeUndefined();
    proposed.act(minutes(62), wang, proposeDue(minutes(150))).act(minutes(63), li, acceptDue);
    expect(proposed.clock(id).dueAt).toBe(minutes(150));
  });

  test.each([
    ['now', 0, 'due_in_the_past'],
    ['a millisecond later', 1, undefined],
  ])('is not %s: it lies in the future when it is named, and when it is accepted', (_name, laterMs, reason) => {
    const proposing = taken();
    expect(proposing.refused(minutes(60), li, proposeDue(minutes(60) + laterMs))?.reason).toBe(reason);
    proposing.act(minutes(60), li, proposeDue(minutes(180)));
    expect(proposing.refused(minutes(180) - laterMs, wang, acceptDue)?.reason).toBe(reason);
    expect(proposing.refused(minutes(180), wang, refuseDue), 'a refusal is always possible').toBeUndefined();
  });

  test('is nothing to name where no clock is agreed on', () => {
    expect(new Story().refused(minutes(1), wang, proposeDue(minutes(180)))).toEqual({ reason: 'nothing_to_agree' });
    expect(new Story().refused(minutes(1), wang, acceptDue)).toEqual({ reason: 'no_due_proposal' });
  });

  test.each([
    ['resolution', (of: Story) => of.act(minutes(61), li, resolve)],
    ['resolution that was reopened', (of: Story) => of.act(minutes(61), li, resolve).act(minutes(62), wang, reopen)],
    ['cancellation', (of: Story) => of.act(minutes(61), wang, { type: 'cancel', reason: words('x') })],
    ['merging', (of: Story) => of.act(minutes(61), qian, mergeInto(new Story({}, { id: ticketId('main') }).ticket))],
    ['level that promises something else', (of: Story) => of.act(minutes(61), qian, changeLevel('normal'))],
  ])('ends with a %s', (_name, end) => {
    const ended = end(taken().act(minutes(60), li, proposeDue(minutes(180))));
    expect(ended.ticket).not.toHaveProperty('dueProposal');
    expect(ended.refused(minutes(63), wang, acceptDue)?.reason).toMatch(/^(status|no_due_proposal)$/);
  });

  test('can be taken back within two minutes, and so can the answer', () => {
    const proposed = taken().act(minutes(60), li, proposeDue(minutes(180)));
    proposed.act(minutes(61), wang, acceptDue).act(minutes(62), wang, { type: 'undo' });
    expect(state(proposed, minutes(62))).toBe('unagreed');
    expect(proposed.ticket.dueProposal).toMatchObject({ dueAt: minutes(180) });
    proposed.act(minutes(62), li, { type: 'undo' });
    expect(proposed.ticket).not.toHaveProperty('dueProposal');
  });

  test('breaks the silence where an engineer says it, and not where the customer does', () => {
    const silence = [
      { levels: [], calendar: 'always', steps: [{ afterMs: 30 * MINUTE, to: ['responsible'] as const }] },
    ];
    const of = (by: Actor) =>
      new Story({ ...agreedOn('critical'), silence })
        .act(minutes(1), li, { type: 'acknowledge' })
        .act(minutes(20), by, proposeDue(minutes(180)));
    expect(of(wang).wake(minutes(31))).toEqual(['silence 1']);
    expect(of(li).wake(minutes(31))).toEqual([]);
  });
});

describe('the date that was agreed on', () => {
  test('is due at that instant, and reminds from then on', () => {
    const open = agreed();
    expect(open.wake(minutes(90))).toEqual(['critical.resolve p500']);
    expect(open.wake(minutes(180) + 1)).toEqual(['critical.resolve breach']);
    expect(state(open, minutes(180) + 1)).toBe('breached');
  });

  test('has its shares told at once where they were over, and not as late', () => {
    const late = taken()
      .act(minutes(170), wang, proposeDue(minutes(180)))
      .act(minutes(170), li, acceptDue);
    expect(late.wake(minutes(170))).toEqual(['critical.resolve p800']);
  });

  test.each([
    ['at its last instant', minutes(180), undefined],
    ['a millisecond later', minutes(180) + 1, { reason: 'agreed_due_missed' }],
  ])('may be put off %s', (_name, at, refusal) => {
    expect(agreed().refused(at, li, proposeDue(minutes(300)))).toEqual(refusal);
    const asked = agreed().act(minutes(170), li, proposeDue(minutes(300)));
    expect(asked.refused(at, wang, acceptDue)).toEqual(refusal);
    expect(asked.clock(id).dueAt, 'until it is accepted the date stands').toBe(minutes(180));
    if (refusal) return;
    expect(asked.act(at, wang, acceptDue).clock(id)).toMatchObject({ dueAt: minutes(300), breached: false });
    expect(asked.wake(minutes(300))).not.toContain('critical.resolve breach');
    expect(asked.wake(minutes(300) + 1)).toContain('critical.resolve breach');
  });

  test('is made anew after a reopening where it was kept; one that was missed stays missed', () => {
    const kept = agreed().act(minutes(180), li, resolve).act(minutes(200), wang, reopen);
    expect(state(kept, minutes(200))).toBe('unagreed');
    const missed = agreed().act(minutes(181), li, resolve).act(minutes(200), wang, reopen);
    expect(state(missed, minutes(200))).toBe('breached');
  });

  test('stays under another level that wants an agreement as well', () => {
    const both = new Story(agreedOn('critical', 'normal')).act(minutes(1), wang, proposeDue(minutes(180)));
    both.act(minutes(1), li, acceptDue).act(minutes(2), qian, changeLevel('normal'));
    expect(both.clock('normal.resolve').dueAt).toBe(minutes(180));
  });
});

test('who takes the ticket over may answer to what was proposed, by a card that he has seen since', () => {
  const proposed = taken().act(minutes(60), wang, proposeDue(minutes(180)));
  const seen = proposed.ticket.version;
  const accept: TicketCommand = acceptDue;
  proposed.act(minutes(61), li, transferTo(zhou));
  expect(proposed.refused(minutes(62), zhou, accept, seen)?.reason).toBe('outdated');
  expect(proposed.refused(minutes(62), zhou, accept, proposed.ticket.version)).toBeUndefined();
});
