import type { Role } from '../../domain/types.ts';
import type { TicketOnCard } from '../state/tickets.ts';
import type { Step } from '../text-types.ts';
import { STEPS } from '../text-types.ts';
import { usePage } from './page.ts';

/** The five steps of the main job: which one is due, who takes it, and a button that leads there. */
export function Guide({ latest, onHide }: { latest: TicketOnCard | undefined; onHide: () => void }) {
  const { text, turn } = usePage();
  const isDone = latest !== undefined && turn === undefined;
  const current: Step | undefined = turn?.step ?? (isDone ? undefined : 'report');
  const place = current === undefined ? STEPS.length : STEPS.indexOf(current);
  return (
    <section class="guide" aria-label={text.guide}>
      <ol class="steps">
        {STEPS.map((step, at) => (
          <li
            key={step}
            class={at < place ? 'step step-done' : at === place ? 'step step-now' : 'step'}
            aria-current={at === place ? 'step' : undefined}
          >
            <span class="step-number" aria-hidden="true">
              {at < place ? '✓' : at + 1}
            </span>
            {text.steps[step]}
            {at < place && <span class="visually-hidden">{text.stepDone}</span>}
          </li>
        ))}
      </ol>
      <div class="guide-line">
        <NextMove isDone={isDone} />
        {turn && turn.beside.length > 0 && <p class="guide-beside">{text.guideBeside(turn.beside)}</p>}
      </div>
      <button
        type="button"
        class="icon-button guide-hide"
        aria-label={text.guideHide}
        title={text.guideHide}
        onClick={onHide}
      >
        ×
      </button>
    </section>
  );
}

function NextMove({ isDone }: { isDone: boolean }) {
  const { text, session, room, people, me, turn, personaOf, become, fill, reveal } = usePage();
  const isSuspended = turn?.action === 'resume';
  if (turn?.isViewers) {
    return (
      <>
        <p>
          {isSuspended && text.guideSuspended}
          {text.guideYourTap(turn.label)}
        </p>
        <button type="button" class="button" onClick={() => reveal(turn.ticket.room.key, turn.ticket.messageId)}>
          {text.showCard}
        </button>
      </>
    );
  }
  if (turn) {
    const next = turn.users.flatMap((user) => personaOf(user) ?? []).slice(0, 2);
    return (
      <>
        <p>
          {isSuspended && text.guideSuspended}
          {text.guideTap(next.map((person) => person.name).join(text.or), turn.label)}
        </p>
        {next.slice(0, 1).map((person) => (
          <button key={person.key} type="button" class="button button-primary" onClick={() => become(person.key)}>
            {text.switchTo(person.name)}
          </button>
        ))}
      </>
    );
  }
  const role: Role = 'reporter';
  const reporter = me.roles.includes(role) ? me : people.find((persona) => persona.roles.includes(role));
  return (
    <>
      <p>{isDone ? text.guideDone : text.guideReport((reporter ?? me).name)}</p>
      <button
        type="button"
        class={isDone ? 'button' : 'button button-primary'}
        onClick={() => {
          if (reporter) become(reporter.key);
          fill(`@${session.botName} ${text.reportExample(room.system)}`);
        }}
      >
        {text.guideFill}
      </button>
    </>
  );
}
