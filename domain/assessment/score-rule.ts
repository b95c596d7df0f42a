import { type Quantity, wholeQuantity } from './exact.ts';
import { allow } from './kinds/allowance.ts';
import { moneyFor } from './kinds/money-fixed.ts';
import { quotaUse } from './kinds/quota.ts';
import { repeatInWindow } from './kinds/repeat-in-window.ts';
import { withinSample } from './kinds/sampled.ts';
import { type Ticked, ticked } from './kinds/satisfaction.ts';
import type { Extra, Line, Lines, Priced, PricedLine } from './line.ts';
import type { RuleInput } from './rule-input.ts';
import type { RuleKind, RuleKinds } from './rule-kinds.ts';
import { priceOfRule } from './rule-price.ts';
import { exactly, sumOf } from './span-sums.ts';
import type { Charge, Open, RuleScore } from './statement.ts';

/** A rule by itself, before what its item, its section and the whole make of it. */
export interface ScoredRule {
  readonly score: RuleScore;
  /** What is left of the findings that count. */
  readonly lines: Lines;
  readonly ticked?: Ticked;
}

export function scoreRule(input: RuleInput): ScoredRule {
  const { rule, copy } = input;
  const { quota } = rule.kinds;
  const lines = countedLines(input);
  const priced = priceOfRule(input, lines);
  const charges = chargesOf(input, priced);
  const answer = asksForTick(rule.kinds) || input.ticks.length > 0 ? ticked(input.ticks) : undefined;
  const why: readonly Open['why'][] = [
    ...priced.open,
    ...(charges.isPriceUnknown ? (['price'] as const) : []),
    ...(answer && 'why' in answer && asksForTick(rule.kinds) ? [answer.why] : []),
  ];
  return {
    score: {
      id: rule.id,
      text: rule.text,
      kinds: kindsOf(rule.kinds),
      points: priced.points,
      fen: sumOf(charges.all.map(({ fen }) => fen)),
      charges: charges.all,
      measures: [...priced.measures, ...(quota ? [quotaUse(quota, { ...input, lines })] : [])],
      ...(answer && 'tick' in answer && { tick: answer.tick }),
      open: why.map((reason) => ({ rule: rule.id, ...(copy !== undefined && { copy }), why: reason })),
    },
    lines: priced.lines,
    ...(answer && { ticked: answer }),
  };
}

/** The kinds that choose what counts, one after the other. */
function countedLines({ rule: { kinds }, lines, earlier, startOf }: RuleInput): Lines {
  const repeat = kinds['repeat-in-window'];
  const repeated = repeat ? repeatInWindow(repeat, lines, earlier, startOf) : lines;
  const sampled = kinds.sampled ? withinSample(kinds.sampled, repeated) : repeated;
  return kinds.allowance ? allow(kinds.allowance, sampled, earlier, startOf) : sampled;
}

/** A question of a form; what a person grades beside it is graded. */
const asksForTick = (kinds: RuleKinds): boolean => kinds.satisfaction !== undefined && !kinds['human-graded'];

// The keys of a literal type are all that an object parsed by it can have.
const kindsOf = (kinds: RuleKinds): readonly RuleKind[] => Object.keys(kinds) as RuleKind[];

interface Charges {
  readonly all: readonly Charge[];
  readonly isPriceUnknown: boolean;
}

/** Money is owed for each percentage or subject where a percentage decides, else for each finding. */
function chargesOf({ rule: { kinds }, priceOf }: RuleInput, { lines, extras }: Priced): Charges {
  const money = kinds['money-fixed']?.per === 'unit' ? kinds['money-fixed'] : undefined;
  const isByRatio = kinds['per-percentage-point'] !== undefined || kinds.availability !== undefined;
  const owed = (isPaid: boolean, quantity: Quantity, subject?: string): number | undefined =>
    money && isPaid ? moneyFor(money, quantity, priceOf, subject) : 0;
  const ofExtras = extras.map((extra) => ({ extra, fen: owed(isByRatio, extra.quantity, extra.subject) }));
  const ofLines = lines.map((line) => ({
    line,
    fen: owed(!isByRatio, wholeQuantity(line.units), line.finding.subject),
  }));
  return {
    all: [
      ...ofExtras.map(({ extra, fen = 0 }) => chargeOfExtra(extra, fen)),
      ...ofLines.map(({ line, fen = 0 }) => chargeOfLine(line, fen)),
    ],
    isPriceUnknown: [...ofExtras, ...ofLines].some(({ fen }) => fen === undefined),
  };
}

function chargeOfExtra({ subject, points, quantity, note, at, mark, because }: Extra, fen: number): Charge {
  return {
    ...(at !== undefined && { at }),
    ...(subject !== undefined && { subject }),
    quantity: Number(quantity.count / quantity.of),
    points,
    fen: exactly(fen),
    ...(because && { because }),
    ...(mark !== undefined && { mark }),
    ...(note !== undefined && { note }),
    evidence: [],
  };
}

function chargeOfLine({ finding, units, because, reason = finding.reason, points }: PricedLine, fen: number): Charge {
  const { missed, note, subject, ticket } = finding;
  return {
    findingId: finding.id,
    at: finding.at,
    ...(subject !== undefined && { subject }),
    ...(ticket && { ticketNumber: ticket.number }),
    quantity: units === 0 ? (finding.quantity ?? 1) : units,
    points,
    fen: exactly(fen),
    ...(because && { because }),
    ...flagsOf(finding),
    ...(missed && { missed }),
    ...(note !== undefined && { note }),
    ...(reason !== undefined && { reason }),
    evidence: finding.evidence,
  };
}

function flagsOf({ standing, isInDeafness }: Line['finding']) {
  return {
    ...(standing === 'found' && { isUnconfirmed: true as const }),
    ...(standing === 'disputed' && { isDisputed: true as const }),
    ...(isInDeafness && { isInDeafness }),
  };
}
