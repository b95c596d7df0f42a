import type { Finding, Standing } from './facts.ts';
import type { StandingDoc } from './records.ts';

/** Nothing is charged of what these are said about. */
const FORGIVEN: ReadonlySet<Standing> = new Set(['exempted', 'withdrawn']);

/**
 * Is what was forgiven less than what is found by now? An exemption, or an objection that was accepted, is about the promises that
 * had been missed by then: it does not cover another one that the same ticket misses later.
 */
export function isOutgrown({ missed = [] }: Pick<Finding, 'missed'>, doc: StandingDoc): boolean {
  return FORGIVEN.has(doc.standing) && missed.some((clock) => doc.missed?.includes(clock) !== true);
}

/** What people made of a finding, as far as it reaches: one that has outgrown it is found anew. */
export function decidedStanding(finding: Pick<Finding, 'missed'>, doc: StandingDoc): Standing {
  return isOutgrown(finding, doc) ? 'found' : doc.standing;
}
