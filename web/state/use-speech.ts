import { useRef, useState } from 'preact/hooks';
import type { MessageView, RoomView, SandboxFile, SandboxPersona } from '../../platforms/sandbox/types.ts';
import { say } from './api.ts';
import { newClientId } from './client-id.ts';
import { useFiles } from './use-files.ts';

export type Speech = ReturnType<typeof useSpeech>;

/** What is being written, and the sending of it. */
export function useSpeech(room: RoomView, me: SandboxPersona, onError: (error: string) => void) {
  const [draft, setDraft] = useState('');
  const [quoted, setQuoted] = useState<MessageView>();
  const files = useFiles(onError);
  const field = useRef<HTMLTextAreaElement>(null);

  const focusEnd = () => {
    requestAnimationFrame(() => {
      const { current } = field;
      current?.focus();
      current?.setSelectionRange(current.value.length, current.value.length);
    });
  };

  return {
    draft,
    setDraft,
    field,
    files,
    /** A quote belongs to the room in which its message stands. */
    quoted: quoted?.chat === room.key ? quoted : undefined,
    cancelQuote: () => setQuoted(undefined),
    fill(text: string, along: readonly SandboxFile[] = []) {
      setDraft(text);
      files.putBack(along);
      focusEnd();
    },
    replyTo(message: MessageView) {
      setQuoted(message);
      focusEnd();
    },
    /** Empties the field at once; the text comes back if it could not be sent. */
    async send() {
      const text = draft.trim();
      const { chosen } = files;
      if (files.isUploading || (text === '' && chosen.length === 0)) return;
      const replyTo = quoted?.chat === room.key ? quoted : undefined;
      setDraft('');
      setQuoted(undefined);
      files.clear();
      const result = await say({
        chat: room.key,
        persona: me.key,
        clientId: newClientId(),
        text,
        ...(chosen.length > 0 && { files: chosen.map(({ hash }) => hash) }),
        ...(replyTo && { replyTo: replyTo.id }),
      });
      if (result.ok) return;
      setDraft((since) => (since === '' ? text : since));
      setQuoted(replyTo);
      files.putBack(chosen);
      onError(result.error);
    },
    /** The same client id again: the message is shown once, and the bot takes it once. */
    async sendAgain(message: MessageView) {
      if (message.from !== 'person') return;
      const result = await say({
        chat: message.chat,
        persona: message.userId,
        clientId: message.clientId,
        text: message.text,
        ...(message.files && { files: message.files.map(({ hash }) => hash) }),
        ...(message.quote && { replyTo: message.quote.id }),
      });
      if (!result.ok) onError(result.error);
    },
  };
}
