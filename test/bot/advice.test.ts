// What a language model's answer does, from the words in doubt to the tap.
import { afterEach, expect, test } from 'vitest';
import type { Advice, AdviceQuestion, Advisor, Suggestion } from '../../bot/advice-types.ts';
import { zh } from '../../cards/text.zh.ts';
import { DAY, MINUTE, SECOND } from '../../domain/types.ts';
import type { Delivery, WireContent } from '../../platforms/types.ts';
import { FakePlatform } from './fake-platform.ts';
import { botOn, CONTRACT, NINE, OPS, type Stand, saying, setStand, tapping } from './stand.ts';

const IN_DOUBT = '我这边电脑，找李工，电话13812345678';
const FAULT: Suggestion = { kind: 'incident', systemId: 'etl', level: 'normal' };
const stands: Stand[] = [];
afterEach(async () => {
  for (const stand of stands.splice(0)) await stand.close();
});

interface Asking {
  readonly suggestion?: Suggestion;
  advice?: Advice;
  readonly dailyLimit?: number;
  readonly platform?: FakePlatform;
  /** While the model thinks. */
  meanwhile?: () => Promise<void>;
}

async function begin(asking: Asking = {}) {
  const { dailyLimit = 9, platform = new FakePlatform(), suggestion = FAULT } = asking;
  const stand = await setStand(':memory:', platform);
  stands.push(stand);
  const questions: AdviceQuestion[] = [];
  const advisor: Advisor = {
    model: 'small',
    dailyLimit,
    async ask(question) {
      questions.push(question);
      await asking.meanwhile?.();
      return asking.advice ?? { outcome: 'suggested', suggestion };
    },
  };
  const bot = botOn(stand, { advisor });
  await bot.start();
  const hear = async (update: Parameters<NonNullable<FakePlatform['receiver']>['receive']>[0]) => {
    await platform.receiver!.receive(update);
    await bot.settle();
  };
  const draft = () => stand.store.newestOpenDraft(OPS, undefined, NINE - DAY);
  const outcomes = async () => {
    const { values } = await stand.deps.metrics.advice.get();
    return Object.fromEntries(values.map(({ labels, value }) => [labels.outcome, value]));
  };
  const cards = () => platform.delivered.flatMap(cardIn);
  const entries = async (type: string) =>
    (await stand.store.entries(CONTRACT, [type], NINE - DAY, NINE + DAY)).map(
      ({ body }) => JSON.parse(body) as unknown,
    );
  return { ...stand, bot, cards, draft, entries, hear, outcomes, platform, questions };
}

function cardIn(delivery: Delivery): readonly NonNullable<WireContent['card']>[] {
  return 'content' in delivery && delivery.content.card ? [delivery.content.card] : [];
}

const actionsOf = (card: NonNullable<WireContent['card']> | undefined) => card?.actions.map(({ action }) => action);

test('the model is shown words without personal data, its suggestion is a line and a button, and nothing is done before a tap', async () => {
  const { cards, clock, draft, entries, hear, outcomes, questions, store } = await begin();
  await hear(saying(IN_DOUBT));
  expect(questions).toHaveLength(1);
  expect(questions[0]!.text).toBe('我这边电脑，找李*，电话***********');
  expect(questions[0]!.systems.find(({ id }) => id === 'etl')).toMatchObject({
    levels: [{ id: 'critical' }, { id: 'normal' }],
  });
  const [asked, advised] = cards();
  expect(actionsOf(asked)).toEqual(['draft_incident', 'draft_dismiss']);
  expect(actionsOf(advised)).toEqual(['draft_incident', 'draft_advised', 'draft_dismiss']);
  const field = advised!.fields.find(({ label }) => label === zh.advice.label);
  expect(field?.value.join('')).toContain('登记为故障，ETL中间件');
  expect(await draft()).toMatchObject({ version: 2, details: { suggestion: FAULT } });
  expect(await entries('draft_advised')).toMatchObject([{ model: 'small', kind: 'incident', systemId: 'etl' }]);
  expect(JSON.stringify(await entries('draft_advised'))).not.toContain('电脑');
  expect(await outcomes()).toEqual({ suggested: 1 });

  expect(await store.openTickets(CONTRACT, { limit: 9 }), 'before anybody taps').toEqual([]);
  const { id, version } = (await draft())!;
  clock.jumpTo(NINE + 3 * MINUTE);
  await hear(tapping('draft_advised', id, version, 'wang'));
  const [ticket] = await store.openTickets(CONTRACT, { limit: 9 });
  expect(ticket, 'counted from the first message, and no milder').toMatchObject({
    ...{ systemId: 'etl', level: 'critical', kind: 'incident', reportedAt: NINE },
  });
});

test('a graver level is what whoever taps has said', async () => {
  const { draft, hear, store } = await begin({ suggestion: { kind: 'request', systemId: 'etl', level: 'critical' } });
  await hear(saying(`${IN_DOUBT}，不急`));
  const { id, version } = (await draft())!;
  await hear(tapping('draft_advised', id, version, 'wang'));
  const [ticket] = await store.openTickets(CONTRACT, { limit: 9 });
  expect(ticket).toMatchObject({ kind: 'service_request', systemId: 'etl', level: 'critical' });
  expect(ticket?.levelReason).toEqual({ code: 'person', by: 'wang' });
});

test('a system that the words name stays, whatever the model thinks', async () => {
  const { cards, draft, hear, store } = await begin();
  await hear(saying('信用查询的事'));
  const { id, version, details } = (await draft())!;
  expect(details?.suggestion).toEqual(FAULT);
  expect(cards().flatMap(actionsOf)).not.toContain('draft_advised');
  await hear(tapping('draft_advised', id, version, 'wang'));
  const [ticket] = await store.openTickets(CONTRACT, { limit: 9 });
  expect(ticket?.systemId).toBe('credit-query');
});

test('typed words follow the suggestion as a tap does, and say so where there is none', async () => {
  const asking: Asking = { advice: { outcome: 'failed', why: 'it answers 500' } };
  const { hear, platform, store } = await begin(asking);
  await hear(saying(IN_DOUBT));
  await hear(saying('按建议登记'));
  expect(await store.openTickets(CONTRACT, { limit: 9 })).toEqual([]);
  expect(JSON.stringify(platform.delivered.at(-1))).toContain(zh.advice.nothing);
  delete asking.advice;
  await hear(saying(IN_DOUBT, { from: 'zhao' }));
  await hear(saying('按建议登记', { from: 'zhao' }));
  expect(await store.openTickets(CONTRACT, { limit: 9 })).toMatchObject([{ systemId: 'etl' }]);
});

test('a tap on an older card does not follow the suggestion that has come since', async () => {
  const { cards, draft, hear, platform, store } = await begin();
  await hear(saying(IN_DOUBT));
  const seen = (await draft())!;
  const next = { ...seen, version: seen.version + 1, details: { suggestion: { ...FAULT, systemId: 'credit-query' } } };
  await store.commit({ contractId: CONTRACT, now: NINE, cause: { kind: 'none' } }, { rewordedDraft: { seen, next } });
  const before = cards().length;
  await hear(tapping('draft_advised', seen.id, seen.version, 'wang'));
  expect(await store.openTickets(CONTRACT, { limit: 9 })).toEqual([]);
  expect(JSON.stringify(platform.delivered)).toContain(zh.advice.outdated);
  expect(cards().at(before)?.subject, 'the card as it stands by now').toEqual({ id: seen.id, version: next.version });
  await hear(tapping('draft_advised', seen.id, next.version, 'wang'));
  expect(await store.openTickets(CONTRACT, { limit: 9 })).toMatchObject([{ systemId: 'credit-query' }]);
});

test('where the model fails the question stays as it was, and is put to it once', async () => {
  const { bot, cards, clock, draft, hear, outcomes, questions } = await begin({
    advice: { outcome: 'timed_out', why: 'no answer within 3000 ms' },
  });
  await hear(saying(IN_DOUBT));
  clock.jumpTo(NINE + 2 * MINUTE);
  await bot.settle();
  expect(cards()).toHaveLength(1);
  expect(questions).toHaveLength(1);
  expect(await draft()).toMatchObject({ version: 1 });
  expect(await outcomes()).toEqual({ timed_out: 1 });
});

test('where it finds no fault there is no button, and no card is posted for it', async () => {
  const platform = new FakePlatform({ updateCard: 'never' });
  const { cards, hear } = await begin({ suggestion: { kind: 'none' }, platform });
  await hear(saying(IN_DOUBT));
  expect(cards().map(actionsOf)).toEqual([['draft_incident', 'draft_dismiss']]);
});

test('the day’s limit holds for all replicas together, and begins anew at midnight', async () => {
  const { bot, clock, hear, outcomes, questions, store } = await begin({ dailyLimit: 2 });
  await store.commit({ contractId: CONTRACT, now: NINE, cause: { kind: 'none' } }, async (tx) => {
    expect(await tx.nextAdviceOfDay('2026-03-03')).toBe(1);
    return {};
  });
  await hear(saying(IN_DOUBT, { from: 'wang' }));
  await hear(saying(IN_DOUBT, { from: 'zhao' }));
  expect(questions).toHaveLength(1);
  expect(await outcomes()).toEqual({ suggested: 1, over_limit: 1 });
  clock.jumpTo(NINE + DAY);
  await bot.clockMoved();
  await hear({ ...saying(IN_DOUBT, { from: 'zhao' }), receivedAt: NINE + DAY });
  expect(questions).toHaveLength(2);
});

test.each(['draft_dismiss', 'draft_incident'])('what the model says comes too late after %s', async (action) => {
  const asking: Asking = {};
  const { draft, entries, hear, outcomes, platform } = await begin(asking);
  asking.meanwhile = async () => {
    const { id, version } = (await draft())!;
    await platform.receiver!.receive(tapping(action, id, version, 'wang'));
    await expect.poll(draft).toBeUndefined();
  };
  await hear(saying(IN_DOUBT));
  expect(await entries('draft_advised')).toEqual([]);
  expect(await outcomes()).toEqual({ suggested: 1 });
});

test('what the model says of the first words is not put to those that have come since', async () => {
  const asking: Asking = {};
  const { draft, entries, hear, store } = await begin(asking);
  asking.meanwhile = async () => {
    delete asking.meanwhile;
    const seen = (await draft())!;
    const next = { ...seen, body: `${seen.body}\n开不了机`, version: seen.version + 1 };
    await store.commit({ contractId: CONTRACT, now: NINE, cause: { kind: 'none' } }, { rewordedDraft: { seen, next } });
  };
  await hear(saying(IN_DOUBT));
  expect(await entries('draft_advised')).toEqual([]);
  expect((await draft())?.details).toBeUndefined();
});

test('neither what the rules are sure of nor a question from before a downtime is put to the model', async () => {
  const { bot, clock, hear, questions, store } = await begin();
  for (const said of ['信用广州网站打不开了', '您好', '在办']) await hear(saying(said));
  const draft = { contractId: CONTRACT, chatId: OPS, personId: (await store.members(CONTRACT))[0]!.id };
  await store.commit(
    { contractId: CONTRACT, now: NINE, cause: { kind: 'none' } },
    {
      newDraft: { ...draft, id: 'd', body: IN_DOUBT, reportedAt: NINE, receivedAt: NINE, version: 1 },
      setTimers: [{ key: 'advise:d:1', kind: 'advise_draft', subject: 'd', fireAt: NINE + 11 * MINUTE + SECOND }],
    },
  );
  clock.jumpTo(NINE + 12 * MINUTE);
  await bot.settle();
  expect(questions).toEqual([]);
  expect(await store.timer('advise:d:1')).toBeUndefined();
});
