// `npm test [FILE…]`: gets everything that the tests need, then runs them. Without a FILE also lint and types.
// It ends with one line, 'N passed, N failed, N skipped', and an exit code that is 0 only when all of it is well.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, nodePath, root } from './checkout.mjs';
import { ensureSystemPackages, findChromium } from './system-packages.mjs';

// Some of the tools would colour a log file, too, one letter at a time.
const colours = process.stdout.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: '0' };
const biomeColours = process.stdout.isTTY ? [] : ['--colors=off'];
const checks = [
  { name: 'lint (biome)', program: '@biomejs/biome/bin/biome', args: ['ci', '--error-on-warnings', ...biomeColours] },
  { name: 'lint (oxlint: promises, switches)', program: 'oxlint/bin/oxlint', args: ['--type-aware'] },
  { name: 'types', program: 'typescript/bin/tsc', args: [] },
  { name: 'types of the pages', program: 'typescript/bin/tsc', args: ['--project', 'web'] },
];

ensureInstalled({ hasToTest: true });
const node = nodePath();
const files = process.argv.slice(2);
const missing = ensureSystemPackages();
for (const need of missing) console.error(`dutybell: ${need.what} is missing, so ${need.tests} do not run.`);

const failures =
  files.length > 0 ? [] : checks.filter((check) => !passes(check)).map((check) => `${check.name} failed`);
const { isGreen, counts } = runTests();
if (!isGreen) failures.push('tests failed');
if (missing.length > 0 && process.env.CI === 'true') {
  failures.push(`CI must run every test; missing: ${missing.map((need) => need.what).join(', ')}`);
}

console.log('');
for (const failure of failures) console.log(`✗ ${failure}`);
console.log(closingLine(counts));
process.exit(failures.length > 0 ? 1 : 0);

function passes({ name, program, args }) {
  console.log(`\n▸ ${name}`);
  return runTool(program, args).status === 0;
}

/** Runs vitest. Its own reporter says what failed; ours leaves the counts in a file, so that they can come last. */
function runTests() {
  console.log('\n▸ tests');
  const folder = mkdtempSync(join(tmpdir(), 'dutybell-test-'));
  const countsFile = join(folder, 'counts.json');
  const without = [...new Set(missing.map((need) => need.name))].join(',');
  const env = { DUTYBELL_TEST_COUNTS: countsFile, DUTYBELL_TEST_WITHOUT: without };
  const chromium = findChromium();
  if (chromium) env.DUTYBELL_CHROMIUM = chromium;
  const result = runTool('vitest/vitest.mjs', ['run', ...files], env);
  const counts = existsSync(countsFile) ? JSON.parse(readFileSync(countsFile, 'utf8')) : undefined;
  rmSync(folder, { recursive: true, force: true });
  return { isGreen: result.status === 0, counts };
}

function runTool(program, args, settings = {}) {
  const env = { ...process.env, ...colours, ...settings };
  return spawnSync(node, [join(root, 'node_modules', program), ...args], { cwd: root, env, stdio: 'inherit' });
}

/** A run that left no counts ended before its first test, and one that failed without a failed test crashed: both count. */
function closingLine({ passed = 0, failed = 0, skipped = 0 } = {}) {
  const failedAtLeast = isGreen ? failed : Math.max(failed, 1);
  return `${passed} passed, ${failedAtLeast} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
