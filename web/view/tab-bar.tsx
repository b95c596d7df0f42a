import { usePage } from './page.ts';

export type Tab = 'rooms' | 'chat' | 'clocks';
const TABS: readonly Tab[] = ['rooms', 'chat', 'clocks'];

/** On a phone one column is shown at a time. */
export function TabBar({ tab, setTab, running }: { tab: Tab; setTab: (tab: Tab) => void; running: number }) {
  const { text } = usePage();
  return (
    <nav class="tab-bar" aria-label={text.product}>
      {TABS.map((name) => (
        <button key={name} type="button" aria-current={name === tab ? 'page' : undefined} onClick={() => setTab(name)}>
          <TabIcon name={name} />
          {text[name]}
          {name === 'clocks' && running > 0 && <span class="unread">{running}</span>}
        </button>
      ))}
    </nav>
  );
}

const PATHS: Readonly<Record<Tab, string>> = {
  rooms: 'M4 6h16v2H4zm0 5h16v2H4zm0 5h10v2H4z',
  chat: 'M4 4h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H9l-5 4v-4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1Z',
  clocks: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm1 9.600V7h-2v6.400l4.300 2.600 1-1.700Z',
};

function TabIcon({ name }: { name: Tab }) {
  return (
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <path fill="currentColor" fill-rule="evenodd" d={PATHS[name]} />
    </svg>
  );
}
