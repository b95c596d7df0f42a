// A MariaDB server of our own: a fresh folder, a free port, and no trace afterwards. Tests and benchmarks start one.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createConnection } from 'mysql2/promise';

export interface PrivateMariadb {
  /** Address of a database of this server, which its user may create if the name starts with `dutybell_`. */
  url(database: string): string;
  /** Kills the server as a power cut would, and leaves its files. */
  crash(): Promise<void>;
  /** After a crash: the same files and the same port again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const USER = 'dutybell';
const PASSWORD = 'dutybell';
const START_ATTEMPTS_MAX = 3;
const READY_TIMEOUT_MS = 30_000;
const READY_POLL_MS = 25;
/** The server programs of Debian lie where a plain user's PATH does not look. */
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/local/sbin:/usr/sbin` };

/**
 * The shell between us and the server ends it, and removes its folder, as soon as our end of its standard input closes:
 * that happens however we end, kill -9 included. The word `keep` instead of an end of file leaves the files.
 */
const KEEPER = `folder=$1; shift
"$@" </dev/null >>"$folder/mariadbd.log" 2>&1 & server=$!
read -r word
kill -KILL "$server"; wait "$server"
[ "$word" = keep ] || rm -rf "$folder"`;

/**
 * @param within where its folder is made; absent: on the disk, whose speed a benchmark is to see
 * @throws Error with the end of the server's log when it does not start.
 */
export async function startMariadb(within: string = tmpdir()): Promise<PrivateMariadb> {
  const folder = await mkdtemp(join(within, 'dutybell-mariadb-'));
  try {
    const userOptions = await prepareFiles(folder);
    return await startOnFreePort(folder, userOptions);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Creates the system tables, and the statements that the server runs whenever it starts. Returns its `--user` option. */
async function prepareFiles(folder: string): Promise<string[]> {
  const account = process.getuid?.() === 0 ? await unprivilegedAccount() : undefined;
  const userOptions = account ? [`--user=${account.name}`] : [];
  if (account) await chown(folder, account.uid, account.gid);
  await promisify(execFile)(
    'mariadb-install-db',
    [
      '--no-defaults',
      ...userOptions,
      `--datadir=${join(folder, 'data')}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ],
    { env },
  );
  await mkdir(join(folder, 'tmp'));
  await writeFile(
    join(folder, 'init.sql'),
    `CREATE USER IF NOT EXISTS '${USER}'@'127.0.0.1' IDENTIFIED BY '${PASSWORD}';\n` +
      `GRANT ALL ON \`dutybell\\_%\`.* TO '${USER}'@'127.0.0.1';\n`,
  );
  if (account) {
    for (const name of ['tmp', 'init.sql']) await chown(join(folder, name), account.uid, account.gid);
  }
  return userOptions;
}

/** mariadbd refuses to run as root. `mysql` exists where Debian's whole server package is installed, `nobody` everywhere. */
async function unprivilegedAccount(): Promise<{ name: string; uid: number; gid: number }> {
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['mysql', 'nobody']) {
    const account = accounts.find((fields) => fields[0] === name);
    if (account) return { name, uid: Number(account[2]), gid: Number(account[3]) };
  }
  throw new Error('MariaDB does not run as root, and there is neither an account `mysql` nor `nobody`');
}

async function startOnFreePort(folder: string, userOptions: string[]): Promise<PrivateMariadb> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const start = () => startServer({ folder, port, userOptions });
    try {
      let end = await start();
      return {
        url: (database) => `mysql://${USER}:${PASSWORD}@127.0.0.1:${port}/${database}`,
        crash: () => end('keep'),
        restart: async () => {
          end = await start();
        },
        stop: () => end('remove'),
      };
    } catch (error) {
      // Between our look and the server's start somebody else may have taken the port.
      if (attempt === START_ATTEMPTS_MAX || !String(error).includes('Bind on TCP/IP port')) throw error;
    }
  }
}

type End = (files: 'keep' | 'remove') => Promise<void>;

async function startServer(server: { folder: string; port: number; userOptions: string[] }): Promise<End> {
  const { folder, port, userOptions } = server;
  const options = [
    '--no-defaults',
    ...userOptions,
    `--datadir=${join(folder, 'data')}`,
    `--tmpdir=${join(folder, 'tmp')}`,
    `--init-file=${join(folder, 'init.sql')}`,
    // Relative to the data folder: a socket's full path may have 107 characters only.
    '--socket=mariadbd.sock',
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--skip-name-resolve',
    '--character-set-server=utf8mb4',
    // As durable as production, or a crash test and a benchmark would prove nothing.
    '--innodb-flush-log-at-trx-commit=1',
    '--innodb-buffer-pool-size=256M',
    '--max-connections=300',
  ];
  const keeper = spawn('sh', ['-c', KEEPER, 'sh', folder, 'mariadbd', ...options], {
    env,
    // A group of its own: Ctrl-C at the terminal ends us, and the keeper then tidies up.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const exited = once(keeper, 'exit');
  const end: End = async (files) => {
    keeper.stdin.end(files === 'keep' ? 'keep\n' : '');
    await exited;
  };
  try {
    await untilReady(folder, port);
    return end;
  } catch (error) {
    await end('keep');
    throw error;
  }
}

/** @throws Error when the server has given up, or is not there in time. */
async function untilReady(folder: string, port: number): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  for (;;) {
    try {
      const connection = await createConnection({ host: '127.0.0.1', port, user: USER, password: PASSWORD });
      await connection.end();
      return;
    } catch (cause) {
      const log = await readFile(join(folder, 'mariadbd.log'), 'utf8').catch(() => '');
      if (log.includes('Aborting') || performance.now() > deadline) {
        throw new Error(`MariaDB does not start:\n${log.slice(-2000)}`, { cause });
      }
    }
    await sleep(READY_POLL_MS);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('A TCP server without a port');
  return address.port;
}
