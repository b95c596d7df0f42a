import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** A process of its own, since Node looks at TZ when it starts. */
function printedUnder(zone: string): string {
  const script = join(import.meta.dirname, 'calendar-zone.ts');
  const { stdout, stderr, status } = spawnSync(process.execPath, [script], { env: { TZ: zone }, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

test('the host’s zone has no say in what the calendar computes', () => {
  const shanghai = printedUnder('Asia/Shanghai');
  expect(shanghai).toContain('2026-09-30 17:59 workday');
  expect(printedUnder('America/New_York')).toBe(shanghai);
  expect(printedUnder('Pacific/Apia')).toBe(shanghai);
}, 30_000);
