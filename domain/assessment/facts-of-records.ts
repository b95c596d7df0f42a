import type { DeafStretch } from './deaf-stretch.ts';
import { wasDeaf } from './deaf-stretch.ts';
import { decidedStanding } from './decided-standing.ts';
import { isDowntime } from './derive-faults.ts';
import { holds } from './derived.ts';
import type { Facts, Finding, Grade, HandedIn, Period, RatioFact, Tick } from './facts.ts';
import { eventOf } from './line.ts';
import type { AssessmentRecord, Dispute, RecordDoc } from './records.ts';
import { placedRules } from './table-lookup.ts';
import type { AssessmentTable, SpanName } from './table-types.ts';

type DocOf<Type extends RecordDoc['type']> = Extract<RecordDoc, { readonly type: Type }>;

export interface Said {
  /** Those of the period, and whatever else: of others only what became of a derived finding is looked at. */
  readonly records: readonly AssessmentRecord[];
  /** Bodies by text id; an erased text is absent. */
  readonly texts: ReadonlyMap<string, string>;
  readonly deafness: readonly DeafStretch[];
  /** `mainTickets`: what was recorded about a ticket that follows another one by now is about that one. */
  readonly mains?: ReadonlyMap<string, string>;
  /** `rulesLookingBack`: what people recorded for these before the period is told as well. */
  readonly lookingBack: ReadonlySet<string>;
  /** The period, where only a stretch of it is scored: what is given for a period is given for all of it. */
  readonly whole?: Period;
}

/**
 * All that a period is scored by: what the bot found, as it stands by what people said about it, and what they recorded. A recorded
 * ratio takes the place of the bot's own of the same rule, copy and subject, and a recorded finding that of the bot's own about the
 * same ticket: it was seen, and answered for.
 */
export function factsOfRecords(derived: Facts, asSaid: Said, period: Period): Facts {
  const said = { ...asSaid, records: asSaid.records.map((record) => ofMainTicket(record, asSaid.mains)) };
  const given = said.records.filter(({ at }) => holds(said.whole ?? period, at));
  const ratios = docs(given, 'ratio').map(ratioOf);
  const key = ({ copy, rule, subject }: RatioFact) => JSON.stringify([rule, copy, subject]);
  const recorded = new Set(ratios.map(key));
  const told = said.records.filter(({ at, doc }) => {
    const isEarlier = at < period.from && doc.type === 'finding' && said.lookingBack.has(doc.finding.rule);
    return isEarlier || holds(period, at);
  });
  return {
    ...derived,
    findings: [
      ...withoutRecorded(withStandings(derived.findings, said), said.records, said.whole ?? period),
      ...recordedFindings(told, said),
    ],
    ratios: [...derived.ratios.filter((ratio) => !recorded.has(key(ratio))), ...ratios],
    grades: [...derived.grades, ...given.flatMap((record) => gradeOf(record, said.texts))],
    ticks: [...derived.ticks, ...docs(given, 'tick').flatMap((doc) => (doc.setAside ? [] : tickOf(doc)))],
    reviewed: [...new Set([...derived.reviewed, ...docs(given, 'review').map(({ rule }) => rule)])],
    handedIn: [...derived.handedIn, ...docs(given, 'handed_in').map(handedInOf)],
  };
}

function ofMainTicket(record: AssessmentRecord, mains: Said['mains']): AssessmentRecord {
  const { doc } = record;
  const event = doc.type === 'finding' ? mains?.get(eventOf(doc.finding) ?? '') : undefined;
  if (doc.type !== 'finding' || event === undefined) return record;
  return { ...record, doc: { ...doc, finding: { ...doc.finding, event } } };
}

/** Rules to which it matters what was before the period: a repetition, or so many of a longer span. */
export function rulesLookingBack(tables: readonly AssessmentTable[]): ReadonlySet<string> {
  const isLonger = (kind: { readonly per: SpanName } | undefined) => kind !== undefined && kind.per !== 'period';
  return new Set(
    placedRules(tables).flatMap(({ rule: { id, kinds } }) =>
      kinds['repeat-in-window'] || [kinds.allowance, kinds.progressive, kinds.quota].some(isLonger) ? [id] : [],
    ),
  );
}

/** Ids of the texts that these records' facts are told with. */
export function textIdsOf(records: readonly AssessmentRecord[]): readonly string[] {
  return records.flatMap(({ doc }) => {
    switch (doc.type) {
      case 'finding':
        return [doc.note, doc.dispute?.reason].flatMap((text) => text?.id ?? []);
      case 'standing':
        return doc.dispute ? [doc.dispute.reason.id] : [];
      case 'grade':
        return doc.note ? [doc.note.id] : [];
      default:
        return [];
    }
  });
}

function docs<Type extends RecordDoc['type']>(
  records: readonly AssessmentRecord[],
  type: Type,
): readonly DocOf<Type>[] {
  return records.map(({ doc }) => doc).filter((doc): doc is DocOf<Type> => doc.type === type);
}

/** What was decided holds wherever the finding lies by now: a merging may have moved its ticket's report. */
function withStandings(findings: readonly Finding[], { records, texts }: Said): readonly Finding[] {
  const standings = new Map(docs(records, 'standing').map((doc) => [doc.findingId, doc]));
  return findings.map((finding) => {
    const doc = standings.get(finding.id);
    if (!doc) return finding;
    const standing = decidedStanding(finding, doc);
    return { ...finding, standing, ...reasonOf({ ...doc, standing }, texts), ...upheldOf({ ...doc, standing }) };
  });
}

/**
 * Without what a person has recorded about the same ticket, of whatever period; what was agreed about the bot's own, or is argued
 * about, stays. Downtime lasts into several periods: what was recorded in another one is about another part of it.
 */
function withoutRecorded(
  findings: readonly Finding[],
  records: readonly AssessmentRecord[],
  period: Period,
): readonly Finding[] {
  const keyOf = (finding: Omit<Finding, 'standing' | 'origin'>) =>
    JSON.stringify([finding.rule, finding.copy, eventOf(finding)]);
  const keysOf = (among: readonly AssessmentRecord[]) =>
    new Set(
      docs(among, 'finding').flatMap(({ finding, standing }) =>
        standing === 'withdrawn' || eventOf(finding) === undefined ? [] : [keyOf(finding)],
      ),
    );
  const [ever, within] = [keysOf(records), keysOf(records.filter(({ at }) => holds(period, at)))];
  const isRecorded = (finding: Finding) => (isDowntime(finding) ? within : ever).has(keyOf(finding));
  const isOnlyFound = ({ standing }: Finding) => standing === 'found' || standing === 'confirmed';
  return findings.filter((finding) => !(isOnlyFound(finding) && isRecorded(finding)));
}

function recordedFindings(records: readonly AssessmentRecord[], { deafness, texts }: Said): readonly Finding[] {
  return docs(records, 'finding').map((doc): Finding => {
    const { finding, note } = doc;
    const words = note && texts.get(note.id);
    return {
      ...finding,
      standing: doc.standing,
      origin: 'person',
      ...(words !== undefined && { note: words }),
      ...reasonOf(doc, texts),
      ...upheldOf(doc),
      ...(wasDeaf(deafness, { from: finding.at, to: finding.at }) && { isInDeafness: true }),
    };
  });
}

/** A reason belongs to what does not simply count; one that was turned down is history. */
function reasonOf(
  { dispute, standing }: { readonly dispute?: Dispute; readonly standing: Finding['standing'] },
  texts: ReadonlyMap<string, string>,
): { readonly reason?: string } {
  const words = standing === 'found' || standing === 'confirmed' ? undefined : dispute && texts.get(dispute.reason.id);
  return words === undefined ? {} : { reason: words };
}

function upheldOf({
  dispute,
  standing,
}: {
  readonly dispute?: Dispute;
  readonly standing: Finding['standing'];
}): Pick<Finding, 'isObjectionUpheld'> {
  const isUpheld = standing === 'withdrawn' && dispute?.kind === 'objection' && dispute.decision?.isAccepted === true;
  return isUpheld ? { isObjectionUpheld: true } : {};
}

function ratioOf({ copy, evidence, met, rule, subject, total }: DocOf<'ratio'>): RatioFact {
  return {
    rule,
    ...(copy !== undefined && { copy }),
    ...(subject !== undefined && { subject }),
    met,
    total,
    origin: 'person',
    evidence,
  };
}

function gradeOf({ doc }: AssessmentRecord, texts: ReadonlyMap<string, string>): readonly Grade[] {
  if (doc.type !== 'grade' || doc.setAside) return [];
  const { copy, givenAt, grader, note, points, rule } = doc;
  const words = note && texts.get(note.id);
  return [
    {
      rule,
      ...(copy !== undefined && { copy }),
      ...{ grader, points },
      ...(givenAt !== undefined && { at: givenAt }),
      ...(words !== undefined && { note: words }),
    },
  ];
}

function handedInOf({ copy, table }: DocOf<'handed_in'>): HandedIn {
  return { table, ...(copy !== undefined && { copy }) };
}

function tickOf({ copy, grader, rule, tick }: DocOf<'tick'>): Tick {
  return { rule, ...(copy !== undefined && { copy }), grader, tick };
}
