import { actsAs } from '../sides.ts';
import type { Actor, TextRef } from '../types.ts';
import { type Refused, refused } from './assessment-refusal.ts';
import type { RecordEnv, RecordStep } from './decide-finding.ts';
import type { AssessmentRecord } from './records.ts';

/**
 * 作废: marks and ticks of those who grade no more, so that the ones of the others alone count. They stay on record. Who still grades
 * changes his own himself.
 * @param given all that was given for one rule, copy and period
 * @param graders who may grade now
 */
export function setAside(
  given: readonly AssessmentRecord[],
  graders: readonly Actor[],
  reason: TextRef,
  by: Actor,
  { now }: RecordEnv,
): { readonly ok: true; readonly steps: readonly RecordStep[] } | Refused {
  if (!actsAs(by, 'supervisor')) return refused({ reason: 'supervisor_only' });
  const still = new Set(graders.filter((one) => actsAs(one, 'supervisor')).map(({ id }) => id));
  const steps = given.flatMap((seen): readonly RecordStep[] => {
    const { doc, version } = seen;
    if ((doc.type !== 'grade' && doc.type !== 'tick') || doc.setAside || still.has(doc.grader)) return [];
    const next = { ...doc, setAside: { by: by.id, at: now, reason } };
    return [{ seen, next: { ...seen, version: version + 1, doc: next } }];
  });
  return steps.length === 0 ? refused({ reason: 'nobody_left' }) : { ok: true, steps };
}
