import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const ROOT = join(import.meta.dirname, '..', '..');
const PROGRAM = process.env.DUTYBELL_CHROMIUM || '/usr/bin/chromium';
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Why there is no browser on this machine; `npm test` has said so, and how to get one. `undefined`: there is one. */
export const withoutBrowser = (process.env.DUTYBELL_TEST_WITHOUT ?? '').split(',').includes('chromium')
  ? 'Chromium or its Chinese font is missing'
  : undefined;

/** A browser with a fresh profile. @throws when there is none, unless the tests were told to do without */
export function openBrowser(): Promise<Browser> {
  if (!existsSync(PROGRAM)) throw new Error(`no browser at ${PROGRAM}: run \`npm test\`, which installs it`);
  return chromium.launch({ executablePath: PROGRAM, args: FLAGS });
}

/** Keeps a picture in `test-output/`, and in `docs/images/` when asked to by UPDATE_SCREENSHOTS=1. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const folders = ['test-output', ...(process.env.UPDATE_SCREENSHOTS === '1' ? ['docs/images'] : [])];
  for (const folder of folders) {
    await mkdir(join(ROOT, folder), { recursive: true });
    await page.screenshot({ path: join(ROOT, folder, name), animations: 'disabled' });
  }
}
