import { typedPeriod } from '../cards/period-name.ts';
import { isOfPeriod, isSignature, type Signature, signatureInForce } from '../domain/assessment/decide-signature.ts';
import type { Period } from '../domain/assessment/facts.ts';
import { ownPeriod } from '../domain/assessment/period.ts';
import { type PlacedRule, placedRule } from '../domain/assessment/table-lookup.ts';
import type { Instant } from '../domain/types.ts';
import type { Scene } from './context.ts';

/** What was signed for a period, oldest first: the signature, and its corrections. */
export async function signaturesOf(scene: Scene, period: Period): Promise<readonly Signature[]> {
  const records = await scene.store.signatures(scene.contract.id);
  return records
    .filter(isSignature)
    .filter((record) => isOfPeriod(record, period))
    .toSorted((a, b) => a.doc.signedAt - b.doc.signedAt || a.id.localeCompare(b.id));
}

/** The own period of a rule's table that holds the instant, where it is signed: what is said about it now takes a correction. */
export async function signedPeriodOf(
  scene: Scene,
  { at, rule }: { readonly at: Instant; readonly rule: string },
): Promise<Period | undefined> {
  const { contract } = scene;
  const placed = placedRule(contract.tables, rule);
  const period = placed && ownPeriod(placed.table, contract.term, at);
  if (!placed || !period) return undefined;
  const inForce = signatureInForce(await signaturesOf(scene, period));
  return inForce?.doc.tables.includes(placed.table.id) ? period : undefined;
}

/** What is given for a signed period counts once a correction is agreed: a line that says so, or none. */
export async function signedHint(scene: Scene, { table }: PlacedRule, period: Period): Promise<readonly string[]> {
  const isSigned = (await signaturesOf(scene, period)).some(({ doc }) => doc.tables.includes(table.id));
  const { text } = scene;
  const { commands, finding } = text.assessment;
  return isSigned ? [finding.signedBefore(commands.propose_correction.example(typedPeriod(period.label, text)))] : [];
}
