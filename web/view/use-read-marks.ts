import { useEffect, useState } from 'preact/hooks';
import type { RoomView } from '../../platforms/sandbox/types.ts';
import type { ReadMarks } from '../state/unread.ts';
import { markRead } from '../state/unread.ts';
import type { Tab } from './tab-bar.tsx';

/** What each persona has seen in this window: the open room counts as seen while it is in front. */
export function useReadMarks(viewer: string, room: RoomView, tab: Tab): ReadMarks {
  const [marks, setMarks] = useState<ReadMarks>({});
  useEffect(() => {
    if (tab === 'chat') setMarks((before) => markRead(before, viewer, room));
  }, [viewer, room, tab]);
  return marks;
}
