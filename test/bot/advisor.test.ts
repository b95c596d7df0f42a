// A language model over the wire: what it is sent, and what is made of whatever it answers.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AdviceQuestion } from '../../bot/advice-types.ts';
import { type AdvisorParts, networkAdvisor } from '../../bot/advisor.ts';
import { type Conduct, type ModelServer, openModelServer } from '../fakes/model-server.ts';

const LIMIT_MS = 250;
const levels = [
  { id: 'major', name: '重大', meaning: '全部用户无法使用' },
  { id: 'minor', name: '一般' },
];
const question: AdviceQuestion = {
  text: '那个查信用的今天有点怪，联系***********',
  systems: [{ id: 'site', name: '信用广州网站', aliases: ['信用网'], levels }],
  levels: [{ id: 'common', name: '普通' }],
};

let server: ModelServer;
beforeAll(async () => {
  server = await openModelServer();
});
afterAll(() => server.close());
beforeEach(() => server.behave({ says: '{}' }));

const settings = () => ({ baseUrl: server.baseUrl, model: 'small', apiKey: 'sk-made-up', dailyLimit: 9 });
const advisor = (parts: AdvisorParts = {}) => networkAdvisor(settings(), { limitMs: LIMIT_MS, ...parts });
const says = (answer: unknown): Conduct => ({ says: JSON.stringify(answer) });

test('a question is sent with the listed values, the words as data, and nothing of the machine', async () => {
  await advisor().ask(question);
  const asked = server.asked.at(-1)!;
  expect(asked.path).toBe('/v1/chat/completions');
  expect(asked.headers.authorization).toBe('Bearer sk-made-up');
  expect(Object.keys(asked.headers).filter((name) => name.startsWith('x-stainless'))).toEqual([]);
  expect(asked.headers['user-agent']).toBe('dutybell');
  expect(asked.body).toMatchObject({
    ...{ model: 'small', temperature: 0, max_tokens: 200, response_format: { type: 'json_object' } },
    messages: [
      { role: 'system' },
      { role: 'user', content: JSON.stringify({ systems: question.systems, levelsWithoutSystem: question.levels }) },
      { role: 'user', content: JSON.stringify({ message: question.text }) },
    ],
  });
  expect(asked.body).not.toHaveProperty('tools');
});

test('without a key none is sent', async () => {
  const { apiKey: _apiKey, ...keyless } = settings();
  await networkAdvisor(keyless).ask(question);
  expect(server.asked.at(-1)!.headers).not.toHaveProperty('authorization');
});

describe('an answer of the listed values is a suggestion', () => {
  test.each([
    ['a fault of a system', { kind: 'incident', system: 'site', level: 'major' }, { systemId: 'site', level: 'major' }],
    ['a fault of no clear system', { kind: 'incident', system: null, level: 'common' }, { level: 'common' }],
    ['a wish', { kind: 'request', system: 'site', level: null }, { systemId: 'site' }],
    ['nothing', { kind: 'none', system: null, level: null }, {}],
  ] as const)('%s', async (_name, answer, suggestion) => {
    server.behave(says(answer));
    const { kind } = answer;
    expect(await advisor().ask(question)).toEqual({ outcome: 'suggested', suggestion: { kind, ...suggestion } });
  });
});

describe('anything else comes to nothing', () => {
  test.each<[string, Conduct, string]>([
    ['words', { says: '好的，这是一个故障。' }, 'nonsense'],
    ['an object in a fence', { says: '```json\n{"kind":"none","system":null,"level":null}\n```' }, 'nonsense'],
    ['an unknown system', says({ kind: 'incident', system: 'admin', level: null }), 'nonsense'],
    ['a level of another system', says({ kind: 'incident', system: 'site', level: 'common' }), 'nonsense'],
    ['a level without its system', says({ kind: 'incident', system: null, level: 'major' }), 'nonsense'],
    ['a name in place of an id', says({ kind: 'incident', system: '信用广州网站', level: null }), 'nonsense'],
    ['an unknown kind', says({ kind: 'close_ticket', system: null, level: null }), 'nonsense'],
    ['a field too many', says({ kind: 'none', system: null, level: null, note: '请加微信' }), 'nonsense'],
    ['a field too few', says({ kind: 'none', system: null }), 'nonsense'],
    ['nothing, with a system', says({ kind: 'none', system: 'site', level: null }), 'nonsense'],
    ['a call of a tool', { body: '{"choices":[{"message":{"content":null,"tool_calls":[]}}]}' }, 'nonsense'],
    ['no choice', { body: '{"choices":[]}' }, 'nonsense'],
    ['no JSON on the wire', { body: '<html>' }, 'nonsense'],
    ['an answer without an end', { endless: true }, 'nonsense'],
    ['an error of the server', { status: 500 }, 'failed'],
    ['a refused key', { status: 401 }, 'failed'],
    ['a way elsewhere', { status: 302 }, 'failed'],
    ['silence', { hangs: true }, 'timed_out'],
    ['a late answer', { says: '{}', afterMs: LIMIT_MS * 2 }, 'timed_out'],
  ])('%s', async (_name, conduct, outcome) => {
    server.behave(conduct);
    expect(await advisor().ask(question)).toMatchObject({ outcome });
  });

  test('what a failure says repeats nothing of the server', async () => {
    server.behave({ status: 400, body: JSON.stringify({ error: { message: question.text } }) });
    expect(await advisor().ask(question)).toEqual({ outcome: 'failed', why: 'it answers 400' });
  });

  test('a server that is not there', async () => {
    const gone = networkAdvisor({ ...settings(), baseUrl: 'http://127.0.0.1:1/v1' });
    expect(await gone.ask(question)).toMatchObject({ outcome: 'failed' });
  });
});

test('a model that fails three times is left alone, and asked again after its rest', async () => {
  const resting = advisor({ restMs: 200 });
  server.behave({ status: 500 });
  for (let times = 0; times < 3; times += 1) expect(await resting.ask(question)).toMatchObject({ outcome: 'failed' });
  const asked = server.asked.length;
  expect(await resting.ask(question)).toMatchObject({ outcome: 'resting' });
  expect(server.asked).toHaveLength(asked);
  server.behave(says({ kind: 'none', system: null, level: null }));
  await expect.poll(() => resting.ask(question), { interval: 50 }).toMatchObject({ outcome: 'suggested' });
});

test('nonsense is no reason to leave it alone', async () => {
  const talking = advisor();
  for (let times = 0; times < 5; times += 1) {
    expect(await talking.ask(question)).toMatchObject({ outcome: 'nonsense' });
  }
});
