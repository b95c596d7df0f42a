// The page behind a link: nothing is done before somebody presses its button, and then once.
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CATALOGUES } from '../../../cards/language.ts';
import { DAY, MINUTE } from '../../../domain/types.ts';
import { createTapLinks, type LinkedTap } from '../../../platforms/dingtalk/tap-links.ts';
import { tapPageRoutes } from '../../../platforms/dingtalk/tap-pages.ts';
import type { DingtalkWords } from '../../../platforms/dingtalk/words.ts';
import type { PlatformNotes } from '../../../platforms/notes.ts';
import type { ActionUpdate } from '../../../platforms/types.ts';
import { memoryNotes } from '../../support/memory-notes.ts';
import { type RoutesServer, serveRoutes } from '../../support/routes-server.ts';

const NOW = Date.parse('2026-03-03T02:10:00+08:00');
const words: DingtalkWords = { ...CATALOGUES.zh.dingtalk, en: CATALOGUES.en.dingtalk };
const tap: LinkedTap = {
  person: { userId: '0147', name: '张三' },
  chat: 'cid6EUsg==',
  button: { action: 'acknowledge', version: 3, subject: '01JQ', form: {} },
  label: '接单',
  about: '工单 7：三楼空调不制冷',
  command: '接单 7',
  language: 'zh',
};

let now = NOW;
let log: object[];
let taken: ActionUpdate[];
let isAway: boolean;
let notes: PlatformNotes;
let server: RoutesServer;
beforeEach(async () => {
  now = NOW;
  log = [];
  taken = [];
  isAway = false;
  notes = memoryNotes();
  server = await replica();
});
afterEach(() => server.close());

/** Another process beside the first one: with the same database, and its own memory. */
function replica(): Promise<RoutesServer> {
  const note = (fields: object) => void log.push(fields);
  return serveRoutes((router) =>
    tapPageRoutes(router, {
      ...{ notes, words, botName: '值班铃', clock: { now: () => now } },
      log: { debug: note, info: note, warn: note, error: note },
      links: createTapLinks({ clientSecret: 'sec', publicUrl: 'https://bell.example.gov.cn' }),
      async take(update) {
        if (isAway) throw new Error('the database is away');
        const isNew = !taken.some(({ updateId }) => updateId === update.updateId);
        if (isNew) taken.push(update);
        return isNew ? 'accepted' : 'duplicate';
      },
    }),
  );
}

function addressOf(made: LinkedTap = tap, secret = 'sec'): string {
  const address = createTapLinks({ clientSecret: secret, publicUrl: server.url }).linkFor(made, NOW);
  if (address === undefined) throw new Error('no link');
  return address;
}

async function ask(method: 'GET' | 'HEAD' | 'POST', address: string, headers: Record<string, string> = {}) {
  const response = await fetch(address, { method, headers });
  return { status: response.status, html: await response.text(), headers: response.headers };
}
const heading = (html: string) => /<h1>(.*)<\/h1>/.exec(html)?.[1];
const buttons = (html: string) => [...html.matchAll(/<button>(.*?)<\/button>/g)].map(([, label]) => label);

describe('the page', () => {
  test('says who would do what to which ticket, has one button, and has done nothing', async () => {
    const { html, status } = await ask('GET', addressOf());
    expect([status, heading(html), buttons(html)]).toEqual([200, '请确认操作', ['接单']]);
    for (const shown of ['操作人', '张三', '工单 7：三楼空调不制冷', '以提交时间为准', '24 小时内有效', '请勿转发']) {
      expect(html).toContain(shown);
    }
    expect(html).toContain('<html lang="zh-CN">');
    expect(html).toContain('<form method="post">');
    expect(taken).toEqual([]);
  });

  test('does nothing either where only its head is asked for, or by another method', async () => {
    const { html, status } = await ask('HEAD', addressOf());
    expect([status, html]).toEqual([200, '']);
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) await fetch(addressOf(), { method });
    expect(taken).toEqual([]);
  });

  test('is in English for whom the link is in English', async () => {
    const { html } = await ask('GET', addressOf({ ...tap, label: 'Acknowledge', language: 'en' }));
    expect([heading(html), buttons(html)]).toEqual(['Please confirm', ['Acknowledge']]);
    expect(html).toContain('<html lang="en">');
  });

  test('says that something will be asked', async () => {
    const address = addressOf({ ...tap, label: '解决', asksMore: true });
    const { html } = await ask('GET', address);
    expect(html).toContain('点击下方按钮后，机器人将请您补充「解决」所需的内容；');
    expect(html).not.toContain('以提交时间为准');
    const taken = (await ask('POST', address)).html;
    expect(taken).toContain('请按机器人的提示补充内容，补充完整后方可生效。');
    expect(heading(taken), 'a question follows, not a result').toBe('已收到，请到您与值班铃的单聊中补充。');
  });

  test('shows what people wrote as words, whatever it is', async () => {
    const about = `</dd><script>alert("1")</script><img src=x onerror='x'>&amp;`;
    const { html } = await ask('GET', addressOf({ ...tap, about, person: { userId: '0147', name: '<b>张</b>' } }));
    expect(html).not.toMatch(/<(script|img|b)\b/);
    expect(html).toContain(
      '&lt;/dd&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&lt;img src=x onerror=&#39;x&#39;&gt;&amp;amp;',
    );
  });

  test('loads nothing, runs nothing, is kept nowhere, tells nobody where one came from, and stands in no frame', async () => {
    const forged = addressOf(tap, 'other');
    for (const [method, address] of [
      ['GET', addressOf()],
      ['POST', addressOf()],
      ['GET', forged],
      ['POST', forged],
    ] as const) {
      const { headers, html } = await ask(method, address);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(
        /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
      );
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'no-store',
        'content-type': 'text/html; charset=utf-8',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'x-robots-tag': 'noindex, nofollow',
      });
      expect(html).not.toMatch(/<(script|link|img|iframe)\b|https?:|url\(/);
    }
  });
});

test('the page’s own style is the one that its policy lets in', async () => {
  const { headers, html } = await ask('GET', addressOf());
  const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(headers.get('content-security-policy')).toContain(`style-src 'sha256-${hash}'`);
});

describe('pressing the button', () => {
  test('is the tap, at that moment, and says where the result is', async () => {
    now = NOW + 5 * MINUTE;
    const { html, status } = await ask('POST', addressOf());
    expect([status, heading(html), buttons(html)]).toEqual([200, '已提交，结果见群。', []]);
    expect(taken).toMatchObject([
      {
        ...{
          platform: 'dingtalk',
          type: 'action',
          receivedAt: now,
          action: 'acknowledge',
          version: 3,
          subject: '01JQ',
        },
        from: { userId: '0147', name: '张三' },
        chat: { externalId: 'cid6EUsg==', kind: 'group' },
      },
    ]);
  });

  test('in a private matter points to the private chat', async () => {
    const { html } = await ask('POST', addressOf({ ...tap, chat: 'user:0147' }));
    expect(heading(html)).toBe('已提交，结果见您与值班铃的单聊。');
  });

  test('twice changes nothing, in another process neither, and the page has no button any more', async () => {
    const address = addressOf();
    const other = await replica();
    const elsewhere = address.replace(server.url, other.url);
    await Promise.all([ask('POST', address), ask('POST', elsewhere)]);
    now += MINUTE;
    const again = await ask('POST', address);
    const shown = await ask('GET', elsewhere);
    await other.close();
    for (const { html, status } of [again, shown]) {
      expect([status, heading(html), buttons(html)]).toEqual([200, '此前已提交，无需重复操作，结果见群。', []]);
    }
    expect(taken).toHaveLength(1);
  });

  test('with any body does the same', async () => {
    const body = new URLSearchParams({ action: 'resolve', version: '9', userId: '0148' });
    await fetch(addressOf(), { method: 'POST', body });
    expect(taken).toMatchObject([{ action: 'acknowledge', version: 3, from: { userId: '0147' } }]);
  });

  test('that could not be stored says so, says what to do, and may be pressed again', async () => {
    isAway = true;
    const { html, status } = await ask('POST', addressOf());
    expect([status, heading(html), buttons(html)]).toEqual([503, '暂时无法提交', ['接单']]);
    expect(html).toContain('也可在群内 @值班铃 发送「接单 7」。');
    expect(log).toMatchObject([{ code: 'dingtalk_link_untaken' }]);
    isAway = false;
    expect(heading((await ask('POST', addressOf())).html)).toBe('已提交，结果见群。');
  });

  test('counts also where it can not be noted for the page', async () => {
    notes = { ...notes, put: () => Promise.reject(new Error('away')), get: () => Promise.reject(new Error('away')) };
    await server.close();
    server = await replica();
    expect((await ask('GET', addressOf())).status).toBe(200);
    expect(heading((await ask('POST', addressOf())).html)).toBe('已提交，结果见群。');
    expect(heading((await ask('POST', addressOf())).html)).toBe('此前已提交，无需重复操作，结果见群。');
    expect(taken).toHaveLength(1);
  });
});

describe('a link that is over', () => {
  test.each([
    [DAY - 1, 200, 1],
    [DAY, 410, 0],
    [30 * DAY, 410, 0],
  ])('%d ms after it was made: %d', async (ms, status, times) => {
    now = NOW + ms;
    const asked = await ask('GET', addressOf());
    const posted = await ask('POST', addressOf());
    expect([asked.status, posted.status, taken.length]).toEqual([status, status, times]);
    if (status === 200) return;
    expect([heading(posted.html), buttons(posted.html)]).toEqual(['链接已过期', []]);
    expect(posted.html).toContain('也可在群内 @值班铃 发送「接单 7」。');
    expect(posted.html).toContain('工单 7：三楼空调不制冷');
  });
});

describe('a link that is none of ours', () => {
  test.each([
    ['made with another secret', () => addressOf(tap, 'other')],
    ['cut short', () => addressOf().slice(0, -3)],
    ['made up', () => `${server.url}/dingtalk/confirm/abc`],
  ])('%s does nothing and says what to do', async (_name, address) => {
    for (const method of ['GET', 'POST'] as const) {
      const { html, status } = await ask(method, address());
      expect([status, heading(html), buttons(html)]).toEqual([404, '链接无效', []]);
      expect(html).not.toContain('张三');
    }
    expect(taken).toEqual([]);
    expect(log).toEqual([{ code: 'dingtalk_link_refused', reason: 'unknown_link' }]);
  });

  test.each(['en-GB,en;q=0.9', 'en;q=0.5,zh-CN', 'fr', ''])(
    'is told in Chinese first, then in English: %s',
    async (accepted) => {
      const { html } = await ask('GET', addressOf(tap, 'other'), { 'accept-language': accepted });
      expect(html).toContain('<html lang="zh-CN">');
      expect(heading(html)).toBe('链接无效');
      expect(html).toMatch(/请回到钉钉.*This link is not valid\./s);
    },
  );

  test('that breaks an address is refused by the server', async () => {
    expect(await rawStatus('/dingtalk/confirm/%ff')).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(taken).toEqual([]);
  });
});

describe('too many requests', () => {
  test('of one link are turned away for a minute, with what to type instead, and hold up no other link', async () => {
    for (let times = 0; times < 20; times += 1) await ask('GET', addressOf());
    const { html, status } = await ask('POST', addressOf());
    expect([status, heading(html)]).toEqual([429, '操作过于频繁']);
    expect(html).toContain('也可在群内 @值班铃 发送「接单 7」。');
    expect((await ask('POST', addressOf({ ...tap, person: { userId: '0148' } }))).status).toBe(200);
    now += MINUTE;
    expect((await ask('POST', addressOf())).status).toBe(200);
    expect(taken).toHaveLength(2);
  });

  test('of strangers hold up nobody who has a link', async () => {
    const statuses: number[] = [];
    for (let times = 0; times < 61; times += 1) {
      statuses.push((await ask('POST', `${server.url}/dingtalk/confirm/x${times}`)).status);
    }
    expect([statuses.slice(0, 60).every((status) => status === 404), statuses[60]]).toEqual([true, 429]);
    expect((await ask('POST', addressOf())).status).toBe(200);
  });
});

/** The answer's first line to an address that `fetch` would not send. */
function rawStatus(path: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const answer = Promise.withResolvers<string>();
  const socket = connect(Number(port), hostname, () => {
    socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`);
  });
  socket.once('data', (chunk) => answer.resolve(String(chunk).split('\r\n')[0] ?? ''));
  socket.once('error', answer.reject);
  return answer.promise.finally(() => socket.destroy());
}
