import type { Catalogue } from '../cards/catalogue.ts';
import type { FindingView } from '../cards/finding-card.ts';
import { pointsWords } from '../cards/points-words.ts';
import { copyName, subjectName } from '../cards/score-words.ts';
import { nameOf, withRole } from '../cards/ticket-view.ts';
import { dayWords, durationWords, instantWords } from '../cards/words.ts';
import type { NewText } from '../db/changes.ts';
import { findingCode, findingSubject } from '../domain/assessment/finding-code.ts';
import { placedRule } from '../domain/assessment/table-lookup.ts';
import { civilTimeWithSeconds } from '../domain/civil.ts';
import { clip } from '../domain/plain-text.ts';
import { actsAs, sideOf } from '../domain/sides.ts';
import type { Instant, PersonId, TextRef } from '../domain/types.ts';
import type { Scene } from './context.ts';
import type { FoundFinding } from './find-finding.ts';

/** How much of somebody's words a card shows, in graphemes. */
const WORDS_SHOWN_MAX = 200;
/** Signs of a code that are shown where nothing else is beside it. */
const CODE_SHOWN = 4;

/** What people call it. In a list its neighbours may ask for more signs: `shownCodes`. */
export function codeOf({ finding }: FoundFinding): string {
  return findingCode(finding.id).slice(0, CODE_SHOWN);
}

export function findingCardKey({ finding }: FoundFinding): string {
  return `finding:${findingCode(finding.id)}`;
}

/** The card of a request that waits for the other side. */
export function disputeCardKey({ finding }: FoundFinding): string {
  return `dispute:${findingCode(finding.id)}`;
}

/** Those of the customer's side who decide, and those of the supplier's. */
export function supervisorsOf({ members }: Scene): readonly PersonId[] {
  return members.filter((member) => actsAs(member, 'supervisor')).map(({ id }) => id);
}

export function managersOf({ members }: Scene): readonly PersonId[] {
  return withRole(members, 'manager');
}

/** Who decides about what one side has asked for. */
export function decidersOf(scene: Scene, side: 'supplier' | 'customer'): readonly PersonId[] {
  return side === 'supplier' ? supervisorsOf(scene) : managersOf(scene);
}

/** @param fresh texts that the same cause writes */
export async function findingView(
  scene: Scene,
  found: FoundFinding,
  fresh: readonly NewText[] = [],
): Promise<FindingView> {
  const { contract, members, now, text } = scene;
  const { dispute, finding, isOutgrown, note, record, recordedBy } = found;
  const words = text.assessment.finding;
  const said = await textsOf(scene, [note, dispute?.reason, dispute?.decision?.reason], fresh);
  const placed = placedRule(contract.tables, finding.rule);
  const isOpen = finding.standing === 'disputed' && dispute !== undefined && dispute.decision === undefined;
  const decision = dispute?.decision;
  return {
    code: codeOf(found),
    subject: { id: findingSubject(contract.id, finding), version: record?.version ?? 0 },
    standing: finding.standing,
    item: placed ? text.assessment.rule(placed.rule.id, placed.item.name) : finding.rule,
    rule: placed?.rule.text ?? '',
    clause: placed?.item.clause ?? '',
    at: atWords(finding.at, now, text),
    about: aboutWords(scene, found),
    quantity: quantityWords(scene, found),
    note: said(note),
    by: recordedBy === undefined ? words.bot : nameOf(members, recordedBy, text),
    evidence: evidenceWords(scene, found),
    ...(dispute && {
      dispute: words.dispute(
        text.assessment.kinds[dispute.kind],
        nameOf(members, dispute.by, text),
        said(dispute.reason),
      ),
    }),
    ...(decision && {
      decision: words.decision(nameOf(members, decision.by, text), decision.isAccepted, said(decision.reason)),
    }),
    ...(isOutgrown && { isOutgrown }),
    isRecorded: finding.origin === 'person',
    managers: managersOf(scene),
    supervisors: supervisorsOf(scene),
    deciders: isOpen ? decidersOf(scene, dispute.side) : [],
    ...(isOpen && { asker: dispute.by }),
  };
}

/** A midnight is a day that was named without a time. */
function atWords(at: Instant, now: Instant, text: Catalogue): string {
  return civilTimeWithSeconds(at) === '00:00:00' ? dayWords(at, text) : instantWords(at, now, text, 'if_any');
}

/** Shows kept words on one line; empty where there are none, or they were erased. */
async function textsOf(scene: Scene, refs: readonly (TextRef | undefined)[], fresh: readonly NewText[]) {
  const ids = refs.flatMap((ref) => ref?.id ?? []);
  const stored = await scene.store.texts(ids);
  const bodies = new Map([...stored, ...fresh.map(({ ref, body }) => [ref.id, body] as const)]);
  return (ref: TextRef | undefined): string => {
    const body = ref ? (bodies.get(ref.id) ?? scene.text.names.erasedText) : '';
    return clip(body.replace(/\s+/gu, ' '), WORDS_SHOWN_MAX);
  };
}

function aboutWords({ contract, members, text }: Scene, { finding }: FoundFinding): readonly string[] {
  const { copy, subject, ticket } = finding;
  const people = { contract, members };
  const named = [
    ticket?.number ?? '',
    copy === undefined ? '' : copyName(copy, people, text),
    subject === undefined ? '' : subjectName(subject, people, text),
  ];
  // A finding of somebody's own table is about him as well.
  return [...new Set(named.filter((part) => part !== ''))];
}

function quantityWords({ contract, now, text }: Scene, { finding }: FoundFinding): readonly string[] {
  const words = text.assessment.finding;
  const { doneAt, dueAt, elapsedMs, figure, isMissing, quantity, rule, state } = finding;
  const kinds = placedRule(contract.tables, rule)?.rule.kinds;
  const states = kinds?.['tiered-state']?.states ?? [];
  const count = quantity === undefined || (quantity === 1 && !kinds?.['late-days']) ? '' : quantity;
  const instants = [dueAt, doneAt].map((at) => (at === undefined ? '' : atWords(at, now, text)));
  return [
    count === '' ? '' : kinds?.['late-days'] ? words.days(count) : words.quantity(count),
    figure === undefined ? '' : words.figure(pointsWords(figure)),
    elapsedMs === undefined ? '' : durationWords(elapsedMs, text),
    isMissing ? words.never : '',
    states.find(({ id }) => id === state)?.name ?? '',
    instants.filter((at) => at !== '').join(' → '),
  ].filter((part) => part !== '');
}

function evidenceWords({ text }: Scene, { finding }: FoundFinding): readonly string[] {
  const words = text.assessment.finding;
  const files = finding.evidence.filter(({ kind }) => kind === 'file').length;
  const isQuoted = finding.evidence.some(({ kind }) => kind === 'message');
  return [files > 0 ? words.files(files) : '', isQuoted ? words.quoted : ''].filter((part) => part !== '');
}

/** Whose word it is: for mentions of the side that did not speak. */
export function otherSide(scene: Scene, by: Parameters<typeof sideOf>[0]): readonly PersonId[] {
  return sideOf(by) === 'supplier' ? supervisorsOf(scene) : managersOf(scene);
}
