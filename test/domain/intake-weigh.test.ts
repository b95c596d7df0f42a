import { describe, expect, test } from 'vitest';
import type { MessageKind } from '../../domain/intake.ts';
import type { Likened, LikenessClass } from '../../domain/intake-likeness.ts';
import { weigh, weighFamily } from '../../domain/intake-weigh.ts';

const NONE: Likened<LikenessClass>['shares'] = {
  ...{ incident: 0, request: 0, question: 0, small_talk: 0 },
  ...{ unsure: 0, supplement: 0, persists: 0, recovered: 0 },
};
const reading = { has: () => false, hasObject: true, subjects: [] };
const weighed = (kind: MessageKind, shares: Partial<typeof NONE>, known = 1) =>
  weigh({ kind }, reading, { known, shares: { ...NONE, ...shares } });

describe('likeness speaks against the rules only where it is sure', () => {
  test.each([
    ['below 0.7 a question is no fault', 'question', { incident: 0.69, question: 0.31 }, 'question'],
    ['at 0.7 it is one', 'question', { incident: 0.7, question: 0.3 }, 'incident'],
    ['below 0.9 a fault by the rules is one', 'incident', { question: 0.89, incident: 0.11 }, 'incident'],
    ['at 0.9 it is a question', 'incident', { question: 0.9, incident: 0.1 }, 'question'],
    ['below 0.6 what is in doubt stays so', 'unsure', { request: 0.59, unsure: 0.41 }, 'unsure'],
    ['at 0.6 it is a request', 'unsure', { request: 0.6, unsure: 0.4 }, 'request'],
    ['below 0.8 nothing is small talk', 'question', { small_talk: 0.79, question: 0.21 }, 'question'],
    ['at 0.8 it is', 'question', { small_talk: 0.8, question: 0.2 }, 'small_talk'],
    ['below 0.8 a fault stays one', 'incident', { small_talk: 0.79, incident: 0.21 }, 'incident'],
    ['at 0.8 a fault is asked about', 'incident', { small_talk: 0.8, incident: 0.2 }, 'unsure'],
    ['small talk stays where nothing is likelier', 'small_talk', { small_talk: 0.5, question: 0.5 }, 'small_talk'],
    [
      'small talk that is likelier of a ticket is an addition',
      'small_talk',
      { small_talk: 0.4, persists: 0.41 },
      'follow_up',
    ],
    ['small talk that may be a fault is asked about', 'small_talk', { small_talk: 0.4, incident: 0.5 }, 'unsure'],
    ['below 0.6 a fault is no addition', 'incident', { supplement: 0.3, persists: 0.29, incident: 0.41 }, 'incident'],
    ['at 0.6 it is one', 'incident', { supplement: 0.3, persists: 0.3, incident: 0.4 }, 'follow_up'],
    [
      'what is in doubt is an addition as soon as that is likelier',
      'unsure',
      { persists: 0.5, incident: 0.5 },
      'follow_up',
    ],
    ['and not before', 'unsure', { persists: 0.49, incident: 0.51 }, 'unsure'],
    ['a follow-up stays one at 0.3', 'follow_up', { persists: 0.3, incident: 0.7 }, 'follow_up'],
    ['below it is a fault', 'follow_up', { persists: 0.29, incident: 0.71 }, 'incident'],
  ] as const)('%s', (_name, kind, shares, meant) => expect(weighed(kind, shares).kind).toBe(meant));

  test.each([
    [0.29, 'question'],
    [0.3, 'incident'],
  ])('of a message of which %d is known: %s', (known, meant) =>
    expect(weighed('question', { incident: 1 }, known).kind).toBe(meant),
  );

  test('what asks whether something is broken is asked about', () => {
    const asked = weigh({ kind: 'unsure', doubt: 'asked' }, reading, { known: 1, shares: { ...NONE, question: 1 } });
    expect(asked).toEqual({ kind: 'unsure', doubt: 'asked' });
  });

  test.each([
    ['补充 …', { kind: 'follow_up', followUp: 'supplement' }],
    ['好了 and no more', { kind: 'follow_up', followUp: 'recovered', isPlainRecovery: true }],
    ['你是谁', { kind: 'small_talk', pleasantry: 'introduction' }],
  ] as const)('never against a set phrase: %s', (_phrase, verdict) => {
    expect(weigh(verdict, reading, { known: 1, shares: { ...NONE, incident: 1 } })).toEqual(verdict);
  });

  test('a fault without an object is registered only where it is nearly certain', () => {
    const broken = (incident: number) =>
      weigh({ kind: 'unsure', doubt: 'no_object' }, reading, {
        known: 1,
        shares: { ...NONE, incident, unsure: 1 - incident },
      });
    expect([broken(0.89).kind, broken(0.9).kind]).toEqual(['unsure', 'incident']);
  });

  test('what persists of a named system stays a follow-up, which is a fault where its speaker has no ticket', () => {
    const verdict = { kind: 'follow_up', followUp: 'persists', alone: 'incident' } as const;
    const name = { start: 0, end: 3, phrase: '双公示', meaning: ['dual-publicity'] };
    const given = { known: 1, shares: { ...NONE, incident: 1 } };
    expect(weigh(verdict, { ...reading, subjects: [name] }, given)).toEqual(verdict);
    expect(weigh(verdict, reading, given).kind).toBe('incident');
  });

  test('a follow-up is alone what is likeliest without its ticket, or doubtful', () => {
    expect(weighed('unsure', { persists: 0.6, incident: 0.24, question: 0.16 })).toMatchObject({ alone: 'incident' });
    expect(weighed('unsure', { persists: 0.6, incident: 0.23, question: 0.17 })).toMatchObject({ alone: 'unsure' });
  });
});

test.each([
  [1, 0.7, 'slow', 'login'],
  [1, 0.69, 'slow', 'slow'],
  [1, 0.5, 'other', 'login'],
  [1, 0.49, 'other', 'other'],
  [0.29, 0.9, 'slow', 'slow'],
] as const)(
  'the family, of which %d is known, with a share of %d where the words say %s: %s',
  (known, share, read, family) => {
    const rest = (1 - share) / 7;
    const shares = {
      ...{ unavailable: rest, login: share, slow: rest, data: rest },
      ...{ display: rest, work: rest, security: rest, other: rest },
    };
    expect(weighFamily(read, { known, shares })).toBe(family);
  },
);
