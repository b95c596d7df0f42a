import { expect, test } from 'vitest';
import { InvalidConfig, readConfig } from '../../bot/config.ts';
import { examineModel } from '../../bot/doctor-model.ts';

const set = { OPENAI_BASE_URL: 'https://models.example.gov.cn/v1/', OPENAI_MODEL: 'small' };
const listing = (...ids: string[]) => JSON.stringify({ object: 'list', data: ids.map((id) => ({ id })) });
const answering = (status: number, body: string) => async () => new Response(body, { status });
const refused = () => Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }));

async function findings(env: Record<string, string>, http: typeof fetch = refused) {
  return (await examineModel(readConfig(env), { http })).map(({ grade, seen }) => [grade, seen]);
}

test.each<[string, Record<string, string>]>([
  ['none of the settings', {}],
  ['a key for other programs', { OPENAI_API_KEY: 'sk-made-up' }],
])('with %s no model is asked, and nothing is said', async (_name, env) => {
  expect(readConfig(env)).not.toHaveProperty('model');
  expect(await findings(env)).toEqual([]);
});

test.each([
  ['OPENAI_MODEL', { OPENAI_BASE_URL: set.OPENAI_BASE_URL }],
  ['OPENAI_BASE_URL', { OPENAI_MODEL: 'small' }],
])('without %s no model is asked, and the doctor says so', async (name, env: Record<string, string>) => {
  expect(readConfig(env)).not.toHaveProperty('model');
  expect(await findings(env)).toEqual([['warn', `${name} is empty`]]);
});

test('the address has no slash at its end, and there is a limit without one being set', () => {
  const baseUrl = 'https://models.example.gov.cn/v1';
  expect(readConfig(set).model).toEqual({ baseUrl, model: 'small', dailyLimit: 200 });
  const more = { OPENAI_API_KEY: 'sk-made-up', MODEL_DAILY_LIMIT: '0' };
  expect(readConfig({ ...set, ...more }).model).toMatchObject({ apiKey: 'sk-made-up', dailyLimit: 0 });
});

test.each([
  ['an address without its protocol', { OPENAI_BASE_URL: 'models.example.gov.cn' }],
  ['a password in the address', { OPENAI_BASE_URL: 'https://u:sk-made-up@models.example.gov.cn' }],
  ['a question in the address', { OPENAI_BASE_URL: 'https://models.example.gov.cn/v1?key=sk-made-up' }],
  ['a guide’s dots for a key', { ...set, OPENAI_API_KEY: 'sk-…' }],
  ['a limit that is no number', { ...set, MODEL_DAILY_LIMIT: 'many' }],
  ['a limit that is none', { ...set, MODEL_DAILY_LIMIT: '100001' }],
])('%s is refused with a remedy', (_name, env: Record<string, string>) => {
  expect(() => readConfig(env)).toThrow(InvalidConfig);
  expect(() => readConfig(env)).not.toThrow('sk-made-up');
});

test.each([
  ['knows the model', answering(200, listing('large', 'small')), 'ok', 'answers and knows small'],
  ['does not know the model', answering(200, listing('large')), 'bad', 'does not know small'],
  ['lists nothing', answering(404, ''), 'warn', 'answers 404'],
  ['wants another key', answering(401, ''), 'bad', 'answers 401'],
  ['is out of order', answering(502, ''), 'bad', 'answers 502'],
  ['is a web page', answering(200, '<html>'), 'bad', 'no list of models'],
  ['is not there', refused, 'bad', 'connect ECONNREFUSED'],
] as const)('a server that %s', async (_name, http, grade, words) => {
  expect(await findings(set, http)).toEqual([[grade, expect.stringContaining(words)]]);
});

test('that words go unencrypted is told, but not of this machine', async () => {
  const known = answering(200, listing('small'));
  const plain = { ...set, OPENAI_BASE_URL: 'http://10.0.0.9:8000/v1' };
  const own = { ...set, OPENAI_BASE_URL: 'http://127.0.0.1:8000/v1' };
  const unencrypted = ['warn', 'words of questions go to 10.0.0.9 without encryption'];
  expect((await findings(plain, known))[1]).toEqual(unencrypted);
  expect(await findings(own, known)).toHaveLength(1);
});
