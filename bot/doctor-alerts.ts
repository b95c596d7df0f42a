import { type Finding, ok, warn } from '../platforms/finding.ts';
import type { Config } from './config.ts';
import { isOwnName } from './sandbox-guard.ts';

/** Can monitoring report? Nothing is said where it shall not. */
export function examineAlerts({
  alerts,
  host,
  port,
  publicUrl,
}: Pick<Config, 'alerts' | 'host' | 'port' | 'publicUrl'>): readonly Finding[] {
  if (!alerts) return [];
  const proof = alerts.secret === undefined ? 'with the token' : 'with the token and a signature';
  if (publicUrl === undefined && isOwnName(host)) {
    const seen = `alerts are taken ${proof}, from this machine only`;
    return [
      warn(
        'alerts',
        seen,
        'for monitoring on other machines PUBLIC_URL=https://… in .env, and a proxy that leads there',
      ),
    ];
  }
  return [ok('alerts', `alerts are taken ${proof} at ${publicUrl ?? `http://${host}:${port}`}/alerts/CONTRACT/SOURCE`)];
}
