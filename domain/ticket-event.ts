import { assert } from './assert.ts';
import { clockOfRule, lastRound, nextRound, resumeChange, stopChanges } from './clock-changes.ts';
import { faultReportRules, isRecurring } from './clock-rules.ts';
import { isOpen, openPause } from './clocks.ts';
import type { DirectCommand } from './content-refusals.ts';
import type { ClockName } from './contract.ts';
import type { Env } from './env.ts';
import { isLateRating } from './late-rating.ts';
import { withLevelQuestion } from './level-question.ts';
import { mergedEvent } from './merge.ts';
import { rareEventOf } from './rare-event.ts';
import { rebindingChanges } from './rebinding.ts';
import { reopeningChanges } from './reopening.ts';
import { STOPPED_BY, stoppedBy, stopping, voiding } from './step-clocks.ts';
import { pauseChanges, suspensionPauses } from './suspension.ts';
import type { ClockChange, Ticket, TicketClock, TicketEvent } from './ticket-types.ts';
import type { Actor } from './types.ts';

/** The one event that a permitted command makes, with all that it does to the clocks. */
export function eventOf(ticket: Ticket, command: DirectCommand, actor: Actor, env: Env): TicketEvent {
  const base = { id: env.newEventId(), ticketId: ticket.id, at: env.now, by: actor.id };
  const none: readonly ClockChange[] = [];
  switch (command.type) {
    case 'acknowledge':
      return { ...base, type: 'acknowledged', clocks: stopping(ticket, STOPPED_BY.acknowledge, env) };
    case 'arrive':
      return { ...base, type: 'arrived', clocks: stopping(ticket, STOPPED_BY.arrive, env) };
    case 'report_up':
      return { ...base, type: 'reported_up', clocks: stopping(ticket, STOPPED_BY.report_up, env) };
    case 'diagnose':
      return {
        ...base,
        type: 'diagnosed',
        text: command.text,
        clocks: telling(ticket, stoppedBy('diagnose', ticket), env),
      };
    case 'work_around':
      return {
        ...base,
        type: 'worked_around',
        text: command.text,
        clocks: telling(ticket, STOPPED_BY.work_around, env),
      };
    case 'progress':
      return { ...base, type: 'progressed', text: command.text, clocks: telling(ticket, STOPPED_BY.progress, env) };
    case 'supplement':
      return { ...base, type: 'supplemented', text: command.text, clocks: none };
    case 'resolve': {
      const clocks = [...stopping(ticket, STOPPED_BY.resolve, env), ...faultReportStarts(ticket, env)];
      return { ...base, type: 'resolved', cause: command.cause, action: command.action, clocks };
    }
    case 'confirm': {
      if (isLateRating(ticket, command, env.now))
        return { ...base, type: 'rated', rating: command.rating, clocks: none };
      const rating = command.rating === undefined ? {} : { rating: command.rating };
      return { ...base, type: 'confirmed', ...rating, clocks: none };
    }
    case 'reopen':
      return { ...base, type: 'reopened', reason: command.reason, clocks: reopeningChanges(ticket, actor.id, env) };
    case 'transfer': {
      const reason = command.reason ? { reason: command.reason } : {};
      return { ...base, type: 'transferred', to: command.to.id, ...reason, clocks: none };
    }
    case 'suspend': {
      const responded = stopping(ticket, STOPPED_BY.suspend, env);
      if (env.contract.suspension.approval === 'supervisor') {
        return { ...base, type: 'suspension_requested', reason: command.reason, clocks: responded };
      }
      const stopped = new Set(responded.map(changedId));
      const paused = pauseChanges(ticket, env.contract, { from: env.now, by: actor.id }).filter(
        (change) => !stopped.has(changedId(change)),
      );
      return { ...base, type: 'suspended', reason: command.reason, clocks: [...responded, ...paused] };
    }
    case 'approve_suspension': {
      const request = ticket.suspension;
      assert(request, `nobody asked to suspend ticket ${ticket.id}`);
      const { requestedAt: from, resolvedAt: to, by } = request;
      const clocks = pauseChanges(ticket, env.contract, { from, to, by });
      return { ...base, type: 'suspension_approved', clocks };
    }
    case 'refuse_suspension':
      return { ...base, type: 'suspension_refused', clocks: none };
    case 'resume': {
      const paused = ticket.clocks.filter((clock) => isOpen(clock) && openPause(clock));
      return { ...base, type: 'resumed', clocks: paused.map((clock) => resumeChange(clock, env.contract, env.now)) };
    }
    case 'change_level': {
      const clocks = rebindingChanges(ticket, { ...ticket, level: command.to }, env.contract, env.now);
      return { ...base, type: 'level_changed', from: ticket.level, to: command.to, reason: command.reason, clocks };
    }
    case 'cancel':
      return { ...base, type: 'cancelled', reason: command.reason, clocks: voiding(ticket, env) };
    case 'change_system':
      return withLevelQuestion(ticket, rareEventOf(ticket, command, actor, env), actor);
    case 'merge':
      return mergedEvent(ticket, command.into, actor, env);
    default:
      return rareEventOf(ticket, command, actor, env);
  }
}

/** The fault report is owed from each resolution; a reopening made the one before void. */
function faultReportStarts(ticket: Ticket, { contract, now }: Env): readonly ClockChange[] {
  return faultReportRules(contract, ticket).map((rule) => {
    const last = lastRound(ticket.clocks, rule);
    const round = last === 0 ? undefined : last + 1;
    return { op: 'start', clock: clockOfRule(rule, contract, { startedAt: now, now, round }) };
  });
}

/**
 * A step that tells the customer something: 进展, and a diagnosis or workaround with its text. It is the progress that
 * was owed, and the next is owed from here. Arriving tells nothing, so it does not count.
 */
function telling(ticket: Ticket, names: readonly ClockName[], env: Env): readonly ClockChange[] {
  const rounds = ticket.clocks.filter((clock) => isOpen(clock) && isRecurring(clock));
  const renewed = rounds.flatMap((clock) => [
    ...stopChanges(clock, env.contract, env.now),
    { op: 'start' as const, clock: roundAfter(clock, ticket, env) },
  ]);
  return [...stopping(ticket, names, env), ...renewed];
}

function roundAfter(clock: TicketClock, ticket: Ticket, env: Env): TicketClock {
  const pauses = clock.pausable ? suspensionPauses(ticket, env.now) : [];
  return nextRound(clock, ticket.clocks, env.contract, { now: env.now, pauses });
}

function changedId(change: ClockChange): string {
  return change.op === 'start' ? change.clock.id : change.id;
}
