import { z } from 'zod';
import { rotaName } from '../cards/duty-words.ts';
import { type HandoverView, handoverCard } from '../cards/handover-card.ts';
import { LIST_SHOWN_MAX } from '../cards/list-card.ts';
import { mentions, nameOf } from '../cards/ticket-view.ts';
import { instantWords } from '../cards/words.ts';
import type { Changes, ContractEvent, Outgoing } from '../db/changes.ts';
import { calledOn, coveringTurns } from '../domain/roster.ts';
import {
  dutyScope,
  nextHandover,
  plannedRotas,
  servedBy,
  serves,
  type Turn,
  turnAt,
  turnsBetween,
} from '../domain/roster-turns.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { DAY, eventId, type Instant, type PersonId } from '../domain/types.ts';
import type { ActionContext, MessageContext, Scene, UpdateContext } from './context.ts';
import { OPEN_TICKETS_MAX } from './find-ticket.ts';
import { groupOfRota } from './group-chat.ts';
import { answeringRefresh, commitAnswer, say } from './messages.ts';
import type { Routine } from './routine-types.ts';
import { viewsOf } from './scene-ticket.ts';

/** How far back the turn before is looked for: over a long holiday. */
const TURN_BEFORE_MS = 31 * DAY;

/** 交接班: at the beginning of each turn whoever takes over gets a card with all that is open for him. */
export const handover: Routine = {
  name: 'handover',
  nextAt: nextHandover,
  async changes(scene, dueAt): Promise<Changes> {
    const outbox: Outgoing[] = [];
    const entries: ContractEvent[] = [];
    for (const turn of begunTurns(scene, dueAt)) {
      const view = await handoverView(scene, turn);
      if (!view || (view.before === undefined && (view.open.length === 0 || isGoingOn(scene, view)))) continue;
      const group = await groupOfRota(scene, turn.rota, [view.person]);
      if (!group) continue;
      outbox.push(handoverPost(scene, view, group.id));
      entries.push({
        ...{ id: eventId(scene.ids.next(scene.now)), at: scene.now, type: 'handover_posted' },
        ...{ rotaId: turn.rota.id, from: turn.from, to: turn.to, personId: view.person, open: view.open.map(idOf) },
        ...(view.before !== undefined && { before: view.before }),
      });
    }
    return { outbox, entries };
  },
};

/** 接班 on the card. */
export async function takeOverByTap(ctx: ActionContext): Promise<void> {
  const [, rotaId = '', from = ''] = /^handover:(.+):(\d{1,15})$/u.exec(ctx.update.subject) ?? [];
  const turn = turnAt(ctx, rotaId, Number(from));
  if (turn?.from !== Number(from)) return commitAnswer(ctx, say(ctx.text.system.unknownAction));
  await takeOver(ctx, turn);
}

/** 接班: the turn that the person has now. */
export async function takeOverByText(ctx: MessageContext): Promise<void> {
  const own = coveringTurnsOfAll(ctx).filter((turn) => calledOn(ctx.roster, turn)[0] === ctx.person.id);
  const turn = own.toSorted((a, b) => b.from - a.from)[0];
  if (!turn) return commitAnswer(ctx, say(ctx.text.roster.handover.nothingToTake));
  await takeOver(ctx, turn);
}

async function takeOver(ctx: UpdateContext, turn: Turn): Promise<void> {
  const { handover: words } = ctx.text.roster;
  const [person] = calledOn(ctx.roster, turn);
  const isOver = ctx.now >= turn.to;
  if (person === undefined || isOver) return commitAnswer(ctx, say(words.nothingToTake));
  const name = nameOf(ctx.members, person, ctx.text);
  if (person !== ctx.person.id) return commitAnswer(ctx, say(words.notYours(name)));
  const takenAt = await whenTaken(ctx, turn);
  const at = instantWords(takenAt ?? ctx.now, ctx.now, ctx.text, 'always');
  if (takenAt !== undefined) return commitAnswer(ctx, say(words.takenAlready(name, at)));
  const view = await handoverView(ctx, turn);
  const group = await groupOfRota(ctx, turn.rota, [person]);
  await ctx.commit({
    entries: [
      {
        ...{ id: eventId(ctx.ids.next(ctx.now)), at: ctx.now, by: person, type: 'handover_taken' },
        ...{ rotaId: turn.rota.id, from: turn.from },
      },
    ],
    outbox: view && group ? takenCard(ctx, { ...view, takenAt: ctx.now }, group.id) : [],
  });
}

/** The newest turn of each rota that has begun since then and goes on, where no other rota goes before it. */
function begunTurns(scene: Scene, since: Instant): readonly Turn[] {
  return coveringTurnsOfAll(scene).filter((turn) => {
    const [first] = coveringTurns(scene, turn.from, servedBy(turn.rota)).filter(
      (other) => calledOn(scene.roster, other).length > 0,
    );
    return turn.from >= since && first?.rota.id === turn.rota.id;
  });
}

function coveringTurnsOfAll(scene: Scene): readonly Turn[] {
  return plannedRotas(scene.roster).flatMap(({ rota }) => turnAt(scene, rota.id, scene.now) ?? []);
}

async function handoverView(scene: Scene, turn: Turn): Promise<HandoverView | undefined> {
  const { contract, roster, store } = scene;
  const [person] = calledOn(roster, turn);
  if (person === undefined) return undefined;
  const before = onDutyBefore(scene, turn);
  const open = (await store.openTickets(contract.id, { limit: OPEN_TICKETS_MAX })).filter(
    ({ departmentId, systemId }) => serves(turn.rota, dutyScope(contract, systemId, departmentId)),
  );
  return {
    id: `handover:${turn.rota.id}:${turn.from}`,
    turn,
    person,
    ...(before !== undefined && before !== person && { before }),
    open: await viewsOf(scene, open.slice(0, LIST_SHOWN_MAX)),
    total: open.length === OPEN_TICKETS_MAX ? `${OPEN_TICKETS_MAX}+` : String(open.length),
  };
}

/** He had the turn that ends at this instant too: a week's duty is no handover each morning. */
function isGoingOn(scene: Scene, { person, turn }: HandoverView): boolean {
  return coveringTurns(scene, turn.from - 1, servedBy(turn.rota)).some(
    (other) => other.to === turn.from && calledOn(scene.roster, other)[0] === person,
  );
}

/** Whoever had the turn that ends now, else that of the rota's turn before. */
function onDutyBefore(scene: Scene, { from, rota }: Turn): PersonId | undefined {
  const ending = coveringTurns(scene, from - 1, servedBy(rota));
  const earlier = turnsBetween(scene, rota.id, from - TURN_BEFORE_MS, from).slice(-1);
  return [...ending, ...earlier].flatMap((turn) => calledOn(scene.roster, turn).slice(0, 1))[0];
}

const taken = z.object({ rotaId: z.string(), from: z.number() });

async function whenTaken({ contract, now, store }: Scene, { from, rota }: Turn): Promise<Instant | undefined> {
  const entries = await store.entries(contract.id, ['handover_taken'], from, now + 1);
  return entries.find(({ body }) => {
    const parsed = taken.safeParse(JSON.parse(body));
    return parsed.success && parsed.data.rotaId === rota.id && parsed.data.from === from;
  })?.at;
}

function handoverPost(scene: Scene, view: HandoverView, chatId: Outgoing['chatId']): Outgoing {
  const { text } = scene;
  const ring = text.roster.handover.ring(mentions([view.person]), rotaName(view.turn.rota, text));
  const content = { lines: [ring], card: handoverCard(view, scene, text) };
  return { op: 'post', key: view.id, cardKey: view.id, chatId, priority: 1, content };
}

function takenCard(ctx: UpdateContext, view: HandoverView, chatId: Outgoing['chatId']): readonly Outgoing[] {
  return answeringRefresh(ctx, {
    op: 'refresh',
    key: `taken:${view.id}`,
    cardKey: view.id,
    chatId,
    priority: 1,
    content: { lines: [], card: handoverCard(view, ctx, ctx.text) },
    otherwise: 'post',
  });
}

function idOf({ ticket }: { readonly ticket: Ticket }): string {
  return ticket.id;
}
