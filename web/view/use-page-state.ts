import { useMemo, useState } from 'preact/hooks';
import type { MessageView, SandboxPersona } from '../../platforms/sandbox/types.ts';
import { moveClock, tap } from '../state/api.ts';
import { newClientId } from '../state/client-id.ts';
import { present } from '../state/present.ts';
import type { Session } from '../state/session.ts';
import { useStored } from '../state/stored.ts';
import { isOpen, type TicketOnCard, ticketsOnCards, turnOf } from '../state/tickets.ts';
import { type Speech, useSpeech } from '../state/use-speech.ts';
import type { WebText } from '../text-types.ts';
import type { Page, ShownAction } from './page.ts';
import type { Tab } from './tab-bar.tsx';

export interface Workspace {
  readonly text: WebText;
  readonly session: Session;
  /** Who speaks; a moment ahead of `session.viewer` while the state of another persona is read. */
  readonly me: SandboxPersona;
  readonly become: (userId: string) => void;
}

/** A button whose form is open. */
export interface OpenForm {
  readonly message: MessageView;
  readonly action: ShownAction;
}

export interface PageState {
  readonly page: Page;
  readonly speech: Speech;
  /** Newest first. */
  readonly tickets: readonly TicketOnCard[];
  /** The open room's newest ticket, an open one if there is any. */
  readonly latest: TicketOnCard | undefined;
  readonly tab: Tab;
  readonly setTab: (tab: Tab) => void;
  readonly form: OpenForm | undefined;
  readonly submitForm: (values: Record<string, string>) => void;
  readonly closeForm: () => void;
}

/** What is open on the page, and everything that its parts can do. */
export function usePageState({ text, session, me, become }: Workspace, notify: (error: string) => void): PageState {
  const [roomKey, setRoomKey] = useStored('session', 'room', undefined);
  const [tab, setTab] = useState<Tab>('chat');
  const [form, setForm] = useState<OpenForm>();
  const room = openRoomOf(session, roomKey);
  const speech = useSpeech(room, me, notify);
  const people = useMemo(
    () => session.personas.filter(({ team }) => team === room.team),
    [session.personas, room.team],
  );
  const { tickets, latest, turn } = useTickets(session, room.key, people);

  const sendTap = async ({ message, action }: OpenForm, values: Record<string, string>) => {
    const result = await tap({ ...tapOf(message, action), persona: me.key, form: values });
    if (!result.ok) notify(result.error);
  };
  const showRoom = (key: string) => {
    setRoomKey(key);
    setTab('chat');
  };
  const page: Page = {
    ...{ text, session, room, me, people, turn, become },
    personaOf: (userId) => session.personas.find((persona) => persona.key === userId),
    openRoom: showRoom,
    fill: (words, files) => {
      setTab('chat');
      speech.fill(words, files);
    },
    replyTo: speech.replyTo,
    sendAgain: (message) => void speech.sendAgain(message),
    press: (message, action) => {
      if (action.form) setForm({ message, action });
      else void sendTap({ message, action }, {});
    },
    reveal: (key, messageId) => {
      showRoom(key);
      // After the room has been rendered.
      requestAnimationFrame(() => requestAnimationFrame(() => revealMessage(messageId)));
    },
    moveClock: async (by) => {
      const result = await moveClock(by);
      if (!result.ok) notify(result.error);
    },
  };
  return {
    ...{ page, speech, tickets, latest, tab, setTab, form },
    submitForm: (values) => void (form && sendTap(form, values)),
    closeForm: () => setForm(undefined),
  };
}

function useTickets({ rooms, viewer }: Session, roomKey: string, people: readonly SandboxPersona[]) {
  return useMemo(() => {
    const tickets = ticketsOnCards(rooms);
    const here = tickets.filter((ticket) => ticket.room.key === roomKey);
    const latest = here.find(isOpen) ?? here[0];
    const users = people.map(({ key }) => key);
    return { tickets, latest, turn: latest && turnOf(latest, viewer, users) };
  }, [rooms, viewer, people, roomKey]);
}

/** The chosen room; who was in another persona's private chat comes to his own. */
function openRoomOf(session: Session, key: string | undefined) {
  const wanted = session.rooms.find((room) => room.key === key);
  const own = key?.startsWith('private-') ? session.rooms.find(({ kind }) => kind === 'private') : undefined;
  return present(wanted ?? own ?? session.rooms[0], 'a room');
}

/** The version is that of this screen: the bot tells a tap on an old card by it. */
function tapOf(message: MessageView, { action, subject: own }: ShownAction) {
  const subject = own ?? (message.from === 'bot' ? message.card?.subject : undefined);
  return {
    chat: message.chat,
    messageId: message.id,
    action,
    clientId: newClientId(),
    ...(subject && { subject: subject.id, version: subject.version }),
  };
}

function revealMessage(id: string): void {
  const message = document.getElementById(`message-${id}`);
  message?.scrollIntoView({ block: 'center' });
  message?.querySelector('article')?.focus({ preventScroll: true });
}
