// All benchmarks, one after the other: each wants the machine for itself. Usage: npm run bench
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const BENCHMARKS = [
  'router.ts',
  'calendar.ts',
  'intake.ts',
  'understanding.ts',
  'alerts.ts',
  'people.ts',
  'start.ts',
  'reminders.ts',
  'score.ts',
  'papers.ts',
] as const;

for (const name of BENCHMARKS) {
  console.log(`\n${name}`);
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, name)], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
