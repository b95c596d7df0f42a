import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { MessageView } from '../../platforms/sandbox/types.ts';
import { timeSeen } from '../state/format.ts';
import { BotAvatar } from './avatar.tsx';
import { Bubble } from './bubble.tsx';
import { usePage } from './page.ts';

const SEPARATOR_GAP_MS = 5 * 60_000;
const NEAR_END_PX = 120;

/** The messages of the open room. It stays at its end while one reads there, and says so when something new is below. */
export function MessageList() {
  const { text, room, me, session } = usePage();
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [hasNews, setNews] = useState(false);
  const newest = room.messages.at(-1);
  const toEnd = () => list.current?.scrollTo({ top: endOf(list.current) });

  useLayoutEffect(() => {
    atEnd.current = true;
    setNews(false);
    toEnd();
  }, [room.key, me.key]);

  useEffect(() => {
    const isMine = newest?.from === 'person' && newest.userId === me.key;
    if (!atEnd.current && !isMine) setNews(newest !== undefined);
  }, [newest?.id]);

  useLayoutEffect(() => {
    // A card that grows at the end pushes the end away; whoever read there wants to stay there.
    const { current } = list;
    if (!current) return;
    const content = new ResizeObserver(() => atEnd.current && toEnd());
    for (const child of [current, ...current.children]) content.observe(child);
    if (atEnd.current) toEnd();
    return () => content.disconnect();
  }, [room.messages]);

  const onScroll = () => {
    const { current } = list;
    if (!current) return;
    atEnd.current = endOf(current) - current.scrollTop < NEAR_END_PX;
    if (atEnd.current) setNews(false);
  };

  return (
    <div class="messages">
      {room.messages.length === 0 && (
        <div class="empty">
          <BotAvatar />
          <p>{room.kind === 'private' ? text.startHerePrivate(session.botName) : text.startHere(session.botName)}</p>
        </div>
      )}
      <div
        class="scroll"
        ref={list}
        role="log"
        aria-live="polite"
        aria-relevant="additions"
        aria-label={text.messagesOf(room.title)}
        onScroll={onScroll}
      >
        <ol>
          {room.messages.map((message, place) => (
            <Entry key={message.id} message={message} before={room.messages[place - 1]} now={session.clock.now} />
          ))}
        </ol>
      </div>
      {hasNews && (
        <button type="button" class="news" onClick={toEnd}>
          {text.newMessages} ↓
        </button>
      )}
    </div>
  );
}

/** Where one reads the newest message: the end of the list, or that message's beginning where it is taller than the list. */
function endOf(list: HTMLElement): number {
  const newest = list.querySelector<HTMLElement>('ol > :last-child');
  const end = list.scrollHeight - list.clientHeight;
  return newest ? Math.min(end, newest.offsetTop) : end;
}

function Entry({ message, before, now }: { message: MessageView; before: MessageView | undefined; now: number }) {
  const { text } = usePage();
  const needsTime = before === undefined || message.at - before.at >= SEPARATOR_GAP_MS;
  return (
    <>
      {needsTime && (
        <li class="separator" aria-hidden="true">
          {timeSeen(message.at, now, text)}
        </li>
      )}
      <Bubble message={message} />
    </>
  );
}
