import type { Command } from 'commander';

export interface PlayFlags {
  readonly json?: true;
  readonly db?: string;
  readonly platform: string;
}

/** `dingtalk-plain`: without a card template. */
export const PLATFORMS = ['sandbox', 'wecom', 'dingtalk', 'dingtalk-plain'] as const;

/** `play FILE… [--json] [--db URL] [--platform sandbox|wecom|dingtalk|dingtalk-plain]`: exit code 1 when an expectation fails or a file is wrong. */
export function registerPlay(program: Command): void {
  program
    .command('play')
    .description('play scenarios on a virtual clock with the true program, and print what people saw')
    .argument('<file...>', 'scenario files (YAML); docs/scenarios.md describes them')
    .option(
      '--json',
      'print one object: messages, cards, tickets, clocks, nags, inspections, deliverables, scores, ledger',
    )
    .option('--db <url>', 'keep everything in this database; what an earlier play left there is erased')
    .option('--platform <name>', `platform to play on: ${PLATFORMS.join(', ')}`, 'sandbox')
    .action(async (files: string[], flags: PlayFlags, command: Command) => {
      const misuse = misuseOf(files, flags);
      if (misuse) command.error(misuse);
      const { playFiles } = await import('./play-files.ts');
      process.exitCode = (await playFiles(files, flags)) ? 0 : 1;
    });
}

function misuseOf(files: readonly string[], { db, platform }: PlayFlags): string | undefined {
  if (!PLATFORMS.some((known) => known === platform)) {
    return `error: there is no platform ${platform} to play on; write --platform ${PLATFORMS.join(' or ')}`;
  }
  if (db !== undefined && files.length > 1) {
    return 'error: with --db, play one scenario at a time: the next would erase what the one before has left';
  }
  return undefined;
}
