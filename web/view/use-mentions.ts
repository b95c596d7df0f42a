import { useState } from 'preact/hooks';
import { mentionAt } from '../state/mention-completion.ts';
import { usePage } from './page.ts';

/** Whom the mention that is being typed may mean, and the choice among them. */
export function useMentions(
  draft: string,
  setDraft: (draft: string) => void,
  field: { readonly current: HTMLTextAreaElement | null },
) {
  const { session, people } = usePage();
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [isDismissed, setDismissed] = useState(false);
  const names = [session.botName, ...people.map((persona) => persona.name)];
  const mention = isDismissed ? undefined : mentionAt(draft, caret, names);
  const choices = mention?.names ?? [];
  const choice = Math.min(chosen, choices.length - 1);

  const take = (name: string) => {
    if (!mention) return;
    const before = `${draft.slice(0, mention.from)}@${name} `;
    setDraft(before + draft.slice(caret));
    setCaret(before.length);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(before.length, before.length);
    });
  };

  return {
    choices,
    choice,
    take,
    noteCaret: () => setCaret(field.current?.selectionStart ?? 0),
    /** The text has changed: what was dismissed may be wanted again. */
    begin(at: number) {
      setCaret(at);
      setChosen(0);
      setDismissed(false);
    },
    /** Whether the key was meant for the list of names. */
    handleKey(key: string): boolean {
      if (choices.length === 0) return false;
      if (key === 'ArrowDown') setChosen((choice + 1) % choices.length);
      else if (key === 'ArrowUp') setChosen((choice + choices.length - 1) % choices.length);
      else if (key === 'Enter' || key === 'Tab') take(choices[choice] ?? '');
      else if (key === 'Escape') setDismissed(true);
      else return false;
      return true;
    },
  };
}
