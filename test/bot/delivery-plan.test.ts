import { describe, expect, test } from 'vitest';
import { type PlanInput, peopleOf, planDelivery } from '../../bot/delivery-plan.ts';
import { supersededRows } from '../../bot/superseded.ts';
import type { Card } from '../../cards/types.ts';
import type { Outgoing } from '../../db/changes.ts';
import type { OutboxRow } from '../../db/store.ts';
import { personId, ticketId } from '../../domain/types.ts';
import { CAPABLE } from './fake-platform.ts';
import { CONTRACT, NINE, post } from './stand.ts';

const li = personId('li');
const wu = personId('wu');
const card: Card = {
  tone: 'info',
  title: 'GZ-260303-07',
  lines: [['值班：', { mention: li }, '、', { mention: wu }]],
  fields: [{ label: '报障人', value: ['王敏'] }],
  clocks: [],
  actions: [{ action: 'acknowledge', label: '接单', style: 'primary', for: [li], hint: '回复「接单 7」' }],
};
const say: Outgoing = { ...post('k'), content: { lines: [['请 ', { mention: li }, ' 接单']], card } };
const change = (more: Partial<Outgoing & { op: 'refresh' }> = {}): Outgoing & { op: 'refresh' } => ({
  ...post('change'),
  op: 'refresh',
  cardKey: 'c',
  otherwise: 'post',
  ...more,
});
const reply: Outgoing = { ...post('r'), op: 'answer', to: li, content: { lines: [['已由他人接单']] } };

function plan(outgoing: Outgoing, more: Partial<PlanInput> = {}) {
  const accounts = new Map([[li, { userId: 'u-li', name: '李工' }]]);
  const names = new Map([[wu, '吴工']]);
  const chat = { externalId: 'ops', kind: 'group' as const };
  return planDelivery({ outgoing, chat, capabilities: CAPABLE, accounts, names, now: NINE, ...more });
}

describe('a post', () => {
  test('names the account of everybody whom it rings; who has none is named in plain words', () => {
    expect(plan(say)).toMatchObject({
      delivery: {
        op: 'post',
        key: 'k',
        chat: 'ops',
        content: {
          lines: [['请 ', { mention: { userId: 'u-li', name: '李工' } }, ' 接单']],
          card: { lines: [['值班：', { mention: li }, '、', '吴工']] },
          people: { li: { userId: 'u-li', name: '李工' } },
        },
      },
    });
  });

  test('is words where the platform shows no cards, with what to type', () => {
    const planned = plan(say, { capabilities: { ...CAPABLE, cards: 'none' } });
    const content = planned.kind === 'deliver' ? planned.delivery.content : undefined;
    expect(content?.card).toBeUndefined();
    const words = JSON.stringify(content?.lines);
    for (const part of ['GZ-260303-07', '王敏', '吴工', '接单 7', 'u-li']) expect(words).toContain(part);
  });

  const ticket = ticketId('T7');
  const living: Outgoing = { ...say, op: 'post', ticketId: ticket, cardKey: `ticket:${ticket}` };
  test.each<[string, Outgoing, boolean]>([
    ['a ticket’s own card', living, true],
    ['its change', { ...change({ content: say.content }), ticketId: ticket, cardKey: `ticket:${ticket}` }, true],
    ['a note about the ticket', { ...living, cardKey: `notice:${ticket}:1` }, false],
    ['another ticket’s', { ...living, ticketId: ticketId('T8') }, false],
    ['a card of no ticket', say, false],
    ['an answer about it', { ...reply, content: say.content, ticketId: ticket }, false],
  ])('is a card where each one costs only if it is the one that a ticket lives by: %s', (_name, outgoing, isCard) => {
    const planned = plan(outgoing, { handle: 'h', capabilities: { ...CAPABLE, cards: 'living' } });
    const content = planned.kind === 'deliver' ? planned.delivery.content : undefined;
    // Its adapter words it: it knows how one types there.
    expect(content?.card).toBeDefined();
    expect(content?.asWords === true).toBe(!isCard);
  });

  test('says for which ticket it is counted, also what is done instead', () => {
    expect(plan(living)).toMatchObject({ delivery: { ticketId: ticket } });
    expect(plan({ ...change(), ticketId: ticket }, { handle: 'h' })).toMatchObject({
      delivery: { ticketId: ticket },
      instead: { delivery: { ticketId: ticket } },
    });
    expect(plan(say)).not.toHaveProperty('delivery.ticketId');
  });

  const rung = (outgoing: Outgoing, more: Partial<PlanInput> = {}) => {
    const planned = plan(outgoing, more);
    return planned.kind === 'deliver' && planned.delivery.op === 'post' ? planned.delivery : undefined;
  };

  test('rings everybody once whom its words, or its card’s, mention, and who has an account', () => {
    expect(rung(say)?.rings).toEqual([{ userId: 'u-li', name: '李工' }]);
    const inField = { ...card, lines: [], fields: [{ label: '处理人', value: [{ mention: li }] }] };
    expect(rung({ ...say, content: { lines: [], card: inField } })?.rings).toHaveLength(1);
    expect(rung(post('nobody'))).not.toHaveProperty('rings');
    expect(rung(say, { chat: { externalId: 'li', kind: 'private' } }), 'his own chat rings').not.toHaveProperty(
      'rings',
    );
  });

  test('telephones whom it says, and rings him as well', () => {
    const call: Outgoing = { ...post('call'), op: 'post', content: { lines: [['超时']] }, calls: [li, wu] };
    expect(rung(call)).toMatchObject({ calls: [{ userId: 'u-li' }], rings: [{ userId: 'u-li' }] });
    expect([...peopleOf(call)]).toEqual([li, wu]);
    expect(rung(say)).not.toHaveProperty('calls');
  });

  test('rings nobody where it only brings a card up to date, or answers', () => {
    const anew = change({ content: say.content });
    expect(rung(anew)).toMatchObject({ key: 'change:post' });
    expect(rung(anew)).not.toHaveProperty('rings');
    expect(rung(reply, { capabilities: { ...CAPABLE, privateAnswer: 'none' } })).not.toHaveProperty('rings');
  });

  test('tells the adapter what is urgent, also of what is done instead', () => {
    expect(plan({ ...say, priority: 0 })).toMatchObject({ delivery: { isUrgent: true } });
    expect(plan({ ...change(), priority: 0 }, { handle: 'h' })).toMatchObject({
      delivery: { isUrgent: true },
      instead: { delivery: { isUrgent: true } },
    });
    expect(plan({ ...say, priority: 1 })).not.toHaveProperty('delivery.isUrgent');
  });

  test('asks for the accounts of all whom it mentions or addresses', () => {
    expect([...peopleOf(say)].sort()).toEqual([li, wu]);
    expect([...peopleOf(reply)]).toEqual([li]);
  });
});

describe('a change of a card', () => {
  const handle = 'h';
  const tapToken = 't';
  const tapped = change({ tapToken, validUntil: NINE });
  const at = (updateCard: 'anytime' | 'answering_tap' | 'never') => ({ ...CAPABLE, updateCard });
  test.each<[string, Outgoing, Partial<PlanInput>, object]>([
    ['any time', change(), { handle }, { delivery: { op: 'update', handle: 'h', key: 'change' } }],
    ['no card was posted: a new one', change(), {}, { delivery: { op: 'post', key: 'change:post' }, cardKey: 'c' }],
    ['no card was posted, and none is wanted', change({ otherwise: 'leave' }), {}, { kind: 'drop' }],
    [
      'only in answer to a tap, and this is one',
      tapped,
      { handle, capabilities: at('answering_tap') },
      { delivery: { op: 'update', tapToken } },
    ],
    [
      'only in answer to a tap, one millisecond too late',
      tapped,
      { handle, capabilities: at('answering_tap'), now: NINE + 1 },
      { delivery: { op: 'post' } },
    ],
    [
      'only in answer to a tap, and this is none',
      change(),
      { handle, capabilities: at('answering_tap') },
      { delivery: { op: 'post' } },
    ],
    ['any time, after the tap’s token has ended', tapped, { handle, now: NINE + 1 }, { delivery: { op: 'update' } }],
    ['never', tapped, { handle, capabilities: at('never') }, { delivery: { op: 'post' } }],
    [
      'never, and no new one is wanted',
      change({ otherwise: 'leave' }),
      { handle, capabilities: at('never') },
      { kind: 'drop' },
    ],
    ['too late, without a token', change({ validUntil: NINE }), { handle, now: NINE + 1 }, { kind: 'drop' }],
  ])('%s', (_name, outgoing, more, expected) => {
    expect(plan(outgoing, more)).toMatchObject(expected);
  });

  test.each<[string, Outgoing, object]>([
    [
      'answers a tap: whoever tapped sees it',
      { ...tapped, isDetail: true },
      { delivery: { op: 'update', onlyToTapper: true, tapToken } },
    ],
    ['answers none: nobody needs it', change({ isDetail: true }), { kind: 'drop' }],
    ['answers a tap that is over', change({ isDetail: true, tapToken, validUntil: NINE - 1 }), { kind: 'drop' }],
  ])('of a detail, where each one costs, %s', (_name, outgoing, expected) => {
    const living = { ...CAPABLE, cards: 'living' as const };
    expect(plan(outgoing, { handle, capabilities: living })).toMatchObject(expected);
    expect(plan(outgoing, { handle })).toMatchObject({ delivery: { op: 'update' } });
    const inWords = plan(outgoing, { capabilities: living });
    expect(inWords, 'there is no card').toMatchObject({ kind: 'drop' });
  });

  test('of its state is seen by everybody, also where each one costs', () => {
    const seen = plan(tapped, { handle, capabilities: { ...CAPABLE, cards: 'living' } });
    expect(seen).toMatchObject({ delivery: { op: 'update', tapToken } });
    expect(seen).not.toHaveProperty('delivery.onlyToTapper');
  });

  test('a token that has ended is not shown to the platform', () => {
    expect(plan(tapped, { handle, now: NINE + 1 })).not.toHaveProperty('delivery.tapToken');
  });
});

describe('a guest', () => {
  const guest = { userId: 'g', name: '外部联系人', isGuest: true } as const;
  const accounts = new Map([[li, guest]]);

  test('is named, and neither rung nor telephoned', () => {
    const planned = plan({ ...say, op: 'post', calls: [li] }, { accounts });
    expect(planned).toMatchObject({ delivery: { content: { lines: [['请 ', { mention: guest }, ' 接单']] } } });
    for (const field of ['rings', 'calls']) expect(planned).not.toHaveProperty(`delivery.${field}`);
  });

  test('gets his answer in the group, and what is for him alone not at all', () => {
    const direct = { accounts, capabilities: { ...CAPABLE, privateAnswer: 'direct' as const } };
    expect(plan(reply, direct)).toMatchObject({ delivery: { op: 'post', key: 'r' } });
    expect(plan({ ...reply, op: 'answer', to: li, onlyAlone: true }, direct)).toMatchObject({ kind: 'drop' });
  });
});

describe('an answer for one person', () => {
  const answers = (privateAnswer: 'ephemeral' | 'direct' | 'none') => ({ capabilities: { ...CAPABLE, privateAnswer } });

  test.each(['direct', 'none'] as const)('that is for him only is never posted: %s', (how) => {
    const secret: Outgoing = { ...post('r'), op: 'answer', to: li, content: { lines: [['x']] }, onlyAlone: true };
    const planned = plan(secret, answers(how));
    expect(planned.kind === 'deliver' ? planned.instead : planned).toMatchObject({ kind: 'drop' });
    expect(JSON.stringify(planned)).not.toContain('"op":"post"');
  });

  test.each(['ephemeral', 'direct', 'sparing', 'none'] as const)('to a tap ends the wait for it: %s', (how) => {
    const capabilities = { ...CAPABLE, privateAnswer: how };
    const tapped: Outgoing = { ...reply, op: 'answer', to: li, tapToken: 't' };
    for (const chat of [
      { externalId: 'ops', kind: 'group' },
      { externalId: 'li', kind: 'private' },
    ] as const) {
      expect(plan(tapped, { capabilities, chat })).toMatchObject({ delivery: { tapToken: 't' } });
      expect(plan(reply, { capabilities, chat })).not.toHaveProperty('delivery.tapToken');
    }
  });

  test('costs nothing in the group, and a private message only where nobody else may read it', () => {
    const sparing = { capabilities: { ...CAPABLE, privateAnswer: 'sparing' as const } };
    const secret: Outgoing = { ...reply, op: 'answer', to: li, onlyAlone: true };
    expect(plan(reply, sparing)).toMatchObject({
      delivery: { op: 'post', key: 'r', content: { lines: [[{ mention: { userId: 'u-li' } }, ' ', '已由他人接单']] } },
    });
    expect(plan(secret, sparing)).toMatchObject({ delivery: { op: 'direct' }, instead: { kind: 'drop' } });
  });

  test.each<[string, 'direct' | 'sparing', string]>([
    ['is sent where that is free', 'direct', 'deliver'],
    ['waits until he asks where it costs', 'sparing', 'drop'],
  ])('that he can have by asking %s', (_name, privateAnswer, kind) => {
    const unasked: Outgoing = { ...reply, op: 'answer', to: li, onlyAlone: true, isOnAsking: true };
    expect(plan(unasked, { capabilities: { ...CAPABLE, privateAnswer } }).kind).toBe(kind);
  });

  test.each<[string, Partial<PlanInput>, object]>([
    ['is seen by him alone', answers('ephemeral'), { delivery: { op: 'ephemeral', to: { userId: 'u-li' } } }],
    ['goes to his own chat', answers('direct'), { delivery: { op: 'direct', to: { userId: 'u-li' } } }],
    [
      'is said in the group to him where his own chat takes nothing',
      answers('direct'),
      {
        instead: {
          delivery: {
            op: 'post',
            key: 'r:post',
            content: { lines: [[{ mention: { userId: 'u-li' } }, ' ', '已由他人接单']] },
          },
        },
      },
    ],
    [
      'is said in the group to him',
      answers('none'),
      { delivery: { op: 'post', content: { lines: [[{ mention: { userId: 'u-li' } }, ' ', '已由他人接单']] } } },
    ],
    [
      'in his own chat it is an ordinary message',
      { chat: { externalId: 'li', kind: 'private' } },
      { delivery: { op: 'post' } },
    ],
    ['who has no account gets none', { accounts: new Map() }, { kind: 'drop' }],
  ])('%s', (_name, more, expected) => {
    expect(plan(reply, more)).toMatchObject(expected);
  });
});

describe('changes of one card that wait together', () => {
  const rows = (...all: Outgoing[]): OutboxRow[] =>
    all.map((outgoing, index) => ({
      seq: index + 1,
      contractId: CONTRACT,
      outgoing,
      attempts: 0,
      createdAt: NINE,
      dueAt: NINE,
    }));
  const leave = change({ otherwise: 'leave' });
  const token = change({ tapToken: 't', validUntil: NINE });
  test.each<[string, Outgoing[], 'anytime' | 'answering_tap' | 'never', number[]]>([
    ['only the newest leaves', [change(), change(), change()], 'anytime', [1, 2]],
    ['of two cards each has its newest', [change(), change({ cardKey: 'other' })], 'anytime', []],
    ['what is said between them stays', [change(), say, change()], 'anytime', [1]],
    ['one that is sure to show is not replaced by one that may not', [change(), leave], 'anytime', []],
    ['a tap’s own change leaves while its token holds', [token, change()], 'answering_tap', []],
    ['where cards never change the newest is posted', [change(), change()], 'never', [1]],
    ['one that is too late replaces nothing', [change(), change({ validUntil: NINE - 1 })], 'anytime', []],
  ])('%s', (_name, all, updateCard, expected) => {
    expect(supersededRows(rows(...all), { updateCard, cards: 'all' }, NINE).map((row) => row.seq)).toEqual(expected);
  });

  const detail = change({ isDetail: true });
  test.each<[string, Outgoing[], 'all' | 'living', number[]]>([
    ['a detail does not take the place of a change of state', [change(), detail], 'living', []],
    ['a change of state takes that of a detail', [detail, change()], 'living', [1]],
    ['of two details the newest leaves', [detail, detail], 'living', [1]],
    ['a detail does not take the place of an answer to a tap', [{ ...detail, tapToken: 't' }, detail], 'living', []],
    ['where nothing costs the newest leaves', [change(), detail], 'all', [1]],
  ])('%s', (_name, all, cards, expected) => {
    const capabilities = { updateCard: 'anytime', cards } as const;
    expect(supersededRows(rows(...all), capabilities, NINE).map((row) => row.seq)).toEqual(expected);
  });
});

describe('where cards are words that never change', () => {
  const words = { ...CAPABLE, updateCard: 'never', privateAnswer: 'direct' } as const;
  const living = { ...CAPABLE, cards: 'living', privateAnswer: 'sparing' } as const;
  const standing: Card = { ...card, badge: '处理中' };
  const told: Outgoing = { ...post('done'), op: 'post', content: { lines: [['已接单']] }, standing, turn: [li] };
  const ringing: Outgoing = { ...told, content: { lines: [[{ mention: li }, ' 请确认']] } };
  const changed = change({ content: { lines: [], card }, news: [['09:01 李工 接单']], turn: [li] });
  const postOf = (outgoing: Outgoing, capabilities: PlanInput['capabilities'], more: Partial<PlanInput> = {}) => {
    const planned = plan(outgoing, { capabilities, ...more });
    const leaving = planned.kind === 'deliver' ? (planned.instead ?? planned) : planned;
    return leaving.kind === 'deliver' && leaving.delivery.op === 'post' ? leaving.delivery : undefined;
  };

  test('a change is told in few words, once, to the group and to whose turn it is', () => {
    expect(postOf(changed, words)).toMatchObject({
      content: { lines: [], news: [['09:01 李工 接单']], card: { title: card.title }, asNews: true },
      turn: [{ userId: 'u-li' }],
    });
    expect(postOf(changed, words)).not.toHaveProperty('rings');
    expect(plan({ ...changed, isTold: true }, { capabilities: words })).toMatchObject({ kind: 'drop' });
    const content = { lines: [['已接单']], card: { badge: '处理中' }, asWords: true, asNews: true };
    expect(postOf(told, words)).toMatchObject({ content, turn: [{ userId: 'u-li' }] });
  });

  test('in his own chat nobody is told twice what he may do', () => {
    expect(postOf(told, words, { chat: { externalId: 'li', kind: 'private' } })).not.toHaveProperty('turn');
  });

  test('a new card brings what has happened, for where its door is shut, unless a post tells it', () => {
    expect(postOf(changed, CAPABLE)?.content).toMatchObject({ lines: [], news: [['09:01 李工 接单']], asNews: true });
    expect(postOf({ ...changed, isTold: true }, CAPABLE)?.content).not.toHaveProperty('news');
  });

  test('no step that waits is left out for a later one, whose words tell only its own', () => {
    const rowOf = (outgoing: Outgoing, seq: number): OutboxRow => ({
      ...{ seq, contractId: CONTRACT, outgoing, attempts: 0, createdAt: NINE, dueAt: NINE },
    });
    const toldAfter: Outgoing = { ...changed, isTold: true };
    for (const last of [changed, toldAfter]) {
      expect(supersededRows([rowOf(changed, 1), rowOf(last, 2)], words, NINE)).toEqual([]);
    }
    const replaced = supersededRows([rowOf(toldAfter, 1), rowOf(changed, 2)], words, NINE);
    expect(replaced.map(({ seq }) => seq)).toEqual([1]);
  });

  test('elsewhere the card is shown whole, and a post says no more than its words', () => {
    for (const capabilities of [CAPABLE, { ...CAPABLE, updateCard: 'answering_tap' } as const]) {
      expect(postOf({ ...changed, isTold: true }, capabilities)?.content.lines).toEqual([]);
      expect(postOf(told, capabilities)?.content).not.toHaveProperty('card');
      expect(postOf(ringing, capabilities)?.content).not.toHaveProperty('card');
    }
  });

  test('where each card costs only whoever is rung for the next step is told how to type it', () => {
    expect(postOf(told, living)?.content).not.toHaveProperty('card');
    expect(postOf(ringing, living)?.content).toMatchObject({ card: { badge: '处理中' }, asWords: true, asNews: true });
  });

  test('the accounts of all whom it may concern are asked for', () => {
    expect([...peopleOf(told)].sort()).toEqual([li]);
  });
});
