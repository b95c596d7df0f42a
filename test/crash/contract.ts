import { join } from 'node:path';
import { loadContracts } from '../../contracts/load.ts';
import type { ClockName, Contract } from '../../domain/contract.ts';
import { type DurationMs, SECOND } from '../../domain/types.ts';

const CONTRACTS_DIR = join(import.meta.dirname, '../../contracts');

/** Minutes become seconds, so that reminders, breaches and escalations fall due while processes are being killed. */
const TARGETS: Readonly<Record<ClockName, DurationMs>> = {
  respond: 1 * SECOND,
  arrive: 2 * SECOND,
  diagnose: 3 * SECOND,
  report_up: 3 * SECOND,
  workaround: 4 * SECOND,
  resolve: 6 * SECOND,
  update: 4 * SECOND,
  fault_report: 9 * SECOND,
};

/** The Guangzhou contract on fast-forward. */
export async function crashContract(): Promise<Contract> {
  const [loaded] = await loadContracts(CONTRACTS_DIR);
  if (!loaded) throw new Error('there is no contract pack');
  const { contract } = loaded;
  return {
    ...contract,
    clocks: contract.clocks.map((rule) => ({ ...rule, calendar: 'always', target: { ms: TARGETS[rule.clock] } })),
    escalation: contract.escalation.map((step, place) => ({ ...step, afterMs: place * SECOND })),
    autoCloseAfterMs: 4 * SECOND,
  };
}
