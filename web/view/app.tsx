import { useCallback, useEffect } from 'preact/hooks';
import { present } from '../state/present.ts';
import { useStored } from '../state/stored.ts';
import { useSession } from '../state/use-session.ts';
import { en } from '../text.en.ts';
import { zh } from '../text.zh.ts';
import { Columns } from './columns.tsx';

const askedPersona = new URLSearchParams(location.search).get('as') ?? undefined;

/** The whole page: language and persona are chosen here, and outlive a reload. */
export function App() {
  const [language, setLanguage] = useStored('local', 'language', 'zh');
  const [persona, setPersona] = useStored('session', 'persona', askedPersona);
  const { session, error, reload } = useSession(persona);
  const text = language === 'en' ? en : zh;

  useEffect(() => {
    document.documentElement.lang = text.lang;
    document.title = `${text.product} · ${text.sandbox}`;
  }, [text]);
  useEffect(() => {
    // The people of the packs have changed since the last visit.
    if (error === 'unknown_persona') setPersona(undefined);
  }, [error, setPersona]);
  const toggleLanguage = useCallback(() => setLanguage(language === 'en' ? 'zh' : 'en'), [language, setLanguage]);
  if (session === undefined) {
    return (
      <main class="opening">
        <p role={error ? 'alert' : 'status'}>{error ? text.loadFailed : text.loading}</p>
        {error && (
          <button type="button" class="button button-primary" onClick={reload}>
            {text.retry}
          </button>
        )}
      </main>
    );
  }
  const chosen = session.personas.find((candidate) => candidate.key === (persona ?? session.viewer));
  const me = present(chosen ?? session.personas[0], 'a persona');
  return <Columns text={text} session={session} me={me} become={setPersona} toggleLanguage={toggleLanguage} />;
}
