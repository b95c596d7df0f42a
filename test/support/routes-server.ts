import { once } from 'node:events';
import { createServer } from 'node:http';
import Router from '@koa/router';
import Koa from 'koa';

export interface RoutesServer {
  /** Without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves what an adapter adds to the program's http server, on the loopback address. */
export async function serveRoutes(mount: (router: Router) => void): Promise<RoutesServer> {
  const router = new Router();
  mount(router);
  const koa = new Koa();
  koa.silent = true;
  const handle = koa.use(router.routes()).use(router.allowedMethods()).callback();
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}
