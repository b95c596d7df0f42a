import type Router from '@koa/router';
import type { Clock, Ids } from '../domain/types.ts';
import { type AlertDoorDeps, alertRoutes } from '../platforms/alerts/door.ts';
import type { AlertSettings } from '../platforms/alerts/proof.ts';
import type { Bot } from './types.ts';

interface Given extends Pick<AlertDoorDeps, 'log'> {
  readonly bot: Pick<Bot, 'receiveAlerts' | 'hasContract'>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Where monitoring reports. */
export function mountAlerts(router: Router, settings: AlertSettings, { bot, clock, ids, log }: Given): void {
  alertRoutes(router, {
    settings,
    clock,
    log,
    hasContract: (id) => bot.hasContract(id),
    newKey: (now) => ids.next(now),
    take: (post) => bot.receiveAlerts(post),
  });
}
