import './quick-start.ts';
import { Command, InvalidArgumentError } from 'commander';
import type { DeadLetter } from '../db/store.ts';
import { loadEnvFile } from './config.ts';

// Each command loads what it needs when it runs: `start` answers within a second.

const BOXES = ['inbox', 'outbox', 'timer'] as const satisfies readonly DeadLetter['box'][];

function boxOf(value: string): DeadLetter['box'] {
  const box = BOXES.find((name) => name === value);
  if (!box) throw new InvalidArgumentError(`Write one of ${BOXES.join(', ')}.`);
  return box;
}

async function commandLine(): Promise<Command> {
  const program = new Command('dutybell')
    .description('Dutybell: turns fault reports in group chats into tickets and runs the contract’s clocks')
    .showHelpAfterError();
  program
    .command('start')
    .description('run the bot, with the sandbox when no platform is configured')
    .action(async () => (await import('./command-start.ts')).start());
  program
    .command('verify')
    .description('check the ledger from its first entry; exit code 1 when an entry is not what was sealed')
    .option('--contract <id>', 'only this contract')
    .action(async (options: { contract?: string }) => (await import('./command-verify.ts')).verify(options.contract));
  program
    .command('migrate')
    .description('create or upgrade the tables of DATABASE_URL')
    .action(async () => (await import('./command-operate.ts')).migrate());
  program
    .command('check')
    .description('validate contract packs: what is wrong where, and what would be right')
    .argument('<pack...>', 'files, and folders of them')
    .action(async (files: string[]) => (await import('./command-check.ts')).check(files));
  program
    .command('adopt')
    .description('make this the installation that speaks for the database, after it was moved or restored on purpose')
    .action(async () => (await import('./command-operate.ts')).adopt());
  const dead = program.command('dead').description('what was given up: updates, messages, timers');
  dead
    .command('list', { isDefault: true })
    .description('list dead letters, newest first')
    .action(async () => (await import('./command-operate.ts')).listDead());
  dead
    .command('retry')
    .description('put a dead letter back in its queue')
    .argument('<box>', BOXES.join(', '), boxOf)
    .argument('<id>')
    .action(async (box: DeadLetter['box'], id: string) => (await import('./command-operate.ts')).retryDead(box, id));
  const { registerPlay } = await import('./play/command.ts');
  registerPlay(program);
  return program;
}

/**
 * Our codes are in small letters, and their messages were made for the person at the terminal. Those of Node and of drivers
 * (ENOENT, ERR_…) are not: nobody has explained what they mean here, so they come with their stack, as a failed assertion.
 */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isExplained = /^[a-z_]+$/.test(code) && code !== 'assertion_failed';
  return isExplained ? error.message : (error.stack ?? error.message);
}

try {
  const unread = loadEnvFile('.env');
  if (unread.length > 0) {
    process.stderr.write(`.env: nothing reads ${unread.join(', ')}; .env.example lists the settings\n`);
  }
  await (await commandLine()).parseAsync();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 2;
}
