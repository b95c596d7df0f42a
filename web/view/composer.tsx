import { useLayoutEffect } from 'preact/hooks';
import type { MessageView } from '../../platforms/sandbox/types.ts';
import type { Speech } from '../state/use-speech.ts';
import { AttachButton, ChosenFiles, filesIn } from './attach.tsx';
import { usePage } from './page.ts';
import { useMentions } from './use-mentions.ts';

const LIST_ID = 'mention-list';
const HEIGHT_MAX_PX = 140;

/** Where one writes: Enter sends, Shift+Enter breaks the line, `@` offers whom to mention. */
export function Composer({ speech }: { speech: Speech }) {
  const { text, room } = usePage();
  const { draft, setDraft, field, files } = speech;
  const mentions = useMentions(draft, setDraft, field);
  return (
    <form
      class="composer"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void files.attach(filesIn(event.dataTransfer));
      }}
      onSubmit={(event) => {
        event.preventDefault();
        void speech.send();
      }}
    >
      {speech.quoted && <QuotedLine quoted={speech.quoted} onCancel={speech.cancelQuote} />}
      <ChosenFiles files={files} />
      <MentionList mentions={mentions} />
      <div class="composer-row">
        <button
          type="button"
          class="icon-button"
          aria-label={text.mention}
          title={text.mention}
          onClick={() => {
            setDraft(`${draft}@`);
            mentions.begin(draft.length + 1);
            field.current?.focus();
          }}
        >
          @
        </button>
        <AttachButton files={files} />
        <Field speech={speech} mentions={mentions} />
        <button
          type="submit"
          class={
            draft.endsWith(text.reportExample(room.system))
              ? 'button button-primary send is-next'
              : 'button button-primary send'
          }
          disabled={files.isUploading || (draft.trim() === '' && files.chosen.length === 0)}
        >
          {text.send}
        </button>
      </div>
    </form>
  );
}

type Mentions = ReturnType<typeof useMentions>;

function Field({ speech, mentions }: { speech: Speech; mentions: Mentions }) {
  const { text, session, room } = usePage();
  const { draft, setDraft, field, files } = speech;
  const hasList = mentions.choices.length > 0;

  useLayoutEffect(() => {
    const { current } = field;
    if (!current) return;
    current.style.height = 'auto';
    current.style.height = `${Math.min(current.scrollHeight, HEIGHT_MAX_PX)}px`;
  }, [draft, field]);

  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a word of it; some browsers tell only by the old key code.
    if (event.isComposing || event.keyCode === 229 || event.shiftKey) return;
    if (mentions.handleKey(event.key)) event.preventDefault();
    else if (event.key === 'Enter') {
      event.preventDefault();
      void speech.send();
    }
  };

  return (
    <textarea
      ref={field}
      rows={1}
      dir="auto"
      value={draft}
      aria-label={text.message}
      aria-autocomplete="list"
      aria-controls={hasList ? LIST_ID : undefined}
      aria-activedescendant={hasList ? `${LIST_ID}-${mentions.choice}` : undefined}
      placeholder={
        room.kind === 'private' ? text.placeholderPrivate(session.botName) : text.placeholder(session.botName)
      }
      onInput={(event) => {
        setDraft(event.currentTarget.value);
        mentions.begin(event.currentTarget.selectionStart);
      }}
      onPaste={(event) => {
        const pasted = filesIn(event.clipboardData);
        if (pasted.length === 0) return;
        event.preventDefault();
        void files.attach(pasted);
      }}
      onKeyUp={mentions.noteCaret}
      onClick={mentions.noteCaret}
      onKeyDown={onKeyDown}
    />
  );
}

function MentionList({ mentions }: { mentions: Mentions }) {
  const { text } = usePage();
  if (mentions.choices.length === 0) return null;
  return (
    <div class="mention-list" id={LIST_ID} role="listbox" aria-label={text.mention}>
      {mentions.choices.map((name, place) => (
        <div
          key={name}
          tabIndex={-1}
          id={`${LIST_ID}-${place}`}
          role="option"
          aria-selected={place === mentions.choice}
          onPointerDown={(event) => {
            // The field keeps the focus.
            event.preventDefault();
            mentions.take(name);
          }}
        >
          @{name}
        </div>
      ))}
    </div>
  );
}

function QuotedLine({ quoted, onCancel }: { quoted: MessageView; onCancel: () => void }) {
  const { text, session, personaOf } = usePage();
  const name = quoted.from === 'person' ? (personaOf(quoted.userId)?.name ?? quoted.userId) : session.botName;
  const said = quoted.from === 'person' ? quoted.text || (quoted.files?.[0]?.name ?? '') : (quoted.card?.title ?? '');
  return (
    <p class="quoting">
      <span>
        {text.replyTo(name)} <bdi>{said}</bdi>
      </span>
      <button type="button" class="icon-button" aria-label={text.cancelReply} onClick={onCancel}>
        ×
      </button>
    </p>
  );
}
