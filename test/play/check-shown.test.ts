import { describe, expect, test } from 'vitest';
import { checkShown } from '../../bot/play/check-shown.ts';
import { type Expectation, expectation } from '../../bot/play/expectation.ts';
import type { PlayWorld, Shown } from '../../bot/play/world.ts';
import type { Card } from '../../cards/types.ts';
import { personId } from '../../domain/types.ts';
import type { Capabilities } from '../../platforms/types.ts';

const ANYTIME: Capabilities = {
  reachesRealPeople: false,
  updateCard: 'anytime',
  privateAnswer: 'ephemeral',
  cards: 'all',
  buttonsPerViewer: true,
  replaysMissed: false,
};
const BY_TAP: Capabilities = { ...ANYTIME, updateCard: 'answering_tap', buttonsPerViewer: false };
const NO_PRIVATE: Capabilities = { ...BY_TAP, privateAnswer: 'none' };

const card = (subject: string, more: Partial<Card> = {}): Card => ({
  ...{ tone: 'info', title: `工单 ${subject}`, lines: [], fields: [], clocks: [] },
  subject: { id: subject, version: 1 },
  actions: ['acknowledge', 'arrive'].map((action) => ({ action, label: action, style: 'default', for: 'everyone' })),
  ...more,
});
const shows = (messageId: string, more: Partial<Shown>): Shown => ({
  ...{ at: 0, chat: 'ops', messageId, change: 'posted', lines: [], people: {}, mentions: [] },
  ...more,
});

function mismatches(
  wanted: object,
  shown: readonly Shown[],
  capabilities: Capabilities,
  more: Partial<PlayWorld> = {},
) {
  const world: PlayWorld = {
    ...{ platform: 'made-up', capabilities, shown, privateChat: (person) => `p-${person}` },
    isPrivate: (chat) => chat.startsWith('p-'),
    adapter: () => expect.fail('nothing is delivered'),
    cut: () => undefined,
    say: async () => undefined,
    tap: async () => 'done',
    ...more,
  };
  const expected: Expectation = expectation.parse(wanted);
  return checkShown(expected, { world, fresh: shown }).map(({ what }) => what);
}

describe('cards that stand', () => {
  const twoOfOne = [shows('m1', { card: card('T1') }), shows('m2', { card: card('T1') })];
  test.each([
    ['a card that is posted anew is two where cards can change', 1, ANYTIME, ['cards']],
    ['and one or two where they can only answer a tap', 1, BY_TAP, []],
    ['so that two are right as well', 2, BY_TAP, []],
    ['but neither none', 0, BY_TAP, ['cards']],
    ['nor three', 3, BY_TAP, ['cards']],
  ])('%s', (_name, cards, capabilities, wrong) => {
    expect(mismatches({ cards }, twoOfOne, capabilities)).toEqual(wrong);
  });

  test('about two things are not one', () => {
    const shown = [shows('m1', { card: card('T1') }), shows('m2', { card: card('T2') })];
    expect(mismatches({ cards: 1 }, shown, BY_TAP)).toEqual(['cards']);
  });
});

describe('what a card offers', () => {
  const shown = [shows('m1', { card: card('T1') })];
  test.each([
    ['exactly these where everybody has his own buttons', ['acknowledge'], ANYTIME, ['last_card.offers.li']],
    ['these among others where all see the same', ['acknowledge'], BY_TAP, []],
    ['and yet these', ['acknowledge', 'resolve'], BY_TAP, ['last_card.offers.li']],
  ])('%s', (_name, offers, capabilities, wrong) => {
    expect(mismatches({ last_card: { offers: { li: offers } } }, shown, capabilities)).toEqual(wrong);
  });

  test('to one person is compared with his own buttons', () => {
    const forLi = card('T1', {
      actions: [{ action: 'acknowledge', label: '接单', style: 'primary', for: [personId('li')] }],
    });
    const one = [shows('m1', { card: forLi, people: { li: { userId: 'li' } } })];
    expect(mismatches({ last_card: { offers: { li: ['acknowledge'], wang: [] } } }, one, ANYTIME)).toEqual([]);
  });
});

describe('what a card says', () => {
  test('is what people see of it, however little room it has', () => {
    const cut = shows('m1', { card: card('T1', { lines: [['处理措施：更换…']] }) });
    expect(mismatches({ last_card: { contains: '更换证书' } }, [cut], BY_TAP)).toEqual(['last_card']);
    expect(mismatches({ last_card: { lacks: '更换证书' } }, [cut], BY_TAP)).toEqual([]);
  });

  test('after a change without a tap is compared only where a card can change then', () => {
    const wanted = { last_card: { needs: 'card_updates', badge: '已办结' } };
    expect(mismatches(wanted, [shows('m1', { card: card('T1') })], BY_TAP)).toEqual([]);
    expect(mismatches(wanted, [shows('m1', { card: card('T1') })], ANYTIME)).toEqual(['last_card.badge']);
  });
});

test('marks that a platform writes otherwise are compared as they are read', () => {
  const shown = [shows('m1', { lines: ['＜b＞重启＜/b＞'] })];
  const wanted = { message: { contains: '<b>重启</b>' } };
  expect(mismatches(wanted, shown, BY_TAP)).toEqual(['message']);
  expect(mismatches(wanted, shown, BY_TAP, { asRead: (text) => text.normalize('NFKC') })).toEqual([]);
});

test.each([
  ['that shall not be there', 0, 1, ['message']],
  ['that is there once', 1, 1, []],
  ['that is said twice', 1, 2, ['message']],
  ['of which one is missing', 2, 1, ['message']],
])('a message %s is counted on every platform', (_name, count, times, wrong) => {
  const shown = Array.from({ length: times }, (_, place) => shows(`m${place}`, { lines: ['已超时'] }));
  expect(mismatches({ message: { contains: '超时', count } }, shown, BY_TAP)).toEqual(wrong);
});

test.each([
  ['once', 1, BY_TAP, ['private']],
  ['once or oftener where it stands in the group, as do other messages that name him', 1, NO_PRIVATE, []],
  ['never', 0, NO_PRIVATE, ['private']],
])('an answer to one person is there %s', (_name, count, capabilities, wrong) => {
  const chat = capabilities === NO_PRIVATE ? 'ops' : 'p-li';
  const shown = ['m1', 'm2'].map((id) => shows(id, { chat, lines: ['已超时'], mentions: ['li'] }));
  expect(mismatches({ private: { to: 'li', contains: '超时', count } }, shown, capabilities)).toEqual(wrong);
});

describe('files', () => {
  const two = [
    shows('m1', { file: '日报.png' }),
    shows('m2', { lines: ['已发布'] }),
    shows('m3', { file: '周报.docx' }),
  ];
  test.each<[string, object, readonly string[]]>([
    ['are exactly those named, in their order', { files: ['日报.png', '周报.docx'] }, []],
    ['in another order are others', { files: ['周报.docx', '日报.png'] }, ['files']],
    ['one too few is wrong', { files: ['日报.png'] }, ['files']],
    ['none are expected', { files: [] }, ['files']],
    ['a name can be looked for as words', { message: { contains: '周报.docx' } }, []],
    ['a file is something said', { none: true }, ['none']],
  ])('%s', (_name, wanted, wrong) => {
    expect(mismatches(wanted, two, ANYTIME)).toEqual(wrong);
  });
});
