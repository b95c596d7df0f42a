import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { networkProber } from '../../bot/probe-target.ts';

const web = createServer((request, response) => {
  if (request.url === '/away') return response.writeHead(302, { location: 'http://elsewhere.example/' }).end();
  if (request.url === '/near') return response.writeHead(302, { location: '/' }).end();
  if (request.url === '/down') return response.writeHead(503).end();
  if (request.url?.startsWith('/api/v1/query')) {
    return response.end(
      JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [{ value: [1, '81.5'] }] } }),
    );
  }
  if (request.url === '/hang') return response;
  return response.end('<title>信用广州</title>');
});
const port = () => (web.address() as AddressInfo).port;
const url = (path: string) => `http://127.0.0.1:${port()}${path}`;
const ask = networkProber({ now: () => 0, limitMs: 500 });
/** Nobody listens there; a port that was let go of may be another test's a moment later. */
const CLOSED = 1;

beforeAll(async () => {
  await new Promise<void>((done) => web.listen(0, '127.0.0.1', done));
});
afterAll(() => {
  web.closeAllConnections();
  web.close();
});

describe('a probe', () => {
  test.each([
    ['/', {}, { saw: 'normal', tookMs: 0 }],
    ['/', { contains: '信用广州' }, { saw: 'normal', tookMs: 0 }],
    ['/', { contains: '信用深圳' }, { saw: 'anomaly', why: 'lacks' }],
    ['/down', {}, { saw: 'anomaly', why: { status: 503 } }],
    ['/down', { status: 503 }, { saw: 'normal', tookMs: 0 }],
    ['/near', {}, { saw: 'normal', tookMs: 0 }],
    ['/away', {}, { saw: 'anomaly', why: { status: 302 } }],
  ] as const)('of the page %s with %o tells what the server answered', async (path, wanted, seen) => {
    expect(await ask({ kind: 'http', url: url(path), ...wanted })).toEqual(seen);
  });

  test('that hangs says nothing of the target', async () => {
    expect(await ask({ kind: 'http', url: url('/hang') })).toMatchObject({ saw: 'unknown' });
  });

  test('of a port that is open, and of one that is closed', async () => {
    expect(await ask({ kind: 'tcp', host: '127.0.0.1', port: port() })).toMatchObject({ saw: 'normal' });
    expect(await ask({ kind: 'tcp', host: '127.0.0.1', port: CLOSED })).toEqual({ saw: 'anomaly', why: 'refused' });
  });

  test('of Prometheus reads the first sample, in thousandths, and needs to know where it is', async () => {
    const query = { kind: 'prometheus', query: 'max(disk)' } as const;
    const withAddress = networkProber({ now: () => 0, limitMs: 500, prometheusUrl: url('/') });
    expect(await withAddress(query)).toEqual({ saw: 'value', value: 81_500 });
    expect(await ask(query)).toMatchObject({ saw: 'unknown' });
  });
});
