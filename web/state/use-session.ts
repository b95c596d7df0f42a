import { useCallback, useEffect, useReducer, useState } from 'preact/hooks';
import type { WindowEvent } from '../../platforms/sandbox/api-types.ts';
import { readState } from './api.ts';
import type { Session } from './session.ts';
import { reduceSession } from './session.ts';

const RELOAD_DELAY_MS = 1_500;

/**
 * The server's state with the eyes of `persona`, kept up to date. When the stream of changes can't be resumed (the program
 * was started again) the whole state is read again.
 */
export function useSession(persona: string | undefined): {
  session: Session | undefined;
  error: string | undefined;
  reload: () => void;
} {
  const [session, dispatch] = useReducer(reduceSession, undefined);
  const [error, setError] = useState<string>();
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((before) => before + 1), []);

  useEffect(() => {
    let isCurrent = true;
    let stream: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    const tryAgain = () => {
      dispatch({ type: 'live', isLive: false });
      if (isCurrent) again = setTimeout(reload, RELOAD_DELAY_MS);
    };
    void readState(persona).then((result) => {
      if (!isCurrent) return;
      setError(result.ok ? undefined : result.error);
      if (!result.ok) return tryAgain();
      dispatch({ type: 'loaded', state: result.value, heardAtMs: performance.now() });
      stream = openStream(result.value.viewer, result.value.lastEventId, {
        onOpen: () => dispatch({ type: 'live', isLive: true }),
        onEvent: (event) => {
          if (event.type === 'reset') reload();
          else dispatch({ type: 'told', event, heardAtMs: performance.now() });
        },
        onPause: () => dispatch({ type: 'live', isLive: false }),
        onEnd: tryAgain,
      });
    });
    return () => {
      isCurrent = false;
      clearTimeout(again);
      stream?.close();
    };
  }, [persona, round]);

  return { session, error, reload };
}

function openStream(
  viewer: string,
  after: string,
  on: { onOpen: () => void; onEvent: (event: WindowEvent) => void; onPause: () => void; onEnd: () => void },
): EventSource {
  const query = new URLSearchParams({ persona: viewer, after });
  const stream = new EventSource(`/sandbox/api/events?${query}`);
  stream.onopen = on.onOpen;
  stream.onmessage = (message: MessageEvent<string>) => on.onEvent(JSON.parse(message.data));
  // The browser resumes by itself after a break; only a refused stream stays closed.
  stream.onerror = () => {
    if (stream.readyState === EventSource.CLOSED) on.onEnd();
    else on.onPause();
  };
  return stream;
}
