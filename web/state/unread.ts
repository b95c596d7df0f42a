import type { RoomView } from '../../platforms/sandbox/types.ts';

/** The newest order that was read, by viewer and room. */
export type ReadMarks = Readonly<Record<string, number>>;

export function markKey(viewer: string, room: string): string {
  return `${viewer} ${room}`;
}

/** What somebody has not seen of a room; what he said himself does not count. */
export function unreadOf(room: RoomView, viewer: string, marks: ReadMarks): { count: number; mentions: boolean } {
  const readTo = marks[markKey(viewer, room.key)] ?? 0;
  const unread = room.messages.filter(
    (message) => message.order > readTo && !(message.from === 'person' && message.userId === viewer),
  );
  return {
    count: unread.length,
    mentions: unread.some((message) => message.from === 'bot' && message.mentionsViewer),
  };
}

/** The marks after the viewer has seen a room to its end; the same object when nothing is new. */
export function markRead(marks: ReadMarks, viewer: string, room: RoomView): ReadMarks {
  const newest = room.messages.at(-1)?.order ?? 0;
  const key = markKey(viewer, room.key);
  return (marks[key] ?? 0) >= newest ? marks : { ...marks, [key]: newest };
}
