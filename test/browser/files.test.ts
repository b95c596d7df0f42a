// Pictures and documents of the bot, as the sandbox's page shows them.
import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Router from '@koa/router';
import { Resvg } from '@resvg/resvg-js';
import Koa from 'koa';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileLinks, mountFiles } from '../../bot/file-links.ts';
import { memoryMedia } from '../../bot/media-folder.ts';
import { type SandboxPage, sandboxRoutes } from '../../bot/sandbox-http.ts';
import { lines, listeningBot, openSandbox } from '../sandbox/cast.ts';
import { keepScreenshot, openBrowser, withoutBrowser } from '../support/browser.ts';

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="560"><rect width="900" height="560" fill="#fff"/>
<rect x="80" y="180" width="120" height="300" fill="#2f6fdb"/><rect x="300" y="90" width="120" height="390" fill="#2f6fdb"/>
<rect x="520" y="260" width="120" height="220" fill="#c8641a"/></svg>`;
const PNG = new Resvg(SVG).render().asPng();
const PAPER = Buffer.from('a paper of some length '.repeat(4_000));
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const NAME = '某市信用信息共享平台运维项目周报（2026年第10周，3月2日至3月8日）.docx';
const KEY = 'a'.repeat(64);
/** Under another address than the one at which the page is open. */
const linkOf = (clock: { readonly at: number }) => {
  const hash = createHash('sha256').update(PNG).digest('hex');
  return fileLinks(KEY, () => 'https://bell.example', { now: () => clock.at })({ hash, name: '大厅.png' }) ?? '';
};

/** A picture is chosen, a log is pasted and taken off again; the picture goes with the words and is small. */
async function attachAndSay(window: Page): Promise<void> {
  await window.locator('input[type=file]').setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer: PNG });
  const chosen = window.getByRole('list', { name: '将一起发送的附件' });
  await chosen.getByText('现场.png').waitFor();
  await window.getByRole('textbox', { name: '消息' }).evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['10:02 连接失败'], '日志.txt', { type: 'text/plain' }));
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await chosen.getByRole('button', { name: '移除附件：日志.txt' }).click();
  await window.getByRole('textbox', { name: '消息' }).fill('@值班铃 信用广州网站打不开了');
  await window.getByRole('button', { name: '发送', exact: true }).click();
  const link = window.getByRole('log').getByRole('link', { name: '查看图片：现场.png' }).last();
  const thumbnail = link.getByRole('img');
  await thumbnail.scrollIntoViewIfNeeded();
  await expect
    .poll(() => thumbnail.evaluate((element) => element instanceof HTMLImageElement && element.naturalWidth))
    .toBe(900);
  expect(await thumbnail.evaluate((element) => element.clientWidth)).toBeLessThanOrEqual(200);
  expect(await chosen.count(), 'what was sent is no longer chosen').toBe(0);
  const [full] = await Promise.all([window.waitForEvent('popup'), link.click()]);
  await full.waitForLoadState();
  expect(full.url()).toContain('/sandbox/api/file?');
  await full.close();
}

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe.skipIf(withoutBrowser !== undefined)(
  `files on the sandbox page${withoutBrowser ? ` (not run: ${withoutBrowser})` : ''}`,
  () => {
    let browser: Browser;
    let server: Server;
    let page: SandboxPage;

    beforeAll(async () => {
      browser = await openBrowser();
      const { platform, server: sandbox, clock } = openSandbox();
      await platform.start(listeningBot());
      const media = memoryMedia();
      for (const bytes of [PNG, PAPER]) await media.keep(bytes);
      const send = (key: string, file: Pick<Parameters<typeof platform.deliver>[0] & { op: 'file' }, 'file'>['file']) =>
        platform.deliver({ op: 'file', key, chat: 'ops', file, content: lines('今日巡检三次，完成两次') });
      await platform.deliver({
        op: 'post',
        key: 'p',
        chat: 'ops',
        content: lines(`附件：大厅.png（1 KB） ${linkOf(clock)}`),
      });
      await send('f1', { kind: 'image', name: '日报.png', mediaType: 'image/png', bytes: PNG });
      await send('f2', { kind: 'document', name: NAME, mediaType: DOCX, bytes: PAPER });
      const router = new Router();
      mountFiles(router, { key: KEY, media, clock: { now: () => clock.at } });
      const now = () => clock.at;
      page = sandboxRoutes(router, {
        ...{ server: sandbox, clock: { now }, media, log: quiet },
        nextDueAt: async () => undefined,
      });
      const app = new Koa();
      app.use(router.routes());
      server = await new Promise<Server>((resolve) => {
        const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
      });
    });
    afterAll(async () => {
      await browser.close();
      page.close();
      server.closeAllConnections();
      server.close();
    });

    test.each([
      ['on a desk', { width: 1280, height: 800 }, 'light'],
      ['on a phone', { width: 390, height: 844 }, 'light'],
      ['at night', { width: 390, height: 844 }, 'dark'],
    ] as const)('a picture is shown, and a document can be kept, %s', async (_, viewport, colorScheme) => {
      const context = await browser.newContext({ viewport, locale: 'zh-CN', colorScheme });
      const window = await context.newPage();
      const { port } = server.address() as AddressInfo;
      await window.goto(`http://127.0.0.1:${port}/?as=wang`);
      const log = window.getByRole('log');
      const picture = log.getByRole('img', { name: '日报.png' });
      await picture.waitFor();
      await picture.scrollIntoViewIfNeeded();
      await expect
        .poll(() => picture.evaluate((element) => element instanceof HTMLImageElement && element.naturalWidth))
        .toBe(900);
      const kept = window.waitForEvent('download');
      const link = log.getByRole('link', { name: `下载文件：${NAME}` });
      expect(await link.textContent()).toContain('90 KB');
      await link.click();
      const download = await kept;
      expect(download.suggestedFilename()).toBe(NAME);
      const wide = await window.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide, 'the page does not grow to the side').toBeLessThanOrEqual(0);
      const linked = log.getByRole('img', { name: '大厅.png' });
      await linked.scrollIntoViewIfNeeded();
      await expect
        .poll(() => linked.evaluate((element) => element instanceof HTMLImageElement && element.naturalWidth))
        .toBe(900);
      await attachAndSay(window);
      await keepScreenshot(window, `sandbox-files-${viewport.width}-${colorScheme}.png`);
      await context.close();
    });
  },
);
