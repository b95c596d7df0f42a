import type { CardClock } from '../../cards/types.ts';
import type { Instant } from '../../domain/types.ts';
import type { CardView, MessageView, RoomView } from '../../platforms/sandbox/types.ts';
import type { Step } from '../text-types.ts';
import { STEPS } from '../text-types.ts';

/** A ticket as its card shows it. */
export interface TicketOnCard {
  readonly id: string;
  readonly room: RoomView;
  readonly messageId: string;
  readonly card: CardView;
  /** Accounts that its message rings. */
  readonly rung: readonly string[];
}

/** Buttons that come before the step, since it can't or shall not be taken without them. */
const BEFORE_THE_STEP = ['approve_suspension', 'resume'] as const;
/** Duties with a deadline of their own, which run beside the way to the solution. */
const BESIDE_THE_STEP: Partial<Record<Step, readonly string[]>> = { resolve: ['diagnose', 'report_up'] };

/** Whose turn it is, and which button is meant. */
export interface Turn {
  /** How far the main job has come. */
  readonly step: Step;
  /** The button: the step's, or one that comes before it. */
  readonly action: Step | (typeof BEFORE_THE_STEP)[number];
  /** Labels of what is to be done at the same time. */
  readonly beside: readonly string[];
  readonly label: string;
  readonly users: readonly string[];
  readonly isViewers: boolean;
  readonly ticket: TicketOnCard;
}

/** The tickets' own cards, newest ticket first; of several cards of one ticket the newest. */
export function ticketsOnCards(rooms: readonly RoomView[]): readonly TicketOnCard[] {
  const tickets = new Map<string, TicketOnCard & { order: number }>();
  for (const room of rooms) {
    for (const message of room.messages) {
      const card = ticketCardOf(message);
      if (card?.subject === undefined) continue;
      const { id, order } = message;
      tickets.set(card.subject.id, { id: card.subject.id, room, messageId: id, card, rung: rungBy(message), order });
    }
  }
  return [...tickets.values()].toSorted((a, b) => b.order - a.order);
}

/** Whether a clock runs or a step is still to be done. */
export function isOpen(ticket: TicketOnCard): boolean {
  return ticket.card.clocks.some(isRunning) || nextStep(ticket.card) !== undefined;
}

/** More people than these are not shown as next: one of them is enough. */
const NEXT_USERS_MAX = 2;

/**
 * The next step of the main job on a ticket's card, and who can do it.
 * @param users everybody of the group; whom the card rings comes first
 */
export function turnOf(ticket: TicketOnCard, viewer: string, users: readonly string[]): Turn | undefined {
  const step = nextStep(ticket.card);
  if (step === undefined) return undefined;
  const { actions, othersActions } = ticket.card;
  const offered = [...actions, ...othersActions];
  const isOffered = (name: string) => offered.some(({ action }) => action === name);
  const action = BEFORE_THE_STEP.find(isOffered) ?? step;
  const besideNames = action === step ? (BESIDE_THE_STEP[step] ?? []) : [];
  const beside = besideNames.flatMap((name) => offered.find((other) => other.action === name)?.label ?? []);
  const turn = { step, action, beside, ticket };
  const own = actions.find((other) => other.action === action);
  if (own) return { ...turn, label: own.label, users: [viewer], isViewers: true };
  const other = othersActions.find((candidate) => candidate.action === action);
  if (!other) return undefined;
  const able = users.filter((user) => other.users.includes(user));
  const rung = able.filter((user) => ticket.rung.includes(user));
  const next = (rung.length > 0 ? rung : able).slice(0, NEXT_USERS_MAX);
  return { ...turn, label: other.label, users: next, isViewers: false };
}

export function isRunning(clock: CardClock): boolean {
  return clock.stoppedAt === undefined && clock.pausedAt === undefined;
}

/** Milliseconds until the clock's due instant, negative when it is over; it stands while stopped or paused. */
export function leftMs(clock: CardClock, now: Instant): number {
  return clock.dueAt - (clock.stoppedAt ?? clock.pausedAt ?? now);
}

function ticketCardOf(message: MessageView): CardView | undefined {
  return message.from === 'bot' && message.hadClocks ? message.card : undefined;
}

function rungBy(message: MessageView): readonly string[] {
  if (message.from === 'person') return [];
  const { card, lines } = message;
  const runs = [...lines, ...(card?.lines ?? []), ...(card?.fields ?? []).map(({ value }) => value)].flat();
  return runs.flatMap((run) => (typeof run === 'object' && 'mention' in run ? run.mention.userId : []));
}

/** A later step can imply an earlier one, so a card may offer several: the earliest is the one to learn. */
function nextStep(card: CardView): Step | undefined {
  const offered = [...card.actions, ...card.othersActions].map((action) => action.action);
  return STEPS.find((step) => offered.includes(step));
}
