import { join } from 'node:path';
import { loadPack } from '../../contracts/load.ts';
import { type Chain, type ClockName, type Contract, DEFAULT_CHAIN } from '../../domain/contract.ts';
import { type DurationMs, SECOND } from '../../domain/types.ts';

const PACK = join(import.meta.dirname, '../../contracts/guangzhou-credit.yaml');

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
  const { contract } = await loadPack(PACK);
  const { [DEFAULT_CHAIN]: chain } = contract.chains;
  if (chain === undefined) throw new Error('the pack has no chain of reminders');
  // Each report is a ticket of its own here: that is what is counted.
  const { sameFault: _, ...apart } = contract;
  return {
    ...apart,
    clocks: contract.clocks.map((rule) => ({ ...rule, calendar: 'always', target: { ms: TARGETS[rule.clock] } })),
    chains: { [DEFAULT_CHAIN]: onFastForward(chain) },
    autoCloseAfterMs: 4 * SECOND,
  };
}

function onFastForward(chain: Chain): Chain {
  return { ...chain, escalation: chain.escalation.map((step, place) => ({ ...step, afterMs: place * SECOND })) };
}
