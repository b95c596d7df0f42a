import { z } from 'zod';
import { CARD_PATH, ROBOT_PATH } from '../platforms/dingtalk/http-route.ts';
import { TAP_PAGE_PATH } from '../platforms/dingtalk/tap-links.ts';
import { CALLBACK_PATH } from '../platforms/wecom/callback-route.ts';
import { withoutSlash } from './platform-settings.ts';

/** What the program adds to its address, and people see at a console. */
const ADDED_PATHS = [CALLBACK_PATH, ROBOT_PATH, CARD_PATH, TAP_PAGE_PATH];

/** `PUBLIC_URL`, without a slash at its end: paths are added to it. */
export const publicUrl = z
  .url({ protocol: /^https?$/ })
  .refine((value) => mendedPublicUrl(value) === undefined)
  .transform(withoutSlash);

/** @returns what keeps the program from adding its paths to this address, and how to write it; undefined: nothing does */
export function mendedPublicUrl(value: string): { readonly flaw: string; readonly mended: string } | undefined {
  const url = URL.parse(value);
  if (url === null) return undefined;
  const path = withoutSlash(url.pathname);
  const added = ADDED_PATHS.find((own) => path.endsWith(own));
  const mended = `${url.origin}${added === undefined ? path : path.slice(0, -added.length)}`;
  if (added !== undefined) return { flaw: `the program adds ${added} to it by itself`, mended };
  const sign = ['?', '#'].find((one) => value.includes(one));
  if (sign !== undefined) return { flaw: `no path can be added behind "${sign}"`, mended };
  const isNamed = url.username !== '' || url.password !== '';
  return isNamed ? { flaw: 'everybody would read the name and the password in it', mended } : undefined;
}
