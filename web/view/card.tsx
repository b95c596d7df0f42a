import { useEffect, useRef, useState } from 'preact/hooks';
import type { CardView, MessageView } from '../../platforms/sandbox/types.ts';
import { Countdowns } from './countdown.tsx';
import { usePage } from './page.ts';
import { RichLine, Words } from './rich-text.tsx';

const BUTTONS_SHOWN = 4;
/** The second tap of a slow double tap comes within this. */
const SETTLE_MS = 1_000;

export function CardBubble({ message, card }: { message: MessageView; card: CardView }) {
  const article = useRef<HTMLElement>(null);
  useKeptFocus(article, card);
  return (
    <article class={`card tone-${card.tone}`} aria-label={card.title} tabIndex={-1} ref={article}>
      <header>
        <h3>
          <Words text={card.title} />
        </h3>
        {card.badge && <span class="badge">{card.badge}</span>}
      </header>
      {card.lines.map((line, place) => (
        <p key={place}>
          <RichLine line={line} />
        </p>
      ))}
      {card.fields.length > 0 && (
        <dl>
          {card.fields.map((field, place) => (
            <div key={place}>
              <dt>{field.label}</dt>
              <dd>
                <RichLine line={field.value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {card.clocks.length > 0 && <Countdowns clocks={card.clocks} />}
      <Buttons message={message} card={card} />
      <WaitingFor card={card} message={message} />
      {card.footnote && <p class="footnote">{card.footnote}</p>}
    </article>
  );
}

/** A tap changes the card, and the tapped button may be gone: the keyboard's place is then the card itself. */
function useKeptFocus(article: { readonly current: HTMLElement | null }, card: CardView): void {
  const hadFocus = useRef(false);
  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) article.current?.focus({ preventScroll: true });
    const note = () => {
      hadFocus.current = article.current?.contains(document.activeElement) ?? false;
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, [article, card]);
}

function Buttons({ message, card }: { message: MessageView; card: CardView }) {
  const { text, press, turn } = usePage();
  const [isOpen, setOpen] = useState(false);
  // One more button takes no more room than the one that would hide it.
  const shown =
    isOpen || card.actions.length <= BUTTONS_SHOWN + 1 ? card.actions : card.actions.slice(0, BUTTONS_SHOWN);
  const isSettling = useSettling(`${card.subject?.version} ${card.actions.map(({ action }) => action).join(' ')}`);
  const isTurn = turn?.isViewers === true && turn.ticket.messageId === message.id;
  if (card.actions.length === 0) return null;
  return (
    <div class={isSettling ? 'buttons is-settling' : 'buttons'}>
      {shown.map((action) => (
        <button
          key={`${action.action} ${action.subject?.id}`}
          type="button"
          class={`button button-${action.style}${isTurn && turn.action === action.action ? ' is-next' : ''}`}
          onClick={() => press(message, action)}
        >
          {action.label}
        </button>
      ))}
      {shown.length < card.actions.length && (
        <button type="button" class="button button-more" aria-expanded={false} onClick={() => setOpen(true)}>
          {text.moreActions}
        </button>
      )}
    </div>
  );
}

/**
 * For a moment after they changed, the buttons take no tap: it was meant for the one that stood there before. A key that is
 * pressed goes to a button that has the focus, so it is meant.
 */
function useSettling(buttons: string): boolean {
  const [settled, setSettled] = useState(buttons);
  useEffect(() => {
    if (settled === buttons) return undefined;
    const timer = setTimeout(() => setSettled(buttons), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [buttons, settled]);
  return settled !== buttons;
}

/** Who else the card waits for: the persons who have the next step's button, each a tap away. */
function WaitingFor({ message, card }: { message: MessageView; card: CardView }) {
  const { text, turn, personaOf, become } = usePage();
  if (turn === undefined || turn.isViewers || turn.ticket.messageId !== message.id) return null;
  const people = turn.users.flatMap((user) => personaOf(user) ?? []);
  if (people.length === 0 || card.othersActions.length === 0) return null;
  return (
    <p class="waiting">
      {text.waitingFor(turn.label)}
      {people.map((person) => (
        <button key={person.key} type="button" class="button" onClick={() => become(person.key)}>
          {text.switchTo(person.name)}
        </button>
      ))}
    </p>
  );
}
