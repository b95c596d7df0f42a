import { describe, expect, test } from 'vitest';
import { cardIdOf, isOfSeveral } from '../../platforms/card-id.ts';
import { conversationKey, conversationOf } from '../../platforms/conversations.ts';
import { createSaidParts } from '../../platforms/said-parts.ts';
import { isTooLate, readTapToken, tapTokenOf } from '../../platforms/tap-token.ts';

describe('the token of a tap', () => {
  test('comes back as it went, whatever the delivery is called', () => {
    const token = { receivedAt: 1_780_000_000_000, cardId: 'dCARD', deliveryId: 'REQ|1 x\n' };
    expect(readTapToken(tapTokenOf(token))).toEqual(token);
  });

  test.each(['', '1|2', 'x|d|r', '1||r', 'sandbox-token'])('%s is none', (token) => {
    expect(readTapToken(token)).toBeUndefined();
  });

  test.each([
    [4_500, false],
    [4_501, true],
    // The clock was set back.
    [-1, true],
  ])('after %s ms it is over: %s', (ms, isOver) => {
    expect(isTooLate({ receivedAt: 10_000 }, 10_000 + ms, 4_500)).toBe(isOver);
  });
});

describe('a conversation', () => {
  test('is found again by its id, which keeps its letter case', () => {
    expect(conversationOf('wrAbC')).toEqual({ kind: 'group', chatId: 'wrAbC' });
    expect(conversationOf('user:Li')).toEqual({ kind: 'single', userId: 'Li' });
    for (const id of ['wrAbC', 'user:Li']) expect(conversationKey(conversationOf(id))).toBe(id);
  });
});

test('what was said of a delivery is remembered until others push it out', () => {
  const parts = createSaidParts(2);
  parts.put('a', '0', 'said');
  parts.put('b', '0', 'said');
  parts.put('a', '1', 'said');
  parts.put('c', '0', 'said');
  expect([
    parts.get('a', '0'),
    parts.get('a', '1'),
    parts.get('b', '0'),
    parts.get('c', '0'),
    parts.get('c', '1'),
  ]).toEqual(['said', 'said', undefined, 'said', undefined]);
});

test("a card's id tells whether its buttons are about several things", () => {
  const action = (id: string) =>
    ({ action: 'a', label: 'A', style: 'default', for: 'everyone', subject: { id, version: 1 } }) as const;
  const one = cardIdOf('k', { actions: [action('T1'), action('T1')] });
  const several = cardIdOf('k', { actions: [action('T1'), action('T2')] });
  expect([isOfSeveral(one), isOfSeveral(several), isOfSeveral(cardIdOf('k'))]).toEqual([false, true, false]);
  expect(several).toMatch(/^m[0-9a-f]{40}$/);
});
