import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Router from '@koa/router';
import Koa from 'koa';
import type { Store } from '../db/store.ts';
import type { Clock } from '../domain/types.ts';
import type { Log } from '../handlers/context.ts';
import { HOST_REFUSED } from '../platforms/reach-check.ts';
import type { Metrics } from './metrics.ts';
import { isOurHost, isOwnName } from './sandbox-guard.ts';
import type { Bot } from './types.ts';

export interface HttpOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Where else the pages may be opened: `PUBLIC_URL`. */
  readonly publicUrl?: string;
  readonly bot: Pick<Bot, 'health'>;
  readonly store: Pick<Store, 'counts' | 'usage'>;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Adds further routes. */
  readonly mount?: (router: Router) => void;
}

export interface HttpServer {
  readonly url: string;
  /** Ends the connections; an answer that is under way is finished within a second. */
  close(): Promise<void>;
}

/** The address can't be listened on; the message names the remedy. */
export class CannotListen extends Error {
  readonly code = 'cannot_listen';
}

const CLOSE_GRACE_MS = 1_000;
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** @throws {CannotListen} */
export async function listen(options: HttpOptions): Promise<HttpServer> {
  const { host, log, mount, port, publicUrl } = options;
  const router = new Router();
  addOperations(router, options);
  mount?.(router);
  const app = new Koa();
  app.silent = true;
  app.on('error', (error: unknown) => log.error({ err: error }, 'an http request failed'));
  app.use(async (ctx, next) => {
    ctx.set(HEADERS);
    // Behind the loopback address a browser is the only way in from elsewhere, by a name that was rebound to it.
    if (isOwnName(host) && !isOurHost(ctx.get('host'), ctx.req.socket.localPort ?? 0, publicUrl)) {
      ctx.status = 403;
      ctx.body = { error: HOST_REFUSED, message: 'The pages answer at HOST, or at PUBLIC_URL.' };
      return;
    }
    await next();
  });
  app.use(router.routes()).use(router.allowedMethods());

  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(asCannotListen(error, host, port)));
    server.listen(port, host, resolve);
  });
  return {
    url: urlOf(host, server.address()),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
      await closed;
      clearTimeout(timer);
    },
  };
}

function addOperations(router: Router, { bot, clock, log, metrics, store }: HttpOptions): void {
  router.get('/healthz', (ctx) => {
    const live = bot.health.live();
    ctx.status = live ? 200 : 503;
    ctx.body = { live };
  });
  router.get('/readyz', async (ctx) => {
    const answer = await bot.health.ready();
    ctx.status = answer.ready ? 200 : 503;
    ctx.body = answer;
  });
  router.get('/metrics', async (ctx) => {
    try {
      ctx.body = await metrics.scrape(store, clock.now());
      ctx.type = metrics.registry.contentType;
    } catch (error) {
      log.warn({ err: error }, 'the figures could not be read from the database');
      ctx.status = 503;
      ctx.body = 'the database does not answer';
    }
  });
}

function asCannotListen(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const remedy = {
    EADDRINUSE: `Port ${port} is in use by another program, perhaps another Dutybell. Stop that one, or choose another port: PORT=${port + 1} npm start`,
    EACCES: `Port ${port} may not be used without special rights. Choose one above 1023: PORT=3000 npm start`,
    EADDRNOTAVAIL: `This machine has no address ${host}. Set HOST=127.0.0.1`,
  }[String(code)];
  return remedy === undefined ? error : new CannotListen(remedy, { cause: error });
}

function urlOf(host: string, address: AddressInfo | string | null): string {
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}
