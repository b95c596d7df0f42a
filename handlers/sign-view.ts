import type { Catalogue } from '../cards/catalogue.ts';
import { changeWords, pointsWords, yuanWords } from '../cards/points-words.ts';
import { copyName, moneyWords, periodWords, spanWords } from '../cards/score-words.ts';
import type { SignView } from '../cards/sign-card.ts';
import { nameOf } from '../cards/ticket-view.ts';
import type { Signature } from '../domain/assessment/decide-signature.ts';
import { type Difference, differences } from '../domain/assessment/signed-statement.ts';
import type { PersonId } from '../domain/types.ts';
import { openWords } from './assessment-commit.ts';
import type { UpdateContext } from './context.ts';
import { otherSide, supervisorsOf } from './finding-view.ts';
import { type Signing, signSubject } from './sign-scope.ts';
import { readSignedStatement, type SignedStatement, tablesOf } from './signed-paper.ts';

/** More is in the statement. */
const CHANGES_SHOWN_MAX = 15;
/** Signs of a hash that people compare. */
const HASH_SHOWN = 12;

/** @param signature of what is signed or proposed: then all is as it was signed, whatever the record says by now */
export function signView(
  ctx: UpdateContext,
  signing: Signing,
  state: SignView['state'],
  signature?: Signature,
): SignView {
  const { members, text } = ctx;
  const { signing: words } = text.assessment;
  const { meant, toSign } = signing;
  const ledger = signature?.doc.ledger ?? toSign.ledger;
  const paper = readSignedStatement(signature?.doc.statement ?? toSign.statement);
  const nameOrNone = (id: PersonId | undefined) => (id === undefined ? '' : nameOf(members, id, text));
  const open = signature ? [] : toSign.open;
  return {
    state,
    period: meant.name,
    subject: { id: signSubject(ctx, meant.period), version: signature?.version ?? 0 },
    tables: tableWords(ctx, paper),
    // What was refused owes nothing.
    money: state === 'refused' ? '' : moneyOf(paper, text),
    open: openWords(
      ctx,
      open.map(({ rule }) => rule),
    ),
    disputed: signature ? 0 : toSign.disputed,
    signer: nameOrNone(signature?.doc.signedBy),
    agreedBy: nameOrNone(signature?.doc.agreedBy),
    refusedBy: nameOrNone(signature?.doc.refusedBy),
    ledger: words.head(ledger.seq, ledger.hash.slice(0, HASH_SHOWN)),
    changes: changesOf(ctx, signing, paper, signature),
    deciders: state === 'ready' ? supervisorsOf(ctx) : state === 'proposed' ? otherSide(ctx, ctx.actor) : [],
  };
}

/** With what a missing price leaves out; empty where nothing is owed. */
function moneyOf({ fen, parts }: SignedStatement, text: Catalogue): string {
  const tables = parts.flatMap((part) => part.tables);
  const isUnpriced = tables.some(({ open = [] }) => open.some(({ why }) => why === 'price'));
  const isByAgreement = tables.some((table) => table.isByAgreement);
  if (fen.min === 0 && fen.max === 0 && !isUnpriced && !isByAgreement) return '';
  return moneyWords({ fen, isUnpriced, ...(isByAgreement && { isByAgreement: true }) }, text);
}

function tableWords(ctx: UpdateContext, { parts }: SignedStatement): readonly string[] {
  const { signing: words } = ctx.text.assessment;
  return parts.flatMap(({ isSplit, period, tables }) =>
    tables.map(({ copy, name, total }) => {
      const of = [
        ...(copy === undefined ? [] : [copyName(copy, ctx, ctx.text)]),
        ...(isSplit ? [periodWords(period, ctx.text)] : []),
      ];
      const score = total ? words.total(spanWords(total, pointsWords, ctx.text)) : words.unscored;
      return words.table(name, of.join(ctx.text.card.comma), score);
    }),
  );
}

/** What a correction changes, of what it corrects. */
function changesOf(
  ctx: UpdateContext,
  { signed }: Signing,
  paper: SignedStatement,
  signature?: Signature,
): readonly string[] {
  const corrected = signed.find(({ id }) => id === signature?.doc.corrects);
  if (!corrected) return [];
  const found = differences(tablesOf(readSignedStatement(corrected.doc.statement)), tablesOf(paper));
  const { signing: words } = ctx.text.assessment;
  const more = found.length > CHANGES_SHOWN_MAX ? [words.more(found.length)] : [];
  return [...found.slice(0, CHANGES_SHOWN_MAX).map((one) => changeLine(ctx, one)), ...more];
}

function changeLine(ctx: UpdateContext, { after, before, copy, item, name, unit }: Difference): string {
  const { text } = ctx;
  const { signing: words } = text.assessment;
  const figure = (value: number | undefined): string => {
    if (value === undefined) return words.none;
    if (unit === 'fen') return words.yuan(yuanWords(value));
    return words.total(item === undefined ? pointsWords(value) : changeWords(value));
  };
  const about = text.assessment.rule(item ?? '', name).trim();
  return words.change(
    copy === undefined ? about : text.assessment.grading.item(item ?? '', name, copyName(copy, ctx, text)).trim(),
    figure(before),
    figure(after),
  );
}
