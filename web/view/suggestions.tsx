import { usePage } from './page.ts';

/** Things to say, for those who don't know yet what the bot understands. */
export function Suggestions() {
  const { text, session, room, me, fill } = usePage();
  const isShownScores = me.roles.some((role) => role === 'manager' || role === 'supervisor');
  const suggestions = [...text.suggestions(room.system), ...(isShownScores ? [text.scoreSuggestion] : [])];
  const prefix = room.kind === 'private' ? '' : `@${session.botName} `;
  return (
    <ul class="suggestions" aria-label={text.suggestionsLabel}>
      {suggestions.map((suggestion) => (
        <li key={suggestion.label}>
          <button type="button" class="chip" onClick={() => fill(prefix + suggestion.text)}>
            {suggestion.label}
          </button>
        </li>
      ))}
    </ul>
  );
}
