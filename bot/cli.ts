import './quick-start.ts';
import { Command, InvalidArgumentError } from 'commander';
import type { SchemaKind } from '../contracts/json-schema.ts';
import type { DeadLetter } from '../db/store.ts';
import type { BindOptions } from './command-chats.ts';
import type { DoctorOptions } from './command-doctor.ts';
import type { EraseOptions } from './command-erase.ts';
import type { ExplainOptions } from './command-explain.ts';
import type { ImportOptions } from './command-people.ts';
import type { ReportOptions } from './command-report.ts';
import type { ScoreOptions } from './command-score.ts';
import type { UnderstandOptions } from './command-understand.ts';
import type { VerifyOptions } from './command-verify.ts';
import { ENV_FILE, loadEnvFile } from './config.ts';

// Each command loads what it needs when it runs: `start` answers within a second.

const BOXES = ['inbox', 'outbox', 'timer'] as const satisfies readonly DeadLetter['box'][];

function boxOf(value: string): DeadLetter['box'] {
  const box = BOXES.find((name) => name === value);
  if (!box) throw new InvalidArgumentError(`Write one of ${BOXES.join(', ')}.`);
  return box;
}

const KINDS = ['pack', 'shared'] as const satisfies readonly SchemaKind[];

function kindOf(value: string): SchemaKind {
  const kind = KINDS.find((name) => name === value);
  if (!kind) throw new InvalidArgumentError(`Write ${KINDS.join(' or ')}.`);
  return kind;
}

const LANGUAGES = ['zh', 'en'] as const;

function languageOf(value: string): (typeof LANGUAGES)[number] {
  const language = LANGUAGES.find((name) => name === value);
  if (!language) throw new InvalidArgumentError(`Write ${LANGUAGES.join(' or ')}.`);
  return language;
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
    .command('doctor')
    .description(
      'look at settings, database, people and platforms, and say what to do where; exit code 1 when something is bad',
    )
    .option('--send', 'also post a line by each webhook or custom robot, and a card into each group of DingTalk')
    .action(async (options: DoctorOptions) => (await import('./command-doctor.ts')).doctor(options));
  program
    .command('verify')
    .description('check the ledger from its first entry; exit code 1 when an entry is not what was sealed')
    .option('--contract <id>', 'only this contract')
    .option('--posted <hash>', 'also look for a ledger head that was posted: is it still in the chain?')
    .action(async (options: VerifyOptions) => (await import('./command-verify.ts')).verify(options));
  program
    .command('migrate')
    .description('create or upgrade the tables of DATABASE_URL')
    .action(async () => (await import('./command-operate.ts')).migrate());
  program
    .command('check')
    .description('validate contract packs: what is wrong where, and what would be right')
    .argument('<pack...>', 'files, and folders of them')
    .option(
      '--against [database]',
      'also what they would change about its open tickets; DATABASE_URL where none is named',
    )
    .action(async (files: string[], { against }: { against?: string | true }) => {
      await (await import('./command-check.ts')).check(files);
      if (against === undefined) return;
      const url = against === true ? undefined : against;
      await (await import('./command-check-against.ts')).checkAgainst(files, url);
    });
  program
    .command('schema')
    .description('print the JSON Schema of contract packs, by which an editor completes and checks them')
    .argument('[kind]', 'pack, or shared for the files that packs include', kindOf, 'pack')
    .action(async (kind: SchemaKind) => (await import('./command-schema.ts')).printSchema(kind));
  program
    .command('understand')
    .description(
      'what messages would be taken for in a contract’s group: one a line of a file or of standard input, without a database',
    )
    .argument('[file]', 'a text file, one message a line; standard input where absent')
    .option('--contract <id>', 'whose group, where there are several packs')
    .option('--department <department>', 'id or name of the department whose people are in it')
    .option('--json', 'for programs: one object a line')
    .action(async (file: string | undefined, options: UnderstandOptions) =>
      (await import('./command-understand.ts')).understandFile(file, options),
    );
  program
    .command('explain')
    .description('why a ticket’s clock is due when it is due, or how a pack’s calendar counts')
    .argument('[ticket]', 'its number')
    .option('--contract <id>', 'of the ticket, where its number alone does not say')
    .option('--clock <name>', 'respond, arrive, resolve … or a clock’s id; the one due next where absent')
    .option('--calendar <file#key>', 'a pack and one of its calendars, instead of a ticket')
    .option('--start <instant>', 'with --calendar: from when, such as 2026-03-06T17:59')
    .option('--add <target>', 'with --calendar: how long, as in a pack, such as 2h, "1 workday", "3 days"')
    .option('--end <instant>', 'with --calendar: until when, to measure instead of adding')
    .option('--json', 'for programs')
    .option('--unmasked', 'with telephone, identity and card numbers as people wrote them')
    .action(async (ticket: string | undefined, options: ExplainOptions) =>
      (await import('./command-explain.ts')).explain(ticket, options),
    );
  program
    .command('score')
    .description(
      'the assessment of a period, by the contract’s own tables: from the record, from a paper, or from tickets of another system',
    )
    .option('--contract <id>', 'whose, where there are several packs')
    .option('--period <label>', '2026-Q1, 2026-07, 2026-H1, 2026, term, P1 …; the present one where absent')
    .option('--table <id...>', 'only these tables')
    .option(
      '--facts <file>',
      'score what somebody typed from a paper, YAML or JSON, without a database: docs/assessment.md',
    )
    .option('--dry-run <pack>', 'score by a draft of a pack, without a database; with --tickets')
    .option('--tickets <file>', 'tickets of another system for --dry-run, CSV or xlsx: docs/assessment.md')
    .option('--as-of <time>', 'when what --tickets leaves open is judged; the latest time in them where absent')
    .option('--json', 'for programs')
    .option('--xlsx <file>', 'write a spreadsheet in the layout of the table')
    .option('--docx <file>', 'write a document in the layout of the table, with lines to sign on')
    .option('--lang <language>', 'zh or en', languageOf, 'zh')
    .option('--unmasked', 'with telephone, identity and card numbers as people wrote them')
    .action(async (options: ScoreOptions) => (await import('./command-score.ts')).score(options));
  program
    .command('report')
    .description(
      'write a report of the record: a picture, a document with lines to sign on, and a spreadsheet of its rows',
    )
    .argument('<what>', 'daily, weekly, monthly, quarterly, half-yearly or yearly; or fault, with a ticket')
    .argument('[ticket]', 'of a fault report: its number')
    .option('--contract <id>', 'whose, where there are several packs')
    .option('--date <day>', 'a day of the period, such as 2026-03-31; today where absent')
    .option('--out <folder>', 'where the files are written', '.')
    .option('--lang <language>', 'zh or en', languageOf, 'zh')
    .option('--unmasked', 'with telephone, identity and card numbers as people wrote them')
    .action(async (what: string, ticket: string | undefined, options: ReportOptions) =>
      (await import('./command-report.ts')).report(what, ticket, options),
    );
  program
    .command('erase')
    .description('erase personal data before its time, because somebody asked for it; the ledger still verifies')
    .option('--ticket <number>', 'in whatever was said about this ticket')
    .option('--person <id or name>', 'in what this person said, and in what was said about tickets that he reported')
    .option('--contract <id>', 'only this contract; of a ticket, where its number alone does not say')
    .option('--dry-run', 'only say what would be erased')
    .action(async (options: EraseOptions) => (await import('./command-erase.ts')).erase(options));
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
  const chats = program.command('chats').description('the groups and private chats that the bot has met');
  chats
    .command('list', { isDefault: true })
    .description('list them with the contract that each belongs to, those without one first')
    .action(async () => (await import('./command-chats.ts')).listChats());
  chats
    .command('bind')
    .description('say which contract a group belongs to; what was said there in the last half hour is handled then')
    .argument('<chat>', 'its id, or its title')
    .argument('<contract>')
    .option('--department <department>', 'id or name of the department whose people are in it')
    .action(async (chat: string, contract: string, options: BindOptions) =>
      (await import('./command-chats.ts')).bindChat(chat, contract, options),
    );
  program
    .command('people')
    .description('the people of a contract')
    .command('import')
    .description('bring them up to date with a list: CSV as a spreadsheet saves it, or YAML')
    .argument('<file>', 'its columns: docs/operations.md')
    .option('--contract <id>', 'whose people they are, where there are several packs')
    .option('--dry-run', 'only say what would be done')
    .option('--remove-missing', 'who has a role and is not in the list is no member any more')
    .action(async (file: string, options: ImportOptions) =>
      (await import('./command-people.ts')).importPeople(file, options),
    );
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

/** Whoever reads the first lines only, as `head` does, has seen what he wanted. */
function unlessNobodyReads(error: Error): void {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
}

try {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', unlessNobodyReads);
  const unread = loadEnvFile(ENV_FILE);
  if (unread.length > 0) {
    process.stderr.write(`${ENV_FILE}: nothing reads ${unread.join(', ')}; .env.example lists the settings\n`);
  }
  await (await commandLine()).parseAsync();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 2;
}
