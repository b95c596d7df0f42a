import { z } from 'zod';
import { type Answer, ok, refusal } from './answer.ts';
import type { Faults } from './faults.ts';

const TICKET_MS = 90_000;

const asked = z.looseObject({
  clientId: z.string(),
  clientSecret: z.string(),
  subscriptions: z.array(z.looseObject({ type: z.string(), topic: z.string() })).min(1),
});

/** What a connection is told of. */
export interface Subscription {
  readonly type: string;
  readonly topic: string;
}

export interface Gateway {
  /** `never`: no answer at all. */
  open(body: unknown, accept: string): Answer | 'never';
  /** Once, within a minute and a half. */
  use(ticket: string): readonly Subscription[] | undefined;
  /** How often a connection was asked for, whatever came of it. */
  readonly opens: number;
}

/** Where a bot asks for a connection. @param endpoint without its query */
export function createGateway(parts: {
  readonly app: { readonly clientId: string; readonly clientSecret: string };
  readonly faults: Faults;
  readonly now: () => number;
  readonly endpoint: () => string;
}): Gateway {
  const { app, faults, now } = parts;
  const tickets = new Map<string, { readonly at: number; readonly subscriptions: readonly Subscription[] }>();
  let opens = 0;

  function fault(): Answer | 'never' | undefined {
    switch (faults.gateway) {
      case 'answered':
        return undefined;
      case 'unauthorized':
        return refusal('authFailed', '鉴权失败');
      case 'bad_request':
        return refusal('invalidParameter');
      case 'busy':
        return refusal('system.busy');
      case 'empty':
        return ok({});
      case 'html':
        return { status: 503, body: '<html>Service Unavailable</html>' };
      case 'never':
        return 'never';
    }
  }

  return {
    open(body, accept) {
      opens += 1;
      if (!accept.includes('application/json')) return { status: 200, body: '<xml><endpoint/></xml>' };
      const wrong = fault();
      if (wrong) return wrong;
      const { data } = asked.safeParse(body);
      if (!data) return refusal('invalidParameter');
      if (data.clientId !== app.clientId || data.clientSecret !== app.clientSecret)
        return refusal('authFailed', '鉴权失败');
      const ticket = `${faults.hasOddTickets ? 'a+b/c=' : ''}2f9c95bd-fe85-11f0-${opens}`;
      tickets.set(ticket, { at: now(), subscriptions: data.subscriptions });
      return ok({ endpoint: parts.endpoint(), ticket });
    },
    use(ticket) {
      const found = tickets.get(ticket);
      tickets.delete(ticket);
      return found && now() - found.at <= TICKET_MS ? found.subscriptions : undefined;
    },
    get opens() {
      return opens;
    },
  };
}
