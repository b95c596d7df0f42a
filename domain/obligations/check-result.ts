import type { FillEnv, ItemFill } from './decide-inspection.ts';
import { type RefusedObligation, refusedObligation } from './obligation-refusal.ts';
import type { CheckResult } from './obligation-types.ts';
import type { CheckItem, Milli, ReadingRule } from './plan-types.ts';

export type Checked = { readonly ok: true; readonly result: CheckResult } | RefusedObligation;

/**
 * What is known of an item after somebody, or a machine, said something of it. It is the seen result itself where nothing new was said.
 * Files are never taken back, nor is the ticket that an anomaly became.
 */
export function checkOf(item: CheckItem, seen: CheckResult | undefined, fill: ItemFill, env: FillEnv): Checked {
  if (seen && !env.by && !seen.isAutomatic) return { ok: true, result: seen };
  const outcome = outcomeOf(item, seen, fill);
  if (typeof outcome === 'object') return outcome;
  const result = merged(seen, fill, outcome, env);
  return { ok: true, result: seen && saysTheSame(seen, result) ? seen : result };
}

/** Both limits belong to what is normal. */
export function isWithin(value: Milli, { max = value, min = value }: ReadingRule): boolean {
  return value >= min && value <= max;
}

function outcomeOf(
  { id: item, reading }: CheckItem,
  seen: CheckResult | undefined,
  { outcome, value }: ItemFill,
): CheckResult['outcome'] | RefusedObligation {
  if (value !== undefined && !reading) return refusedObligation({ reason: 'no_reading', item });
  if (value !== undefined && !Number.isSafeInteger(value)) return refusedObligation({ reason: 'bad_value', item });
  if (outcome !== undefined) return outcome;
  if (value !== undefined && reading) return isWithin(value, reading) ? 'normal' : 'anomaly';
  return seen?.outcome ?? refusedObligation({ reason: 'needs_outcome', item });
}

function merged(
  seen: CheckResult | undefined,
  fill: ItemFill,
  outcome: CheckResult['outcome'],
  { by, now }: FillEnv,
): CheckResult {
  const value = outcome === 'not_applicable' ? undefined : (fill.value ?? seen?.value);
  // A note explains an outcome: it goes when another one is found.
  const note = fill.note ?? (seen?.outcome === outcome ? seen.note : undefined);
  const attachments = [...new Set([...(seen?.attachments ?? []), ...(fill.attachments ?? [])])];
  return {
    outcome,
    ...(value !== undefined && { value }),
    ...(note && { note }),
    ...lookedAt(seen, fill, { by, now }),
    ...(attachments.length > 0 && { attachments }),
    ...(seen?.ticket && { ticket: seen.ticket }),
  };
}

/** A note or a photo that comes later is no second look. */
function lookedAt(
  seen: CheckResult | undefined,
  { outcome, value }: ItemFill,
  { by, now }: { readonly by: FillEnv['by'] | undefined; readonly now: number },
): Pick<CheckResult, 'at' | 'by' | 'isAutomatic'> {
  if (seen && outcome === undefined && value === undefined) {
    return { at: seen.at, ...(seen.by && { by: seen.by }), ...(seen.isAutomatic && { isAutomatic: true }) };
  }
  return { at: now, ...(by ? { by: by.id } : { isAutomatic: true }) };
}

/** Whoever says again what stands there changes nothing; a human who says what a machine said takes it upon himself. */
function saysTheSame(seen: CheckResult, next: CheckResult): boolean {
  return (
    seen.outcome === next.outcome &&
    seen.value === next.value &&
    seen.note === next.note &&
    seen.isAutomatic === next.isAutomatic &&
    seen.attachments?.length === next.attachments?.length
  );
}
