import type { CardClock } from '../../cards/types.ts';
import { dueTimeSeen, durationWords } from '../state/format.ts';
import { isRunning, leftMs } from '../state/tickets.ts';
import { useNow, usePage } from './page.ts';

type ClockState = 'running' | 'soon' | 'late' | 'met' | 'missed' | 'paused';

/** Clocks of a card: what is left of each, second by second. */
export function Countdowns({ clocks }: { clocks: readonly CardClock[] }) {
  return (
    <ul class="clocks">
      {clocks.map((clock) => (
        <Countdown key={`${clock.label} ${clock.startedAt}`} clock={clock} />
      ))}
    </ul>
  );
}

function Countdown({ clock }: { clock: CardClock }) {
  const { text } = usePage();
  const now = useNow();
  const left = leftMs(clock, now);
  const target = Math.max(1, clock.dueAt - clock.startedAt);
  const state = stateOf(clock, left, target);
  const words = {
    running: text.left(durationWords(left, text)),
    soon: text.left(durationWords(left, text)),
    late: text.over(durationWords(left, text)),
    met: text.met,
    missed: text.missed,
    paused: text.paused,
  }[state];
  const usedPercent = Math.min(100, Math.max(0, ((target - left) / target) * 100));
  return (
    <li class={`clock clock-${state}`}>
      <span class="clock-label">{clock.label}</span>
      <span class="clock-bar" aria-hidden="true">
        <span style={{ width: `${usedPercent}%` }} />
      </span>
      <span class="clock-due">{isRunning(clock) && text.before(dueTimeSeen(clock.dueAt, now, text))}</span>
      {/* A timer is silent in a live region; readers hear it when they come to it. */}
      <span class="clock-left" role="timer" aria-live="off">
        {words}
      </span>
    </li>
  );
}

function stateOf(clock: CardClock, left: number, target: number): ClockState {
  if (clock.stoppedAt !== undefined) return clock.breached || left < 0 ? 'missed' : 'met';
  if (clock.pausedAt !== undefined) return 'paused';
  if (clock.breached || left < 0) return 'late';
  return left * 5 <= target ? 'soon' : 'running';
}
