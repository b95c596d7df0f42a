import { describe, expect, test } from 'vitest';
import { audienceOf, offers } from '../../domain/offers.ts';
import type { TicketCommand } from '../../domain/ticket-types.ts';
import type { Role } from '../../domain/types.ts';
import {
  actor,
  changeLevel,
  diagnose,
  everyone,
  li,
  minutes,
  progress,
  qian,
  reopen,
  resolve,
  Story,
  suspend,
  transferTo,
  wang,
  words,
  zhao,
  zhou,
} from './fixture.ts';

const acknowledge: TicketCommand = { type: 'acknowledge' };
const arrive: TicketCommand = { type: 'arrive' };
const cancel: TicketCommand = { type: 'cancel', reason: words('false alarm') };
const supplement: TicketCommand = { type: 'supplement', text: words('more') };
const confirm: TicketCommand = { type: 'confirm', rating: 5 };

const untaken = () => new Story();
const withLi = () => new Story().act(minutes(1), li, acknowledge);
const asked = () => withLi().act(minutes(2), li, suspend);
const suspended = () => asked().act(minutes(3), qian, { type: 'approve_suspension' });
const resolved = () => withLi().act(minutes(2), li, resolve);

/** Who may, of 王 (reporter), 李 (assignee where there is one), 周 (another engineer), 赵 (manager), 钱 (supervisor). */
describe('who may', () => {
  test.each([
    ['acknowledge', untaken, acknowledge, ['li', 'zhou', 'zhao']],
    ['arrive where nobody took it', untaken, arrive, ['li', 'zhou', 'zhao']],
    ['resolve where nobody took it', untaken, resolve, ['li', 'zhou', 'zhao']],
    ['hand out what nobody took', untaken, transferTo(actor('wu', 'engineer')), ['li', 'zhou', 'zhao']],
    ['arrive', withLi, arrive, ['li', 'zhao']],
    ['diagnose', withLi, diagnose, ['li', 'zhao']],
    ['tell the lead', withLi, { type: 'report_up' }, ['li', 'zhao']],
    ['tell progress', withLi, progress, ['li', 'zhao']],
    ['work around', withLi, { type: 'work_around', text: words('w') }, ['li', 'zhao']],
    ['resolve', withLi, resolve, ['li', 'zhao']],
    ['transfer', withLi, transferTo(zhou), ['li', 'zhao']],
    ['ask for a pause', withLi, suspend, ['li', 'zhao']],
    ['approve it', asked, { type: 'approve_suspension' }, ['qian']],
    ['refuse it', asked, { type: 'refuse_suspension' }, ['qian']],
    ['resume', suspended, { type: 'resume' }, ['li', 'zhao', 'qian']],
    ['change the level', withLi, changeLevel('normal'), ['qian']],
    ['cancel, which takes it out of the score', withLi, cancel, ['wang', 'qian']],
    ['confirm', resolved, confirm, ['wang', 'qian']],
    ['reopen', resolved, reopen, ['wang', 'qian']],
    ['add words', withLi, supplement, ['wang', 'li', 'zhou', 'zhao', 'qian']],
  ] satisfies [string, () => Story, TicketCommand, string[]][])('%s', (_name, story, command, expected) => {
    const allowed = everyone.filter((person) => story().refused(minutes(5), person, command) === undefined);
    expect(allowed.map((person) => person.id)).toEqual(expected);
  });

  /** Of either side: he may work on it, and decides nothing for the customer. */
  test.each([
    ['takes it', untaken, ['reporter', 'engineer'], acknowledge, undefined],
    ['cancels what he reported himself', untaken, ['reporter', 'engineer'], cancel, 'supplier_side'],
    ['confirms what he resolved', resolved, ['reporter', 'manager'], confirm, 'supplier_side'],
    ['approves a pause', asked, ['engineer', 'supervisor'], { type: 'approve_suspension' }, 'supplier_side'],
    ['refuses one', asked, ['manager', 'supervisor'], { type: 'refuse_suspension' }, 'supplier_side'],
    ['changes the level', withLi, ['manager', 'supervisor'], changeLevel('normal'), 'supplier_side'],
  ] satisfies [string, () => Story, Role[], TicketCommand, string | undefined][])(
    'somebody of both sides %s',
    (_name, story, roles, command, reason) => {
      expect(story().refused(minutes(5), actor('wang', ...roles), command)?.reason).toBe(reason);
    },
  );

  test('nobody decides about his own request, though he has changed sides since', () => {
    const turncoat = actor('li', 'supervisor');
    expect(asked().refused(minutes(5), turncoat, { type: 'approve_suspension' })).toEqual({ reason: 'own_request' });
    expect(asked().refused(minutes(5), turncoat, { type: 'refuse_suspension' })).toEqual({ reason: 'own_request' });
  });

  test.each([
    [['supervisor'], ['qian']],
    [
      ['manager', 'supervisor'],
      ['zhao', 'qian'],
    ],
    [['reporter'], ['wang']],
  ] satisfies [Role[], string[]][])('the pack says who changes a level: %s', (levelChange, expected) => {
    const story = new Story({ levelChange }).act(minutes(1), li, acknowledge);
    const allowed = everyone.filter((person) => !story.refused(minutes(5), person, changeLevel('normal')));
    expect(allowed.map(({ id }) => id)).toEqual(expected);
    const offer = offers(story.ticket, story.contract, minutes(5)).find(({ command }) => command === 'change_level');
    expect(offer && audienceOf(offer, story.ticket, everyone)).toEqual(expected);
  });

  describe('of a report that the supplier’s engineer passed on', () => {
    const chen = actor('chen', 'reporter');
    const people = [...everyone, chen];
    const relayed = () => new Story({}, { reporterId: li.id, isRelayed: true });
    const mended = () => relayed().act(minutes(2), li, resolve);
    test.each([
      ['cancel', relayed, cancel, ['qian']],
      ['confirm', mended, confirm, ['wang', 'qian', 'chen']],
      ['reopen', mended, reopen, ['wang', 'qian', 'chen']],
    ] satisfies [string, () => Story, TicketCommand, string[]][])('%s', (_name, story, command, expected) => {
      const allowed = people.filter((person) => !story().refused(minutes(5), person, command));
      expect(allowed.map(({ id }) => id)).toEqual(expected);
      const { ticket, contract } = story();
      const offer = offers(ticket, contract, minutes(5)).find((candidate) => candidate.command === command.type);
      expect(offer && new Set(audienceOf(offer, ticket, people))).toEqual(new Set(expected));
    });
    test.each([
      ['the engineer who reported it', li, cancel, { reason: 'supplier_side', command: 'cancel' }],
      ['a reporter', wang, cancel, { reason: 'role', command: 'cancel', needed: ['supervisor'] }],
      ['another engineer', zhou, cancel, { reason: 'role', command: 'cancel', needed: ['supervisor'] }],
    ])('%s is told whose it is', (_name, by, command, refusal) => {
      expect(relayed().refused(minutes(5), by, command)).toEqual(refusal);
    });
  });

  test('a person without any role may only add words', () => {
    const stranger = actor('stranger');
    expect(withLi().refused(minutes(5), stranger, supplement)).toBeUndefined();
    expect(withLi().refused(minutes(5), stranger, progress)).toMatchObject({ reason: 'role' });
  });

  test('whoever was the assignee is it no more after a transfer', () => {
    const story = withLi().act(minutes(2), zhao, transferTo(zhou));
    expect(story.refused(minutes(3), li, arrive)).toEqual({ reason: 'not_assignee', assigneeId: 'zhou' });
    expect(story.refused(minutes(3), zhou, arrive)).toBeUndefined();
  });

  test('what a manager handed out is acknowledged by the one who got it, and a manager may still take it over', () => {
    const story = untaken().act(minutes(1), zhao, transferTo(zhou));
    expect(story.refused(minutes(2), li, acknowledge)).toEqual({ reason: 'not_assignee', assigneeId: 'zhou' });
    expect(story.act(minutes(2), zhao, acknowledge).ticket.assigneeId).toBe('zhao');
  });
});

describe('why not', () => {
  const needsSupplier = (command: TicketCommand['type']) => ({
    reason: 'role',
    command,
    needed: ['engineer', 'manager'],
  });
  test.each([
    ['a reporter takes it', untaken, wang, acknowledge, needsSupplier('acknowledge')],
    ['a supervisor takes it', untaken, qian, acknowledge, needsSupplier('acknowledge')],
    ['another engineer resolves', withLi, zhou, resolve, { reason: 'not_assignee', assigneeId: 'li' }],
    ['an engineer cancels', withLi, li, cancel, { reason: 'not_reporter', reporterId: 'wang' }],
    ['a manager cancels', withLi, zhao, cancel, { reason: 'not_reporter', reporterId: 'wang' }],
    [
      'another reporter confirms',
      resolved,
      actor('chen', 'reporter'),
      confirm,
      { reason: 'not_reporter', reporterId: 'wang' },
    ],
    [
      'the manager approves his own pause',
      asked,
      zhao,
      { type: 'approve_suspension' },
      { reason: 'role', command: 'approve_suspension', needed: ['supervisor'] },
    ],
    ['to a reporter', withLi, li, transferTo(wang), { reason: 'not_engineer', personId: 'wang' }],
    ['to whom it is', withLi, li, transferTo(li), { reason: 'same_assignee', personId: 'li' }],
    ['a level that the pack has not', withLi, qian, changeLevel('P9'), { reason: 'unknown_level', level: 'P9' }],
    ['the level that it is', withLi, qian, changeLevel('critical'), { reason: 'same_level', level: 'critical' }],
    ['a rating of 0', resolved, wang, { type: 'confirm', rating: 0 }, { reason: 'rating_range' }],
    ['a rating of 6', resolved, wang, { type: 'confirm', rating: 6 }, { reason: 'rating_range' }],
    ['half a star', resolved, wang, { type: 'confirm', rating: 4.5 }, { reason: 'rating_range' }],
  ] satisfies [string, () => Story, typeof wang, TicketCommand, object][])(
    '%s',
    (_name, story, by, command, refusal) => {
      expect(story().refused(minutes(5), by, command)).toEqual(refusal);
    },
  );

  test.each([1, 5, undefined])('a rating of %s counts', (rating) => {
    const story = resolved().act(
      minutes(5),
      wang,
      rating === undefined ? { type: 'confirm' } : { type: 'confirm', rating },
    );
    expect(story.ticket.rating).toBe(rating);
    expect(story.ticket).toMatchObject({ status: 'closed', closedAt: minutes(5), closedBy: 'wang' });
  });
});

describe('two at once, and double taps: one winner, and the other is told who and when', () => {
  const done = (command: TicketCommand['type'], by: string, minute: number) => ({
    reason: 'already_done',
    command,
    by,
    at: minutes(minute),
  });
  test.each([
    ['two take it', untaken, li, acknowledge, zhou],
    ['a double tap', untaken, li, acknowledge, li],
    ['two arrive', withLi, li, arrive, zhao],
    ['two resolve', withLi, li, resolve, zhao],
    ['two confirm', resolved, wang, confirm, qian],
    ['two reopen', resolved, wang, reopen, qian],
    ['a double tap on reopen', resolved, wang, reopen, wang],
    ['two cancel', withLi, wang, cancel, qian],
    ['two approve', asked, qian, { type: 'approve_suspension' }, actor('sun', 'supervisor')],
    ['a double tap on suspend', withLi, li, suspend, li],
  ] satisfies [string, () => Story, typeof wang, TicketCommand, typeof wang][])(
    '%s',
    (_name, story, first, command, second) => {
      const before = story();
      const seen = before.ticket.version;
      before.act(minutes(5), first, command, seen);
      expect(before.refused(minutes(6), second, command, seen)).toEqual(done(command.type, first.id, 5));
    },
  );

  test('a ticket that closed by itself was confirmed by nobody', () => {
    const story = resolved();
    const closesAt = minutes(2) + story.contract.autoCloseAfterMs;
    story.wake(closesAt);
    expect(story.refused(closesAt + 1, wang, { type: 'confirm' })).toEqual({
      reason: 'status',
      command: 'confirm',
      status: 'closed',
    });
  });
});

test('after a reopening, a late tap on the old card’s 解决 moves nothing backwards', () => {
  const story = withLi();
  const old = story.ticket.version;
  story.act(minutes(2), li, resolve, old).act(minutes(3), wang, reopen);
  expect(story.refused(minutes(4), li, resolve, old)).toEqual({ reason: 'outdated', status: 'acknowledged' });
});

describe('a button of an older version', () => {
  const taken = () => new Story().act(minutes(1), li, acknowledge);
  test.each([
    ['of before the arrival resolves', () => taken().act(minutes(2), li, arrive), resolve, undefined],
    ['of before a reminder resolves', () => reminded(taken()), resolve, undefined],
    ['of before a request for a pause resolves', () => taken().act(minutes(2), li, suspend), resolve, undefined],
    [
      'of before a change of level is outdated',
      () => taken().act(minutes(2), qian, changeLevel('normal')),
      resolve,
      'outdated',
    ],
    [
      'of before another assignee is outdated',
      () => taken().act(minutes(2), li, transferTo(zhou)).act(minutes(3), zhao, transferTo(li)),
      resolve,
      'outdated',
    ],
    ['of before a refused pause resolves', () => refusedOnce(taken()), resolve, undefined],
    ['of before a refused pause asks for no other', () => refusedOnce(taken()), suspend, 'outdated'],
    [
      'of before an undo is outdated',
      () => taken().act(minutes(2), li, arrive).act(minutes(3), li, { type: 'undo' }),
      resolve,
      'outdated',
    ],
    ['of a version that is not there yet is outdated', () => new Story(), acknowledge, 'outdated'],
  ] satisfies [string, () => Story, TicketCommand, string | undefined][])('%s', (_name, make, command, reason) => {
    const story = make();
    const seen = command === acknowledge ? 9 : taken().ticket.version;
    expect(story.refused(minutes(5), li, command, seen)?.reason).toBe(reason);
  });

  function reminded(story: Story): Story {
    story.wake(minutes(6));
    return story;
  }

  function refusedOnce(story: Story): Story {
    return story.act(minutes(2), li, suspend).act(minutes(3), qian, { type: 'refuse_suspension' });
  }
});
