// Pictures and documents of the bot, as the sandbox's page shows them.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Router from '@koa/router';
import { Resvg } from '@resvg/resvg-js';
import Koa from 'koa';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
      await platform.deliver({ op: 'post', key: 'p', chat: 'ops', content: lines('今日日报如下。') });
      await send('f1', { kind: 'image', name: '日报.png', mediaType: 'image/png', bytes: PNG });
      await send('f2', { kind: 'document', name: NAME, mediaType: DOCX, bytes: PAPER });
      const router = new Router();
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
      await keepScreenshot(window, `sandbox-files-${viewport.width}-${colorScheme}.png`);
      await context.close();
    });
  },
);
