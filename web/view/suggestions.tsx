import { usePage } from './page.ts';

/** Things to say, for those who don't know yet what the bot understands. */
export function Suggestions() {
  const { text, session, room, fill } = usePage();
  const prefix = room.kind === 'private' ? '' : `@${session.botName} `;
  return (
    <ul class="suggestions" aria-label={text.suggestionsLabel}>
      {text.suggestions(room.system).map((suggestion) => (
        <li key={suggestion.label}>
          <button type="button" class="chip" onClick={() => fill(prefix + suggestion.text)}>
            {suggestion.label}
          </button>
        </li>
      ))}
    </ul>
  );
}
