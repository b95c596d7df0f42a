import type { PlacedProblem } from '../contracts/problems.ts';
import type { Finding, Standing } from '../domain/assessment/facts.ts';
import { dayOf, parseCivil } from '../domain/civil.ts';
import type { Place } from './score-facts.ts';
import type { SaidExemption, SaidOccurrence, SaidRuleFacts } from './score-facts-schema.ts';

/** What was said to have happened, as findings. Those of a bare number have the last day of the period. */
export function findingsOf(place: Place, said: SaidRuleFacts['occurrences']): readonly Finding[] {
  if (said === undefined) return [];
  if (typeof said !== 'number') return said.flatMap((one, index) => findingOf(place, one, index));
  const at = parseCivil(place.period.lastDay);
  return Array.from({ length: said }, (_, index) => findingOf(place, { at }, index)).flat();
}

function findingOf(place: Place, one: SaidOccurrence, index: number): readonly Finding[] {
  const { copy, rule } = place;
  const id = `paper:${rule.id}:${copy ?? ''}:${index + 1}`;
  const at = one.at ?? one.due ?? place.period.from;
  const quantity = one.days ?? one.times ?? lateDays(place, one);
  if (quantity === 0) return [];
  const took = one.took ?? (one.until === undefined ? undefined : one.until - at);
  return [
    {
      id,
      rule: rule.id,
      ...(copy !== undefined && { copy }),
      at,
      ...(one.subject !== undefined && { subject: one.subject }),
      event: one.event ?? id,
      ...(one.ticket !== undefined && { ticket: { id: one.ticket, number: one.ticket } }),
      ...(quantity !== undefined && { quantity }),
      ...(one.points !== undefined && { figure: one.points }),
      ...(took !== undefined && { elapsedMs: took }),
      ...(one.missing && { isMissing: true as const }),
      ...(one.due !== undefined && { dueAt: one.due }),
      ...(one.done !== undefined && { doneAt: one.done }),
      ...(one.state !== undefined && { state: one.state }),
      ...standingOf(one),
      origin: 'paper',
      ...(one.what !== undefined && { note: one.what }),
      evidence: (one.evidence ?? []).map((ref) => ({ kind: 'paper', ref })),
    },
  ];
}

/** What a paper holds is confirmed unless it says otherwise. */
function standingOf({ disputed, exempted: reason, withdrawn }: SaidOccurrence): {
  readonly standing: Standing;
  readonly reason?: string;
} {
  if (withdrawn !== undefined) return { standing: 'withdrawn', reason: withdrawn };
  if (reason !== undefined) return { standing: 'exempted', reason };
  return disputed === undefined ? { standing: 'confirmed' } : { standing: 'disputed', reason: disputed };
}

/** By dates: due on the 5th and done on the 8th, at whatever time, is three days late; not done, it is late to the end of the period, or to when it is judged. */
function lateDays({ judgedAt, period, rule }: Place, { done, due }: SaidOccurrence): number | undefined {
  if (!rule.kinds['late-days'] || due === undefined) return undefined;
  return Math.max(0, dayOf(done ?? Math.min(judgedAt, period.to - 1)) - dayOf(due));
}

/**
 * An exemption is a finding too, of the rule that prints it: it excuses the events of what it names.
 * @throws what `wrong` makes of an exemption of nothing
 */
export function excusesOf(
  findings: readonly Finding[],
  place: Place,
  exemptions: readonly SaidExemption[],
  wrong: (problem: PlacedProblem) => Error,
): readonly Finding[] {
  const { copy, rule } = place;
  return exemptions.flatMap((exemption, index) => {
    const meant = findings.filter((finding) => isMeant(finding, place, exemption));
    if (meant.length === 0) {
      throw wrong({
        path: [...place.path, 'exemptions', index],
        problem: 'it exempts nothing that stands in this file',
        remedy: `give the event, or the instant, of an occurrence of ${rulesOf(place).join(', ')}`,
      });
    }
    return meant.map(
      ({ at, event, id }): Finding => ({
        id: `paper:${rule.id}:${id}`,
        rule: rule.id,
        ...(copy !== undefined && { copy }),
        at,
        ...(event !== undefined && { event }),
        standing: 'confirmed',
        reason: exemption.reason,
        origin: 'paper',
        evidence: [],
      }),
    );
  });
}

function isMeant(finding: Finding, place: Place, { at, event }: SaidExemption): boolean {
  if (finding.copy !== place.copy || !rulesOf(place).includes(finding.rule)) return false;
  if (event === undefined && at === undefined) return false;
  return (event === undefined || finding.event === event) && (at === undefined || finding.at === at);
}

/** Those that its exemption speaks of: of its own, or the whole item. */
function rulesOf({ item, rule }: Place): readonly string[] {
  return rule.kinds.exemption?.of ?? item.rules.map(({ id }) => id);
}
