import { describe, expect, test } from 'vitest';
import type { ClockRule, Contract } from '../../domain/contract.ts';
import { audienceOf, offers } from '../../domain/offers.ts';
import {
  actor,
  changeLevel,
  changeSystem,
  contractWith,
  everyone,
  HOUR,
  li,
  MINUTE,
  minutes,
  qian,
  rule,
  Story,
  suspend,
  vagueReport,
  wang,
} from './fixture.ts';

/** The portal has levels of its own, and a target of its own for its resolution at any of the usual ones. */
const pack: Partial<Contract> = {
  levels: [...contractWith().levels, { ...contractWith().levels[0]!, id: 'p1' }],
  schemes: [...contractWith().schemes, { id: 'portals', levels: ['p1', 'normal'], defaultLevel: 'p1' }],
  systems: [
    { id: 'site', name: 'Site', nameEn: 'Site', aliases: [] },
    { id: 'shop', name: 'Shop', nameEn: 'Shop', aliases: [] },
    { id: 'portal', name: 'Portal', nameEn: 'Portal', aliases: [], scheme: 'portals' },
  ],
  clocks: [
    ...contractWith().clocks,
    rule('p1', 'resolve', { ms: HOUR }, { pausable: true }),
    rule('shop', 'resolve', { ms: 4 * HOUR }, { levels: [], systems: ['shop'], pausable: true }),
  ],
};
const people = [...everyone, actor('chen', 'reporter')];

describe('another system', () => {
  test('with a level of its own: clocks are re-targeted from the report, and the reason is kept', () => {
    const story = new Story(pack).act(minutes(2), wang, changeSystem('portal', 'p1'));
    expect(story.ticket).toMatchObject({ systemId: 'portal', level: 'p1', levelReason: { code: 'default' } });
    expect(story.clock('p1.resolve')).toMatchObject({ startedAt: minutes(0), dueAt: minutes(60) });
    expect(story.clock('critical.arrive').voidedAt).toBe(minutes(2));
    expect(story.history.at(-1)).toMatchObject({ type: 'system_changed', from: 'site', to: 'portal', level: 'p1' });
  });

  test('at the same level: its own rule takes the place of the general one, with pauses and what was over', () => {
    const story = new Story(pack)
      .act(minutes(10), li, suspend)
      .act(minutes(10), qian, { type: 'approve_suspension' })
      .act(minutes(40), li, { type: 'resume' })
      .act(minutes(41), wang, changeSystem('shop'));
    expect(story.clock('shop.resolve')).toMatchObject({ dueAt: minutes(270) });
    expect(story.clock('critical.arrive').voidedAt).toBeUndefined();
    const over = new Story(pack).act(minutes(121), wang, changeSystem('shop'));
    expect(over.clock('shop.resolve')).toMatchObject({
      breached: true,
      breach: { dueAt: minutes(120), by: 'level_change' },
    });
  });

  test('taken back, the clocks run on as before', () => {
    const story = new Story(pack).act(minutes(2), wang, changeSystem('shop')).act(minutes(3), wang, { type: 'undo' });
    expect(story.ticket.systemId).toBe('site');
    expect(story.clock('critical.resolve').voidedAt).toBeUndefined();
    expect(story.clock('shop.resolve').voidedAt).toBeDefined();
  });
});

describe('the supervisors are asked about the level', () => {
  const asks = (story: Story) => story.ticket.levelAsked === true;
  const engineer = (story: Story) => story.act(minutes(2), li, changeSystem('shop'));
  const vague = (changes = pack, level = 'critical') => new Story(changes, { level }, vagueReport);
  /** The shop resolves within so long. */
  const shopIn = (ms: number, more: Partial<ClockRule> = {}) => ({
    ...pack,
    clocks: [
      ...contractWith().clocks,
      rule('shop', 'resolve', { ms }, { levels: [], systems: ['shop'], pausable: true, ...more }),
    ],
  });
  test.each([
    ['where a promise is due a millisecond later by it', shopIn(2 * HOUR + 1), true],
    ['not where it is due at the same instant', shopIn(2 * HOUR), false],
    ['not where it is due earlier', shopIn(2 * HOUR - 1), false],
    ['where it is to be agreed on by it', shopIn(0, { target: { agreed: true }, pausable: false }), true],
    ['not for a target of the supplier’s own', shopIn(1, { clock: 'respond', binding: 'internal' }), false],
  ])('%s', (_name, changes, expected) => expect(asks(engineer(vague(changes)))).toBe(expected));

  test('where a promise is not made any more', () => {
    const story = vague().act(minutes(2), li, changeSystem('portal', 'p1'));
    expect(asks(story)).toBe(true);
  });
  test('not of what was over already', () => {
    const story = vague(shopIn(3 * HOUR)).act(minutes(121), li, changeSystem('shop'));
    expect(asks(story)).toBe(false);
  });
  test('by the reporter’s change as well, and not by a supervisor’s own', () => {
    expect(asks(new Story(pack).act(minutes(2), wang, changeSystem('shop')))).toBe(true);
    expect(asks(new Story(pack).act(minutes(2), qian, changeSystem('shop')))).toBe(false);
  });
  test('whoever did it, where it took the place of a level that a person had decided', () => {
    const decided = new Story(pack, { level: 'normal' }).act(minutes(1), qian, changeLevel('critical'));
    expect(asks(decided.act(minutes(2), qian, changeSystem('portal', 'p1')))).toBe(true);
  });
  test('until one has decided, be it for the level that it is', () => {
    const story = engineer(vague()).act(minutes(3), wang, changeSystem('site'));
    expect(asks(story)).toBe(true);
    const again = story.copy().act(minutes(4), qian, changeLevel('critical'));
    expect(again.ticket).toMatchObject({ level: 'critical', levelReason: { code: 'person', by: 'qian' } });
    expect(asks(again)).toBe(false);
    expect(again.refused(minutes(5), qian, changeLevel('critical'))?.reason).toBe('same_level');
    expect(asks(story.act(minutes(4), qian, changeSystem('portal', 'p1')))).toBe(false);
  });
  test('no more once the change is taken back', () => {
    expect(asks(engineer(vague()).act(minutes(3), li, { type: 'undo' }))).toBe(false);
  });
});

describe('who may', () => {
  const may = (story: Story) =>
    people.filter((person) => !story.refused(minutes(5), person, changeSystem('shop'))).map(({ id }) => id);
  test('while none is named, whoever may know it', () => {
    const story = new Story(pack, {}, vagueReport);
    expect(may(story)).toEqual(['wang', 'li', 'zhou', 'zhao', 'qian']);
    const offer = offers(story.ticket, story.contract, minutes(5)).find(({ command }) => command === 'change_system');
    expect(offer && audienceOf(offer, story.ticket, people)).toEqual(['wang', 'li', 'zhou', 'zhao', 'qian']);
  });
  test('afterwards who may change a level, and the reporter; a button for it would be one too many', () => {
    const story = new Story(pack);
    expect(may(story)).toEqual(['wang', 'qian']);
    expect(offers(story.ticket, story.contract, minutes(5)).map(({ command }) => command)).not.toContain(
      'change_system',
    );
  });
  test('not the supplier’s man who passed the report on', () => {
    const story = new Story(pack, { reporterId: li.id, isRelayed: true });
    expect(may(story)).toEqual(['qian']);
  });
});

describe('why not', () => {
  test.each([
    ['a system that the pack has not', changeSystem('gone'), { reason: 'unknown_system', systemId: 'gone' }],
    ['the system that it is', changeSystem('site'), { reason: 'same_system', systemId: 'site' }],
    [
      'a level that the system has not',
      changeSystem('portal', 'critical'),
      { reason: 'unknown_level', level: 'critical' },
    ],
  ])('%s', (_name, command, refusal) => expect(new Story(pack).refused(minutes(5), qian, command)).toEqual(refusal));

  test('a level of another system’s scheme is none of this one’s', () => {
    expect(new Story(pack).refused(minutes(5), qian, changeLevel('p1'))).toEqual({
      reason: 'unknown_level',
      level: 'p1',
    });
  });

  test('an old button means another ticket', () => {
    const story = new Story(pack);
    const seen = story.ticket.version;
    story.act(minutes(2), wang, changeSystem('shop'));
    expect(story.refused(minutes(2) + MINUTE, li, { type: 'acknowledge' }, seen)?.reason).toBe('outdated');
  });
});
