import type { ScoreView, ShownSavable } from '../cards/score-card.ts';
import { itemsOf } from '../cards/score-words.ts';
import { nameOf } from '../cards/ticket-view.ts';
import { signatureInForce } from '../domain/assessment/decide-signature.ts';
import { forecast } from '../domain/assessment/forecast.ts';
import { ownPeriod } from '../domain/assessment/period.ts';
import { type Savable, savable } from '../domain/assessment/savable.ts';
import { whatIf } from '../domain/assessment/score-tables.ts';
import type { TableScore } from '../domain/assessment/statement.ts';
import type { Scene } from './context.ts';
import type { MadeScore, ScoredPeriod } from './scored.ts';
import { signaturesOf } from './signed-periods.ts';

/** Tickets of which it is worked out what they would cost: as many as a card shows. */
const PRICED_MAX = 5;

/** All that a table's card shows beside its score. */
export async function scoreView(scene: Scene, scored: ScoredPeriod, one: MadeScore): Promise<ScoreView> {
  const { contract, members, now } = scene;
  const { made, part, score } = one;
  const isRunning = part.period.from <= now && now < part.period.to;
  const expected = isRunning && part.period.isOwn ? forecast(score, made.env) : undefined;
  const signed = await signatureOf(scene, one);
  return {
    contract,
    members,
    contractId: contract.id,
    label: scored.statement.label,
    period: part.period,
    ...(part.isSplit && { isSplit: true }),
    score,
    choices: part.choices,
    ...(expected && { forecast: expected }),
    savable: isRunning ? savableFor(one) : [],
    ...(signed && { signed }),
    others: scored.listed.flatMap((other) =>
      other === one || other.part.period.from !== part.period.from ? [] : [other.score],
    ),
    isOneOfSeveral: contract.tables.length > 1,
  };
}

/** Running clocks that would cost something in this table. */
function savableFor({ made, score }: MadeScore): readonly ShownSavable[] {
  const tables = made.tables.filter(({ id }) => id === score.id);
  const itemOfRule = new Map(
    itemsOf(score).flatMap((item) => item.rules.map((rule): [string, string] => [rule.id, item.id])),
  );
  let priced = 0;
  return savable(tables, made.past, made.env.period)
    .filter(({ findings }) => findings.every(({ copy }) => copy === undefined || copy === score.copy))
    .flatMap((one): readonly ShownSavable[] => {
      const items = [...new Set(one.rules.flatMap((rule) => itemOfRule.get(rule) ?? []))];
      if (one.leftMs === undefined || items.length === 0) return [];
      const { clock, findings, leftMs, number } = one;
      // What only makes a ratio worse costs by what becomes of the other tickets.
      const stake = findings.length === 0 || priced >= PRICED_MAX ? {} : stakeOf(made, score, one);
      if (!stake) return [];
      priced += 1;
      return [{ number, clock, leftMs, items, ...stake }];
    });
}

/** What it would cost. @returns undefined: nothing, be it that its item has nothing left to lose */
function stakeOf({ env, facts, tables }: MadeScore['made'], score: TableScore, { findings }: Savable) {
  const own = tables.filter(({ id }) => id === score.id);
  const known = new Map(facts.findings.map((finding) => [finding.id, finding]));
  // What was decided about one that is there already holds for it as well when it takes longer.
  const extra = findings.map((finding) => ({ ...finding, standing: known.get(finding.id)?.standing ?? 'found' }));
  const { after, before } = whatIf(own, facts, extra, env);
  const scoreIn = (scores: readonly TableScore[]) =>
    scores.find(({ copy, id }) => id === score.id && copy === score.copy);
  const [is, was] = [scoreIn(after), scoreIn(before)];
  if (!is || !was || consequences(is) === consequences(was)) return undefined;
  // A mark lies between the worst and the best: one more may move either.
  const least = (is.total?.min ?? 0) - (was.total?.min ?? 0);
  const points = (is.total?.max ?? 0) - (was.total?.max ?? 0) || least;
  return points === 0 ? {} : { points };
}

function consequences({ bands, fen, total, verdicts }: TableScore): string {
  return JSON.stringify([total, fen, bands.map(({ name }) => name), verdicts.map(({ rule }) => rule)]);
}

async function signatureOf(scene: Scene, { part, score }: MadeScore) {
  const { contract, members, text } = scene;
  const { isSplit, period } = part;
  const table = contract.tables.find(({ id }) => id === score.id);
  const own = table && ownPeriod(table, contract.term, period.from);
  // A period that was cut is signed as a whole.
  const signed = await signaturesOf(scene, isSplit && own?.label === period.label ? own : period);
  const last = signatureInForce(signed.filter(({ doc }) => doc.tables.includes(score.id)));
  return last && { by: nameOf(members, last.doc.signedBy, text), at: last.doc.signedAt };
}
