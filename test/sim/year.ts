import { parseCivil } from '../../domain/civil.ts';
import type { Contract } from '../../domain/contract.ts';
import type { Ticket, TicketEvent } from '../../domain/ticket-types.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../domain/types.ts';
import { type Outage, remindersOwed } from './model.ts';
import { type Draws, drawsOf } from './random.ts';
import { type Act, writeStory } from './story.ts';
import { SimWorld } from './world.ts';

/** The year that the package of holidays and the contract both know. */
const START: Instant = parseCivil('2025-06-02');
const END: Instant = parseCivil('2026-05-31');
/** After the last report: time for its story and the whole chain. */
const TAIL_MS = 60 * DAY;

export interface SimOptions {
  readonly url: string;
  readonly contract: Contract;
  readonly seed: number;
  readonly tickets: number;
}

export interface SimResult {
  /** What the plain model wants and what the ledger has, a line each, sorted. */
  readonly wanted: readonly string[];
  readonly recorded: readonly string[];
  /** Of each ticket: how many times it was reminded by its ledger, and how many times that was shown. */
  readonly shown: readonly { readonly number: string; readonly recorded: number; readonly shown: number }[];
  /** Tickets that the program has; the story's own count is `SimOptions.tickets`. */
  readonly tickets: number;
}

/** A year of one contract with random faults, people, pauses, restarts and two replicas. */
export async function simulateYear({ contract, seed, tickets, url }: SimOptions): Promise<SimResult> {
  const draws = drawsOf(seed);
  const stories = reportInstants(tickets, draws).map((at, ticket) => writeStory(ticket, at, draws));
  const outages = writeOutages(stories, draws);
  const world = await SimWorld.open({ url, start: START, contract, draws });
  try {
    const numbers = await play(world, contract, { stories, outages }, draws);
    return await compare(world, numbers, { stories, outages });
  } finally {
    await world.close();
  }
}

interface Plot {
  readonly stories: readonly (readonly Act[])[];
  readonly outages: readonly Outage[];
}

/** At any hour of any day, with some close together. */
function reportInstants(count: number, draws: Draws): readonly Instant[] {
  const instants = Array.from({ length: count }, () => draws.whole(START + DAY, END - TAIL_MS));
  return instants.map((at, place) =>
    place > 0 && draws.chance(0.2) ? (instants[0] ?? at) + draws.whole(1, HOUR) : at,
  );
}

/** Times in which nobody hears or speaks: never while somebody acts, since what is said then is lost. */
function writeOutages(stories: readonly (readonly Act[])[], draws: Draws): readonly Outage[] {
  const acts = stories.flat().map(({ at }) => at);
  const wished = stories
    .filter(() => draws.chance(0.3))
    .map((story) => {
      const from = draws.pick(story).at + draws.whole(1_000, HOUR);
      return { from, to: from + draws.delay(40 * MINUTE) };
    });
  const quiet = wished.filter(({ from, to }) => !acts.some((at) => from - 1 <= at && at <= to + 1));
  return quiet
    .toSorted((a, b) => a.from - b.from)
    .filter(({ from }, place, all) => all.slice(0, place).every(({ to }) => to < from));
}

type Step = { readonly at: Instant } & (
  | { readonly type: 'acts'; readonly acts: readonly Act[] }
  | { readonly type: 'down' | 'up' }
  | { readonly type: 'restart'; readonly place: number }
);

async function play(world: SimWorld, contract: Contract, { outages, stories }: Plot, draws: Draws) {
  await world.up(0);
  await world.up(1);
  const ids = new Map<number, Ticket['id']>();
  const steps: readonly Step[] = [
    ...stories.flat().map((act): Step => ({ at: act.at, type: 'acts', acts: [act] })),
    ...outages.flatMap(({ from, to }): Step[] => [
      { at: from, type: 'down' },
      { at: to, type: 'up' },
    ]),
    // A replica is killed and started somewhere in the year, and the other one goes on.
    ...Array.from(
      { length: 6 },
      (): Step => ({ at: draws.whole(START, END), type: 'restart', place: draws.whole(0, 1) }),
    ),
  ].toSorted((a, b) => a.at - b.at);
  let isOut = false;
  for (const step of steps) {
    await world.runTo(step.at);
    if (step.type === 'acts') {
      for (const act of step.acts) await perform(world, contract, act, ids, draws);
    } else if (step.type === 'restart') {
      world.down(step.place);
      if (!isOut) await world.up(step.place);
    } else {
      isOut = step.type === 'down';
      for (const place of [0, 1]) {
        if (isOut) world.down(place);
        else await world.up(place);
      }
    }
  }
  await world.runTo(END);
  return ids;
}

async function perform(
  world: SimWorld,
  contract: Contract,
  act: Act,
  ids: Map<number, Ticket['id']>,
  draws: Draws,
): Promise<void> {
  if (act.type === 'report') {
    const said = act.level === 'critical' ? '信用广州网站打不开了，影响业务' : '信用广州网站首页显示不出来，不影响业务';
    // Each is a ticket of its own, also where the one before is the same fault.
    const text = `登记 ${said}`;
    await world.hear([['wang', { type: 'message', text, addressed: true, sentAt: act.at }]]);
    const [opened] = await world.store.ticketsReported(contract.id, act.at, act.at + 1, 2);
    if (!opened) throw new Error(`the report at ${new Date(act.at).toISOString()} became no ticket`);
    ids.set(act.ticket, opened.id);
    return;
  }
  const id = ids.get(act.ticket);
  const ticket = id && (await world.store.ticket(id));
  if (!ticket) throw new Error(`ticket ${act.ticket} is lost`);
  const tap = {
    type: 'action',
    action: act.type,
    subject: ticket.id,
    version: ticket.version,
    form: formOf(act, ticket),
  } as const;
  const isRace = act.type === 'acknowledge' && act.isRace;
  await world.hear(
    isRace
      ? [
          ['li', tap],
          ['zhou', tap],
        ]
      : [[actorOf(act, ticket, draws), tap]],
  );
  const done = (await world.store.ticketEvents(ticket.id)).slice(ticket.writes).filter(({ by }) => by !== undefined);
  if (done.length !== 1) {
    throw new Error(
      `${act.type} of ${ticket.number} at ${new Date(act.at).toISOString()} was done ${done.length} times`,
    );
  }
}

function actorOf(act: Act, ticket: Ticket, draws: Draws): string {
  switch (act.type) {
    case 'approve_suspension':
    case 'refuse_suspension':
    case 'change_level':
      return 'qian';
    case 'reopen':
    case 'confirm':
    case 'cancel':
    case 'supplement':
      return 'wang';
    case 'acknowledge':
      return draws.pick(['li', 'zhou']);
    default:
      return draws.chance(0.7) ? (ticket.assigneeId ?? 'li') : 'zhao';
  }
}

function formOf(act: Act, ticket: Ticket): Readonly<Record<string, string>> {
  switch (act.type) {
    case 'change_level':
      return { to: act.to, reason: '核定' };
    case 'transfer':
      return { to: ticket.assigneeId === 'li' ? 'zhou' : 'li', reason: '' };
    case 'resolve':
      return { cause: '证书过期', action: '更换证书' };
    case 'diagnose':
    case 'progress':
    case 'supplement':
      return { text: '正在处理' };
    case 'suspend':
    case 'reopen':
    case 'cancel':
      return { reason: '说明' };
    case 'confirm':
      return { rating: '5' };
    default:
      return {};
  }
}

async function compare(
  world: SimWorld,
  ids: ReadonlyMap<number, Ticket['id']>,
  { outages, stories }: Plot,
): Promise<SimResult> {
  const wanted: string[] = [];
  const recorded: string[] = [];
  const shown: SimResult['shown'][number][] = [];
  for (const [ticket, id] of ids) {
    const story = stories[ticket] ?? [];
    wanted.push(...remindersOwed(story, outages, END).map((line) => `${ticket} ${line}`));
    const events = await world.store.ticketEvents(id);
    recorded.push(...events.flatMap(linesOf).map((line) => `${ticket} ${line}`));
    const number = (await world.store.ticket(id))?.number ?? '';
    const reminded = events.filter(({ type }) => type === 'reminded');
    shown.push({ number, recorded: reminded.length, shown: world.remindersShown({ id, number }) });
  }
  return { wanted: wanted.toSorted(), recorded: recorded.toSorted(), shown, tickets: ids.size };
}

function linesOf(event: TicketEvent): readonly string[] {
  if (event.type !== 'reminded') return [];
  const at = new Date(event.at).toISOString();
  return event.reminders.map(({ clockId, stage }) => `${clockId} ${stage} @ ${at}`);
}
