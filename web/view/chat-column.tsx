import { useStored } from '../state/stored.ts';
import type { TicketOnCard } from '../state/tickets.ts';
import type { Speech } from '../state/use-speech.ts';
import { Composer } from './composer.tsx';
import { Guide } from './guide.tsx';
import { MessageList } from './message-list.tsx';
import { usePage } from './page.ts';
import { PersonaStrip, RoleLine } from './persona-strip.tsx';
import { Suggestions } from './suggestions.tsx';

export interface ChatColumnProps {
  readonly speech: Speech;
  /** The newest ticket of the open room, an open one if there is any. */
  readonly latest: TicketOnCard | undefined;
}

/** The open chat: guide, messages, who speaks, and what is being written. */
export function ChatColumn({ speech, latest }: ChatColumnProps) {
  const { text, room, people } = usePage();
  const [guide, setGuide] = useStored('local', 'guide', 'shown');
  const hasGuide = guide === 'shown' && room.kind === 'group';
  return (
    <main class="column chat">
      <header class="chat-title">
        <h2>
          {room.title}
          {room.kind === 'group' && <small> ({people.length + 1})</small>}
        </h2>
        {guide !== 'shown' && (
          <button type="button" class="link" onClick={() => setGuide('shown')}>
            {text.guideShow}
          </button>
        )}
      </header>
      {hasGuide && <Guide latest={latest} onHide={() => setGuide('hidden')} />}
      <MessageList />
      <footer class="speak">
        <PersonaStrip />
        <div class="speak-help">
          <RoleLine />
          <Suggestions />
        </div>
        <Composer speech={speech} />
      </footer>
    </main>
  );
}
