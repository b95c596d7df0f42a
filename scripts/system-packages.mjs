// What the tests need from the operating system, and how to get it where we may install: as root on Debian and its kin.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The `-core` packages are the programs alone. Debian's `mariadb-server` would also bring a service, and start it;
 * nobody asked for that, and the tests run a private server anyway.
 */
const needs = [
  {
    name: 'mariadb',
    what: 'MariaDB server (mariadbd, mariadb-install-db, mariadb)',
    tests: 'the tests on the MySQL engine',
    packages: ['mariadb-server-core', 'mariadb-client-core'],
    isPresent: () => ['mariadbd', 'mariadb-install-db', 'mariadb'].every(findProgram),
  },
  {
    name: 'chromium',
    what: 'Chromium (chromium)',
    tests: 'the browser tests',
    packages: ['chromium'],
    isPresent: () => findChromium() !== undefined,
    // Ubuntu's package of that name is only a stub that wants a snap.
    isInstallable: () => /^ID=debian$/m.test(readText('/etc/os-release')),
  },
  {
    // Without it a page shows boxes for Chinese, and a screenshot proves nothing.
    name: 'chromium',
    what: 'a font with Chinese characters (fonts-noto-cjk)',
    tests: 'the browser tests',
    packages: ['fonts-noto-cjk'],
    isPresent: hasChineseFont,
  },
];

/** Installs what is missing, as far as that is allowed; returns the needs that are still not met. */
export function ensureSystemPackages() {
  const missing = needs.filter((need) => !need.isPresent());
  const installable = missing.filter((need) => !need.isInstallable || need.isInstallable());
  if (installable.length > 0 && mayInstall()) aptInstall(installable.flatMap((need) => need.packages));
  return missing.filter((need) => !need.isPresent());
}

/** Path of the browser, or undefined. */
export function findChromium() {
  return ['chromium', 'chromium-browser', 'google-chrome'].map(findProgram).find(Boolean);
}

function findProgram(name) {
  const folders = [...(process.env.PATH || '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

function hasChineseFont() {
  // macOS and Windows bring such fonts along.
  if (process.platform !== 'linux') return true;
  const list = spawnSync('fc-list', [':lang=zh-cn', 'family']);
  if (list.status === 0) return list.stdout.length > 0;
  const folder = '/usr/share/fonts/opentype/noto';
  return existsSync(folder) && readdirSync(folder).some((file) => file.startsWith('NotoSansCJK'));
}

function mayInstall() {
  return (
    process.platform === 'linux' &&
    process.getuid() === 0 &&
    findProgram('apt-get') &&
    existsSync('/etc/debian_version')
  );
}

function aptInstall(packages) {
  console.error(`dutybell: installing ${packages.join(', ')} with apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  apt('update');
  // Together they are quicker; one by one, a package that cannot be had does not take the others with it.
  const install = (names) => apt('install', '-y', '--no-install-recommends', ...names).status === 0;
  if (!install(packages)) for (const name of packages) install([name]);
}

function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
