import type { Deliverable, Inspection, Obligation } from '../../domain/obligations/obligation-types.ts';
import type { Instant } from '../../domain/types.ts';
import type { Cast } from './cast.ts';
import { compare, compareSets, type Mismatch, toList } from './mismatch.ts';
import type { DeliverableExpectation, InspectionExpectation } from './obligation-expectation.ts';
import { writeDate, writeTime } from './when.ts';

type Meant = Pick<InspectionExpectation | DeliverableExpectation, 'plan' | 'period' | 'department'>;
type Common = Omit<InspectionExpectation & DeliverableExpectation, 'state'> & { readonly state?: string | undefined };

export interface ObligationCheck {
  readonly obligations: readonly Obligation[];
  readonly cast: Cast;
}

/** Checks `inspections` and `deliverables`. */
export function checkObligations(
  expect: {
    readonly inspections?: InspectionExpectation | readonly InspectionExpectation[] | undefined;
    readonly deliverables?: DeliverableExpectation | readonly DeliverableExpectation[] | undefined;
  },
  { cast, obligations }: ObligationCheck,
): readonly Mismatch[] {
  const rounds = obligations.filter((one) => one.type === 'inspection');
  const papers = obligations.filter((one) => one.type === 'deliverable');
  return [
    ...toList(expect.inspections).flatMap((want) => {
      const of = meantBy(want, rounds);
      const what = whatOf('inspections', want);
      return [
        ...checkAll(what, want, of),
        ...checkNewest(what, want, of.at(-1), (one) => ofRound(what, want, one, cast)),
      ];
    }),
    ...toList(expect.deliverables).flatMap((want) => {
      const of = meantBy(want, papers);
      const what = whatOf('deliverables', want);
      return [
        ...checkAll(what, want, of),
        ...checkNewest(what, want, of.at(-1), (one) => ofPaper(what, want, one, cast)),
      ];
    }),
  ];
}

function whatOf(list: string, { department, period, plan }: Meant): string {
  return [list, plan, ...toList(period), ...toList(department)].join('.');
}

function meantBy<O extends Obligation>({ department, period, plan }: Meant, all: readonly O[]): readonly O[] {
  return all.filter(
    (one) =>
      one.planId === plan &&
      (period === undefined || one.period.label === period) &&
      (department === undefined || one.department === department),
  );
}

function checkAll(what: string, want: Pick<Common, 'count' | 'states'>, of: readonly Obligation[]) {
  const states = [...Map.groupBy(of, ({ state }) => state)].map(([state, all]) => `${state} ${all.length}`);
  const wanted = want.states && Object.entries(want.states).map(([state, count]) => `${state} ${count}`);
  return [...compare(`${what}.count`, want.count, of.length), ...compareSets(`${what}.states`, wanted, states)];
}

/** What is said of one, beside how many there are. */
function checkNewest<O extends Obligation>(
  what: string,
  { department: _, period: __, plan: ___, count, states, ...fields }: Meant & Partial<Common>,
  one: O | undefined,
  checkIt: (one: O) => readonly Mismatch[],
): readonly Mismatch[] {
  const isOne = Object.keys(fields).length > 0 || (count === undefined && states === undefined);
  if (!isOne) return [];
  if (!one) return [{ what, expected: 'one', actual: 'there is none' }];
  return [
    ...compare(`${what}.state`, fields.state, one.state),
    ...compare(`${what}.opens`, fields.opens, written(one.opensAt, fields.opens)),
    ...compare(`${what}.due`, fields.due, written(one.dueAt, fields.due)),
    ...compareSets(`${what}.told`, fields.told, one.told),
    ...checkIt(one),
  ];
}

function ofRound(what: string, want: InspectionExpectation, one: Inspection, cast: Cast): readonly Mismatch[] {
  const results = Object.entries(one.results);
  const items = want.items && Object.entries(want.items).map(([id, outcome]) => `${id} ${outcome}`);
  const tickets = results.flatMap(([, { ticket }]) => ticket?.number ?? []);
  return [
    ...compare(`${what}.done_at`, want.done_at, written(one.doneAt, want.done_at) ?? null),
    ...compare(`${what}.by`, want.by, keyOf(one.doneBy, cast)),
    ...compareSets(
      `${what}.items`,
      items,
      results.map(([id, { outcome }]) => `${id} ${outcome}`),
    ),
    ...compareSets(`${what}.tickets`, want.tickets, tickets),
  ];
}

function ofPaper(what: string, want: DeliverableExpectation, one: Deliverable, cast: Cast): readonly Mismatch[] {
  const [first] = one.submissions;
  const returned = one.reviews.filter(({ isAccepted }) => !isAccepted);
  return [
    ...compare(`${what}.submitted_at`, want.submitted_at, written(first?.at, want.submitted_at) ?? null),
    ...compare(`${what}.by`, want.by, keyOf(first?.by, cast)),
    ...compare(`${what}.submissions`, want.submissions, one.submissions.length),
    ...compare(`${what}.returned`, want.returned, returned.length),
    ...compare(`${what}.posted`, want.posted, one.draft?.postedAt !== undefined),
  ];
}

function keyOf(id: string | undefined, { people }: Cast): string | null {
  return people.find((person) => person.id === id)?.key ?? null;
}

/** With its day where the scenario names one. */
function written(at: Instant | undefined, want: string | null | undefined): string | undefined {
  if (at === undefined) return undefined;
  return want?.includes(' ') ? `${writeDate(at)} ${writeTime(at)}` : writeTime(at);
}
