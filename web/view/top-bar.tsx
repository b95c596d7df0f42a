import { BellIcon } from './avatar.tsx';
import { usePage } from './page.ts';

/** What this is, whether the bot is there, and the language. */
export function TopBar({ toggleLanguage }: { toggleLanguage: () => void }) {
  const { text, session } = usePage();
  const status = session.isLive ? (session.botConnected ? 'online' : 'offline') : 'lost';
  const words = { online: text.botOnline, offline: text.botOffline, lost: text.connectionLost }[status];
  return (
    <header class="top-bar">
      <h1>
        <BellIcon /> {text.product} <small>{text.sandbox}</small>
      </h1>
      <p class={`status status-${status}`} role="status">
        {words}
      </p>
      <button type="button" class="language" lang={text.lang === 'en' ? 'zh-CN' : 'en'} onClick={toggleLanguage}>
        {text.otherLanguage}
      </button>
    </header>
  );
}
