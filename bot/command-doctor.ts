import { resolve } from 'node:path';
import type { Finding } from '../platforms/finding.ts';
import { say } from './command-store.ts';
import { currentUsableConfig, ENV_FILE } from './config.ts';
import { examine } from './doctor.ts';
import { systemClock } from './main.ts';

export interface DoctorOptions {
  /** Posts a line by each webhook or custom robot, and a card into each group of DingTalk. */
  readonly send?: boolean;
}

const MARKS = { ok: 'ok   ', warn: 'WARN ', bad: 'BAD  ' } as const satisfies Record<Finding['grade'], string>;

/** Says of everything that has to be right whether it is, and what to do where it is not. Exit code 1: something is bad. */
export async function doctor({ send = false }: DoctorOptions): Promise<void> {
  const { config, problems } = currentUsableConfig();
  const envFile = resolve(ENV_FILE);
  const findings = await examine(config, {
    clock: systemClock,
    random: Math.random,
    http: fetch,
    send,
    problems,
    envFile,
  });
  for (const { about, grade, remedy, seen } of findings) {
    say(`${MARKS[grade]}${about}: ${seen}.`);
    if (remedy !== undefined) say(`       -> ${remedy}.`);
  }
  const count = (grade: Finding['grade']) => findings.filter((finding) => finding.grade === grade).length;
  say(`${count('ok')} ok, ${count('warn')} to look at, ${count('bad')} bad`);
  if (count('bad') > 0) process.exitCode = 1;
}
