import type { RoomView } from '../../platforms/sandbox/types.ts';
import { timeOfDay } from '../state/format.ts';
import type { ReadMarks } from '../state/unread.ts';
import { unreadOf } from '../state/unread.ts';
import { BotAvatar } from './avatar.tsx';
import { usePage } from './page.ts';

/** The chats of the viewer, with what was said last and what he has not seen. */
export function RoomList({ marks }: { marks: ReadMarks }) {
  const { text, session } = usePage();
  return (
    <>
      <ul class="room-list">
        {session.rooms.map((room) => (
          <RoomEntry key={room.key} room={room} marks={marks} />
        ))}
        {session.rooms.length === 0 && <li>{text.noMessages}</li>}
      </ul>
      <OtherTeams />
    </>
  );
}

/** The other contracts: whoever goes there becomes the first of their people. */
function OtherTeams() {
  const { text, session, me, become } = usePage();
  const teams = Map.groupBy(
    session.personas.filter(({ team }) => team !== me.team),
    ({ team }) => team,
  );
  if (teams.size === 0) return null;
  return (
    <section class="other-teams" aria-label={text.otherTeams}>
      <h2>{text.otherTeams}</h2>
      <ul>
        {[...teams].map(([team, [first]]) => (
          <li key={team}>
            <button type="button" class="chip" onClick={() => first && become(first.key)}>
              {team}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RoomEntry({ room, marks }: { room: RoomView; marks: ReadMarks }) {
  const { text, me, room: open, openRoom } = usePage();
  const last = room.messages.at(-1);
  const { count, mentions } = unreadOf(room, me.key, marks);
  const isOpen = room.key === open.key;
  return (
    <li>
      <button type="button" class="room" aria-current={isOpen ? 'true' : undefined} onClick={() => openRoom(room.key)}>
        {room.kind === 'private' ? (
          <BotAvatar />
        ) : (
          <span class="avatar group-avatar" aria-hidden="true">
            {[...room.title][0]}
          </span>
        )}
        <span class="room-title">
          {room.title}
          {room.kind === 'private' && <span class="room-kind">{text.privateChat}</span>}
        </span>
        <span class="room-time">{last ? timeOfDay(last.at) : ''}</span>
        <span class="room-last">
          {!isOpen && mentions && <strong class="rings">[{text.mentionsYou}] </strong>}
          <LastWords room={room} />
        </span>
        {!isOpen && count > 0 && (
          <span class="unread">
            <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
            <span class="visually-hidden">{text.unread(count)}</span>
          </span>
        )}
      </button>
    </li>
  );
}

function LastWords({ room }: { room: RoomView }) {
  const { text, session, personaOf } = usePage();
  const last = room.messages.at(-1);
  if (last === undefined) return <>{text.noMessages}</>;
  if (last.from === 'person') {
    return (
      <bdi>
        {personaOf(last.userId)?.name ?? last.userId}: {(last.text || (last.files?.[0]?.name ?? '')).slice(0, 60)}
      </bdi>
    );
  }
  const firstLine = (last.lines[0] ?? [])
    .map((run) => (typeof run === 'string' ? run : 'bold' in run ? run.bold : `@${run.mention.name ?? ''}`))
    .join('');
  return (
    <bdi>
      {session.botName}: {last.card?.title ?? last.file?.name ?? firstLine}
    </bdi>
  );
}
