import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { CardAction } from '../../cards/types.ts';
import type { Instant } from '../../domain/types.ts';
import type { MessageView, RoomView, SandboxFile, SandboxPersona } from '../../platforms/sandbox/types.ts';
import { present } from '../state/present.ts';
import type { Session } from '../state/session.ts';
import type { Turn } from '../state/tickets.ts';
import type { WebText } from '../text-types.ts';

export type ShownAction = Omit<CardAction, 'for'>;

/** What every part of the page may need. */
export interface Page {
  readonly text: WebText;
  readonly session: Session;
  readonly room: RoomView;
  readonly me: SandboxPersona;
  /** Whose turn it is with the room's newest open ticket. */
  readonly turn: Turn | undefined;
  /** Who is in the open room, and can be played there. */
  readonly people: readonly SandboxPersona[];
  readonly personaOf: (userId: string) => SandboxPersona | undefined;
  readonly become: (userId: string) => void;
  readonly openRoom: (key: string) => void;
  /** Puts a text into the composer, ready to be sent. */
  readonly fill: (text: string, files?: readonly SandboxFile[]) => void;
  readonly replyTo: (message: MessageView) => void;
  readonly sendAgain: (message: MessageView) => void;
  /** Sends a tap, after asking for the form where the button has one. */
  readonly press: (message: MessageView, action: ShownAction) => void;
  /** Shows a card in the chat. */
  readonly reveal: (room: string, messageId: string) => void;
  readonly moveClock: (by: { advanceMs: number } | { to: 'next' }) => Promise<void>;
}

export const PageContext = createContext<Page | undefined>(undefined);

export function usePage(): Page {
  return present(useContext(PageContext), 'the page around this part');
}

/** The sandbox's time, every second. */
export function useNow(): Instant {
  const { clock } = usePage().session;
  const [, setBeat] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setBeat((beat) => beat + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return clock.now + (performance.now() - clock.heardAtMs);
}
