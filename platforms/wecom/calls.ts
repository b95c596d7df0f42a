import { z } from 'zod';
import type { ApiClient } from './api-client.ts';
import type { WecomCallApp } from './types.ts';

const calledShape = z.object({
  states: z.array(z.object({ code: z.int(), userid: z.string() })).default([]),
});

/**
 * Telephone calls of 紧急通知: a machine's voice asks to look at WeCom, it says no words of ours. The app whose secret is used
 * has to be in 紧急通知 - 可调用接口的应用; each call costs, and a person is called at most 3 times in 8 minutes and 8 times a day.
 * Not tried with a real corporation yet.
 */
export interface Calls {
  /**
   * @param userIds at least one
   * @returns those who were not called, with WeCom's code
   * @throws {PlatformError} 301049 app not allowed, 301050 not opened, 301051 no money left …
   */
  call(userIds: readonly string[]): Promise<readonly { readonly userId: string; readonly code: number }[]>;
}

export function createCalls(app: WecomCallApp, api: ApiClient): Calls {
  return {
    async call(userIds) {
      const body = { callee_userid: userIds };
      const { states } = calledShape.parse(await api.requestAs(app, { path: '/cgi-bin/pstncc/call', body }));
      return states.filter(({ code }) => code !== 0).map(({ code, userid }) => ({ userId: userid, code }));
    },
  };
}
