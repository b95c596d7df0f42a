import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keepScreenshot, openBrowser, withoutBrowser } from '../support/browser.ts';
import { type StartedProgram, startProgram, temporaryFolder } from '../support/program.ts';
import { findPoorContrast } from './contrast.ts';

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const REPORT = '@值班铃 信用广州网站打不开了，大厅没法办业务';

describe.skipIf(withoutBrowser !== undefined)(
  `the sandbox page${withoutBrowser ? ` (not run: ${withoutBrowser})` : ''}`,
  () => {
    let browser: Browser;
    let program: StartedProgram;
    let folder: Awaited<ReturnType<typeof temporaryFolder>>;
    let problems: string[] = [];

    beforeAll(async () => {
      browser = await openBrowser();
    });
    afterAll(() => browser.close());
    beforeEach(async () => {
      problems = [];
      folder = await temporaryFolder();
      program = await startProgram(folder.path);
    });
    afterEach(async () => {
      for (const context of browser.contexts()) await context.close();
      await program.stop();
      await folder.remove();
      expect(problems, 'what the page complained about').toEqual([]);
    });

    /** A window of its own profile, with the eyes of `persona`. */
    async function openWindow(
      persona: string,
      more: { isPhone?: boolean; scheme?: 'light' | 'dark' } = {},
    ): Promise<Page> {
      const viewport = more.isPhone ? PHONE : DESK;
      const context = await browser.newContext({
        viewport,
        locale: 'zh-CN',
        colorScheme: more.scheme ?? 'light',
        ...(more.isPhone && { isMobile: true, hasTouch: true, deviceScaleFactor: 2 }),
      });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('console', (message) => {
        // A connection that is refused while the program is being started again is the test's own doing.
        if (message.type() === 'error' && !message.text().includes('ERR_CONNECTION')) problems.push(message.text());
      });
      await page.goto(`${program.url}?as=${persona}`);
      await composerOf(page).waitFor();
      return page;
    }

    const composerOf = (page: Page) => page.getByRole('textbox', { name: '消息' });
    const log = (page: Page) => page.getByRole('log');
    /** The ticket's living card: the first message that carries its number as title. */
    const ticketCard = (page: Page) =>
      log(page)
        .getByRole('article', { name: /^GZ-\d{6}-\d+/ })
        .first();
    const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true });

    async function sayInto(page: Page, text: string): Promise<void> {
      await composerOf(page).fill(text);
      await composerOf(page).press('Enter');
    }

    /** Presses Tab until the focus is on what has that name. */
    async function tabTo(page: Page, name: string): Promise<void> {
      for (let presses = 0; presses < 80; presses += 1) {
        await page.keyboard.press('Tab');
        if ((await page.evaluate(() => document.activeElement?.textContent)) === name) return;
      }
      throw new Error(`Tab never came to ${name}`);
    }

    test('a newcomer plays the main job: two windows, live', async () => {
      const clerk = await openWindow('wang');
      const engineer = await openWindow('li', { isPhone: true });

      // 1 报障: the guide fills in the sentence, Enter sends it.
      await clerk.getByRole('button', { name: /填好一句/ }).click();
      expect(await composerOf(clerk).inputValue()).toBe('@值班铃 信用广州打不开了，业务办不了');
      await composerOf(clerk).press('Enter');
      await ticketCard(clerk).getByText('信用广州打不开了').waitFor();
      expect(await button(ticketCard(clerk), '接单').count(), 'a reporter has no 接单 button').toBe(0);
      // Whose turn it is, the roster says: on a day of rest it may be another engineer's.
      await clerk
        .getByRole('region', { name: '完整走一遍' })
        .getByText(/轮到.+点「接单」/)
        .waitFor();

      // 2 接单, on the phone; the other window sees it without a reload.
      await button(ticketCard(engineer), '接单').click();
      await ticketCard(clerk)
        .getByText(/李工 接单/)
        .waitFor();

      // 3 到场, by keyboard alone.
      await composerOf(engineer).focus();
      await log(engineer).evaluate((element) => element.querySelector('article')?.focus());
      await tabTo(engineer, '到场');
      await engineer.keyboard.press('Enter');
      await ticketCard(clerk)
        .getByText(/李工 到场/)
        .waitFor();
      await button(clerk, '+1 分钟').click();
      for (const page of [engineer, clerk])
        await ticketCard(page)
          .getByText(/剩 [89] 分/)
          .first()
          .waitFor();
      await pictureOfCard(engineer, 'sandbox-phone.png');
      await pictureOfCard(clerk, 'sandbox-desk.png');

      // 诊断 and 进展: forms with one field.
      await button(ticketCard(engineer), '诊断').click();
      await fillForm(engineer, { 原因初判: '服务器证书过期' });
      await button(ticketCard(engineer), '诊断').waitFor({ state: 'detached' });
      await sayInto(engineer, '@值班铃 进展 新证书已签发，正在部署');
      await log(clerk)
        .getByText(/李工 已通报进展/)
        .waitFor();

      // 4 解决: what is required is asked for.
      await button(ticketCard(engineer), '解决').click();
      const dialog = engineer.getByRole('dialog', { name: '解决' });
      expect(
        await dialog.getAttribute('aria-labelledby').then((id) => dialog.locator(`[id="${id}"]`).innerText()),
      ).toMatch(/^解决 · GZ-\d{6}-\d+/);
      await button(dialog, '提交').click();
      expect(await dialog.isVisible(), 'an empty form is not sent').toBe(true);
      const complaint = (field: HTMLElement) => 'validationMessage' in field && field.validationMessage;
      const cause = dialog.getByRole('textbox', { name: '故障原因' });
      expect(await cause.evaluate(complaint), 'said in the page’s language').toBe('请填写这一项');
      await cause.fill('x');
      expect(await cause.evaluate(complaint), 'and taken back').toBe('');
      await fillForm(engineer, { 故障原因: '证书过期', 处理措施: '更换证书' });

      // 5 确认, with a rating of five stars.
      const confirm = ticketCard(clerk).getByRole('button', { name: /^确认/ });
      await confirm.click();
      await clerk.getByRole('dialog').getByRole('radio', { name: '5 分' }).check();
      await button(clerk.getByRole('dialog'), '提交').click();
      await ticketCard(clerk).getByText(/5 分/).first().waitFor();
      await confirm.waitFor({ state: 'detached' });
      await clerk.getByText('走完了！').waitFor();
      await ticketCard(engineer)
        .getByText(/王敏 确认/)
        .waitFor();
    });

    /** A picture of the window with the whole card in sight. */
    async function pictureOfCard(page: Page, name: string): Promise<void> {
      await ticketCard(page).evaluate((card) => card.closest('li')?.scrollIntoView({ block: 'start' }));
      await keepScreenshot(page, name);
    }

    async function fillForm(page: Page, fields: Record<string, string>): Promise<void> {
      const dialog = page.getByRole('dialog');
      for (const [label, value] of Object.entries(fields))
        await dialog.getByRole('textbox', { name: label }).fill(value);
      await button(dialog, '提交').click();
      await dialog.waitFor({ state: 'detached' });
    }

    test('a contract has its own people, groups and example', async () => {
      const page = await openWindow('wang');
      const people = page.getByRole('radio');
      const first = await people.count();
      await button(page, '克拉玛依政务').click();
      await page.getByText('你是马丽娜').waitFor();
      await page.getByRole('heading', { name: '政务服务中心运维群' }).waitFor();
      expect(await page.getByRole('radio', { name: /王敏/ }).count()).toBe(0);
      expect(await people.count()).not.toBe(first);
      await page.getByRole('button', { name: /填好一句/ }).click();
      expect(await composerOf(page).inputValue()).not.toContain('信用广州');
      await button(page, '广州信用').click();
      await page.getByText('你是王敏').waitFor();
    });

    test('the clock runs forward for all windows, and the reminder comes', async () => {
      const clerk = await openWindow('wang');
      const manager = await openWindow('zhao');
      await sayInto(clerk, REPORT);
      await ticketCard(clerk).waitFor();
      const panel = clerk.getByRole('complementary', { name: '计时' });
      await panel
        .getByText(/剩 [45] 分/)
        .first()
        .waitFor();

      const before = await log(clerk).getByRole('listitem').count();
      await button(panel, '到下一事件').click();
      await expect.poll(() => log(clerk).getByRole('listitem').count()).toBeGreaterThan(before);
      await log(manager)
        .getByText(/还剩|剩余/)
        .first()
        .waitFor();

      // An hour later every clock but 解决 is over, in the other window, too.
      await button(panel, '+1 小时').click();
      await expect
        .poll(() => manager.getByRole('complementary', { name: '计时' }).getByText(/^超时/).count())
        .toBeGreaterThanOrEqual(2);
      await log(clerk)
        .getByText(/已超时/)
        .first()
        .waitFor();
    });

    test('the second tap of a slow double tap does not hit the button that came into its place', async () => {
      const engineer = await openWindow('li');
      await sayInto(engineer, REPORT);
      const acknowledge = button(ticketCard(engineer), '接单');
      await acknowledge.scrollIntoViewIfNeeded();
      const place = (await acknowledge.boundingBox())!;
      const [x, y] = [place.x + place.width / 2, place.y + place.height / 2];
      await engineer.mouse.click(x, y);
      const arrive = button(ticketCard(engineer), '到场');
      await acknowledge.waitFor({ state: 'detached' });
      const now = (await arrive.boundingBox())!;
      await engineer.mouse.click(now.x + now.width / 2, now.y + now.height / 2);
      // A tap that waits until the button takes it is meant.
      await button(ticketCard(engineer), '诊断').click();
      await engineer.getByRole('dialog', { name: '诊断' }).waitFor();
      await engineer.keyboard.press('Escape');
      expect(await arrive.count(), '到场 was not tapped').toBe(1);
      await arrive.click();
      await arrive.waitFor({ state: 'detached' });
    });

    test('a card taller than the chat is shown from its title on', async () => {
      const clerk = await openWindow('wang', { isPhone: true });
      await sayInto(clerk, REPORT);
      await ticketCard(clerk).waitFor();
      const title = ticketCard(clerk).getByRole('heading');
      const top = async () => {
        const [heading, list] = [await title.boundingBox(), await log(clerk).boundingBox()];
        return heading!.y - list!.y;
      };
      await expect.poll(top).toBeGreaterThanOrEqual(0);
    });

    test('writing: what the bot does not get is said, @ completes, and an input method keeps its Enter', async () => {
      const page = await openWindow('wang');
      await sayInto(page, '网站打不开了');
      await log(page).getByText('未 @值班铃，机器人不会收到').waitFor();
      await button(log(page), '@值班铃 再发一次').click();
      expect(await composerOf(page).inputValue()).toBe('@值班铃 网站打不开了');

      await composerOf(page).fill('');
      await composerOf(page).pressSequentially('@');
      await page.getByRole('listbox', { name: '提到某人' }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      expect(await composerOf(page).inputValue()).toBe('@值班铃 ');

      await composerOf(page).fill('da ting');
      const messages = await log(page).getByRole('listitem').count();
      await composerOf(page).evaluate((field) => {
        field.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
        );
      });
      expect(await composerOf(page).inputValue(), 'Enter chose a word').toBe('da ting');
      await page.keyboard.press('Shift+Enter');
      expect(await composerOf(page).inputValue()).toBe('da ting\n');
      expect(await log(page).getByRole('listitem').count()).toBe(messages);
    });

    test('what people write stays text', async () => {
      const page = await openWindow('wang');
      const hostile =
        '<img src=x onerror=alert(1)><script>alert(2)</script> **粗** [链接](https://evil.example) \u202etxt.exe';
      await sayInto(page, `@值班铃 信用广州网站打不开了 ${hostile}`);
      await ticketCard(page).waitFor();
      expect(await log(page).locator('img, script, a').count()).toBe(0);
      expect(await log(page).getByText('<script>alert(2)</script>').count()).toBeGreaterThan(0);
    });

    test('a private answer is seen by one person only', async () => {
      const clerk = await openWindow('wang');
      const engineer = await openWindow('li');
      await sayInto(clerk, REPORT);
      await ticketCard(engineer).waitFor();
      await sayInto(clerk, '@值班铃 接单');
      await log(clerk).getByText('仅你可见').first().waitFor();
      await sayInto(clerk, '各位下午好');
      await log(engineer).getByText('各位下午好').waitFor();
      expect(await log(engineer).getByText('仅你可见').count()).toBe(0);
    });

    test('after a restart of the program the window comes back with everything that was said', async () => {
      const page = await openWindow('wang');
      await sayInto(page, REPORT);
      await ticketCard(page).waitFor();
      const title = await ticketCard(page).getAttribute('aria-label');
      const { port } = new URL(program.url);
      await program.stop();
      await page.getByText('连接已断开，正在重连…').waitFor();
      program = await startProgram(folder.path, Number(port));
      await page.getByText('机器人在线').waitFor();
      expect(await ticketCard(page).getAttribute('aria-label')).toBe(title);
      await sayInto(page, '@值班铃 我的工单');
      await log(page).getByText(String(title).slice(0, 12)).nth(1).waitFor();
    });

    test('screen readers find their way, in both languages', async () => {
      const page = await openWindow('li');
      await sayInto(page, REPORT);
      await ticketCard(page).waitFor();
      for (const role of ['banner', 'main', 'complementary'] as const)
        expect(await page.getByRole(role).count()).toBe(1);
      await page.getByRole('navigation', { name: '会话' }).waitFor();
      expect(await log(page).getAttribute('aria-live')).toBe('polite');
      expect(await namelessControls(page)).toEqual([]);

      // The personas are one stop of the Tab key, and arrows go through them.
      await page.getByRole('radio', { name: /李工/ }).focus();
      await page.keyboard.press('ArrowRight');
      await page.getByText('你是周工').waitFor();
      expect(await page.getByRole('radio', { name: /周工/ }).isChecked()).toBe(true);

      // A dialog takes the focus, Escape gives it back.
      await button(ticketCard(page), '更多').click();
      await button(ticketCard(page), '补充').click();
      const dialog = page.getByRole('dialog', { name: '补充' });
      await dialog.waitFor();
      expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
      expect(await namelessControls(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('补充');

      expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
      await button(page, 'English').click();
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      await page.getByRole('complementary', { name: 'Clocks' }).waitFor();
      expect(await namelessControls(page)).toEqual([]);
    });

    /** Controls that a screen reader could only call “button”. */
    function namelessControls(page: Page): Promise<string[]> {
      return page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('button, input, textarea, select, a')]
          .filter((control) => {
            const label = 'labels' in control ? (control as HTMLInputElement).labels?.[0]?.textContent : '';
            return !(control.getAttribute('aria-label') || label?.trim() || control.textContent?.trim());
          })
          .map((control) => control.outerHTML),
      );
    }

    test.each(['light', 'dark'] as const)(
      'every text can be read in %s colours, at a desk and on a phone',
      async (scheme) => {
        const desk = await openWindow('wang', { scheme });
        await sayInto(desk, REPORT);
        await ticketCard(desk).waitFor();
        await sayInto(desk, '早上好');
        expect(await desk.evaluate(findPoorContrast)).toEqual([]);
        const phone = await openWindow('li', { scheme, isPhone: true });
        await ticketCard(phone).waitFor();
        expect(await phone.evaluate(findPoorContrast)).toEqual([]);
        expect(await phone.evaluate(() => document.documentElement.scrollWidth), 'nothing sticks out').toBe(
          PHONE.width,
        );
      },
    );
  },
);
