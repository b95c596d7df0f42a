import { createServer, get } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CannotListen, type HttpServer, listen } from '../../bot/http.ts';
import { readiness } from '../../bot/readiness.ts';
import type { Bot } from '../../bot/types.ts';
import { commit, NINE, post, type Stand, setStand } from './stand.ts';

let stand: Stand;
let http: HttpServer | undefined;
beforeEach(async () => {
  stand = await setStand(':memory:');
});
afterEach(async () => {
  await http?.close();
  http = undefined;
  await stand.close();
});

const healthy: Bot['health'] = { live: () => true, ready: async () => ({ ready: true, reasons: [] }) };

async function serve(health: Bot['health'] = healthy, port = 0): Promise<HttpServer> {
  const { clock, deps, store } = stand;
  const { log, metrics } = deps;
  http = await listen({
    ...{ host: '127.0.0.1', port, bot: { health }, store, clock, metrics, log },
    mount(router) {
      router.get('/broken', () => {
        throw new Error('secret of the inside');
      });
    },
  });
  return http;
}

describe('for those who watch the program', () => {
  test.each([
    ['healthz', healthy, 200, { live: true }],
    ['healthz', { ...healthy, live: () => false }, 503, { live: false }],
    ['readyz', healthy, 200, { ready: true, reasons: [] }],
    [
      'readyz',
      { ...healthy, ready: async () => ({ ready: false, reasons: ['the bot is starting'] }) },
      503,
      { ready: false, reasons: ['the bot is starting'] },
    ],
  ])('/%s', async (path, health, status, body) => {
    const response = await fetch(`${(await serve(health)).url}${path}`);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual(body);
  });

  test('/metrics shows what waits in the database', async () => {
    await commit(stand.deps, { outbox: [post('a'), post('b')] });
    const response = await fetch(`${(await serve()).url}metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const text = await response.text();
    expect(text).toContain('\ndutybell_outbox_pending 2\n');
    expect(text).toContain('\ndutybell_inbox_pending 0\n');
  });
});

test('a program is not ready while its database does not answer, and says so', async () => {
  const { deps } = stand;
  const store = { ...stand.store, ping: () => Promise.reject(new Error('connection refused')) };
  const state = {
    isStarted: true,
    failingSince: undefined,
    mute: undefined,
    presence: { disconnected: () => [] },
    speech: { muteSince: () => [] },
    troubles: { exhausted: () => [] },
  };
  expect(await readiness({ ...state, deps: { ...deps, store } })).toEqual({
    ready: false,
    reasons: ['the database does not answer: connection refused'],
  });
  expect(await readiness({ ...state, deps })).toEqual({ ready: true, reasons: [] });
  expect(deps.clock.now()).toBe(NINE);
});

test('a name that was rebound to this machine gets no answer', async () => {
  const { port } = new URL((await serve()).url);
  const statusFor = (host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const request = get({ host: '127.0.0.1', port, path: '/readyz', headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject);
    });
  expect(await statusFor(`evil.example:${port}`)).toBe(403);
  expect(await statusFor(`localhost:${port}`)).toBe(200);
});

test('every answer forbids what a browser would otherwise allow', async () => {
  const { headers } = await fetch(`${(await serve()).url}nowhere`);
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
});

test('a fault inside tells nothing to the outside', async () => {
  const response = await fetch(`${(await serve()).url}broken`);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('secret');
});

test('a port that is taken is named, with what to do', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const refused = serve(healthy, port);
  await expect(refused).rejects.toThrow(CannotListen);
  await expect(refused).rejects.toThrow(`Port ${port} is in use`);
  await expect(refused).rejects.toThrow(`PORT=${port + 1} npm start`);
  await new Promise((resolve) => other.close(resolve));
});
