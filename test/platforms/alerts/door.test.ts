import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { REDELIVERED_WITHIN_MS } from '../../../domain/alerts/hear-alert.ts';
import { contractId } from '../../../domain/types.ts';
import { type AlertDoorDeps, alertRoutes } from '../../../platforms/alerts/door.ts';
import { alertSignature } from '../../../platforms/alerts/proof.ts';
import { type RoutesServer, serveRoutes } from '../../support/routes-server.ts';

const TOKEN = 'a-token-of-many-letters';
const SECRET = 'a-secret-of-many-letters';
const NOW = Date.parse('2026-03-03T09:00:00+08:00');
const body = JSON.stringify({ name: 'x', state: 'firing', started_at: '2026-03-03T08:59:00+08:00' });

let server: RoutesServer;
let taken: Parameters<AlertDoorDeps['take']>[0][] = [];
let logged: object[] = [];
let settings: AlertDoorDeps['settings'] = { token: TOKEN };
let take: AlertDoorDeps['take'];
let keys = 0;
let now = NOW;

beforeAll(async () => {
  server = await serveRoutes((router) =>
    alertRoutes(router, {
      get settings() {
        return settings;
      },
      clock: { now: () => now },
      log: { warn: (fields) => logged.push(fields), error: (fields) => logged.push(fields) },
      hasContract: (id) => id === contractId('gz'),
      newKey: () => `new-${++keys}`,
      take: (post) => take(post),
    }),
  );
});
afterAll(() => server.close());
beforeEach(() => {
  taken = [];
  logged = [];
  settings = { token: TOKEN };
  now = NOW;
  take = async (post) => {
    taken.push(post);
    return 'accepted';
  };
});

interface Sent {
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly text?: string;
}
async function send({ headers = {}, path = '/alerts/gz/plain', text = body }: Sent = {}) {
  const all = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', ...headers };
  const response = await fetch(server.url + path, { method: 'POST', headers: all, body: text });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

test('a report is taken with the token in either header', async () => {
  expect(await send()).toEqual({ status: 202, answer: { outcome: 'accepted', alerts: 1 } });
  expect(await send({ headers: { authorization: '', 'x-dutybell-token': TOKEN } })).toMatchObject({ status: 202 });
  expect(taken).toHaveLength(2);
  expect(taken[0]).toMatchObject({ contractId: 'gz', notices: [{ name: 'x' }] });
});

test('the same body has the same key, and one that names neither time nor event a new one each time', async () => {
  for (const text of [body, body, '{"name":"x","state":"firing"}', '{"name":"x","state":"firing"}'])
    await send({ text });
  const made = taken.map(({ key }) => key);
  expect(made[0]).toBe(made[1]);
  expect(new Set(made).size).toBe(3);
});

test('the same body is something new when no source would try it again: it fires still', async () => {
  for (const later of [0, REDELIVERED_WITHIN_MS - 1, REDELIVERED_WITHIN_MS]) {
    now = NOW + later;
    await send();
  }
  const [first, again, later] = taken.map(({ key }) => key);
  expect(again).toBe(first);
  expect(later).not.toBe(first);
});

test.each<[string, Sent, number, string]>([
  ['without a token', { headers: { authorization: '' } }, 401, 'no_token'],
  ['with another token', { headers: { authorization: 'Bearer a-token-of-many-letterz' } }, 403, 'wrong_token'],
  [
    'with the beginning of the token',
    { headers: { authorization: 'Bearer a-token-of-many-letter' } },
    403,
    'wrong_token',
  ],
  ['for an unknown contract', { path: '/alerts/xx/plain' }, 404, 'unknown_contract'],
  ['of an unknown source', { path: '/alerts/gz/nagios' }, 404, 'unknown_source'],
  ['that is a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'not_json_type'],
  ['that is packed', { headers: { 'content-encoding': 'gzip' } }, 415, 'packed'],
  ['that is no JSON', { text: '{"name"' }, 400, 'not_json'],
  ['of another form', { text: '{"name":"x","state":"on fire"}' }, 422, 'wrong_form'],
  [
    'of more than a megabyte',
    { text: JSON.stringify({ name: 'x', state: 'firing', summary: 'x'.repeat(1_048_577) }) },
    413,
    'too_large',
  ],
])('a report %s is refused with a remedy', async (_what, sent, status, error) => {
  const { answer, ...rest } = await send(sent);
  expect(rest).toEqual({ status });
  expect(answer).toMatchObject({ error, message: expect.stringMatching(/\.$/) });
  expect(taken).toEqual([]);
  expect(logged.at(-1) ?? { code: 'alerts_refused', reason: error }).toMatchObject({ code: 'alerts_refused' });
});

test('a stranger is told neither which contracts there are nor what is wrong with his body', async () => {
  expect(await send({ headers: { authorization: 'Bearer no' }, path: '/alerts/xx/plain', text: '{' })).toMatchObject({
    status: 403,
  });
});

test('a wrong form is told by its place, and what stands there is repeated nowhere', async () => {
  const { answer } = await send({ text: '{"name":"x","state":"13800138000"}' });
  expect(JSON.stringify(answer.flaws)).toContain('state');
  expect(JSON.stringify([answer, logged])).not.toContain('13800138000');
});

test('what can’t be stored is sent again by whoever sent it', async () => {
  take = () => Promise.reject(new Error('the disk is full'));
  expect(await send()).toMatchObject({ status: 503, answer: { error: 'unavailable' } });
});

describe('with a secret each report is signed', () => {
  const at = String(NOW / 1_000);
  const signed = (timestamp: string, text: string, secret = SECRET) => ({
    'x-dutybell-timestamp': timestamp,
    'x-dutybell-signature': alertSignature(secret, timestamp, text),
  });
  const off = (seconds: number) => String(NOW / 1_000 + seconds);

  test.each<[string, Record<string, string>, number]>([
    ['rightly', signed(at, body), 202],
    ['as late as is allowed', signed(off(-300), body), 202],
    ['a second later', signed(off(-301), body), 403],
    ['ahead of time', signed(off(301), body), 403],
    ['over another body', signed(at, `${body} `), 403],
    ['with another secret', signed(at, body, `${SECRET}x`), 403],
    ['for another time', { ...signed(at, body), 'x-dutybell-timestamp': off(1) }, 403],
    ['not at all', {}, 401],
    ['without a time', { 'x-dutybell-signature': alertSignature(SECRET, '', body) }, 401],
  ])('signed %s', async (_what, headers, status) => {
    settings = { token: TOKEN, secret: SECRET };
    expect(await send({ headers })).toMatchObject({ status });
  });
});
