import { useState } from 'preact/hooks';
import { dayName, dueTimeSeen, timeWithSeconds } from '../state/format.ts';
import type { TicketOnCard } from '../state/tickets.ts';
import { isOpen } from '../state/tickets.ts';
import { Countdowns } from './countdown.tsx';
import { useNow, usePage } from './page.ts';
import { Words } from './rich-text.tsx';

const STEPS_FORWARD = [
  { name: 'plusMinute', ms: 60_000 },
  { name: 'plusTenMinutes', ms: 600_000 },
  { name: 'plusHour', ms: 3_600_000 },
] as const;

/** The sandbox's time, which can be run forward, and the clocks of the tickets that are open. */
export function ClockPanel({ tickets }: { tickets: readonly TicketOnCard[] }) {
  const { text } = usePage();
  const open = tickets.filter(isOpen);
  return (
    <>
      <SandboxClock />
      <section class="tickets" aria-label={text.runningClocks}>
        <h2>{text.runningClocks}</h2>
        {open.length === 0 && <p class="nothing">{text.noClocks}</p>}
        <ul>
          {open.map((ticket) => (
            <TicketClocks key={ticket.id} ticket={ticket} />
          ))}
        </ul>
      </section>
    </>
  );
}

function SandboxClock() {
  const { text, session, moveClock } = usePage();
  const now = useNow();
  const [isMoving, setMoving] = useState(false);
  const { nextDueAt } = session.clock;
  const move = async (by: { advanceMs: number } | { to: 'next' }) => {
    setMoving(true);
    await moveClock(by);
    setMoving(false);
  };
  return (
    <section class="sandbox-clock" aria-label={text.clockTitle}>
      <h2>{text.clockTitle}</h2>
      <p class="time" role="timer" aria-live="off">
        <span class="time-of-day">{timeWithSeconds(now)}</span>
        <span class="day">{dayName(now, text)}</span>
      </p>
      <fieldset class="forward" aria-label={text.forward}>
        {STEPS_FORWARD.map((step) => (
          <button
            key={step.name}
            type="button"
            class="button"
            disabled={isMoving}
            onClick={() => void move({ advanceMs: step.ms })}
          >
            {text[step.name]}
          </button>
        ))}
        <button
          type="button"
          class="button button-primary to-next"
          disabled={isMoving || nextDueAt === undefined}
          onClick={() => void move({ to: 'next' })}
        >
          {text.toNext}
        </button>
      </fieldset>
      <p class="next" aria-live="polite">
        {isMoving && text.moving}
        {!isMoving && (nextDueAt === undefined ? text.nothingDue : text.nextAt(dueTimeSeen(nextDueAt, now, text)))}
      </p>
      <p class="nothing">{text.clockExplained}</p>
    </section>
  );
}

function TicketClocks({ ticket }: { ticket: TicketOnCard }) {
  const { text, reveal } = usePage();
  return (
    <li class={`ticket tone-${ticket.card.tone}`}>
      <button
        type="button"
        class="ticket-title"
        aria-label={text.showInChat(ticket.card.title)}
        onClick={() => reveal(ticket.room.key, ticket.messageId)}
      >
        <span>
          <Words text={ticket.card.title} />
        </span>
        {ticket.card.badge && <span class="badge">{ticket.card.badge}</span>}
      </button>
      <Countdowns clocks={ticket.card.clocks} />
    </li>
  );
}
