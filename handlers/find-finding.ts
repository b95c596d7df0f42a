import { type FindingSeen, standingId } from '../domain/assessment/decide-finding.ts';
import { decidedStanding, isOutgrown } from '../domain/assessment/decided-standing.ts';
import type { Finding, Standing } from '../domain/assessment/facts.ts';
import { findingCode } from '../domain/assessment/finding-code.ts';
import type { AssessmentRecord, Dispute, StandingDoc } from '../domain/assessment/records.ts';
import type { Charge, Statement } from '../domain/assessment/statement.ts';
import { DAY, type Instant, type PersonId, type TextRef } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { ownAsk, statementFor } from './own-statements.ts';

/** How far back a code that is typed is looked for among what people have recorded. */
const RECORDED_WITHIN_MS = 400 * DAY;

/** A finding with what its card needs. */
export interface FoundFinding extends FindingSeen {
  readonly finding: Omit<Finding, 'note' | 'reason' | 'isInDeafness'>;
  readonly note?: TextRef;
  readonly recordedBy?: PersonId;
  readonly dispute?: Dispute;
  /** It was forgiven, and another promise was missed since. */
  readonly isOutgrown?: true;
}

/**
 * Findings whose code begins so, recorded by people or found by the bot.
 * @param at of the finding, where a button tells it; absent: the periods that run and those before them
 */
export async function findByCode(scene: Scene, code: string, at?: Instant): Promise<readonly FoundFinding[]> {
  const isMeant = hasCode(code);
  const recorded = await recordedByCode(scene, code, at);
  if (recorded.length > 0 && at !== undefined) return recorded;
  const asks = at === undefined ? [ownAsk(scene.now), ownAsk(scene.now, 1)] : [ownAsk(at)];
  const derived: FoundFinding[] = [];
  for (const ask of asks) derived.push(...derivedFindings(await statementFor(scene, ask)).filter(isMeant));
  const known = new Set(recorded.map(({ finding }) => finding.id));
  const others = new Map(derived.flatMap((one) => (known.has(one.finding.id) ? [] : [[one.finding.id, one]])));
  return [...recorded, ...(await Promise.all([...others.values()].map((one) => withRecord(scene, one))))];
}

/** Of those alone that people have recorded: nothing is derived for it. */
export async function recordedByCode(scene: Scene, code: string, at?: Instant): Promise<readonly FoundFinding[]> {
  return (await recordedFindings(scene, at)).filter(hasCode(code));
}

function hasCode(code: string) {
  return ({ finding }: FoundFinding): boolean => findingCode(finding.id).startsWith(code);
}

/** What people have recorded, the newest first. */
export async function recordedFindings(scene: Scene, at?: Instant): Promise<readonly FoundFinding[]> {
  const { contract, now, store } = scene;
  const [from, to] = at === undefined ? [now - RECORDED_WITHIN_MS, now + 1] : [at, at + 1];
  const records = await store.assessmentRecords(contract.id, from, to);
  return records.flatMap((record) => recordedFinding(record) ?? []).toReversed();
}

export function recordedFinding(record: AssessmentRecord): FoundFinding | undefined {
  const { doc } = record;
  if (doc.type !== 'finding') return undefined;
  const { dispute, note, recordedBy, standing } = doc;
  return {
    finding: { ...doc.finding, standing, origin: 'person' },
    record,
    recordedBy,
    ...(note && { note }),
    ...(dispute && { dispute }),
  };
}

/** What waits for somebody's decision, of the bot's findings as well. The newest first. */
export async function disputedFindings(scene: Scene): Promise<readonly FoundFinding[]> {
  const { contract, now, store } = scene;
  const records = await store.assessmentRecords(contract.id, now - RECORDED_WITHIN_MS, now + 1);
  const found = records.flatMap((record) => recordedFinding(record) ?? standingFinding(record) ?? []);
  return found.filter(({ finding }) => finding.standing === 'disputed').toReversed();
}

/** As far as the record tells: of the bot's findings it has no more than what became of them. */
function standingFinding(record: AssessmentRecord): FoundFinding | undefined {
  const { at, doc } = record;
  if (doc.type !== 'standing') return undefined;
  const { dispute, findingId: id, rule, standing } = doc;
  const finding = { id, rule, at, standing, origin: 'ledger', evidence: [] } as const;
  return { finding, record, ...(dispute && { dispute }) };
}

async function withRecord(scene: Scene, found: FoundFinding): Promise<FoundFinding> {
  const record = await scene.store.assessmentRecord(standingId(scene.contract.id, found.finding.id));
  if (record?.doc.type !== 'standing' || record.contractId !== scene.contract.id) return found;
  return standingIn({ ...found, record }, record.doc);
}

/** The finding as it stands by what is on record about it. */
export function standingIn(found: FoundFinding, doc: StandingDoc): FoundFinding {
  const { isOutgrown: _, ...rest } = found;
  const { dispute } = doc;
  return {
    ...rest,
    finding: { ...found.finding, standing: decidedStanding(found.finding, doc) },
    ...(dispute && { dispute }),
    ...(isOutgrown(found.finding, doc) && { isOutgrown: true }),
  };
}

function derivedFindings({ parts }: Statement): readonly FoundFinding[] {
  return parts.flatMap(({ tables }) =>
    tables.flatMap(({ copy, sections }) =>
      sections.flatMap(({ items }) =>
        items.flatMap(({ rules }) =>
          rules.flatMap(({ charges, id }) => charges.flatMap((charge) => derivedFinding(charge, id, copy) ?? [])),
        ),
      ),
    ),
  );
}

function derivedFinding(charge: Charge, rule: string, copy: string | undefined): FoundFinding | undefined {
  const { at, evidence, findingId, missed, quantity, subject, ticketNumber } = charge;
  if (findingId === undefined || at === undefined) return undefined;
  return {
    finding: {
      ...{ id: findingId, rule, at, quantity, evidence, origin: 'ledger', standing: standingOf(charge) },
      ...(copy !== undefined && { copy }),
      ...(subject !== undefined && { subject }),
      ...(ticketNumber !== undefined && { ticket: { id: '', number: ticketNumber } }),
      ...(missed && { missed }),
    },
  };
}

function standingOf({ because, isDisputed, isUnconfirmed }: Charge): Standing {
  if (because === 'exempted' || because === 'withdrawn') return because;
  if (because === 'objection_upheld') return 'withdrawn';
  if (isDisputed) return 'disputed';
  return isUnconfirmed ? 'found' : 'confirmed';
}
